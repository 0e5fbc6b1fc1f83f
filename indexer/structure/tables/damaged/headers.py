"""Column names, units, years and measures from a header's lines.

A header comes out as a stack: names of one line side by side (last column first where rows are mirrored), names of several
lines one
after the other, and the names of a second level behind all of the first. Names are cut out of the lines, put in reading
order, and laid
over the columns by least cost: a name should fit its column's kind, a name too many is the group over the names behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial

from indexer.corpus import Column
from indexer.structure.entities import bag, letters
from indexer.structure.tables.damaged.cells import units
from indexer.structure.tables.damaged.grid import Grid
from indexer.structure.tables.damaged.header_proof import figures_of, in_proven_order, proof_cost, sums_of
from indexer.structure.tables.damaged.headings import MANNERS, HeaderLine, stack
from indexer.structure.tables.damaged.levels import Laid, Proof, best_names, compact
from indexer.structure.tables.damaged.names import YEAR, Name, named
from indexer.structure.tables.damaged.regions import terms
from indexer.structure.tables.damaged.wording import Reader


def _wide_cells(header: Sequence[HeaderLine], kinds: str, forward: bool, reader: Reader) -> Laid | None:
    """A header of one line whose wide gaps cut it into exactly as many names as there are columns."""
    if len(header) != 1:
        return None
    cells = [c for c in re.split(r"\s{2,}", letters(header[0].raw).strip()) if c]
    if len(cells) != len(kinds):
        return None
    read = [named(c.split()) or Name(reader.read(c).text, "") for c in cells]
    read = read if forward else read[::-1]
    if any((n.kinds in ("I", "E") or kinds[k] in "IE") and n.kinds != kinds[k] for k, n in enumerate(read)):
        return None
    if any(n.kinds == "T" and kinds[k] in "NP" for k, n in enumerate(read)):
        return None
    return [(n.text,) for n in read]


def percent_columns(grid: Grid) -> set[int]:
    """Columns most of whose cells have a percent sign."""
    found = set()
    for k, kind in enumerate(grid.kinds):
        texts = [c.text for r in grid.rows if (c := r.cells[k]) is not None and c.kind == "N"]
        if kind == "N" and sum("%" in t or "٪" in t for t in texts) > 0.5 * len(texts):
            found.add(k)
    return found


def heads_forward(header: Sequence[HeaderLine], forward: bool) -> bool:
    """Whether names in one line stand in reading order: the running number's or the first name's place tells, else the rows'
    habit."""
    for line in header:
        words = letters(line.raw).split()
        if len(words) < 3:
            continue
        first = any(named(words[:n]) and (named(words[:n]) or Name("", "")).kinds == "I" for n in (1, 2))
        last = any(named(words[-n:]) and (named(words[-n:]) or Name("", "")).kinds == "I" for n in (1, 2))
        if first != last:
            return first
    return forward


_DOUBTFUL = 5.0
"""Cost above which a header is not understood: its figure columns keep a general name."""
_DEFAULT = {"I": "ردیف", "E": "نام استان", "T": "عنوان", "N": "مقدار"}
_ROLES = {"I": "index", "E": "entity", "T": "text", "N": "value"}


def _faults(laid: Laid, kinds: str) -> float:
    """Price of figure columns that have the same name, and of names that end in the air."""
    names = [parts for parts, kind in zip(laid, kinds, strict=True) if kind in "NP" and parts]
    hanging = sum(bool(re.search(r"\s(?:و|در|به|از|تا|سال)$", " ".join(parts))) for parts in laid)
    return 0.3 * (len(names) - len(set(names))) + 0.6 * hanging


def _cheapest(
    header: Sequence[HeaderLine], kinds: str, blocks: int, forward: bool, reader: Reader, proof: Proof
) -> tuple[float, Laid]:
    """The reading of a header that lies best over its columns: of the repaired lines where there are any, cut in every
    manner, or of the raw ones where those cannot be laid."""
    best: tuple[float, Laid] | None = None
    readings = [(m, e) for m in MANNERS for e in (True, False)] if any(line.repaired for line in header) else []
    for manner, ends in [*readings, (None, False)]:
        if manner is None and best is not None and best[0] <= _DOUBTFUL:
            break
        names = stack(header, forward, reader, manner, ends)
        if blocks > 1:
            names = names[: max(1, len(names) // blocks)]
        if "P" not in kinds:
            names = [Name(n.text, "N", n.opens) if n.kinds == "P" else n for n in names]
        options = [names, compact(names)]
        if kinds[0] in "IE" and manner is not None:
            # Some headers come out last column first.
            options += [o[::-1] for o in options if o and o[-1].kinds == kinds[0] and o[0].kinds != kinds[0]]
        for number, option in enumerate(options):
            cost, laid = best_names(option, kinds, proof if ends else None)
            cost += 0.1 * number + _faults(laid, kinds) + (0.05 * MANNERS.index(manner) if manner else 0.0)
            if best is None or cost < best[0] - 1e-9:
                best = (cost, laid)
    assert best is not None
    return best


def name_columns(grid: Grid, header: Sequence[HeaderLine], caption: str, forward: bool, reader: Reader) -> tuple[Column, ...]:
    """A column record for every column of the grid."""
    percents = percent_columns(grid)
    kinds = "".join("P" if k in percents else "A" if k in grid.annotations else kind for k, kind in enumerate(grid.kinds))
    if kinds[0] == "N" and all(c is None or YEAR.fullmatch(c.text) for c in (r.cells[0] for r in grid.rows)):
        kinds = "T" + kinds[1:]
    cost, laid = _cheapest(header, kinds, grid.blocks, forward, reader, partial(proof_cost, sums_of(figures_of(grid))))
    if cost > 0.9 and not any(line.repaired for line in header) and (wide := _wide_cells(header, kinds, forward, reader)):
        laid = wide
    if cost > _DOUBTFUL:
        laid = [parts if grid.kinds[k] != "N" else () for k, parts in enumerate(laid)]
    laid = in_proven_order(figures_of(grid), laid)
    found: list[str] = []
    for k, kind in enumerate(grid.kinds):
        name = re.sub(r"(\d+ ماهه) - (?=سال)", r"\1 ", " ".join(laid[k]).strip()) if laid else ""
        if kind in "IE" and (named(name.split()) or Name("", "")).kinds != kind:
            name = _DEFAULT[kind]
        found.append(name or _DEFAULT[kind])
    repeated = Counter(found)
    seen: Counter[str] = Counter()
    columns = []
    for k, (kind, name) in enumerate(zip(grid.kinds, found, strict=True)):
        seen[name] += 1
        if repeated[name] > 1 and kind == "N":
            name = f"{name} ({seen[name]})"
        dates = all(c is None or bool(YEAR.fullmatch(c.text)) for c in (r.cells[k] for r in grid.rows))
        columns.append(_column(kind, name, caption, dates))
    return tuple(columns)


def _column(kind: str, name: str, caption: str, dates: bool) -> Column:
    years = YEAR.findall(name)
    if kind != "N":
        return Column(name=name, role=_ROLES[kind], year=int(years[-1]) if years else None)  # type: ignore[arg-type]
    unit = _unit(name)
    counted = bool(_words(name) & set(terms()["counted"]))
    if unit is None and not counted and not dates and "%" not in name:
        unit = _money(caption)
    measure = next((m for m, words in terms()["measures"].items() if any(_holds(w, name) for w in words)), None)  # type: ignore[attr-defined]
    # Growth of one year over another is the first one's.
    year = None if not years else int(years[0] if "رشد" in _words(name) else years[-1])
    return Column(name=name, role="value", unit=unit, year=year, measure=measure)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _holds(words: str, text: str) -> bool:
    """Whether a text holds these words, whole."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _unit(name: str) -> str | None:
    """The unit that a name gives: in brackets, behind «به», or percent by its word."""
    known = sorted(set(units().values()), key=len, reverse=True)
    for inner in re.findall(r"\(([^()]*)\)", name):
        if bag(inner) in units() and bag(inner) != bag("واحد"):
            return units()[bag(inner)]
        found = next((u for u in known if len(u) > 3 and u not in terms()["counted"] and _holds(u, inner)), None)
        if found:
            return found
    found = next((u for u in known if re.search(rf"\sبه {re.escape(u)}(?:\s|$)", name)), None)
    return found or ("درصد" if _holds("درصد", name) else None)


def _money(caption: str) -> str | None:
    """The unit of a caption's remark («ارقام به میلیون ریال»), its letters in any order."""
    if not re.search(r"\(|\)|ارقام|مبالغ", caption):
        return None
    have = Counter(bag(caption))
    for unit in ("میلیون ریال", "میلیارد ریال"):
        if _holds(unit, caption) or not Counter(bag("ارقام به" + unit)) - have:
            return unit
    return None
