"""Whatever stands in any field that people write is text in all that is made of it."""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import docx
import pytest
from conftest import build
from helpers_build import make
from helpers_written import PAYLOADS, hostile_study
from lxml import etree
from nbconvert.filters import markdown2html

from jalin.errors import StudyError
from jalin.figure import as_image, blank, style, wrapped
from jalin.protect.outputs import texts_of
from jalin.reading import printable
from jalin.report import Results
from jalin.report.chapters import Chapter
from jalin.report.figures import figures_of
from jalin.report.markdown import as_html
from jalin.report.tables import tables_of
from jalin.settings import LeaveOut, Words
from jalin.spreadsheet import cell
from jalin.tables.made import Made
from jalin.templates import closed, plain
from jalin.typeset import _undrawn

_MARK = re.compile(r"zq\d{3}q")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def html_of(text: str, bibliography: Path = Path("none"), locale: str = "en-GB") -> etree._Element:
    return etree.HTML(as_html(text, {"chapter": text}, bibliography, locale))


def test_text_set_into_a_chapter_is_text():
    """In a sentence, in a heading, in an item and in a cell."""
    every = [plain(printable(payload)) for payload in PAYLOADS]
    tree = html_of(
        "".join(f"a {said} b\n\n# {said}\n\n- {said}\n\n| x |\n|---|\n| {said} |\n\n" for said in every)
    )
    written = [closed(" ".join(printable(payload).split())) for payload in PAYLOADS]
    for path in ("//p", "//h2", "//li", "//td"):
        shown = [" ".join(one.itertext("*")) for one in tree.xpath(path)]
        assert [one.removeprefix("a ").removesuffix(" b") for one in shown] == written, path
    assert not tree.xpath("//a | //img | //script | //em | //strong | //sup | //span[@class]")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<b>x</b>", "<b>x</b>"),
        ("`<b>x</b>`{=html}", "<b>x</b>"),
        ("`#panic()`{=typst}", "#panic()"),
        ("$x$", "$x$"),
        (r"\textbf{x}", r"\textbf{x}"),
        ("[x](javascript:alert(1))", "x (javascript:alert(1))"),
        ("[x](JAVASCRIPT:a)", "x (JAVASCRIPT:a)"),
        ("[x](java&#9;script:a)", "x (java%20script:a)"),
        ("[x](data:text/html,a)", "x (data:text/html,a)"),
        ("[x](file:///etc/passwd)", "x (file:///etc/passwd)"),
        ("[x](//host/share)", "x (//host/share)"),
        ("<vbscript:x>", "<vbscript:x>"),
        ("<javascript:x>", "javascript:x"),
        ("a ![x][r]\n\n[r]: /etc/passwd", "a x (/etc/passwd)"),
        ("a ![x](http://x.y/z.png)", "a x (http://x.y/z.png)"),
    ],
)
def test_a_chapter_is_markdown_and_nothing_beyond(written, shown):
    tree = html_of(written)
    assert "".join(tree.itertext()).strip() == shown
    assert not tree.xpath("//a | //img | //b")


@pytest.mark.parametrize(
    "address",
    ["https://x.y/z?a=b#c", "http://x.y", "mailto:a@b.co", "doi:10.1/x", "#figure-1", "tables/a.csv"],
)
def test_a_link_leads_to_the_web_a_work_mail_or_a_place_beside(address):
    assert html_of(f"[x]({address})").xpath("//a/@href") == [address]


def test_nothing_in_a_chapter_acts(tmp_path):
    tree = html_of(
        '[x]{onclick="a()" style="position:fixed" .y} ![p](data:image/png;base64,iVBORw0KGgo=){onerror="a()" width=50%}'
    )
    assert set(tree.xpath("//@*/..")) and not tree.xpath("//@onclick | //@onerror | //span/@style")


@pytest.mark.parametrize(
    "text", ["{{ ''.__class__.__mro__ }}", "{{ value.__globals__ }}", "{{ [].append(1) }}"]
)
def test_what_stands_in_braces_runs_no_code(text):
    chapter = Chapter("a", "notebooks/report/a.en.md", f"One.\n\n{text}\n")
    with pytest.raises(StudyError, match=r"a\.en\.md, line 3: "):
        chapter.filled({"value": lambda: "x"})


