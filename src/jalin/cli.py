"""The command `jalin`: thin, and the one place where errors become sentences."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from jalin import __version__
from jalin.errors import NotebookFailed, Problem, StudyError


def _options(options: argparse.Namespace) -> "Options":
    from jalin.reproduce.build import Options

    return Options(
        options.through, options.language, options.seed, options.timeout, options.jobs, options.plain
    )


def build(options: argparse.Namespace) -> None:
    """Make every stage of which something changed; after all of them, search for leaks and list what there is."""
    from jalin.reproduce.build import build as make
    from jalin.reproduce.fresh import Ground
    from jalin.reproduce.stages import read_runs, wanted, without_sources

    root = options.root.resolve()
    ground = Ground(root, Path().resolve())
    runs = read_runs(ground.repository)
    if (root / "data" / "raw" / "DEPOSITED").is_file():
        runs = without_sources(runs)
    make(ground, wanted(runs, options.stages), _options(options), sys.argv[1:])


def why(options: argparse.Namespace) -> None:
    """Say why stages would be made again."""
    from jalin.reproduce.build import why as reasons_of
    from jalin.reproduce.fresh import Ground
    from jalin.reproduce.stages import read_runs, wanted

    ground = Ground(options.root.resolve(), Path().resolve())
    found = reasons_of(ground, wanted(read_runs(ground.repository), options.stages), _options(options))
    for name, reasons in found.items():
        print(name)
        for reason in reasons[:10]:
            print(f"  {reason}")
    if not found:
        print("Nothing would run: all is as it was made.")


def dictionary(options: argparse.Namespace) -> None:
    """Write the data dictionary."""
    from jalin.dictionary import dictionary as text
    from jalin.files import write_text

    write_text(options.path, text())


def check(options: argparse.Namespace) -> None:
    """Check everything people wrote, and build nothing."""
    from jalin.check import check_study
    from jalin.errors import refuse
    from jalin.study import open_study

    checked = check_study(open_study(options.root.resolve()))
    for line in checked.lines:
        print(line)
    refuse(checked.problems)
    print("ready")


def audit(options: argparse.Namespace) -> None:
    """Search everything built for identifiers; then, and only then, leave a mark."""
    from jalin.errors import refuse
    from jalin.files import write_text
    from jalin.protect.leaks import audit as search
    from jalin.study import open_study

    if options.mark:
        options.mark.unlink(missing_ok=True)
    study = open_study(options.root.resolve())
    if study.deposited:
        print("leak audit  was done before the deposit; here is no key to search with", file=sys.stderr)
        return
    problems, files = search(study)
    refuse(problems)
    print(f"leak audit  {files} files searched, no identifier found", file=sys.stderr)
    if options.mark:
        write_text(options.mark, "")


def manifest(options: argparse.Namespace) -> None:
    """Write the manifest of what was built."""
    from jalin.reproduce.manifest import write_manifest
    from jalin.study import open_study

    count = write_manifest(open_study(options.root.resolve()), Path())
    print(f"manifest    {count} files in reports/MANIFEST", file=sys.stderr)


def verify(options: argparse.Namespace) -> None:
    """Compare a study built again with what was published, or make the scratch folder to build in."""
    from jalin.reproduce.verify import compare, make_scratch, published_of, report_text, write_report
    from jalin.study import open_study

    study = open_study(options.root.resolve())
    if options.scratch:
        # without a manifest there is nothing to compare with, and no need to build
        published_of(study)
        make_scratch(study, options.rebuilt)
        return
    found = compare(study, options.rebuilt.resolve(), Path())
    path = write_report(study, options.rebuilt.resolve(), found)
    print(report_text(found) + f"\n{path}")
    if not found.reproduced:
        raise SystemExit(1)


def deposit(options: argparse.Namespace) -> None:
    """Write one zip to share: everything but the raw sources, searched for identifiers."""
    from jalin.reproduce.deposit import write_deposit
    from jalin.study import open_study

    count = write_deposit(open_study(options.root.resolve()), Path(), options.path)
    print(f"{options.path}: {count} files, no identifier found")


def trace(options: argparse.Namespace) -> None:
    """Say where a source shows in what was built."""
    from jalin.protect.trace import trace_source
    from jalin.study import open_study

    found = trace_source(open_study(options.root.resolve()), options.source)
    consent = found.row["consent"]
    print(f"{options.source}: consent {consent}; {found.files} files of data/processed and reports searched")
    if consent == "withdrawn" and found.found:
        remedy = "Build again with: make all"
        raise StudyError(
            Problem(file, place, f"a trace of {options.source}: {what}", remedy)
            for file, place, what in found.found
        )
    for file, place, what in found.found:
        print(f"{file}, {place}: {what}" if place else f"{file}: {what}")
    if not found.found:
        print("no trace")


def reveal(options: argparse.Namespace) -> None:
    """Print a source's original text, for whoever has the key."""
    from jalin.protect.key import reveal as original
    from jalin.study import open_study

    sys.stdout.write(original(open_study(options.root.resolve()), options.source))


