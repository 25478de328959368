"""Commands that write the pages of the manual which are made from the code."""

from collections.abc import Callable, Iterable
from pathlib import Path

import click

from jalin.cli.common import PATH, OneOf

section = click.Group("Pages of the manual")

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

After a build, `reports/facts.json` lists every number there is by its name, with its words in each language \
and the rows it was counted from. The table behind `facts()` shows those that the chapters use.
"""


def chapters() -> str:
    """Every figure and table that a chapter of the report can set in, with its caption in English."""
    from jalin.report.figures import FIGURES
    from jalin.report.tables import TABLES

    return _CHAPTERS.format(figures=_captions(FIGURES), tables=_captions(TABLES))


def _captions(names: Iterable[str]) -> str:
    from jalin.words import word

    rows = [f"| `{name}` | {word(f'caption.{name}', 'en')} |" for name in names]
    return "\n".join(["| name | shows |", "|---|---|", *rows])


def commands() -> str:
    """Every command, one section a command: what it does, an example, and each argument."""
    from jalin.cli import cli

    lines = [
        "# Commands",
        "",
        "Every `make` target, listed by `make` alone, calls one of these commands; they are in `.venv/bin/jalin`; after `. .venv/bin/activate` each runs as it is typed here.",
        "`jalin COMMAND --help` says the same. Made by `jalin commands`; do not edit.",
        "",
        "In bash, this line makes the tab key complete commands, options and choices; in zsh and fish, "
        "write `zsh_source` or `fish_source`:",
        "",
        "```",
        'eval "$(_JALIN_COMPLETE=bash_source jalin)"',
        "```",
    ]
    for name, command in cli.commands.items():
        example = (command.epilog or "").removeprefix("Example: ")
        lines += ["", f"## jalin {name}", "", command.help or "", "", "```", example, "```", ""]
        lines += ["| argument | meaning | default |", "|---|---|---|"]
        context = click.Context(command, info_name=name)
        lines += [_row(one, context) for one in command.params]
    return "\n".join(lines) + "\n"


def _row(one: click.Parameter, context: click.Context) -> str:
    name = ", ".join(one.opts) if isinstance(one, click.Option) else one.human_readable_name
    meaning = (one.help or "").removesuffix(".")
    if isinstance(one.type, OneOf):
        meaning += ": " + ", ".join(one.type.names())
    default = one.get_help_extra(context).get("default") if isinstance(one, click.Option) else None
    return f"| `{name}` | {meaning} | {f'`{default}`' if default else ''} |"


def _dictionary() -> str:
    from jalin.tables.dictionary import dictionary

    return dictionary()


def _study_files() -> str:
    from jalin.cli.study_files import study_files

    return study_files()


def _add(name: str, words: str, path: str, text: Callable[[], str]) -> None:
    """Add the command `name`, which writes `text` to `path`."""

    @section.command(name, help=words, epilog=f"Example: jalin {name}")
    @click.argument("path", type=PATH, default=path, help=f"Where to; without it {path}.")
    def write(path: Path) -> None:
        from jalin.files import write_text

        write_text(path, text())


for _page in (
    (
        "dictionary",
        "Write the data dictionary: every table and column.",
        "docs/data-dictionary.md",
        _dictionary,
    ),
    ("commands", "Write the reference of commands.", "docs/reference/commands.md", commands),
    ("chapters", "Write what a chapter of the report can set in.", "docs/reference/chapters.md", chapters),
    (
        "study-files",
        "Write every key of what people write, with examples.",
        "docs/reference/study-files.md",
        _study_files,
    ),
):
    _add(*_page)
