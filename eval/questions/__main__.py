"""Checks written questions against the documents of a corpus and prints how many there are of each kind.

python -m eval.questions --corpus DIR [--show] FILE...

Every program is run and every quote looked up. The first line that is wrong ends it: one line on stderr and exit code 2.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.questions.written import WrittenQuestion, checked_all, read_written
from indexer.errors import PorseshError

_COUNTED: dict[str, Callable[[WrittenQuestion], str]] = {
    "type": lambda q: q.type,
    "style": lambda q: q.style,
    "operation": lambda q: q.operation,
    "document": lambda q: q.document,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--corpus", type=Path, required=True, help="a folder with a folder for each document")
    parser.add_argument("--show", action="store_true", help="every question with the values that answer it")
    given = parser.parse_args(arguments)
    try:
        questions = read_written(given.files)
        for question, (values, _) in checked_all(questions, given.corpus):
            if given.show:
                print(f"{question.id} {question.question} => {'؛ '.join(map(str, values))}")
    except PorseshError as error:
        print(error, file=sys.stderr)
        return 2
    print(counts(questions))
    return 0


def counts(questions: Sequence[WrittenQuestion]) -> str:
    """How many questions there are, and by each of `_COUNTED`, the most first."""
    lines = [f"{len(questions)} questions"]
    for name, of in _COUNTED.items():
        lines += ["", name] + [f"  {n:5} {word}" for word, n in Counter(map(of, questions)).most_common()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
