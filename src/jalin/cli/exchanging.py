"""Commands to and from other programs, and between copies of a study."""

import json
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jalin.cli.common import (
    PATH,
    OneOf,
    as_json,
    jalin_line,
    language,
    make_line,
    on_study,
    repository,
    say,
    spoken,
)
from jalin.errors import Problem, StudyError
from jalin.exchange.files import formats_written, is_project
from jalin.words import DEFAULT, known_languages

if TYPE_CHECKING:
    from jalin.exchange.account import Account
    from jalin.exchange.project import Project
    from jalin.study import Study

# what an account calls what was found, and what became of it: of a project that a study is made from, of an import, of an export
_NEW = {"found": "in the file", "taken": "taken", "kept": "kept", "left": "left out"}
_IMPORT = {"found": "in the file", "taken": "new", "kept": "there already", "left": "left out"}
_EXPORT = {"found": "there is", "taken": "written", "kept": "carried", "left": "left out"}

section = click.Group("Exchange with other programs")


def _ways_of_counting() -> list[str]:
    from jalin.exchange.units import UNITS

    return list(UNITS)


_positions = click.option(
    "--positions",
    type=OneOf("way of counting", _ways_of_counting),
    help="What the positions of another program count, where that cannot be told from its project.",
)


@section.command(epilog="Example: jalin new ../my-study --from project.qdpx --language en")
@click.argument("destination", type=PATH, help="Its folder, which must be new or empty.")
@click.option(
    "--from",
    "origin",
    type=PATH,
    metavar="FILE",
    help="A project of REFI-QDA, Taguette, QualCoder, RQDA or requal, a codebook, or a folder of Word files.",
)
@click.option(
    "--language",
    "languages",
    type=OneOf("language", known_languages),
    multiple=True,
    default=DEFAULT,
    show_default=True,
    help="Of the study; stands once for each. The sources are in the first.",
)
@click.option("--title", default="", help="Of the report; without it the name of the folder or project.")
@_positions
@as_json
def new(
    destination: Path,
    origin: Path | None,
    languages: tuple[str, ...],
    title: str,
    positions: str | None,
    as_json: bool,
) -> None:
    """Make a new study, empty or from what you have (make new)."""
    from jalin.exchange.account import Account, counted

    account, file = Account(), None
    if origin is None or (origin.is_dir() and not is_project(origin)):
        from jalin.exchange.empty_study import empty_study

        counts, told = empty_study(destination, origin, languages, account=account, title=title)
    else:
        from jalin.exchange.coded_tables import ENDINGS, project_of_codebook
        from jalin.exchange.files import read_project
        from jalin.exchange.new_study import UNCODED, new_study

        if origin.suffix.lower() in ENDINGS:
            project, file = project_of_codebook(origin), origin
        else:
            project, file = read_project(origin, positions or "")
        counts = new_study(project, destination, file, languages, title)
        told, account = project.told, project.account
        if (destination / UNCODED).exists():
            uncoded, root = (destination / UNCODED).resolve(), destination.resolve()
            line = jalin_line("import", uncoded, "--codes", "--root", root)
            told.append(f"to take them as codings of that code, once the study is built: {line}")
    language = "en" if as_json else spoken(destination)
    many = (
        f"{count} {counted(what.removesuffix('s') if count == 1 else what, language)}"
        for what, count in counts.items()
    )
    told.append(", ".join(many) + f": {shlex.quote(str(destination.resolve()))}")
    if file is not None and any(row["kept"] for row in account.rows()):
        from jalin.exchange.of_study import HOME

        form = HOME.get(file.suffix.lower())
        again = f"jalin export {form} writes it again" if form else "no export has a place for it"
        told.append(f"kept: untouched in data/raw/exchange; {again} (docs/exchange.md)")
    if (destination / "data/raw/exchange/files.csv").exists():
        told.append(
            "Sources go by neutral ids; data/raw/exchange/files.csv, which stays with you, says what each was called"
        )
    if not title:
        told.append(
            "The report is called after its folder or project: write its title into data/raw/study.yaml"
        )
    told.append(f"On the screen, go on with: {make_line('lab', destination)}")
    told.append(
        f"In files, set study.yaml and sources.csv right, then build it with: {make_line('all', destination)}"
    )
    _say(destination, account, _NEW, told, as_json, study=str(destination.resolve()), **counts)


