"""Packages that import what they offer when it is asked for: a command that needs one thing of a room does not furnish it whole."""

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path


def lazily(package: str) -> Callable[[str], object]:
    """The `__getattr__` (PEP 562) of a package: it finds what the package imports `if TYPE_CHECKING`.

    So what it offers is written once, where checkers of types, and what a run depends on, find it too. A name that is also
    that of a module of the package cannot be among them: once somebody has imported the module, the name is the module.
    """
    tree = ast.parse(Path(str(sys.modules[package].__file__)).read_bytes())
    home = {
        alias.name: str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    def found(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(home[name]), name)

    return found
