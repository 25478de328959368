"""Memos: `coding/memos/*.md`, front matter that says what each is about, then its text."""

import re

import pandas as pd
import yaml

from jalin.errors import Problem, StudyError
from jalin.reading import read_text
from jalin.study import Study

_FRONT = re.compile(r"^---\n(.*?)\n---\n\n?(.*)$", re.DOTALL)
_COLUMNS = ["memo", "title", "date", "about", "kind", "round", "guid", "text"]


def read_memos(study: Study) -> pd.DataFrame:
    """Every memo, by its file's name: columns memo, title, date, about, kind, round, guid, text.

    `about` holds codes, propositions or sources with spaces between. A text without
    front matter is a memo all the same. Raises `StudyError` when the front matter is no
    YAML record.
    """
    rows, problems = [], []
    for path in sorted((study.raw / "coding" / "memos").glob("*.md")):
        shown = study.relative(path)
        text = read_text(path, shown)
        match = _FRONT.match(text)
        try:
            front = yaml.safe_load(match[1]) if match else {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            place = f"line {mark.line + 2}" if mark else ""
            problems.append(Problem(shown, place, "its front matter is no YAML", "Mend it, or take it away"))
            continue
        if not isinstance(front, dict):
            problems.append(
                Problem(shown, "", "its front matter is no record", "Write lines such as title: …")
            )
            continue
        about = front.get("about") or ""
        rows.append(
            {
                "memo": path.stem,
                "title": str(front.get("title") or path.stem),
                "date": str(front.get("date") or ""),
                "about": " ".join(map(str, about))
                if isinstance(about, list)
                else str(about).replace(",", " "),
                "kind": str(front.get("kind") or ""),
                "round": str(front.get("round") or ""),
                "guid": str(front.get("guid") or ""),
                "text": (match[2] if match else text).removesuffix("\n"),
            }
        )
    if problems:
        raise StudyError(problems)
    return pd.DataFrame(rows, columns=_COLUMNS, dtype="str")
