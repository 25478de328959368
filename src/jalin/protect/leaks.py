"""Leak audit: no original form of a replaced identifier may stand in anything that was built.

Forms are compared without case, marks on letters, and whatever stands between their
words or digits, so a name in capitals or a number in other groups is found too.
A leak is told by whose it is and where it stands; which words they are says a list in the private folder alone.
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from jalin.collect.blocks import Unreadable
from jalin.collect.readers import read_file
from jalin.collect.register import read_register
from jalin.consent import withheld
from jalin.errors import Problem, StudyError, refuse
from jalin.files import FOLDERS, REGISTER, built_files, write_text
from jalin.protect.forms import UNSEEN, Form, Leak, Passages, even, passages_of
from jalin.protect.ids import names_in_ids
from jalin.protect.key import read_key
from jalin.protect.outputs import texts_of
from jalin.protect.pseudonyms import read_pseudonyms
from jalin.protect.review import kept_forms, read_review
from jalin.protect.titles import bare
from jalin.protect.words import HONORIFICS
from jalin.protect.written import names_written
from jalin.records import read_records
from jalin.study import Study

_DIGITS_APART = re.compile(r"(?<=\d) (?=\d)")
# names shorter than this stand in other words' initials and abbreviations
_SHORTEST = 3
_PHRASE = 8
# below the private folder: which words leaked, and where
LEAKS = "leaks.csv"


def _form(original: str, about: str) -> Form | None:
    words = even(original).strip()
    digits = words.replace(" ", "")
    if digits.isdigit() and len(digits) >= 7:
        return Form(digits, about, digits=True)
    return Form(words, about) if len(digits) >= _SHORTEST else None


def forms_of(study: Study) -> list[Form]:
    """Every form that was replaced or is listed to be, and phrases of the sources withdrawn."""
    found: dict[tuple[str, bool], Form] = {}

    def add(original: str, about: str) -> None:
        form = _form(original, about)
        if form is not None:
            found.setdefault((form.text, form.digits), form)

    for row in read_key(study):
        about = f"an identifier ({row['kind']}) replaced in {row['source_id']}"
        original = bare(row["original"]) if row["kind"] in ("name", "listed") else row["original"]
        if row["search"] == "addressed":
            # the name is also a word: only after Pak, Bu and the like is it a name
            for title in HONORIFICS.split("|"):
                add(f"{title} {original}", about)
        else:
            add(original, about)
    for entry in read_pseudonyms(study):
        for form in entry.forms:
            add(form, "a form of data/raw/pseudonyms.csv")
    decisions = read_review(study)
    for decision in decisions:
        if decision.decision in ("hide", "cite"):
            add(decision.form, "a form that data/raw/review.csv hides")
    for source_id, phrases in withdrawn_phrases(study).items():
        for phrase in phrases:
            add(phrase, f"words of {source_id}, whose consent was withdrawn")
    cited = {even(bare(one.form)).strip() for one in decisions if one.decision == "cite"}
    forms = [replace(form, cited=_is_cited(form.text, cited)) for form in found.values()]
    return [*forms, *passages_of(study, withheld(study, "quote"), "quoted")]


def _is_cited(form: str, cited: set[str]) -> bool:
    """Whether a form is one of those `cited`, with a form of address before it or without."""
    first, _, rest = form.partition(" ")
    return form in cited or (first in HONORIFICS.split("|") and rest in cited)


def withdrawn_phrases(study: Study) -> dict[str, list[str]]:
    """Per source withdrawn whose file is still there: how each of its sentences begins, evened.

    Phrases that another source has too are left out.
    """
    register = read_register(replace(study, through=None))
    gone = register[register["consent"] == "withdrawn"]
    if gone.empty:
        return {}
    texts = (study.processed / "collect" / "texts").glob("*.txt")
    others = " ".join(even(path.read_bytes().decode("utf-8")) for path in sorted(texts))
    found = {}
    for row in gone.to_dict("records"):
        path = study.raw / row["file"]
        try:
            blocks = read_file(path, row.get("encoding", "")).blocks if path.is_file() else []
        except Unreadable:
            blocks = []
        sentences = [
            even(part).split() for block in blocks for part in re.split(r"(?<=[.?!:])\s", block.text)
        ]
        starts = [" ".join(words[:_PHRASE]) for words in sentences if len(words) >= _PHRASE]
        found[row["source_id"]] = [start for start in dict.fromkeys(starts) if f" {start} " not in others]
    return found


def _stands(form: Form, text: str, evened: str, joined: str) -> bool:
    """Whether `form` stands in a text, given as it is, evened, and with its digits joined."""
    if isinstance(form, Passages):
        return form.stand_in(evened)
    if not form.digits:
        return f" {form.text} " in evened
    if form.text not in joined:
        return False
    # groups of digits as people write them; a column of single digits is none
    pattern = r"(?<!\d)" + r"[\s.,\-/()|]{0,2}".join(form.text) + r"(?!\d)"
    normalised = UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return any(re.search(r"\d\d", match.group()) for match in re.finditer(pattern, normalised))


def _line(form: Form, text: str) -> str:
    for number, line in enumerate(text.splitlines(), start=1):
        evened = even(line)
        if _stands(form, line, evened, _DIGITS_APART.sub("", evened)):
            return f"line {number}"
    return ""


def find_forms(forms: Iterable[Form], name: str, content: bytes) -> Iterator[tuple[Form, str]]:
    """(form, place) of each form that stands in a file, each once."""
    forms, seen = list(forms), set()
    for place, text in texts_of(name, content):
        evened = even(text)
        joined = _DIGITS_APART.sub("", evened)
        for form in forms:
            if form not in seen and _stands(form, text, evened, joined):
                seen.add(form)
                yield form, ", ".join(part for part in (place, _line(form, text)) if part)


def leaks_of(forms: Iterable[Form], shown: str, content: bytes) -> list[Leak]:
    """Each form that stands in a file or in its name, `shown` as a person would type it from the study's folder."""
    forms = [form for form in forms if form.concerns(shown)]
    return [
        *leaks_in_names(forms, [shown]),
        *(
            Leak(form, shown, place, form.remedy(shown))
            for form, place in find_forms(forms, Path(shown).name, content)
        ),
    ]


