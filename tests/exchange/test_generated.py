"""Whatever a project holds: out in every format, as an independent reader reads it, and home with nothing new."""

import csv
import sqlite3
import uuid
import zipfile
from collections import Counter
from contextlib import closing
from html.parser import HTMLParser

import docx
import openpyxl
from conftest import Run
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from jalin.exchange.account import Account
from jalin.exchange.add_codings import add_codings
from jalin.exchange.coded_tables import quotes_of_file
from jalin.exchange.files import export_study, read_project
from jalin.exchange.new_study import new_study
from jalin.exchange.place_quotes import import_quotes, names_of_codes
from jalin.exchange.project import Document, Memo, Project, ProjectCode, ProjectCoding, User
from jalin.exchange.read_refi import read_refi
from jalin.exchange.write_refi import write_refi

Q = {"q": "urn:QDA-XML:project:1.0"}
# texts as programs have them: other line ends, letters in parts, emoji, empty lines, spaces at ends; no names of people
PIECES = [
    "antre",
    "kursi ",
    "kafé ",
    "kafe\u0301",
    "🙂",
    "𝄞 ",
    ", ",
    ". ",
    "\n",
    "\r\n",
    "\n\n",
    " \n",
    "«",
    "”",
    "<b>",
    "&",
    "satu dua ",
    "- ",
    "=",
    "\n'",
]
texts = (
    st.lists(st.sampled_from(PIECES), min_size=3, max_size=25).map("".join).filter(lambda text: text.strip())
)
# names that no format has room for, or that stand for something in one
NAMES = [
    "antre",
    "Antre",
    "a.b",
    "b",
    "a > b",
    "x: y",
    "z; w",
    "=1+1",
    "#tag",
    "kode 🙂",
    "panjang " * 30,
    "  tepi  ",
    "n\\m",
    '"q"',
    "a,b",
]
names = st.sampled_from(NAMES)


def guid(number):
    return str(uuid.UUID(int=number + 1))


@st.composite
def projects(draw):
    users = [
        User(guid(n), name)
        for n, name in enumerate(draw(st.sampled_from([["ann"], ["ann", "ben"], ["coder one", "admin"]])))
    ]
    codes = []
    for n in range(draw(st.integers(1, 6))):
        above = draw(st.sampled_from(["", *(code.guid for code in codes)]))
        codable = draw(st.booleans()) or bool(above)
        codes.append(
            ProjectCode(
                guid(100 + n), draw(names), above, draw(st.sampled_from(["", "arti"])), "#a1b2c3", codable
            )
        )
    documents = [
        Document(guid(200 + n), f"W{n}.txt", draw(texts), "2024-05-06T07:08:09Z")
        for n in range(draw(st.integers(1, 2)))
    ]
    codings = []
    for n in range(draw(st.integers(0, 8))):
        document = draw(st.sampled_from(documents))
        start = draw(st.integers(0, len(document.text) - 1))
        end = draw(st.integers(start + 1, len(document.text)))
        code, user = draw(st.sampled_from(codes)).guid, draw(st.sampled_from(users)).guid
        memo = draw(st.sampled_from(["", "sebab; begitu: ya", "dua\nbaris"]))
        codings.append(
            ProjectCoding(guid(300 + n), document.guid, code, start, end, user, "2024-05-06T07:08:09Z", memo)
        )
    return Project(
        "Kajian", users, codes, documents, codings, [Memo(guid(400), "judul", "isi memo", "2024-01-02")]
    )


def made(project, folder):
    """A study of a project, as built up to its codings."""
    write_refi(project, folder / "p.qdpx")
    new_study(read_refi(folder / "p.qdpx"), folder / "study", folder / "p.qdpx", ["id"])
    return Run(folder / "study").keep()


def even(words):
    return " ".join(words.split())


def expected(run, *columns):
    codes = run.codebook.names("id")
    paths = {
        code: [codes[one] for one in reversed(run.codebook.ancestors(code))] for code in run.codebook.codes
    }
    said = {one.id: one.name["id"] for one in run.study.settings.coders}
    rows = Counter()
    for one in run.codings.itertuples():
        full = {
            "source": one.source_id,
            "coder": said[one.coder],
            "code": codes[one.code],
            "quote": even(one.quote),
        }
        full |= {"id": one.coder, "path": paths[one.code], "bare": one.quote.replace("\n", "")}
        rows[tuple(str(full[name]) for name in columns)] += 1
    return rows


