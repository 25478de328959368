"""Leak audit: no original form of a replaced identifier may stand in anything that was built.

Forms are compared without case, marks on letters, and whatever stands between their
words or digits, so a name in capitals or a number in other groups is found too.
A leak is told by whose it is and where it stands; which words they are says a list in the private folder alone.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import compress
from pathlib import Path

from jalin.collect.blocks import Block, Unreadable
from jalin.collect.readers import read_file
from jalin.collect.register import read_register
from jalin.collect.survey import answer_of, survey_in
from jalin.consent import FILE as CONSENT
from jalin.consent import read_consents, unquotable, withheld
from jalin.errors import Problem, StudyError, refuse
from jalin.files import FOLDERS, REGISTER, built_files, write_text
from jalin.protect.forms import Closed, Form, Leak, Passages, even, even_words, passages_of
from jalin.protect.ids import names_in_ids
from jalin.protect.key import read_key
from jalin.protect.outputs import Unsearchable, texts_of
from jalin.protect.pseudonyms import read_pseudonyms
from jalin.protect.review import kept_forms, read_review
from jalin.protect.titles import bare
from jalin.protect.unescaped import disguised, shown
from jalin.protect.words import HONORIFICS
from jalin.protect.written import names_written
from jalin.records import register_rows
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study
from jalin.tables.store import folder, read
from jalin.tables.texts import TEXTS, read_texts_in

# names shorter than this stand in other words' initials and abbreviations
_SHORTEST = 3
# and shorter than this they are words by chance when read backwards
_TURNED = 8
# what may stand before a number of a telephone: a zero within the country, and from elsewhere its code; a cell keeps neither
_ABROAD = re.compile(r"(?:(?:\+|00)(?:62|60|61|65|31|44|49|1)|62(?=8))[ (0)]*")
_PHRASE = 8
# below the private folder: which words leaked, and where
LEAKS = "leaks.csv"


def _form(original: str, about: str) -> Form | None:
    words = even(original).strip()
    digits = words.replace(" ", "")
    if digits.isdigit() and len(digits) >= 7:
        bare = re.sub(r"\D", "", _ABROAD.sub("", original.strip(), count=1)).lstrip("0")
        return Form(bare if len(bare) > 7 else digits, about, digits=True)
    return Form(words, about) if len(digits) >= _SHORTEST else None


def forms_of(study: Study) -> list[Form]:
    """Every form that was replaced or is listed to be, and phrases of the sources withdrawn."""
    found: dict[tuple[str, bool], Form] = {}
    decisions = read_review(study)
    # what a person let stand may stand, also where a longer name with it was hidden: Newman, M. E.
    kept = {even(bare(form)).strip() for form in kept_forms(decisions)}

    def add(original: str, about: str, but: Collection[str] = ()) -> None:
        form = _form(original, about)
        if form is not None and form.text not in but:
            found.setdefault((form.text, form.digits), form)

    # in a survey the same few names stand in many answers
    met: set[tuple[str, str, str]] = set()
    coders = {coder.id for coder in study.settings.coders}
    for row in read_key(study):
        # who coded is no secret, and stands in study.yaml
        if row.get("place") == "collector" and row.get("original") in coders:
            continue
        if (same := (row["kind"], row["original"], row["search"])) in met:
            continue
        met.add(same)
        about = f"an identifier ({row['kind']}) replaced in {row['source_id']}"
        original = bare(row["original"]) if row["kind"] in ("name", "listed") else row["original"]
        if row["search"] == "addressed":
            # the name is also a word: only after Pak, Bu and the like is it a name
            for title in HONORIFICS.split("|"):
                add(f"{title} {original}", about, kept)
        else:
            add(original, about, kept)
    for entry in read_pseudonyms(study):
        for form in entry.forms:
            add(form, "a form of data/raw/pseudonyms.csv")
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
    others = " ".join(map(even, read_texts_in(study.processed / "collect" / TEXTS).values()))
    found = {}
    for row in gone.to_dict("records"):
        path = study.raw / row["file"]
        try:
            blocks = _blocks(study, path, row) if path.is_file() else []
        except Unreadable:
            blocks = []
        sentences = [
            even(part).split() for block in blocks for part in re.split(r"(?<=[.?!:])\s", block.text)
        ]
        starts = [" ".join(words[:_PHRASE]) for words in sentences if len(words) >= _PHRASE]
        found[row["source_id"]] = [start for start in dict.fromkeys(starts) if f" {start} " not in others]
    return found


def _blocks(study: Study, path: Path, row: Mapping[str, str]) -> list[Block]:
    """The blocks of a source, of an answer to a survey those of its row."""
    if not row.get("survey"):
        return read_file(path, row.get("encoding", "")).blocks
    survey = survey_in(study, row["survey"], row)
    return [block for block in answer_of(survey, int(row["row"])).blocks if block.kind == "row"]


class Sought:
    """Forms to search for, by the words with which they begin: a text is read once, however many there are."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.forms = list(forms)
        self._passages = [form for form in self.forms if isinstance(form, Passages)]
        self._by_text: dict[str, list[Form]] = defaultdict(list)
        # of each first word how many words the forms have that begin with it; and how many digits numbers have
        self._begin: dict[str, set[int]] = defaultdict(set)
        self._digits: set[int] = set()
        for form in self.forms:
            if isinstance(form, Passages):
                continue
            if form.digits:
                self._by_text[form.text].append(form)
                self._digits.add(len(form.text))
            for text in () if form.digits else _written(form.text):
                self._by_text[text].append(form)
                words = text.split(" ")
                self._begin[words[0]].add(len(words))
        self._numbers_sought = {form.text for form in self.forms if form.digits}
        # the runs of so many digits as the shortest has, all that stand together
        least = min(self._digits, default=0)
        self._run = re.compile(rf"\d(?: ?\d){{{least - 1},}}+") if least else None

    def in_text(self, text: str) -> Iterator[Form]:
        """Each form that stands in a text; one in several pieces of a long one may come again."""
        for piece in self._readings(text) if self.forms else ():
            words = even_words(piece)
            found: set[Form] = set()
            if not self._begin.keys().isdisjoint(words):
                found = {
                    form
                    for at in compress(range(len(words)), map(self._begin.__contains__, words))
                    for count in self._begin[words[at]]
                    for form in self._by_text.get(" ".join(words[at : at + count]), ())
                    if not form.digits
                }
            evened = " ".join(words) if self._passages or self._digits else ""
            found.update(form for form in self._passages if form.stand_in(evened))
            found.update(form for form in self._numbers(evened) if _has_number(form, piece))
            yield from (form for form in self.forms if form in found) if found else ()

    @staticmethod
    def _readings(text: str) -> Iterator[str]:
        for piece in _pieces(text):
            yield piece
            yield from disguised(piece)

    def _numbers(self, evened: str) -> Iterator[Form]:
        """The numbers whose digits stand in an evened text, in whatever groups."""
        for group in set(self._run.findall(evened)) if self._run else ():
            run = group.replace(" ", "")
            parts = {run[at : at + size] for size in self._digits for at in range(len(run) - size + 1)}
            for part in parts & self._numbers_sought:
                yield from (form for form in self._by_text[part] if form.digits)


