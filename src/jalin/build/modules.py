"""Which modules of this package a notebook uses, read from its code and not by running it."""

import ast
import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jalin.files import files_below

PACKAGE = Path(__file__).parent.parent
# to parse these alone takes a tenth of the time of parsing the whole
_STATEMENT = re.compile(r"^[ \t]*((?:from[ \t]+\S+[ \t]+)?import[ \t]+(?:\([^)]*\)|[^\n]*))", re.MULTILINE)


def imported_names(tree: ast.AST, name: str, package: bool) -> Iterator[str]:
    """Names that code in the module `name` imports, as they may be modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = name.split(".")
            base = parts[: len(parts) - node.level + package] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


@cache
def _file(name: str) -> Path | None:
    """The file of a module of this package; None for any other name."""
    first, *rest = name.split(".")
    if first != PACKAGE.name:
        return None
    path = PACKAGE.joinpath(*rest)
    found = (path / "__init__.py", path.with_suffix(".py"))
    return next((file for file in found if file.is_file()), None)


@cache
def _needs(path: Path) -> frozenset[str]:
    """The modules that the module in `path` imports, wherever in its code."""
    within = path.relative_to(PACKAGE.parent).with_suffix("").parts
    package = within[-1] == "__init__"
    name = ".".join(within[:-1] if package else within)
    text = path.read_text(encoding="utf-8")
    found: set[str] = set()
    for statement in _STATEMENT.findall(text):
        # a line of a docstring that begins like one
        with contextlib.suppress(SyntaxError):
            found.update(imported_names(ast.parse(statement), name, package))
    if package and "import_module(" in text:
        # a package that imports by name may import whatever is beside it
        found |= {f"{name}.{beside.stem}" for beside in path.parent.glob("*.py")}
    return frozenset(found)


def _closure(names: Iterator[str]) -> set[Path]:
    found: set[Path] = set()
    waiting = list(names)
    while waiting:
        parts = waiting.pop().split(".")
        # importing a module imports the packages that it is in
        for end in range(1, len(parts) + 1):
            path = _file(".".join(parts[:end]))
            if path is not None and path not in found:
                found.add(path)
                waiting += _needs(path)
    return found


def code_cells(notebook: Path) -> list[dict[str, Any]]:
    """The cells of code of a notebook, in order."""
    return [cell for cell in json.loads(notebook.read_bytes())["cells"] if cell["cell_type"] == "code"]


def tables_cells(cells: list[Any]) -> list[Any]:
    """Of the cells of code of a notebook those that make its tables: up to that tagged `tables`; none where none is."""
    tagged = (
        number for number, cell in enumerate(cells, start=1) if "tables" in cell["metadata"].get("tags", [])
    )
    return cells[: next(tagged, 0)]


def imported_by(notebook: Path, tables: bool = False) -> list[str]:
    """The modules of this package that a notebook imports itself, in order; or those of what makes its `tables`."""
    names: set[str] = set()
    cells = code_cells(notebook)
    for cell in tables_cells(cells) if tables else cells:
        try:
            names.update(imported_names(ast.parse("".join(cell["source"])), "", False))
        except SyntaxError:
            # a cell that cannot run stops the notebook, with its own words
            continue
    return sorted(name for name in names if _file(name))


def modules_of(notebook: Path, more: tuple[str, ...] = ()) -> list[Path]:
    """Every file of this package that a notebook and the modules `more` use, in order.

    With each module come the files beside it that are no code, such as word lists:
    reading them is no import.
    """
    found = _closure(iter([*more, *imported_by(notebook)]))
    return sorted(found.union(*(_beside(folder) for folder in {path.parent for path in found})))


@cache
def _beside(folder: Path) -> frozenset[Path]:
    """The files of the package in `folder` that are no code."""
    return frozenset(
        file for file in files_below(folder) if file.suffix != ".py" and _package_of(file) == folder
    )


def ready(names: Iterable[str]) -> None:
    """Read these modules and all that they use once, so that processes forked from this one need not."""
    for path in _closure(iter(names)):
        _beside(path.parent)


def _package_of(file: Path) -> Path:
    """The folder of the package that a file belongs to."""
    return next(folder for folder in file.parents if (folder / "__init__.py").exists())