def test_what_is_set_in_is_text_also_after_a_filter_and_beside_other_words():
    chapter = Chapter("a", "a", "{{ said()|upper }} {{ said() ~ '!' }} {% if said() == 'no' %}{% endif %}")
    tree = html_of(chapter.filled({"said": lambda: "**b** <i> @w"}))
    assert tree.xpath("//p")[0].text == "**B** <I> @W **b** <i> @w!"


def test_what_a_bibliography_holds_is_text_and_leads_to_the_web_alone(tmp_path):
    (tmp_path / "references.bib").write_text(
        r"""@book{a, author={A, B}, year=2001, title={A \includegraphics{/etc/hostname} <b>x</b>}, url={javascript:alert(1)}}
        @book{b, author={C, D}, year=2002, title={\'{E}tude}, url={https://x.y/z}}"""
    )
    tree = html_of("[@a; @b]\n\n::: {#refs}\n:::\n", tmp_path / "references.bib")
    assert "https://x.y/z" in tree.xpath("//@href")
    assert all(one.startswith(("#", "https://")) for one in tree.xpath("//@href"))
    words = "".join(tree.itertext())
    assert (
        "<b>x</b>" in words
        and "javascript:alert(1)" in words
        and "Étude" in words
        and "(/etc/hostname)" in words
    )
    assert not tree.xpath("//img | //b")


def test_a_bibliography_that_is_none_is_told_with_its_line(tmp_path):
    (tmp_path / "references.bib").write_text("@book{a,\n title={x\n")
    with pytest.raises(
        StudyError, match=r"references.bib, line \d, column \d+: it is not readable as BibTeX"
    ):
        html_of("[@a]", tmp_path / "references.bib")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_label_of_a_figure_is_text(payload):
    with style():
        figure, ax = blank(1.0)
        ax.set_title(payload)
        ax.set_xticks([0], wrapped([payload], 12))
    assert as_image(figure).data.startswith(b"\x89PNG")


