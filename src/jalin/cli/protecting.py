"""Commands that check a study and protect whom it is about."""

import argparse
import sys
from pathlib import Path

from jalin.cli.common import command


def _check(options: argparse.Namespace) -> None:
    """Check everything people wrote, and build nothing."""
    from jalin.check import check_study
    from jalin.errors import refuse
    from jalin.study import open_study

    checked = check_study(open_study(options.root.resolve()))
    for line in checked.lines:
        print(line)
    refuse(checked.problems)
    print("ready")


def _reveal(options: argparse.Namespace) -> None:
    """Print a source's original text, for whoever has the key."""
    from jalin.protect.key import reveal as original
    from jalin.study import open_study

    sys.stdout.write(original(open_study(options.root.resolve()), options.source))


def _seal(options: argparse.Namespace) -> None:
    """Encrypt what names people."""
    from jalin.protect.seal import seal as close
    from jalin.study import open_study

    count = close(open_study(options.root.resolve()), options.recipients)
    print(f"{count} files are sealed in data/raw/sealed.age; open them with: make unseal IDENTITY=FILE")


def _unseal(options: argparse.Namespace) -> None:
    """Bring back what was sealed."""
    from jalin.protect.seal import unseal as bring_back
    from jalin.study import open_study

    count = bring_back(open_study(options.root.resolve()), options.identity)
    print(f"{count} files are back where they were")


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands."""
    command(commands, "check", _check, "check everything people wrote, without building")
    command(commands, "reveal", _reveal, "print a source's original text; needs the key").add_argument(
        "source"
    )
    closing = command(
        commands, "seal", _seal, "encrypt what names people, for those whose public keys are given"
    )
    closing.add_argument("recipients", nargs="*", help="age1… or ssh-… keys, or files with one a line")
    opening = command(commands, "unseal", _unseal, "bring back what was sealed")
    opening.add_argument("identity", type=Path, help="file of a private key")
