"""The report on paper: PDF by Typst and DOCX, both from the same chapters by way of pandoc."""

import base64
import ctypes
import os
import re
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import docx
import pypandoc
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from docx.oxml.ns import qn

from jalin.figure import save_png
from jalin.files import write_atomically, write_package
from jalin.report.book import Book
from jalin.report.docx_finish import finish
from jalin.report.docx_styles import CELL, template_of, write_styles
from jalin.report.figures import figure_path
from jalin.report.numbering import Numbering
from jalin.report.people import front_in_words
from jalin.report.results import Results
from jalin.study import Study
from jalin.typeset import DATE, FONTS, compiled, quoted
from jalin.words import word

_READER = "html+raw_html"
_OPTIONS = [
    "--quiet",
    "--wrap=none",
    f"--lua-filter={files('jalin.report') / 'paper.lua'}",
    f"--lua-filter={files('jalin.report') / 'paper_typst.lua'}",
    "--shift-heading-level-by=-1",
]
# a numbered figure; Word shows the PNG beside the SVG
_SVG = re.compile(r'(<figure id="figure-\d+"[^>]*><img src="figures/[^"]+)\.svg(?=")')
# a picture that is set in whole
_PICTURE = re.compile(r'src="data:image/(?P<kind>\w+);base64,(?P<data>[^"]+)"')
_LYING = re.compile(r'<figure id="(figure-\d+)" class="lying">')


def settings_of(results: Results, language: str) -> dict[str, str]:
    """What the styles and the front of a document need to know of the study, in a language."""
    settings = results.study.settings
    return {
        "title": results.study.title[language],
        "authors": ", ".join(settings.authors),
        "setting": settings.setting.frame[language],
        "corpus": settings.setting.corpus[language],
        "choices": front_in_words(results, language),
        "notice": settings.notice[language] if settings.notice else "",
        "keywords": ", ".join(settings.keywords[language]),
        "language": language,
        "chapter": word("chapter_number", language),
        "contents": word("contents", language),
        "figures": word("list_of_figures", language),
        "tables": word("list_of_tables", language),
    }


def write_pdf(html: str, results: Results, language: str, path: Path) -> None:
    """Write the chapters as a tagged PDF (PDF/UA-1 and PDF/A-2a) with bookmarks, title and language, in one step."""
    study = results.study
    head = "".join(
        f"#let jalin-{name} = {quoted(value)}\n" for name, value in settings_of(results, language).items()
    )
    head += f"#let jalin-date = {DATE}\n"
    style = (files("jalin.report") / "report.typ").read_text(encoding="utf-8")
    # Typst knows pictures as files alone, below the study's folder
    with tempfile.TemporaryDirectory(prefix=".pictures-", suffix=".part", dir=study.reports) as folder:
        body = pypandoc.convert_text(
            _unpacked(html, study, Path(folder)).replace(
                'src="figures/', f'src="{study.relative(study.reports)}/figures/'
            ),
            "typst",
            format=_READER,
            verify_format=False,
            extra_args=[
                *_OPTIONS,
                f"--metadata=lang:{word('locale', language)}",
                f"--metadata=chapter-number:{word('chapter_number', language)}",
            ],
        )
        made, fault = compiled(f"{head}\n{style}\n{body}".encode(), study.root, study.root / FONTS)
    write_atomically(path, lambda part: part.write_bytes(made))
    if fault:
        print(f"{path.name} is a PDF without the marks of PDF/A and PDF/UA: {fault}")


def _unpacked(html: str, study: Study, folder: Path) -> str:
    """A page whose pictures are files in `folder`."""

    def file_of(found: re.Match[str]) -> str:
        path = folder / f"{found.start()}.{found['kind']}"
        path.write_bytes(base64.b64decode(found["data"]))
        return f'src="{study.relative(path)}"'

    return _PICTURE.sub(file_of, html)


