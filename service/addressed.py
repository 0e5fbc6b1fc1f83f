"""Which documents a question names: by words of their titles, or by the year of the report.

What names a document is learned from the documents: a run of words of a title counts where half of the titles at most have it
and hardly any other document uses it. Of reports that differ in their year alone, the year that the question names decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.corpus import Corpus
from indexer.tokens import stop_words, words
from service.years import years_in

OWN_SHARE = 0.95
"""Share of a phrase's uses, over documents of equal length, that must fall to the document whose title holds it."""
LONGEST_PHRASE = 4
_REPORT_OF = re.compile(
    r"(?:گزارش|سالنامه|سند|کارنامه|بیلان)(?:[ \u200c][^\W\d]+){0,3}[ \u200c](?:سال )?(1[34]\d\d|20\d\d)(?!\d)"
)


@dataclass(frozen=True)
class Names:
    """`phrases`: a run of stems to the documents that it names; `years`: document to the year that it reports on; `alike`: each
    document to those whose titles differ from its own in the year alone."""

    phrases: Mapping[tuple[str, ...], frozenset[str]]
    years: Mapping[str, int | None]
    alike: Mapping[str, frozenset[str]]


def find_names(corpora: Sequence[Corpus]) -> Names:
    """What names each of several documents."""
    titles = {c.document: _title_words(title_of(c)) for c in corpora}
    texts = {c.document: _phrases_used(c, {p for t in titles.values() for p in _runs(t)}) for c in corpora}
    sizes = {c.document: 1 + sum(len(line.text) for line in c.lines) for c in corpora}
    phrases: dict[tuple[str, ...], frozenset[str]] = {}
    for phrase in {p for t in titles.values() for p in _runs(t)}:
        holders = frozenset(d for d, t in titles.items() if phrase in set(_runs(t)))
        # A title counts as one more use, so that a name that only the title has still names.
        rates = {d: (texts[d][phrase] + (d in holders)) / sizes[d] for d in titles}
        if 2 * len(holders) <= len(titles) and sum(rates[d] for d in holders) >= OWN_SHARE * sum(rates.values()):
            phrases[phrase] = holders
    years = {c.document: c.metadata.year if c.metadata else None for c in corpora}
    bare = {d: tuple(w for w in t if not w.isdigit()) for d, t in titles.items()}
    alike = {d: frozenset(o for o, other in bare.items() if other == own) for d, own in bare.items()}
    return Names(phrases, years, alike)


def title_of(corpus: Corpus) -> str:
    return corpus.metadata.title if corpus.metadata else corpus.document


def addressed(text: str, names: Names) -> frozenset[str]:
    """The documents that a question names; empty where it names none, so that all may answer."""
    said = _title_words(text)
    held = [names.phrases[run] for run in _runs(said) if run in names.phrases]
    found = frozenset[str]().union(*held) if held else frozenset()
    if found:
        # Words that name several reports are narrowed by those that name one of them.
        common = frozenset.intersection(*held)
        found = common or found
    asked = set(years_in(text))
    of_report = {int(year) for year in _REPORT_OF.findall(text)}
    dated = frozenset(d for d, year in names.years.items() if year in of_report)
    if of_report and dated:
        found = (found & dated) or (found or dated)
    return _by_year(found, asked, names) if asked and found else found


def _by_year(found: frozenset[str], asked: set[int], names: Names) -> frozenset[str]:
    """Of reports that differ in their year alone, those of the years asked, where there are any."""
    kept = set()
    for document in found:
        fitting = {d for d in names.alike[document] & found if names.years[d] in asked}
        kept |= fitting or {document}
    return frozenset(kept)


def same_report(document: str, text: str, names: Names) -> str:
    """The document, or the one that differs from it in its year alone and reports on the year that the question names."""
    asked = set(years_in(text))
    if not asked or names.years.get(document) in asked:
        return document
    fitting = sorted(d for d in names.alike.get(document, ()) if names.years[d] in asked)
    return fitting[0] if fitting else document


def _title_words(text: str) -> tuple[str, ...]:
    return tuple(w for w in words(text) if w not in stop_words())


def _runs(said: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(1, LONGEST_PHRASE + 1):
        for start in range(len(said) - size + 1):
            run = tuple(said[start : start + size])
            if not any(w.isdigit() for w in run):
                yield run


def _phrases_used(corpus: Corpus, wanted: set[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    used: Counter[tuple[str, ...]] = Counter()
    for line in corpus.lines:
        used.update(run for run in _runs(_title_words(line.text)) if run in wanted)
    return used