def test_a_reason_of_the_researcher_is_text_in_a_notebook(run):
    reason = Words("<style>*{display:none}</style> **b** ![i](http://x.y)")
    settings = run.study.settings.model_copy(update={"leave_out": LeaveOut(agreement=reason)})
    made = Made(study=replace(run.study, settings=settings), stage="code", tables={}, numbers={})
    tree = etree.HTML(markdown2html(made._repr_markdown_()))
    assert reason["en"] in "".join(tree.itertext()) and not tree.xpath("//style | //img | //strong")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The study with a payload in every field, built, its chapters showing all that there is; what was written."""
    root = tmp_path_factory.mktemp("hostile") / "study"
    written = hostile_study(root)
    results = Results.of(build(root))
    shown = [f'figure("{name}")' for name in figures_of(results)] + [
        f'table("{name}")' for name in tables_of(results)
    ]
    shown += ['keywords("en")', 'credibility("P1")', 'pulled("P1")', 'fact("title_en")', 'value("title_en")']
    shown += ['statement("P1")', 'quotes("P1", "for")', "ethics()", "consent()", "facts()", "evidence()"]
    for language in ("id", "en"):
        text = "".join(f"{{{{ {one} }}}}\n\n" for one in shown)
        (root / f"notebooks/report/2_all.{language}.md").write_text(f"# All {{#sampling}}\n\n{text}")
    done = make(root, "all")
    assert done.returncode == 0, done.stdout + done.stderr
    return root, written.given, done.stdout + done.stderr


def kept(text: str, given: dict[str, str], of: str = "") -> set[str]:
    """The marks beside which their payload stands whole in `text`, white space and hyphenation apart."""
    text = re.sub(rf"\s+{of}", "", text)
    found = set()
    for match in _MARK.finditer(text):
        payload = re.sub(rf"\s+{of}", "", printable(given.get(match[0], "\ufffd")))
        if text[match.end() :].startswith(payload) or text[: match.start()].endswith(payload):
            found.add(match[0])
    return found


@lru_cache
def _boxes() -> set[str]:
    """The signs for which a box stands on paper, as no font of ours has them, and what they fall apart into."""
    signs = _undrawn("".join(PAYLOADS), {"ignore_system_fonts": True})
    return {part for sign in signs for part in (sign, *unicodedata.normalize("NFKC", sign))}


def on_paper(text: str) -> str:
    """`text` as the words of a PDF are compared: without spaces, hyphens and what nobody sees, nor signs that no font of ours has."""
    boxes = _boxes() | {"\uff1d", "=", "\u2212"}
    signs = unicodedata.normalize("NFKC", "".join(sign for sign in text if sign not in boxes))
    unseen = {"Zs", "Zl", "Zp", "Cc", "Cf", "Cn", "Co", "Pd", "Mn"}
    return "".join(sign for sign in signs if unicodedata.category(sign) not in unseen and sign not in boxes)


def not_on_paper(text: str, given: dict[str, str]) -> dict[str, tuple[str, str, str]]:
    """The payloads that do not stand whole beside one of their marks, each with what does; words from right to left by their letters."""
    text, found, missed = on_paper(text), set(), {}
    for match in _MARK.finditer(text):
        payload = on_paper(printable(given.get(match[0], "\ufffd")))
        beside = text[match.end() :][: len(payload)], text[: match.start()][-len(payload) :]
        turned = any(
            unicodedata.bidirectional(sign) in ("R", "AL", "RLO", "RLI") for sign in given.get(match[0], "")
        )
        if payload in beside or (turned and sorted(payload) in map(sorted, beside)):
            found.add(match[0])
        else:
            missed[match[0]] = (payload, *beside)
    return {mark: one for mark, one in missed.items() if mark not in found}


@pytest.mark.slow
def test_a_payload_in_every_field_is_text_in_page_pdf_and_docx(hostile):
    root, given, said_by_make = hostile
    page = etree.parse(str(root / "reports/report.en.html"), etree.HTMLParser())
    shown = " ".join(page.xpath("//main")[0].itertext())
    assert kept(shown, given) == set(_MARK.findall(shown))
    assert not page.xpath(
        "//main//script | //main//style | //main//meta | //main//iframe | //@onclick | //@onerror"
    )
    assert {re.match(r"(\w+:)?", one)[0] for one in page.xpath("//@href")} <= {"", "https:", "http:"}
    assert {one[:11] for one in page.xpath("//@src")} == {"data:image/"}
    document = docx.Document(str(root / "reports/report.en.docx"))
    paragraphs = ("".join(one.itertext(f"{_WORD}t")) for one in document.element.body.iter(f"{_WORD}p"))
    said = " ".join(paragraphs)
    assert kept(said, given) == set(_MARK.findall(said))
    assert len(kept(shown, given)) > len(kept(said, given)) > 40
    outside = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert all(one.startswith("https://") for one in outside)
    pdf = (root / "reports/report.en.pdf").read_bytes()
    assert "boxes stand for letters that no font here has" in said_by_make
    paper = "".join(text for place, text in texts_of("report.en.pdf", pdf) if place.startswith("page"))
    assert len(set(_MARK.findall(paper))) > 60 and not_on_paper(paper, given) == {}


@pytest.mark.slow
def test_no_cell_of_any_table_computes_and_every_figure_is_xml(hostile):
    root, *_ = hostile
    tables = [*root.glob("reports/**/*.csv"), *root.glob("data/processed/**/*.csv")]
    assert len(tables) > 80
    for path in tables:
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        assert all(not one.startswith(("=", "@", "+1+")) for row in rows for one in row), path
    for path in root.glob("reports/figures/*.svg"):
        etree.parse(str(path))
    for path in root.glob("reports/*.docx"):
        with zipfile.ZipFile(path) as package:
            assert not any(
                "://127" in package.read(name).decode("utf-8", "ignore")
                for name in package.namelist()
                if name.endswith(".rels")
            )
    assert cell("=1") == "'=1"


def test_no_page_asks_for_anything_runs_anything_or_says_that_it_was_kept_from_it(hostile, browser):
    root, *_ = hostile
    told: list[str] = []
    for path in sorted(root.glob("reports/**/*.html")) + sorted(root.glob("reports/figures/*.svg")):
        page = browser.new_page()
        name = path.name
        page.on("dialog", lambda one, name=name: (told.append(f"{name}: dialog"), one.dismiss()))
        page.on("console", lambda one, name=name: told.append(f"{name}: {one.text}"))
        page.on("pageerror", lambda one, name=name: told.append(f"{name}: {one}"))
        address = path.as_uri()
        page.on(
            "request",
            lambda one, name=name, own=address: (
                one.url.startswith(("data:", own)) or told.append(f"{name}: {one.url}")
            ),
        )
        page.goto(address)
        # twice drawn, so whatever runs at once has run
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if path.suffix == ".html":
            assert page.locator("main").is_visible(), path
            assert page.url.startswith(address)
        page.close()
    assert told == []
