"""A small report of a hospital, read by the real pipeline."""

from __future__ import annotations

import pytest

from indexer.embedding import embed_passages, load_model, model_id
from indexer.pipeline import make_corpus
from indexer.store.index import build_index
from service.collection import Collection

REPORT = """1- معرفی بیمارستان

بیمارستان شهر در سال 1385 با 96 تخت گشایش یافت.
ساختمان تازه آن در سال 1399 به بهره‌برداری رسید و اکنون 214 تخت دارد.

1-1- کارکنان

در پایان سال 1401 شمار پرستاران بیمارستان به 318 نفر رسید که 72 درصد آنان زن هستند.
پزشکان تمام‌وقت 41 نفر و پزشکان مهمان 17 نفر بودند.

میانگین سابقه کار پرستاران 9 سال است و بیشتر آنان در بخش‌های اورژانس و مراقبت‌های ویژه کار می‌کنند.
برای هر پرستار تازه‌وارد یک دوره آموزشی سه‌ماهه برگزار می‌شود که با آزمون پایان می‌یابد.
در این دوره شیوه ثبت پرونده، مراقبت از بیمار، پیشگیری از عفونت و کار با دستگاه‌ها آموخته می‌شود.

1-2- خدمات تازه

خدمات تازه بیمارستان به شرح زیر است:

• درمانگاه دیابت در طبقه همکف؛

• نوبت‌دهی تلفنی برای سالمندان؛

• آزمایشگاه شبانه‌روزی با 12 کارشناس.

جدول شماره 1- برنامه و عملکرد بستری بیماران به تفکیک بخش

ردیف  نام بخش  برنامه  عملکرد

1 اورژانس 5000 6100

2 کودکان 900 850

3 جراحی 1200 1200

4 قلب 700 640

جمع 7800 8790

2- برنامه آینده

در سال آینده بخش سوختگی با 24 تخت ساخته می‌شود و هزینه آن 850 میلیارد ریال برآورد شده است.
"""


@pytest.fixture(scope="session")
def model():
    return load_model(threads=1)


@pytest.fixture(scope="session")
def hospital(model, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("hospital")
    file = folder / "hospital.txt"
    file.write_text(REPORT, encoding="utf-8")
    corpus = make_corpus(file, "hospital", folder / "corpus")
    texts = [passage.text for passage in corpus.passages]
    return Collection(build_index([corpus], texts, embed_passages(model, texts), model_id(model)), model)
