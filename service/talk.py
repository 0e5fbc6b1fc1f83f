"""What people type that is no question about the documents: recognised by its form and its meaning, answered from what the
documents tell of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.answers.figures import persian_digits
from service.collection import Collection
from service.conversation.mentions import mentions
from service.forms import FormModel, form_features
from service.question import understand

Floats = npt.NDArray[np.float32]
FILE = "data/talk.npz"
SUBSTANCE = "substance"
KINDS = ("greeting", "thanks", "farewell", "complaint", "identity", "help", "about_documents", "outside", SUBSTANCE)
LONGEST = 15
"""Words of talk; what is longer is looked up."""
MOST_NAMED = 3
"""Documents that a reply names."""


@dataclass(frozen=True, eq=False)
class TalkModel:
    """Logistic regression over a text's form and its vector: `dense` (dim, labels) on vectors turned by `mean` (dim,).

    A text is talk where the probability of a question is below `threshold`, which lets five of a thousand questions that were
    written to look like talk, or that lean on others, be taken for it.
    """

    form: FormModel
    dense: Floats
    mean: Floats
    threshold: float

    @staticmethod
    def turned(vectors: Floats, mean: Floats) -> Floats:
        """Vectors (…, dim) without what all share, of unit length."""
        apart = vectors - mean
        found: Floats = apart / np.linalg.norm(apart, axis=-1, keepdims=True)
        return found

    def log_probabilities(self, features: Sequence[int], vector: Floats) -> Mapping[str, float]:
        """The natural logarithm of the probability of each kind."""
        logits = self.form.logits(features) + self.turned(vector, self.mean) @ self.dense
        logs = logits - np.logaddexp.reduce(logits)
        return {label: float(x) for label, x in zip(self.form.labels, logs, strict=True)}


@cache
def talk_model() -> TalkModel:
    """The shipped model, fitted by `python -m eval.train talk`."""
    with files("service").joinpath(FILE).open("rb") as file, np.load(file) as data:
        weights, dense, mean, bias = (data[n].astype(np.float32) for n in ("weights", "dense", "mean", "bias"))
        return TalkModel(FormModel(tuple(map(str, data["labels"])), weights, bias), dense, mean, float(data["threshold"]))


def write_talk_model(model: TalkModel, path: Path) -> None:
    """Writes the weights in half precision."""
    half = {"weights": model.form.weights, "dense": model.dense, "mean": model.mean}
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            labels=np.array(model.form.labels),
            bias=model.form.bias,
            threshold=model.threshold,
            **{name: array.astype(np.float16) for name, array in half.items()},
        )


def talk_form(collection: Collection, text: str) -> list[int]:
    """The form of a text, with how much of it the documents have words for."""
    found = mentions(text, collection.lexicon)
    matter = [m for m in found if m.stems]
    known = sum(m.said for m in matter)
    more = (
        f"length {min(len(found), 8)}",
        f"matter {min(len(matter), 5)}",
        f"known {min(known, 4)}",
        f"unknown {min(len(matter) - known, 4)}",
        f"of tables {min(sum(bool(m.held) for m in matter), 3)}",
        f"named {any(m.whole for m in found)} year {any(m.year for m in found)}",
    )
    return form_features(text, collection.entity_names, more)


def talk_kind(collection: Collection, asked: str) -> str | None:
    """Which kind of talk a text is; None for a question, and wherever it is not sure."""
    known = collection.talk.get(asked)
    if known is None:
        known = _kind(collection, understand(asked, collection.vocabulary).text)
        collection.talk.keep(asked, known)
    return known or None


def _kind(collection: Collection, text: str) -> str:
    if len(text.split()) > LONGEST:
        return ""
    model = talk_model()
    likely = model.log_probabilities(talk_form(collection, text), collection.embed(text))
    if np.exp(likely[SUBSTANCE]) >= model.threshold:
        return ""
    return max((k for k in KINDS if k != SUBSTANCE), key=lambda k: likely[k])


def reply_to(collection: Collection, kind: str, documents: Sequence[str]) -> str:
    """A short polite reply."""
    return _REPLIES[kind].format(documents=_described(collection, documents))


def _described(collection: Collection, documents: Sequence[str]) -> str:
    """«گزارش عملکرد (سال ۱۴۰۱)»; of many documents the first, and how many more."""
    told = []
    for document in documents[:MOST_NAMED]:
        metadata, title = collection.corpora[document].metadata, persian_digits(collection.title(document))
        year = persian_digits(str(metadata.year)) if metadata and metadata.year else ""
        told.append(f"«{title}»" if year in title else f"«{title}» (سال {year})")
    more = len(documents) - len(told)
    return "، ".join(told) + (f" و {persian_digits(str(more))} سند دیگر" if more else "")


_REPLIES = {
    "greeting": "سلام! پرسشتان را دربارهٔ {documents} بنویسید تا پاسخ را با نشانی‌اش در سند بیاورم.",
    "thanks": "خواهش می‌کنم. اگر پرسش دیگری هست، بفرمایید.",
    "farewell": "خدانگهدار؛ هر وقت پرسشی بود، در خدمتم.",
    "complaint": (
        "ببخشید که پاسخ به کارتان نیامد. لطفاً بنویسید کدام رقم، سال یا بخش را می‌خواهید؛ "
        "زیر هر پاسخ می‌توانید نادرستی‌اش را هم خبر بدهید."
    ),
    "identity": (
        "من «پرسش» هستم، برنامه‌ای که تنها از روی سندهای سازمان پاسخ می‌دهد و جای هر پاسخ را در سند نشان می‌دهد: {documents}."
    ),
    "help": (
        "می‌توانید از رقم‌ها، مقایسه‌ها، رتبه‌ها، فهرست‌ها و توضیح‌های {documents} بپرسید "
        "و پس از هر پاسخ ادامه دهید: «سال قبلش؟»، «اختلافشان؟»."
    ),
    "about_documents": "پاسخ‌ها را از این‌جا می‌آورم: {documents}.",
    "outside": "این بیرون از سندهایی است که دارم. دربارهٔ {documents} بپرسید.",
}
