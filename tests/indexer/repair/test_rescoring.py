import numpy as np

from indexer.repair import Model
from indexer.repair.rescoring import FEATURES, features, probabilities, rescore
from indexer.repair.runs import MIDDLE, readings
from indexer.repair.traced import from_raw
from tests.indexer.repair import prose


def looked_at(raw: str, before: str = ""):
    model = Model.from_texts(prose.lines(200, seed=4))
    base = from_raw(raw)
    options = readings(model.language, base, [], model.lexicon.frequency, MIDDLE, before)
    return model, base, options


def test_features_tell_cuts_and_marks():
    model, base, options = looked_at("را به دقت بررسی کردند  پژوهشگران دانشگاه نتایج بررسی های تازه")
    rows = features(options, base, model.knowledge(), [], "", "")
    assert rows.shape == (len(options), len(FEATURES))
    assert np.isfinite(rows).all()
    at = {name: k for k, name in enumerate(FEATURES)}
    for reading, row in zip(options, rows, strict=True):
        assert row[at["intact"]] == (reading.story == "intact")
        if reading.story == "intact":
            assert row[at["double_uncut"]] == 1
            assert row[at["cut_at_double"]] == 0
    best = rows[[r.text.text.startswith("پژوهشگران") for r in options]]
    assert (best[:, at["cut_at_double"]] == 1).any()


def test_the_second_look_sorts_by_probability():
    model, base, options = looked_at("را به دقت بررسی کردند  پژوهشگران دانشگاه نتایج بررسی های تازه")
    found = rescore(options, base, model.knowledge(), [], "", "")
    chances = [r.probability for r in found]
    assert chances == sorted(chances, reverse=True)
    assert abs(sum(chances) - 1) < 1e-9
    assert found[0].text.text.startswith("پژوهشگران دانشگاه نتایج")


def test_one_reading_is_certain():
    model, base, options = looked_at("سلام")
    assert [r.probability for r in rescore(options[:1], base, model.knowledge(), [], "", "")] == [1.0]


def test_probabilities_are_a_softmax():
    found = probabilities(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([np.log(3.0), 0.0]))
    assert np.allclose(found, [0.75, 0.25])
