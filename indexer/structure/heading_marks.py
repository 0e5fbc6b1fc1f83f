"""What a line's own text says of its being a heading: «فصل دوم: درآمدها», «۲-۱ منابع انسانی», «ماده ۱۲»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.structure.ordinals import LETTER, ORDINAL, ascii_digits, canonical

ARTICLES = frozenset({"ماده", "اصل"})
"""Units of a law, whose text may run on behind the number on the same line."""
_PARTS = ("جلد", "کتاب", "باب", "بخش", "فصل", "قسمت", "مبحث", "گفتار", "پیوست", "ضمیمه", "تبصره", *sorted(ARTICLES))
_OUTERMOST = frozenset({"جلد", "کتاب", "پیوست", "ضمیمه"})
_INNERMOST = {"اصل": 1, "ماده": 1, "تبصره": 2}
_DASH = r"[-–—ـ‐‑−]"
_D = r"[0-9۰-۹٠-٩]"
_NUMBERS = rf"{_D}{{1,4}}(?:\s?(?:{_DASH}|[./])\s?{_D}{{1,3}}(?!{_D}))*"
_WORD = re.compile(
    rf"^[\s\u200c]*(?P<word>{'|'.join(_PARTS)})[\s\u200c]*(?:شماره\s*)?"
    rf"(?P<number>\(?\s*(?:{_NUMBERS}|{ORDINAL}|{LETTER})\s*\)?)(?P<again>\s*(?:{_DASH}\s*)?\(?مکرر\)?(?:\s?{_D}+)?)?(?P<rest>.*)$"
)
_BARE = re.compile(rf"^[\s\u200c]*(?P<word>{'|'.join(_PARTS)})\s*(?P<rest>(?:[:.]|{_DASH}).*)?$")
_NOTE = re.compile(r"^\s*[(\[][^)\]]{0,80}[)\]]")
_SEPARATOR = re.compile(rf"^\s*(?:[:.)]|{_DASH})+\s*")
_COUNTED = r"(?:نفر|درصد|ریال|تومان|هزار|میلیون|میلیارد|متر|کیلو\S*|تن|هکتار|لیتر|برابر)\b"
_DOTTED = re.compile(
    rf"^[\s\u200c]*(?P<number>{_D}{{1,2}}(?:\s?(?:{_DASH}|\.)\s?{_D}{{1,2}}){{1,5}})(?!{_D}|[/٫٬,%٪])"
    rf"(?P<rest>\s*(?:{_DASH}|[.:)])?\s*(?!{_COUNTED})[^\W\d_].*)$"
)
_SINGLE = re.compile(rf"^[\s\u200c]*(?P<number>{_D}{{1,2}})\s?(?:(?:{_DASH}|[.):])+\s*|\s+)(?P<rest>[^\W\d_«(].*)$")
_SENTENCE = re.compile(r"[.؛;،؟!…]\s*$")
_LEADERS = re.compile(r"(?:\.\s?){4,}|…\s*…|·{3,}|_{4,}|‥")
_NUMBER_LAST = re.compile(rf"(?:\t|\s{{2,}}|\s)(?P<page>{_D}{{1,4}})\s*$")
_LETTERS = re.compile(r"[^\W\d_]")
UNNUMBERED = re.compile(
    r"^(?:فهرست(?: مطالب| جدول[\s\u200c]?ها| نمودارها| شکل[\s\u200c]?ها)?|مقدمه|پیش[\s\u200c]?گفتار|دیباچه|چکیده(?: مدیریتی)?"
    r"|خلاصه(?: مدیریتی)?"
    r"|جمع[\s\u200c]?بندی(?: و پیشنهادها)?|نتیجه[\s\u200c]?گیری|پیشنهادها|سخن پایانی|منابع|کتابنامه|پیوست[\s\u200c]?ها)\s*:?$"
)
"""Parts of a book that go without a number."""
LONGEST = 120
"""Characters of a heading; what is longer is text."""


@dataclass(frozen=True)
class Mark:
    """`word` is the word before the number, None for a bare number; `number` is canonical. `title` is the rest of the line;
    `parted`: a colon, dash or note stands between number and title."""

    word: str | None
    number: str | None
    title: str
    parted: bool

    @property
    def depth(self) -> int:
        """Parts of the number."""
        return len(self.number.split("-")) if self.number else 0


def read_mark(text: str, *, single: bool = True) -> Mark | None:
    """The mark at the start of a text; None where it has none. `single`: also numbers of one part («۱- کلیات»)."""
    if match := _WORD.match(text):
        return _worded(match)
    if match := _BARE.match(text):
        return Mark(match["word"], None, _body(match["rest"] or ""), bool(match["rest"]))
    match = _DOTTED.match(text) or (_SINGLE.match(text) if single else None)
    if not match:
        return None
    return Mark(None, canonical(match["number"]), _body(match["rest"]), bool(_SEPARATOR.match(text[match.end("number") :])))


def _worded(match: re.Match[str]) -> Mark | None:
    rest = match["rest"]
    if re.match(r"(?!ـ)[^\W_]|\u200c", rest):
        return None
    number = canonical(match["number"].strip("() "))
    if match["again"] and number:
        extra = re.findall(r"\d+", ascii_digits(match["again"]))
        number += "-مکرر" + "".join(f"-{n}" for n in extra)
    note = _NOTE.match(rest)
    parted = bool(note or _SEPARATOR.match(rest))
    return Mark(match["word"], number, _body(rest[note.end() :] if note else rest), parted)


def _body(rest: str) -> str:
    return _SEPARATOR.sub("", rest).strip(" \u200c\t:").strip()


def is_title(text: str) -> bool:
    """Whether a text reads like a title: short, with letters, not ending as a sentence does, no row of a table."""
    return len(text) <= LONGEST and "\t" not in text and len(_LETTERS.findall(text)) >= 2 and not _SENTENCE.search(text)


def outer_rank(word: str) -> int:
    """Where the language fixes it: -1 for what is never inside another part, 1 and 2 for articles and their notes, else 0."""
    return -1 if word in _OUTERMOST else _INNERMOST.get(word, 0)


def has_leaders(text: str) -> bool:
    """Whether dots lead to a page number, as in a table of contents."""
    return bool(_LEADERS.search(text)) and bool(re.search(rf"{_D}", text[-8:] + text[:8]))


def page_reference(text: str) -> int | None:
    """The number at the end of a line, which may be that of a page; None where there is none."""
    match = _NUMBER_LAST.search(text)
    return int(ascii_digits(match["page"])) if match and len(_LETTERS.findall(text[: match.start()])) >= 3 else None
