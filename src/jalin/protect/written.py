"""What people wrote beside the sources, read by the rules for names: memos, codebook, propositions, settings.

None of it is de-identified, for nobody would find their words again; all of it is shared. What the rules are
sure of there is told before anything leaves, and stops it until it is taken out or somebody decided to let it stand.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from jalin.collect.blocks import Unreadable
from jalin.collect.readers import read_file
from jalin.errors import StudyError
from jalin.files import WRITTEN, files_below
from jalin.protect.finder import rules_of
from jalin.protect.forms import Form, Leak
from jalin.protect.normalise import plain
from jalin.protect.review import read_review
from jalin.protect.titles import bare
from jalin.reading import encoding_of
from jalin.study import SETTINGS, Study
from jalin.tables.store import folder, read, read_texts

_ENDINGS = {".md", ".yaml", ".csv", ".jsonl"}
# what is read of a file that a person fills in or writes elsewhere besides its words
_SHOWN = {"header", "footer", "hidden text"}
# the forms of consent, which may be filled in
_FORMS = "forms"
# the colour of a code, which may read like a postal code, and the id of a coding, in which words stand by chance
_NO_WORDS = re.compile(r"#[0-9a-f]{6}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_REMEDY = "Take it out, or let it stand by the decision keep or cite in data/raw/review.csv"


def _texts(study: Study) -> Iterator[tuple[str, int, str]]:
    """(file, line, text) of what people wrote; of codings their memos, whose quotes are of the sources."""
    readme = study.raw / "README.md"
    paths = [
        study.root / SETTINGS,
        *([readme] if readme.is_file() else []),
        *(path for name in (*WRITTEN, _FORMS) for path in files_below(study.raw / name)),
    ]
    for path in paths:
        if path.suffix not in _ENDINGS:
            # as a person reads it; of a picture nobody can, and what cannot be shared is told there
            with suppress(Unreadable, StudyError):
                reading = read_file(path, "")
                said = [one.text for one in reading.blocks] + [one.text for one in reading.comments]
                said += [one.detail for one in reading.remarks if one.kind in _SHOWN]
                yield study.relative(path), 1, "\n".join(said)
            continue
        content = path.read_bytes()
        text = content.decode(encoding_of(content, path.name), "replace")
        if path.suffix != ".jsonl":
            yield study.relative(path), 1, text
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                memo = json.loads(line).get("memo")
            except (ValueError, AttributeError):
                memo = line
            if memo:
                yield study.relative(path), number, str(memo)


def names_written(study: Study, texts: Iterable[str] | None = None) -> list[Leak]:
    """A leak for each name or number that stands in what people wrote and was not settled.

    `texts` are the de-identified texts, whose words are no names; without them those that were built.
    """
    if texts is None:
        if not folder(study, "protect/sources").with_suffix(".parquet").is_file():
            # nothing is made of the sources yet, and nothing shared
            return []
        texts = read_texts(study, "protect", read(study, "protect/sources")).values()
    decisions = read_review(study)
    settled = {plain(bare(one.form)) for one in decisions if one.decision in ("keep", "cite")}
    # coders, authors and places of the study are no secret
    settings = study.settings
    known = [*settings.authors, *(coder.name[name] for coder in settings.coders for name in study.languages)]
    known += settings.thesis.public if settings.thesis else []
    settled |= {plain(bare(name)) for name in known}
    finder = rules_of(study, texts)
    found = []
    decided = [re.escape(one.form) for one in decisions if one.decision in ("keep", "cite")]
    # and what catalogues are to name
    decided += [re.escape(one) for one in settings.sharing.public]
    for file, first, text in _texts(study):
        # part of what was decided on is no other name
        spans = [match.span() for form in decided for match in re.finditer(f"(?i){form}", text)]
        spans += [match.span() for match in _NO_WORDS.finditer(text)]
        for hit in finder.find(text, study.languages[0])[0]:
            # a key of the list of works is written as a handle is; a pseudonym hides already
            if (
                any(start <= hit.start and hit.end <= end for start, end in spans)
                or hit.kind == "handle"
                or "⟦" in text[max(0, hit.start - 1) : hit.end]
                or plain(bare(hit.original)) in settled
            ):
                continue
            form = Form(hit.original, f"what reads like an identifier ({hit.kind})")
            found.append(Leak(form, file, f"line {first + text.count(chr(10), 0, hit.start)}", _REMEDY))
    return found


def told(leaks: Iterable[Leak]) -> list[str]:
    """A line for each form that reads like an identifier, with where it stands, for whoever wrote it."""
    places: dict[str, list[str]] = {}
    for leak in leaks:
        places.setdefault(leak.form.text, []).append(f"{leak.file}, {leak.place}")
    return [
        f"{form!r} reads like an identifier, and stops a deposit: {'; '.join(dict.fromkeys(found))}. {_REMEDY}"
        for form, found in sorted(places.items())
    ]
