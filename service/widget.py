"""The chat widget as one script: the page's own modules joined in order, so that both run the same code without a build step."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

WEB = Path(__file__).parent / "web"
MODULES = ("text", "api", "evidence", "source", "style", "chat")
"""In the order of their dependence: a module imports only from modules to its left."""

_IMPORT = re.compile(r'^import [^;]*?"\./\w+\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function))", re.MULTILINE)


@cache
def widget_script() -> str:
    """A classic script that defines <porsesh-chat> and leaves no global name behind."""
    joined = "\n".join((WEB / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    return f'(() => {{\n"use strict";\n{_EXPORT.sub("", _IMPORT.sub("", joined))}}})();\n'
