"""The reader: the likeliest span of made logits, and a network into which an adapter was laid."""

import math

import numpy as np
import pytest
import torch

from service.answers.cross_encoder import LINEAR, CrossEncoder, Pair, adapt
from service.answers.reader import LONGEST_SPAN, MOST_TOKENS, Reader, best_span, make_reader, pair

QUESTION = "شمار پرستاران چند نفر است؟"
TEXTS = [
    ("در پایان سال 1401 شمار پرستاران به 318 نفر رسید.", 0),
    ("بخش سوختگی با 24 تخت ساخته می‌شود.", None),
    ("میانگین سابقه کار پرستاران 9 سال است.", 0),
]


def made(words: int, begin: dict[int, float], end: dict[int, float]) -> tuple[Pair, np.ndarray]:
    """A text of words of two tokens each behind three tokens of question, with logits at some words."""
    places = tuple((3 + 2 * n, 4 + 2 * n, 10 * n, 10 * n + 7) for n in range(words))
    logits = np.full((4 + 2 * words, 2), 50.0, dtype=np.float32)  # what stands beside the words must not count
    for first, last, _, _ in places:
        logits[first, 0] = logits[last, 1] = 0.0
    for n, x in begin.items():
        logits[3 + 2 * n, 0] = x
    for n, x in end.items():
        logits[4 + 2 * n, 1] = x
    return Pair(tuple(range(len(logits))), places), logits


def test_the_likeliest_begin_and_end_make_the_span():
    span, sureness = best_span(*made(10, {2: 9.0}, {4: 9.0}))
    assert span == (20, 47)
    share = math.exp(9) / (math.exp(9) + 9)
    assert sureness == pytest.approx(2 * math.log(share), abs=1e-5)


def test_an_end_before_the_begin_is_no_span():
    assert best_span(*made(10, {6: 9.0}, {2: 9.0, 7: 5.0}))[0] == (60, 77)


def test_one_word_may_be_the_span_and_one_is_all_there_is():
    assert best_span(*made(10, {5: 9.0}, {5: 9.0}))[0] == (50, 57)
    assert best_span(*made(1, {}, {})) == ((0, 7), pytest.approx(0.0))


def test_a_span_has_its_longest():
    far = LONGEST_SPAN + 5
    span, _ = best_span(*made(60, {0: 9.0}, {far: 9.0, LONGEST_SPAN - 1: 4.0}))
    assert span == (0, 10 * (LONGEST_SPAN - 1) + 7)


@pytest.fixture(scope="module")
def adapted(network: CrossEncoder) -> CrossEncoder:
    """The network with an adapter of random numbers, as if learned."""
    adapt(network, 2)
    torch.manual_seed(7)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name.endswith(".up"):
                parameter.normal_(0, 0.05)
    return network.eval()


@pytest.fixture(scope="module")
def learned(adapted: CrossEncoder) -> dict[str, np.ndarray]:
    return {n: p.detach().numpy() for n, p in adapted.named_parameters() if p.requires_grad}


def wanted(adapted: CrossEncoder, reader: Reader) -> tuple[list[float], np.ndarray]:
    with torch.inference_mode():
        answers, spans = adapted([pair(reader.tokenizer, QUESTION, t, MOST_TOKENS).ids for t, _ in TEXTS])
    return answers.tolist(), spans.numpy()


def test_the_adapter_laid_into_the_network_reads_as_it_did_beside_it(adapted, learned, model):
    reader = make_reader(learned, model[0].unigram, quantised=False)
    answers, spans = wanted(adapted, reader)
    reads = reader.read(QUESTION, TEXTS)
    assert [r.score for r in reads] == pytest.approx(answers, abs=1e-3)
    assert len({round(r.score, 3) for r in reads}) == len(TEXTS)
    assert [r.span is not None for r in reads] == [True, False, True]
    at = 0
    for (text, looked_for), read in zip(TEXTS, reads, strict=True):
        one = pair(reader.tokenizer, QUESTION, text, MOST_TOKENS)
        span, sureness = best_span(one, spans[at : at + len(one.ids)])
        at += len(one.ids)
        assert not looked_for or (read.span, read.sureness) == (span, pytest.approx(sureness, abs=1e-2))
    plain = [np.zeros_like(x) if n.endswith(".up") else x for n, x in learned.items()]
    unlearned = make_reader(dict(zip(learned, plain, strict=True)), reader.tokenizer, quantised=False).read(QUESTION, TEXTS)
    assert max(abs(a.score - b.score) for a, b in zip(reads, unlearned, strict=True)) > 1e-2  # the adapter is in it


def test_in_eight_bits_it_reads_nearly_the_same(adapted, learned, model):
    reader = make_reader(learned, model[0].unigram)
    answers, _ = wanted(adapted, reader)
    assert [r.score for r in reader.read(QUESTION, TEXTS)] == pytest.approx(answers, abs=0.1)
    assert reader.read(QUESTION, []) == []


def test_every_map_of_every_layer_is_learned(learned, adapted):
    layers = len(adapted.encoder.layers)
    assert {n for n in learned if n.endswith(".up")} == {f"encoder.layers.{n}.{m}.up" for n in range(layers) for m in LINEAR}
