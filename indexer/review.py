"""A reader's corrections are checked before they are kept: the letters and digits of the raw line, no more and no fewer.

What may differ without a reason: letters restored inside a word that a font lost, and letters that stood as kashida.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from indexer.alignment import align
from indexer.corpus import Line, Table
from indexer.corrections import CellCorrection, Correction, LineCorrection, TableCorrection, place_of, raw_mark, table_objection
from indexer.repair.traced import ADDED

KASHIDA = frozenset("وهـ")
"""Letters that the extraction is known to write for a stretched line between two letters."""
_FORMS = str.maketrans("يىك", "ییک")


@dataclass(frozen=True)
class LetterChange:
    """Letters and digits a correction adds to its raw line and drops from it."""

    added: str
    dropped: str
    lost_glyphs: bool
    kashida: bool

    @property
    def explained(self) -> bool:
        """Whether restored glyphs and removed kashida account for all of it."""
        return (not self.added or self.lost_glyphs) and (not self.dropped or self.kashida)


def letter_change(raw: str, text: str) -> LetterChange:
    """What a correction does to the letters and digits of its raw line."""
    traced = align(raw, text)
    kept = {o for o in traced.origin if o != ADDED}
    added = [i for i, (c, o) in enumerate(zip(text, traced.origin, strict=True)) if o == ADDED and c.isalnum()]
    dropped = "".join(c for i, c in enumerate(raw) if c.isalnum() and i not in kept).translate(_FORMS)
    restored = all(not text[i].isdigit() and _word_is_mostly_kept(text, traced.origin, i) for i in added)
    return LetterChange("".join(text[i] for i in added), dropped, restored, all(c in KASHIDA for c in dropped))


def objections(lines: Sequence[Line], tables: Sequence[Table], corrections: Sequence[Correction]) -> Iterator[str]:
    """What stands in the way of entries, one Persian line each: missing or changed raw lines, letters changed without reason,
    tables, columns and cells that are not there or changed."""
    seen: set[object] = set()
    by_id = {table.id: table for table in tables}
    for entry in corrections:
        if not isinstance(entry, LineCorrection):
            yield from _table_objections(entry, by_id.get(entry.table), lines, seen)
            continue
        if not 1 <= entry.line <= len(lines):
            yield f"سطر {entry.line} در سند نیست"
            continue
        if entry.line in seen:
            yield f"سطر {entry.line} دو بار آمده است"
        seen.add(entry.line)
        raw = lines[entry.line - 1].raw
        if entry.raw is not None and entry.raw != raw_mark(raw):
            yield f"سطر {entry.line} از زمان اصلاح عوض شده است"
        elif entry.text is not None and not entry.reason:
            change = letter_change(raw, entry.text)
            if not change.explained:
                yield f"سطر {entry.line}: حرف‌ها یا رقم‌ها بی‌دلیل عوض شده‌اند (افزوده «{change.added}»، کاسته «{change.dropped}»)"


def _table_objections(entry: TableCorrection, table: Table | None, lines: Sequence[Line], seen: set[object]) -> Iterator[str]:
    """The objections to an entry about a table; `seen` holds the places of the entries before it."""
    found = table_objection(entry, table, lines)
    if found is not None:
        yield found
    if isinstance(entry, CellCorrection) and not entry.reason:
        yield f"{place_of(entry)}: دلیل (reason) ندارد"
    place = (type(entry), *(getattr(entry, name, None) for name in ("table", "row", "column")))
    if place in seen:
        yield f"{place_of(entry)} دو بار آمده است"
    seen.add(place)


def doubtful(lines: Sequence[Line]) -> list[Line]:
    """The lines no reader has settled, least sure first."""
    return sorted(
        (x for x in lines if x.text.strip() and not x.corrected and x.doubt is None), key=lambda x: (x.confidence, x.line)
    )


def append_correction(path: Path, entry: LineCorrection) -> None:
    """Adds an entry at the end of the file; written beside it and swapped in whole."""
    fields = {k: v for k, v in asdict(entry).items() if v is not None}
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    beside = path.with_name(path.name + ".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(before + dumped([fields]), encoding="utf-8")
    os.replace(beside, path)


def dumped(entries: Sequence[dict[str, object]]) -> str:
    """Entries as YAML, one a line."""
    flow = (yaml.safe_dump(e, allow_unicode=True, default_flow_style=True, sort_keys=False, width=100_000) for e in entries)
    return "".join(f"- {text.strip()}\n" for text in flow)


def _word_is_mostly_kept(text: str, origin: Sequence[int], at: int) -> bool:
    """Whether an added letter stands in a word of which at least a third came from the raw line."""
    start = end = at
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return 3 * sum(o != ADDED for o in origin[start:end]) >= end - start
