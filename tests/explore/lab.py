"""A real JupyterLab on loopback, driven by a real Chromium."""

import json
import math
import os
import shutil
import socket
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
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


OPTIONS = ["--no-browser", "--allow-root", "--IdentityProvider.token=jalin"]


@contextmanager
def chromium(*flags: str) -> Iterator[Any]:
    """A browser, closed at the end; the test is skipped where playwright is not installed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield found
        found.close()


@contextmanager
def serving(home: Path, *command: str, quarters: int) -> Iterator[str]:
    """A command that serves JupyterLab, begun with `home` for its settings, once it answers; its address.

    It gets its port, and has so many `quarters` of a second to begin.
    """
    port = _port()
    environment = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "run"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    address = f"http://127.0.0.1:{port}"
    with (home / "lab.log").open("w") as log:
        process = subprocess.Popen([*command, f"--port={port}"], env=environment, stdout=log, stderr=log)
        try:
            for _ in range(quarters):
                try:
                    urllib.request.urlopen(f"{address}/api/status?token=jalin", timeout=2).read()
                    break
                except OSError:
                    time.sleep(0.25)
            yield address
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """JupyterLab on `folder`; the address with its token."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    command = [
        sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", *OPTIONS, f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with serving(home, *command, quarters=240) as address:
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
