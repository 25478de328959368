"""Pages of the manual that are made from the code: commands, and what a chapter can set in."""

import argparse
from collections.abc import Iterable

from jalin.report.figures import FIGURES
from jalin.report.tables import TABLES
from jalin.words import word

_CHAPTERS = """\
# Figures, tables and numbers of a report

The names that a [chapter](../how-to/change-the-report.md) sets in, with the captions they get. \
A display declared in `study.yaml` is a figure or a table, too, by its own `id`: a figure where its cells are numbers, \
a table where they are words. A figure for which a study has nothing says so, a table is empty; \
`replication` is there where a study has several cases. Made by `jalin chapters`; do not edit.

## `figure("…")`

{figures}

## `table("…")`

{tables}

## `fact("…")`

After a build, `reports/facts.json` lists every number there is by its name, with its words in both languages \
and the rows it was counted from. The table behind `facts()` shows those that the chapters use.
"""


def chapters() -> str:
    """Every figure and table that a chapter of the report can set in, with its caption in English."""
    return _CHAPTERS.format(figures=_captions(FIGURES), tables=_captions(TABLES))


def _captions(names: Iterable[str]) -> str:
    rows = [f"| `{name}` | {word(f'caption.{name}', 'en')} |" for name in names]
    return "\n".join(["| name | shows |", "|---|---|", *rows])


def commands(parser: argparse.ArgumentParser) -> str:
    """Every command of `parser`, one section a command."""
    found = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    words = {action.dest: action.help for action in found._choices_actions}
    lines = [
        "# Commands",
        "",
        "Every `make` target, listed by `make` alone, calls one of these commands; they are in `.venv/bin/jalin`.",
        "Made by `jalin commands`; do not edit.",
    ]
    for name, command in found.choices.items():
        lines += [
            "",
            f"## jalin {name}",
            "",
            f"{_sentence(words.get(name))}",
            "",
            "| argument | meaning | default |",
            "|---|---|---|",
        ]
        for action in command._actions:
            if action.dest == "help":
                continue
            shown = (
                ", ".join(f"`{option}`" for option in action.option_strings)
                or f"`{action.metavar or action.dest}`"
            )
            meaning = " ".join((action.help or "").split())
            if action.choices:
                meaning = f"{meaning}: {', '.join(map(str, action.choices))}".removeprefix(": ")
            given = action.default not in (None, "", [], False, argparse.SUPPRESS)
            lines.append(f"| {shown} | {meaning} | {f'`{action.default}`' if given else ''} |")
    return "\n".join(lines) + "\n"


def _sentence(words: str | None) -> str:
    text = (words or "").strip()
    return text[:1].upper() + text[1:] + "."
