"""The command `jalin`: thin, and the one place where errors become sentences."""

import argparse
import os
import sys
from pathlib import Path

from jalin import __version__
from jalin.cli import building, exchanging, protecting
from jalin.errors import NotebookFailed, StudyError


def _dictionary(options: argparse.Namespace) -> None:
    """Write the data dictionary."""
    from jalin.dictionary import dictionary as text
    from jalin.files import write_text

    write_text(options.path, text())


def _commands(options: argparse.Namespace) -> None:
    """Write the reference of commands."""
    from jalin.cli.reference import reference
    from jalin.files import write_text

    write_text(options.path, reference(parser()))


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    found = argparse.ArgumentParser(prog="jalin", description=__doc__.splitlines()[0])
    found.add_argument("--version", action="version", version=f"jalin {__version__}")
    commands = found.add_subparsers(required=True, metavar="COMMAND")
    for group in (building, protecting, exchanging):
        group.add(commands)
    words = commands.add_parser("dictionary", help="write the data dictionary")
    words.add_argument("path", type=Path, nargs="?", default=Path("docs/data-dictionary.md"))
    words.set_defaults(call=_dictionary)
    listed = commands.add_parser("commands", help="write the reference of commands")
    listed.add_argument("path", type=Path, nargs="?", default=Path("docs/reference/commands.md"))
    listed.set_defaults(call=_commands)
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
