"""Files of one JSON object a line, read strictly: each field is of the kind it must be, or GoldError names file and line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.errors import GoldError
from indexer.corpus import Span


def read_objects(path: Path) -> tuple[list[tuple[str, dict[str, Any]]], bytes]:
    """The objects of a file with their places (`FILE:LINE`), blank lines left out, and the file's bytes.

    Raises GoldError for a file that cannot be read and a line that is no JSON object.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise GoldError(f"پروندهٔ طلایی خوانده نشد: {path} ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"پروندهٔ طلایی {path} متن UTF-8 نیست (بایت {error.start + 1})") from error
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{place}: JSON درستی نیست ({error})") from error
        if not isinstance(fields, dict):
            raise GoldError(f"{place}: یک شیء JSON لازم است")
        found.append((place, fields))
    return found, data


def string(fields: Mapping[str, Any], name: str, place: str, *, empty: bool = False) -> str:
    """A field that must be text, and not blank unless `empty`."""
    value = fields.get(name)
    if value is None:
        raise GoldError(f"{place}: «{name}» نیست")
    if not isinstance(value, str) or not (value.strip() or empty):
        raise GoldError(f"{place}: «{name}» باید متن باشد")
    return value


def optional(fields: Mapping[str, Any], name: str, place: str) -> str | None:
    """A field that may be missing or null; a number is read as text."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str | int):
        raise GoldError(f"{place}: «{name}» باید متن یا null باشد")
    return None if value is None else str(value)


def listed(fields: Mapping[str, Any], name: str, place: str) -> list[Any]:
    """A field that must be a list."""
    value = fields.get(name)
    if value is None:
        raise GoldError(f"{place}: «{name}» نیست")
    if not isinstance(value, list):
        raise GoldError(f"{place}: «{name}» باید فهرست باشد")
    return value


def span(value: Any, name: str, place: str, size: int) -> Span:
    """A value that must be [first, last] of the lines of a document of that size."""
    if not (isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)):
        raise GoldError(f"{place}: بازهٔ «{name}» باید [سطر نخست، سطر آخر] باشد، نه {json.dumps(value, ensure_ascii=False)}")
    if not 1 <= value[0] <= value[1] <= size:
        raise GoldError(f"{place}: بازهٔ «{name}» {value} بیرون از سند است (سند {size} سطر دارد)")
    return (value[0], value[1])
