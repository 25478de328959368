"""The command `jalin`: thin, and the one place where errors become sentences."""

import argparse
import shutil
import sys
from pathlib import Path

from jalin import __version__
from jalin.errors import NotebookFailed, StudyError


def _clear(paths: list[Path]) -> None:
    """Remove what an earlier run made, and parts that a killed run left."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        for part in path.parent.glob(".*.part"):
            part.unlink(missing_ok=True)


def _made(root: Path, paths: list[Path]) -> str:
    """Every file below `paths`, one a line, as seen from the study's folder."""
    found = {
        file.relative_to(root).as_posix()
        for path in paths
        for file in (path.rglob("*") if path.is_dir() else [path])
        if file.is_file()
    }
    return "".join(f"{name}\n" for name in sorted(found))


def run(options: argparse.Namespace) -> None:
    """Run one notebook of a study; then, and only then, leave its mark."""
    # heavy imports are kept out of `jalin --version` and of error messages
    from jalin.files import write_text
    from jalin.reproduce import notebook_page, report_page, run_notebook
    from jalin.study import open_study

    root = options.root.resolve()
    study = open_study(root, options.through)
    parameters = {"through": options.through, "language": options.language, "seed": options.seed}
    made = [root / path for path in options.makes]
    options.mark.unlink(missing_ok=True)
    _clear(made)
    # from the study's own notebooks folder, `study = ".."` holds wherever the study is
    folder = root / "notebooks"
    folder.mkdir(exist_ok=True)
    notebook = run_notebook(options.notebook, parameters, folder)
    page = notebook_page(notebook, study, options.language, options.notebook.stem)
    write_text(root / options.page, page)
    for language, path in options.report:
        write_text(root / path, report_page(notebook, study, language))
    pages = [root / path for path in [options.page, *(path for _, path in options.report)]]
    write_text(options.mark, _made(root, [*made, *pages]))


def dictionary(options: argparse.Namespace) -> None:
    """Write the data dictionary."""
    from jalin.files import write_text
    from jalin.tables import dictionary as text

    write_text(options.path, text())


def _report(argument: str) -> tuple[str, Path]:
    """LANGUAGE=PATH of the command line."""
    language, _, path = argument.partition("=")
    return language, Path(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jalin", description=__doc__.splitlines()[0])
    parser.add_argument("--version", action="version", version=f"jalin {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("run", help="run one notebook of a study (make does this)")
    one.add_argument("notebook", type=Path)
    one.add_argument("--root", type=Path, default=Path(), help="the study's folder")
    one.add_argument("--through", default="", help="use data collected up to this day, YYYY-MM-DD")
    one.add_argument("--language", choices=["id", "en"], default="id")
    one.add_argument("--seed", type=int, default=2024)
    one.add_argument("--makes", type=Path, nargs="*", default=[], help="what it makes: cleared first")
    one.add_argument("--page", type=Path, required=True, help="where the executed notebook goes")
    one.add_argument(
        "--report", type=_report, nargs="*", default=[], metavar="LANGUAGE=PATH", help="where the report goes"
    )
    one.add_argument("--mark", type=Path, required=True, help="written last: lists what was made")
    one.set_defaults(call=run)

    words = commands.add_parser("dictionary", help="write the data dictionary")
    words.add_argument("path", type=Path, nargs="?", default=Path("docs/data-dictionary.md"))
    words.set_defaults(call=dictionary)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.call(options)
    except (StudyError, NotebookFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.filename or ''}: {error.strerror or error}. Mend that and run it again.", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
