"""Learns what is talk and what a question (`service/talk.py`)."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from service.collection import Collection
from service.forms import BUCKETS, FormModel
from service.question import understand
from service.talk import KINDS, SUBSTANCE, TalkModel, talk_form

FOLDS, STRENGTH, TAKEN_FOR_TALK = 5, 30.0, 0.005
"""TAKEN_FOR_TALK: the share of questions that may be taken for talk, by which the threshold is set."""
Told = tuple[str, str, str]
"""A text, its kind, the document that it is asked of ("": any)."""
Floats = npt.NDArray[np.float32]


def fit_talk(texts: Sequence[Told], collections: Mapping[str, Collection], seed: int = 0) -> tuple[TalkModel, dict[str, float]]:
    """The model, and for each kind the share that is recognised as talk by models that did not see the text."""
    draw = random.Random(seed)
    names = sorted(collections)
    forms, vectors = [], []
    for text, _, document in texts:
        collection = collections[document or draw.choice(names)]
        plain = understand(text, collection.vocabulary).text
        forms.append(talk_form(collection, plain))
        vectors.append(collection.embed(plain))
    kinds = np.array([kind for _, kind, _ in texts])
    folds = np.array([zlib.crc32(text.encode()) % FOLDS for text, _, _ in texts])
    dense = np.stack(vectors)
    asked = np.zeros(len(texts))
    for fold in range(FOLDS):
        seen = np.flatnonzero(folds != fold)
        model = _fit([forms[n] for n in seen], dense[seen], kinds[seen])
        for n in np.flatnonzero(folds == fold):
            asked[n] = np.exp(model.log_probabilities(forms[n], dense[n])[SUBSTANCE])
    threshold = float(np.quantile(asked[kinds == SUBSTANCE], TAKEN_FOR_TALK))
    model = _fit(forms, dense, kinds, threshold)
    return model, {k: float((asked[kinds == k] < threshold).mean()) for k in KINDS} | {"threshold": threshold}


def _fit(forms: Sequence[Sequence[int]], dense: Floats, kinds: npt.NDArray[np.str_], threshold: float = 0.0) -> TalkModel:
    rows = np.concatenate([[n] * len(form) for n, form in enumerate(forms)])
    columns = np.concatenate([np.asarray(form) for form in forms])
    values = np.concatenate([[len(form) ** -0.5] * len(form) for form in forms])
    words = sparse.csr_matrix((values, (rows, columns)), shape=(len(forms), BUCKETS))
    mean = dense.mean(axis=0)
    model = LogisticRegression(C=STRENGTH, max_iter=300)
    model.fit(sparse.hstack([sparse.csr_matrix(TalkModel.turned(dense, mean)), words]).tocsr(), kinds)
    weights = model.coef_.T.astype(np.float32)
    labels = tuple(str(label) for label in model.classes_)
    form = FormModel(labels, weights[dense.shape[1] :], model.intercept_.astype(np.float32))
    return TalkModel(form, weights[: dense.shape[1]], mean.astype(np.float32), threshold)