def _say(
    root: Path,
    account: "Account",
    heads: Mapping[str, str],
    told: Sequence[str],
    as_json: bool,
    **more: str | int,
) -> None:
    """Print an account and what is told, in a language of the study at `root`; as one JSON object where that is asked for."""
    if as_json:
        print(json.dumps({**more, "account": account.rows(), "told": list(told)}, ensure_ascii=False))
        return
    if account.rows():
        print("\n".join(account.lines(heads, spoken(root))))
    say(root, *told)


@section.command("import", epilog="Example: jalin import back.qdpx --coder b")
@on_study
@click.argument(
    "origin",
    type=PATH,
    metavar="FILE",
    help="A project, a codebook, or a table of codings of another program, or a folder of them.",
)
@click.option("--coder", default="", help="Whose codings they are, where the file does not say.")
@click.option("--codes", is_flag=True, help="Also add codes that the study does not have.")
@_positions
@click.option(
    "--column",
    multiple=True,
    metavar="WHAT=NAME",
    help="The column of a table that has the quote, source, code, coder or memo, where its heading does not tell.",
)
@as_json
def import_(
    study: "Study",
    origin: Path,
    coder: str,
    codes: bool,
    positions: str | None,
    column: tuple[str, ...],
    as_json: bool,
) -> None:
    """Add codings made elsewhere on an export of this study, or codes; tables and lists of quotes are placed by their words."""
    from jalin.exchange.account import Account
    from jalin.exchange.add_codings import add_codings
    from jalin.exchange.coded_tables import ENDINGS, codes_of_table, quotes_of_file
    from jalin.exchange.files import is_project, read_project, reads
    from jalin.exchange.place_quotes import import_quotes, names_of_codes
    from jalin.exchange.project import Project

    listed = origin.suffix.lower() in ENDINGS and not reads(origin)
    account = Account()
    if listed or (origin.is_dir() and not is_project(origin)):
        said = dict(one.split("=", 1) for one in column if "=" in one)
        files = sorted(path for path in origin.iterdir() if path.is_file()) if origin.is_dir() else [origin]
        read = [quotes_of_file(file, said, names_of_codes(study)) for file in files]
        quotes = [quote for found, _ in read for quote in found]
        listed_codes = [] if quotes else [code for file in files for code in codes_of_table(file)]
        told = [line for _, lines in read for line in lines]
        if quotes:
            told += import_quotes(study, quotes, origin.name, coder, codes, account)
        elif listed_codes:
            told = _add_codes(study, Project(origin.stem, codes=listed_codes), account)
        elif not told:
            what = "there are no codings and no codes in it that are known by their headings"
            remedy = "Name the columns with --column quote=NAME --column code=NAME --column source=NAME"
            raise StudyError(Problem(origin.name, "", what, remedy))
    else:
        project, file = read_project(origin, positions or "")
        if file.suffix.lower() == ".qdc":
            told = [*project.told, *_add_codes(study, project, account)]
        else:
            added = add_codings(study, project, file.name, coder, codes, account)
            told = [
                f"{count} codings of {whose} on {source_id}" for (whose, source_id), count in added.items()
            ]
            told = [*project.told, *(told or ["the study has all of its codings already"])]
    if any(row["taken"] for row in account.rows()):
        told.append(f"Build with it: {make_line('code', study.root)}")
    _say(study.root, account, _IMPORT, told, as_json)


def _add_codes(study: "Study", project: "Project", account: "Account") -> list[str]:
    """Add the codes of a codebook that the study does not have; a line for each."""
    from jalin.exchange.add_codings import new_codes

    added = new_codes(study, project)
    account.take("codes", len(added))
    account.keep("codes", len(project.codes) - len(added))
    return [f"new code {code}" for code in added] or ["the study has all of its codes already"]


