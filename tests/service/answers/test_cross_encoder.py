"""A question and a text as one sequence, and the network that reads it."""

import pytest
import torch

from indexer.unigram import Unigram, encode
from service.answers.cross_encoder import LINEAR, CrossEncoder, adapt, pair

QUESTION = "شمار پرستاران چند نفر است؟"
TEXTS = (
    "در پایان سال 1401 شمار پرستاران به 318 نفر رسید.",
    "خدمات  تازه:\nدرمانگاه\u200cها، «آزمایشگاه» (شبانه‌روزی) … ۷۲٪",
    "kyrie ﷼ \u200c ½ H2O",
)


@pytest.fixture(scope="module")
def tokenizer(model) -> Unigram:
    return model[0].unigram


@pytest.mark.parametrize("text", TEXTS)
def test_ids_are_those_of_both_texts_encoded(tokenizer: Unigram, text: str):
    made = pair(tokenizer, QUESTION, text, 256)
    clean = " ".join(w for w in text.split() if w.translate(tokenizer.replacements).strip())
    assert list(made.ids) == encode(tokenizer, f"query: {QUESTION}") + encode(tokenizer, clean)[1:]


@pytest.mark.parametrize("text", TEXTS)
def test_words_stand_where_they_are_said_to_stand(tokenizer: Unigram, text: str):
    made = pair(tokenizer, QUESTION, text, 256)
    assert [text[a:b] for _, _, a, b in made.words] == [w for w in text.split() if w != "\u200c"]
    after = len(encode(tokenizer, f"query: {QUESTION}"))
    for first, last, start, end in made.words:
        assert first == after
        assert list(made.ids[first : last + 1]) == encode(tokenizer, text[start:end])[1:-1]
        after = last + 1
    assert after == len(made.ids) - 1


@pytest.mark.parametrize("most", [16, 24, 40])
def test_what_is_too_long_is_cut_between_words(tokenizer: Unigram, most: int):
    text = " ".join(f"پرستار شماره {n}" for n in range(60))
    made = pair(tokenizer, QUESTION, text, most)
    assert most - 4 <= len(made.ids) <= most
    assert made.ids[-1] == tokenizer.eos
    whole = pair(tokenizer, QUESTION, text, 200).words
    assert [w[2:] for w in made.words] == [w[2:] for w in whole[: len(made.words)]]
    assert 0 < len(made.words) < len(whole)


def test_a_long_question_leaves_room_for_the_text(tokenizer: Unigram):
    made = pair(tokenizer, QUESTION * 40, TEXTS[0], 64)
    assert len(made.ids) <= 64
    assert len(made.words) > 5
    assert made.ids[31] == tokenizer.eos


def test_a_text_without_words_has_none(tokenizer: Unigram):
    assert pair(tokenizer, QUESTION, " \n", 256).words == ()


def test_an_adapter_changes_nothing_before_it_has_learned_and_alone_learns(network: CrossEncoder, tokenizer: Unigram):
    pairs = [pair(tokenizer, QUESTION, text, 256).ids for text in TEXTS]
    with torch.inference_mode():
        answers, spans = network(pairs)
        alone = network(pairs[1:2])
    assert (answers.shape, spans.shape) == ((3,), (sum(map(len, pairs)), 2))
    first = len(pairs[0])
    assert torch.allclose(alone[0], answers[1:2], atol=1e-4)  # what stands beside a text does not change it
    assert torch.allclose(alone[1], spans[first : first + len(pairs[1])], atol=1e-4)
    adapt(network, 2)
    with torch.inference_mode():
        assert torch.allclose(network(pairs)[0], answers, atol=1e-5)
    learned = {n.split(".")[-1] if "layers" in n else n.split(".")[0] for n, p in network.named_parameters() if p.requires_grad}
    assert learned == {"down", "up", "answers", "spans"}
    assert sum(n.endswith(".up") for n, _ in network.named_parameters()) == len(LINEAR) * len(network.encoder.layers)
