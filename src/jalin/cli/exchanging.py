"""Commands on the codebook and the coders, and to and from other programs."""

import argparse
from pathlib import Path

from jalin.cli.common import command
from jalin.errors import Problem, StudyError
from jalin.exchange.files import FORMATS


def _new(options: argparse.Namespace) -> None:
    """Make a new study: empty, of a folder of transcripts, or from a project of another program."""
    if options.origin is None or (options.origin.is_dir() and not any(options.origin.glob("*.qda"))):
        from jalin.exchange.empty_study import empty_study

        counts = empty_study(options.destination, options.origin, options.language)
    else:
        from jalin.exchange.files import read_project
        from jalin.exchange.new_study import new_study

        project, origin = read_project(options.origin)
        counts = new_study(project, options.destination, origin, options.language)
        for what, count in project.left.items():
            print(f"not used, but kept in data/raw/exchange: {count} {what}")
    counted = (f"{count} {what if count != 1 else what.removesuffix('s')}" for what, count in counts.items())
    print(", ".join(counted) + f": {options.destination}")
    print(
        "Set study.yaml and sources.csv right, then build it with: make all STUDY=" + str(options.destination)
    )


def _code(options: argparse.Namespace) -> None:
    """Put a code on words of a source, in the coder's file."""
    from jalin.explore.session import Session
    from jalin.study import open_study

    study = open_study(options.root.resolve())
    session = Session(study, options.source, options.coder or study.lead)
    start = session.find(options.words)
    session.add(options.code, start, start + len(options.words), options.memo)
    done, of = session.progress()
    print(f"{options.source}, {options.code}: {options.words!r} (coded: {done} of {of} segments)")


def _codebook(options: argparse.Namespace) -> None:
    """Show the codebook: its tree, what changed between two rounds, codes not used as defined."""
    from jalin.code import history, read_codebook
    from jalin.study import open_study
    from jalin.tables.store import folder, read

    study = open_study(options.root.resolve())
    book = read_codebook(study)
    rounds = [item.id for item in study.settings.rounds]
    if options.changes:
        print("\n".join(history.changes_between(book, rounds, *options.changes) or ["no change"]))
        return
    codes = history.codes_of_round(book, rounds, options.round) if options.round else book.codes
    print("\n".join(history.tree(codes, options.language)))
    if not folder(study, "code/codings").with_suffix(".parquet").exists():
        print("\nCodes that are not used show once the codings are read: make code")
        return
    codings = read(study, "code/codings")
    for title, lines in (
        ("never used", history.unused(book, codings)),
        ("used outside their definition", history.outside_definition(study, book, codings)),
    ):
        print(f"\n{title}: {len(lines)}")
        for line in lines:
            print(f"  {line}")


def _import(options: argparse.Namespace) -> None:
    """Add codings that were made in another program on an export of the study, or codes of a codebook."""
    from jalin.exchange.add_codings import add_codings, new_codes
    from jalin.exchange.files import read_project
    from jalin.study import open_study

    study = open_study(options.root.resolve())
    project, origin = read_project(options.origin)
    if origin.suffix.lower() == ".qdc":
        added_codes = new_codes(study, project)
        print(
            "\n".join(f"new code {code}" for code in added_codes) or "the study has all of its codes already"
        )
        return
    added = add_codings(study, project, origin.name, options.coder, options.codes)
    for (coder, source_id), count in added.items():
        print(f"{count} codings of {coder} on {source_id}")
    if not added:
        print("the study has all of its codings already")


def _merge(options: argparse.Namespace) -> None:
    """Add what only another copy of the study has."""
    from jalin.exchange.merge import merge_study
    from jalin.study import open_study

    account = merge_study(open_study(options.root.resolve()), open_study(options.other.resolve()))
    print(
        "\n".join(f"from {options.other}: {line}" for line in account) or "nothing is new in the other copy"
    )


def _export(options: argparse.Namespace) -> None:
    """Write the study for another program."""
    from jalin.exchange.files import export_study
    from jalin.study import open_study

    study = open_study(options.root.resolve())
    print(export_study(study, options.format, options.path, options.language, options.coder))


def _reconcile(options: argparse.Namespace) -> None:
    """Write where the coders differ for their meeting, or take in what they decided."""
    from jalin.code import read_codebook
    from jalin.collect import read_register
    from jalin.exchange.reconcile_sheet import take_decisions, write_differences
    from jalin.study import open_study
    from jalin.tables.store import read, read_texts

    study = open_study(options.root.resolve())
    codings, registered = read(study, "code/codings"), set(read_register(study)["source_id"])
    if options.take:
        new, changed = take_decisions(study, codings, registered, options.path)
        print(f"{new} decisions are new, {changed} changed: data/raw/coding/reconciled.csv")
        return
    if options.path.exists():
        remedy = "Take its decisions in with --take, or name a new file"
        raise StudyError(Problem(str(options.path), "", "there is something already", remedy))
    texts = read_texts(study, "protect", read(study, "protect/sources"))
    names = read_codebook(study).names(options.language)
    count = write_differences(study, codings, texts, names, registered, options.path)
    print(f"{count} codings that no other coder shares: {options.path}")


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands."""
    making = commands.add_parser("new", help="make a new study, empty or from what you have (make new)")
    making.add_argument("destination", type=Path, help="its folder, which must be new or empty")
    making.add_argument(
        "--from",
        dest="origin",
        type=Path,
        metavar="FILE",
        help="REFI-QDA .qdpx, Taguette .sqlite3, a QualCoder project, or a folder of Word files",
    )
    making.add_argument("--language", choices=["id", "en"], default="id", help="of the sources")
    making.set_defaults(call=_new)
    mark = command(commands, "code", _code, "put a code on words of a source, as one does in JupyterLab")
    mark.add_argument("source", help="source_id")
    mark.add_argument("code")
    mark.add_argument("words", help="as they stand in the text")
    mark.add_argument("--coder", default="", help="who codes; without it the first of study.yaml")
    mark.add_argument("--memo", default="", help="a note")
    book = command(
        commands, "codebook", _codebook, "show the codebook, its changes, and codes not used as defined"
    )
    book.add_argument("--round", help="as it was in this round")
    book.add_argument("--changes", nargs=2, metavar="ROUND", help="what changed between two rounds")
    book.add_argument("--language", choices=["id", "en"], default="id", help="of the names of codes")
    back = command(
        commands, "import", _import, "add codings made elsewhere on an export of this study, or codes"
    )
    back.add_argument(
        "origin",
        type=Path,
        metavar="FILE",
        help="REFI-QDA .qdpx or .qdc, Taguette .sqlite3, or a QualCoder project",
    )
    back.add_argument("--coder", default="", help="whose codings they are, where the file does not say")
    back.add_argument("--codes", action="store_true", help="also add codes that the study does not have")
    command(commands, "merge", _merge, "add what only another copy of the study has").add_argument(
        "other", type=Path, help="the other copy's folder"
    )
    meeting = command(
        commands, "reconcile", _reconcile, "write where the coders differ, or take in what they decided"
    )
    meeting.add_argument("path", type=Path, help="an .xlsx sheet")
    meeting.add_argument("--take", action="store_true", help="put the sheet's decisions into reconciled.csv")
    meeting.add_argument("--language", choices=["id", "en"], default="id", help="of the names of codes")
    out = command(commands, "export", _export, "write the study, as built, for another program")
    out.add_argument("format", choices=list(FORMATS))
    out.add_argument("path", type=Path)
    out.add_argument("--language", choices=["id", "en"], default="id", help="of the names of codes")
    out.add_argument("--coder", default="", help="with the codings of this coder alone")
