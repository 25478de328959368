"""A command imports what it works with, and begins at once: modules are counted, not seconds."""

import json
import subprocess
import sys

import pytest

COUNT = """
import json, sys
{do}
print(json.dumps(sorted(sys.modules)))
"""
# what takes long to import, and most commands do without
HEAVY = {
    "IPython", "anywidget", "bokeh", "dask", "distributed", "docx", "matplotlib", "nbconvert", "openpyxl", "papermill",
    "pdfminer", "pdfplumber", "phonenumbers", "pypandoc", "scipy", "seaborn", "sklearn", "typst",
}  # fmt: skip


def imported(do):
    done = subprocess.run(
        [sys.executable, "-c", COUNT.format(do=do)], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def heavy(modules):
    return sorted({name.partition(".")[0] for name in modules} & HEAVY)


def test_the_command_line_knows_every_command_before_it_imports_what_any_needs():
    modules = imported("import jalin.cli")
    assert heavy(modules) == []
    assert not {"pandas", "pydantic", "numpy", "lxml"} & modules
    assert len(modules) < 250


@pytest.mark.parametrize(
    "needs",
    [
        "import jalin.explore.session, jalin.explore.batch",
        "from jalin.code.codebook import read_codebook; from jalin.code.history import changes_between",
        "from jalin.study import open_study; from jalin.stages import read_runs; from jalin.build.fresh import Folders",
    ],
)
def test_what_a_quick_command_works_with_brings_nothing_heavy(needs):
    assert heavy(imported(needs)) == []


@pytest.mark.parametrize(
    "room",
    ["collect", "protect", "code", "condense", "display", "conclude", "triangulate", "report", "explore"],
)
def test_a_room_offers_all_that_it_says_it_does_once_it_is_asked(room):
    offers = f"import jalin.{room} as room; there = [getattr(room, name) for name in room.__all__]"
    assert imported(f"{offers}; assert all(callable(one) or one for one in there)")
    # the room itself is empty until then
    assert len(imported(f"import jalin.{room}")) < len(imported(offers))


def test_a_name_that_a_room_does_not_have_is_told_as_of_any_module():
    with pytest.raises(ImportError, match="no_such_thing"):
        from jalin.code import no_such_thing  # noqa: F401
