"""Commands that build a study, verify it, share it, and say where something in it comes from."""

import sys
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from jalin.cli.common import PATH, Command, language, on_study, root, say
from jalin.errors import Problem, StudyError
from jalin.files import DEPOSITED

if TYPE_CHECKING:
    from jalin.build.fresh import Folders
    from jalin.build.options import Options
    from jalin.stages import Run
    from jalin.study import Study

section = click.Group("Build and share")


class Request(NamedTuple):
    """The study's folders, the runs asked for, how to make them; the stages as typed, and whether it is a deposit."""

    folders: "Folders"
    runs: list["Run"]
    how: "Options"
    stages: tuple[str, ...]
    deposited: bool


def on_runs(call: Command) -> Command:
    """Give `call` what was asked of a build."""

    @root
    @click.argument("stages", nargs=-1, help="Only these, and what comes before them.")
    @click.option("--through", default="", help="Use data collected up to this day, YYYY-MM-DD.")
    @language("Of labels in the notebooks.")
    @click.option("--seed", type=int, default=2024, show_default=True, help="Of every random draw.")
    @click.option(
        "--timeout", type=int, default=3600, show_default=True, help="The seconds that a cell may take."
    )
    @click.option("--jobs", type=int, default=0, help="How many notebooks at once; 0: as many as cores.")
    @click.option("--plain", is_flag=True, help="Start each kernel anew instead of forking it.")
    @click.option(
        "--page", is_flag=True, help="Of a report the page alone, and of the stages before it their tables."
    )
    @wraps(call)
    def asked(
        root: Path, stages: tuple[str, ...], through: str, language: str,
        seed: int, timeout: int, jobs: int, plain: bool, page: bool, **more: Any,
    ) -> int | None:  # fmt: skip
        from jalin.build.fresh import Folders
        from jalin.build.options import Options
        from jalin.build.stopping import heed_signals
        from jalin.stages import read_runs, selected, without_sources

        heed_signals()
        folders = Folders(root.resolve(), Path().resolve())
        runs = read_runs(folders.repository, folders.root)
        deposited = (folders.root / DEPOSITED).is_file()
        if deposited:
            runs = without_sources(runs)
        how = Options(through, language, seed, timeout, jobs, plain, page)
        return call(Request(folders, selected(runs, stages), how, stages, deposited), **more)

    return asked


def _check(asked: Request, settled: bool) -> None:
    """Raise `StudyError` with every problem in what people wrote; `settled`: its sources are built as they are."""
    from jalin.check import check_built, check_study
    from jalin.errors import refuse
    from jalin.study import open_study

    check = check_built if settled else check_study
    refuse(check(open_study(asked.folders.root, asked.how.through)).problems)


@section.command(epilog="Example: jalin build conclude --through 2024-09-21")
@on_runs
def build(asked: Request) -> None:
    """Make every stage of which something changed (make all)."""
    from jalin.build.build import build as make
    from jalin.build.finish import search_all
    from jalin.publish.claims import untrue
    from jalin.publish.listing import list_all
    from jalin.stages import read_runs

    asked.folders.drop_gone(read_runs(asked.folders.repository, asked.folders.root))
    # a copy without the raw sources has nothing to check them by
    paged = any(run.page for run in asked.runs)
    check = partial(_check, asked) if paged and not asked.deposited else None
    make(asked.folders, asked.runs, asked.how, sys.argv[1:], check)
    if paged:
        for claim in untrue(asked.folders.root):
            say(asked.folders.root, f"claim       {claim}", error=True)
        from jalin.typeset import boxes_told

        for told in () if asked.how.page else boxes_told(asked.folders.root):
            say(asked.folders.root, f"paper       {told}", error=True)
    # where the raw sources are not, neither is the key to search with, and the manifest is that of who had them
    if asked.stages or asked.deposited:
        return
    if (count := search_all(asked.folders)) is not None:
        say(asked.folders.root, f"leak audit  {count} files searched, no identifier found", error=True)
    if (count := list_all(asked.folders, asked.how.chosen)) is not None:
        say(asked.folders.root, f"manifest    {count} files in reports/MANIFEST", error=True)


