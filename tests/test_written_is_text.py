"""Whatever stands in any field that people write is text in all that is made of it."""

import csv
import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import build
from helpers_build import make
from helpers_written import PAYLOADS, hostile_study
from lab import CHROMIUM, FLAGS
from lxml import etree
from pdfminer.high_level import extract_text

from jalin.report import Results
from jalin.report.figures import figures_of
from jalin.report.markdown import as_html
from jalin.report.tables import tables_of
from jalin.spreadsheet import cell
from jalin.templates import plain

_MARK = re.compile(r"zq\d{3}q")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def html_of(text: str, bibliography: Path = Path("none"), locale: str = "en-GB") -> etree._Element:
    return etree.HTML(as_html(text, {"chapter": text}, bibliography, locale))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_set_into_a_chapter_is_text(payload):
    """In a sentence, in a heading, in an item and in a cell."""
    said = plain(payload)
    tree = html_of(f"a {said} b\n\n# {said}\n\n- {said}\n\n| x |\n|---|\n| {said} |\n")
    for path in ("//p", "//h2", "//li", "//td"):
        assert [
            " ".join(one.itertext("*")).removeprefix("a ").removesuffix(" b") for one in tree.xpath(path)
        ] == [" ".join(payload.split())]
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
        '[x]{onclick="a()" style="position:fixed" .y} ![p](notebooks/report/p.png){onerror="a()" width=50%}'
    )
    assert set(tree.xpath("//@*/..")) and not tree.xpath("//@onclick | //@onerror | //span/@style")


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
        (root / f"notebooks/report/2_all.{language}.md").write_text(f"# All\n\n{text}")
    done = make(root, "all")
    assert done.returncode == 0, done.stdout + done.stderr
    return root, written.given


def kept(text: str, given: dict[str, str], of: str = "") -> set[str]:
    """The marks beside which their payload stands whole in `text`, white space and hyphenation apart."""
    text = re.sub(rf"\s+{of}", "", text)
    found = set()
    for match in _MARK.finditer(text):
        payload = re.sub(rf"\s+{of}", "", given.get(match[0], "\0"))
        if text[match.end() :].startswith(payload) or text[: match.start()].endswith(payload):
            found.add(match[0])
    return found


@pytest.mark.slow
def test_a_payload_in_every_field_is_text_in_page_pdf_and_docx(hostile):
    root, given = hostile
    page = etree.parse(str(root / "reports/report.en.html"), etree.HTMLParser())
    seen = kept(" ".join(page.xpath("//main")[0].itertext()), given)
    # whose words are in English and stand in a report
    assert len(seen) > 80
    assert not page.xpath(
        "//main//script | //main//style | //main//meta | //main//iframe | //@onclick | //@onerror"
    )
    assert {re.match(r"(\w+:)?", one)[0] for one in page.xpath("//@href")} <= {"", "https:", "http:"}
    assert {one[:11] for one in page.xpath("//@src")} == {"data:image/"}
    document = docx.Document(str(root / "reports/report.en.docx"))
    paragraphs = ("".join(one.itertext(f"{_WORD}t")) for one in document.element.body.iter(f"{_WORD}p"))
    # the page shows the words around each passage; paper shows the ledger
    assert len(kept(" ".join(paragraphs), given)) > 50
    outside = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert all(one.startswith("https://") for one in outside)
    paper = extract_text(root / "reports/report.en.pdf").replace("−", "-")
    assert len(kept(paper.replace("-\n", ""), given)) > 30


@pytest.mark.slow
def test_no_cell_of_any_table_computes_and_every_figure_is_xml(hostile):
    root, _ = hostile
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


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_no_page_asks_for_anything_runs_anything_or_says_that_it_was_kept_from_it(hostile):
    sync_api = pytest.importorskip("playwright.sync_api")
    root, _ = hostile
    told: list[str] = []
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
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
            page.wait_for_timeout(300)
            if path.suffix == ".html":
                assert page.locator("main").is_visible(), path
                assert page.url.startswith(address)
            page.close()
        browser.close()
    assert told == []
