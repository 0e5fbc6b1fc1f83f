"""Documents in and out, one by one, with the real parts and small documents."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

from indexer import sync
from indexer.corpus import read_metadata
from indexer.errors import BusyError, CorpusError, SeedError
from indexer.store import removal, uploads
from indexer.store.index import read_index
from indexer.store.lock import working
from indexer.store.manifest import build_folder, read_manifest
from indexer.worker import Options
from tests.indexer.conftest import Write


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory, write_document: Write) -> Path:
    """A folder with `seeds` (باغ، موزه) and the `corpus` that was built of them."""
    root = tmp_path_factory.mktemp("two")
    write_document(root / "seeds", "garden", "باغ")
    write_document(root / "seeds", "museum", "موزه")
    sync.build(root / "seeds", root / "corpus")
    return root


@pytest.fixture
def root(two: Path, tmp_path: Path) -> Path:
    shutil.copytree(two, tmp_path / "root")
    return tmp_path / "root"


def live(root: Path) -> list[str]:
    return [c.document for c in read_index(root / "corpus").corpora]


def state(root: Path, id: str) -> str:
    record = read_manifest(root / "corpus").record(id)
    return record.state if record else "none"


def test_a_build_works_on_what_is_new_or_changed_alone(root: Path, write_document: Write):
    before = {r.id: r for r in read_manifest(root / "corpus").records}
    assert sync.build(root / "seeds", root / "corpus").worked == ()
    write_document(root / "seeds", "museum", "موزه بزرگ")
    write_document(root / "seeds", "zoo", "باغ وحش")
    summary = sync.build(root / "seeds", root / "corpus")
    assert set(summary.worked) == {"museum", "zoo"}
    after = {r.id: r for r in read_manifest(root / "corpus").records}
    assert after["garden"] == before["garden"]
    assert after["museum"].build != before["museum"].build
    assert build_folder(root / "corpus", "museum", before["museum"].build or "").is_dir()  # a service may still read it
    assert live(root) == ["garden", "museum", "zoo"]


def test_what_is_gone_becomes_a_tombstone_that_can_be_taken_back_until_the_next_build(root: Path):
    (root / "seeds" / "museum.txt").unlink()
    assert sync.plan(root / "seeds", root / "corpus", Options()).gone == ("museum",)
    assert sync.build(root / "seeds", root / "corpus").gone == ("museum",)
    assert live(root) == ["garden"]
    removal.restore(["museum"], root / "corpus")
    assert live(root) == ["garden", "museum"]
    assert sync.build(root / "seeds", root / "corpus").gone == ()  # brought back by hand: not swept again
    removal.remove(["museum"], root / "corpus")
    sync.build(root / "seeds", root / "corpus")
    assert state(root, "museum") == "none"
    assert not (root / "corpus" / "museum").exists()
    with pytest.raises(CorpusError):
        removal.restore(["museum"], root / "corpus")


def test_a_document_removed_by_hand_stays_out_until_its_file_changes(root: Path, write_document: Write):
    removal.remove(["garden"], root / "corpus")
    for _ in range(2):
        assert sync.plan(root / "seeds", root / "corpus", Options()).kept_out == ("garden",)
        sync.build(root / "seeds", root / "corpus")
        assert live(root) == ["museum"]
    write_document(root / "seeds", "garden", "باغ تازه")
    sync.build(root / "seeds", root / "corpus")
    assert live(root) == ["garden", "museum"]


def test_what_was_added_by_hand_is_not_swept_and_read_again_where_the_corpus_is_lost(root: Path, write_document: Write):
    path = write_document(root / "elsewhere", "port", "بندر")
    assert sync.add([path], root / "corpus").worked == ("port",)
    path.unlink()
    assert sync.build(root / "seeds", root / "corpus").gone == ()
    assert live(root) == ["garden", "museum", "port"]
    shutil.rmtree(root / "corpus" / ".index")
    sync.build(root / "seeds", root / "corpus")
    assert live(root) == ["garden", "museum", "port"]
    known = read_metadata(root / "corpus" / "port")
    assert known is not None
    assert known.origin == "upload"
    removal.remove(["port"], root / "corpus")
    sync.build(root / "seeds", root / "corpus")
    assert uploads.files(root / "corpus") == {}


def test_adding_twice_changes_nothing_and_a_new_version_takes_the_place_of_the_old(root: Path, write_document: Write):
    path = write_document(root / "elsewhere", "port", "بندر")
    sync.add([path], root / "corpus")
    assert sync.add([path], root / "corpus").worked == ()
    write_document(root / "elsewhere", "port", "بندر شمالی")
    sync.add([path], root / "corpus")
    assert live(root) == ["garden", "museum", "port"]
    assert "شمالی" in read_index(root / "corpus").corpora[2].lines[0].text


def test_an_unreadable_file_is_a_state_and_the_others_go_on(root: Path, write_document: Write):
    (root / "seeds" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing else")
    write_document(root / "seeds", "zoo", "باغ وحش")
    summary = sync.build(root / "seeds", root / "corpus")
    assert any("broken.pdf" in note for note in summary.notes)
    assert live(root) == ["garden", "museum", "zoo"]
    assert state(root, "broken") == "failed"
    assert sync.build(root / "seeds", root / "corpus").worked == ()
    with pytest.raises(SeedError):
        sync.add([root / "seeds" / "broken.pdf"], root / "corpus")


def test_a_dry_run_changes_nothing(root: Path, write_document: Write):
    write_document(root / "seeds", "zoo", "باغ وحش")
    (root / "seeds" / "garden.txt").unlink()
    before = {p: p.stat().st_mtime_ns for p in (root / "corpus").rglob("*")}
    plan = sync.plan(root / "seeds", root / "corpus", Options())
    assert ([s.id for s in plan.new], plan.gone, [s.id for s in plan.unchanged]) == (["zoo"], ("garden",), ["museum"])
    assert {p: p.stat().st_mtime_ns for p in (root / "corpus").rglob("*")} == before


def test_an_empty_folder_empties_nothing(root: Path):
    for path in (root / "seeds").iterdir():
        path.unlink()
    with pytest.raises(SeedError):
        sync.build(root / "seeds", root / "corpus")
    assert live(root) == ["garden", "museum"]


def test_one_writer_at_a_time_and_a_removal_does_not_wait(root: Path):
    with working(root / "corpus"):
        with pytest.raises(BusyError), working(root / "corpus", wait=0.2):
            pass
        removal.remove(["museum"], root / "corpus")
    assert live(root) == ["garden"]


def test_a_second_writer_waits_for_the_first(root: Path, write_document: Write):
    write_document(root / "seeds", "zoo", "باغ وحش")
    path = write_document(root / "elsewhere", "port", "بندر")
    told: list[float] = []
    with working(root / "corpus"):
        second = threading.Thread(target=lambda: sync.add([path], root / "corpus", waiting=lambda: told.append(time.monotonic())))
        second.start()
        while not told:
            time.sleep(0.01)
    sync.build(root / "seeds", root / "corpus")
    second.join()
    assert live(root) == ["garden", "museum", "port", "zoo"]


def test_what_is_removed_while_a_build_works_stays_removed(root: Path, write_document: Write):
    write_document(root / "seeds", "museum", "موزه بزرگ")

    def progress(stage: str, done: float) -> None:
        if state(root, "museum") == "ready":
            removal.remove(["museum"], root / "corpus")

    sync.build(root / "seeds", root / "corpus", progress=progress)
    assert state(root, "museum") == "removed"
    assert live(root) == ["garden"]
