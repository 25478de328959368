"""What the commands share. Each imports what it needs as it runs, so that `jalin` starts at once."""

import os
import shlex
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jalin.errors import nearest
from jalin.words import known_languages

if TYPE_CHECKING:
    from jalin.errors import Problem

# a command returns its exit code; without one it went well
Command = Callable[..., int | None]

PATH = click.Path(path_type=Path)
# kept for who says what went wrong, in a language of that study
ROOT = "jalin.root"
root = click.option(
    "--root",
    type=PATH,
    default=Path(),
    show_default=True,
    help="The study's folder.",
    callback=lambda context, option, value: context.meta.setdefault(ROOT, value),
)


class Sections(click.Group):
    """A group of groups, whose commands show under the title of theirs, each with its sentence."""

    def __init__(self, sections: list[click.Group], **options: Any) -> None:
        self.sections = sections
        commands = {name: one for section in sections for name, one in section.commands.items()}
        super().__init__(commands=commands, **options)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, section by section."""
        for section in self.sections:
            with formatter.section(section.name or ""):
                rows = [(name, sentence(command)) for name, command in section.commands.items()]
                formatter.write_dl(rows, col_max=12)


def sentence(command: click.Command) -> str:
    """What the command does: the first line of its help."""
    return (command.help or "").partition("\n")[0]


class NoSuchName(click.UsageError):
    """There is no command, option or choice that is called so; the nearest is offered."""

    def __init__(
        self, kind: str, typed: str, known: Iterable[str], context: click.Context | None = None
    ) -> None:
        super().__init__(f"there is no {kind} {typed!r}. {nearest(typed, known)}", context)


class OneOf(click.ParamType):
    """One of a few names of a `kind`, which are asked for only when needed: who knows them takes long to import."""

    def __init__(self, kind: str, names: Callable[[], Iterable[str]]) -> None:
        self.name = kind
        self.names = names

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The names as the help shows them."""
        return f"[{'|'.join(self.names())}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value, when it is one of the names."""
        names = list(self.names())
        if value not in names:
            raise NoSuchName(self.name, value, names, ctx)
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The names that begin with what is typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self.names() if name.startswith(incomplete)]


def jalin_line(*words: object) -> str:
    """A command of ours that works as pasted into a shell, from any folder."""
    own = Path(sys.executable).with_name("jalin")
    return shlex.join([str(own) if own.exists() else "jalin", *map(str, words)])


def make_line(target: str, study: Path) -> str:
    """What makes `target` of a study, as pasted into a shell, from any folder; in make a dollar is written twice."""
    named = str(study.resolve()).replace("$", "$$")
    return shlex.join(["make", "-C", str(repository()), target, f"STUDY={named}"])


def repository() -> Path:
    """The folder with the Makefile and the notebooks: where this code is, else the current one."""
    home = Path(__file__).resolve().parents[3]
    return home if (home / "Makefile").is_file() else Path().resolve()


as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object: what was made, its account, what is told."
)


def language(words: str) -> Callable[[Command], Command]:
    """The option `--language`, for what `words` say."""
    return click.option(
        "--language",
        type=OneOf("language", known_languages),
        callback=lambda context, option, value: value or "",
        help=f"{words.removesuffix('.')} (without it, the study's first).",
    )


def spoken(root: Path) -> str:
    """The language of the terminal (LC_ALL, LC_MESSAGES, LANG) where the study at `root` has it; else English where it has that, else its first."""
    from jalin.files import load_yaml
    from jalin.study import SETTINGS
    from jalin.words import languages_of

    try:
        content = load_yaml((root / SETTINGS).read_bytes())
    except Exception:
        # what is wrong with it is told by who reads it
        content = None
    known = languages_of(content)
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return next((one for one in (asked.partition("_")[0], "en") if one in known), known[0])


def say(root: Path, *lines: "Problem | str", error: bool = False) -> None:
    """Print each line in the language of the study at `root` (`spoken`), as an error where it is no result."""
    from jalin.words.sentences import told

    for line in told(lines, spoken(root)):
        print(line, file=sys.stderr if error else sys.stdout)


def on_study(call: Command) -> Command:
    """Give `call` the study that `--root` names, opened."""

    @root
    @wraps(call)
    def opened(root: Path, **options: Any) -> int | None:
        from jalin.study import open_study

        return call(open_study(root.resolve()), **options)

    return opened
