"""A build that is killed goes on from where it was, to the same bytes."""

import os
import signal
import subprocess
import time

import pytest
from helpers_build import STAGES, command, fingerprint, leftovers, make, stages_run
from tiny import make_study

pytestmark = pytest.mark.slow


def test_a_killed_build_goes_on_to_the_same_bytes(tmp_path):
    calm, killed = make_study(tmp_path / "calm"), make_study(tmp_path / "killed")
    assert make(calm, "condense").returncode == 0
    going = subprocess.Popen(
        command(killed, "condense"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    # kill while the third stage writes
    while going.poll() is None and not (killed / "data/processed/code/codes.csv").exists():
        time.sleep(0.01)
    assert going.poll() is None, "the build ended before it could be killed"
    os.killpg(going.pid, signal.SIGKILL)
    going.wait()
    again = make(killed, "condense")
    assert again.returncode == 0, again.stderr
    assert stages_run(again.stderr) == STAGES[2:4]
    assert leftovers(killed) == []
    assert fingerprint(killed) == fingerprint(calm)
