"""Units of measure in heads, captions and cells.

A unit is known by its form: multipliers («میلیون»), a base unit, and what it is taken by («در روز», «بر ثانیه»). The bases are
those of measure, money and counting. In brackets behind a word of quantity («تعداد (کیسه)») any noun is a unit.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from indexer.structure.tables.folding import folded, holds, tidy, vocabulary, words

_MULTIPLIERS = ("ده", "صد", "هزار", "میلیون", "میلیارد", "تریلیون", "هزاران", "کیلو", "مگا", "گیگا", "میلی", "سانتی", "میکرو")
_PER = ("بر", "در", "به ازای هر", "به ازای", "به", "برای هر", "هر", "per", "/")
_BRACKETS = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]\s*")
# How a caption or a remark gives the unit of all figures; «بر حسب» alone also says how the rows are told apart.
_GIVEN = r"\s*(?P<unit>[^()\[\]«»،؛.:]+)"
_REMARK = re.compile(
    r"(?:(?:ارقام|مبالغ|اعداد|مقادیر|داده ها|قیمت ها)\s*(?:بر ?حسب|به|:)|واحد(?: (?:سنجش|اندازه گیری|پول|ارقام))?\s*:)" + _GIVEN
)
_BY = re.compile(r"بر ?حسب" + _GIVEN)
_ALL = ("ارقام", "مبالغ", "اعداد", "مقادیر", "داده ها", "قیمت ها")
_SCOPED = re.compile(
    r"(?:[(\[]|\s[-–—]|[،,:؛])\s*(?P<scope>\w+(?: \w+){0,2}?) (?:به|بر ?حسب) (?P<unit>[^()\[\]،؛:.]+?)\s*(?:[)\]]|$)"
)


def _joined(text: str) -> str:
    return "".join(words(text))


@cache
def _bases() -> frozenset[str]:
    listed = yaml.safe_load(files("indexer").joinpath("data/units.yaml").read_text(encoding="utf-8"))
    return frozenset({_joined(b) for b in (*vocabulary("measures"), *vocabulary("nouns"), *listed)})


def _is_base(text: str) -> bool:
    """Whether a text is a base unit, with multipliers before it or none."""
    parts = words(text)
    while parts and _joined(" ".join(parts)) not in _bases():
        if parts[0] not in _MULTIPLIERS or len(parts) == 1:
            return False
        parts = parts[1:]
    return bool(parts)


def _measures(text: str) -> bool:
    """Whether a unit can only be one: of measure or money, with a multiplier, or of persons and cases."""
    said = words(text)
    known = (*vocabulary("measures"), *_MULTIPLIERS, *vocabulary("counting"))
    return is_unit(text) and any(w in known for w in (*said, _joined(text), "".join(said[:2]))) and folded(text) != "واحد"


@cache
def is_unit(text: str) -> bool:
    """Whether a text is a unit of measure."""
    said = folded(text).strip(" .:")
    if said in ("%", "٪", "°", "°c", "‰", "$", "€"):
        return True
    said = re.sub(r"\s*/\s*", " / ", said).replace("²", "2").replace("³", "3")
    if not words(said) or len(words(said)) > 7:
        return False
    if _is_base(said) or said in ("هزار", "میلیون", "میلیارد"):
        return True
    for per in _PER:
        left, found, right = said.partition(f" {per} ")
        if found and _is_base(left) and (is_unit(right) or len(words(right)) == 1):
            return True
    # Two counted nouns side by side: «نفر - ساعت», «تخت روز».
    halves = re.split(r"\s*-\s*|\s+", said)
    while len(halves) > 2 and halves[0] in _MULTIPLIERS:
        halves = halves[1:]
    return len(halves) == 2 and all(_is_base(h) for h in halves) and halves[0] not in vocabulary("counts")[:2]


def _named(text: str) -> str:
    """A unit as it is written in the corpus."""
    said = re.sub(r"^(?:به|بر ?حسب|واحد\s*:|واحد)\s+", "", tidy(text).strip(" .:")) or tidy(text)
    return "درصد" if said in ("%", "٪") else said


def _bracketed(inner: str, outer: str) -> str | None:
    """The unit in brackets behind a text, or None where they hold a year or an explanation."""
    bare = _named(inner)
    if is_unit(bare):
        return bare
    said = words(bare.replace("\u200c", ""))
    if len(said) > 1 and all(w in _MULTIPLIERS for w in said[:-1]) and not any(c.isdigit() for c in bare):
        return bare
    if len(said) != 1 or any(c.isdigit() for c in bare) or said[0] in vocabulary("manner"):
        return None
    return bare if holds(vocabulary("quantity"), outer) else None


def split_unit(head: str) -> tuple[str, str | None]:
    """A head's text without a unit in brackets or behind a comma or dash, and the unit; «به میلیون ریال» and % stay in it."""
    for found in reversed(list(_BRACKETS.finditer(head))):
        rest = " ".join(f"{head[: found.start()]} {head[found.end() :]}".split())
        if unit := _bracketed(found[1], rest):
            return rest, unit
    behind = re.fullmatch(r"(.+?)\s*(?:[،,]|\s[-–—]|[:؛])\s*([^،,:؛]+)", head)
    if behind and _measures(_named(behind[2])):
        return behind[1].strip(), _named(behind[2])
    by = re.fullmatch(r"(.+?)\s+(?:به|بر ?حسب)\s+(\S+(?: \S+){0,3})", head)
    if by and _measures(by[2]) and words(head)[0] != "نسبت":
        return head, _named(by[2])
    if re.search("[%٪]", head):
        return head, "درصد"
    return head, None