def _written(text: str) -> set[str]:
    """A form, evened, as it stands in a text, in letters alike, and backwards where no word is that by chance."""
    alike = (reading for said in (text, text.upper()) for reading in disguised(said))
    return {text, *(even(one).strip() for one in alike), *([text[::-1]] if len(text) >= _TURNED else [])}


# a long text is searched in pieces, which overlap by more than any form is long
_PIECE, _OVERLAP = 2_000_000, 4_000


def _pieces(text: str) -> Iterator[str]:
    at = 0
    while at == 0 or at + _OVERLAP < len(text):
        end = at + _PIECE
        if end < len(text):
            # whole words
            end = max(text.rfind(" ", at + _OVERLAP, end), text.rfind("\n", at + _OVERLAP, end)) + 1 or end
        yield text[at:end]
        at = end - _OVERLAP


def _sought(forms: "Iterable[Form] | Sought") -> Sought:
    return forms if isinstance(forms, Sought) else Sought(forms)


def _has_number(form: Form, text: str) -> bool:
    """Whether a number stands in a text in groups of digits as people write them; a column of single digits is none."""
    between = r"[\s.,\-/()|]{0,2}"
    pattern = rf"(?<!\d)(?:\d{{1,3}}{between}0?{between})?{between.join(form.text)}(?!\d)"
    return any(re.search(r"\d\d", match.group()) for match in re.finditer(pattern, shown(text)))


