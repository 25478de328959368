"""Leak audit: no original form of a replaced identifier may stand in anything that was built.

Forms are compared without case, marks on letters, and whatever stands between their
words or digits, so a name in capitals or a number in other groups is found too.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from jalin.collect.blocks import Unreadable
from jalin.collect.readers import read_file
from jalin.collect.register import read_register
from jalin.consent import withheld
from jalin.errors import Problem
from jalin.files import FOLDERS, REGISTER, built_files
from jalin.protect.forms import UNSEEN, Form, Passages, even, passages_of
from jalin.protect.key import read_key
from jalin.protect.names import bare
from jalin.protect.outputs import texts_of
from jalin.protect.pseudonyms import read_pseudonyms
from jalin.protect.review import read_review
from jalin.protect.words import HONORIFICS
from jalin.study import Study

_DIGITS_APART = re.compile(r"(?<=\d) (?=\d)")
# names shorter than this stand in other words' initials and abbreviations
_SHORTEST = 3
_PHRASE = 8


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
    for decision in read_review(study):
        if decision.decision == "hide":
            add(decision.form, "a form that data/raw/review.csv hides")
    for source_id, phrases in withdrawn_phrases(study).items():
        for phrase in phrases:
            add(phrase, f"words of {source_id}, whose consent was withdrawn")
    return [*found.values(), *passages_of(study, withheld(study, "quote"), "quoted")]


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


def leaks_of(forms: Iterable[Form], shown: str, content: bytes) -> list[Problem]:
    """Each form that stands in a file or in its name, `shown` as a person would type it from the study's folder.

    A leak in the content names file and place, and whose identifier it is, never the identifier.
    """
    forms = [form for form in forms if form.concerns(shown)]
    return [
        *leaks_in_names(forms, [shown]),
        *(
            Problem(shown, place, f"{form.about} still stands here", form.remedy)
            for form, place in find_forms(forms, Path(shown).name, content)
        ),
    ]


def leaks_in_names(forms: Iterable[Form], names: Iterable[str]) -> list[Problem]:
    """Each form that stands in the name of one of these files."""
    found = []
    forms = list(forms)
    for name in names:
        evened = even(name)
        joined = _DIGITS_APART.sub("", evened)
        found += [
            Problem(name, "its name", f"{form.about} still stands here", _renaming(name))
            for form in forms
            if _stands(form, name, evened, joined)
        ]
    return found


def _renaming(name: str) -> str:
    """What to do about a file whose name tells an identifier."""
    top, _, rest = name.partition("data/raw/")
    if top or not rest:
        return "Rename what it is named after"
    listed = rest.partition("/")[0] in FOLDERS
    return f"Rename the file{f', and its line in {REGISTER}' if listed else ''}"


def leaks_in(study: Study, forms: list[Form], path: Path) -> list[Problem]:
    """Each form that stands in one built file or in its name."""
    return leaks_of(forms, study.relative(path), path.read_bytes())


def audit(
    study: Study, passed: Iterable[Path] = (), forms: list[Form] | None = None
) -> tuple[list[Problem], list[Path]]:
    """(leaks, files searched): every form that must not be there, in everything that was built.

    `passed` are files that were searched for the same forms since they were written; `forms` those of
    `forms_of`, where they were read already.
    """
    known, forms = set(passed), forms_of(study) if forms is None else forms
    searched = [path for path in built_files(study.root) if path not in known]
    return [problem for path in searched for problem in leaks_in(study, forms, path)], searched
