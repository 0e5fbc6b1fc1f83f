# ruff: noqa
"""Scores repaired lines against gold text.

    score_text.py GOLD.jsonl LINES.jsonl

GOLD: {"lines":[a,b],"kind","damage":[...],"clean"}; LINES: the contract's lines.jsonl (objects with "line" and "text").
In gold a plain space is a boundary that must be there, a ZWNJ one that may be a space, a ZWNJ or nothing.
Prints, over all and by damage: CER without spaces, share of spans whose letters are all right and in order,
word accuracy (letters, order and boundaries right), each for the raw text too where LINES has "raw".
"""

import sys
from collections import defaultdict
from difflib import SequenceMatcher

from common import ZWNJ, canon, read_jsonl

BULLETS = "✓❖•➢\uf050\uf0c3-–"


def split(text):
    """Characters without spaces, and for each gap before character i: 0 none, 1 ZWNJ, 2 space."""
    chars, gaps, pending = [], [], 2
    for c in canon(text).strip():
        if c.isspace():
            pending = 2
        elif c == ZWNJ:
            pending = max(pending, 1)
        else:
            chars.append(c)
            gaps.append(pending)
            pending = 0
    return chars, gaps


def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (x != y)))
        previous = row
    return previous[-1]


def strip_bullet(text):
    return text.strip().strip(BULLETS + " \t\u200c").strip()


def score(gold, found):
    g, ggaps = split(strip_bullet(gold))
    h, hgaps = split(strip_bullet(found))
    errors = distance(g, h)
    at = {}
    for block in SequenceMatcher(None, g, h, autojunk=False).get_matching_blocks():
        for k in range(block.size):
            at[block.a + k] = block.b + k
    words = right = 0
    start = 0
    for end in range(1, len(g) + 1):
        if end == len(g) or ggaps[end] == 2:
            words += 1
            place = [at.get(i) for i in range(start, end)]
            good = None not in place and all(q == p + 1 for p, q in zip(place, place[1:]))
            if good:
                inner = all(hgaps[place[i - start]] == 0 or ggaps[i] == 1 for i in range(start + 1, end))
                last = place[-1] + 1
                good = inner and hgaps[place[0]] > 0 and (last == len(h) or hgaps[last] > 0)
            right += good
            start = end
    return errors, len(g), words, right


def main(gold_path, lines_path):
    lines = {row["line"]: row for row in read_jsonl(lines_path)}
    totals = defaultdict(lambda: [0] * 6)
    for item in read_jsonl(gold_path):
        rows = [lines[n] for n in range(item["lines"][0], item["lines"][1] + 1) if n in lines]
        for field in ("text", "raw"):
            found = " ".join(r.get(field) or "" for r in rows)
            errors, length, words, right = score(item["clean"], found)
            for key in {"all", "kind:" + item["kind"], *item["damage"]}:
                t = totals[field, key]
                for i, v in enumerate((1, errors == 0, errors, length, words, right)):
                    t[i] += v
    print(
        f"{'slice':<22}{'spans':>6} | {'CER raw':>8}{'CER':>8} | {'order ok raw':>12}{'order ok':>9} | {'words ok raw':>12}{'words ok':>9}"
    )
    for key in sorted({k for _, k in totals}, key=lambda k: (k != "all", k)):
        r, t = totals["raw", key], totals["text", key]
        print(
            f"{key:<22}{t[0]:>6} | {r[2] / r[3]:>8.4f}{t[2] / t[3]:>8.4f} | {r[1] / r[0]:>12.3f}{t[1] / t[0]:>9.3f} | {r[5] / r[4]:>12.3f}{t[5] / t[4]:>9.3f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:3])
