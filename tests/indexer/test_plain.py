import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.plain import plain_line, plain_lines, plain_text
from indexer.reading.document import Document, SourceLine

LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئؤءةۀيكىabXY09۴۵٣"
JUNK = " \u200c\u200c\u200f\u202a\u202b\u202c\u2069\u00ad\ufeffـ\u00a0\t()،.«»-\uf0b7\ufeff"
FORMS = "ﺑﺒﺐﻻﻼﻳﮐﯽ"


@pytest.mark.parametrize(
    ("raw", "text", "repairs"),
    [
        ("كتاب علي", "کتاب علی", ("letters",)),
        ("سيتروئن", "سیتروئن", ("letters",)),
        ("خانۀ ما و دایرة", "خانۀ ما و دایرة", ()),
        ("مـــدیر ــ عامل ب ـ پ", "مدیر ــ عامل ب ـ پ", ("kashida",)),
        ("می\u200cشود\u200c ،", "می\u200cشود ،", ("spaces",)),
        ("\u202bسال\u00a0۱۴۰۱\u202c", "سال ۱۴۰۱", ("spaces",)),
        ("ﻛﺎﻻﻫﺎ", "کالاها", ("letters",)),
        ("مواد (\u202a )۵\u202c و", "مواد (۵)  و", ()),
        ("Rust 1.0  code", "Rust 1.0  code", ()),
        ("", "", ()),
    ],
)
def test_what_changes_and_what_stays(raw: str, text: str, repairs: tuple[str, ...]):
    line = plain_line(1, SourceLine(raw))
    assert (line.text, line.repairs) == (text, repairs)
    assert line.raw == raw


def test_page_box_level_and_kind_come_from_the_source():
    document = Document(
        "a", "a.docx", "docx", "0", (SourceLine("عنوان", page=2, box=(1, 2, 3, 4), kind="heading", level=1), SourceLine(" "))
    )
    first, second = plain_lines(document)
    assert (first.line, first.page, first.box, first.kind, first.level) == (1, 2, (1, 2, 3, 4), "heading", 1)
    assert (second.line, second.kind, second.text) == (2, "blank", "")


def _meant(text: str) -> str:
    """The letters and digits of a text by Unicode alone: composed, compatibility forms resolved, Persian ی and ک."""
    resolved = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text)).replace("ـ", "")
    return "".join(c for c in resolved.translate(str.maketrans("يىك", "ییک")) if c.isalnum())


@given(st.text(st.sampled_from(LETTERS * 3 + JUNK + FORMS), max_size=60))
def test_letters_are_neither_lost_nor_invented_and_the_map_is_right(raw: str):
    line = plain_line(1, SourceLine(raw))
    assert _meant(line.text) == _meant(raw)
    covered = set()
    for start, source, length in line.map:
        for k in range(length):
            covered.add(start + k)
            if line.text[start + k].isalnum():
                assert _meant(line.text[start + k]) in _meant(raw[source + k])
    assert all(i in covered for i, c in enumerate(line.text) if c.isalnum())
    assert plain_text(line.text) == line.text