@section.command(epilog="Example: jalin merge ../their-copy")
@on_study
@click.argument("other", type=PATH, help="The other copy's folder.")
@as_json
def merge(study: "Study", other: Path, as_json: bool) -> None:
    """Add what only another copy of the study has; what differs otherwise stays as it is here, and is told."""
    from jalin.exchange.merge import merge_study, of_the_other
    from jalin.study import open_study

    with of_the_other():
        there = open_study(other.resolve())
    merged = merge_study(study, there)
    if as_json:
        said = {"account": merged.added, "differs": merged.differs}
        print(json.dumps(said, ensure_ascii=False))
        return
    told = [f"from {other}: {line}" for line in merged.added] or ["nothing is new in the other copy"]
    if merged.differs:
        told += ["not the same in both copies, and left as it is here:"]
        told += [f"  {line}" for line in merged.differs]
    if merged.added:
        told.append(f"Build with it: {make_line('all', study.root)}")
    say(study.root, *told)


@section.command(epilog="Example: jalin region 3f2a")
@on_study
@click.argument("region", default="", help="What its identifier begins with; without it, all are listed.")
@click.option("--from-below", is_flag=True, help="Its heights count from the foot of the page.")
@language("Of the word page.")
def region(study: "Study", region: str, from_below: bool, language: str) -> None:
    """Show what was selected on pictures and PDF pages elsewhere, and put one beside the chapters to be set into one."""
    from jalin.exchange.regions import picture_of, regions_of, set_in
    from jalin.words import word

    page = word("region.page", study.language(language))
    if not region:
        for one in regions_of(study):
            where = f"{one.source}, {page} {one.page}" if one.page else one.source
            print(f"{one.guid[:8]}  {where}  {one.box}  {', '.join(one.codes)}  {one.note}".rstrip())
        return
    found, image = picture_of(study, region, from_below)
    print(set_in(study, found, image, page))
    say(study.root, "Look at it: no audit finds a name or a face in a picture", error=True)


@section.command(epilog="Example: jalin export qdpx study.qdpx --language en")
@on_study
@click.argument("format", type=OneOf("format", formats_written), help="Which program it is for.")
@click.argument("path", type=PATH, help="The file to write; a folder for qualcoder.")
@language("Of the names of codes.")
@click.option("--coder", default="", help="With the codings of this coder alone.")
@click.option("--team", is_flag=True, help="For somebody of the study's own: also what may not be shared.")
@click.option(
    "--media", is_flag=True, help="Also pictures and recordings of the project that the study came from."
)
@as_json
def export(
    study: "Study",
    format: str,
    path: Path,
    language: str,
    coder: str,
    team: bool,
    media: bool,
    as_json: bool,
) -> None:
    """Write the study, as built, for another program."""
    from jalin.build.build import locked
    from jalin.consent import withheld
    from jalin.exchange.account import Account
    from jalin.exchange.files import export_study

    told: list[str] = []
    account = Account()
    with locked(study.root):
        made = export_study(
            study, format, path, study.language(language), coder, team, media, told.append, account
        )
    told += _out_of_date(study)
    closed = withheld(study, "share") - withheld(study, "use")
    if closed and not team:
        told.append(f"left out, as consent does not cover sharing: {len(closed)} sources")
    if as_json:
        _say(study.root, account, _EXPORT, told, as_json, path=str(made.resolve()))
        return
    _say(study.root, account, _EXPORT, [shlex.quote(str(made.resolve()))], as_json)
    say(study.root, *told, error=True)


def _out_of_date(study: "Study") -> list[str]:
    """A line for each stage up to the codings that is older than what it was built from; an export has what was built."""
    from jalin.build.build import why
    from jalin.build.fresh import Folders
    from jalin.build.options import Options
    from jalin.stages import FILE, read_runs, selected, without_sources

    folders = Folders(study.root, repository())
    if not (folders.repository / FILE).is_file():
        return []
    runs = read_runs(folders.repository, study.root)
    runs = selected(without_sources(runs) if study.deposited else runs, ("code",))
    # what no build made has nothing to be older than
    runs = [run for run in runs if folders.record_path(run).exists()]
    return [
        f"out of date: {'; '.join(reasons[:3])}. The export has the study as it was built; build again with: "
        + make_line("all", study.root)
        for reasons in why(folders, runs, Options()).values()
        if not reasons[0].startswith("only if")
    ]
