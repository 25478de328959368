"""Claims: sentences of a chapter that carry the condition on which they rest, tested by every build.

    {% claim "voices(TOIL, pupil) > voices(TOIL, teacher)" %}Pupils toil more.{% endclaim %}

The condition is one of `jalin.report.conditions`, or the name of one in `analysis/claims.yaml`, which then serves
every language. Where it does not hold, the sentence is printed with a mark and the numbers as they are, unless a person
says `because` of what it stands there all the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from pydantic import Field

from jalin.errors import Problem, nearest, refuse
from jalin.named import Words
from jalin.reading import Strict, read_model
from jalin.report.conditions import Decided
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study
from jalin.words import word

FILE = "data/raw/analysis/claims.yaml"
# by this name a chapter's claim is called; nobody writes it
CALL = "_claim"
COLUMNS = ("file", "chapter", "line", "language", "sentence", "condition", "values", "holds", "because")


class ClaimTag(Extension):
    """`{% claim CONDITION, because=REASON %}…{% endclaim %}`, as a call with its line and what stands within.

    `{% noclaim %}…{% endnoclaim %}` is what stands within: a check looks for no claim there.
    """

    tags = {"claim", "noclaim"}

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        tag = next(parser.stream)
        line = tag.lineno
        if tag.value == "noclaim":
            return parser.parse_statements(("name:endnoclaim",), drop_needle=True)
        given: list[nodes.Expr] = [nodes.Const(line), parser.parse_expression()]
        named: list[nodes.Keyword] = []
        while parser.stream.skip_if("comma"):
            key = parser.stream.expect("name")
            if key.value != "because":
                parser.fail(f"a claim takes a condition and because, not {key.value}", key.lineno)
            parser.stream.expect("assign")
            named.append(nodes.Keyword(key.value, parser.parse_expression()))
        body = parser.parse_statements(("name:endclaim",), drop_needle=True)
        call = nodes.Call(nodes.Name(CALL, "load"), given, named, None, None)
        return nodes.CallBlock(call, [], [], body).set_lineno(line)


class NamedClaim(Strict):
    """A condition with a name, for chapters in every language."""

    id: str = Field(description="how chapters call it", examples=["most-water"])
    holds: str = Field(
        description="the condition ([claims](claims.md))", examples=["voices(CARE-WATER) > voices(TOIL)"]
    )
    because: Words | None = Field(
        None,
        description="why the sentence stays although the condition does not hold; a deposit is refused without",
        examples=[{"id": "Guru lain belum diwawancarai", "en": "The other teacher is yet to be met"}],
    )


class ClaimsFile(Strict):
    """`analysis/claims.yaml`."""

    claims: list[NamedClaim] = Field(description="the conditions, in any order")


def read_claims(study: Study) -> dict[str, NamedClaim]:
    """The named conditions; none without the file. Raises `StudyError` for a name that stands twice."""
    path = study.raw / "analysis" / "claims.yaml"
    if not path.exists():
        return {}
    found: dict[str, NamedClaim] = {}
    problems = []
    for one in read_model(ClaimsFile, path, FILE, study.languages).claims:
        if one.id in found:
            problems.append(
                Problem(FILE, one.id, "the name stands twice", "Give each condition a name of its own")
            )
        found[one.id] = one
    refuse(problems)
    return found


@dataclass(frozen=True)
class Claim:
    """A claim of a chapter: its number in the report, where it stands, what decides its condition, and the reason given."""

    number: int
    file: str
    line: int
    decide: Callable[[], Decided]
    because: str = ""

    @cached_property
    def decided(self) -> Decided:
        """What its condition comes to. Raises `Unknown` for one that cannot be decided."""
        return self.decide()

    @property
    def answered(self) -> bool:
        """Whether the sentence may stand: it holds, or somebody says why it stays."""
        return bool(self.decided.holds or self.because)

    @property
    def anchor(self) -> str:
        return f"claim-{self.number}"


# what a condition asks of the verdict on a proposition: verdict(P1), fact("P1.verdict")
_JUDGED = re.compile(r'\bverdict\(\s*([^)]+?)\s*\)|\bfact\(\s*"([^"]+)\.verdict"\s*\)')


def with_fragile(condition: str, said: str, language: str) -> str:
    """The condition of what is `said`: where it calls a verdict by its word and none fragile, also that none is."""
    if not re.search(rf"(?i)\b(?:{word('verdict_words', language)})\b", said):
        return condition
    if re.search(rf"(?i)\b(?:{word('fragile_words', language)})\b", said):
        return condition
    names = dict.fromkeys(one or other for one, other in _JUDGED.findall(condition))
    return (
        " and ".join([f"({condition})", *(f"not fragile({name})" for name in names)]) if names else condition
    )


def resolved(condition: str, because: str, known: dict[str, NamedClaim], language: str) -> tuple[str, str]:
    """The condition that a claim names, or is; and its reason. Raises `LookupError` with what to do for a name that nobody wrote."""
    if condition in known:
        named = known[condition]
        return named.holds, because or (named.because[language] if named.because else "")
    # a condition compares, and a name does not
    if not any(sign in condition for sign in "=<>(") and " before " not in condition:
        raise LookupError(nearest(condition, known))
    return condition, because


def claims_csv(claims: list[tuple[Claim, str]], language: str) -> str:
    """The list of the claims of a language with their sentences, as CSV."""
    rows = [
        {
            "file": claim.file,
            "chapter": Path(claim.file).name.removesuffix(f".{language}.md"),
            "line": claim.line,
            "language": language,
            "sentence": sentence,
            "condition": claim.decided.condition,
            "values": claim.decided.values(language),
            "holds": claim.decided.state,
            "because": claim.because,
        }
        for claim, sentence in claims
    ]
    return csv_of_rows(COLUMNS, rows)