@section.command(epilog="Example: jalin watch --root ../my-study --language en")
@root
@language("Of the report that is shown.")
@click.option("--port", type=int, default=0, help="Of the address on this machine; 0: one that is free.")
def watch(root: Path, language: str, port: int) -> None:
    """Build the page of the report again after each save, and show it (make watch).

    The page is at an address of this machine alone, and loads itself anew at the place where one was.
    """
    import tempfile
    from itertools import repeat

    from jalin.build.build import build as make
    from jalin.build.environment import ensure_environment
    from jalin.build.fresh import Folders
    from jalin.build.options import Options
    from jalin.build.serve import server_of, serving
    from jalin.build.stopping import heed_signals
    from jalin.build.watch import State, written
    from jalin.build.watch import watch as look_and_make
    from jalin.stages import read_runs, selected
    from jalin.study import open_study

    ensure_environment(sys.argv[1:])
    heed_signals()
    study, repository = open_study(root.resolve()), Path().resolve()
    shown, how = f"report.{study.language(language)}", Options(page=True)

    def once() -> None:
        folders = Folders(study.root, repository)
        runs = selected(read_runs(repository, study.root), (shown,))
        make(folders, runs, how, sys.argv[1:], partial(_check, Request(folders, runs, how, (shown,), False)))

    with tempfile.TemporaryDirectory(prefix="jalin-") as folder:
        state = State(Path(folder) / "state.json")
        server, address = server_of(study.reports, f"{shown}.html", state.path, port)
        with serving(server):
            print(f"{address}\nStop it with Ctrl+C.", flush=True)
            look_and_make(partial(written, study.root, repository), state, once, print, repeat(None))


@section.command(epilog="Example: jalin cases --root ../my-study --case north")
@on_runs
@click.option("--case", "cases", multiple=True, help="Make this case alone; may be given again.")
def cases(asked: Request, cases: tuple[str, ...]) -> int:
    """Make the report of every case, side by side (make cases)."""
    from jalin.build.cases import make_cases
    from jalin.build.finish import search_all
    from jalin.errors import not_yet, refuse
    from jalin.publish.listing import list_all
    from jalin.study import open_study

    folders, _, how, stages, deposited = asked
    known = [case.id for case in open_study(folders.root).settings.cases]
    refuse(
        [
            Problem("data/raw/study.yaml", "cases", *not_yet("case", case, known))
            for case in cases
            if case not in known
        ]
    )
    found = make_cases(folders, stages, list(cases), how, sys.argv[1:])
    search_all(folders)
    # only what was looked at as a whole is listed
    if not (stages or cases or found.failed or deposited):
        list_all(folders, how.chosen, cases=True)
    made = (
        f"{len(found.made)} cases made, {len(found.fresh)} were as they should be, {len(found.failed)} failed"
    )
    say(folders.root, made)
    say(folders.root, *found.told, error=True)
    if found.failed:
        return 1
    print(f"{folders.root / 'reports' / 'cases'}")
    return 0


@section.command(epilog="Example: jalin why report")
@on_runs
def why(asked: Request) -> None:
    """Say why stages would be made again (make why)."""
    from jalin.build.build import why as reasons_of

    found = reasons_of(asked.folders, asked.runs, asked.how)
    for name, reasons in found.items():
        print(name)
        for reason in reasons[:10]:
            print(f"  {reason}")
        if len(reasons) > 10:
            say(asked.folders.root, f"  and {len(reasons) - 10} more")
    if not found:
        say(asked.folders.root, "Nothing would run: all is as it was made.")


@section.command(epilog="Example: jalin verify")
@on_runs
def verify(asked: Request) -> int:
    """Build again beside and compare with what was published (make verify)."""
    from jalin.build.environment import ensure_environment

    ensure_environment(sys.argv[1:])
    from jalin.build.build import locked
    from jalin.publish.verify import report_text
    from jalin.publish.verify import verify as compare

    with locked(asked.folders.root):
        found, path = compare(asked.folders, asked.runs, asked.how, sys.argv[1:])
    print(report_text(found) + f"\n{path}")
    return 0 if found.reproduced else 1


