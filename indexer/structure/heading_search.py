"""Which lines are headings: those that the format names, else those set in a larger or bold font, else the numbered ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from indexer.corpus import Kind, Line
from indexer.reading.document import Document, SourceLine
from indexer.structure.flow import CLOSED, MARK, WRAPPED, text_width
from indexer.structure.heading_levels import Head
from indexer.structure.heading_marks import ARTICLES, UNNUMBERED, Mark, has_leaders, is_title, page_reference, read_mark
from indexer.structure.heading_plain import plain_heads, stands_alone

_LARGER = 1.08
"""A heading's font is larger than the text's by this factor at least."""
_SAME_SIZE = 0.03
_CONTENTS = 3
"""So many lines in a row that end in rising numbers are a table of contents."""
_SINGLE_LONGEST = 80
_FEWEST_BELOW = 2
_WITHIN = 2
_FIGURES = re.compile(r"\d+")
Heads = tuple[list[Head], set[int]]
"""Headings in order, and the further lines of those that run over several."""


def find_heads(lines: Sequence[Line], document: Document, kinds: Mapping[int, Kind]) -> Heads:
    """The headings; `kinds` holds the lines whose kind is certain."""
    hinted = [line for line in lines if kinds.get(line.line) == "heading"]
    listed = _contents(lines, kinds)
    if hinted:
        heads = [Head(line.line, read_mark(line.text), document.lines[line.line - 1].level or 1) for line in hinted]
        if not any(head.mark and head.mark.word in ARTICLES for head in heads):
            heads += _articles(lines, kinds, listed)
        return sorted(heads, key=lambda h: h.line), set()
    heads, further = _by_font(lines, document, kinds, listed)
    if heads:
        known = {head.line for head in heads} | further
        if not any(head.mark and head.mark.word in ARTICLES for head in heads):
            heads += [head for head in _articles(lines, kinds, listed) if head.line not in known]
        return sorted(heads, key=lambda h: h.line), further
    return _with_plain(lines, kinds, listed, sorted(_by_number(lines, kinds, listed), key=lambda h: h.line)), set()


def _by_font(lines: Sequence[Line], document: Document, kinds: Mapping[int, Kind], listed: set[int]) -> Heads:
    """Lines set larger than the text, or bold in a text that is not; none where the file knows no fonts."""
    body = _body_font(lines, document, kinds)
    if body is None:
        return [], set()
    size, bold = body
    found: list[Line] = []
    further: set[int] = set()
    for line in lines:
        source = document.lines[line.line - 1]
        free = line.line not in kinds and line.line not in listed
        if not free or source.size is None or not is_title(line.text) or not _stands_out(source, size, bold):
            continue
        if MARK.match(line.text) and source.size < _LARGER * size and line.text.rstrip().endswith((":", ".")):
            continue
        if found and _goes_on(document, found[-1].line, line.line, further):
            further.add(line.line)
        else:
            found.append(line)
    if sum(len(line.text) for line in found) > sum(len(line.text) for line in lines) / 2:
        return [], set()
    sizes = _clusters([document.lines[line.line - 1].size or 0.0 for line in found])
    heads = [Head(line.line, read_mark(line.text), None, sizes[document.lines[line.line - 1].size or 0.0]) for line in found]
    return heads, further


def _body_font(lines: Sequence[Line], document: Document, kinds: Mapping[int, Kind]) -> tuple[float, bool] | None:
    """Size in points and boldness of most of the running text."""
    weights: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        source = document.lines[line.line - 1]
        if source.size is not None and kinds.get(line.line, "bullet") == "bullet":
            weights[round(source.size, 1), bool(source.bold)] += len(line.text)
    return weights.most_common(1)[0][0] if weights else None


def _stands_out(source: SourceLine, size: float, bold: bool) -> bool:
    own = source.size or 0.0
    return own >= _LARGER * size or bool(source.bold and not bold and own >= (1 - _SAME_SIZE) * size)


def _goes_on(document: Document, before: int, line: int, further: set[int]) -> bool:
    """Whether a heading line only goes on with the heading above: same font, next line, the one above broken for room."""
    while before + 1 in further:
        before += 1
    above, own = document.lines[before - 1], document.lines[line - 1]
    if line != before + 1 or above.page != own.page or above.box is None or own.box is None or above.bold != own.bold:
        return False
    if abs((above.size or 0) - (own.size or 0)) > 0.1 or read_mark(own.text):
        return False
    page = document.pages[own.page - 1].width if own.page and len(document.pages) >= own.page else None
    near = own.box[1] - above.box[3] < 0.9 * (own.size or 0.0)
    return near and page is not None and above.box[2] - above.box[0] > 0.6 * page


def _clusters(sizes: Sequence[float]) -> dict[float, int]:
    """The rank of each size, 0 for the largest; sizes that hardly differ are one."""
    ranks: dict[float, int] = {}
    rank, last = -1, 0.0
    for size in sorted(set(sizes), reverse=True):
        if rank < 0 or size < last * (1 - _SAME_SIZE):
            rank, last = rank + 1, size
        ranks[size] = rank
    return ranks


def _by_number(lines: Sequence[Line], kinds: Mapping[int, Kind], listed: set[int]) -> list[Head]:
    """The numbered headings of a text without fonts: parts, articles, deep numbers, and lone numbers above prose."""
    found: list[tuple[Line, Mark]] = []
    single: list[tuple[Line, Mark]] = []
    articles = {head.line for head in _articles(lines, kinds, listed)}
    width = text_width([line for line in lines if kinds.get(line.line) is None])
    before: Line | None = None
    for line in lines:
        if not line.text.strip():
            continue
        mark = read_mark(line.text) if line.line not in kinds and line.line not in listed else None
        alone = before is None or before.line < line.line - 1 or _ended(before, width)
        before = line
        if mark is None:
            continue
        if line.line in articles:
            found.append((line, mark))
        elif not is_title(line.text) or mark.word in (*ARTICLES, "تبصره") or not alone or _tabular(mark.title):
            continue
        elif mark.word or mark.depth > 1:
            found.append((line, mark))
        elif len(mark.title) <= _SINGLE_LONGEST:
            single.append((line, mark))
    found = _once([*found, *_lone(lines, single, found, kinds)])
    heads = [Head(line.line, mark, None, 1) for line, mark in found]
    return [*_title(lines, kinds, heads), *heads] if heads else []


def _with_plain(lines: Sequence[Line], kinds: Mapping[int, Kind], listed: set[int], heads: Sequence[Head]) -> list[Head]:
    """The headings with those that nothing but their place tells, which lie within the numbered ones; and the first line of the
    text, its title, where it is followed by such headings and has their shape."""
    known = {head.line for head in heads}
    numbered = [head.line for head in heads if head.mark is not None]
    plain = [line for line in plain_heads(lines, kinds, listed, numbered) if line not in known]
    first = next((line for line in lines if line.text.strip()), None)
    found = [*heads, *(Head(line, None, None, _WITHIN if numbered else 1) for line in plain)]
    if plain and first and first.line not in known | set(kinds) | listed and stands_alone(lines, first.line):
        found.append(Head(first.line, None, None, 0))
    return sorted(found, key=lambda h: h.line)


def _title(lines: Sequence[Line], kinds: Mapping[int, Kind], heads: Sequence[Head]) -> list[Head]:
    """Of a text with numbered headings, the lines without a number that can be none but headings: its first, where that
    stands alone as a title does, and the parts of a book that go unnumbered («پیشگفتار»)."""
    known = {head.line for head in heads}
    filled = [line for line in lines if line.text.strip()]
    found: list[Head] = []
    for at, line in enumerate(filled):
        below = filled[at + 1] if at + 1 < len(filled) else None
        apart = below is not None and (below.line > line.line + 1 or below.line in known)
        alone = apart and (at == 0 or filled[at - 1].line < line.line - 1 or filled[at - 1].line in known)
        if line.line in known or line.line in kinds or not alone or not is_title(line.text):
            continue
        if at == 0 and len(heads) >= _FEWEST_BELOW and not line.text.rstrip().endswith(":"):
            found.append(Head(line.line, None, None, 0))
        elif UNNUMBERED.match(line.text.strip()):
            found.append(Head(line.line, None, None, 1))
    return found


def _articles(lines: Sequence[Line], kinds: Mapping[int, Kind], listed: set[int]) -> list[Head]:
    """«ماده ۱۲ – …»: the number parted from the text, behind a line that has ended, and running on from the one before."""
    found: list[Head] = []
    width = text_width([line for line in lines if kinds.get(line.line) is None])
    before: Line | None = None
    for line in lines:
        if not line.text.strip():
            continue
        alone = before is None or before.line < line.line - 1 or _ended(before, width) or before.line in kinds
        before = line
        if line.line in kinds or line.line in listed or not alone:
            continue
        mark = read_mark(line.text, single=False)
        if mark and mark.word in ARTICLES and mark.number and (mark.parted or not mark.title):
            found.append(Head(line.line, mark, None, -1))
    return found if len(found) >= 2 else []


def _ended(line: Line, width: float) -> bool:
    """Whether what stands on a line ends with it."""
    return bool(CLOSED.search(line.text)) or len(line.text) < WRAPPED * width


def _tabular(title: str) -> bool:
    """Whether a text is rather a row of figures than a title."""
    return len([f for f in _FIGURES.findall(title) if len(f) != 4]) >= 2


def _lone(
    lines: Sequence[Line], single: Sequence[tuple[Line, Mark]], found: Sequence[tuple[Line, Mark]], kinds: Mapping[int, Kind]
) -> list[tuple[Line, Mark]]:
    """Of the lines «۱- …» those that head something: a deeper number goes on from them, or prose stands below each of a run."""
    opened = {mark.number.split("-")[0] for _, mark in found if mark.word is None and mark.number}
    filled = [line for line in lines if line.text.strip()]
    place = {line.line: at for at, line in enumerate(filled)}
    runs: list[list[tuple[Line, Mark]]] = []
    for line, mark in single:
        number = int(mark.number or 0)
        if _listed(filled, place[line.line], number):
            continue
        last = runs[-1][-1][1].number if runs else None
        if runs and number == int(last or 0) + 1:
            runs[-1].append((line, mark))
        else:
            runs.append([(line, mark)])
    kept: list[tuple[Line, Mark]] = []
    for run in runs:
        heads = [_heads_prose(filled, place[line.line], kinds) for line, _ in run]
        if len(run) >= 2 and all(heads) and all(mark.parted for _, mark in run):
            kept.extend(run)
        else:
            kept.extend((line, mark) for (line, mark), above in zip(run, heads, strict=True) if mark.number in opened and above)
    return kept


def _listed(filled: Sequence[Line], at: int, number: int) -> bool:
    """Whether the item before or after a numbered line stands right beside it."""
    beside = [(number - 1, at - 1), (number + 1, at + 1)]
    marks = [(n, read_mark(filled[k].text)) for n, k in beside if 0 <= k < len(filled)]
    return any(mark is not None and mark.word is None and mark.number == str(n) for n, mark in marks)


def _heads_prose(filled: Sequence[Line], at: int, kinds: Mapping[int, Kind]) -> bool:
    """Whether text, a table or a deeper heading stands below a line, and no further item of its kind."""
    if at + 1 >= len(filled):
        return False
    below = filled[at + 1]
    mark = read_mark(below.text)
    if mark is not None and (mark.word or mark.depth > 1):
        return True
    return not MARK.match(below.text) and (below.line in kinds or len(below.text) > len(filled[at].text))


def _once(found: Sequence[tuple[Line, Mark]]) -> list[tuple[Line, Mark]]:
    """In order; what a table of contents says first and the text again is kept where it is said again."""
    ordered = sorted(found, key=lambda x: x[0].line)
    last = {(mark.word, mark.number, mark.title): line.line for line, mark in ordered if mark.title}
    return [(line, mark) for line, mark in ordered if last.get((mark.word, mark.number, mark.title), line.line) == line.line]


def _contents(lines: Sequence[Line], kinds: Mapping[int, Kind]) -> set[int]:
    """The lines of tables of contents: dots that lead to a number, or a run of lines that end in rising numbers."""
    found: set[int] = set()
    run: list[tuple[int, int]] = []
    for line in [line for line in lines if line.text.strip() and kinds.get(line.line) in (None, "bullet")]:
        page = page_reference(line.text)
        if has_leaders(line.text):
            found.add(line.line)
        elif page is not None and is_title(line.text) and (not run or run[-1][1] <= page):
            run.append((line.line, page))
            continue
        if len(run) >= _CONTENTS:
            found.update(n for n, _ in run)
        run = [(line.line, page)] if page is not None and is_title(line.text) and line.line not in found else []
    if len(run) >= _CONTENTS:
        found.update(n for n, _ in run)
    return found
