"""Where a source shows in what was built; for one withdrawn, the proof that it does not."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from jalin.collect.register import read_register
from jalin.errors import Problem, StudyError, nearest
from jalin.files import REGISTER
from jalin.protect.forms import Form, even
from jalin.protect.leaks import find_forms, withdrawn_phrases
from jalin.study import Study


@dataclass(frozen=True)
class Traces:
    """The source's row of the register, the files searched, and (file, place, what) of each trace."""

    row: dict[str, str]
    files: int
    found: list[tuple[str, str, str]]


def _everything(study: Study) -> list[Path]:
    """Every file built, the raw texts and the private folder included; not the list of raw files a build keeps, nor letters."""
    tops = (study.processed, study.reports)
    found = [path for top in tops for path in sorted(top.rglob("*")) if path.is_file()]
    return [path for path in found if not {".made", "letters"} & set(path.relative_to(study.root).parts)]


def trace_source(study: Study, source_id: str) -> Traces:
    """Search everything built for a source: its id, its file's name, its informant, and words of it if withdrawn.

    The informant is looked for only when no other source has the same.
    Raises `StudyError` for a source that the register does not name.
    """
    register: pd.DataFrame = read_register(replace(study, through=None))
    rows = {row["source_id"]: row for row in register.to_dict("records")}
    if source_id not in rows:
        raise StudyError(Problem(REGISTER, "", f"there is no source {source_id!r}", nearest(source_id, rows)))
    row = rows[source_id]
    forms = {Form(even(source_id).strip(), ""): "its id"}
    if not row.get("survey"):
        # that of a survey is the file of others as well
        forms.setdefault(Form(even(Path(row["file"]).stem).strip(), ""), "the name of its file")
    informant = row["informant_id"]
    if informant and sum(other["informant_id"] == informant for other in rows.values()) == 1:
        forms[Form(even(informant).strip(), "")] = "its informant"
    for phrase in withdrawn_phrases(study).get(source_id, []):
        forms[Form(phrase, "")] = "words of it"
    found = []
    files = _everything(study)
    for path in files:
        shown = study.relative(path)
        if even(source_id) in even(shown):
            found.append((shown, "", "its id, in the name of the file"))
        for form, place in find_forms(forms, path.name, path.read_bytes()):
            found.append((shown, place, forms[form]))
    return Traces(row, len(files), found)
