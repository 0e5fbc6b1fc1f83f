import numpy as np

from eval.listwise import Choice, fit_choice


def test_weights_of_a_known_choice_are_found():
    random = np.random.default_rng(1)
    true = np.array([2.0, -1.0, 0.0])
    choices = []
    for _ in range(1500):
        rows = random.normal(size=(6, 3))
        noisy = rows @ true + random.gumbel(size=6)
        choices.append(Choice(rows, np.arange(6) == noisy.argmax()))
    assert np.allclose(fit_choice(choices, 1e-5), true, atol=0.25)


def test_lines_without_a_right_reading_teach_nothing():
    rows = np.array([[1.0, 5.0], [0.0, 5.0]])
    taught = Choice(rows, np.array([True, False]))
    silent = Choice(-rows, np.array([False, False]))
    assert np.allclose(fit_choice([taught], 1e-2), fit_choice([taught, silent], 1e-2))
    assert fit_choice([taught], 1e-2)[1] == 0
