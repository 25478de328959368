"""The house stands as ARCHITECTURE.md draws it: imports point one way, and nothing goes round in a circle."""

import ast
import importlib
import re
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec

import pytest
from conftest import REPOSITORY

from jalin.build.modules import PACKAGE, imported_names
from jalin.stages import read_runs

# the one door through which what runs notebooks calls a stage
DOOR = "jalin.protect.leaks"


def floors():
    """The names on each floor of the drawing, from the ground up; the floor of stages is that of stages.toml."""
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    lines = re.search(r"```text\n(ground.*?)```", text, re.DOTALL)[1].splitlines()
    found = []
    for line in lines:
        names = line.split()[1:]
        stages = list(dict.fromkeys(run.stage for run in read_runs(REPOSITORY)))
        found += [[stage] for stage in stages] if line.startswith("stages") else [names]
    return found


class Running(ast.NodeTransformer):
    """Code without what only a type checker reads."""

    def visit_If(self, node):
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def modules(types):
    """The modules of this package that each of them imports, wherever in its code, by name; for `types` alone or not."""
    files = {}
    for path in PACKAGE.rglob("*.py"):
        within = path.relative_to(PACKAGE.parent).with_suffix("").parts
        files[".".join(within).removesuffix(".__init__")] = path
    found = {}
    for name, path in files.items():
        tree = ast.parse(path.read_bytes())
        named = imported_names(tree if types else Running().visit(tree), name, path.name == "__init__.py")
        used = {one for one in named if one in files and one not in (name, "jalin")}
        # a package that is named for a module in it is only on the way
        found[name] = {one for one in used if not any(other.startswith(f"{one}.") for other in used)}
    return found


MODULES = modules(types=True)
FLOOR = {name: number for number, names in enumerate(floors()) for name in names}


def room(module):
    return module.split(".")[1]


def test_every_room_is_on_a_floor_of_the_drawing():
    assert {room(name) for name in MODULES if name != "jalin"} == FLOOR.keys()


def test_no_import_points_up():
    up = [
        f"{name} imports {other}"
        for name, others in MODULES.items()
        for other in others
        if room(name) != room(other) and FLOOR[room(other)] > FLOOR[room(name)]
    ]
    assert up == []


@pytest.mark.parametrize("name", ["build", "publish"])
def test_what_runs_and_proves_knows_no_stage_but_by_one_door(name):
    stages = {run.stage for run in read_runs(REPOSITORY)}
    known = {
        f"{module} imports {other}"
        for module, others in MODULES.items()
        if module.startswith(f"jalin.{name}")
        for other in others
        if (room(other) in stages or room(other) in ("check", "exchange", "explore")) and other != DOOR
    }
    assert known == set()


def test_rooms_beside_one_another_do_not_know_one_another():
    beside = [
        f"{name} imports {other}"
        for name, others in MODULES.items()
        for other in others
        if room(name) != room(other) and FLOOR[room(name)] == FLOOR[room(other)] > 0
    ]
    assert beside == []


def test_no_module_imports_itself_by_way_of_others():
    try:
        TopologicalSorter(modules(types=False)).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_all_is_said_of_a_module_that_imports_another(tmp_path):
    """What the tests above look at is there at all."""
    assert "jalin.errors" in MODULES["jalin.study"] and len(MODULES) > 150
    tree = ast.parse(
        "def late():\n    from jalin.cli import main\nimport jalin.report.book\nfrom . import code\n"
    )
    assert set(imported_names(tree, "jalin.code.x", False)) >= {
        "jalin.cli.main",
        "jalin.report.book",
        "jalin.code.code",
    }


def test_benchmarks_and_tools_ask_for_what_there_is():
    scripts = [
        path for folder in ("benchmarks", "museum", "tools") for path in (REPOSITORY / folder).rglob("*.py")
    ]
    assert scripts
    for path in scripts:
        for asked in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(asked, ast.ImportFrom) and (asked.module or "").startswith("jalin"):
                module = importlib.import_module(asked.module)
                for name in asked.names:
                    there = hasattr(module, name.name) or (
                        hasattr(module, "__path__") and find_spec(f"{asked.module}.{name.name}")
                    )
                    assert there, f"{path.name}: {asked.module} has no {name.name}"
