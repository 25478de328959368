"""Following a page of the manual to the letter: typing its commands, writing the files it shows."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import yaml
from conftest import REPOSITORY

_BLOCK = re.compile(r'^( *)```(\w*)(?: title="([^"]*)")?\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of a page: its language, its title, its text."""

    kind: str
    title: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The blocks of a page in their order."""
    return [
        Block(kind, title, dedent(text)) for _, kind, title, text in _BLOCK.findall(page.read_text("utf-8"))
    ]


def _beside(words: str, folder: Path) -> str:
    """What stands beside jalin in the manual, in `folder`."""
    return words.replace("../", f"{folder}/")


def run(command: str, folder: Path) -> subprocess.CompletedProcess:
    """Type a command in the folder of jalin, with this environment."""
    typed = _beside(command, folder).replace(".venv/bin/", f"{sys.prefix}/bin/")
    if typed.startswith("make "):
        typed = typed.replace("make", "make --no-print-directory", 1) + f" VENV={sys.prefix}"
    return subprocess.run(
        ["sh", "-c", typed], cwd=REPOSITORY, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def _changed(text: str, diff: str) -> str:
    """`text` after a change that is shown with the lines beside it, and without their numbers."""
    lines = [line or " " for line in diff.splitlines()]
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in kept) for kept in (" -", " +"))
    assert text.count(old) == 1, f"this should stand once:\n{old}"
    return text.replace(old, new)


def write(block: Block, folder: Path, here: Path = REPOSITORY) -> None:
    """Write the file that a block shows, in `here`; one "in" a file gives some of its entries, a diff some lines."""
    path = here / _beside(block.title.removeprefix("in "), folder)
    text = block.text
    if block.kind == "diff":
        text = _changed(path.read_text("utf-8"), text)
    if block.title.startswith("in "):
        entries = yaml.safe_load(path.read_text("utf-8")) | yaml.safe_load(text)
        text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def follow(page: Path, folder: Path) -> dict[str, str]:
    """Do all that a page says, its studies in `folder`; what each command said."""
    said = {}
    for block in blocks(page):
        if block.title:
            write(block, folder)
        elif block.kind == "sh":
            for command in block.text.splitlines():
                done = run(command, folder)
                assert done.returncode == 0, f"{page.name}: {command}\n{done.stdout}{done.stderr}"
                said[command] = done.stdout + done.stderr
    return said