def seal(options: argparse.Namespace) -> None:
    """Encrypt what names people."""
    from jalin.protect.seal import seal as close
    from jalin.study import open_study

    count = close(open_study(options.root.resolve()), options.recipients)
    print(f"{count} files are sealed in data/raw/sealed.age; open them with: make unseal IDENTITY=FILE")


def unseal(options: argparse.Namespace) -> None:
    """Bring back what was sealed."""
    from jalin.protect.seal import unseal as bring_back
    from jalin.study import open_study

    count = bring_back(open_study(options.root.resolve()), options.identity)
    print(f"{count} files are back where they were")


def new(options: argparse.Namespace) -> None:
    """Make a new study from a project of another program."""
    from jalin.exchange import new_study
    from jalin.exchange.files import read_project

    project, origin = read_project(options.origin)
    counts = new_study(project, options.destination, origin, options.language)
    print(", ".join(f"{count} {what}" for what, count in counts.items()) + f": {options.destination}")
    for what, count in project.left.items():
        print(f"not used, but kept in data/raw/exchange: {count} {what}")
    print(
        "Set study.yaml and sources.csv right, then build it with: make all STUDY=" + str(options.destination)
    )


def codebook(options: argparse.Namespace) -> None:
    """Show the codebook: its tree, what changed between two rounds, codes not used as defined."""
    from jalin.code import history, read_codebook
    from jalin.store import folder, read
    from jalin.study import open_study

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


def add(options: argparse.Namespace) -> None:
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


def merge(options: argparse.Namespace) -> None:
    """Add what only another copy of the study has."""
    from jalin.exchange.merge import merge_study
    from jalin.study import open_study

    account = merge_study(open_study(options.root.resolve()), open_study(options.other.resolve()))
    print(
        "\n".join(f"from {options.other}: {line}" for line in account) or "nothing is new in the other copy"
    )


def export(options: argparse.Namespace) -> None:
    """Write the study for another program."""
    from jalin.exchange.files import export_study
    from jalin.study import open_study

    study = open_study(options.root.resolve())
    print(export_study(study, options.format, options.path, options.language, options.coder))


def reconcile(options: argparse.Namespace) -> None:
    """Write where the coders differ for their meeting, or take in what they decided."""
    from jalin.code import read_codebook
    from jalin.collect import read_register
    from jalin.exchange.reconcile_sheet import take_decisions, write_differences
    from jalin.store import read, read_texts
    from jalin.study import open_study

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


