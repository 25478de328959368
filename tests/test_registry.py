"""What an installed package adds by entry point; the package is a folder beside, as pip leaves one."""

from dataclasses import replace

import pytest

from jalin.display.cells import CELLS, Cell
from jalin.errors import StudyError

WHO = """
from jalin.display import Cell

WHO = Cell(lambda cell, display: "who")
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a package with these entry points `jalin.cells`; gives the cells there are then."""

    # those of all tests that follow are looked up before
    list(CELLS)

    def install(entries: str, package: str = "their-cells", code: str = WHO):
        module = package.replace("-", "_")
        (tmp_path / f"{module}.py").write_text(code)
        folder = tmp_path / f"{module}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[jalin.cells]\n{entries}\n")
        monkeypatch.syspath_prepend(tmp_path)
        return replace(CELLS)

    return install


def test_an_installed_package_adds_a_kind_of_cell(installed):
    cells = installed("who = their_cells:WHO")
    assert list(cells) == [*CELLS, "who"] and isinstance(cells["who"], Cell)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("gone = their_cells:GONE", "it cannot be loaded: AttributeError"),
        ("gone = nowhere.at_all:GONE", "it cannot be loaded: ModuleNotFoundError"),
        ("gone = their_cells:__name__", "it is no Cell but 'their_cells'"),
    ],
)
def test_a_broken_entry_point_is_told_with_its_package_and_the_others_work(installed, entries, told):
    cells = installed(f"{entries}\nwho = their_cells:WHO")
    with pytest.raises(StudyError, match=f"package their-cells, entry point jalin.cells, gone: {told}"):
        cells["gone"]
    assert cells["who"] and cells["count"]


def test_a_name_that_is_there_twice_is_told_with_both_packages(installed):
    with pytest.raises(StudyError, match=r"package their-cells.*'count' is there already, from jalin"):
        list(installed("count = their_cells:WHO"))


def test_two_packages_with_one_name_are_told(installed):
    installed("who = their_cells:WHO")
    with pytest.raises(StudyError, match=r"package your-cells.*'who' is there already, from their-cells"):
        list(installed("who = your_cells:WHO", "your-cells"))


def test_what_is_unknown_is_told_with_where_to_add_it():
    with pytest.raises(StudyError, match=r"no kind of cell 'marks'. Did you mean mark.*display/cells.py"):
        CELLS["marks"]
