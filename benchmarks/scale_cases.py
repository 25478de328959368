"""Many small cases through four notebooks each: what papermill, kernels and Dask cost beyond the cells.

The peer is a process that executes the same cells of the same cases, as a person would who
loops over them, and another beside it, as there are two workers. CPU is that of all
processes below this one, those of killed workers too. Then one worker against two, which
no machine does better than it does the cells alone.
`JALIN_BENCH_CASES` says how many cases (1,000), of which a fifth, at most 100, are made by
one worker and by two.
"""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from helpers_cases import case_names, make_cases  # noqa: E402

from jalin.build.environment import FIXED  # noqa: E402

NOTEBOOKS = ("03_code", "04_condense", "06_conclude", "07_triangulate")
ALONE = 12  # cases whose cells one process executes
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans come to this process, with the CPU they took

CELLS = """
import json, resource, sys
from pathlib import Path
import matplotlib.pyplot as plt
import jalin.figure
root, folder, names = sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(",")
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
for case in ["", *names]:
    if case == names[1]:
        began = cpu()
    for name in sys.argv[4].split(","):
        space = {"display": lambda *shown: None}
        for cell in json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile("".join(cell["source"]), name, "exec"), space)
                if "parameters" in cell["metadata"].get("tags", ()):
                    space |= {"study": root, "case": case}
        plt.close("all")
print((cpu() - began) / (len(names) - 1) / len(sys.argv[4].split(",")))
"""


def children() -> float:
    """CPU seconds of all ended processes below this one."""
    while True:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.1)
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cases(root: Path, workers: int) -> float:
    """Wall seconds of `jalin cases` through the four notebooks."""
    shutil.rmtree(root / "data/processed/cases", ignore_errors=True)
    shutil.rmtree(root / "data/processed/.made/cases", ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "jalin.cli",
        "cases",
        "--root",
        str(root),
        "--jobs",
        str(workers),
        "triangulate",
    ]
    began = time.perf_counter()
    with Path(os.devnull).open("w") as null:
        subprocess.run(command, cwd=REPOSITORY, env=os.environ | FIXED, stdout=null, stderr=null, check=True)
    return time.perf_counter() - began


def prepared(folder: Path, count: int) -> Path:
    """A study of `count` cases, with what comes before them made."""
    root = make_cases(folder, count)
    subprocess.run(
        [sys.executable, "-m", "jalin.cli", "build", "--root", str(root), "protect"],
        cwd=REPOSITORY, env=os.environ | FIXED, capture_output=True, check=True,
    )  # fmt: skip
    return root


def cells_alone(root: Path, processes: int) -> float:
    """CPU seconds that the cells of a notebook take, mean of so many processes side by side."""
    command = [
        sys.executable, "-c", CELLS, str(root), str(REPOSITORY / "notebooks"),
        ",".join(case_names(ALONE)), ",".join(NOTEBOOKS),
    ]  # fmt: skip
    peers = [
        subprocess.Popen(
            command, env=os.environ | FIXED, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for _ in range(processes)
    ]
    said = [peer.communicate()[0] for peer in peers]
    if any(peer.returncode for peer in peers):
        raise SystemExit("the cells alone did not end")
    return sum(float(words.splitlines()[-1]) for words in said) / len(peers)


def main() -> None:
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    count = int(os.environ.get("JALIN_BENCH_CASES", "1000"))
    some = min(100, max(count // 5, ALONE))
    with tempfile.TemporaryDirectory(prefix="jalin-bench-") as folder:
        few = prepared(Path(folder) / "few", some)
        one, two = cases(few, 1), cases(few, 2)
        print(f"{some} cases: one worker {one:.1f} s, two workers {two:.1f} s", flush=True)
        all_of_them = prepared(Path(folder) / "all", count)
        before = children()
        wall = cases(all_of_them, 2)
        each = (children() - before) / (count * len(NOTEBOOKS))
        print(f"{count} cases x {len(NOTEBOOKS)} notebooks, two workers: {wall:.0f} s", flush=True)
        # of the same study, once its cases have their parts of it
        alone, own = cells_alone(all_of_them, 1), cells_alone(all_of_them, 2)
    print(f"CPU a notebook: {each:.2f} s, of which its own cells {own:.2f} s")
    print(f"the cells alone: two processes do {2 * alone / own:.2f} times the work of one on this machine")
    print(f"scale_cases_cpu ratio={1 / max(each - own, 0.01):.2f} goal=1")
    print(f"scale_cases_workers ratio={one / two:.2f} goal=1.7")


if __name__ == "__main__":
    main()
