"""Running the cells of a notebook in this process, without a kernel, where a page is all that is wanted. Imports nothing heavy."""

import ast
import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jalin.build.environment import limit_memory
from jalin.build.modules import tables_cells
from jalin.errors import StudyError

# cells that are for no page
_SET = "injected-parameters"
_ABOUT = {"about", "parameters", _SET}
Cell = dict[str, Any]


def run_here(path: Path, parameters: dict[str, Any], folder: Path, tables: bool) -> Cell | None:
    """The notebook in `path`, run in `folder` with what its cells `display`; or its cells up to that tagged `tables`.

    None where it has no such cell, where cells for a page show something otherwise, or where another error than a
    `StudyError` comes up: a kernel shows that, or tells it with its cell.
    """
    notebook = json.loads(path.read_bytes())
    every: list[Cell] = notebook["cells"]
    # as papermill numbers them, with one that sets the parameters after that with their defaults
    after = [number for number, cell in enumerate(every, start=1) if "parameters" in _tags(cell)]
    given = {"cell_type": "code", "metadata": {"tags": [_SET]}, "source": "", "execution_count": None}
    every.insert(after[0] if after else 0, given)
    for number, cell in enumerate(every, start=1):
        cell |= {"id": f"cell-{number}", "source": "".join(cell["source"])}
    cells = [cell for cell in every if cell["cell_type"] == "code"]
    cells = tables_cells(cells) if tables else cells
    if not cells or (not tables and any(map(_shows_otherwise, cells))):
        return None
    limit_memory()
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        with contextlib.chdir(folder), _displayed(tables) as outputs:
            for cell in cells:
                with contextlib.redirect_stdout(io.StringIO()) as printed:
                    exec(compile(cell["source"], path.name, "exec"), names)
                if cell is given:
                    names |= parameters
                cell["outputs"] = outputs.copy()
                outputs.clear()
                if not tables and printed.getvalue() and not _ABOUT & _tags(cell):
                    # where it stands among what is displayed is known to a kernel alone
                    return None
    except StudyError:
        raise
    except Exception:
        return None
    return notebook


def _tags(cell: Cell) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def _shows_otherwise(cell: Cell) -> bool:
    """Whether a cell for a page shows the value of its last line, or is no Python."""
    if _ABOUT & _tags(cell):
        return False
    try:
        last = ast.parse(cell["source"]).body[-1:]
    except SyntaxError:
        return True
    call = last[0].value if last and isinstance(last[0], ast.Expr) else None
    named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "display"
    return call is not None and not named


@contextlib.contextmanager
def _displayed(nothing: bool) -> Iterator[list[Cell]]:
    """What is displayed meanwhile, as outputs of a notebook; or nothing."""
    if nothing:
        yield []
        return
    import IPython.display
    from IPython.core.formatters import DisplayFormatter

    formatter, outputs = DisplayFormatter(), list[Cell]()

    def display(*objects: Any, **asked: Any) -> None:
        if asked:
            raise ValueError(f"a kernel knows {', '.join(asked)}")
        for one in objects:
            data, metadata = formatter.format(one)
            outputs.append({"output_type": "display_data", "data": data, "metadata": metadata})

    # what notebooks import to show something
    before, IPython.display.display = IPython.display.display, display
    try:
        yield outputs
    finally:
        IPython.display.display = before
