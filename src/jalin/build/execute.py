"""Running one notebook by papermill, with progress, and with errors a researcher can read."""

import logging
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from jalin.errors import NotebookFailed

# what papermill and its clients write of the moment and the machine
_FLEETING = ("papermill", "execution")
# where a warning was given: a folder of this machine, or one named by the kernel's process
_PLACE = re.compile(r"^(?:[A-Za-z]:)?[\\/][^:\n]*:\d+: (?=\w*Warning: )", re.MULTILINE)
# the system's own number of what it refused, as Python and pyarrow write it
_REFUSED = re.compile(r"\[Errno (?P<number>\d+)\].*?(?:'(?P<file>[^']*)')?$", re.DOTALL)

_LAB = "Run the notebook in JupyterLab (make lab) to see where it comes from."
# what Python says of a call that does not fit what is called, or of a name that is gone
_CALLED = re.compile(r"[\w.]+\(\) (?:takes|got|missing) |cannot import name ")


def _config(runtime: Path) -> Config:
    """Sockets in the folder `runtime` instead of open ports, and nothing in the home folder.

    Windows has no such sockets and keeps ports.
    """
    os.environ |= {"JUPYTER_RUNTIME_DIR": str(runtime), "IPYTHONDIR": str(runtime / "ipython")}
    if os.name == "nt":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{runtime}/{os.getpid()}"}})


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Outputs with prints in a row as one: where a kernel cuts them is a matter of time."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def _steady(notebook: NotebookNode) -> NotebookNode:
    """`notebook` without times, machine, version of Python, random identifiers and places of warnings: the same run, the same bytes."""
    for key in _FLEETING:
        notebook.metadata.pop(key, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        if "outputs" in cell:
            cell["outputs"] = _joined(cell["outputs"])
            for output in cell["outputs"]:
                if output.output_type == "stream" and output.name == "stderr":
                    output["text"] = _PLACE.sub("", output["text"])
        for key in _FLEETING:
            cell.metadata.pop(key, None)
    return notebook


class _Watched:
    """The cell that is running, told as each starts."""

    def __init__(self, path: Path, total: int, send: Callable[[dict[str, Any]], None]) -> None:
        self.path, self.total, self.send = path, total, send
        self.number, self.source, self.tables = 0, "", False

    def started(self, cell: NotebookNode, cell_index: int) -> None:
        """Called by papermill as each cell starts."""
        if self.tables:
            # what waits for the tables need not wait for what is shown of them
            self.send({"executed": True})
        self.number, self.source = cell_index + 1, cell.source
        self.tables = "tables" in cell.metadata.get("tags", [])
        if cell.cell_type == "code":
            first = next((line for line in cell.source.splitlines() if line.strip()), "")
            self.send({"cell": self.number, "of": self.total, "line": first})

    def failed(self, what: str, remedy: str) -> NotebookFailed:
        """The sentence for a failure in the cell that is running, with its source."""
        source = "\n".join(f"    {line}" for line in self.source.splitlines())
        return NotebookFailed(f"{self.path.name}, cell {self.number}: {what}\n{source}\n{remedy}")


def _refused(evalue: str) -> str:
    """What the system refused, as a sentence; "" for any other error."""
    found = _REFUSED.search(evalue)
    if found is None:
        return ""
    place = f"{found['file']}: " if found["file"] else ""
    return f"{place}{os.strerror(int(found['number']))}. Mend that and run make again."


def _remedy(error: PapermillExecutionError) -> str:
    """What to do about an error in a cell that no check foresaw."""
    if _CALLED.match(str(error.evalue)):
        return (
            "If that belongs to jalin, this notebook is older than it: call it as the notebook of the same name that "
            "comes with jalin does, or start again from that one."
        )
    return _LAB


def run_notebook(
    path: Path,
    parameters: dict[str, Any],
    folder: Path,
    runtime: Path,
    send: Callable[[dict[str, Any]], None],
    timeout: int,
) -> NotebookNode:
    """Execute the notebook at `path`, in `folder`, with `parameters`; returns it executed.

    Sockets are made in `runtime`. As each code cell starts, `send` gets its number, `of`
    how many, and its first line; and `executed` when that tagged `tables` has ended. A cell may take `timeout` seconds.

    Raises `NotebookFailed` with the sentences of a `StudyError` raised in a cell, or
    with notebook, cell and source for anything else.
    """
    for name in ("papermill", "traitlets"):
        logging.getLogger(name).setLevel(logging.ERROR)
    total = len(papermill.iorw.load_notebook_node(str(path)).cells) + bool(parameters)
    watched = _Watched(path, total, send)
    try:
        executed = papermill.execute_notebook(
            str(path.resolve()),
            None,
            parameters=parameters,
            cwd=str(folder),
            progress_bar=False,
            on_cell_start=watched.started,
            execution_timeout=timeout,
            config=_config(runtime),
            # when the last cell has ended there is nothing left that a kernel could lose
            shutdown_kernel="immediate",
            # a kernel that is told to stop says so; a reader would take it for an error
            extra_arguments=["--IPKernelApp.log_level=50", "--HistoryManager.enabled=False"],
        )
    except PapermillExecutionError as error:
        if error.ename == "StudyError":
            raise NotebookFailed(str(error.evalue)) from None
        if refused := _refused(str(error.evalue)):
            raise NotebookFailed(f"{path.name}: {refused}") from None
        if error.ename == "MemoryError":
            raise watched.failed(
                "there is not enough memory", "Close other programs and run make again."
            ) from None
        raise watched.failed(f"{error.ename}: {error.evalue}", _remedy(error)) from None
    except CellTimeoutError:
        raise watched.failed(f"it did not end within {timeout} seconds", _LAB) from None
    except (DeadKernelError, RuntimeError) as error:
        if (
            isinstance(error, RuntimeError)
            and not isinstance(error, DeadKernelError)
            and "Kernel" not in str(error)
        ):
            raise
        raise watched.failed(
            "its kernel died, most often for want of memory", "Close other programs and run make again."
        ) from None
    return _steady(executed)
