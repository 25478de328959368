"""Coding with mouse and keys in a real JupyterLab, in a real Chromium."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import REPOSITORY, Run, build
from lab import lab, lines, notebook, page_of
from tiny import make_study

from jalin.tables import store

# selects `words` in the text as a reader would with the mouse or the keys
SELECT = """(words) => {
  const box = document.querySelector(".jalin .text");
  for (const line of box.querySelectorAll(".line")) {
    const at = line.textContent.indexOf(words);
    if (at < 0) continue;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let seen = 0, begun = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const size = node.data.length;
      if (!begun && at < seen + size) { range.setStart(node, at - seen); begun = true; }
      if (begun && at + words.length <= seen + size) { range.setEnd(node, at + words.length - seen); break; }
      seen += size;
    }
    line.scrollIntoView({ block: "center" });
    box.focus({ preventScroll: true });
    const found = document.getSelection();
    found.removeAllRanges();
    found.addRange(range);
    return true;
  }
  return false;
}"""
STRANGE = (
    "A: 👩‍👩‍👧 family 🙂 smile, e\u0301t\u00e9 and na\u0308ive words.\n"
    "B: שלום עולם and مرحبا بالعالم here.\n"
    "A: the end of it.\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where studies and notebooks of this module are."""
    found = tmp_path_factory.mktemp("explore") / "work"
    found.mkdir()
    return found


@pytest.fixture(scope="module")
def address(folder):
    with lab(folder) as found:
        yield found


def study_in(folder, name, texts=None):
    """A tiny study built through the stage protect, or one with the given texts."""
    root = make_study(folder / name)
    run = Run(root)
    sources, segments, kept = run.sources, run.protected.segments, run.protected.texts
    if texts:
        sources = sources[sources["source_id"].isin(texts)]
        rows = []
        for source, text in texts.items():
            at = 0
            for number, line in enumerate(text.splitlines(), start=1):
                rows.append(
                    {
                        "source_id": source,
                        "segment_id": f"{source}-{number:04d}",
                        "kind": "paragraph",
                        "speaker": "",
                        "voice": "none",
                        "time": "",
                        "start": at,
                        "end": at + len(line),
                        "text": line,
                    }
                )
                at += len(line) + 1
        segments = pd.DataFrame(rows).reindex(columns=segments.columns).astype(segments.dtypes)
        kept = texts
        for path in (root / "data/raw/coding/codings").glob("*/*.jsonl"):
            path.unlink()
    store.write(run.study, "protect/sources", sources)
    store.write(run.study, "protect/segments", segments)
    store.write_texts(run.study, "protect", kept)
    return root


