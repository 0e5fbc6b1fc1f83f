"""Everything that answering learns, step by step; each can be run again alone.

    python -m eval.train STEP --corpus DIR [--corpus DIR] --work DIR [--reading reading.jsonl.gz] [--minutes 60]

Steps, in their order: `prepare` (candidates of all questions), `operations`, `ranker`, `first_choice`, `reader`, `judge`, and
apart from them `conversation`, `leaning` (after it) and `talk`; after `ranker` the questions are prepared again. The corpora
hold the first report, the reports of eval/documents and of eval/questions/reports, and the public tables and documents; what
they lack is left out. `--reading` are span questions (PQuAD, rows marked for training). What is learned goes to
`service/data/`; what is in between to the work folder."""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from eval.goldset import FOLDER as GOLD
from eval.json_lines import read_objects
from eval.train.conversation import fit_follower, fold_of, read_dialogues, set_apart, taught
from eval.train.first_choice import fit_first_choice, fit_plausibility, with_operations
from eval.train.judge import figures, fit_judge, judged
from eval.train.labels import Asked
from eval.train.leaning import fit_first, fit_leaning, play
from eval.train.learn import learn
from eval.train.operations import fit_operations
from eval.train.pairs import reading_groups
from eval.train.prepared import Prepared, prepared
from eval.train.questions import folded, gold_questions, left_out, written_questions
from eval.train.ranker import fit_ranker, found, ranked_entries, write_ranker
from eval.train.spans import span_examples
from eval.train.talk import fit_talk
from indexer.e5_encoder import PackedE5
from service.answers.cross_encoder import CrossEncoder, adapt
from service.answers.models import models as shipped
from service.answers.models import write_models
from service.answers.reader import make_reader
from service.collection import Collection, load_collection
from service.conversation.follow import FILES, write_weights
from service.forms import write_form_model
from service.operations import operation_model
from service.ranking import weights
from service.talk import SUBSTANCE, write_talk_model

DATA = Path(__file__).parent.parent.parent / "service" / "data"
WRITTEN = sorted((Path(__file__).parent.parent / "questions" / "written").glob("*.jsonl"))
TALK = Path(__file__).parent.parent / "talk" / "typed.jsonl"
QUESTIONS = 3000
"""Written questions beside which talk is learned."""
DIALOGUES = sorted((Path(__file__).parent.parent / "dialogues").glob("*.jsonl"))
FOLDS, KEPT, READ, RANK, RATE, BATCH, FROZEN, EPOCHS = 4, 300, 26, 32, 5e-4, 24, 4, 3
SPANS_BESIDE = 1200
"""Span questions that are read again in each epoch of the groups."""


@dataclass(frozen=True)
class Sources:
    """The loaded corpora by document, and all questions over them."""

    collections: dict[str, Collection]
    questions: tuple[Asked, ...]


def sources(corpora: Sequence[Path]) -> Sources:
    loaded = [(path, load_collection(path, None)) for path in corpora]
    collections = {name: c for _, c in loaded for name in c.corpora}
    folders = {name: path for path, c in loaded for name in c.corpora}
    questions = list(written_questions(WRITTEN, folders))
    for _, collection in loaded:
        for name in ("training_questions.jsonl", "questions.jsonl"):
            if any(len(c.lines) > 6000 for c in collection.corpora.values()):
                questions += gold_questions(GOLD / name, collection)
    return Sources(collections, tuple(questions))


def prepare(given: Sources, work: Path, **_: Any) -> None:
    """Candidates, features and labels of every question, by the first choice as it is shipped."""
    operations, first = operation_model(), shipped().first_choice

    def order(matrix: Any, form: Any, named: Any) -> Any:
        return first.scores(with_operations(matrix, named, form, operations))

    made = [prepared(given.collections[q.document], q, order, KEPT, READ) for q in given.questions]
    (work / "prepared.pickle").write_bytes(pickle.dumps(made))


def _prepared(work: Path) -> list[Prepared]:
    """What `prepare` left, without what is left out."""
    made: list[Prepared] = pickle.loads((work / "prepared.pickle").read_bytes())
    return [one for one in made if not left_out(one.asked)]


def operations(given: Sources, work: Path, **_: Any) -> None:
    write_form_model(fit_operations(_prepared(work)), DATA / "operations.npz")


def ranker(given: Sources, work: Path, **_: Any) -> None:
    before = dict(weights())
    asked = [q for q in given.questions if q.type != "unanswerable"]
    made = [(q, ranked_entries(given.collections[q.document], q, before)) for q in asked]
    fitted = fit_ranker([r for q, r in made if r is not None and not left_out(q)])
    write_ranker(fitted, DATA / "ranker.json")
    print("left out:", found([r for q, r in made if r is not None and left_out(q)], fitted))


def _crossed(data: Sequence[Prepared]) -> list[Any]:
    """The features of every question with its operations' probabilities by a model that did not see its fold."""
    out: list[Any] = [None] * len(data)
    for fold in range(FOLDS):
        model = fit_operations([q for q in data if folded(q.asked, FOLDS) != fold])
        for n, q in enumerate(data):
            if folded(q.asked, FOLDS) == fold:
                out[n] = with_operations(q.matrix, q.operations, q.form, model)
    return out


