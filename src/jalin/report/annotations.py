"""Annotations for Transparent Inquiry: what stands behind each sentence that carries a claim, and behind each quote.

The four parts of an annotation are those of ATI (Qualitative Data Repository and Hypothesis; Kapiszewski & Karcher 2021,
doi:10.1017/S1049096520000955): an analytic note, an excerpt of the source, its translation, and the citation with the way
to the source. They are W3C Web Annotations (Data Model and Vocabulary, 2017) on the page and the PDF; the same
stands beside as a file that Hypothesis imports. No source is quoted here that the report does not quote.
"""

import json
from collections.abc import Sequence
from typing import Any

from IPython.display import HTML
from pydantic import Field

import jalin
from jalin.condense.quoting import around
from jalin.errors import Problem, nearest, refuse
from jalin.files import MOMENT, write_text
from jalin.named import Words
from jalin.reading import Strict, read_model
from jalin.report.claims import Claim
from jalin.report.evidence import anchor_of, evidence_file, translated
from jalin.report.numbering import Numbering
from jalin.report.spots import Paper, Spot, spots_of
from jalin.study import Study
from jalin.words import day, phrase, word

FILE = "data/raw/analysis/annotations.yaml"
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# so many passages behind a claim are quoted; the page of the evidence has all
_MOST = 3


class Note(Strict):
    """What a person writes for a reader who asks how the evidence supports the sentence."""

    of: str = Field(
        description="the label of a quoted passage, or CODER:SOURCE/ID of it, or the name of a condition in claims.yaml",
        examples=["W2/c1"],
    )
    note: Words = Field(
        description="the analytic note, in place of the one that is made of codes, findings and memos",
        examples=[
            {"id": "Ia sedang menunjuk bedengnya.", "en": "She is pointing at her bed as she says it."}
        ],
    )


class AnnotationsFile(Strict):
    """`analysis/annotations.yaml`."""

    notes: list[Note] = Field(description="notes, in any order")


def read_notes(study: Study) -> dict[str, Words]:
    """The notes of people by what they are of; none without the file. Raises `StudyError` where one stands twice."""
    path = study.raw / "analysis" / "annotations.yaml"
    if not path.exists():
        return {}
    found: dict[str, Words] = {}
    twice = []
    for one in read_model(AnnotationsFile, path, FILE, study.languages).notes:
        if one.of in found:
            twice.append(Problem(FILE, one.of, "it has two notes", "Make one of them"))
        found[one.of] = one.note
    refuse(twice)
    return found


def notes_of(numbering: Numbering) -> dict[str, Words]:
    """The notes of people by the label of a passage, however it is called there, or the name of a condition.

    Raises `StudyError` for a note of what the study does not have, and where a passage has two by two names.
    """
    found: dict[str, Words] = {}
    wrong = []
    for name, note in read_notes(numbering.results.study).items():
        labels = [name] if name in numbering.named_claims else list(numbering.called(name)["label"])
        if not labels:
            known = {*numbering.entries["label"], *numbering.named_claims}
            what = f"there is no passage and no condition {name!r}"
            wrong.append(Problem(FILE, name, what, nearest(name, known)))
        elif labels[0] in found:
            wrong.append(Problem(FILE, name, f"{labels[0]} has another note", "Make one of them"))
        else:
            found[labels[0]] = note
    refuse(wrong)
    return found


