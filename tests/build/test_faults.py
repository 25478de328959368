"""What goes wrong while a build runs is told in a sentence, leaves nothing behind, and the next build is right."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers_build import command, fingerprint, leftovers, make
from tiny import make_study

pytestmark = pytest.mark.slow

MARK = "JALIN_TEST_BUILD"


def processes(mark):
    """The processes that were begun with `mark` in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            environment = (path / "environ").read_bytes()
            state = (path / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if f"{MARK}={mark}".encode() in environment.split(b"\0") and state != "Z":
            found.append((int(path.name), (path / "cmdline").read_bytes().replace(b"\0", b" ")))
    return found


def none_left(mark, within=120):
    """Whether every such process comes to its end; the bound is for one that never does."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not processes(mark):
            return True
        time.sleep(0.05)
    return False


def wait_for(path, running):
    """Wait until a file is there, which `running` is to make."""
    while not path.exists():
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.01)


# a cell that goes on when it is told to, and what it has made by then
WAITS = """
import time
from pathlib import Path
Path("../data/processed/out.txt").write_text("half")
Path("../data/processed/.going").touch()
while not Path("../data/processed/.go").exists():
    time.sleep(0.01)
"""


def made(root):
    """What a study's notebook has made, pages and all."""
    return {name: value for name, value in fingerprint(root).items() if "/.go" not in name}


def project(folder, *cells):
    """A project of one notebook, `01_try`, that reads data/raw/in.txt and makes data/processed/out.txt."""
    root = make_study(folder)
    (root / "data/raw/in.txt").write_text("one\n", encoding="utf-8")
    (root / "notebooks/stages.toml").write_text(
        '[try]\nnotebook = "01_try"\nreads = ["data/raw/in.txt"]\nmakes = ["data/processed/out.txt"]\n',
        encoding="utf-8",
    )
    write_notebook(root, *cells)
    return root


def write_notebook(root, *cells):
    """Write the notebook of a project."""
    sources = ['study = ".."\nthrough = ""\nlanguage = "id"\nseed = 1', *cells]
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {} if number else {"tags": ["parameters"]},
                "execution_count": None,
                "outputs": [],
                "source": source,
            }
            for number, source in enumerate(sources)
        ],
    }
    (root / "notebooks/01_try.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def build(root, *words, before=None, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "jalin.cli", "build", "try", *words],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {MARK: root.name} | environment,
        start_new_session=True,
        preexec_fn=before,
    )


def ended(running):
    """(how it ended, what it told) of a build."""
    told = running.communicate(timeout=600)[1]
    return running.returncode, told


GOOD = 'from pathlib import Path\nPath("../data/processed/out.txt").write_text(Path("../data/raw/in.txt").read_text())'
BOTH = pytest.mark.parametrize("kernels", [(), ("--plain",)], ids=["warm", "plain"])


@BOTH
def test_a_good_notebook_leaves_its_file_and_no_process(tmp_path, kernels):
    root = project(tmp_path / "good", GOOD)
    code, told = ended(build(root, *kernels))
    assert code == 0, told
    assert (root / "data/processed/out.txt").read_text() == "one\n"
    assert none_left("good")


@BOTH
@pytest.mark.parametrize(
    ("cell", "words", "said"),
    [
        ("x = 1\nprint(1 / 0)", (), "ZeroDivisionError: division by zero\n    x = 1\n    print(1 / 0)"),
        (
            "import time\ntime.sleep(60)",
            ("--timeout", "2"),
            "it did not end within 2 seconds\n    import time",
        ),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", (), "its kernel died"),
        (
            "from jalin.report import save_figures\nsave_figures(1, 2, 3)",
            (),
            "TypeError: save_figures() takes from 1 to 2 positional arguments but 3 were given\n"
            "    from jalin.report import save_figures\n    save_figures(1, 2, 3)\n"
            "If that belongs to jalin, this notebook is older than it",
        ),
    ],
    ids=["crashed", "hung", "killed", "older"],
)
def test_a_cell_that_fails_is_told_with_notebook_number_and_source(tmp_path, kernels, cell, words, said):
    root = project(tmp_path / "bad", GOOD, cell)
    code, told = ended(build(root, *kernels, *words))
    assert code == 1
    # the parameters that papermill puts in are a cell of their own
    assert f"01_try.ipynb, cell 4: {said}" in told, told
    assert "Traceback" not in told
    assert none_left("bad")
    shutil.copy(project(tmp_path / "mended", GOOD) / "notebooks/01_try.ipynb", root / "notebooks")
    assert ended(build(root, *kernels))[0] == 0