def _report(argument: str) -> tuple[str, Path]:
    """LANGUAGE=PATH of the command line."""
    language, _, path = argument.partition("=")
    return language, Path(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="jalin", description=__doc__.splitlines()[0])
    parser.add_argument("--version", action="version", version=f"jalin {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, call: Callable[[argparse.Namespace], None], words: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=words)
        found.add_argument("--root", type=Path, default=Path(), help="the study's folder")
        found.set_defaults(call=call)
        return found

    for name, call, words in (
        ("build", build, "make every stage of which something changed (make all)"),
        ("why", why, "say why stages would be made again (make why)"),
    ):
        one = command(name, call, words)
        one.add_argument("stages", nargs="*", help="only these, and what comes before them")
        one.add_argument("--through", default="", help="use data collected up to this day, YYYY-MM-DD")
        one.add_argument("--language", choices=["id", "en"], default="id", help="of labels in the notebooks")
        one.add_argument("--seed", type=int, default=2024)
        one.add_argument("--timeout", type=int, default=3600, help="seconds that a cell may take")
        one.add_argument("--jobs", type=int, default=0, help="how many notebooks at once; 0: as many as cores")
        one.add_argument("--plain", action="store_true", help="start each kernel anew instead of forking it")
    command("check", check, "check everything people wrote, without building")
    leaks = command("audit", audit, "search everything built for identifiers that were replaced")
    leaks.add_argument("--mark", type=Path, help="written when nothing was found")
    command("manifest", manifest, "write the manifest of what was built (make all does this)")
    again = command("verify", verify, "compare a study built again with what was published (make verify)")
    again.add_argument("rebuilt", type=Path, help="the folder it was built in")
    again.add_argument("--scratch", action="store_true", help="make that folder, with what people wrote")
    command(
        "deposit", deposit, "write one zip to share, without the raw sources (make deposit)"
    ).add_argument("path", type=Path, help="the .zip")
    command("trace", trace, "say where a source shows, or prove that a withdrawn one does not").add_argument(
        "source"
    )
    command("reveal", reveal, "print a source's original text; needs the key").add_argument("source")
    closing = command("seal", seal, "encrypt what names people, for those whose public keys are given")
    closing.add_argument("recipients", nargs="*", help="age1… or ssh-… keys, or files with one a line")
    command("unseal", unseal, "bring back what was sealed").add_argument(
        "identity", type=Path, help="file of a private key"
    )

    making = commands.add_parser("new", help="make a new study from a project of another program")
    making.add_argument("destination", type=Path, help="its folder, which must be new or empty")
    making.add_argument(
        "--from",
        dest="origin",
        type=Path,
        required=True,
        metavar="FILE",
        help="REFI-QDA .qdpx, Taguette .sqlite3, or a QualCoder project",
    )
    making.add_argument("--language", choices=["id", "en"], default="id", help="of the sources")
    making.set_defaults(call=new)
    book = command("codebook", codebook, "show the codebook, its changes, and codes not used as defined")
    book.add_argument("--round", help="as it was in this round")
    book.add_argument("--changes", nargs=2, metavar="ROUND", help="what changed between two rounds")
    book.add_argument("--language", choices=["id", "en"], default="id", help="of the names of codes")
    back = command("import", add, "add codings made elsewhere on an export of this study, or codes")
    back.add_argument(
        "origin",
        type=Path,
        metavar="FILE",
        help="REFI-QDA .qdpx or .qdc, Taguette .sqlite3, or a QualCoder project",
    )
    back.add_argument("--coder", default="", help="whose codings they are, where the file does not say")
    back.add_argument("--codes", action="store_true", help="also add codes that the study does not have")
    command("merge", merge, "add what only another copy of the study has").add_argument(
        "other", type=Path, help="the other copy's folder"
    )
    meeting = command("reconcile", reconcile, "write where the coders differ, or take in what they decided")
    meeting.add_argument("path", type=Path, help="an .xlsx sheet")
    meeting.add_argument("--take", action="store_true", help="put the sheet's decisions into reconciled.csv")
    meeting.add_argument("--language", choices=["id", "en"], default="id", help="of the names of codes")
    out = command("export", export, "write the study, as built, for another program")
    out.add_argument(
        "format", choices=["qdpx", "qdc", "taguette", "qualcoder", "csv", "xlsx", "html", "docx"]
    )
    out.add_argument("path", type=Path)
    out.add_argument("--language", choices=["id", "en"], default="id", help="of the names of codes")
    out.add_argument("--coder", default="", help="with the codings of this coder alone")

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
    except BrokenPipeError:
        # whoever read the output has enough of it; nothing is to be written at the end either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(
            f"{error.filename or ''}: {error.strerror or error}. Mend that and run it again.", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
