"""What the commands share."""

import argparse
from collections.abc import Callable
from pathlib import Path


def command(
    commands: argparse._SubParsersAction, name: str, call: Callable[[argparse.Namespace], None], words: str
) -> argparse.ArgumentParser:
    """Add a command on a study."""
    found = commands.add_parser(name, help=words)
    found.add_argument("--root", type=Path, default=Path(), help="the study's folder")
    found.set_defaults(call=call)
    return found
