"""Commands on the codebook, the coders and their codings, and the workbench."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jalin.cli.common import PATH, NoSuchName, language, on_study, root, say
from jalin.errors import Problem, StudyError

if TYPE_CHECKING:
    from jalin.study import Study

section = click.Group("Code")


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
@click.argument("source", default="", help="The source_id of sources.csv.")
@click.argument("code", default="", help="The id of a code of codebook.yaml.")
@click.argument("words", default="", help="Words as they stand in the text.")
@click.option("--coder", default="", help="Who codes; without it the first of study.yaml.")
@click.option("--memo", default="", help="A note on this coding.")
@click.option(
    "--from",
    "table",
    type=PATH,
    metavar="CSV",
    help="A table of codings: source_id, code, words, memo, coder.",
)
def code(
    study: "Study", source: str, code: str, words: str, coder: str, memo: str, table: Path | None
) -> None:
    """Put a code on words of a source, as one does in JupyterLab; or those of a table, all or none."""
    if bool(table) == bool(source and code and words) or (table and source):
        raise click.UsageError("Give SOURCE, CODE and WORDS, or a table with --from.")
    if table:
        from jalin.explore.batch import add_table

        added, there = add_table(study, table, coder)
        say(
            study.root,
            f"{table}: {added} codings added" + (f", {there} stood there already" if there else ""),
        )
        return
    from jalin.explore.session import Session

    session = Session(study, source, coder or study.lead)
    start = session.find(words)
    session.add(code, start, start + len(words), memo)
    done, of = session.progress()
    say(study.root, f"{source}, {code}: {words!r} (coded: {done} of {of} segments)")


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
    marked = f"no longer marked as read by {session.coder}" if unread else f"read by {session.coder}"
    say(study.root, f"{source}: {marked} (coded: {done} of {of} segments)")


@section.command(epilog="Example: jalin place teacher c3 --take 1")
@on_study
@click.argument("source", help="The source_id of sources.csv.")
@click.argument("coding", help="The id of a coding that make check names.")
@click.argument("words", default="", help="Its words as they stand in the text now.")
@click.option("--coder", default="", help="Whose coding it is; without it the first of study.yaml.")
@click.option(
    "--take",
    type=int,
    default=0,
    help="The number of one of the places that make check names, or where WORDS stand.",
)
@click.option("--remove", is_flag=True, help="Take the coding away.")
def place(study: "Study", source: str, coding: str, words: str, coder: str, take: int, remove: bool) -> None:
    """Say where a coding belongs that has no clear place in a text that was edited."""
    from jalin.explore.session import Session

    if sum(map(bool, (words or take, remove))) != 1:
        raise click.UsageError("Give the words, --take NUMBER or --remove.")
    session = Session(study, source, coder or study.lead)
    if remove:
        session.remove(coding)
    elif not words:
        session.take(coding, take)
    else:
        start = session.find(words, take)
        session.change(coding, span=(start, start + len(words)))
    there = [session.text[one.start : one.end] for one in session.codings()[0] if one.id == coding]
    say(study.root, f"{source}, {coding}: {there[0]!r}" if there else f"{source}, {coding}: taken away")


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
        say(study.root, *(history.changes_between(book, rounds, *changes) or ["no change"]))
        return
    codes = history.codes_of_round(book, rounds, round) if round else book.codes
    print("\n".join(history.tree(codes, study.language(language))))
    if not folder(study, "code/codings").with_suffix(".parquet").exists():
        say(study.root, "", "Codes that are not used show once the codings are read: make code")
        return
    codings = read(study, "code/codings")
    for title, lines in (
        ("never used", history.unused(book, codings)),
        ("used outside their definition", history.outside_definition(study, book, codings)),
    ):
        say(study.root, "", f"{title}: {len(lines)}", *(f"  {line}" for line in lines))


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
        say(study.root, f"{added} decisions are new, {changed} changed: data/raw/coding/reconciled.csv")
        return
    if path.exists():
        remedy = "Take its decisions in with --take, or name a new file"
        raise StudyError(Problem(str(path), "", "there is something already", remedy))
    texts = read_texts(study, "protect", read(study, "protect/sources"))
    count = write_differences(
        study, codings, texts, read_codebook(study).names(study.language(language)), registered, path
    )
    say(study.root, f"{count} codings that no other coder shares: {path}")


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
            say(study.root, *(lines or [f"{file_of(language)}: nothing is missing, nothing is stale"]))
        return
    found = read_translations(study, into, known)
    if take:
        account = take_sheet(study, into, passages, found, path, translator)
        say(
            study.root,
            f"{file_of(into)}: {account.new} new, {account.changed} changed, "
            f"{account.replaced} in the place of a stale one",
        )
        return
    listed = wanted if every else missing(wanted, into, found)
    texts = read_texts(study, "protect", coded.sources)
    write_sheet(listed, texts, found, stale(passages, found), path)
    say(
        study.root,
        f"{path}: {len(listed)} passage" if len(listed) == 1 else f"{path}: {len(listed)} passages",
    )
