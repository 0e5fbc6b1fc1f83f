"""How figures are shown: ۱٬۶۱۱ and ۵٬۹۱۶٫۵ and −۱٬۶۱۱, one form everywhere."""

from __future__ import annotations

import numpy as np

_PERSIAN = str.maketrans("0123456789.,-", "۰۱۲۳۴۵۶۷۸۹٫٬−")
DECIMALS = 2
"""Digits after the point of a figure that was computed."""


def shown(value: float, decimals: int = DECIMALS) -> str:
    """A figure in Persian digits, with separators for thousands and at most `decimals` digits after the point."""
    rounded = round(float(value), decimals)
    if rounded == 0 and value:
        return np.format_float_positional(float(f"{value:.2g}"), trim="-").translate(_PERSIAN)
    text = f"{rounded:,.{decimals}f}" if rounded != int(rounded) else f"{int(rounded):,}"
    return (text.rstrip("0") if "." in text else text).translate(_PERSIAN)


def persian_digits(text: str) -> str:
    """A text with Persian digits for ASCII ones."""
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
