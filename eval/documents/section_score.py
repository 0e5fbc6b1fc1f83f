"""Sections against gold headings: found, with the right level, title and number."""

from __future__ import annotations

from collections.abc import Sequence

from eval.documents.gold_document import GoldDocument, Heading
from eval.documents.tally import Tally
from eval.matching import squeeze
from indexer.corpus import Line, Section


def score_sections(gold: GoldDocument, sections: Sequence[Section], lines: Sequence[Line]) -> Tally:
    """Where the document's title (its only outermost heading) is no section, every level may be one less."""
    tally = Tally()
    at = {line.line: line.text for line in lines}
    ordered = sorted(sections, key=lambda s: s.lines)
    pairs = matched(gold.headings, ordered, [at.get(s.lines[0], "") for s in ordered])
    outermost = [h for h in gold.headings if h.level == 1]
    shift = int(len(outermost) == 1 and len(gold.headings) > 1 and gold.headings.index(outermost[0]) not in pairs)
    for place, heading in enumerate(gold.headings):
        section = pairs.get(place)
        wanted = f"«{heading.text}» level {heading.level}"
        if section is None:
            tally.add("sections found", False, miss=wanted)
            tally.add("sections right", False)
            continue
        tally.add("sections found", True)
        found = f"«{section.title}» number {section.number} level {len(section.path)} lines {section.lines}"
        level = tally.add("section level", len(section.path) == heading.level - shift, miss=f"{wanted} found {found}")
        title = tally.add(
            "section title", squeeze(section.title) == squeeze(heading.title), miss=f"«{heading.title}» found {found}"
        )
        number = tally.add("section number", section.number == heading.number, miss=f"{heading.number} {wanted} found {found}")
        tally.add("sections right", level and title and number)
    taken = {section.id for section in pairs.values()}
    for section in ordered:
        tally.add("no false section", section.id in taken, miss=f"{section.number} «{section.title}» lines {section.lines}")
    return tally


def matched(headings: Sequence[Heading], sections: Sequence[Section], firsts: Sequence[str]) -> dict[int, Section]:
    """The places of headings and the sections that begin with them, in order; `firsts` are the sections' first lines."""
    cost = [[0.0] * (len(sections) + 1) for _ in range(len(headings) + 1)]
    for i, heading in enumerate(headings, 1):
        for j, section in enumerate(sections, 1):
            same = cost[i - 1][j - 1] + _likeness(heading, section, firsts[j - 1])
            cost[i][j] = max(cost[i - 1][j], cost[i][j - 1], same)
    pairs: dict[int, Section] = {}
    i, j = len(headings), len(sections)
    while i and j:
        if cost[i][j] == cost[i - 1][j]:
            i -= 1
        elif cost[i][j] == cost[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[i] = sections[j]
    return pairs


def _likeness(heading: Heading, section: Section, first: str) -> float:
    """1 for the same title, less where only the first line tells it or the number, 0 for another heading."""
    title, wanted = squeeze(section.title), squeeze(heading.title)
    if title == wanted:
        return 1.0 + 0.5 * (section.number == heading.number)
    line, text = squeeze(first), squeeze(heading.text)
    if len(text) > 3 and text in line and len(line) < len(text) + 8:
        return 0.8
    if len(title) > 4 and (title in text or text in title):
        return 0.6
    return 0.4 if heading.number is not None and section.number == heading.number and wanted[:5] == title[:5] else 0.0
