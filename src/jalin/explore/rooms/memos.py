"""Memos: what was thought, and about what; and the trail of the study."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from jalin.code import read_codebook
from jalin.code.memos import read_memos
from jalin.conclude.propositions import FILE as PROPOSITIONS
from jalin.conclude.propositions import ids_written
from jalin.errors import Problem, StudyError, nearest
from jalin.explore.desk import Desk, of_text
from jalin.explore.register_edits import rows_of
from jalin.explore.room import Room, View, by_name
from jalin.explore.splice import put, take_out
from jalin.explore.trail import trail
from jalin.reading import parse_yaml, read_text
from jalin.study import Study

_FRONT = re.compile(r"^---\n(.*?)\n---\n\n?(.*)$", re.DOTALL)


def _folder(study: Study) -> Path:
    return study.raw / "coding" / "memos"


def _path(study: Study, memo: str) -> Path:
    path = _folder(study) / f"{memo}.md"
    if not path.exists():
        known = [one.stem for one in _folder(study).glob("*.md")]
        raise StudyError(Problem(study.relative(path), "", "the memo is not there", nearest(memo, known)))
    return path


def _check(study: Study) -> None:
    read_memos(study)


def add(desk: Desk, title: str, text: str = "", about: str = "", quote: str = "") -> str:
    """A new memo, on codes, sources or propositions (`about`, ids with spaces between), or on words of a source (`quote`); its name."""
    study, day = desk.study, date.today().isoformat()
    clean = re.sub(r"[^\w]+", "-", title.casefold()).strip("-")[:40] or "memo"
    number, name = 1, f"{day}-{clean}"
    while (_folder(study) / f"{name}.md").exists():
        number += 1
        name = f"{day}-{clean}-{number}"
    front: dict[str, Any] = {"title": title.strip() or name, "date": day, "about": about.split()}
    front |= {"coder": desk.coder} | ({"quote": quote} if quote else {})
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, default_flow_style=None, width=10**9)
    content = f"---\n{head}---\n\n{text.rstrip()}\n"
    desk.act(f"+ {title}", {_folder(study) / f"{name}.md": of_text(lambda _text: content)}, _check)
    return name


def edit(desk: Desk, memo: str, field: str, value: str) -> None:
    """Another title, text, kind, or what it is about; further keys of its head stay."""
    path = _path(desk.study, memo)

    def change(content: str) -> str:
        found = _FRONT.match(content)
        head, text = (f"{found[1]}\n", found[2]) if found else ("", content)
        if field == "text":
            text = f"{value.rstrip()}\n"
        else:
            said: Any = value.split() if field == "about" else value.strip()
            if not head.strip():
                head = yaml.safe_dump({field: said}, allow_unicode=True)
            elif said:
                head = put(head, (field,), said)
            elif field in (parse_yaml(head, memo) or {}):
                head = take_out(head, (field,))
        return f"---\n{head.rstrip()}\n---\n\n{text.lstrip(chr(10))}" if head.strip() else text

    desk.act(f"{memo}: {field}", {path: of_text(change)}, _check)


def remove(desk: Desk, memo: str) -> None:
    """Take a memo away."""
    desk.act(f"− {memo}", {_path(desk.study, memo): lambda _content: None}, _check)


def _whose(study: Study, memo: str) -> str:
    """The coder who wrote a memo; "" where it does not say."""
    found = _FRONT.match(read_text(_folder(study) / f"{memo}.md", memo))
    return str((parse_yaml(found[1], memo) or {}).get("coder", "")) if found else ""


class MemosRoom(Room):
    """All memos, by what they are about, and the trail."""

    name = "memos"
    acts = by_name(add, edit, remove)
    asks = by_name(trail)

    def watched(self) -> Iterable[Path]:
        study = self.desk.study
        folder = _folder(study)
        return [
            folder,
            *sorted(folder.glob("*.md")),
            study.raw / "coding" / "codebook.yaml",
            study.root / PROPOSITIONS,
        ]

    def view(self) -> View:
        study = self.desk.study
        names = read_codebook(study).names(self.desk.language)
        things = [[code, name] for code, name in names.items()]
        things += [[row["source_id"], row["source_id"]] for row in rows_of(study)[1]]
        things += [[claim, claim] for claim in ids_written(study)]
        memos = read_memos(study)
        if self.desk.blind:
            memos = memos[memos["memo"].map(lambda name: self.desk.sees(_whose(study, name))).astype(bool)]
        memos = memos.sort_values(["date", "memo"], ascending=[False, True])
        return {"memos": memos.to_dict("records"), "things": things}
