"""What each column of a table is, learned from the form of its cells: running number, names of the rows, figures or text.

No list of entities decides: parks, wards, branches, months, accounts name rows alike. A figure column without any name has the
role text, so that nothing is checked in it and nothing is answered from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.corpus import Column, Role
from indexer.structure.tables.folding import folded, holds, vocabulary, words
from indexer.structure.tables.measures import measure_of, year_of
from indexer.structure.tables.units import bare_unit, is_unit, only_unit, split_unit
from indexer.structure.tables.values import is_empty, is_year, printed

_LONGEST_NAME = 12.0
_PROBED = 200
"""Cells of a long column that are looked at for units."""
_DIALLED, _EXTENSION = 7, 3
"""Least digits of a number to dial, alone and in a house."""
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@dataclass(frozen=True)
class Form:
    """What the cells of a column look like, total rows left out: how many say something, of these the share of numbers, of
    distinct texts and of units, and the mean number of words."""

    told: int
    numbers: float
    distinct: float
    units: float
    length: float
    filled: float


def form_of(cells: Sequence[str]) -> Form:
    told = [c for c in cells if not is_empty(c)]
    count = max(1, len(told))
    return Form(
        len(told),
        sum(printed(c) is not None for c in told) / count,
        len({folded(c) for c in told}) / count,
        sum(is_unit(c) for c in told[:_PROBED]) / max(1, len(told[:_PROBED])),
        sum(len(words(c)) for c in told) / count,
        len(told) / max(1, len(cells)),
    )


def _running(cells: Sequence[str], first: tuple[str, ...] = ("1",)) -> bool:
    """Whether cells count 1, 2, 3 …; a number may span rows, and counting may begin anew."""
    numbers = [folded(c).strip(" .-)(") for c in cells if c]
    if len(numbers) < 2 or not all(n.isdigit() for n in numbers) or numbers[0] not in first:
        return False
    steps = [int(b) - int(a) for a, b in pairwise(numbers)]
    return all(s in (0, 1) or int(n) == 1 for s, n in zip(steps, numbers[1:], strict=True)) and any(s == 1 for s in steps)


def _is_index(name: str, cells: Sequence[str], position: int, width: int, texts: bool) -> bool:
    said = folded(name).strip(" .:")
    edge = position == 0 or position == width - 1
    numbers = [c for c in cells if not is_empty(c)]
    if not edge or not numbers or (any(re.fullmatch(r"\d+[.٫/]\d+", folded(c)) for c in numbers) and not _counts_parts(numbers)):
        return False
    if said in vocabulary("index")[:2]:
        return all(re.fullmatch(r"\W*(?:\d+(?:[-./]\d+)*|[آ-ی]{1,3})\W*", folded(c)) for c in numbers)
    if said in vocabulary("index"):
        whole = all(folded(c).isdigit() for c in numbers)
        return _running(cells, ("0", "1")) or (whole and form_of(cells).distinct == 1 and _rises(numbers))
    return position == 0 and texts and _running(cells) and not holds((*vocabulary("pure"), *vocabulary("counts")), said)


def _counts_parts(cells: Sequence[str]) -> bool:
    """Whether numbers with a point are those of parts («۱.۱», «۱.۲», «۲.۱»), each after the one before, and no decimals."""
    parts = [[int(p) for p in re.findall(r"\d+", folded(c))] for c in cells]
    return all(a < b for a, b in pairwise(parts)) and any(len(p) > 1 and p[-1] == 1 for p in parts)


def _rises(cells: Sequence[str]) -> bool:
    numbers = [int(folded(c)) for c in cells]
    return numbers == sorted(numbers)


def _names_things(name: str, cells: Sequence[str], totals: Sequence[str]) -> bool:
    """Whether the figures under a head of codes, of numbers to dial or of places in another text name things.

    The head alone does not decide: what is grouped in thousands, has a unit or adds up to the printed total is a count. A
    number to dial is long, always as long, and never the same twice (leading zeros and dashes are no figures to begin with).
    """
    said = words(name)
    place = folded(name.split(" - ")[-1]) in map(folded, vocabulary("places"))
    if not place and (not said or said[0] not in vocabulary("codes")):
        return False
    numbers = [p for c in cells if (p := printed(c)) is not None]
    if any(p.unit or p.percent or re.search(r"\d[٬,]\d{3}(?!\d)", p.digits) for p in numbers):
        return False
    wholes = [int(p.digits) for p in numbers if p.digits.isdigit()]
    added = [int(p.digits) for c in totals if (p := printed(c)) is not None and p.digits.isdigit()]
    if len(wholes) > 1 and sum(wholes) in added:
        return False
    distinct = len(set(wholes)) / max(1, len(wholes))
    if place:
        steady = distinct >= 0.5 or wholes == sorted(wholes)
        return len(wholes) == len(numbers) and not any(p.negative for p in numbers) and not added and steady
    if said[0] in vocabulary("dialled"):
        lengths = {len(p.digits) for p in numbers}
        alike = len(wholes) == len(numbers) and distinct == 1 and len(lengths) == 1
        # Short ones are known by the total row, which leaves them out.
        return alike and not added and (min(lengths) >= _DIALLED or (bool(totals) and min(lengths) >= _EXTENSION))
    return True


def _abbreviates(cells: Sequence[str]) -> bool:
    """Whether cells are codes by their form: capitals and digits («AF», «J18»), or digits with leading zeros («041»)."""
    told = [c for c in cells if not is_empty(c)]
    return bool(told) and all(re.fullmatch(r"[A-Z]{1,4}[-. ]?\d{0,4}|0?\d+", c.translate(_LATIN)) for c in told)


def _all_years(cells: Sequence[str]) -> bool:
    told = [c for c in cells if not is_empty(c)]
    return bool(told) and all(is_year(c) for c in told)


def _entity(
    names: Sequence[str], forms: Sequence[Form], cells: Sequence[Sequence[str]], free: Sequence[int], total: int | None
) -> int | None:
    """The column that names the rows: short texts, most of them distinct, the first of its kind in reading order."""
    first_figure = next((k for k in free if forms[k].numbers > 0.5 and not _all_years(cells[k])), len(names))
    best: tuple[float, int] | None = None
    for k in free:
        form = forms[k]
        years = _all_years(cells[k])
        if not form.told or form.filled < 0.5 or (form.numbers > 0.5 and not years) or (years and k > first_figure):
            continue
        # A head that is a year says when the names under it held, where something else names the rows.
        if is_year(names[k]) and k != free[0]:
            continue
        # Times and codes name rows only where they come first.
        if k != free[0] and not any(re.search(r"[^\W\d_]", c) for c in cells[k]):
            continue
        if (form.units >= 0.8 and folded(names[k]).startswith("واحد")) or holds(("واحد سنجش", "واحد اندازه گیری"), names[k]):
            continue
        score = min(form.distinct, 0.95) - 0.04 * free.index(k) - 0.5 * (form.length > _LONGEST_NAME)
        score -= 0.3 * (holds(vocabulary("remarks"), names[k]) + holds(vocabulary("codes"), names[k])) + 0.25 * (k > first_figure)
        # Beside a column of names as distinct, codes do not name the rows.
        score -= 0.15 * (not years and _abbreviates(cells[k]))
        score -= 0.1 * (years and not holds(vocabulary("periods"), names[k]))
        if best is None or score > best[0]:
            best = (score, k)
    if best is not None and best[0] >= 0.3 and (forms[best[1]].distinct >= 0.6 or forms[best[1]].told <= 2):
        return best[1]
    if best is None and free and free[0] < len(names) - 1:
        # Size classes or codes name the rows where no text does.
        k, form = free[0], forms[free[0]]
        telling = total == k or form.told >= 3 or holds(vocabulary("periods") + vocabulary("codes"), names[k])
        if form.distinct == 1 and form.told >= 2 and form.filled == 1 and telling:
            return k
    return None


def roles(
    names: Sequence[str], body: Sequence[Sequence[str]], total_column: int | None, totals: Sequence[Sequence[str]] = ()
) -> tuple[Role, ...]:
    """The role of each column by its name and its body cells (`body` holds columns); `total_column` is where total rows say
    so, None without any; `totals` holds each column's cells in them."""
    forms = [form_of(cells) for cells in body]
    width = len(names)
    found: list[Role | None] = [None] * width
    for k in (0, width - 1):
        texts = any(f.numbers < 0.5 and f.told for j, f in enumerate(forms) if j != k)
        if "index" not in found and found[k] is None and _is_index(names[k], body[k], k, width, texts):
            found[k] = "index"
    free = [k for k in range(width) if found[k] is None]
    entity = _entity(names, forms, body, free, total_column)
    for k in free:
        form = forms[k]
        figures = form.told and form.numbers >= 0.6 and not _names_things(names[k], body[k], totals[k] if totals else ())
        blank = not form.told and names[k] and holds(("تعداد", "مبلغ", "درصد", "عملکرد", "برنامه", "جمع"), names[k])
        found[k] = "entity" if k == entity else "value" if (figures or blank) and names[k] else "text"
    return tuple(r or "text" for r in found)


