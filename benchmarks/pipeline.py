"""The shipped study built from nothing: one process that executes the cells once, plain papermill, and `make all`.

Overhead is wall time beyond that one process. Then a build with nothing to do, against those
of DVC and Snakemake on the same stages with the same files.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from jalin.build.environment import FIXED
from jalin.build.fresh import files_of
from jalin.stages import read_runs

REPOSITORY = Path(__file__).resolve().parent.parent
LEAST = 0.5  # seconds: an overhead below this counts as this, or a build side by side would divide by nothing
REPEATS = 5

CELLS = """
import json, sys
from pathlib import Path
import jalin.figure
jalin.figure.as_image = lambda figure: None
for path in sorted(Path(sys.argv[1]).glob("0*.ipynb")):
    space = {"display": lambda *shown: None}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), path.name, "exec"), space)
"""
PAPERMILL = """
import sys
from pathlib import Path
import papermill
for path in sorted(Path(sys.argv[1]).glob("0*.ipynb")):
    papermill.execute_notebook(str(path), str(Path(sys.argv[2]) / path.name), cwd=sys.argv[1], progress_bar=False)
"""


def copy_of(folder: Path) -> Path:
    """What people wrote of the study, in a folder of its own."""
    for name in ("data/raw", "notebooks"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


def seconds(command: list[str], folder: Path) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=os.environ | FIXED, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    taken = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return taken


def best(command: list[str], folder: Path) -> float:
    seconds(command, folder)
    return min(seconds(command, folder) for _ in range(REPEATS))


def dvc(study: Path, program: Path) -> list[str]:
    """Our stages as those of DVC; the command that reproduces them."""
    stages = {}
    taken: set[str] = set()
    for run in read_runs(study):
        made = [path.relative_to(study).as_posix() for path in files_of(study, run.everything)]
        read = [path.relative_to(study).as_posix() for path in files_of(study, run.reads)]
        stages[run.name.replace(".", "_")] = {
            "cmd": "true",
            "deps": [*read, f"notebooks/{run.notebook}.ipynb"],
            "outs": [{name: {"persist": True, "cache": False}} for name in made if name not in taken],
        }
        taken |= set(made)
    (study / "dvc.yaml").write_text(yaml.safe_dump({"stages": stages}), encoding="utf-8")
    seconds([str(program), "init", "--no-scm", "--quiet"], study)
    return [str(program), "repro", "--quiet"]


def snakemake(study: Path, program: Path) -> list[str]:
    """Our stages as rules of Snakemake; the command that makes them."""
    rules, taken = [], set()
    for run in read_runs(study):
        made = [path.relative_to(study).as_posix() for path in files_of(study, run.everything)]
        made = [name for name in made if name not in taken]
        taken |= set(made)
        read = [path.relative_to(study).as_posix() for path in files_of(study, run.reads)]
        read.append(f"notebooks/{run.notebook}.ipynb")
        rules.append(
            f"rule {run.name.replace('.', '_')}:\n    input: {json.dumps(read)}\n"
            f"    output: {json.dumps(made)}\n    shell: 'touch {{output}}'\n"
        )
    first = f"rule all:\n    input: {json.dumps(sorted(taken))}\n"
    (study / "Snakefile").write_text("\n".join([first, *rules]), encoding="utf-8")
    seconds([str(program), "--cores", "2", "--quiet", "all", "--touch"], study)
    return [str(program), "--cores", "2", "--quiet", "all"]


def main(peers: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="jalin-bench-") as name:
        place = Path(name)
        one_root, plain_root, our_root = (copy_of(place / part) for part in ("one", "plain", "ours"))
        (place / "executed").mkdir()
        notebooks = [str(one_root / "notebooks")]
        one = seconds([sys.executable, "-c", CELLS, *notebooks], one_root / "notebooks")
        plain = seconds(
            [sys.executable, "-c", PAPERMILL, str(plain_root / "notebooks"), str(place / "executed")],
            plain_root,
        )
        ours_command = [
            "make",
            "--no-print-directory",
            "-C",
            str(REPOSITORY),
            "all",
            f"STUDY={our_root}",
            f"VENV={sys.prefix}",
        ]
        ours = seconds(ours_command, REPOSITORY)
        print(
            f"the cells once, in one process {one:.1f} s, plain papermill {plain:.1f} s, make all {ours:.1f} s"
        )
        print(
            f"overhead: plain papermill {plain - one:.1f} s, make all {ours - one:.1f} s (counted as at least {LEAST} s)"
        )
        nothing = best(ours_command, REPOSITORY)
        with_dvc = best(dvc(our_root, peers / "dvc"), our_root)
        with_snakemake = best(snakemake(our_root, peers / "snakemake"), our_root)
        print(
            f"nothing to do: make all {nothing:.2f} s, DVC {with_dvc:.2f} s, Snakemake {with_snakemake:.2f} s"
        )
    print(f"pipeline_overhead ratio={(plain - one) / max(ours - one, LEAST):.1f} goal=10")
    print(f"pipeline_one_process ratio={one / ours:.2f} goal=0.5")
    print(f"pipeline_total ratio={plain / ours:.2f} goal=1")
    print(f"pipeline_noop_seconds ratio={0.3 / nothing:.2f} goal=1")
    print(f"pipeline_noop_dvc ratio={with_dvc / nothing:.1f} goal=5")
    print(f"pipeline_noop_snakemake ratio={with_snakemake / nothing:.1f} goal=5")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute().parent)
