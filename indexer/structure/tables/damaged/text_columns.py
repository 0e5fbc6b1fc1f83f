"""Text columns that stand side by side without a figure between them, cut apart: provinces, units, words of a closed list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer.structure.entities import bag, is_total
from indexer.structure.tables.damaged.cells import GridRow, Item, cut_item, units
from indexer.structure.tables.damaged.provinces import provinces
from indexer.structure.tables.damaged.wording import Reader


def _province_of(item: Item, prefer_end: bool) -> list[Item] | None:
    """A text item that holds a province and more, as the province's cell and the rest."""
    words = item.text.split()
    if bag(item.text) in provinces():
        return [replace(item, kind="E")]
    several = len({p[0] for p in item.places}) > 1
    parts = item.text.split("\n")
    for count in range(1, len(parts) if len(parts) == len(item.places) else 1):
        if bag("".join(parts[:count])) in provinces():
            name = replace(item, kind="E", text=" ".join(parts[:count]), places=item.places[:count])
            return [name, replace(item, text="\n".join(parts[count:]), places=item.places[count:])]
    if several:
        return None
    sizes = range(min(len(words) - 1, 6), 0, -1)
    for from_end in (prefer_end, not prefer_end):
        for size in sizes:
            part = words[-size:] if from_end else words[:size]
            if bag("".join(part)) in provinces():
                name, rest = cut_item(item, size, from_end)
                return [replace(name, kind="E"), rest]
    return None


def split_provinces(rows: list[GridRow], heads_entity: bool, forward: bool) -> None:
    """Marks province cells; takes a province out of a longer text only where the header speaks of provinces."""
    for row in rows:
        items: list[Item] = []
        for item in row.items:
            split = None
            if item.kind == "T" and bag(item.text) in provinces():
                split = [replace(item, kind="E")]
            elif item.kind == "T" and heads_entity and not any(i.kind == "E" for i in row.items) and not is_total(item.text):
                split = _province_of(item, not forward)
            items += split or [item]
        row.items = items
    body = [r for r in rows if not r.total]
    named = sum(any(i.kind == "E" for i in r.items) for r in body)
    if not heads_entity and named < 0.6 * len(body):
        for row in rows:
            row.items = [replace(i, kind="T") if i.kind == "E" else i for i in row.items]