@section.command(epilog="Example: jalin clean --root ../my-study")
@on_runs
def clean(asked: Request) -> None:
    """Delete what was built (make clean)."""
    from jalin.build.outputs import clean as delete

    delete(asked.folders, asked.runs)


@section.command(epilog="Example: jalin deposit deposit.zip")
@on_study
@click.argument("path", type=PATH, help="The .zip to write.")
def deposit(study: "Study", path: Path) -> None:
    """Write one zip to share, without the raw sources (make deposit).

    Everything in it is searched for identifiers first.
    """
    from jalin.build.build import locked
    from jalin.consent import withheld
    from jalin.exchange.files import projects_of
    from jalin.publish.curated import in_few
    from jalin.publish.deposit import write_deposit
    from jalin.publish.scoped import withheld_of
    from jalin.tables.store import read

    with locked(study.root):
        count = write_deposit(study, Path(), path, projects_of)
    told = [f"{path}: {count} files, no identifier found"]
    if recordings := withheld_of(study).told:
        told.append(recordings)
    if few := in_few(study, read(study, "protect/sources")):
        told.append(f"to be decided by you, and in sharing/OPEN.md: {few}.")
    if closed := withheld(study, "share", "archive") - withheld(study, "use"):
        told.append(
            f"left out, as consent does not cover it: {len(closed)} sources, and the reports that rest on them"
        )
    say(study.root, *told)


@section.command(epilog="Example: jalin appendices --root ../my-study")
@on_study
def appendices(study: "Study") -> None:
    """Write the appendices of a thesis as Word files (make appendices).

    Front pages and forms for informants, too; everything in them is searched for identifiers first.
    """
    from jalin.build.build import locked
    from jalin.report.appendices.write import write_appendices
    from jalin.report.results import Results

    with locked(study.root):
        written = write_appendices(Results.of(study))
    say(study.root, *written.missing[study.languages[0]], error=True)
    for path in written.files:
        print(study.relative(path))


@section.command(epilog="Example: jalin crate")
@on_study
def crate(study: "Study") -> None:
    """Write ro-crate-metadata.json, the compendium as a Workflow Run RO-Crate."""
    from jalin.publish.crate import write_crate
    from jalin.stages import read_runs

    repository = Path().resolve()
    print(write_crate(study, repository, read_runs(repository, study.root)))


@section.command(epilog="Example: jalin trace P1.standing")
@on_study
@click.argument(
    "what", help="The name of a fact or figure, a figure's number, words of a quote, or a source."
)
def trace(study: "Study", what: str) -> None:
    """Show the way of a fact, figure or quote to the raw files and back (make trace).

    Of a source it shows every place where it left a trace.
    """
    from jalin.publish.manifest import read_manifest
    from jalin.records import register_rows

    if what in {row["source_id"] for row in register_rows(study)}:
        _trace_source(study, what)
        return
    from jalin.report.origin import way_of

    manifest = read_manifest(study.reports / "MANIFEST", "reports/MANIFEST")
    published = {entry.path: entry.digest for entry in manifest.entries}
    print("\n".join(way_of(study, published, what)))


def _trace_source(study: "Study", source_id: str) -> None:
    from jalin.protect.trace import trace_source

    found = trace_source(study, source_id)
    consent = found.row["consent"]
    searched = f"{source_id}: consent {consent}; {found.files} files of data/processed and reports searched"
    say(study.root, searched)
    if consent == "withdrawn" and found.found:
        remedy = "Build again with: make all"
        raise StudyError(
            Problem(file, place, f"a trace of {source_id}: {what}", remedy)
            for file, place, what in found.found
        )
    for file, place, what in found.found:
        print(f"{file}, {place}: {what}" if place else f"{file}: {what}")
    if not found.found:
        say(study.root, "no trace")
