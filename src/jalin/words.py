"""The one catalogue of interface words, `words.yaml`, in Indonesian and English."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    return yaml.safe_load((files("jalin") / "words.yaml").read_text(encoding="utf-8"))


def word(key: str, language: str) -> str:
    """The words for `key`; raises `KeyError` for a key or language that is not there."""
    return _catalogue()[key][language]


def has_word(key: str) -> bool:
    """Whether the catalogue has `key`."""
    return key in _catalogue()


def number(value: float, language: str, digits: int = 0) -> str:
    """`value` as written in the language: 1.234,5 in Indonesian, 1,234.5 in English; – when missing."""
    if value != value:
        return "–"
    text = f"{value:,.{digits}f}".replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text
