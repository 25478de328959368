"""A notebook run without a kernel, where its tables or its page are all that is wanted."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from jalin.build.here import run_here
from jalin.errors import StudyError

PARAMETERS = new_code_cell('name = "nobody"', metadata={"tags": ["parameters"]})
ABOUT = new_code_cell("from IPython.display import HTML, display\nprint(name)", metadata={"tags": ["about"]})


@pytest.fixture
def run(tmp_path):
    """What came of these cells of code."""

    def of(*cells, tables=False):
        path = tmp_path / "one.ipynb"
        nbformat.write(new_notebook(cells=[PARAMETERS, ABOUT, *map(_cell, cells)]), path)
        return run_here(path, {"name": "Ani"}, tmp_path, tables)

    return of


def _cell(given):
    source, *tags = [given] if isinstance(given, str) else given
    return new_code_cell(source, metadata={"tags": tags})


def test_what_cells_display_is_kept_in_its_order_with_the_parameters(run):
    made = run('display(HTML(f"<p>{name}</p>"))\ndisplay("more")', "for one in (1, 2):\n    display(one)")
    # with the cell that sets the parameters, numbered as a kernel's run has it
    assert [cell["id"] for cell in made["cells"]] == [f"cell-{number}" for number in range(1, 6)]
    shown = [[one["data"] for one in cell["outputs"]] for cell in made["cells"][3:]]
    assert shown[0][0]["text/html"] == "<p>Ani</p>" and shown[0][1] == {"text/plain": "'more'"}
    assert shown[1] == [{"text/plain": "1"}, {"text/plain": "2"}]


@pytest.mark.parametrize(
    "source", ["print('a')", "name", "1 / 0", "%pwd", "display(1, display_id='a')", "raise SystemError"]
)
def test_what_a_kernel_alone_can_show_or_tell_is_left_to_one(run, source):
    assert run(source) is None


def test_what_is_wrong_with_the_study_is_told(run):
    with pytest.raises(StudyError, match="no such day"):
        run(
            "from jalin.errors import Problem, StudyError\nraise StudyError(Problem('a', '', 'no such day', 'b'))"
        )


def test_of_tables_the_cells_before_them_are_run_and_no_others(run, tmp_path):
    assert run("1", tables=True) is None
    wrote = "from pathlib import Path\nPath(name).touch()\nname"
    assert run((wrote, "tables"), "1 / 0", tables=True)
    assert (tmp_path / "Ani").exists()
