"""Commands on the codebook and the coders, and to and from other programs."""

import json
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jalin.cli.common import (
    PATH,
    NoSuchName,
    OneOf,
    as_json,
    jalin_line,
    language,
    make_line,
    on_study,
    repository,
    root,
)
from jalin.errors import Problem, StudyError
from jalin.exchange.files import FORMATS, is_project
from jalin.words import DEFAULT, known_languages

if TYPE_CHECKING:
    from jalin.exchange.account import Account
    from jalin.exchange.project import Project
    from jalin.study import Study

# what an account calls what was found, and what became of it: of a project that a study is made from, of an import, of an export
_NEW = {"found": "in the file", "taken": "taken", "kept": "kept", "left": "left out"}
_IMPORT = {"found": "in the file", "taken": "new", "kept": "there already", "left": "left out"}
_EXPORT = {"found": "there is", "taken": "written", "kept": "carried", "left": "left out"}

section = click.Group("Code, and exchange with other programs")


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
@_positions
@as_json
def new(
    destination: Path, origin: Path | None, languages: tuple[str, ...], positions: str | None, as_json: bool
) -> None:
    """Make a new study, empty or from what you have (make new)."""
    from jalin.exchange.account import Account

    account = Account()
    if origin is None or (origin.is_dir() and not is_project(origin)):
        from jalin.exchange.empty_study import empty_study

        counts, told = empty_study(destination, origin, languages, account=account)
    else:
        from jalin.exchange.coded_tables import ENDINGS, project_of_codebook
        from jalin.exchange.files import read_project
        from jalin.exchange.new_study import UNCODED, new_study
        from jalin.exchange.of_study import HOME

        if origin.suffix.lower() in ENDINGS:
            project, file = project_of_codebook(origin), origin
        else:
            project, file = read_project(origin, positions or "")
        counts = new_study(project, destination, file, languages)
        told, account = project.told, project.account
        if (destination / UNCODED).exists():
            file, root = (destination / UNCODED).resolve(), destination.resolve()
            line = jalin_line("import", file, "--codes", "--root", root)
            told.append(f"to take them as codings of that code, once the study is built: {line}")
    counted = (f"{count} {what if count != 1 else what.removesuffix('s')}" for what, count in counts.items())
    told.append(", ".join(counted) + f": {shlex.quote(str(destination.resolve()))}")
    if any(row["kept"] for row in account.rows()) and origin and not origin.is_dir():
        form = HOME.get(file.suffix.lower())
        again = f"jalin export {form} writes it again" if form else "no export has a place for it"
        told.append(f"kept: untouched in data/raw/exchange; {again} (docs/exchange.md)")
    if (destination / "data/raw/exchange/files.csv").exists():
        told.append(
            "Sources go by neutral ids; data/raw/exchange/files.csv, which stays with you, says what each was called"
        )
    told.append(f"Set study.yaml and sources.csv right, then build it with: {make_line('all', destination)}")
    _say(account, _NEW, told, as_json, study=str(destination.resolve()), **counts)


def _say(
    account: "Account", heads: Mapping[str, str], told: Sequence[str], as_json: bool, **more: str | int
) -> None:
    """Print an account and what is told; as one JSON object where that is asked for."""
    if as_json:
        print(json.dumps({**more, "account": account.rows(), "told": list(told)}, ensure_ascii=False))
        return
    for line in [*(account.lines(heads) if account.rows() else []), *told]:
        print(line)


@section.command(epilog="Example: jalin lab --root ../my-study --me b")
@root
@click.option("--me", default="", help="Who codes; without it the first of study.yaml.")
@language("Of the workbench.")
@click.argument("options", nargs=-1, help="Further ones of JupyterLab, after --, such as --no-browser.")
def lab(root: Path, me: str, language: str, options: tuple[str, ...]) -> None:
    """Open JupyterLab on the study, at its workbench (make lab)."""
    from jalin.explore.lab import command, environment, write_page
    from jalin.study import open_study

    study = open_study(root.resolve())
    write_page(study, me, language)
    asked = command(study, *options)
    os.execve(asked[0], asked, environment())