def first_choice(given: Sources, work: Path, **_: Any) -> None:
    data = _prepared(work)
    matrices = _crossed(data)
    model = fit_first_choice([(m, q.labels) for m, q in zip(matrices, data, strict=True)])
    scores = [model.scores(m) for m in matrices]
    plausible = fit_plausibility([(m, s, q.labels) for m, s, q in zip(matrices, scores, data, strict=True)])
    write_models(replace(shipped(), first_choice=model, plausibility=plausible), DATA / "answers.npz")
    (work / "first.pickle").write_bytes(pickle.dumps(scores))


def reader(given: Sources, work: Path, *, reading: Path | None, minutes: float, **_: Any) -> None:
    """The adapter, first on span questions alone, then on these and the groups of candidates."""
    torch.manual_seed(0)
    model = PackedE5(torch.float32)
    network = CrossEncoder(model.encoder)
    adapt(network, RANK)
    spans = [(e,) for e in span_examples(reading, "train")] if reading else []
    if spans:
        learn(network, model.unigram, spans, epochs=1, size=12, rate=RATE, checkpoint=work / "spans.pt", minutes=minutes / 2)
    for layer in network.encoder.layers[:FROZEN]:
        layer.requires_grad_(False)
    scores = pickle.loads((work / "first.pickle").read_bytes())
    groups = [tuple(g) for epoch in range(EPOCHS) for g in reading_groups(_prepared(work), scores, seed=epoch)]
    draw = random.Random(0)
    beside = [one for _ in range(EPOCHS) for one in draw.sample(spans, min(SPANS_BESIDE, len(spans)))]
    learn(
        network,
        model.unigram,
        [*groups, *beside],
        epochs=1,
        size=BATCH,
        rate=RATE,
        checkpoint=work / "reader.pt",
        minutes=minutes,
    )
    write_reader(work / "reader.pt", DATA / "reader.npz")


def write_reader(learned: Path, path: Path) -> None:
    """What was learned, in half precision, as the service reads it."""
    arrays = {name: p.numpy().astype(np.float16) for name, p in torch.load(learned).items()}
    with path.open("wb") as file:
        np.savez(file, **arrays)


def judge(given: Sources, work: Path, **_: Any) -> None:
    """Both judges, with the reader and without, on what was left out; their figures are those of five folds."""
    learned = shipped()
    with np.load(DATA / "reader.npz") as file:
        made = make_reader({name: file[name].astype(np.float32) for name in file.files}, PackedE5().unigram)
    asked = [q for q in given.questions if left_out(q)]
    read = [judged(given.collections[q.document], q, learned, made) for q in asked]
    unread = [judged(given.collections[q.document], q, learned, None) for q in asked]
    with_reader, without = fit_judge(read), fit_judge(unread)
    write_models(replace(learned, judge=with_reader, unread=without), DATA / "answers.npz")
    print("read:", figures(read, with_reader), "unread:", figures(unread, without))


def conversation(given: Sources, work: Path, **_: Any) -> None:
    """Which reading of a question of a conversation is meant."""
    collections = {name: c.alone(name) for name, c in given.collections.items()}
    written = [(q.document, q.question) for q in given.questions if q.source == "written"]
    data = [*taught(read_dialogues(DIALOGUES), collections), *set_apart(written, collections)]
    learned, apart, figures = fit_follower(data, collections)
    (work / "followers.pickle").write_bytes(pickle.dumps(apart))
    write_form_model(learned.kinds, DATA / FILES[0])
    write_weights(learned.weights, DATA / FILES[1])
    print("left out:", figures)


def leaning(given: Sources, work: Path, **_: Any) -> None:
    """The choice after other questions: dialogues are played twice, by followers that had not seen them, the second time with the
    order of candidates learned from the first."""
    collections = {name: c.alone(name) for name, c in given.collections.items()}
    followers = pickle.loads((work / "followers.pickle").read_bytes())
    dialogues = [d for d in read_dialogues(DIALOGUES) if d["document"] in collections]
    first = None
    for _turn in range(2):
        data = list(play(dialogues, collections, followers, shipped(), first))
        first = [fit_first([d for d in data if fold_of(d.asked.document, d.dialogue) != fold]) for fold in range(len(followers))]
    learned, figures = fit_leaning(data, fit_first(data), shipped())
    write_models(replace(shipped(), leaning=learned), DATA / "answers.npz")
    print("left out:", figures)


def talk(given: Sources, work: Path, **_: Any) -> None:
    """What is talk and what a question."""
    collections = {name: c.alone(name) for name, c in given.collections.items()}
    typed = [(t["text"], t["kind"], "") for _, t in read_objects(TALK)[0]]
    asked = [(q.question, SUBSTANCE, q.document) for q in given.questions if q.source == "written"]
    turns = [(t["question"], SUBSTANCE, d["document"]) for d in read_dialogues(DIALOGUES) for t in d["turns"]]
    learned, figures = fit_talk([*typed, *turns, *random.Random(0).sample(asked, min(QUESTIONS, len(asked)))], collections)
    write_talk_model(learned, DATA / "talk.npz")
    print("left out, taken for talk:", figures)


STEPS: dict[str, Callable[..., None]] = {
    "prepare": prepare,
    "operations": operations,
    "ranker": ranker,
    "first_choice": first_choice,
    "reader": reader,
    "judge": judge,
    "conversation": conversation,
    "leaning": leaning,
    "talk": talk,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.train")
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--reading", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    STEPS[args.step](sources(args.corpus), args.work, reading=args.reading, minutes=args.minutes)


if __name__ == "__main__":
    main()
