"""The page of the manual with every key of what people write, made from the models that check it."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from jalin.code.codebook import CodebookFile
from jalin.code.codings import Coding, ReadSource
from jalin.code.memos import Front
from jalin.code.passages import PassageLink
from jalin.code.reconcile import Decision
from jalin.code.regions import Region
from jalin.code.times import Time
from jalin.code.translations import Translation
from jalin.collect.dialects import DialectsFile
from jalin.collect.register import Source
from jalin.collect.settled import Label
from jalin.conclude.origins import Origin
from jalin.conclude.propositions import PropositionsFile
from jalin.conclude.records import MemberCheck, Recorded
from jalin.consent import Consent
from jalin.display.links import LinksFile
from jalin.display.summaries import CellSummary
from jalin.kinds import Kind, keys_of, kind_of
from jalin.protect.anonymity import Informant
from jalin.protect.pseudonyms import ListedRow
from jalin.protect.review import Decision as Reviewed
from jalin.report.annotations import AnnotationsFile
from jalin.report.checklists import Reporting
from jalin.report.claims import ClaimsFile
from jalin.report.guides import Guide
from jalin.report.photographs import Photograph
from jalin.settings import Settings

_HEAD = """\
# What people write

Every key and column of the files below `data/raw/` that people write, with an example of each; all examples are of \
one study, a school garden. Tables may have commas, semicolons or tabs between their values, as a spreadsheet saves \
them. What the rules do is told in the [methods](../methods.md). Beside these files stand the sources themselves, in \
`interviews/`, `observations/` and `documents/`, and `references.bib`; the [chapters](../how-to/change-the-report.md) of \
the report are in `notebooks/report/`. Made by `jalin study-files` from the models that \
check these files; do not edit.
"""


@dataclass(frozen=True)
class Written:
    """A file that people write: its name below data/raw, its model, and what it is for."""

    name: str
    model: type[BaseModel]
    about: str


FILES = (
    Written("study.yaml", Settings, "What the study is, who takes part in it, and the rules of evidence."),
    Written("sources.csv", Source, "The register: one row a source. Any further column is an attribute of the source, for displays and queries."),
    Written("consent.csv", Consent, "What each informant agreed to, by scope: one line for each time somebody was asked or said something new. Who has a line agreed to what says yes and to nothing else; without the file `sources.csv` decides alone, and no recording leaves ([how](../how-to/consent.md))."),
    Written("dialects.yaml", DialectsFile, "How transcripts are written that jalin does not know; the page on [transcripts](../transcripts.md) says what a form is."),
    Written("pseudonyms.csv", ListedRow, "The study's own list of names to hide."),
    Written("labels.csv", Label, "What each label of a speaker stands for. Real names of interviewers belong here, for `study.yaml` is shared; without a row a label that may be a name is hidden as one."),
    Written("review.csv", Reviewed, "What was decided about suspected identifiers; `data/processed/private/review.csv` lists those that wait."),
    Written("informants.csv", Informant, "One row an informant. Any further column is an attribute that could tell who someone is, such as `age`; `anonymity` in `study.yaml` says which count."),
    Written("coding/codebook.yaml", CodebookFile, "The codes, and what became of earlier ones."),
    Written("coding/codings/CODER/SOURCE.jsonl", Coding, "What a coder marked in a source, one coding a line; JupyterLab writes it. Positions are code points in `data/processed/protect/texts/SOURCE.txt`; of answers to a survey, in their lines of `SURVEY.jsonl` there."),
    Written("coding/codings/CODER/read.csv", ReadSource, "The sources that a coder has read. One without a coding of theirs needs its row here: it was read, and nothing in it found. Without, it counts as not coded by them."),
    Written("coding/memos/NAME.md", Front, "A memo: this front matter, then its text. A text without front matter is a memo, too."),
    Written("coding/reconciled.csv", Decision, "What the coders decided where they differed."),
    Written("coding/times.csv", Time, "When a turn begins in the recording, where the transcript has it wrong or not at all; the workbench writes it."),
    Written("coding/passages.csv", PassageLink, "Links between two coded passages, each with a type; the workbench writes it."),
    Written("coding/regions.csv", Region, "Regions of pictures and PDF pages, and what they were coded as; the workbench writes it. `region(\"D1/r1\")` sets one into a chapter."),
    Written("translations/LANGUAGE.csv", Translation, "Passages in a language of the study in which they were not said ([how](../how-to/translate.md)). A row is tied to its passage by the source and the words; when these change it is stale, and `make check` tells."),
    Written("analysis/propositions.yaml", PropositionsFile, "The claims under test."),
    Written("analysis/origins.csv", Origin, "Whose account hearsay is: passages of one origin count once."),
    Written("analysis/tactics.csv", Recorded, "What a person did to test a finding."),
    Written("analysis/member_checks.csv", MemberCheck, "What informants answered when they were shown a proposition."),
    Written("analysis/links.yaml", LinksFile, "Links between codes that the researcher states, for causal and event–state networks."),
    Written("analysis/summaries.csv", CellSummary, "What a person wrote into the cell of a display."),
    Written("guides/NAME.yaml", Guide, "A guide for interviews, observations or documents; the grid of the study comes of it ([how](../how-to/thesis.md))."),
    Written("photographs.csv", Photograph, "Photographs of the field work, for the appendices of a thesis. A picture in which somebody can be known is shown only with the consent of all who can be known, and only where its source may be quoted and shared."),
    Written("analysis/claims.yaml", ClaimsFile, "Conditions with a name, on which sentences of the chapters rest in every language."),
    Written("analysis/annotations.yaml", AnnotationsFile, "Notes of people in the annotations of the report ([how](../how-to/share.md))."),
    Written("analysis/reporting.yaml", Reporting, "Answers to items of reporting checklists that no data can answer."),
)  # fmt: skip


def study_files() -> str:
    """The page: a section a file, with a table of its keys, one for each kind of entry in it, and an example of it all."""
    return "\n".join([_HEAD, *(_section(written) for written in FILES)])


def example_of(model: type[BaseModel], number: int = 0) -> dict[str, Any]:
    """An entry of a model by the examples of its fields: of the first every key, of a further one those that have as many examples."""
    found = {}
    for key, field in keys_of(model).items():
        examples, inside = _examples(field), _model_in(field)
        if number < len(examples):
            found[key] = examples[number]
        elif inside is not None and not examples and (number == 0 or field.is_required()):
            found[key] = (
                _entries(inside) if get_origin(field.annotation) is list else example_of(inside, number)
            )
        elif field.is_required():
            found[key] = examples[-1]
    return {key: value for key, value in found.items() if value not in (None, "")}


def _entries(model: type[BaseModel]) -> list[dict[str, Any]]:
    most = max(len(_examples(field)) for field in model.model_fields.values())
    return [example_of(model, number) for number in range(max(1, most))]


def _examples(field: FieldInfo) -> list[Any]:
    """The examples of a field; of one without, its default or its first choice."""
    if field.examples or _model_in(field):
        return field.examples or []
    if not field.is_required():
        return [field.default]
    choices = get_args(field.annotation)
    return [choices[0]] if choices else []


def _model_in(field: FieldInfo) -> type[BaseModel] | None:
    """The model of the entries of a field, where they have keys of their own to explain."""
    inner = [one for one in (field.annotation, *get_args(field.annotation)) if isinstance(one, type)]
    models = [one for one in inner if issubclass(one, BaseModel)]
    return next((one for one in models if not isinstance(getattr(one, "kind", None), Kind)), None)


def _parts(model: type[BaseModel]) -> dict[type[BaseModel], list[str]]:
    """The models of a file, its own first, each with the keys that hold such entries."""
    found: dict[type[BaseModel], list[str]] = {model: []}
    for one in (waiting := [model]):
        for key, field in keys_of(one).items():
            if (inside := _model_in(field)) is None:
                continue
            if inside not in found:
                waiting.append(inside)
            names = found.setdefault(inside, [])
            names += [key] if key not in names else []
    return found


def _section(written: Written) -> str:
    ending = written.name.rpartition(".")[2]
    parts = _parts(written.model)
    lines = [f"## {written.name}", "", written.about, ""]
    for model, names in parts.items():
        if names:
            lines += [f"### {_title(names)}", ""]
        lines += [*_table(model, parts, "column" if ending == "csv" else "key"), ""]
    shown = _SHOWN[ending](example_of(written.model)).rstrip()
    return "\n".join([*lines, "Together:", "", f'```{ending} title="{written.name}"', shown, "```", ""])


def _title(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(model: type[BaseModel], parts: dict[type[BaseModel], list[str]], key: str) -> list[str]:
    lines = [f"| {key} | meaning | takes | without it | example |", "|---|---|---|---|---|"]
    for name, field in keys_of(model).items():
        takes, inside = kind_of(field.annotation, field.metadata), _model_in(field)
        examples = [one for one in _examples(field) if one not in (None, "")] if inside is None else []
        example = f"`{_inline(examples[0]) if key == 'key' else examples[0]}`" if examples else ""
        if inside is not None:
            anchor = re.sub(r"[^\w -]", "", _title(parts[inside])).replace(" ", "-")
            takes = f"[{takes}](#{anchor})"
        cells = [f"`{name}`", field.description or "", takes, _without(field), example]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return lines


def _without(field: FieldInfo) -> str:
    """What holds where a key is absent."""
    if field.is_required():
        return "needed"
    plain = isinstance(field.default, bool | int | float) or (
        isinstance(field.default, str) and field.default
    )
    return f"`{_inline(field.default)}`" if plain else "–"


def _inline(value: Any) -> str:
    text = yaml.safe_dump(
        _days(value), allow_unicode=True, sort_keys=False, default_flow_style=True, width=1000
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _days(value: Any) -> Any:
    """A value with days as YAML has them, without quotation marks."""
    if isinstance(value, dict):
        return {key: _days(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_days(one) for one in value]
    day = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
    return date.fromisoformat(value) if day else value


def _yaml(example: dict[str, Any]) -> str:
    return yaml.safe_dump(
        _days(example), allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
    )


def _csv(example: dict[str, Any]) -> str:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([example.keys(), example.values()])
    return table.getvalue()


_SHOWN: dict[str, Callable[[dict[str, Any]], str]] = {
    "yaml": _yaml,
    "csv": _csv,
    "jsonl": lambda example: json.dumps(example, ensure_ascii=False),
    "md": lambda example: (
        f"---\n{_yaml(example)}---\n\nBoth speak of their backs before they speak of beans."
    ),
}
