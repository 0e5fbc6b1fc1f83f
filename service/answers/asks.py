"""The question that a claim answers, in the words in which a colleague would ask it: the inverse of `say`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.answers.claim import Claim
from service.answers.naming import entity, heading, in_persian, joined, label, led

LONGEST = 160
"""Characters of a question; a longer one is nobody's."""


def asks(claim: Claim, caption: str = "") -> str | None:
    """The question, with the caption of its table where heads and names alone would not tell which is meant; None for claims that
    nobody asks for in few words."""
    if claim.operation not in _ASKS or any(claim.sheet.labels.count(claim.sheet.labels[r]) > 1 for r in claim.rows):
        return None  # a name of several rows does not tell which
    told = _ASKS[claim.operation](claim)
    text = in_persian(" ".join(f"در «{caption}»، {told}".split() if caption else told.split()))
    return text if len(text) <= LONGEST else None


def head(c: Claim) -> str:
    """What its column is called: «برق تأمین‌شده (برنامه)»."""
    first, _, rest = heading(c.sheet, c.columns[0]).partition(" - ")
    return f"{first} ({rest})" if rest and "(" not in rest else f"{first} - {rest}" if rest else first


def _cell(c: Claim) -> str:
    asked = "چیست" if isinstance(c.values[0], str) else "چقدر است"
    return f"{head(c)} {label(c.sheet, c.rows[0])} {asked}؟"


def _extreme(word: str) -> Callable[[Claim], str]:
    return lambda c: f"{led(word, head(c))} مربوط به کدام {entity(c.sheet)} است؟"


def _compare(c: Claim) -> str:
    names = " یا ".join(label(c.sheet, r) for r in c.rows)
    return f"{head(c)} {names} بیشتر است؟"


def _difference(c: Claim) -> str:
    names = joined([label(c.sheet, r) for r in c.rows])
    return f"{led('اختلاف', head(c))} {names} چقدر است؟"


def _sum(c: Claim) -> str:
    return f"{led('جمع', head(c))} همهٔ ردیف‌ها چقدر است؟"


def _rank(c: Claim) -> str:
    return f"رتبهٔ {label(c.sheet, c.rows[0])} از نظر {head(c)} چند است؟"


def _share(c: Claim) -> str:
    return f"سهم {label(c.sheet, c.rows[0])} از کل {head(c)} چند درصد است؟"


_ASKS: Mapping[str, Callable[[Claim], str]] = {
    "cell": _cell,
    "most": _extreme("بیشترین"),
    "least": _extreme("کمترین"),
    "compare": _compare,
    "difference": _difference,
    "sum": _sum,
    "rank_most": _rank,
    "share": _share,
}
ASKED = frozenset(_ASKS)
ENDINGS = (" است", " چیست")
"""How these questions end: all others need not be looked at."""