@BOTH
def test_a_warning_is_shown_without_the_place_of_the_file_on_this_machine(tmp_path, kernels):
    (tmp_path / "helper.py").write_text("import warnings\ndef warn():\n    warnings.warn('few sources: 3')\n")
    lines = (
        "import sys, warnings",
        f"sys.path.append({str(tmp_path)!r})",
        "import helper",
        "helper.warn()",
        "warnings.warn('no memo', DeprecationWarning)",
    )
    root = project(tmp_path / "warned", GOOD, "\n".join(lines))
    code, told = ended(build(root, *kernels))
    assert code == 0, told
    cells = json.loads((root / "reports/notebooks/01_try.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = "".join(line for output in cells[-1]["outputs"] for line in output["text"])
    assert shown.startswith("UserWarning: few sources: 3\n")
    assert "\nDeprecationWarning: no memo\n" in shown
    assert str(tmp_path) not in shown and "ipykernel" not in shown


@BOTH
@pytest.mark.skipif(sys.platform != "linux", reason="memory is held there alone")
def test_a_kernel_that_eats_memory_is_stopped_with_a_sentence(tmp_path, kernels):
    root = project(tmp_path / "eats", "import numpy as np\nkept = [np.ones(2**27) for _ in range(10_000)]")

    def before():
        resource.setrlimit(resource.RLIMIT_DATA, (6 * 2**30, 6 * 2**30))

    code, told = ended(build(root, *kernels, before=before))
    assert code == 1 and "01_try.ipynb, cell 3: " in told and "memory" in told and "Traceback" not in told
    assert none_left("eats")


def test_a_file_that_changes_while_its_notebook_runs_leaves_no_record(tmp_path):
    wait = "import time\nfrom pathlib import Path\nPath('../data/processed/.going').touch()\nwhile not Path('../data/processed/.go').exists():\n    time.sleep(0.01)"
    root = project(tmp_path / "changed", GOOD, wait)
    running = build(root)
    wait_for(root / "data/processed/.going", running)
    (root / "data/raw/in.txt").write_text("two\n", encoding="utf-8")
    (root / "data/processed/.go").touch()
    code, told = ended(running)
    assert code == 1 and "data/raw/in.txt: it changed while 01_try ran. Run make again." in told
    code, told = ended(build(root))
    assert code == 0 and (root / "data/processed/out.txt").read_text() == "two\n", told


def test_a_file_that_cannot_be_written_is_told_by_name(tmp_path):
    root = project(tmp_path / "full", GOOD)
    (root / "reports").mkdir(exist_ok=True)
    shutil.rmtree(root / "reports/notebooks", ignore_errors=True)
    (root / "reports/notebooks").write_text("in the way", encoding="utf-8")
    code, told = ended(build(root))
    assert code == 1 and "reports/notebooks" in told and "Mend that and run it again." in told, told
    assert "Traceback" not in told
    (root / "reports/notebooks").unlink()
    assert ended(build(root))[0] == 0


def test_a_disk_that_takes_no_more_is_told_and_nothing_is_half_written(tmp_path):
    big = "from jalin.files import write_text\nfrom pathlib import Path\nwrite_text(Path('../data/processed/out.txt'), 'x' * 30_000_000)"
    root = project(tmp_path / "disk", big)

    def before():
        # what a full disk does to one file
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000_000, 20_000_000))

    code, told = ended(build(root, before=before))
    assert code == 1 and "File too large" in told and "Traceback" not in told, told
    assert not (root / "data/processed/out.txt").exists() and leftovers(root) == []
    assert ended(build(root))[0] == 0
    assert (root / "data/processed/out.txt").stat().st_size == 30_000_000


def test_a_full_disk_is_told_in_a_sentence_when_a_table_is_written(tmp_path):
    # in the words of pyarrow, as a file system of 1.5 MB gave them
    words = "[Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device"
    root = project(tmp_path / "full", f"raise OSError({words!r})")
    code, told = ended(build(root))
    assert (
        code == 1
        and "01_try.ipynb: No space left on device. Mend that" in told
        and "raise" not in told.split("01_try  stopped")[-1]
    ), told


