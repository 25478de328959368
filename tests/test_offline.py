"""Building, and JupyterLab, ask nothing of the network: they work without, and try nothing."""

import os
import shlex
import subprocess
import urllib.error
import urllib.request

import pytest
from conftest import REPOSITORY
from helpers_build import command
from lab import OPTIONS, serving
from tiny import make_study

pytestmark = pytest.mark.slow

# every Python begins with it: what it would ask of another machine is written down and refused
_WATCH = """
import os, socket
_connect, _find = socket.socket.connect, socket.getaddrinfo
def _tell(what):
    with open(os.environ["ASKED"], "a") as log:
        print(what, file=log)
    raise OSError("there is no network")
def connect(self, address):
    if self.family != getattr(socket, "AF_UNIX", None) and not str(address[0]).startswith(("127.", "::1", "localhost")):
        _tell(address)
    return _connect(self, address)
def getaddrinfo(host, *more, **named):
    if host not in (None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"):
        _tell(host)
    return _find(host, *more, **named)
socket.socket.connect, socket.getaddrinfo = connect, getaddrinfo
"""


@pytest.fixture
def alone(tmp_path):
    """The surroundings of a command without network; and the file of what it asked all the same."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch/sitecustomize.py").write_text(_WATCH)
    asked = tmp_path / "asked"
    asked.touch()
    home = {
        "HOME": str(tmp_path),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "IPYTHONDIR": str(tmp_path / "i"),
    }
    return {**os.environ, **home, "PYTHONPATH": str(tmp_path / "watch"), "ASKED": str(asked)}, asked


def without_network(*words):
    """The command in a space with no network but itself, where the system lets us make one."""
    inside = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    try:
        there = subprocess.run([*inside, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        there = False
    return [*inside, *words] if there else list(words)


def test_a_build_asks_nothing_of_the_network(tmp_path, alone):
    surroundings, asked = alone
    root = make_study(tmp_path / "study")
    done = subprocess.run(
        without_network(*command(root, "all")),
        env=surroundings,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert asked.read_text() == ""


def test_jupyterlab_asks_nothing_of_the_network(tmp_path, alone):
    surroundings, asked = alone
    written = subprocess.run(
        command(REPOSITORY, "--dry-run", "lab"), capture_output=True, text=True, stdin=subprocess.DEVNULL
    ).stdout
    words = next(line for line in written.splitlines() if "jalin lab" in line).removeprefix("exec ")
    begun = f"cd {shlex.quote(str(REPOSITORY))} && exec {words} -- {shlex.join(OPTIONS)}"
    with serving(tmp_path, "sh", "-c", begun, **{**surroundings, "STUDY": "."}) as address:
        for part in ("lab", "lab/api/news", "lab/api/update", "lab/api/extensions?refresh=1"):
            asking = f"{address}/{part}{'&' if '?' in part else '?'}token=jalin"
            try:
                urllib.request.urlopen(asking, timeout=120).read()
            except urllib.error.HTTPError:
                # it has no such page
                break
    assert asked.read_text() == ""
