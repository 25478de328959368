"""Commands that build a study, verify it, share it, and say where something in it comes from."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jalin.build.build import Options, build, why
from jalin.build.finish import list_all, search_all
from jalin.build.fresh import Folders
from jalin.build.stages import Run, read_runs, selected, without_sources
from jalin.cli.common import command
from jalin.errors import Problem, StudyError
from jalin.files import DEPOSITED

if TYPE_CHECKING:
    from jalin.study import Study

# heavy imports are kept out of what runs when there is nothing to do


def _asked(options: argparse.Namespace) -> tuple[Folders, list[Run], Options]:
    """The study, the runs asked for, and how to make them."""
    folders = Folders(options.root.resolve(), Path().resolve())
    runs = read_runs(folders.repository)
    if (folders.root / DEPOSITED).is_file():
        runs = without_sources(runs)
    how = Options(
        options.through, options.language, options.seed, options.timeout, options.jobs, options.plain
    )
    return folders, selected(runs, options.stages), how


def _close(folders: Folders, runs: list[Run], how: Options) -> None:
    """Search all that was built for identifiers, and list it."""
    # where the raw sources are not, neither is the key to search with, and the manifest is that of who had them
    if (folders.root / DEPOSITED).is_file():
        return
    if (count := search_all(folders)) is not None:
        print(f"leak audit  {count} files searched, no identifier found", file=sys.stderr)
    if (count := list_all(folders, runs, how.chosen)) is not None:
        print(f"manifest    {count} files in reports/MANIFEST", file=sys.stderr)


def _build(options: argparse.Namespace) -> None:
    """Make every stage of which something changed."""
    folders, runs, how = _asked(options)
    build(folders, runs, how, sys.argv[1:])
    if not options.stages:
        _close(folders, runs, how)


def _cases(options: argparse.Namespace) -> None:
    """Make the report of every case."""
    from jalin.build.cases import make_cases
    from jalin.errors import nearest, refuse
    from jalin.study import open_study

    folders, runs, how = _asked(options)
    known = [case.id for case in open_study(folders.root).settings.cases]
    refuse(
        [
            Problem("data/raw/study.yaml", "cases", f"there is no case {case!r}", nearest(case, known))
            for case in options.case
            if case not in known
        ]
    )
    found = make_cases(folders, tuple(options.stages), options.case, how, sys.argv[1:])
    search_all(folders)
    # only what was looked at as a whole is listed
    if not (options.stages or options.case or found.failed or (folders.root / DEPOSITED).is_file()):
        list_all(folders, runs, how.chosen, cases=True)
    print(
        f"{len(found.made)} cases made, {len(found.fresh)} were as they should be, {len(found.failed)} failed"
    )
    for line in found.told:
        print(line, file=sys.stderr)
    if found.failed:
        raise SystemExit(1)
    print(f"{folders.root / 'reports' / 'cases'}")


def _why(options: argparse.Namespace) -> None:
    """Say why stages would be made again."""
    found = why(*_asked(options))
    for name, reasons in found.items():
        print(name)
        for reason in reasons[:10]:
            print(f"  {reason}")
        if len(reasons) > 10:
            print(f"  and {len(reasons) - 10} more")
    if not found:
        print("Nothing would run: all is as it was made.")


def _clean(options: argparse.Namespace) -> None:
    """Delete what was built."""
    from jalin.build.fresh import clean

    folders, runs, _ = _asked(options)
    clean(folders, runs)


def _audit(options: argparse.Namespace) -> None:
    """Search everything built for identifiers."""
    from jalin.errors import refuse
    from jalin.protect.leaks import audit as search
    from jalin.study import open_study

    study = open_study(options.root.resolve())
    if study.deposited:
        print("leak audit  was done before the deposit; here is no key to search with", file=sys.stderr)
        return
    problems, searched = search(study)
    refuse(problems)
    print(f"leak audit  {len(searched)} files searched, no identifier found", file=sys.stderr)


def _verify(options: argparse.Namespace) -> None:
    """Build the study again beside, and compare it with what was published."""
    from jalin.build.environment import ensure_environment

    ensure_environment(sys.argv[1:])
    from jalin.publish.verify import report_text, verify

    found, path = verify(*_asked(options), sys.argv[1:])
    print(report_text(found) + f"\n{path}")
    if not found.reproduced:
        raise SystemExit(1)


def _deposit(options: argparse.Namespace) -> None:
    """Write one zip to share: everything but the raw sources, searched for identifiers."""
    from jalin.publish.deposit import write_deposit
    from jalin.study import open_study

    count = write_deposit(open_study(options.root.resolve()), Path(), options.path)
    print(f"{options.path}: {count} files, no identifier found")


def _crate(options: argparse.Namespace) -> None:
    """Write the metadata of the compendium as a Workflow Run RO-Crate."""
    from jalin.publish.crate import write_crate
    from jalin.study import open_study

    repository = Path().resolve()
    print(write_crate(open_study(options.root.resolve()), repository, read_runs(repository)))


def _trace(options: argparse.Namespace) -> None:
    """Say the way of a fact, figure or quote to the raw files and back; or where a source shows."""
    from jalin.collect.register import FILE
    from jalin.publish.manifest import read_manifest
    from jalin.records import read_records
    from jalin.study import open_study

    study = open_study(options.root.resolve())
    sources = {row["source_id"] for _, row in read_records(study.raw / "sources.csv", FILE, ("source_id",))}
    if options.what in sources:
        _trace_source(study, options.what)
        return
    from jalin.report.origin import way_of

    manifest = read_manifest(study.reports / "MANIFEST", "reports/MANIFEST")
    published = {entry.path: entry.digest for entry in manifest.entries}
    print("\n".join(way_of(study, published, options.what)))


def _trace_source(study: "Study", source_id: str) -> None:
    from jalin.protect.trace import trace_source

    found = trace_source(study, source_id)
    consent = found.row["consent"]
    print(f"{source_id}: consent {consent}; {found.files} files of data/processed and reports searched")
    if consent == "withdrawn" and found.found:
        remedy = "Build again with: make all"
        raise StudyError(
            Problem(file, place, f"a trace of {source_id}: {what}", remedy)
            for file, place, what in found.found
        )
    for file, place, what in found.found:
        print(f"{file}, {place}: {what}" if place else f"{file}: {what}")
    if not found.found:
        print("no trace")


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands."""
    for name, call, words in (
        ("build", _build, "make every stage of which something changed (make all)"),
        ("cases", _cases, "make the report of every case, side by side (make cases)"),
        ("why", _why, "say why stages would be made again (make why)"),
        ("verify", _verify, "build again beside and compare with what was published (make verify)"),
        ("clean", _clean, "delete what was built (make clean)"),
    ):
        one = command(commands, name, call, words)
        one.add_argument("stages", nargs="*", help="only these, and what comes before them")
        one.add_argument("--through", default="", help="use data collected up to this day, YYYY-MM-DD")
        one.add_argument("--language", choices=["id", "en"], default="id", help="of labels in the notebooks")
        one.add_argument("--seed", type=int, default=2024)
        one.add_argument("--timeout", type=int, default=3600, help="seconds that a cell may take")
        one.add_argument(
            "--jobs", type=int, default=0, help="how many notebooks at once; 0: as many as cores"
        )
        if name == "cases":
            one.add_argument("--case", action="append", default=[], help="this case alone; may stand again")
        one.add_argument("--plain", action="store_true", help="start each kernel anew instead of forking it")
    command(commands, "audit", _audit, "search everything built for identifiers that were replaced")
    share = command(
        commands, "deposit", _deposit, "write one zip to share, without the raw sources (make deposit)"
    )
    share.add_argument("path", type=Path, help="the .zip")
    command(
        commands, "crate", _crate, "write ro-crate-metadata.json, the compendium as a Workflow Run RO-Crate"
    )
    way = command(
        commands,
        "trace",
        _trace,
        "the way of a fact, figure or quote to the raw files and back; or where a source shows (make trace)",
    )
    way.add_argument("what", help="a fact's name, a figure's name or number, words of a quote, or a source")
