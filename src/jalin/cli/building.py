"""Commands that build a study, verify it, share it, and say where something in it comes from."""

import argparse
import sys
from pathlib import Path

from jalin.cli.common import command
from jalin.errors import Problem, StudyError
from jalin.files import DEPOSITED
from jalin.reproduce.build import Options, build, why
from jalin.reproduce.closing import list_all, search_all
from jalin.reproduce.fresh import Ground
from jalin.reproduce.stages import Run, read_runs, wanted, without_sources

# heavy imports are kept out of what runs when there is nothing to do


def _asked(options: argparse.Namespace) -> tuple[Ground, list[Run], Options]:
    """The study, the runs asked for, and how to make them."""
    ground = Ground(options.root.resolve(), Path().resolve())
    runs = read_runs(ground.repository)
    if (ground.root / DEPOSITED).is_file():
        runs = without_sources(runs)
    how = Options(
        options.through, options.language, options.seed, options.timeout, options.jobs, options.plain
    )
    return ground, wanted(runs, options.stages), how


def _close(ground: Ground) -> None:
    """Search all that was built for identifiers, and list it."""
    # where the raw sources are not, neither is the key to search with
    if not (ground.root / DEPOSITED).is_file() and (count := search_all(ground)) is not None:
        print(f"leak audit  {count} files searched, no identifier found", file=sys.stderr)
    if (count := list_all(ground)) is not None:
        print(f"manifest    {count} files in reports/MANIFEST", file=sys.stderr)


def _build(options: argparse.Namespace) -> None:
    """Make every stage of which something changed."""
    ground, runs, how = _asked(options)
    build(ground, runs, how, sys.argv[1:])
    if not options.stages:
        _close(ground)


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
    from jalin.reproduce.fresh import clean

    ground, runs, _ = _asked(options)
    clean(ground, runs)


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


def _manifest(options: argparse.Namespace) -> None:
    """Write the manifest of what was built."""
    from jalin.reproduce.manifest import write_manifest
    from jalin.study import open_study

    count = write_manifest(open_study(options.root.resolve()), Path())
    print(f"manifest    {count} files in reports/MANIFEST", file=sys.stderr)


def _verify(options: argparse.Namespace) -> None:
    """Build the study again beside, and compare it with what was published."""
    import shutil

    from jalin.reproduce.steady import steady
    from jalin.reproduce.verify import SCRATCH, compare, make_scratch, published_of, report_text, write_report
    from jalin.study import open_study

    steady(sys.argv[1:])
    ground, runs, how = _asked(options)
    study, scratch = open_study(ground.root), ground.root / SCRATCH
    # without a manifest there is nothing to compare with, and no need to build
    published_of(study)
    make_scratch(study, scratch)
    build(Ground(scratch, ground.repository), runs, how, sys.argv[1:])
    found = compare(study, scratch, ground.repository)
    path = write_report(study, scratch, found)
    shutil.rmtree(scratch)
    print(report_text(found) + f"\n{path}")
    if not found.reproduced:
        raise SystemExit(1)


def _deposit(options: argparse.Namespace) -> None:
    """Write one zip to share: everything but the raw sources, searched for identifiers."""
    from jalin.reproduce.deposit import write_deposit
    from jalin.study import open_study

    count = write_deposit(open_study(options.root.resolve()), Path(), options.path)
    print(f"{options.path}: {count} files, no identifier found")


def _trace(options: argparse.Namespace) -> None:
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


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands."""
    for name, call, words in (
        ("build", _build, "make every stage of which something changed (make all)"),
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
        one.add_argument("--plain", action="store_true", help="start each kernel anew instead of forking it")
    command(commands, "audit", _audit, "search everything built for identifiers that were replaced")
    command(commands, "manifest", _manifest, "write the manifest of what was built (make all does this)")
    share = command(
        commands, "deposit", _deposit, "write one zip to share, without the raw sources (make deposit)"
    )
    share.add_argument("path", type=Path, help="the .zip")
    way = command(
        commands, "trace", _trace, "say where a source shows, or prove that a withdrawn one does not"
    )
    way.add_argument("source")