def _levels(heads: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """A head's levels without their unit, and the unit: the innermost that is given."""
    kept: list[str] = []
    unit = None
    for level in heads:
        if len(heads) > 1 and (alone := only_unit(level)) and re.match(r"\s*[(\[]", level):
            unit = alone
            continue
        rest, own = split_unit(level)
        unit = own or (bare_unit(level) if len(heads) > 1 else None) or unit
        if rest and not (kept and folded(kept[-1]) == folded(rest)):
            kept.append(rest)
    return tuple(kept), unit


def name_column(heads: Sequence[str], given: str | None) -> tuple[tuple[str, ...], str | None]:
    """The levels of a column's name and its own unit; `given` is what a header row of units says."""
    levels, unit = _levels(heads)
    return levels, given or unit


def _apart(unit: str) -> tuple[str, ...]:
    """Words of heads whose figures have another unit than the one that the caption gives to the rest."""
    if holds(vocabulary("money"), unit):
        return (*vocabulary("pure"), *vocabulary("counts"), *vocabulary("dimensions"))
    if unit in vocabulary("counting"):
        return vocabulary("pure")
    return (*vocabulary("pure"), *vocabulary("counts")) if unit != "درصد" else vocabulary("counts")


def build_column(
    levels: tuple[str, ...],
    unit: str | None,
    role: Role,
    cells: Sequence[str],
    caption_unit: str | None,
    scoped: tuple[str, str] | None = None,
    siblings: Sequence[str] = (),
) -> Column:
    """The column's record but for the table's year; `cells` are those of its body.

    `caption_unit` is the unit that the caption gives to all figures, `scoped` the words of heads that it gives a unit for;
    `siblings` are the names of all columns.
    """
    name = " - ".join(levels)
    several = levels if len(levels) > 1 else ()
    if role != "value":
        return Column(name, role, unit=unit if role == "entity" else None, year=None, measure=None, heads=several)
    told = [p for c in cells if (p := printed(c)) is not None]
    if unit is None and told and sum(p.percent for p in told) > 0.5 * len(told):
        unit = "درصد"
    if unit is None and any(holds(("درصد",), level) for level in levels):
        unit = "درصد"
    if unit is None and told and len({p.unit for p in told}) == 1 and told[0].unit:
        unit = told[0].unit
    measure = measure_of(levels, unit, siblings)
    if unit is None and scoped is not None and _speaks_of(scoped, name):
        unit = scoped[1]
    year = year_of(levels)
    if unit is None and caption_unit is not None and (year is not None or not _all_years(cells)):
        if caption_unit == "درصد" and not holds(vocabulary("counts"), name):
            # Among percentages «تغییر» is a difference.
            unit, measure = caption_unit, None if measure == "growth" and not holds(("رشد",), name) else measure
        elif caption_unit != "درصد" and not holds(_apart(caption_unit), name):
            unit = caption_unit
    return Column(name, role, unit=unit, year=year, measure=measure, heads=several)


def _speaks_of(scoped: tuple[str, str], name: str) -> bool:
    """Whether a caption's unit for some columns is this one's; an amount of money is that of all that count nothing else."""
    scope, unit = scoped
    money = holds(vocabulary("money"), unit)
    if holds((scope,), name) and not holds((*vocabulary("pure"), *vocabulary("counts")), name):
        return True
    return money and scope in ("مبلغ", "ارزش") and not holds(_apart(unit), name)