@section.command(epilog='Example: jalin code teacher TIME "I have thirty exercise books to mark"')
@on_study
@click.argument("source", help="The source_id of sources.csv.")
@click.argument("code", help="The id of a code of codebook.yaml.")
@click.argument("words", help="Words as they stand in the text.")
@click.option("--coder", default="", help="Who codes; without it the first of study.yaml.")
@click.option("--memo", default="", help="A note on this coding.")
def code(study: "Study", source: str, code: str, words: str, coder: str, memo: str) -> None:
    """Put a code on words of a source, as one does in JupyterLab."""
    from jalin.explore.session import Session

    session = Session(study, source, coder or study.lead)
    start = session.find(words)
    session.add(code, start, start + len(words), memo)
    done, of = session.progress()
    print(f"{source}, {code}: {words!r} (coded: {done} of {of} segments)")


@section.command(epilog="Example: jalin read teacher --coder b")
@on_study
@click.argument("source", help="The source_id of sources.csv.")
@click.option("--coder", default="", help="Who read it; without it the first of study.yaml.")
@click.option("--not", "unread", is_flag=True, help="Take it back.")
def read(study: "Study", source: str, coder: str, unread: bool) -> None:
    """Say that a coder has read a source to its end, also where nothing in it was found."""
    from jalin.explore.session import Session

    session = Session(study, source, coder or study.lead)
    session.mark_read(not unread)
    done, of = session.progress()
    print(
        f"{source}: {'not marked as read' if unread else 'read'} by {session.coder} (coded: {done} of {of} segments)"
    )


@section.command(epilog="Example: jalin place teacher c3 --take 1")
@on_study
@click.argument("source", help="The source_id of sources.csv.")
@click.argument("coding", help="The id of a coding that make check names.")
@click.argument("words", default="", help="Its words as they stand in the text now.")
@click.option("--coder", default="", help="Whose coding it is; without it the first of study.yaml.")
@click.option("--take", type=int, default=0, help="The number of one of the places that make check names.")
@click.option("--remove", is_flag=True, help="Take the coding away.")
def place(study: "Study", source: str, coding: str, words: str, coder: str, take: int, remove: bool) -> None:
    """Say where a coding belongs that has no clear place in a text that was edited."""
    from jalin.explore.session import Session

    if sum(map(bool, (words, take, remove))) != 1:
        raise click.UsageError("Give the words, --take NUMBER or --remove.")
    session = Session(study, source, coder or study.lead)
    if remove:
        session.remove(coding)
    elif take:
        session.take(coding, take)
    else:
        start = session.find(words)
        session.change(coding, span=(start, start + len(words)))
    there = [session.text[one.start : one.end] for one in session.codings()[0] if one.id == coding]
    print(f"{source}, {coding}: " + (repr(there[0]) if there else "taken away"))


@section.command(epilog="Example: jalin codebook --changes R1 R2")
@on_study
@click.option("--round", help="Show it as it was in this round.")
@click.option("--changes", nargs=2, metavar="ROUND ROUND", help="Show what changed between two rounds.")
@language("Of the names of codes.")
def codebook(study: "Study", round: str | None, changes: tuple[str, str] | None, language: str) -> None:
    """Show the codebook, its changes, and codes not used as defined."""
    from jalin.code import history, read_codebook
    from jalin.tables.store import folder, read

    book = read_codebook(study)
    rounds = [item.id for item in study.settings.rounds]
    if changes:
        print("\n".join(history.changes_between(book, rounds, *changes) or ["no change"]))
        return
    codes = history.codes_of_round(book, rounds, round) if round else book.codes
    print("\n".join(history.tree(codes, study.language(language))))
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
    _say(account, _IMPORT, told, as_json)


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
    """Add what only another copy of the study has."""
    from jalin.exchange.merge import merge_study
    from jalin.study import open_study

    added = merge_study(study, open_study(other.resolve()))
    if as_json:
        print(json.dumps({"account": added}, ensure_ascii=False))
        return
    print("\n".join(f"from {other}: {line}" for line in added) or "nothing is new in the other copy")
    if added:
        print(f"Build with it: {make_line('all', study.root)}")


