"""Chapters as they are written: Markdown, in which what stands in double braces is set in.

A chapter is `notebooks/report/NAME.LANGUAGE.md`. In it stand, in double braces:
`fact("sources")`, `figure("verdicts")`, `table("codebook")`, `finding("P1")`, `counts("P1")`,
`quotes("P1", "for", 3)`, `quote("W04/a005", "P1")`, `region("D1/r1")`, `verdict("P1")`, `statement("P1")`, `credibility("P1")`,
`pulled("P1")`, `rule()`, `ethics()`, `consent()`, `together()`, `keywords("id")`, `references()`, `facts()`, `evidence()`,
`value("P1.voices_for")` to choose words by; `{% claim "CONDITION" %}…{% endclaim %}` around what rests on a condition (`claims`); `ref("figure", "verdicts")` names a figure
or table by its number; `{% call table("mine", "Caption") %}…{% endcall %}` numbers a table that is typed within. An unknown name fails the build with its file and line.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

from jalin.collect.register import registered
from jalin.conclude.verdict import rule_in_words
from jalin.errors import Problem, StudyError, Unmet, nearest
from jalin.reading import read_text
from jalin.report.claims import CALL, ClaimTag
from jalin.report.left_out import left_out
from jalin.report.markdown import REFERENCES, Marked, as_markdown
from jalin.report.people import consent_in_words, ethics_in_words, together_in_words
from jalin.report.results import Results
from jalin.report.told import Bare, printed
from jalin.settings import Settings
from jalin.study import Study
from jalin.tables.left_out import sentence

# Markdown, where HTML is no text to escape: `Chapter.filled` escapes what is set in. A chapter runs no code of its own
_MARKDOWN = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    autoescape=False,
    keep_trailing_newline=True,
    extensions=[ClaimTag],
    finalize=printed,
)
# the anchor of a heading, as pandoc writes it
_ANCHOR = re.compile(r"\{(#[\w-]+\s*\})")
Names = Mapping[str, Callable[..., object]]


# a chapter is numbered, set as a page and set on paper
@lru_cache(maxsize=64)
def _template(text: str) -> Template:
    return _MARKDOWN.from_string(text)


class Unknown(Unmet, TemplateError):
    """A name in a chapter that the report does not have."""


def require(kind: str, name: str, known: Collection[str]) -> None:
    """Raise `Unknown` unless `name` is one of `known`, which are of this kind."""
    if name not in known:
        raise Unknown(f"there is no {kind} {name!r}", nearest(name, known))


def may_show(results: Results, source: str) -> bool:
    """Whether a source may be quoted and shown. Raises `Unknown` for one that the register does not have."""
    there = {*results["protect/sources"]["source_id"]}
    if source not in there:
        # what was withdrawn is in no table
        require("source", source, registered(results.study))
    return source in there - results.closed


def refuse_left_out(settings: Settings, kind: str, name: str) -> None:
    """Raise `Unknown` for what a sentence cannot say, as the study leaves it out."""
    if part := left_out(settings, kind, name):
        raise Unknown(
            f"there is no {kind} {name!r}, as the study leaves out its {part}",
            f"Take the sentence out, or take {part!r} out of leave_out in data/raw/study.yaml",
        )


@dataclass(frozen=True)
class Chapter:
    """A chapter: its name, its path as a person would type it, and its text."""

    name: str
    shown: str
    text: str

    @property
    def template(self) -> str:
        """Its text to be filled in: in `## Informants {#sampling}` an anchor begins, and no comment."""
        return _ANCHOR.sub(r"{ \1", self.text)

    @property
    def heading(self) -> str:
        """Its first heading, without its anchor; else its name."""
        found = re.search(r"(?m)^#\s+(.+?)\s*(?:\{\s*#[^}]*\})?\s*$", self.text)
        return found[1] if found else self.name

    def filled(self, names: Names) -> str:
        """Its Markdown with everything in braces set in by `names`, text as text. Raises `StudyError` with the line of a fault."""

        def set_in(name: str, /, *arguments: Any, **named: Any) -> object:
            found = names[name](*arguments, **named)
            return found if isinstance(found, Bare) else as_markdown(found)

        calls = {name: partial(set_in, name) for name in names}
        # a claim says where it stands
        calls[CALL] = partial(set_in, CALL, self.shown)
        try:
            return _template(self.template).render(calls)
        except TemplateSyntaxError as error:
            problem = Problem(
                self.shown, f"line {error.lineno}", error.message or "", "Mend the braces there"
            )
        except (Unknown, UndefinedError, SecurityError) as error:
            trace, line = error.__traceback__, 0
            while trace:
                line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == "<template>" else line
                trace = trace.tb_next
            remedy = getattr(
                error, "remedy", "docs/how-to/change-the-report.md has the list of what there is"
            )
            problem = Problem(self.shown, f"line {line}", str(error), remedy)
        raise StudyError(problem)


def parsed(chapter: Chapter) -> nodes.Template:
    """A chapter as a tree of what is filled in; of one that cannot be read an empty one: its build says why."""
    try:
        return _MARKDOWN.parse(chapter.template)
    except TemplateSyntaxError:
        return nodes.Template([])


def unreadable(chapter: Chapter) -> list[Problem]:
    """What is wrong with the braces of a chapter."""
    try:
        _MARKDOWN.parse(chapter.template)
    except TemplateSyntaxError as error:
        what = f"what stands in braces cannot be read: {error.message}"
        return [Problem(chapter.shown, f"line {error.lineno}", what, "Mend it, or insert it from the list")]
    return []


def tokens(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """A chapter taken apart, all of it: kind and text of each piece."""
    try:
        for _, kind, value in _MARKDOWN.lex(chapter.template):
            yield kind, value
    except TemplateSyntaxError:
        return


def chapters_of(study: Study, language: str) -> list[Chapter]:
    """The chapters that there are in this language, in the order of their names."""
    ending = f".{language}.md"
    found = []
    for path in (study.root / "notebooks" / "report").glob(f"[!.]*{ending}"):
        shown = study.relative(path)
        found.append(Chapter(path.name.removesuffix(ending), shown, read_text(path, shown)))
    return sorted(found, key=lambda chapter: chapter.name)


def bare_words(results: Results, language: str) -> dict[str, Callable[..., object]]:
    """What a chapter can set in as mere words: the same on the page and on paper."""
    settings = results.study.settings
    verdicts = results.verdicts.set_index("proposition")["verdict"]
    credibility = results["triangulate/credibility"].set_index("proposition")[language]
    propositions = {item.id: item for item in results.propositions}

    def of(words: Callable[[str], str]) -> Callable[[str], str]:
        def said(name: str) -> str:
            require("proposition", name, propositions)
            return words(name)

        return said

    def verdict(name: str) -> str:
        refuse_left_out(settings, "fact", f"{name}.verdict")
        return str(verdicts[name])

    rule: str = Marked("".join(f"- {line}\n" for line in rule_in_words(settings.verdict, language)))
    if "verdict" in settings.left_out:
        rule = sentence(settings, "verdict", language)
    return {
        "verdict": of(verdict),
        "statement": of(lambda name: propositions[name].statement[language]),
        "credibility": of(lambda name: str(credibility[name])),
        "rule": lambda: rule,
        "ethics": lambda: ethics_in_words(results, language),
        "consent": lambda: consent_in_words(results, language),
        "together": lambda: together_in_words(results, language),
        "keywords": lambda other: ", ".join(settings.keywords[other]),
        # the place of the list of references: all works cited in any chapter
        "references": lambda: REFERENCES,
    }