@pytest.mark.skipif(os.geteuid() == 0, reason="to root nothing is closed")
def test_a_folder_that_is_closed_is_told(tmp_path):
    root = project(tmp_path / "closed", GOOD)
    (root / "data/processed").mkdir(exist_ok=True)
    (root / "data/processed").chmod(0o500)
    try:
        code, told = ended(build(root))
    finally:
        (root / "data/processed").chmod(0o700)
    assert code == 1 and "data/processed" in told and "Permission denied" in told and "Traceback" not in told
    assert ended(build(root))[0] == 0


def test_two_builds_at_once_wait_for_each_other(tmp_path):
    root = project(tmp_path / "two", "import time\ntime.sleep(2)", GOOD)
    one = build(root)
    while not (root / "data/processed/.made/.lock").exists():
        time.sleep(0.01)
    two = build(root)
    (first, _), (second, told) = ended(one), ended(two)
    assert first == second == 0
    assert "Another build of this study is under way" in told and "01_try  done" not in told
    assert none_left("two")


@BOTH
def test_a_notebook_that_fails_leaves_what_was_good_and_no_record_of_it(tmp_path, kernels):
    root = project(tmp_path / "kept", GOOD)
    assert ended(build(root, *kernels))[0] == 0
    before, good = made(root), (root / "notebooks/01_try.ipynb").read_bytes()
    write_notebook(
        root, 'from pathlib import Path\nPath("../data/processed/out.txt").write_text("half")', "1 / 0"
    )
    for _ in range(2):
        assert ended(build(root, *kernels))[0] == 1
        assert made(root) == before
        assert not (root / "data/processed/.made/try.json").exists()
    (root / "notebooks/01_try.ipynb").write_bytes(good)
    code, told = ended(build(root, *kernels))
    assert code == 0 and "01_try  done" in told and made(root) == before


def deaf():
    """As a shell begins what it runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("stop", "alone", "before"),
    [
        (signal.SIGINT, False, None),
        (signal.SIGINT, True, deaf),
        (signal.SIGTERM, True, None),
        (signal.SIGHUP, False, None),
        (signal.SIGKILL, False, None),
        (signal.SIGKILL, True, None),
    ],
    ids=["Ctrl-C", "in the background", "kill", "terminal closed", "killed with its group", "killed alone"],
)
def test_a_build_that_is_stopped_leaves_no_process_and_the_next_is_right(tmp_path, stop, alone, before):
    """Ctrl-C goes to all that runs in the terminal; a kill may go to the command alone."""
    root = project(tmp_path / "stopped", GOOD)
    assert ended(build(root))[0] == 0
    good = made(root)
    write_notebook(root, WAITS, GOOD)
    running = build(root, before=before)
    wait_for(root / "data/processed/.going", running)
    (os.kill if alone else os.killpg)(running.pid, stop)
    code, told = ended(running)
    assert code != 0 and "Traceback" not in told, told
    assert none_left("stopped"), processes("stopped")
    assert leftovers(root) == []
    if stop != signal.SIGKILL:
        assert "Stopped." in told and made(root) == good
    (root / "data/processed/.go").touch()
    assert ended(build(root))[0] == 0
    assert (root / "data/processed/out.txt").read_text() == "one\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells there alone")
def test_a_build_whose_make_is_gone_ends_at_whatever_it_is(tmp_path):
    """Also where make ended before the build could see it, or while it imports."""
    root = project(tmp_path / "orphan", GOOD)
    code, told = ended(build(root, JALIN_PARENT="1"))
    assert code == 130 and "Stopped." in told and not (root / "data/processed/out.txt").exists()
    line = f"JALIN_PARENT=$$ {sys.executable} -m jalin.cli build try & kill -9 $$"
    subprocess.run(["sh", "-c", line], cwd=root, env=os.environ | {MARK: "orphan"}, capture_output=True)
    assert none_left("orphan"), processes("orphan")
    assert not (root / "data/processed/out.txt").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_make_killed_at_random_moments_ends_with_the_same_bytes(tmp_path):
    """The same was done 200 times by hand."""
    calm, killed = make_study(tmp_path / "calm"), make_study(tmp_path / "killed")
    assert make(calm, "code").returncode == 0
    drawn = random.Random(5)
    for _ in range(4):
        going = subprocess.Popen(
            command(killed, "code"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {MARK: "random"},
        )
        time.sleep(drawn.uniform(0.2, 7))
        # make alone, or all of its group
        (os.killpg if drawn.random() < 0.5 else os.kill)(going.pid, signal.SIGKILL)
        going.wait()
        assert none_left("random"), processes("random")
    assert make(killed, "code").returncode == 0
    assert leftovers(killed) == []
    assert fingerprint(killed) == fingerprint(calm)
