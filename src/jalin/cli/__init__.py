"""The command `jalin`: thin, and the one place where errors become sentences."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from jalin import __version__
from jalin.cli import building, coding, exchanging, protecting, reference
from jalin.cli.common import ROOT, NoSuchName, Sections, spoken
from jalin.errors import NotebookFailed, StudyError, visible

cli = Sections(
    [building.section, protecting.section, coding.section, exchanging.section, reference.section],
    name="jalin",
    help="Reproducible qualitative case studies: from raw interviews to a report, each sentence traceable.",
    epilog="jalin COMMAND --help says more of each; make alone lists the targets that call them.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli = click.version_option(__version__, prog_name="jalin", message="%(prog)s %(version)s")(cli)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    if "_JALIN_COMPLETE" in os.environ:
        # the shell asks for what can be typed next, and gets nothing else
        cli.main(prog_name="jalin")
    told: dict[str, Any] = {}
    try:
        with cli.make_context("jalin", list(sys.argv[1:] if arguments is None else arguments)) as context:
            told = context.meta
            return cli.invoke(context) or 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.UsageError as error:
        print(visible(_mistyped(error)), file=sys.stderr)
        return error.exit_code
    except StudyError as error:
        from jalin.words.sentences import told as in_words

        print("\n".join(in_words(error.problems, spoken(told.get(ROOT, Path())))), file=sys.stderr)
        return 1
    except NotebookFailed as error:
        print(visible(error), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # whoever read the output has enough of it; nothing is to be written at the end either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(visible(f"{place}{error.strerror or error}. Mend that and run it again."), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is finished stays; run it again to go on.", file=sys.stderr)
        return 130


def _mistyped(error: click.UsageError) -> str:
    """What was typed wrong, and what is nearest to it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    typed = error.ctx.command_path if error.ctx else "jalin"
    if isinstance(error, click.exceptions.NoSuchCommand):
        error = NoSuchName("command", error.command_name, cli.commands)
    elif isinstance(error, click.NoSuchOption) and error.ctx:
        known = [
            name for one in error.ctx.command.get_params(error.ctx) for name in one.opts if name[:2] == "--"
        ]
        error = NoSuchName("option", error.option_name, known)
    elif error.ctx and not isinstance(error, NoSuchName):
        return f"{typed}: {error.format_message()} See {typed} --help."
    return f"{typed}: {error.format_message()}"
