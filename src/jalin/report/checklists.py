"""Reporting checklists: which items are present and where, and which are open. Never "satisfied".

COREQ (Tong, Sainsbury & Craig 2007) and SRQR (O'Brien et al. 2014).
"""

import re
from functools import cache
from importlib.resources import files

import pandas as pd
import yaml
from pydantic import Field

from jalin.errors import Problem, nearest, refuse
from jalin.reading import Strict, read_model
from jalin.report.results import Results
from jalin.settings import Bilingual
from jalin.study import Study
from jalin.words import has_word, word

FILE = "data/raw/analysis/reporting.yaml"
NAMES = ("coreq", "srqr")


class Reporting(Strict):
    """`analysis/reporting.yaml`: answers of people, by checklist and number of the item."""

    coreq: dict[int, Bilingual] = Field({})
    srqr: dict[int, Bilingual] = Field({})


@cache
def _items(name: str) -> dict[int, dict]:
    content = yaml.safe_load((files("jalin.report") / "checklists.yaml").read_text(encoding="utf-8"))
    return content[name]


def read_reporting(study: Study) -> Reporting:
    """The answers of people; none without the file. Raises `StudyError` for an item that the checklist does not have."""
    path = study.raw / "analysis" / "reporting.yaml"
    if not path.exists():
        return Reporting()
    found = read_model(Reporting, path, FILE)
    refuse(
        [
            Problem(
                FILE,
                f"{name}, {number}",
                "the checklist has no such item",
                nearest(str(number), map(str, _items(name))),
            )
            for name in NAMES
            for number in getattr(found, name)
            if number not in _items(name)
        ]
    )
    return found


def _shown(study: Study, language: str) -> set[str]:
    """The tables that the chapters of a language show; the evidence is the ledger."""
    folder = study.root / "notebooks" / "report"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"*.{language}.md"))]
    found = {name for text in texts for name in re.findall(r"""\btable\(\s*["'](\w+)["']""", text)}
    return found | ({"ledger"} if any("evidence()" in text for text in texts) else set())


def checklist(results: Results, name: str, words: dict[str, str], language: str) -> pd.DataFrame:
    """One checklist as a table: number, item, present or open, and what answers it.

    `words`: facts in the words of the language. An item that a table answers is present
    when a chapter shows that table.
    """
    tables = _shown(results.study, language)
    answers = getattr(read_reporting(results.study), name)
    rows = []
    for number, item in _items(name).items():
        said = []
        if "auto" in item:
            said.append(item["auto"][language].format_map(words))
        if item.get("table") in tables:
            key = f"caption.{item['table']}"
            said.append(
                f"{word('table', language)}: {word(key, language) if has_word(key) else item['table']}"
            )
        if number in answers:
            said.append(answers[number][language])
        rows.append(
            {
                word("column.number", language): number,
                word("column.item", language): item[language],
                word("column.state", language): word("item.present" if said else "item.open", language),
                word("column.answer", language): "; ".join(said),
            }
        )
    return pd.DataFrame(rows)
