import pytest

from indexer.structure.tables.damaged.wording import Reader


@pytest.fixture(scope="module")
def reader():
    return Reader(["احداث واحد کارگاهی توسط شرکت استانی"] * 3)


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("ریلیون دلام", "میلیون دلار"),
        ("خورشیدی بافتتخصصی", "تخصصی خورشیدی بافت"),
        ("د ثبتیاراضی دارای سن", "اراضی دارای سند ثبتی"),
        ("5مشهد", "مشهد 5"),
        ("صندوق کارآفرینی امید", "صندوق کارآفرینی امید"),
        ("تخصصی غذا و دارو )تفت(", "تخصصی غذا و دارو (تفت)"),
        ("", ""),
    ],
)
def test_pieces_in_order(reader, raw, meant):
    assert reader.read(raw).text.replace(" ", "") == meant.replace(" ", "")


def test_no_letter_is_lost_or_added(reader):
    raw = "های کسب وکار بندی    اولویتایی و  بروزرسانی مطالعه فراگیر شناس"
    assert sorted(reader.read(raw).text.replace(" ", "")) == sorted(raw.replace(" ", ""))


def test_annotations(reader):
    assert reader.read_annotation(["( (103)  یزد  -(119)  )تهران"]) == "تهران (119) - یزد (103)"
    assert reader.read_annotation([")تهران(  "]) == "تهران"