def _closed_words(texts: Sequence[str], from_end: bool) -> dict[int, int] | None:
    """Row to the number of words at one end that belong to a short closed list, or None where the rows hold no such list.

    A closed list has at most a quarter as many values as there are rows, and four rows in five have one of them.
    """
    count: Counter[str] = Counter()
    for text in texts:
        words = text.split()
        count.update({bag("".join(words[-n:] if from_end else words[:n])) for n in range(1, min(4, len(words)))})
    found: dict[int, int] = {}
    values: set[str] = set()
    for number, text in enumerate(texts):
        words = text.split()
        sizes = range(1, min(4, len(words)))
        keys = {n: bag("".join(words[-n:] if from_end else words[:n])) for n in sizes}
        best = max(sizes, key=lambda n: (count[keys[n]], n), default=0)
        if best and count[keys[best]] >= 2 and len(keys[best]) >= 3:
            found[number] = best
            values.add(keys[best])
    if len(found) < 0.8 * len(texts) or len(values) > max(1, len(texts) // 4):
        return None
    return found


def _unit_size(text: str, reader: Reader, count: Counter[str]) -> int:
    """Words at the raw start that are the unit: where unit and title, each read by itself, are likeliest."""
    words = list(re.finditer(r"\S+", text))

    def worth(size: int) -> float:
        head, rest = text[: words[size - 1].end()], text[words[size].start() :]
        key = bag(head)
        bonus = (9.0 if key in units() else 0.0) + (3.0 if count[key] > 1 else 0.0)
        gap = words[size].start() - words[size - 1].end()
        # A wide gap behind a word or two is the cell's end; what stands whole as one word has had its reward in reading.
        bonus += 4.0 if gap > 1 and size < 3 else 1.5 if gap > 1 and size == 3 else 0.0
        return reader.score(head) + reader.score(rest) + bonus - (4.0 if size == 1 else 0.0) - 2.0 * max(0, size - 3)

    return max(range(1, min(6, len(words))), key=worth, default=0)


def _split_slot(rows: list[GridRow], slot: int, pattern: str, sizes: dict[int, int], from_end: bool, first: bool) -> None:
    """Cuts `sizes` words off the text in one slot of the rows that have this pattern; `first`: the cut part is read first."""
    chosen = [r for r in rows if "".join(i.kind for i in r.items) == pattern]
    for number, row in enumerate(chosen):
        item = row.items[slot]
        words = len(item.text.split())
        if words < 2 or len(item.places) > 1:
            continue
        size = min(sizes.get(number) or _fallback_size(item.text, from_end), words - 1)
        off, rest = cut_item(item, size, from_end)
        row.items[slot : slot + 1] = [off, rest] if first else [rest, off]


def _fallback_size(text: str, from_end: bool) -> int:
    """Words at one end when nothing is known: up to a wide gap within three words, else one word."""
    words = list(re.finditer(r"\S+", text))
    order = list(reversed(words)) if from_end else words
    for size in range(1, min(4, len(order))):
        a, b = order[size - 1], order[size]
        gap = a.start() - b.end() if from_end else b.start() - a.end()
        if gap >= 2:
            return size
    return 1


_UNIT_HEADS = {bag(t) for t in ("واحد سنجش", "واد سنجش", "سنجش", "شاخص (واحد)", "شاخص (واد)")}


def heads_unit(header: str) -> bool:
    """Whether a header has a column for the unit of measure, in whatever order its letters came out (a lost ح included)."""
    words = header.split()
    spans = {bag("".join(words[i : i + n])) for n in range(1, 5) for i in range(len(words) - n + 1)}
    return bool(spans & _UNIT_HEADS) or bool(re.search(r"[()]\s*وا\s?ح?\s?د\s*[()]", header))


def split_texts(rows: list[GridRow], header: str, forward: bool, reader: Reader) -> None:
    """Cuts text columns that stand side by side without a number between them."""
    body = [r for r in rows if not r.total]
    unit = heads_unit(header)
    for pattern in sorted({"".join(i.kind for i in r.items) for r in body}):
        slots = [s for s, kind in enumerate(pattern) if kind == "T"]
        before_figures = [s for s in slots if s + 1 < len(pattern) and pattern[s + 1] in "ND"]
        chosen = [r for r in body if "".join(i.kind for i in r.items) == pattern]
        if unit and before_figures and not forward and (pattern[before_figures[0] - 1] != "T" or before_figures[0] == 0):
            slot = before_figures[0]
            texts = [r.items[slot].text for r in chosen]
            count = Counter(bag("".join(t.split()[:n])) for t in texts for n in range(1, min(5, len(t.split()))))
            _split_slot(body, slot, pattern, {n: _unit_size(t, reader, count) for n, t in enumerate(texts)}, False, False)
    pattern = _raw_mode(body)
    for start in reversed([s for s, kind in enumerate(pattern) if kind == "T"]):
        slot = start
        for from_end in (True, False):
            pattern = _raw_mode(body)
            chosen = [r for r in body if "".join(i.kind for i in r.items) == pattern]
            if (
                slot >= len(pattern)
                or pattern[slot] != "T"
                or len(chosen) < 4
                or any(len(r.items[slot].places) > 1 for r in chosen)
            ):
                continue
            sizes = _closed_words([r.items[slot].text for r in chosen], from_end)
            if sizes is not None:
                _split_slot(body, slot, pattern, sizes, from_end, from_end != forward)
                slot += from_end != forward


def _raw_mode(rows: Sequence[GridRow]) -> str:
    count = Counter("".join(i.kind for i in r.items) for r in rows)
    return max(count, key=lambda p: (count[p], len(p))) if count else ""
