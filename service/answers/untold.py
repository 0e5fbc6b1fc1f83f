"""What a question says and a candidate leaves open: a name of the documents, a year."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.tokens import fold, words
from service.answers.candidates import Candidate
from service.answers.claim import Claim
from service.answers.slots import Slots
from service.collection import Collection
from service.lists import list_texts
from service.years import years_in


@dataclass(frozen=True)
class Untold:
    """Shares (0 to 1) of the question's names and years that neither a candidate nor the place where it stands tells."""

    names: float = 0.0
    years: float = 0.0


NOTHING = Untold()


def untold(collection: Collection, asked: Slots, names: frozenset[str], candidate: Candidate) -> Untold:
    """`names`: those of the documents' names that the question says, each with its words parted by spaces."""
    text = _text(candidate)
    said, years = frozenset(words(text)), _years(collection, candidate, text)
    open_names = [n for n in names if not said.issuperset(words(n))]
    open_years = [y for y in asked.years if y not in years]
    return Untold(len(open_names) / max(1, len(names)), len(open_years) / max(1, len(asked.years)))


def _text(candidate: Candidate) -> str:
    if candidate.claim is not None:
        return _text_of_claim(candidate.claim)
    if candidate.window is not None:
        return f"{candidate.window.titles} {candidate.window.text}"
    assert candidate.found is not None
    return " ".join(list_texts(candidate.found.found))


def _text_of_claim(claim: Claim) -> str:
    table = claim.sheet.table
    heads = [" ".join((table.columns[c].name, *table.columns[c].heads)) for c in claim.columns]
    cells = [" ".join((*table.rows[r].cells, table.rows[r].scope)) for r in claim.rows]
    return " ".join((table.caption, claim.sheet.section, *heads, *cells))


def _years(collection: Collection, candidate: Candidate, text: str) -> frozenset[int]:
    """The years that a candidate may be about: those of its columns and words; the document's where columns have none."""
    own = [candidate.claim.sheet.years[c] for c in candidate.claim.columns] if candidate.claim is not None else []
    documents = [corpus.metadata.year for corpus in collection.index.corpora if corpus.metadata] if not any(own) else []
    return frozenset(y for y in (*years_in(fold(text)), *own, *documents) if y)
