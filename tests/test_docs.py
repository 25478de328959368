"""What the manual shows holds: commands are there, code runs, files are read, links lead somewhere."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from conftest import REPOSITORY
from helpers_build import make
from helpers_docs import blocks

from jalin.cli import cli, reference
from jalin.cli.study_files import study_files
from jalin.conclude.propositions import Contrast
from jalin.named import Named
from jalin.report.claims import NamedClaim
from jalin.report.figures import FIGURES
from jalin.report.tables import TABLES
from jalin.rules import Anonymity, Evidence
from jalin.settings import DisplaySpec, Ethics, LeaveOut, SurveySpec
from jalin.stages import read_runs
from jalin.words import word

DOCS = REPOSITORY / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *REPOSITORY.glob("*.md"), *REPOSITORY.glob("examples/**/*.md")])
BLOCKS = [(page, one) for page in PAGES for one in blocks(page)]


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """A folder with the four kecamatan in it, built."""
    folder = tmp_path_factory.mktemp("manual")
    ignored = shutil.ignore_patterns("processed", "reports")
    root = shutil.copytree(
        REPOSITORY / "examples/four-kecamatan", folder / "examples/four-kecamatan", ignore=ignored
    )
    shutil.copytree(
        REPOSITORY / "examples/four-kecamatan/notebooks/report", root / "notebooks/report", dirs_exist_ok=True
    )
    done = make(root, "display")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("page", "text"),
    [("commands", reference.commands), ("chapters", reference.chapters), ("study-files", study_files)],
    ids=["commands", "chapters", "study-files"],
)
def test_a_page_made_from_the_code_is_that_of_the_code(page, text):
    assert (DOCS / f"reference/{page}.md").read_text(encoding="utf-8") == text()


def test_the_reference_of_chapters_has_every_figure_and_table_by_its_caption():
    page = (DOCS / "reference/chapters.md").read_text(encoding="utf-8")
    for kind, there in (("figure", FIGURES), ("table", TABLES)):
        section = page.split(f'## `{kind}("…")`')[1].split("\n## ")[0]
        rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)
        assert rows == [(name, word(f"caption.{name}", "en")) for name in there]


def commands():
    """Every command of jalin or make in a block, without what is said of it."""
    for page, one in BLOCKS:
        # what extends jalin is there on the clone that test_extend.py makes
        if one.kind in ("", "sh", "text") and page.name != "extend.md":
            for line in one.text.splitlines():
                typed = re.split(r"\s{2,}|\s+#", line.strip())[0]
                if re.match(r"(\.venv/bin/)?jalin |make ", typed):
                    yield pytest.param(typed, id=f"{page.name}: {typed}")


@pytest.mark.parametrize("typed", commands())
def test_a_command_of_the_manual_is_there(typed, monkeypatch):
    import shlex

    words = shlex.split(typed)
    if words[0] == "make":
        text = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
        targets = set(re.findall(r"^([a-z-]+):.*##", text, re.MULTILINE))
        targets |= {run.stage for run in read_runs(REPOSITORY)}
        asked = [word for word in words[1:] if "=" not in word and word != "#"]
        assert set(asked) <= targets
        return
    cli.commands[words[1]].make_context(words[1], words[2:])


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        pytest.param(one.text, id=f"{page.name}-{number}")
        for number, (page, one) in enumerate(BLOCKS)
        if one.kind == "python" and not one.title
    ],
)
def test_code_of_the_manual_runs(code, example):
    done = subprocess.run([sys.executable, "-c", code], cwd=example, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(one.text, id=f"{page.name}-{number}")
        for number, (page, one) in enumerate(BLOCKS)
        if one.kind == "yaml" and not one.title
    ],
)
def test_entries_of_the_manual_are_read(text):
    models = {
        "displays": DisplaySpec,
        "contrast": Contrast,
        "coders": Named,
        "surveys": SurveySpec,
        "claims": NamedClaim,
    }
    whole = {"ethics": Ethics, "anonymity": Anonymity}
    entries = yaml.safe_load(text)
    assert set(entries) <= {*models, *whole, "evidence", "leave_out"}
    for name in whole.keys() & entries:
        whole[name].model_validate(entries[name])
    for name, found in entries.items():
        for one in found if isinstance(found, list) else ():
            models[name].model_validate(one)
    Evidence.model_validate(entries.get("evidence", {}))
    LeaveOut.model_validate(entries.get("leave_out", {}))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_links_of_the_manual_lead_somewhere(page):
    # what stands as code is no link
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if re.match(r"[a-z]+:", target):
            continue
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.slow
def test_the_manual_is_built(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=REPOSITORY, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tutorial" in (tmp_path / "site/tutorial/index.html").read_text(encoding="utf-8")
    assert "berkas Word" in (tmp_path / "site/id/tutorial/index.html").read_text(encoding="utf-8")
