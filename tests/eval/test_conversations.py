"""Gold dialogues are read strictly and scored turn by turn, each behind the answers of the service."""

import json
from pathlib import Path

import pytest

from eval.conversations import ask_conversation, figures, read_conversations
from eval.errors import GoldError
from service.collection import Collection

TURNS = [
    {
        "question": "عملکرد بستری اورژانس چقدر بود؟",
        "standalone": "عملکرد بستری اورژانس چقدر بود؟",
        "type": "cell",
        "kind": "first",
    },
    {"question": "کودکان چطور؟", "standalone": "عملکرد بستری کودکان چقدر بود؟", "type": "cell", "kind": "entity"},
]


def written(folder: Path, turns: list[dict[str, object]], document: str | None = "hospital") -> Path:
    path = folder / "dialogues.jsonl"
    dialogue = {"id": "d", "turns": turns} | ({"document": document} if document else {})
    path.write_text(json.dumps(dialogue, ensure_ascii=False), encoding="utf-8")
    return path


def test_turns_are_asked_behind_those_before_them(tmp_path: Path, hospital: Collection):
    (first,) = (row.row.lines for row in hospital.rows.values() if "اورژانس" in row.row.cells)
    (second,) = (row.row.lines for row in hospital.rows.values() if "کودکان" in row.row.cells)
    turns = [TURNS[0] | {"values": [6100], "evidence": [first]}, TURNS[1] | {"values": [850], "evidence": [second]}]
    (dialogue,) = read_conversations(written(tmp_path, turns, None), ["hospital"])
    assert [turn.group for turn in dialogue] == ["first", "leaning"]
    scored = list(zip(dialogue, ask_conversation(hospital, dialogue), strict=True))
    assert figures(scored)["right"] == 1.0
    assert figures(scored)["answerable"] == 2
    (alone,) = ask_conversation(hospital, dialogue[1:])
    assert alone["right"] == 0.0  # without the turn before nobody knows what is asked
    whole = list(ask_conversation(hospital, dialogue, whole=True))
    assert [s["right"] for s in whole] == [1.0, 1.0]


@pytest.mark.parametrize("field", ["question", "standalone", "type", "values", "evidence"])
def test_a_turn_without_a_field_is_refused(field: str, tmp_path: Path):
    turn = TURNS[0] | {"values": [6100], "evidence": [[1, 1]]}
    del turn[field]
    with pytest.raises(GoldError, match=field):
        list(read_conversations(written(tmp_path, [turn]), ["hospital"]))


def test_a_document_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(GoldError, match="hospital"):
        list(read_conversations(written(tmp_path, []), ["bank"]))
