"""Gold dialogues (contract, section 4): each turn asked behind the turns before it, with the service's own answers, and scored.

    python -m eval.conversations --corpus DIR [--corpus DIR] FILE...

Prints the shares that are right and wrong of the answerable turns and abstained of the unanswerable ones: of first turns, of
turns that lean on others, and of those that stand alone; beside them the same turns asked whole (`standalone`), which is the
most that understanding the conversation could give.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import GoldError
from eval.goldset import GoldQuestion
from eval.json_lines import listed, read_objects, string
from eval.observation import of_reply
from eval.scoring import Scores, score
from service.ask import ask
from service.collection import Collection, load_collection
from service.schemas import MOST_TURNS, AskRequest, Turn

GROUPS = ("first", "leaning", "new")


@dataclass(frozen=True)
class GoldTurn:
    """A turn: the gold of its question written out whole, what is typed, and the group it is counted in."""

    gold: GoldQuestion
    typed: str
    group: str


def read_conversations(path: Path, documents: Sequence[str]) -> Iterator[tuple[GoldTurn, ...]]:
    """The dialogues of a file; a dialogue's document may be left out where there is but one. Raises GoldError."""
    for place, fields in read_objects(path)[0]:
        document = str(fields.get("document") or (documents[0] if len(documents) == 1 else ""))
        if document not in documents:
            raise GoldError(f"{place}: سند «{document}» در پیکره نیست")
        turns = listed(fields, "turns", place)
        yield tuple(_turn(turn, n, f"{fields.get('id')}-{n + 1}", document, place) for n, turn in enumerate(turns))


def _turn(turn: Mapping[str, Any], n: int, name: str, document: str, place: str) -> GoldTurn:
    typed = string(turn, "question", place)
    whole = string(turn, "standalone", place)
    values = tuple(str(v) for v in listed(turn, "values", place))
    evidence = tuple((a, b) for a, b in listed(turn, "evidence", place))
    gold = GoldQuestion(
        name, whole, string(turn, "type", place), "", str(turn.get("answer", "")), values, evidence, document=document
    )
    return GoldTurn(gold, typed, "first" if n == 0 else "new" if turn.get("kind") == "new" else "leaning")


def ask_conversation(collection: Collection, turns: Sequence[GoldTurn], *, whole: bool = False) -> Iterator[Scores]:
    """The scores of every turn; `whole`: each asked by itself, written out."""
    history: list[Turn] = []
    for turn in turns:
        asked, before = (turn.gold.question, None) if whole else (turn.typed, history[-MOST_TURNS:] or None)
        reply = ask(collection, AskRequest(question=asked, history=before))
        history.append(Turn(question=turn.typed, answer=reply.answer.text))
        body = reply.model_dump(mode="json")
        yield score(turn.gold, of_reply(body, (), reply.took_ms))


def figures(scored: Sequence[tuple[GoldTurn, Scores]]) -> dict[str, float]:
    """Shares of right and wrong among the answerable, of abstained among the unanswerable; and how many there are of each."""
    answerable = [s for turn, s in scored if turn.gold.answerable]
    untold = [s for turn, s in scored if not turn.gold.answerable]

    def share(name: str, among: Sequence[Scores]) -> float:
        return sum(s.get(name, 0.0) for s in among) / len(among) if among else float("nan")

    return {
        "answerable": len(answerable),
        "right": share("right", answerable),
        "wrong": share("wrong", answerable),
        "unanswerable": len(untold),
        "abstained": share("abstained", untold),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.conversations")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    args = parser.parse_args()
    loaded = [load_collection(path, None) for path in args.corpus]
    collections = {name: c.alone(name) for c in loaded for name in c.corpora}
    dialogues = [d for path in args.files for d in read_conversations(path, list(collections))]
    for title, whole in (("in conversation", False), ("written out whole", True)):
        scored = [
            (turn, scores)
            for turns in dialogues
            for turn, scores in zip(
                turns, ask_conversation(collections[turns[0].gold.document or ""], turns, whole=whole), strict=True
            )
        ]
        for group in GROUPS:
            told = figures([(turn, s) for turn, s in scored if turn.group == group])
            print(
                f"{title:18} {group:8}", " ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in told.items())
            )


if __name__ == "__main__":
    main()