@section.command(epilog="Example: jalin reconcile meeting.xlsx --take")
@on_study
@click.argument("path", type=PATH, help="An .xlsx sheet.")
@click.option("--take", is_flag=True, help="Put the sheet's decisions into reconciled.csv.")
@language("Of the names of codes.")
def reconcile(study: "Study", path: Path, take: bool, language: str) -> None:
    """Write where the coders differ for their meeting, or take in what they decided."""
    from jalin.code import read_codebook
    from jalin.collect import read_register
    from jalin.exchange.reconcile_sheet import take_decisions, write_differences
    from jalin.tables.store import read, read_texts

    codings, registered = read(study, "code/codings"), set(read_register(study)["source_id"])
    if take:
        added, changed = take_decisions(study, codings, registered, path)
        print(f"{added} decisions are new, {changed} changed: data/raw/coding/reconciled.csv")
        return
    if path.exists():
        remedy = "Take its decisions in with --take, or name a new file"
        raise StudyError(Problem(str(path), "", "there is something already", remedy))
    texts = read_texts(study, "protect", read(study, "protect/sources"))
    count = write_differences(
        study, codings, texts, read_codebook(study).names(study.language(language)), registered, path
    )
    print(f"{count} codings that no other coder shares: {path}")


@section.command(epilog="Example: jalin translate en passages.xlsx")
@on_study
@click.argument(
    "into", default="", help="The language to translate into; without it, what is missing of each is counted."
)
@click.argument("path", type=PATH, required=False, help="An .xlsx or .csv table.")
@click.option("--take", is_flag=True, help="Put the table's translations into the study.")
@click.option("--all", "every", is_flag=True, help="List also what has a translation.")
@click.option("--translator", default="", help="Whose they are, where a row does not say.")
def translate(study: "Study", into: str, path: Path | None, take: bool, every: bool, translator: str) -> None:
    """List passages that have no translation as a table to fill in, or take it in."""
    from jalin.code.translations import file_of, missing, passages_of, read_translations, stale, told
    from jalin.collect.register import registered
    from jalin.conclude.stage import Premises
    from jalin.consent import unquotable
    from jalin.exchange.translation_sheet import take_sheet, write_sheet
    from jalin.tables.store import read_texts

    if into and into not in study.languages:
        raise NoSuchName("language of the study", into, study.languages)
    premises, known = Premises.of(study), registered(study)
    coded = premises.coded
    closed = unquotable(coded.sources)
    passages, wanted = passages_of(coded.codings), passages_of(premises.spoken, closed)
    if path is None:
        for language in [into] if into else study.languages:
            found = read_translations(study, language, known)
            lines = told(language, wanted, passages, found, closed)
            print("\n".join(lines) or f"{file_of(language)}: nothing is missing, nothing is stale")
        return
    found = read_translations(study, into, known)
    if take:
        account = take_sheet(study, into, passages, found, path, translator)
        print(
            f"{file_of(into)}: {account.new} new, {account.changed} changed, "
            f"{account.replaced} in the place of a stale one"
        )
        return
    listed = wanted if every else missing(wanted, into, found)
    texts = read_texts(study, "protect", coded.sources)
    write_sheet(listed, texts, found, stale(passages, found), path)
    print(f"{path}: {len(listed)} {'passage' if len(listed) == 1 else 'passages'}")


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
    print("Look at it: no audit finds a name or a face in a picture", file=sys.stderr)


@section.command(epilog="Example: jalin export qdpx study.qdpx --language en")
@on_study
@click.argument("format", type=OneOf("format", lambda: FORMATS), help="Which program it is for.")
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
    from jalin.consent import withheld
    from jalin.exchange.account import Account
    from jalin.exchange.files import export_study

    told: list[str] = []
    account = Account()
    made = export_study(
        study, format, path, study.language(language), coder, team, media, told.append, account
    )
    told += _out_of_date(study)
    closed = withheld(study, "share") - withheld(study, "use")
    if closed and not team:
        told.append(f"left out, as consent does not cover sharing: {len(closed)} sources")
    if as_json:
        _say(account, _EXPORT, told, as_json, path=str(made.resolve()))
        return
    _say(account, _EXPORT, [shlex.quote(str(made.resolve()))], as_json)
    for line in told:
        print(line, file=sys.stderr)


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