class _Writer:
    """What the annotations of one language say."""

    def __init__(self, numbering: Numbering, notes: dict[str, Words]) -> None:
        self.numbering, self.results, self.language = numbering, numbering.results, numbering.language
        self.settings = self.results.study.settings
        self.base = self.settings.sharing.address
        self.notes = notes
        self.rows = {row.label: row for row in numbering.entries.itertuples()}
        self.claims = {str(one.number): one for one in numbering.claims.values()}
        self.names = {one.holds: name for name, one in numbering.named_claims.items()}
        self.verdicts = self.results.verdicts.set_index("proposition")["verdict"].to_dict()
        self.groups = self.results.printed.name_of(self.language)
        self.codes = self.results.codebook.names(self.language)

    def quote(self, label: str) -> tuple[str, list[str]]:
        """The analytic note of a passage, and its label."""
        row = self.rows[label]
        said = [phrase("annotation.code", self.language, code=self.codes[row.code])]
        said += [self._side(name, side) for name, side in row.sides]
        said += [f"{word('memo', self.language)}: {row.memo}"] if row.memo else []
        return self._note(label, " ".join(said)), [label]

    def claim(self, number: str) -> tuple[str, list[str]]:
        """The analytic note of a claim, and the labels of passages that were counted."""
        claim = self.claims[number]
        labels = self._counted(claim)
        said = phrase(
            f"annotation.claim.{claim.decided.state}",
            self.language,
            condition=claim.decided.condition,
            values=claim.decided.values(self.language),
        )
        more = [said, f"{word('claim.because', self.language)}: {claim.because}." if claim.because else ""]
        if len(labels) > _MOST:
            more.append(phrase("annotation.passages", self.language, len(labels)))
        named = self.names.get(claim.decided.condition, "")
        return self._note(named, " ".join(filter(None, more))), labels[:_MOST]

    def _counted(self, claim: Claim) -> list[str]:
        """The passages behind a claim; those first that speak to a proposition."""
        labels = {
            label: None
            for count in claim.decided.counts
            if not count.tells
            for key in count.codings
            if (label := self.numbering.labels.get(key))
        }
        return sorted(labels, key=lambda label: not self.rows[label].sides)

    def _side(self, name: str, side: str) -> str:
        verdict = self.verdicts.get(name)
        return phrase(
            f"annotation.{side}",
            self.language,
            name=name,
            statement=" ".join(self.results.proposition(name).statement[self.language].split()).rstrip("."),
            verdict=word(f"verdict.{verdict}", self.language) if verdict else "–",
        )

    def _note(self, of: str, made: str) -> str:
        return self.notes[of][self.language] if of in self.notes else made

    def excerpt(self, label: str) -> str:
        """A passage with the words around it."""
        row = self.rows[label]
        before, after = around(self.results.texts[row.source_id], row.start, row.end)
        return f"{before}«{row.quote}»{after}"

    def translation(self, label: str) -> str:
        """A passage in the language of the report; "" where it was said in it, or nobody translated it."""
        row = self.rows[label]
        found = translated(self.results, row.source_id, row.quote, self.language)
        return " ".join(found["lines"]) if found else ""

    def citation(self, label: str) -> str:
        """How a passage is cited."""
        row = self.rows[label]
        whose = f"{self.groups[row.role_group]}, {day(row.date, self.language)}"
        title = self.results.study.title[self.language]
        year = max(item.until for item in self.settings.rounds).year
        doi = f" https://doi.org/{self.settings.sharing.doi}." if self.settings.sharing.doi else ""
        return f"{', '.join(self.settings.authors)} ({year}). {title}. {label}: {whose}.{doi}"

    def way(self, label: str) -> str:
        """Where a passage stands with the words around it."""
        return f"{self.base}{evidence_file(self.language)}#{anchor_of(label)}"

    def spoken(self, label: str) -> str:
        """The language of a source."""
        sources = self.results["protect/sources"].set_index("source_id")
        return str(sources.at[self.rows[label].source_id, "language"]).split()[0]


def _text(purpose: str, label: str, value: str, language: str) -> dict[str, str]:
    return {
        "type": "TextualBody",
        "purpose": purpose,
        "format": "text/plain",
        "language": language,
        "label": label,
        "value": value,
    }


