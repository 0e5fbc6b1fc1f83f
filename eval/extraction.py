"""What an extractor makes of good PDFs, and what the repair makes of that.

    python -m eval.extraction TEXT... --work DIR

Each TEXT is clean, a paragraph a line. It is printed by LibreOffice (plain, and justified with kashidas) and by Chromium, read by
pypdf page by page (`pip install pypdf`), and repaired; printed is, before and after: the character error rate of the whole text
without spaces, the share of words right, and of numbers of three digits and more that are not the same from both ends the right
and the reversed ones. Kept in the work folder, so that nothing is printed twice.
"""

from __future__ import annotations

import argparse
import html
import importlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from eval.documents.render import printed
from eval.errors import EvaluationError
from eval.repair_metrics import edit_distance
from indexer.repair import letters, repair
from indexer.repair.traced import from_raw

_PLAIN_FONT, _KASHIDA_FONT = "DejaVu Sans", "Noto Naskh Arabic"
_IGNORED = re.compile(r"[\s\u200c\u064b-\u0655\x00-\x1f]")
_WORD, _NUMBER = re.compile(r"[^\W\d_]+"), re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Extracted:
    """How right a text is, against the clean one; numbers: right, reversed, all."""

    error: float
    words: float
    numbers: tuple[int, int, int]

    @staticmethod
    def of(found: str, clean: str) -> Extracted:
        found, clean = (letters.normalise(from_raw(text)).text for text in (found, clean))
        a, b = (_IGNORED.sub("", text) for text in (found, clean))
        have, want = (Counter(_WORD.findall(text.replace("\u200c", " "))) for text in (found, clean))
        numbers = Counter(_NUMBER.findall(found))
        printed = {n: count for n, count in Counter(_NUMBER.findall(clean)).items() if n != n[::-1]}
        right = sum(min(count, numbers[n]) for n, count in printed.items())
        turned = sum(min(count, max(0, numbers[n[::-1]] - printed.get(n[::-1], 0))) for n, count in printed.items())
        error = edit_distance(a, b) / max(1, len(b))
        return Extracted(error, (have & want).total() / max(1, want.total()), (right, turned, sum(printed.values())))


def print_by_libreoffice(paragraphs: Sequence[str], pdf: Path, *, justified: bool) -> None:
    word = docx.Document()
    for text in paragraphs:
        paragraph = word.add_paragraph()
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        if justified:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        properties = paragraph.add_run(text)._r.get_or_add_rPr()
        fonts = OxmlElement("w:rFonts")
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{kind}"), _KASHIDA_FONT if justified else _PLAIN_FONT)
        properties.append(fonts)
        properties.append(OxmlElement("w:rtl"))
    file = pdf.with_suffix(".docx")
    word.save(str(file))
    printed(file, pdf)


def print_by_chromium(paragraphs: Sequence[str], pdf: Path) -> None:
    style = f'body {{ font: 12pt "{_KASHIDA_FONT}"; text-align: justify }}'
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    page = pdf.with_suffix(".html")
    page.write_text(f'<html dir="rtl" lang="fa"><meta charset="utf-8"><style>{style}</style>{body}</html>', encoding="utf-8")
    printed(page, pdf)


PRINTERS: dict[str, Callable[[Sequence[str], Path], None]] = {
    "libreoffice": lambda paragraphs, pdf: print_by_libreoffice(paragraphs, pdf, justified=False),
    "libreoffice-justified": lambda paragraphs, pdf: print_by_libreoffice(paragraphs, pdf, justified=True),
    "chromium": print_by_chromium,
}


def extracted(source: Path, printer: str, work: Path) -> str:
    """What pypdf reads of the text printed so. Raises EvaluationError where a program or pypdf is missing."""
    try:
        pypdf = importlib.import_module("pypdf")  # no need of the project itself
    except ImportError as error:
        raise EvaluationError("بستهٔ pypdf نصب نیست: pip install pypdf") from error
    pdf = work / f"{source.stem}.{printer}.pdf"
    if not pdf.exists():
        work.mkdir(parents=True, exist_ok=True)
        PRINTERS[printer](source.read_text(encoding="utf-8").splitlines(), pdf)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    given = parser.parse_args()
    try:
        for source in given.texts:
            clean = source.read_text(encoding="utf-8")
            for printer in PRINTERS:
                text = extracted(source, printer, given.work)
                lines = repair(text.split("\n"))
                before, after = Extracted.of(text, clean), Extracted.of("\n".join(line.text for line in lines), clean)
                numbers = " -> ".join("/".join(map(str, e.numbers)) for e in (before, after))
                print(f"{source.stem}\t{printer}\t{before.error:.3f} -> {after.error:.3f}", end="\t")
                print(f"{before.words:.3f} -> {after.words:.3f}\t{numbers}", flush=True)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