def _lines(forms: Collection[Form], text: str) -> dict[Form, str]:
    """The first line of a text on which each form stands, in words, in one reading; without those that no one line has."""
    found: dict[Form, str] = {}
    sought = Sought(forms)
    for number, line in enumerate(text.splitlines() if forms else (), start=1):
        for form in sought.in_text(line):
            found.setdefault(form, f"line {number}")
        if len(found) == len(forms):
            break
    return found


def find_forms(
    forms: Iterable[Form] | Sought, name: str, content: bytes, shown: str = ""
) -> Iterator[tuple[Form, str]]:
    """(form, place) of each form that stands in a file, each once; with `shown`, of those that concern that file."""
    sought, seen = _sought(forms), set()
    try:
        for place, text in texts_of(name, content):
            # in the order in which they are sought; a long text may say one again
            new = [
                form
                for form in dict.fromkeys(sought.in_text(text))
                if form not in seen and (not shown or form.concerns(shown))
            ]
            seen.update(new)
            lines = _lines(new, text)
            yield from ((form, ", ".join(filter(None, (place, lines.get(form))))) for form in new)
    except Unsearchable as error:
        yield Closed(name, f"something that nobody can search for names ({error})"), ""


def leaks_of(forms: Iterable[Form] | Sought, shown: str, content: bytes) -> list[Leak]:
    """Each form that stands in a file or in its name, `shown` as a person would type it from the study's folder."""
    sought = _sought(forms)
    return [
        *leaks_in_names(sought, [shown]),
        *(
            Leak(form, shown, place, form.remedy(shown))
            for form, place in find_forms(sought, Path(shown).name, content, shown)
        ),
    ]


def leaks_in_names(forms: Iterable[Form] | Sought, names: Iterable[str]) -> list[Leak]:
    """Each form that stands in the name of one of these files."""
    sought = _sought(forms)
    return [
        Leak(form, name, "its name", _renaming(name))
        for name in names
        # SitiAminah.png is of two words
        for form in sought.in_text(f"{name}\n{re.sub('(?<=[a-z])(?=[A-Z])', ' ', name)}")
        if form.concerns(name)
    ]


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
    rows = [
        {"form": leak.form.text, "whose": leak.form.about, "file": leak.file, "place": leak.place}
        for leak in leaks
    ]
    write_text(path, csv_of_rows(("form", "whose", "file", "place"), rows))
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


def leaks_in(study: Study, forms: Iterable[Form] | Sought, path: Path) -> list[Leak]:
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
    sought = Sought(forms)
    return [leak for path in searched for leak in leaks_in(study, sought, path)], searched


def refuse_stale_consent(study: Study) -> None:
    """Raise `StudyError` where what is built has sources that may be used no more, or quotes what may not be quoted.

    What was recorded after a build is in none of its tables. Nothing is said where nothing is built.
    """
    if not folder(study.whole, "protect/sources").with_suffix(".parquet").is_file():
        return
    built, now = read(study.whole, "protect/sources"), read_consents(study)
    closed = now.refused("use") | (now.refused("quote") - unquotable(built))
    if not closed.isdisjoint(built["source_id"]):
        what = "consent was taken back since the build, and what is built does not follow it"
        file = REGISTER if now.lines is None else CONSENT
        raise StudyError(Problem(file, "", what, "Build again with: make all"))


def refuse_to_share(study: Study) -> None:
    """Raise `StudyError` for consent taken back since the build, and names that no text hides: in ids of the register, and in what people wrote beside the sources."""
    refuse_stale_consent(study)
    rows = register_rows(study, "informant_id")
    refuse(list(names_in_ids(study, rows, kept_forms(read_review(study)))))
    refuse_leaks(study, names_written(study))
