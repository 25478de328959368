"""Writing what a thesis has besides its chapters below `reports/appendices/`, searched for identifiers first."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from jalin.protect.forms import passages_of
from jalin.protect.leaks import Sought, forms_of, leaks_of, refuse_leaks, refuse_stale_consent
from jalin.report.appendices.pack import appendices
from jalin.report.appendices.sheets import Sheet, front, informants, member_check
from jalin.report.document import listed_pages, settings_of, write_docx, write_pdf
from jalin.report.results import Results
from jalin.words import phrase, word

FOLDER = "appendices"
FORMS = "member-checks"


@dataclass
class Written:
    """The files that were written, and what is missing in them, by language."""

    files: list[Path] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=dict)


def write_appendices(results: Results, forms_alone: bool = False) -> Written:
    """Write appendices, front pages and forms in each language of the study, or the forms alone; what was there of it before goes.

    Raises `StudyError`, and writes nothing, when an identifier that was replaced, or words that may not be quoted,
    stand in any of them.
    """
    study, written = results.study, Written()
    refuse_stale_consent(study)
    target = study.reports / FOLDER
    study.reports.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".appendices-", suffix=".part", dir=study.reports) as folder:
        made = Path(folder) / FOLDER
        made.mkdir()
        reference = Path(folder) / "reference.docx"
        for language in study.languages:
            if not forms_alone:
                written.missing[language] = _write(results, language, made, reference)
            for informant in informants(results):
                sheet = Sheet(results, language, reference, settings_of(results, language))
                member_check(sheet, informant)
                sheet.save(made / FORMS / f"{informant}.{language}.docx")
        files = sorted(made.rglob("*.docx"))
        if not study.deposited:
            forms = Sought([*forms_of(study), *passages_of(study, results.closed, "quoted", ())])
            named = {path: f"{study.relative(target)}/{path.relative_to(made).as_posix()}" for path in files}
            refuse_leaks(
                study,
                [leak for path, name in named.items() for leak in leaks_of(forms, name, path.read_bytes())],
            )
        part = FORMS if forms_alone else ""
        shutil.rmtree(target / part, ignore_errors=True)
        if (made / part).exists():
            (target / part).parent.mkdir(exist_ok=True)
            (made / part).rename(target / part)
        written.files = [target / path.relative_to(made) for path in files]
    return written


def _write(results: Results, language: str, folder: Path, reference: Path) -> list[str]:
    """Write the files of one language; what is missing in them."""
    pack = appendices(results, language)
    name = word("appendices", language)
    html, printed = "\n".join(pack.parts), reference.with_name("appendices.pdf")
    # for the pages in the contents alone
    write_pdf(html, results, language, printed)
    made = folder / f"appendices.{language}.docx"
    write_docx(html, results, language, made, listed_pages(printed), called=name)
    sheet = Sheet(results, language, reference, settings_of(results, language))
    unsaid = front(sheet)
    sheet.save(folder / f"front.{language}.docx")
    if not unsaid:
        return pack.missing
    return [*pack.missing, phrase("appendices.missing.front", language, fields=", ".join(unsaid))]
