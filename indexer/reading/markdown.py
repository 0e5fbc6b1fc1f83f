"""What Markdown marks say of the lines of a text: headings, list items, pipe tables, fenced code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.reading.characters import clean
from indexer.reading.document import SourceLine, SourceTable
from indexer.reading.list_marks import find_list_marks
from indexer.reading.pipes import find_pipe_tables, is_rule

_ATX = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*")
_THEMATIC = re.compile(r" {0,3}(?:={3,}|(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_COMMENT = re.compile(r"<!--.*?-->")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^()\s]+(?:\s+\"[^\"]*\")?\)")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_EMPHASIS = (
    re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1"),
    re.compile(r"(?<![\w*])(\*)(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"),
    re.compile(r"(?<!\w)(_)(?=[^\s_])([^_]+?)(?<=\S)_(?!\w)"),
)
_ESCAPE = re.compile(r"\\([|*_`#\[\]()~<>+.!{}\\-])")


def inline(text: str) -> str:
    """The text without the marks of emphasis, code, links and escapes."""
    text = _BREAK.sub(" ", _COMMENT.sub("", text))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _CODE.sub(r"\2", text)
    for mark in _EMPHASIS:
        text = mark.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text)


def read_marks(raw: Sequence[str]) -> tuple[tuple[SourceLine, ...], tuple[SourceTable, ...]]:
    """The lines with `kind`, `level`, `marker` and `shown` as their marks say, and the pipe tables."""
    texts = [_QUOTE.sub("", clean(line)).rstrip() for line in raw]
    said: dict[int, SourceLine] = {}
    _front_matter(texts, raw, said)
    _code(texts, raw, said)
    tables = _tables(texts, raw, said)
    _headings(texts, raw, said)
    for n, mark in find_list_marks({i + 1: text for i, text in enumerate(texts) if i not in said}).items():
        said[n - 1] = SourceLine(raw[n - 1], kind="bullet", level=mark.level, marker=mark.marker,
                                 shown=_item(texts[n - 1], mark.marker))  # fmt: skip
    lines = [said.get(i) or SourceLine(line, shown=inline(texts[i])) for i, line in enumerate(raw)]
    return tuple(replace(line, shown=None) if line.shown == line.text else line for line in lines), tables


def _item(text: str, marker: str) -> str:
    _, _, rest = text.strip().partition(" ")
    return f"{marker} {inline(rest.strip())}"


def _front_matter(texts: Sequence[str], raw: Sequence[str], said: dict[int, SourceLine]) -> None:
    if texts and texts[0].strip() == "---":
        end = next((i for i in range(1, min(len(texts), 50)) if texts[i].strip() in ("---", "...")), None)
        if end is not None and all(":" in text or text.startswith((" ", "-")) or not text for text in texts[1:end]):
            said.update({i: SourceLine(raw[i], kind="page_header") for i in range(end + 1)})


def _code(texts: Sequence[str], raw: Sequence[str], said: dict[int, SourceLine]) -> None:
    """Fenced blocks: the fences are blank, what stands between is text and no heading, list or table."""
    fence = ""
    for i, text in enumerate(texts):
        found = _FENCE.fullmatch(text)
        if fence:
            closing = found is not None and found[1].startswith(fence) and not found[2].strip()
            said[i] = SourceLine(raw[i], kind="blank", shown="") if closing else SourceLine(raw[i], kind="paragraph", shown=text)
            fence = "" if closing else fence
        elif found and i not in said and "`" not in found[2] and any(t.strip().startswith(found[1]) for t in texts[i + 1 :]):
            fence = found[1]  # an unclosed one would swallow the rest
            said[i] = SourceLine(raw[i], kind="blank", shown="")


def _tables(texts: Sequence[str], raw: Sequence[str], said: dict[int, SourceLine]) -> tuple[SourceTable, ...]:
    found = []
    for table in find_pipe_tables(texts, lambda i: i not in said, inline):
        for k, (row, n) in enumerate(zip(table.rows, table.lines, strict=True)):
            kind = "table_header" if k < (table.head or 0) else "table_row"
            said[n - 1] = SourceLine(raw[n - 1], kind=kind, shown="\t".join(row))  # type: ignore[arg-type]
        said.update({n - 1: SourceLine(raw[n - 1], kind="blank", shown="") for n in table.rules})
        found.append(SourceTable(table.rows, tuple((n, n) for n in table.lines), table.head))
    return tuple(found)


def _headings(texts: Sequence[str], raw: Sequence[str], said: dict[int, SourceLine]) -> None:
    for i, text in enumerate(texts):
        if i in said:
            continue
        atx = _ATX.fullmatch(text)
        if atx and atx[2]:
            said[i] = SourceLine(raw[i], kind="heading", level=len(atx[1]), shown=inline(atx[2]))
        elif _UNDERLINE.fullmatch(text) and _may_be_title(texts, i - 1, said):
            level = 1 if "=" in text else 2
            said[i - 1] = SourceLine(raw[i - 1], kind="heading", level=level, shown=inline(texts[i - 1].strip()))
            said[i] = SourceLine(raw[i], kind="blank", shown="")
        elif _THEMATIC.fullmatch(text) or (is_rule(text) and not text.strip(" +-|=:")):
            said[i] = SourceLine(raw[i], kind="blank", shown="")


def _may_be_title(texts: Sequence[str], i: int, said: dict[int, SourceLine]) -> bool:
    """A line alone above its underline: a line of prose before it makes it the end of a paragraph above a rule."""
    alone = i == 0 or not texts[i - 1].strip() or (i - 1 in said and said[i - 1].kind in ("heading", "blank"))
    marked = find_list_marks({i + 1: texts[i]}) if i >= 0 else True
    return i >= 0 and i not in said and alone and bool(texts[i].strip()) and len(texts[i].strip()) <= 150 and not marked