@pytest.fixture
def opened(folder, address, browser):
    """Opens a notebook that shows the widget; its page."""
    pages = []

    def go(root, source="W1", coder="ann", name="", reconcile=False):
        name = name or f"{root.name}-{len(pages)}.ipynb"
        if not (folder / name).exists():
            notebook(
                folder / name,
                f"from jalin.explore import coder\ncoder({str(root)!r}, {source!r}, {coder!r}, reconcile={reconcile}, language='en')",
            )
        page = page_of(browser, 1300, 950)
        pages.append(page)
        page.goto(address.replace("NAME", name).replace("WORKSPACE", f"w{len(pages)}-{Path(name).stem}"))
        page.wait_for_selector(".jp-Notebook .cm-content")
        page.wait_for_function("document.body.innerText.includes('| Idle')")
        page.locator(".jp-Notebook .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.wait_for_selector(".jalin .text .line")
        return page

    yield go
    for page in pages:
        page.close()


def saved(page, acts):
    page.wait_for_function(
        f"Number(document.querySelector('.jalin').dataset.acts || 0) >= {acts} && document.querySelector('.jalin').dataset.status === 'saved'",
    )


def screen(page):
    """Every coding that the text shows: its id and its words."""
    return page.evaluate(
        """() => { const found = {}; for (const mark of document.querySelectorAll(".jalin mark"))
        for (const id of mark.dataset.ids.split(" ")) found[id] = (found[id] || "") + mark.textContent; return found; }"""
    )


def eventually(page, so):
    """Wait until `so()` is so; the bound is for what never is."""
    for _ in range(3000):
        if so():
            return
        page.wait_for_timeout(100)
    assert so()


def by_keys(page, words, code):
    """Code `words` with the keyboard: the code's letters, then Enter."""
    assert page.evaluate(SELECT, words)
    page.keyboard.type(code[0])
    page.wait_for_selector(".jalin .palette input")
    page.keyboard.type(code[1:])
    page.keyboard.press("Enter")


def by_mouse(page, words, code):
    """Code `words` by a click on the code in the tree."""
    assert page.evaluate(SELECT, words)
    page.locator(f".jalin .tree button[data-code='{code}']").click()


def test_ten_passages_by_mouse_and_keys_undone_reloaded_and_built(folder, opened):
    root = study_in(folder, "ten")
    before = lines(root, "ann", "W1")
    page = opened(root)
    words = [
        "children",
        "water it",
        "every morning",
        "only open",
        "the gate",
        "Is it hard",
        "Digging is",
        "hard work",
        "small hands",
        "for more",
    ]
    for number, passage in enumerate(words):
        (by_keys if number % 2 else by_mouse)(page, passage, "TOIL" if number % 3 else "CARE")
        saved(page, number + 1)
    page.evaluate("document.querySelector('.jalin .text').focus()")
    page.keyboard.press("Control+z")
    saved(page, 11)
    now = lines(root, "ann", "W1")
    new = [line for line in now if line["id"] not in {old["id"] for old in before}]
    assert sorted(line["quote"] for line in new) == sorted(words[:9])
    assert {line["quote"]: line["code"] for line in new}["water it"] == "TOIL"
    shown = screen(page)
    assert {f"ann/{line['id']}": line["quote"] for line in now} == shown
    page.reload()
    page.wait_for_selector(".jp-Notebook .cm-content")
    assert lines(root, "ann", "W1") == now
    # the build takes them in
    build(root, "03")
    found = store.read(Run(root).study, "code/codings")
    assert set(found.query("coder == 'ann' and source_id == 'W1'")["coding_id"]) == {
        line["id"] for line in now
    }


def test_a_coding_is_recoded_resized_given_a_memo_and_deleted(folder, opened):
    root = study_in(folder, "edit")
    page = opened(root)
    page.locator(".jalin mark").first.click()
    page.locator(".jalin .picked textarea").fill("they do it alone")
    page.locator(".jalin .picked button", has_text="Recode").click()
    page.wait_for_selector(".jalin .palette input")
    page.keyboard.type("toil")
    page.keyboard.press("Enter")
    saved(page, 2)
    assert page.evaluate(SELECT, "water it every")
    page.locator(".jalin .picked button", has_text="Use selection").click()
    saved(page, 3)
    line = next(line for line in lines(root, "ann", "W1") if line["id"] == "c1")
    assert (line["code"], line["quote"], line["memo"]) == ("TOIL", "water it every", "they do it alone")
    page.locator(".jalin .picked button", has_text="Delete").click()
    saved(page, 4)
    assert [line["id"] for line in lines(root, "ann", "W1")] == ["c2"]


def test_a_kernel_killed_in_the_middle_loses_nothing_that_was_shown_as_saved(folder, opened):
    root = study_in(folder, "killed")
    page = opened(root)
    by_keys(page, "children", "care")
    saved(page, 1)
    start = time.monotonic()
    killed = False
    for number in range(200):
        page.evaluate(SELECT, "children water it every morning"[: 8 + number % 20].rstrip())
        page.keyboard.press("1")
        if number == 90:
            found = subprocess.run(
                ["pgrep", "-f", "ipykernel_launcher"], capture_output=True, text=True
            ).stdout.split()
            mine = [int(pid) for pid in found if _of_this_lab(int(pid), folder)]
            for pid in mine:
                os.kill(pid, signal.SIGKILL)
            killed = bool(mine)
    assert killed
    page.wait_for_function("document.querySelector('.jalin').dataset.status === 'unsaved'")
    acts = int(page.evaluate("document.querySelector('.jalin').dataset.acts"))
    text = (root / "data/raw/coding/codings/ann/W1.jsonl").read_text()
    stored = [json.loads(line) for line in text.splitlines()]
    # two were there; whatever was called saved is on disk, whole
    assert len(stored) - 2 >= acts >= 1, (len(stored), acts, time.monotonic() - start)
    assert "Not saved" in page.inner_text(".jalin .status")
    assert Run(root).codings is not None


def _of_this_lab(pid, folder):
    try:
        return str(folder.parent / "home").encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False


def test_two_tabs_and_an_edit_from_outside_are_joined(folder, opened):
    root = study_in(folder, "tabs")
    one, two = opened(root, name="tabs-a.ipynb"), opened(root, name="tabs-b.ipynb")
    by_mouse(one, "Is it hard", "TOIL")
    saved(one, 1)
    by_mouse(two, "only open", "CARE")
    saved(two, 1)
    path = root / "data/raw/coding/codings/ann/W1.jsonl"
    text = (root / "data/processed/protect/texts/W1.txt").read_text(encoding="utf-8")
    at = text.index("the gate")
    outside = {"id": "git", "code": "TOIL", "start": at, "end": at + 8, "quote": "the gate"}
    path.write_text(path.read_text() + json.dumps(outside) + "\n")
    for page in (one, two):
        page.wait_for_function("document.querySelector('.jalin mark[data-ids*=\"ann/git\"]')")
    stored = {f"ann/{line['id']}": line["quote"] for line in lines(root, "ann", "W1")}
    assert len(stored) == 5
    for page in (one, two):
        eventually(page, lambda page=page: screen(page) == stored)


def test_blind_unless_reconciling_and_decisions_are_recorded(folder, opened):
    root = study_in(folder, "blind")
    assert {name.split("/")[0] for name in screen(opened(root))} == {"ann"}
    page = opened(root, name="both.ipynb", reconcile=True)
    assert {name.split("/")[0] for name in screen(page)} == {"ann", "ben"}
    page.locator(".jalin mark", has_text="Digging is hard work").first.click()
    if "ben" not in page.inner_text(".jalin .picked .hint"):
        page.locator(".jalin mark", has_text="Digging is hard work").first.click()
    assert "ben" in page.inner_text(".jalin .picked .hint")
    page.locator(".jalin .picked input").nth(0).fill("Ann and Ben")
    page.locator(".jalin .picked input").nth(1).fill("the shorter one is enough")
    page.locator(".jalin .picked button", has_text="Keep").click()
    saved(page, 1)
    text = (root / "data/raw/coding/reconciled.csv").read_text()
    assert re.search(r"W1,ben,c2,keep,Ann and Ben,\d{4}-\d\d-\d\d,the shorter one is enough", text)


def test_emoji_accents_and_right_to_left_are_coded_whole(folder, opened):
    root = study_in(folder, "strange", {"W1": STRANGE})
    page = opened(root)
    for number, words in enumerate(
        ["👩‍👩‍👧 family", "🙂", "e\u0301t\u00e9", "שלום", "مرحبا", "the end"], start=1
    ):
        by_keys(page, words, "toil")
        saved(page, number)
    # a selection that begins inside an emoji takes the whole of it
    page.evaluate(
        """() => { const node = document.querySelector(".jalin .line mark").firstChild; const found = document.getSelection();
        const range = document.createRange(); range.setStart(node, 2); range.setEnd(node, node.data.length);
        document.querySelector(".jalin .text").focus(); found.removeAllRanges(); found.addRange(range); }"""
    )
    page.keyboard.press("Enter")
    page.wait_for_selector(".jalin .palette input")
    page.keyboard.type("care")
    page.keyboard.press("Enter")
    saved(page, 7)
    stored = lines(root, "ann", "W1")
    assert all(STRANGE[line["start"] : line["end"]] == line["quote"] for line in stored)
    assert [line["quote"] for line in stored if line["code"] == "TOIL"] == [
        "👩‍👩‍👧 family", "🙂", "e\u0301t\u00e9", "שלום", "مرحبا", "the end",
    ]  # fmt: skip
    assert next(line for line in stored if line["code"] == "CARE")["quote"] == "👩‍👩‍👧 family"


def test_a_megabyte_is_read_and_coded_without_waiting(folder, opened):
    text = "".join(
        f"Line {number}: the children water the beans, then they rest in the shade of wall {number}.\n"
        for number in range(12_500)
    )
    assert len(text) > 1_000_000
    root = study_in(folder, "large", {"W1": text})
    page = opened(root)
    by_keys(page, "wall 12000", "toil")
    saved(page, 1)
    # the list of codes is there when the key is dealt with, in the middle of the text
    assert page.evaluate(SELECT, "wall 6000")
    assert page.evaluate(
        """() => { document.querySelector(".jalin .text").dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        return !!document.querySelector(".jalin .palette li"); }"""
    )
    page.keyboard.type("care")
    page.keyboard.press("Enter")
    saved(page, 2)
    assert [line["quote"] for line in lines(root, "ann", "W1")] == ["wall 6000", "wall 12000"]


def test_a_new_code_is_made_and_used_and_a_refusal_is_told(folder, opened):
    root = study_in(folder, "codes")
    page = opened(root)
    page.locator(".jalin summary", has_text="New code").click()
    fields = page.locator(".jalin .new input")
    # the name, and the id behind it
    fields.nth(1).fill("CARE")
    page.locator(".jalin .new button").click()
    page.wait_for_function("document.querySelector('.jalin').dataset.status === 'unsaved'")
    assert "CARE stands 2 times" in page.inner_text(".jalin .status")
    fields.nth(0).fill("The gate")
    fields.nth(1).fill("GATE")
    page.locator(".jalin .new button").click()
    page.wait_for_selector(".jalin .tree button[data-code='GATE']")
    by_mouse(page, "open the gate", "GATE")
    page.wait_for_function("document.querySelectorAll('.jalin mark').length >= 3")
    eventually(page, lambda: "GATE" in [line["code"] for line in lines(root, "ann", "W1")])


@pytest.mark.parametrize("name", ["notebooks/04_condense.ipynb", "notebooks/explore/start.ipynb"])
def test_run_all_cells_runs_a_notebook_to_its_end(folder, address, browser, garden, name):
    project = folder / Path(name).stem
    shutil.copytree(garden, project)
    for path in (name, "notebooks/stages.toml"):
        (project / path).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / path, project / path)
    counts = project / "data/processed/condense/counts.csv"
    before = counts.read_bytes()
    if "condense" in name:
        counts.unlink()
    page = page_of(browser, 1300, 950)
    page.goto(address.replace("NAME", f"{project.name}/{name}").replace("WORKSPACE", project.name))
    page.wait_for_function("document.body.innerText.includes('| Idle')")
    page.locator(".lm-MenuBar-item", has_text="Run").first.click()
    page.locator(".lm-Menu-item", has_text="Run All Cells").first.click()

    def ran():
        page.keyboard.press("Control+s")
        # while JupyterLab writes it the file is empty
        if not (project / name).stat().st_size:
            return False
        cells = nbformat.read(project / name, as_version=4).cells
        return all(cell.execution_count for cell in cells if cell.cell_type == "code")

    eventually(page, ran)
    cells = nbformat.read(project / name, as_version=4).cells
    outputs = [one for cell in cells if cell.cell_type == "code" for one in cell.outputs]
    assert outputs and {one.output_type for one in outputs} <= {"display_data", "execute_result"}
    assert counts.read_bytes() == before
    page.close()
