"""A cluster of which one worker is killed in the middle, against the same cases without any loss.

A scheduler and two workers are processes of their own, each in a network namespace where that
is allowed (Linux, as root, with `ip`), else on loopback. Counted are the cases that are made,
and the files that come out with the same bytes.
"""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from helpers_cases import make_cases  # noqa: E402

from jalin.build.environment import FIXED  # noqa: E402

CASES = 8
BRIDGE = "jalin-br"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, **QUIET)


@contextlib.contextmanager
def networks() -> Iterator[dict[str, tuple[list[str], str]]]:
    """Per process (scheduler, one, two) what its command begins with, and its address; loopback where no more is allowed."""
    names = ("scheduler", "one", "two")
    try:
        ip("link", "add", BRIDGE, "type", "bridge")
        ip("addr", "add", "10.213.77.1/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        found = {}
        for number, name in enumerate(names, start=2):
            space, address = f"jalin-{name}", f"10.213.77.{number}"
            ip("netns", "add", space)
            ip("link", "add", f"jl-{number}", "type", "veth", "peer", "name", "eth0", "netns", space)
            ip("link", "set", f"jl-{number}", "master", BRIDGE, "up")
            ip("-n", space, "addr", "add", f"{address}/24", "dev", "eth0")
            ip("-n", space, "link", "set", "eth0", "up")
            ip("-n", space, "link", "set", "lo", "up")
            found[name] = (["ip", "netns", "exec", space], address)
    except (OSError, subprocess.CalledProcessError):
        print("network namespaces are not allowed here: on loopback")
        found = {name: ([], "127.0.0.1") for name in names}
    else:
        print("scheduler and workers in network namespaces of their own")
    try:
        yield found
    finally:
        for name in names:
            with contextlib.suppress(OSError):
                subprocess.run(["ip", "netns", "del", f"jalin-{name}"], check=False, **QUIET)
        with contextlib.suppress(OSError):
            subprocess.run(["ip", "link", "del", BRIDGE], check=False, **QUIET)


def files_made(root: Path) -> dict[str, str]:
    folder = root / "data/processed/cases"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run(root: Path, spaces: dict[str, tuple[list[str], str]], kill: bool) -> tuple[int, float]:
    """How many cases are made, and in how many seconds; with one worker killed in the middle, or none."""
    surroundings = os.environ | FIXED
    with contextlib.ExitStack() as stack:

        def start(name: str, module: str, *arguments: str) -> subprocess.Popen:
            prefix, address = spaces[name]
            process = subprocess.Popen(
                [*prefix, sys.executable, "-m", module, *arguments, "--host", address],
                stderr=subprocess.PIPE, text=True, env=surroundings, start_new_session=True,
            )  # fmt: skip
            stack.callback(process.stderr.close)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        scheduler = start(
            "scheduler", "distributed.cli.dask_scheduler", "--port", "0", "--dashboard-address", ":0"
        )
        address = next(
            found[1]
            for line in scheduler.stderr
            if (found := re.search(r"Scheduler at:\s+(tcp://\S+)", line))
        )
        workers = [
            start(
                name,
                "distributed.cli.dask_worker",
                address,
                "--nthreads",
                "1",
                "--no-nanny",
                "--no-dashboard",
            )
            for name in ("one", "two")
        ]
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "jalin.cli", "cases", "--root", str(root), "triangulate"],
            cwd=REPOSITORY, env=surroundings | {"DASK_SCHEDULER_ADDRESS": address},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        if kill:
            # after a first case, while others are at work
            while not list((root / "data/processed/.made/cases").glob("*/triangulate.json")):
                time.sleep(0.05)
            time.sleep(1.0)
            os.killpg(workers[0].pid, signal.SIGKILL)
        said = process.communicate()[0]
        taken = time.perf_counter() - began
    found = re.search(r"(\d+) cases made", said)
    return int(found[1]) if found else 0, taken


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="jalin-bench-") as folder:
        whole, lossy = make_cases(Path(folder) / "whole", CASES), Path(folder) / "lossy"
        shutil.copytree(whole, lossy)
        with networks() as spaces:
            made, seconds = run(whole, spaces, kill=False)
            made_again, seconds_again = run(lossy, spaces, kill=True)
        first, second = files_made(whole), files_made(lossy)
    same = sum(second.get(name) == value for name, value in first.items())
    print(f"without a loss {made} of {CASES} cases in {seconds:.1f} s")
    print(f"one of two workers killed: {made_again} of {CASES} in {seconds_again:.1f} s")
    print(f"{same} of {len(first)} files with the same bytes, {len(second.keys() - first.keys())} more")
    print(f"scale_cluster_cases ratio={made_again / CASES:.2f} goal=1")
    print(f"scale_cluster_bytes ratio={same / len(first):.2f} goal=1")


if __name__ == "__main__":
    main()
