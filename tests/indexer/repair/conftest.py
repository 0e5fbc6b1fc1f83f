from __future__ import annotations

import pytest

from indexer.repair.glyphs import Losses, learn
from indexer.repair.lexicon import Lexicon, build_lexicon
from tests.indexer.repair.sample_texts import CLEAN, LOSSY, WHOLE


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return build_lexicon(CLEAN + WHOLE + LOSSY)


@pytest.fixture(scope="session")
def losses(lexicon: Lexicon) -> Losses:
    return learn(CLEAN + WHOLE + LOSSY, lexicon)


@pytest.fixture(scope="session")
def report_lexicon(report_lines: tuple[str, ...]) -> Lexicon:
    return build_lexicon(report_lines)


@pytest.fixture(scope="session")
def report_losses(report_lines: tuple[str, ...], report_lexicon: Lexicon) -> Losses:
    return learn(report_lines, report_lexicon)
