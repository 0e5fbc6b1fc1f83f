"""What is known of a document as a whole: its title, and the year that it reports on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from urllib.parse import unquote

from indexer.corpus import Line, Metadata, Section
from indexer.plain import plain_text
from indexer.reading.document import Document
from indexer.structure.heading_marks import LONGEST, UNNUMBERED, is_title, read_mark
from indexer.structure.scope import years_of

_OPENING = 40
"""Filled lines in which a document says what it is."""
_SURE = 2.0
"""The year of most headings, captions and heads stands there so many times as often as the next."""
_FEWEST = 3
_TITLE_LONGEST = 160
_OPENERS = re.compile(r"^(?:بسم الله.*|به نام خد.*|سرآغاز|کلیات)\s*:?$")
_DOCUMENT_KINDS = re.compile(
    r"^(?:گزارش|قانون|آ[یئ]ین[\s\u200c]?نامه|دستورالعمل|شیوه[\s\u200c]?نامه|اساسنامه|راهنما|بخشنامه|سالنامه|برنامه|بودجه|سند"
    r"|صورت[\s\u200c]?جلسه|صورت[\s\u200c]های مالی|مصوبه|طرح|نظام[\s\u200c]?نامه|روش اجرایی|تفاهم[\s\u200c]?نامه|قرارداد)"
    r"(?![^\W\d_])"
)
_DATED = re.compile(r"^.{12,}?(?:سال|منتهی به|در)\s+(?:مالی\s+)?(?:منتهی به\s+)?[\d۰-۹/]{4,10}")
_BRACKETED = re.compile(r"\([^()]*\)")
_SAYING = frozenset({"paragraph", "bullet"})
_COPY = re.compile(r"\s*(?:\(\d{1,2}\)|\b[Cc]opy|رونوشت)\s*$")
_DATE = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}")
_NOT_A_NAME = re.compile(
    r"^(?:document|untitled|microsoft word|book|sheet|doc)\b|^سند\s?\d*$|\.(?:docx?|pdf|xlsx?|html?|md|txt|indd|qxd)$", re.I
)


def find_metadata(document: Document, lines: Sequence[Line], sections: Sequence[Section], heads: Sequence[str] = ()) -> Metadata:
    """Title and year of a document; `heads` are the names of its tables' columns, where they are known already."""
    title = document_title(document, lines, sections)
    return Metadata(
        id=document.id,
        title=title,
        year=document_year(title, document.file, lines, sections, heads),
        file=document.file,
        format=document.format,
        sha256=document.sha256,
        lines=len(document.lines),
        pages=len(document.pages) or None,
        page_sizes=tuple((page.width, page.height) for page in document.pages),
        notes=document.notes,
    )


def document_title(document: Document, lines: Sequence[Line], sections: Sequence[Section]) -> str:
    """What the file says itself; else its one outermost or first heading, or a first line like one, unless that is a chapter's;
    else a line of the opening that names a kind of document; else the file's name."""
    own = " ".join((document.title or "").split())
    if own and not _NOT_A_NAME.search(own) and sum(c.isalpha() for c in own) >= 3:
        return own
    for text in _candidates(lines, sections):
        mark = read_mark(text)
        if not UNNUMBERED.match(text) and not _OPENERS.match(text) and (mark is None or mark.title):
            return text[:_TITLE_LONGEST]
    return readable(document.file)


def document_year(
    title: str, file: str, lines: Sequence[Line], sections: Sequence[Section], heads: Sequence[str] = ()
) -> int | None:
    """The year of the title, else of the file's name, else the one that most headings, captions and heads name, else the one that
    most lines name; None where any of these names several, or none does so often enough.

    A year in brackets is that of a decree or a book: of those in running text it is left out, as every date is."""
    for text in (title, readable(file)):
        if years := years_of(text):
            return years[0] if len(years) == 1 else None
    captions = [line.text for line in lines if line.kind == "caption"]
    titles = [*captions, *(s.title for s in sections)]
    said = [_BRACKETED.sub(" ", line.text) for line in lines if line.kind in _SAYING]
    return _foremost([*titles, *heads]) or _foremost([*titles, *said])


def _foremost(texts: Iterable[str]) -> int | None:
    """The year that most texts name, where it is named several times and far more often than the next."""
    counts = Counter(year for text in texts for year in years_of(_DATE.sub(" ", text)))
    if not counts:
        return None
    (year, most), *others = counts.most_common(2)
    second = others[0][1] if others else 0
    return year if most >= _FEWEST and most >= _SURE * second else None


def readable(file: str) -> str:
    """A file's name as a title: without its ending and the mark of a copy, with spaces for what stands between words."""
    stem = plain_text(unquote(PurePath(file).stem))
    return " ".join(_COPY.sub("", re.sub(r"[_+]|(?<!\d)-|-(?!\d)", " ", stem)).split()) or stem


def _candidates(lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[str]:
    """What may be the title, the likeliest first."""
    filled = [line for line in lines if line.text.strip() and line.kind != "page_header"]
    first = filled[0] if filled else None
    outermost = [s for s in sections if len(s.path) == 1]
    heading = sections[0] if sections else None
    if heading and (heading.number is not None or _is_chapter(heading, outermost, lines)):
        heading = None
    if heading and first and heading.lines[0] == first.line:
        yield heading.title
    if first and first.kind == "paragraph":
        following = filled[1] if len(filled) > 1 else None
        apart = following is None or following.line > first.line + 1 or following.kind != "paragraph"
        if is_title(first.text) and apart and not first.text.rstrip().endswith(":"):
            yield first.text.strip()
    for line in filled[:_OPENING]:
        if line.kind in ("paragraph", "heading") and _DOCUMENT_KINDS.match(line.text.strip()):
            yield from _named(line.text.strip())
    if len(outermost) == 1:
        yield outermost[0].title
    opening = {line.line for line in filled[:_OPENING]}
    if heading and heading.lines[0] in opening:
        yield heading.title


def _is_chapter(heading: Section, outermost: Sequence[Section], lines: Sequence[Line]) -> bool:
    """Whether the first heading is only the first of several of its kind, with a text of its own."""
    others = [s for s in outermost if s is not heading]
    alike = len(others) >= 2 and all(s.number is None for s in others)
    text = any(line.kind in ("paragraph", "bullet") for line in lines[heading.lines[0] : heading.lines[1]])
    return alike and text and not _DOCUMENT_KINDS.match(heading.title)


def _named(text: str) -> Iterator[str]:
    """The name of the document at the start of a line, up to its date where the sentence goes on."""
    if len(text) <= LONGEST and is_title(text) and len(text.split()) <= 14:
        yield text
    elif match := _DATED.match(text):
        yield match.group()
