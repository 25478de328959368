"""The tiny study with consent by scopes, with words planted that may stand in some places alone."""

import csv
import re
from pathlib import Path

from tiny import make_study

from jalin.consent import Consent
from jalin.protect.outputs import texts_of

# all that can be agreed to
YES = {"use": "yes", "quote": "yes", "share": "yes", "archive": "yes", "voice": "yes"}
ETHICS = (
    "ethics: {clearance: 12/KEPK/2024, committee: {id: Komisi Etik, en: Ethics board}, date: 2024-02-20}\n"
)
# what each of the two interviews says and no other source: coded, beside a code, asked, and in a comment
UNQUOTABLE = "We water the beans, even after the rain in May."
TOLD = "My back hurts from digging."


def write_consent(root: Path, *lines: dict[str, str]) -> None:
    """Write consent.csv with these lines; version, date and recorder are added where a line has none."""
    columns = list(Consent.model_fields)
    with (root / "data/raw/consent.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for line in lines:
            writer.writerow({"version": "1", "date": "2024-03-01", "recorded_by": "me"} | line)


def study_with(root: Path, *lines: dict[str, str]) -> Path:
    """The tiny study below `root` with these lines of consent."""
    make_study(root)
    path = root / "data/raw/study.yaml"
    path.write_text(path.read_text() + ETHICS)
    write_consent(root, *lines)
    return root


def plain(text: str) -> str:
    """Words alone, in small letters."""
    return re.sub(r"\W+", " ", text.casefold())


def said_in(files: dict[str, bytes], words: str) -> list[str]:
    """The files that say `words` in any of their texts, or have them in their bytes."""
    wanted = plain(words).strip()
    return [
        name
        for name, content in files.items()
        if any(wanted in plain(text) for _, text in texts_of(name, content)) or words.encode() in content
    ]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
