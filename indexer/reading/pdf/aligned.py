"""Tables without rules: rows whose parts stand in the same columns, found by gaps that run down over several rows."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.ruling import Grid, RuledCell


def aligned_grids(glyphs: Sequence[Glyph]) -> list[Grid]:
    return []
