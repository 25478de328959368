"""Executed notebooks as a reader first sees them."""

import pandas as pd
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from jalin.build.pages import notebook_page, readable, spoken
from jalin.study import open_study


def told(*cells):
    notebook = new_notebook(cells=list(cells))
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return notebook


def shown(frame):
    data = {"text/html": frame._repr_html_(), "text/plain": "a table"}
    return new_code_cell("frame", outputs=[new_output("execute_result", data=data)])


def section(words, language):
    return new_markdown_cell(words, metadata={"tags": [f"language-{language}"]})


def test_code_and_long_tables_are_folded_and_sections_listed(root):
    few, many = pd.DataFrame({"a": range(3)}), pd.DataFrame({"a": range(40)})
    wide = pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="row"))
    texts = [
        section("# Judul", "id"), section("# Title", "en"), section("## Satu\n\nkata", "id"), section("## One\n\nword", "en"),
        section("## Dua", "id"), section("## Two", "en"),
    ]  # fmt: skip
    executed = spoken(told(*texts, shown(few), shown(many), shown(wide)), "en")
    copy = readable(executed, "en")
    study = open_study(root)
    page = html.fromstring(notebook_page(copy, study, "en", "title").encode())
    links = page.xpath("//nav//a")
    assert [one.text for one in links if one.get("href").startswith("#")] == ["One", "Two"]
    assert [one.get("href") for one in links][:2] == ["../report.id.html", "../report.en.html"]
    assert "kata" not in page.text_content()
    # no heading is empty, the long table alone is folded, and so is all code
    assert [one for one in page.xpath("//th") if not one.text_content().strip()] == []
    assert [len(one.xpath(".//tr")) for one in page.xpath("//details[not(@class)]")] == [41]
    assert len(page.xpath("//details[@class='code']")) == 3
    assert all(
        cell.metadata["jupyter"] == {"source_hidden": True} for cell in copy.cells if cell.cell_type == "code"
    )
    # what ran is as it was
    assert "<th></th>" in executed.cells[-1].outputs[0].data["text/html"]


def test_the_notebook_of_the_report_leads_to_its_pages(root):
    about = new_code_cell("1", metadata={"tags": ["about"]}, outputs=[new_output("stream", text="3 facts")])
    page = new_code_cell("2", outputs=[new_output("display_data", data={"text/html": "<p>whole</p>"})])
    copy = readable(told(about, page), "en", ["reports/report.en.html", "reports/evidence.en.html"])
    assert copy.cells[0].outputs[0].text == "3 facts"
    assert "../report.en.html" in str(copy.cells[1].outputs) and "whole" not in str(copy.cells[1].outputs)