def of_refi(path, run):
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        people = {one.get("guid"): one.get("name") for one in root.iter("{*}User")}
        codes = {one.get("guid"): one.get("name") for one in root.iter("{*}Code")}
        found = Counter()
        for coding in root.iter("{*}Coding"):
            place = coding.getparent()
            source = place if place.tag.endswith("TextSource") else place.getparent()
            text = archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode()
            span = slice(int(place.get("startPosition", 0)), int(place.get("endPosition", len(text))))
            code = coding.find("q:CodeRef", Q).get("targetGUID")
            found[source.get("name"), people[coding.get("creatingUser")], codes[code], even(text[span])] += 1
    assert found == expected(run, "source", "coder", "code", "quote")


class Words(HTMLParser):
    """The characters of a page without its tags: what Taguette counts."""

    def __init__(self):
        super().__init__()
        self.text = ""

    def handle_data(self, data):
        self.text += data


def of_taguette(path, run):
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute(
            "SELECT d.name, d.contents, h.start_offset, h.end_offset FROM highlights h "
            "JOIN documents d ON d.id = h.document_id JOIN highlight_tags x ON x.highlight_id = h.id"
        ).fetchall()
    found = Counter()
    for name, contents, start, end in rows:
        words = Words()
        words.feed(contents)
        found[name, words.text.encode()[start:end].decode()] += 1
    wanted = expected(run, "source", "id", "path", "bare")
    # a second coding of a coder under the same code on the same words is the same highlight
    assert set(found) == {(source, quote) for source, _, _, quote in wanted}


def of_qualcoder(path, run):
    with closing(sqlite3.connect(path / "data.qda")) as base:
        rows = base.execute(
            "SELECT s.name, c.owner, substr(s.fulltext, c.pos0 + 1, c.pos1 - c.pos0), c.seltext FROM code_text c "
            "JOIN source s ON s.id = c.fid"
        ).fetchall()
    assert all(there == said for _, _, there, said in rows)
    found = {(source, coder, even(quote)) for source, coder, quote, _ in rows}
    assert found == set(expected(run, "source", "coder", "quote"))


def of_table(path, run):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    else:
        head, *body = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        rows = [dict(zip(head, row, strict=True)) for row in body]
    found = Counter(
        (row["source_id"], row["coder"], even(str(row["quote"]).removeprefix("'"))) for row in rows
    )
    assert sum(found.values()) == len(run.codings)
    assert {one[:2] for one in found} == {one[:2] for one in expected(run, "source", "id", "quote")}


def of_word(path, run):
    assert Counter(one.author for one in docx.Document(path).comments) == Counter(run.codings["coder"])


FORMATS = {
    "qdpx": ("p.qdpx", of_refi), "taguette": ("p.sqlite3", of_taguette), "qualcoder": ("p.qda", of_qualcoder),
    "csv": ("p.csv", of_table), "xlsx": ("p.xlsx", of_table), "docx": ("p.docx", of_word),
}  # fmt: skip


# each example is a study that is built and exported six times; a failure is not made small, it is small
@settings(max_examples=max(3, settings.default.max_examples // 4), phases=[Phase.generate])
@given(projects())
def test_a_study_goes_out_in_every_format_and_comes_home_with_nothing_new(tmp_path_factory, project):
    folder = tmp_path_factory.mktemp("generated")
    run = made(project, folder)
    written = {path: path.read_bytes() for path in run.study.raw.rglob("*") if path.is_file()}
    for form, (name, check) in FORMATS.items():
        account = Account()
        path = export_study(run.study, form, folder / "out" / form / name, "id", account=account)
        check(path, run)
        assert account["codings"].total() == len(run.codings), form
        if form in ("csv", "xlsx", "docx"):
            quotes, _ = quotes_of_file(path, known=names_of_codes(run.study))
            said = import_quotes(run.study, quotes, name)
            assert f"{len(quotes)} placed, 0 not" in said[-1], said
        else:
            said = add_codings(run.study, read_project(path)[0], name, coder=run.study.lead)
        assert {path: path.read_bytes() for path in run.study.raw.rglob("*") if path.is_file()} == written, (
            form,
            said,
        )