def listed_pages(path: Path) -> list[str]:
    """The page that each line of the contents and lists of a PDF leads to, in their order, as it is printed there."""
    found: list[str] = []
    with pdfium.PdfDocument(path) as pdf:
        labels = [pdf.get_page_label(number) for number in range(len(pdf))]
        before = None
        for number, label in enumerate(labels):
            if label.isdecimal():
                break
            page, link, at = pdf[number], pdfium_c.FPDF_LINK(), ctypes.c_int()
            while pdfium_c.FPDFLink_Enumerate(page, at, link):
                place = pdfium_c.FPDFLink_GetDest(pdf, link)
                there = [ctypes.c_int() for _ in range(3)]
                x, y, zoom = (ctypes.c_float() for _ in range(3))
                if not pdfium_c.FPDFDest_GetLocationInPage(place, *there, x, y, zoom):
                    continue
                target = pdfium_c.FPDFDest_GetDestPageIndex(pdf, place)
                # a line that goes on to the next page is two links to one place; figures may share theirs
                if (number - 1, target, y.value) != before:
                    found.append(labels[target])
                before = number, target, y.value
    return found


def write_docx(
    html: str,
    results: Results,
    language: str,
    path: Path,
    pages: Sequence[str] = (),
    called: str = "",
) -> None:
    """Write the chapters as DOCX with headings and captions that count themselves, contents, sections, in one step.

    `pages`: what the contents show until Word has laid the document out; `called`: what stands before the title of
    a document that is not the report.
    """
    settings = settings_of(results, language)
    settings["title"] = f"{called}: {settings['title']}" if called else settings["title"]
    subtitle = " · ".join(
        dict.fromkeys(filter(None, (settings[name] for name in ("setting", "corpus", "choices"))))
    )
    with tempfile.TemporaryDirectory(prefix="jalin-") as folder:
        reference, made = Path(folder) / "reference.docx", Path(folder) / "report.docx"
        write_styles(settings, reference, template_of(results.study))
        pypandoc.convert_text(
            _SVG.sub(r"\1.png", html),
            "docx",
            format=_READER,
            verify_format=False,
            outputfile=str(made),
            extra_args=[
                *_OPTIONS,
                f"--reference-doc={reference}",
                f"--resource-path={results.study.reports}{os.pathsep}{results.study.root}",
                "--toc",
                "--toc-depth=2",
                "--lof",
                "--lot",
                f"--metadata=title:{settings['title']}",
                f"--metadata=subtitle:{subtitle}",
                f"--metadata=author:{settings['authors']}",
                f"--metadata=lang:{word('locale', language)}",
                f"--metadata=toc-title:{settings['contents']}",
                f"--metadata=lof-title:{settings['figures']}",
                f"--metadata=lot-title:{settings['tables']}",
            ],
        )
        write_package(path, _finished(made, language, pages, settings, _LYING.findall(html)).save)


def _finished(
    made: Path, language: str, pages: Sequence[str], settings: dict[str, str], lying: Sequence[str]
) -> docx.document.Document:
    """The document as Word would have made it, with fixed times, and no machine in it."""
    document = docx.Document(str(made))
    # by its id: python-docx looks the default style up for each paragraph otherwise
    cell = document.styles[CELL].style_id
    for table in document.tables:
        for paragraph in table._tbl.iter(qn("w:p")):
            paragraph.style = cell
    finish(document, language, pages, lying)
    about = document.core_properties
    # what the properties of a file can hold
    about.subject, about.comments, about.keywords = (
        settings[name][:255] for name in ("corpus", "notice", "keywords")
    )
    about.language = word("locale", language)
    return document


def write_documents(numbering: Numbering) -> list[Path]:
    """Write `report.LANGUAGE.pdf` and `.docx` below `reports/`, and the figures of the chapters as PNG, which Word shows; their paths."""
    results, language = numbering.results, numbering.language
    for name in numbering.order["figure"]:
        save_png(figure_path(results, name, language))
    pdf, word_file = (results.study.reports / f"report.{language}.{ending}" for ending in ("pdf", "docx"))
    html = "\n".join(Book(numbering, paper=True).chapters())
    write_pdf(html, results, language, pdf)
    write_docx(html, results, language, word_file, listed_pages(pdf))
    return [pdf, word_file]
