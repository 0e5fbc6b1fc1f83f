"""What is copied out of a garbled line into a question is read as the document reads it."""

from __future__ import annotations

from indexer.alignment import align
from indexer.corpus import Line
from indexer.repair.traced import offset_map
from service.pasted import find_garbled, mended

TEXT = "شمار اعضای فعال کتابخانه‌های شهر در پایان سال به پنج هزار نفر رسید"
RAW = "ن سال به پنج هزار نفر رسيدايهاي شهر در پاعال كتابخانهشمار اعضاي ف"
KNOWN = frozenset(TEXT.replace("\u200c", " ").split()) | {"کتابخانههای", "چرا", "یعنی", "چه"}


def _garbled():
    return find_garbled([Line(1, RAW, TEXT, "paragraph", ("run_order",), 0.9, map=offset_map(align(RAW, TEXT)))])


def test_a_copied_line_is_put_in_reading_order_inside_a_question():
    assert mended(f"چرا {RAW} یعنی چه؟", _garbled(), KNOWN).replace("\u200c", "") == f"چرا {TEXT} یعنی چه؟".replace("\u200c", "")


def test_a_question_in_good_order_stays_as_it_is_typed():
    for question in (TEXT, "شمار اعضای فعال کتابخانه‌های شهر چند نفر است؟", "اعضای   فعال"):
        assert mended(question, _garbled(), KNOWN) == question


def test_a_document_in_order_mends_nothing():
    lines = [Line(1, TEXT, TEXT, "paragraph", map=((0, 0, len(TEXT)),))]
    assert mended(RAW, find_garbled(lines), KNOWN) == RAW