def bare_unit(level: str) -> str | None:
    """The unit where a level of a head is one and can be nothing else («میلیون تومان», «نفر ساعت», «فقره»)."""
    said = _named(level)
    known = (*vocabulary("measures"), *_MULTIPLIERS, *vocabulary("counters"))
    parts = words(said)
    sure = any(w in known for w in (*parts, _joined(said), "".join(parts[:2])))
    return said if sure and is_unit(said) and folded(said) != "درصد" else None


def only_unit(head: str) -> str | None:
    """The unit where a head's text is nothing else, in brackets or bare."""
    inner = re.fullmatch(r"\s*[(\[]([^()\[\]]*)[)\]]\s*", head)
    said = _named(inner[1]) if inner else _named(head)
    # A bare «تعداد» or «واحد» is a name.
    bare = inner is None and (folded(said) in ("تعداد", "واحد", "عنوان", "دوره", "سال", "ماه", "سهم") or "(" in said)
    return said if is_unit(said) and not bare else None


def says_unit(text: str, unit: str) -> bool:
    """Whether a head or a cell says a unit by itself, so that nobody need put it behind once more."""
    # «تن» is no word of «تنظیم», «قرارداد» is one of «قراردادهای».
    word = rf"(?<!\w){re.escape(folded(unit))}(?: ?های?|ات|ان|ی)?(?!\w)"
    return bool(re.search(word, folded(text))) or (unit == "درصد" and bool(re.search("[%٪]", text)))


def scoped_unit(text: str) -> tuple[str, str] | None:
    """The heads' words that a caption gives a unit for, and the unit: «(زیربنا به مترمربع)»; None where it speaks of all."""
    plain = re.sub(r"\s+", " ", tidy(text).replace("\u200c", " "))
    for found in _SCOPED.finditer(plain):
        scope = " ".join(words(found["scope"]))
        if _measures(_named(found["unit"])) and scope not in _ALL:
            return scope, _named(found["unit"])
    return None


def remarked_unit(text: str) -> str | None:
    """The unit that a caption, lead or remark gives to the figures under it, or None."""
    plain = re.sub(r"\s+", " ", tidy(text).replace("\u200c", " "))
    for pattern, known in ((_REMARK, is_unit), (_BY, _measures)):
        for found in pattern.finditer(plain):
            said = found["unit"].split()
            for size in range(min(len(said), 6), 0, -1):
                if known(" ".join(said[:size])):
                    return " ".join(said[:size])
    for found in reversed(list(_BRACKETS.finditer(plain))):
        if is_unit(_named(found[1])):
            return _named(found[1])
        if re.match(r"(?:درصد|[%٪]) از ", found[1].strip()):
            return "درصد"
    tail = re.search(r"(?:\s[-–—]|[،,:])\s*([^-–—،,:]+)$", plain)
    return _named(tail[1]) if tail and _measures(_named(tail[1])) else None
