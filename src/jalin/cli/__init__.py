"""The command `jalin`: thin, and the one place where errors become sentences."""

import argparse
import os
import sys
from pathlib import Path

from jalin import __version__
from jalin.cli import building, exchanging, protecting
from jalin.errors import NotebookFailed, StudyError


def _dictionary() -> str:
    from jalin.tables.dictionary import dictionary

    return dictionary()


def _commands() -> str:
    from jalin.cli.reference import commands

    return commands(parser())


def _chapters() -> str:
    from jalin.cli.reference import chapters

    return chapters()


def _write_page(options: argparse.Namespace) -> None:
    """Write a page of the manual that is made from the code."""
    from jalin.files import write_text

    write_text(options.path, options.text())


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    found = argparse.ArgumentParser(prog="jalin", description=__doc__.splitlines()[0])
    found.add_argument("--version", action="version", version=f"jalin {__version__}")
    commands = found.add_subparsers(required=True, metavar="COMMAND")
    for group in (building, protecting, exchanging):
        group.add(commands)
    for name, text, path, words in (
        ("dictionary", _dictionary, "docs/data-dictionary.md", "write the data dictionary"),
        ("commands", _commands, "docs/reference/commands.md", "write the reference of commands"),
        (
            "chapters",
            _chapters,
            "docs/reference/chapters.md",
            "write what a chapter of the report can set in",
        ),
    ):
        page = commands.add_parser(name, help=words)
        page.add_argument("path", type=Path, nargs="?", default=Path(path))
        page.set_defaults(call=_write_page, text=text)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        options.call(options)
    except (StudyError, NotebookFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # whoever read the output has enough of it; nothing is to be written at the end either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"{place}{error.strerror or error}. Mend that and run it again.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is finished stays; run it again to go on.", file=sys.stderr)
        return 130
    return 0
