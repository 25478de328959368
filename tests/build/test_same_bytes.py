"""The same bytes whatever surrounds a build: kernels, folder, language, time zone, mask, hash seed, cores."""

import ast
import os
import shutil
import subprocess
import sys

import pytest
from conftest import REPOSITORY
from helpers_build import command, fingerprint, make
from tiny import make_study

from jalin.build.modules import code_cells


def build_in(root, surroundings, *targets):
    """Build in other surroundings, on one core where the system can hold a process to one."""
    one = next(iter(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else None

    def before():
        os.umask(0o077)
        if one is not None:
            os.sched_setaffinity(0, {one})

    return subprocess.run(
        command(root, *targets),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | surroundings,
        preexec_fn=before if sys.platform == "linux" else None,
    )


@pytest.mark.slow
def test_plain_kernels_in_other_surroundings_make_the_bytes_of_warm_ones(garden, tmp_path):
    root, other = (
        shutil.copytree(garden, tmp_path / "study"),
        make_study(tmp_path / "a folder of another's" / "studi"),
    )
    # else it draws a key of its own, which shows in its manifest
    key = "data/processed/private/manifest.key"
    (other / key).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / key, other / key)
    surroundings = {
        "TZ": "Asia/Jakarta", "LC_ALL": "C", "LANG": "id_ID.UTF-8", "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path / "home"), "USER": "other", "OMP_NUM_THREADS": "1", "COLUMNS": "40", "MPLBACKEND": "svg",
        "SOURCE_DATE_EPOCH": "1",
    }  # fmt: skip
    done = build_in(other, surroundings, "all", "KERNELS=plain")
    assert done.returncode == 0, done.stderr
    first, second = fingerprint(root), fingerprint(other)
    assert [name for name in sorted(first | second) if first.get(name) != second.get(name)] == []
    assert {name.rpartition(".")[2] for name in first} >= {
        "html", "pdf", "docx", "png", "svg", "parquet", "csv", "json", "ipynb",
    }  # fmt: skip
    # a coding changes: the page, made of tables alone, is that of the whole build that follows
    for study in (root, other):
        codings = study / "data/raw/coding/codings/ann/W1.jsonl"
        codings.write_bytes(codings.read_bytes().replace(b'"TOIL"', b'"CARE-WATER"', 1))
    done = make(root, "report", "LANG=en")
    assert done.returncode == 0, done.stderr
    page = (root / "reports/report.en.html").read_bytes()
    notebooks = {path.name for path in (root / "reports/notebooks").glob("*.ipynb")}
    assert not notebooks & {"03_code.ipynb", "08_report.en.ipynb"}
    for done in (make(root, "all"), build_in(other, surroundings, "all", "KERNELS=plain")):
        assert done.returncode == 0, done.stderr
    first, second = fingerprint(root), fingerprint(other)
    assert [name for name in sorted(first | second) if first.get(name) != second.get(name)] == []
    assert page == (root / "reports/report.en.html").read_bytes()


def code_of(path):
    if path.suffix == ".py":
        return path.read_text(encoding="utf-8")
    return "\n".join("".join(cell["source"]) for cell in code_cells(path))


@pytest.mark.parametrize(
    "path",
    [*(REPOSITORY / "src").rglob("*.py"), *(REPOSITORY / "notebooks").rglob("*.ipynb")],
    ids=lambda path: path.relative_to(REPOSITORY).as_posix(),
)
def test_no_sort_leaves_ties_to_the_processor(path):
    """By one column, pandas and numpy sort ties as the processor's widest instructions do, unless told to be stable."""
    left = []
    for node in ast.walk(ast.parse(code_of(path))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        by = node.args[0] if node.args else given.get("by")
        one = isinstance(by, ast.Constant) or (isinstance(by, ast.List) and len(by.elts) == 1) or by is None
        sorts = node.func.attr == "argsort" or (node.func.attr == "sort_values" and one)
        if sorts and "kind" not in given:
            left.append(f"line {node.lineno}: {ast.unparse(node)}")
    assert left == []
