"""Running one notebook by papermill, with progress, and with errors a researcher can read."""

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import papermill
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from jalin.errors import NotebookFailed

# what papermill and its clients write of the moment and the machine
_FLEETING = ("papermill", "execution")


def show_progress(notebook: str, total: int) -> Callable[..., None]:
    """A callback for each cell as it starts: one line on a terminal, rewritten; else one line a code cell."""
    terminal = sys.stderr.isatty()

    def started(cell: NotebookNode, cell_index: int) -> None:
        if cell.cell_type != "code":
            return
        first = next((line for line in cell.source.splitlines() if line.strip()), "")
        line = f"{notebook}  cell {cell_index + 1}/{total}  {first[:56]}"
        print(
            f"\r\x1b[K{line}" if terminal else line, end="" if terminal else "\n", file=sys.stderr, flush=True
        )

    return started


def end_progress(notebook: str, words: str) -> None:
    """Close the line of progress."""
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    print(f"{clear}{notebook}  {words}", file=sys.stderr, flush=True)


@contextmanager
def _runtime() -> Iterator[Config]:
    """A folder of its own for the kernel's connection, and sockets there instead of open ports.

    Nothing is written to the home folder. Windows has no such sockets and keeps ports.
    """
    with tempfile.TemporaryDirectory(prefix="jalin-") as folder:
        before = os.environ.get("JUPYTER_RUNTIME_DIR")
        os.environ["JUPYTER_RUNTIME_DIR"] = folder
        try:
            sockets = {"transport": "ipc", "ip": f"{folder}/kernel"}
            yield Config({"KernelManager": sockets if os.name != "nt" else {}})
        finally:
            if before is None:
                del os.environ["JUPYTER_RUNTIME_DIR"]
            else:
                os.environ["JUPYTER_RUNTIME_DIR"] = before


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
    """`notebook` without times, machine and random identifiers: the same run, the same bytes."""
    for key in _FLEETING:
        notebook.metadata.pop(key, None)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        if "outputs" in cell:
            cell["outputs"] = _joined(cell["outputs"])
        for key in _FLEETING:
            cell.metadata.pop(key, None)
    return notebook


def run_notebook(path: Path, parameters: dict[str, object], folder: Path) -> NotebookNode:
    """Execute the notebook at `path`, in `folder`, with `parameters`; returns it executed.

    Raises `NotebookFailed` with the sentences of a `StudyError` raised in a cell, or
    with notebook, cell and source for anything else.
    """
    for name in ("papermill", "traitlets"):
        logging.getLogger(name).setLevel(logging.ERROR)
    total = len(papermill.iorw.load_notebook_node(str(path)).cells) + bool(parameters)
    try:
        with _runtime() as config:
            executed = papermill.execute_notebook(
                str(path.resolve()),
                None,
                parameters=parameters,
                cwd=str(folder),
                progress_bar=False,
                on_cell_start=show_progress(path.stem, total),
                config=config,
                # a kernel that is told to stop says so; a reader would take it for an error
                extra_arguments=["--IPKernelApp.log_level=50"],
            )
    except PapermillExecutionError as error:
        end_progress(path.stem, "stopped")
        if error.ename == "StudyError":
            raise NotebookFailed(str(error.evalue)) from None
        source = "\n".join(f"    {line}" for line in error.source.splitlines())
        raise NotebookFailed(
            f"{path.name}, cell {error.cell_index + 1}: {error.ename}: {error.evalue}\n{source}\n"
            "Run the notebook in JupyterLab (make lab) to see where it comes from."
        ) from None
    except DeadKernelError:
        end_progress(path.stem, "stopped")
        raise NotebookFailed(
            f"{path.name}: its kernel died, most often for want of memory. Close other programs and run make again."
        ) from None
    end_progress(path.stem, "done")
    return _steady(executed)