def leaks_in_names(forms: Iterable[Form], names: Iterable[str]) -> list[Leak]:
    """Each form that stands in the name of one of these files."""
    found = []
    forms = list(forms)
    for name in names:
        evened = even(name)
        joined = _DIGITS_APART.sub("", evened)
        found += [
            Leak(form, name, "its name", _renaming(name))
            for form in forms
            if form.concerns(name) and _stands(form, name, evened, joined)
        ]
    return found


def _renaming(name: str) -> str:
    """What to do about a file whose name tells an identifier."""
    top, _, rest = name.partition("data/raw/")
    if top or not rest:
        return "Rename what it is named after"
    listed = rest.partition("/")[0] in FOLDERS
    return f"Rename the file{f', and its line in {REGISTER}' if listed else ''}"


def refuse_leaks(study: Study, leaks: Iterable[Leak]) -> None:
    """Raise `StudyError` with a problem for each form that leaked, in however many places.

    Which words they are, and every place, is written to a list in the private folder; without leaks it goes.
    """
    leaks, path = list(leaks), study.private / LEAKS
    if not leaks:
        path.unlink(missing_ok=True)
        return
    rows = [(leak.form.text, leak.form.about, leak.file, leak.place) for leak in leaks]
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([("form", "whose", "file", "place"), *rows])
    write_text(path, table.getvalue())
    by_form: dict[Form, list[Leak]] = defaultdict(list)
    for leak in leaks:
        by_form[leak.form].append(leak)
    told = f"Which words they are says {study.relative(path)}"
    raise StudyError(
        Problem(
            found[0].file, found[0].place, f"{found[0].what}{_and_in(found)}", f"{found[0].remedy}. {told}"
        )
        for found in by_form.values()
    )


def _and_in(found: list[Leak]) -> str:
    """The files in which a form stands besides the first, in words."""
    files = list(dict.fromkeys(leak.file for leak in found if leak.file != found[0].file))
    named = f", and in {', '.join(files[:2])}" if files else ""
    return named + (f" and {len(files) - 2} more files" if len(files) > 2 else "")


def leaks_in(study: Study, forms: list[Form], path: Path) -> list[Leak]:
    """Each form that stands in one built file or in its name."""
    return leaks_of(forms, study.relative(path), path.read_bytes())


def audit(
    study: Study, passed: Iterable[Path] = (), forms: list[Form] | None = None
) -> tuple[list[Leak], list[Path]]:
    """(leaks, files searched): every form that must not be there, in everything that was built.

    `passed` are files that were searched for the same forms since they were written; `forms` those of
    `forms_of`, where they were read already.
    """
    known, forms = set(passed), forms_of(study) if forms is None else forms
    searched = [path for path in built_files(study.root) if path not in known]
    return [leak for path in searched for leak in leaks_in(study, forms, path)], searched


def refuse_to_share(study: Study) -> None:
    """Raise `StudyError` for names that no text hides: in ids of the register, and in what people wrote beside the sources."""
    rows = [
        row for _, row in read_records(study.raw / "sources.csv", REGISTER, ("source_id", "informant_id"))
    ]
    refuse(list(names_in_ids(study, rows, kept_forms(read_review(study)))))
    refuse_leaks(study, names_written(study))
