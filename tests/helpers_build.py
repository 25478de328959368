"""Running make on a study in a folder of its own, and what it made."""

import hashlib
import subprocess
import sys
from pathlib import Path

from jalin.stages import read_runs

REPOSITORY = Path(__file__).resolve().parent.parent

STAGES = [run.name for run in read_runs(REPOSITORY)]


def command(root: Path, *targets: str) -> list[str]:
    return [
        "make",
        "--no-print-directory",
        "-C",
        str(REPOSITORY),
        *targets,
        f"STUDY={root}",
        f"VENV={sys.prefix}",
    ]


def make(root: Path, *targets: str) -> subprocess.CompletedProcess:
    """Run make on the study in `root`."""
    return subprocess.run(command(root, *targets), capture_output=True, text=True, stdin=subprocess.DEVNULL)


def stages_run(said: str) -> list[str]:
    """The runs that make executed by what it `said`, in the order in which they depend on one another."""
    ended = {line.split()[0][3:] for line in said.splitlines() if line.endswith("  done")}
    return [name for name in STAGES if name in ended]


def fingerprint(root: Path) -> dict[str, str]:
    """SHA-256 of every table, figure, page and fact."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for top in ("data/processed", "reports")
        for path in sorted((root / top).rglob("*"))
        if path.is_file() and ".made" not in path.parts
    }


def leftovers(root: Path) -> list[Path]:
    return list(root.rglob("*.part"))