def _parts(writer: _Writer, note: str, labels: Sequence[str]) -> list[dict[str, str]]:
    """The four parts as bodies of a W3C annotation."""
    name = {
        part: word(f"annotation.part.{part}", writer.language)
        for part in ("note", "excerpt", "translation", "source")
    }
    parts = [_text("commenting", name["note"], note, writer.language)]
    for label in labels:
        parts.append(_text("describing", name["excerpt"], writer.excerpt(label), writer.spoken(label)))
        if said := writer.translation(label):
            parts.append(_text("describing", name["translation"], said, writer.language))
        parts.append(_text("identifying", name["source"], writer.citation(label), writer.language))
        parts.append({"type": "SpecificResource", "purpose": "linking", "source": writer.way(label)})
    return parts


def _annotation(writer: _Writer, spot: Spot, number: int, paper: Paper) -> dict[str, Any]:
    note, labels = writer.claim(spot.name) if spot.kind == "claim" else writer.quote(spot.name)
    targets = [
        {
            "type": "SpecificResource",
            "source": f"{writer.base}report.{writer.language}.html",
            "selector": spot.selector,
        }
    ]
    if on_paper := paper.found(spot.selector):
        source = f"{writer.base}report.{writer.language}.pdf"
        targets.append({"type": "SpecificResource", "source": source, "selector": on_paper})
    return {
        "@context": _CONTEXT,
        "id": f"{writer.base}{name_of(writer.language)}#annotation-{number}",
        "type": "Annotation",
        "motivation": ["commenting", "linking"],
        "creator": _creators(writer),
        "generator": {"type": "Software", "name": f"jalin {jalin.__version__}"},
        "rights": _LICENCE,
        "body": _parts(writer, note, labels),
        "target": targets,
    }


def _creators(writer: _Writer) -> list[dict[str, str]]:
    sharing = writer.settings.sharing
    return [
        {"type": "Person", "name": name}
        | ({"id": f"https://orcid.org/{orcid}"} if (orcid := sharing.of(name).orcid) else {})
        for name in writer.settings.authors
    ]


def _hypothesis(writer: _Writer, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the client of Hypothesis exports and imports: the parts as Markdown, on the page alone."""
    title = writer.results.study.title[writer.language]
    notes = []
    for one in found:
        lines = [
            f"[{part['source']}]({part['source']})"
            if "source" in part
            else f"**{part['label']}** {part['value']}"
            for part in one["body"]
        ]
        target = one["target"][0]
        notes.append(
            {
                "id": one["id"].rpartition("#")[2],
                "uri": target["source"],
                "document": {"title": [title]},
                "text": "\n\n".join(lines),
                "tags": ["ATI"],
                "references": [],
                "target": [{"source": target["source"], "selector": [target["selector"]]}],
            }
        )
    when = MOMENT.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return {
        "export_date": when,
        "export_userid": "",
        "client_version": f"jalin {jalin.__version__}",
        "annotations": notes,
    }


def name_of(language: str) -> str:
    """The file of the annotations of a language, one a line."""
    return f"annotations.{language}.jsonld"


def write_annotations(numbering: Numbering, pages: Sequence[HTML]) -> int:
    """Write `reports/annotations.LANGUAGE.jsonld` and the file for Hypothesis; how many annotations there are.

    `pages`: the parts of the page. None where no chapter shows the evidence, which they lead to. Raises `StudyError` for a note of what there is not.
    """
    notes = notes_of(numbering)
    if not numbering.order["evidence"]:
        return 0
    writer, reports = _Writer(numbering, notes), numbering.results.study.reports
    paper = Paper.read(reports / f"report.{numbering.language}.pdf")
    spots = [
        spot
        for spot in spots_of([str(page.data) for page in pages], numbering.sentences)
        if spot.name in (writer.claims if spot.kind == "claim" else writer.rows)
    ]
    found = [_annotation(writer, spot, number, paper) for number, spot in enumerate(spots, start=1)]
    lines = [json.dumps(one, ensure_ascii=False) for one in found]
    page = "[" + ",\n".join(lines) + "]\n"
    write_text(reports / name_of(numbering.language), page)
    form = json.dumps(_hypothesis(writer, found), ensure_ascii=False, indent=1) + "\n"
    write_text(reports / f"annotations.{numbering.language}.hypothesis.json", form)
    return len(found)
