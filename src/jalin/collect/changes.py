"""What changed in the sources since they were last built, by words.

A source is compared by its canonical text, so a file that was only saved again, in
another format or encoding, has not changed. The texts last built and the log are
kept in `data/processed/private/`, which is never shared.
"""

import csv
import difflib
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from jalin.files import write_text
from jalin.spreadsheet import as_meant, csv_of_rows
from jalin.study import Study
from jalin.tables.texts import TEXTS, read_texts_in, write_texts_in


@dataclass(frozen=True)
class Change:
    """Words of one source that are not what they were; `line` counts in the text as it is now, from 1."""

    source_id: str
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.source_id}, line {self.line}: added “{self.after}”"
        if not self.after:
            return f"{self.source_id}, line {self.line}: removed “{self.before}”"
        return f"{self.source_id}, line {self.line}: “{self.before}” became “{self.after}”"


def _earlier(study: Study) -> Path:
    return study.private / TEXTS


def changed_words(source_id: str, before: str, after: str) -> list[Change]:
    """Each run of words that differs between two texts of one source, in order."""
    old, new = before.splitlines(), after.splitlines()
    changes = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 2000).get_opcodes():
        if tag == "equal":
            continue
        words = [(number, word) for number in range(c, d) for word in new[number].split()]
        gone = [word for line in old[a:b] for word in line.split()]
        matcher = difflib.SequenceMatcher(None, gone, [word for _, word in words], autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind != "equal":
                line = words[min(k, len(words) - 1)][0] if words else min(c, max(0, len(new) - 1))
                kept = " ".join(word for _, word in words[k:m])
                changes.append(Change(source_id, line + 1, " ".join(gone[i:j]), kept))
    return changes


def changes_since(study: Study, texts: dict[str, str]) -> list[Change]:
    """What changed in `texts` since they were last remembered; a source new or gone is no change."""
    return _changes(read_texts_in(_earlier(study)), texts)


def _changes(before: Mapping[str, str], texts: Mapping[str, str]) -> list[Change]:
    return [
        change
        for source_id, text in texts.items()
        if before.get(source_id, text) != text
        for change in changed_words(source_id, before[source_id], text)
    ]


_LOG = ["seen", *(item.name for item in fields(Change)), "sha256"]


def _rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [[as_meant(said) for said in row] for row in csv.reader(file)][1:]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def remember(
    study: Study, texts: dict[str, str], withdrawn: Iterable[str], surveys: Mapping[str, str] | None = None
) -> list[Change]:
    """Log what changed since the last build, and keep `texts` to compare the next with; returns the changes.

    Nothing of the sources `withdrawn` stays, neither text nor log; `surveys` as `surveys_of` has them.
    """
    before, gone, surveys = read_texts_in(_earlier(study)), set(withdrawn), surveys or {}
    changes = _changes(before, texts)
    log = study.private / "changes.csv"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kept = [row for row in _rows(log) if row[1] not in gone]
    rows = [
        *kept,
        *([now, *map(str, astuple(change)), _digest(texts[change.source_id])] for change in changes),
    ]
    if rows:
        write_text(log, csv_of_rows(_LOG, (dict(zip(_LOG, row, strict=True)) for row in rows)))
    else:
        log.unlink(missing_ok=True)
    # a source that is not there now is compared when it comes back
    kept_texts = {name: text for name, text in before.items() if name not in gone} | texts
    write_texts_in(_earlier(study), kept_texts, surveys)
    return changes
