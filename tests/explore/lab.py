"""A real JupyterLab on loopback, driven by a real Chromium."""

import json
import math
import os
import shutil
import struct
import subprocess
import sys
import time
import urllib.request
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
# the system gives a port that nobody else has
OPTIONS = ["--no-browser", "--allow-root", "--IdentityProvider.token=jalin", "--ServerApp.port=0"]
# nothing is on its way to Python or back, and that in three frames one after another
_QUIET = """() => {
  const one = document.querySelector(".jalin");
  const still = one?.dataset.waiting === "0" && one.dataset.status !== "saving" && one.querySelector(".room").ariaBusy !== "true";
  window.still = still ? (window.still ?? 0) + 1 : 0;
  return window.still > 2;
}"""


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, closed at the end; the test is skipped where there is none, or no playwright."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def page_of(browser: Any, width: int = 1366, height: int = 768) -> Any:
    """A page that waits long for what is slow on a busy machine; what goes wrong in it is in `page.wrong`."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(300_000)
    page.wrong = []
    # anywidget gives a model two seconds, of a kernel that is killed too; that the workbench is there is waited for elsewhere
    page.on("pageerror", lambda error: "[anywidget] Failed" in str(error) or page.wrong.append(str(error)))
    return page


def quiet(page: Any) -> None:
    """Wait until the workbench has had the answer to all that was asked and done, and what these ask in turn."""
    page.evaluate("window.still = 0")
    page.wait_for_function(_QUIET)


def acts_of(page: Any) -> int:
    """How many acts the workbench has seen on disk."""
    return int(page.evaluate("Number(document.querySelector('.jalin').dataset.acts || 0)"))


@contextmanager
def serving(home: Path, *command: str, **more: str) -> Iterator[str]:
    """A command that serves JupyterLab with `OPTIONS`, begun with `home` for its settings and `more` in its environment; its address, once it answers."""
    environment = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "run"),
        "IPYTHONDIR": str(home / "ipython"),
    } | more
    for old in (home / "run").glob("jpserver-*.json"):
        old.unlink()
    with (home / "lab.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            while not (address := _answering(home / "run")):
                assert process.poll() is None, (home / "lab.log").read_text()
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait()


def _answering(run: Path) -> str:
    """The address of the server that wrote its port into its folder and answers there, else ""."""
    for path in run.glob("jpserver-*.json"):
        try:
            address = f"http://127.0.0.1:{json.loads(path.read_text())['port']}"
            urllib.request.urlopen(f"{address}/api/status?token=jalin", timeout=60).read()
            return address
        except (OSError, ValueError):
            continue
    return ""


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """JupyterLab on `folder`; the address with its token."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    command = [
        sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", *OPTIONS, f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with serving(home, *command) as address:
        # a workspace of its own, or tabs of another test come back
        yield f"{address}/lab/workspaces/WORKSPACE/tree/NAME?token=jalin&reset"


def notebook(path: Path, *cells: str) -> None:
    """A notebook of code cells."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.write_text(nbformat.writes(book), encoding="utf-8")


def lines(root: Path, coder: str, source: str) -> list[dict]:
    """The codings of a coder's file."""
    path = root / f"data/raw/coding/codings/{coder}/{source}.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def recording(path: Path) -> Path:
    """Fourteen seconds of sound, as a file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        waves = (int(3000 * math.sin(at / 8000 * math.tau * 200)) for at in range(8000 * 14))
        file.writeframes(b"".join(struct.pack("<h", one) for one in waves))
    return path
