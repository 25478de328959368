"""Commands that check a study and protect whom it is about."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jalin.cli.common import PATH, on_study, say, spoken

if TYPE_CHECKING:
    from jalin.study import Study

section = click.Group("Check and protect")


@section.command(epilog="Example: jalin check --root ../my-study")
@on_study
@click.option(
    "--mend",
    is_flag=True,
    help="First write sources.csv as the program that saved it did not: days as 2024-11-27, fields between commas.",
)
def check(study: "Study", mend: bool) -> None:
    """Check everything people wrote, without building."""
    from jalin.check import check_study
    from jalin.errors import refuse

    if mend:
        from jalin.collect.register import mend_register

        say(study.root, *mend_register(study))
    checked = check_study(study)
    for line in checked.told(spoken(study.root)):
        print(line)
    refuse(checked.problems)
    say(study.root, "ready")


def _moment(text: str) -> datetime:
    """A day, or a day and a time. Raises `click.UsageError` for what is neither."""
    try:
        return datetime.fromisoformat(text.strip()) if text else datetime.now()
    except ValueError:
        raise click.UsageError(f"{text!r} is no day; write 2024-11-27, or '2024-11-27 14:30'") from None


@section.command(epilog="Example: jalin consent --letter I02")
@on_study
@click.option("--today", default="", help="The day, or day and time, to count from; without it now.")
@click.option(
    "--letter", default="", help="Write the letter to this informant that their withdrawal was carried out."
)
@click.option(
    "--breach",
    default="",
    help="Write the notice that protection failed; the day and time when it was noticed.",
)
def consent(study: "Study", today: str, letter: str, breach: str) -> int:
    """List what consent asks for on a day, and write the letters on it.

    After UU 27/2022, Pasal 40 to 46; no legal advice. Letters are for you to complete, in data/processed/private/letters.
    """
    from jalin.protect.withdrawals import ADVICE, due

    now = _moment(today)
    if letter or breach:
        from jalin.protect.letters import write_letter, write_notice

        paths = write_letter(study, letter) if letter else []
        paths += write_notice(study, _moment(breach)) if breach else []
        print("\n".join(study.relative(path) for path in paths))
        say(study.root, f"Complete what is in brackets. {ADVICE}")
        return 0
    found = due(study, now)
    say(study.root, *(found.lines or ["nothing is due"]), ADVICE)
    return 1 if found.late else 0


@section.command(epilog="Example: jalin audit")
@on_study
def audit(study: "Study") -> None:
    """Search everything built for identifiers that were replaced."""
    from jalin.protect.leaks import audit as search
    from jalin.protect.leaks import refuse_leaks

    if study.deposited:
        say(study.root, "leak audit  was done before the deposit; here is no key to search with", error=True)
        return
    leaks, searched = search(study)
    refuse_leaks(study, leaks)
    say(study.root, f"leak audit  {len(searched)} files searched, no identifier found", error=True)


@section.command(epilog="Example: jalin reveal I01")
@on_study
@click.argument("source", help="The source_id of sources.csv.")
def reveal(study: "Study", source: str) -> None:
    """Print a source's original text; needs the key."""
    from jalin.protect.key import reveal as original

    sys.stdout.write(original(study, source))


@section.command(epilog="Example: jalin seal recipients.txt")
@on_study
@click.argument("recipients", nargs=-1, help="Keys that begin with age1 or ssh-, or files with one a line.")
def seal(study: "Study", recipients: tuple[str, ...]) -> None:
    """Encrypt what names people, for those whose public keys are given (make seal)."""
    from jalin.build.build import locked
    from jalin.protect.seal import seal as close

    # a build that is under way reads what would go
    with locked(study.root):
        count = close(study, list(recipients))
    say(
        study.root,
        f"{count} files are sealed in data/raw/sealed.age; open them with: make unseal IDENTITY=FILE",
    )


@section.command(epilog="Example: jalin unseal key.txt")
@on_study
@click.argument("identity", type=PATH, help="The file of a private key.")
def unseal(study: "Study", identity: Path) -> None:
    """Bring back what was sealed (make unseal)."""
    from jalin.build.build import locked
    from jalin.protect.seal import unseal as bring_back

    with locked(study.root):
        say(study.root, f"{bring_back(study, identity)} files are back where they were")
