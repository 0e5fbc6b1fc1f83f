"""Gold documents made into files of every format, in a cache folder: `DIR/<format>/NAME.<ending>`.

    python -m eval.documents.render SOURCES DIR [--formats md,docx,…]

`pdf-lo` is LibreOffice's print of the Word file, `pdf-cr` Chromium's of the web page.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval.documents.as_text import PRINT_STYLE, clean_html, markdown, plain_text
from eval.documents.as_word import write_word
from eval.documents.as_workbook import write_workbook
from eval.documents.gold_document import GoldDocument, read_gold_document
from eval.errors import EvaluationError
from indexer.errors import PorseshError

FORMATS = ("txt", "md", "html", "docx", "xlsx", "pdf-lo", "pdf-cr")
PROGRAMS = {"pdf-lo": "soffice", "pdf-cr": "chromium"}
_PDF_SECONDS = 180


def available(formats: Sequence[str]) -> tuple[list[str], list[str]]:
    """The formats that can be made on this machine, and a Persian note for each that cannot."""
    missing = [f for f in formats if f in PROGRAMS and shutil.which(PROGRAMS[f]) is None]
    notes = [f"قالب {f} کنار گذاشته شد: برنامهٔ {PROGRAMS[f]} نصب نیست" for f in missing]
    return [f for f in formats if f not in missing], notes


def rendered(source: Path, folder: Path, kind: str) -> Path:
    """The file of one gold document in one format; made anew only where the source or this code has changed.

    Raises GoldError for a source that is no gold document, EvaluationError where a program makes no PDF.
    """
    path = folder / kind / f"{source.stem}.{kind.partition('-')[0]}"
    stamp_file = path.with_suffix(path.suffix + ".stamp")
    stamp = _stamp(source)
    if path.exists() and stamp_file.exists() and stamp_file.read_text() == stamp:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    write_as(read_gold_document(source), path, kind)
    stamp_file.write_text(stamp)
    return path


def write_as(document: GoldDocument, path: Path, kind: str) -> None:
    """Writes one document in one of FORMATS."""
    if kind == "md":
        path.write_text(markdown(document), encoding="utf-8")
    elif kind == "txt":
        path.write_text(plain_text(document), encoding="utf-8")
    elif kind == "html":
        path.write_text(clean_html(document), encoding="utf-8")
    elif kind == "docx":
        write_word(document, path)
    elif kind == "xlsx":
        write_workbook(document, path)
    elif kind in PROGRAMS:
        _pdf(document, path, kind)
    else:
        raise EvaluationError(f"قالب ناشناختهٔ «{kind}»؛ یکی از این‌ها: {'، '.join(FORMATS)}")


def _pdf(document: GoldDocument, path: Path, kind: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        if kind == "pdf-lo":
            page = Path(place) / f"{document.name}.docx"
            write_word(document, page)
        else:
            page = Path(place) / f"{document.name}.html"
            page.write_text(clean_html(document, PRINT_STYLE), encoding="utf-8")
        printed(page, path)


def printed(page: Path, pdf: Path) -> None:
    """Prints a Word file by LibreOffice, a web page by Chromium. Raises EvaluationError where that makes no PDF."""
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / f"{page.stem}.pdf"
        profile = f"{place}/profile"
        if page.suffix == ".docx":
            user = f"-env:UserInstallation=file://{profile}"
            command = ["soffice", user, "--headless", "--convert-to", "pdf", "--outdir", place, str(page)]
        else:
            flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--no-pdf-header-footer"]
            command = ["chromium", *flags, f"--print-to-pdf={made}", page.resolve().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_PDF_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EvaluationError(f"ساختن PDF از {page.name} انجام نشد: {error}") from error
        if not made.exists():
            raise EvaluationError(f"ساختن PDF از {page.name} انجام نشد: {done.stderr.strip()[-300:]}")
        shutil.copyfile(made, pdf)


def _stamp(source: Path) -> str:
    digest = hashlib.sha256(source.read_bytes())
    for name in ("as_text", "as_word", "as_workbook", "gold_document", "figures", "render"):
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--formats", default=",".join(FORMATS))
    given = parser.parse_args()
    formats, notes = available(given.formats.split(","))
    for note in notes:
        print(note, file=sys.stderr)
    try:
        for source in sorted(given.sources.glob("*.html")):
            tables = read_gold_document(source).tables
            for kind in (kind for kind in formats if tables or kind != "xlsx"):  # a workbook holds nothing but tables
                print(rendered(source, given.folder, kind))
    except PorseshError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
