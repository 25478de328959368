"""One zip to share: de-identified texts, codings, analysis, notebooks and code; no raw source, no key.

Unzipped elsewhere, `make all` begins at the de-identified texts and gives the same report.
"""

from pathlib import Path

from jalin.build.fresh import files_of
from jalin.consent import FILE as CONSENT
from jalin.consent import media_of, relabelled, unnamed
from jalin.errors import Problem, StudyError, refuse
from jalin.files import DEPOSITED, WRITTEN, digest, files_below, shown_file, write_zip
from jalin.protect.leaks import Sought, forms_of, leaks_of, passages_of, refuse_leaks, refuse_to_share
from jalin.publish import crate
from jalin.publish.claims import untrue
from jalin.publish.curated import Projects, curated
from jalin.publish.manifest import read_manifest
from jalin.publish.scoped import Withheld, withheld_of, without
from jalin.records import register_rows
from jalin.spreadsheet import csv_of_rows
from jalin.stages import given_without_sources, meets, read_runs
from jalin.stripped import Unshareable, stripped
from jalin.study import SETTINGS, Study, restated
from jalin.tables.store import read

_CODE = (
    "Makefile", "pyproject.toml", "requirements.lock", "README.md", "ARCHITECTURE.md", "REVIEWING.md", "LICENSE",
    "CITATION.cff", "codecheck.yml",
)  # fmt: skip
_FOLDERS = ("notebooks", "src", "tools", "docs", ".binder")
_CHAPTERS = "notebooks/report/"
# what people put there themselves, in whatever form
_GIVEN = ("data/raw/", "notebooks/", "sharing/guides/", "sharing/consent/")
# of data/raw: what names no person; sources, names and decisions on them stay
_RAW = ("study.yaml", "references.bib", "README.md")


def _register(study: Study, withheld: Withheld) -> str:
    """The register as it was de-identified, without the sources that are gone; files go by the id of their source, recordings as far as they are here."""
    built = {row["source_id"]: row for row in read(study, "protect/sources").to_dict("records")}
    shown = {path: name.removeprefix("data/raw/") for name, path in withheld.heard.items()}
    rows = register_rows(study, "file", "consent")
    kept = [
        {
            name: unnamed(relabelled(cell, withheld.closed), withheld.names) if " " in cell else cell
            for name, cell in row.items()
        }
        | {name: said for name, said in built.get(row["source_id"], {}).items() if name in row}
        | {"file": shown_file(row["source_id"], row["file"])}
        | (
            {"media": "; ".join(shown[path] for name in media_of(row) if (path := study.raw / name) in shown)}
            if "media" in row
            else {}
        )
        for row in rows
        if row["source_id"] not in withheld.gone
    ]
    if not kept:
        what = "no source may be shared"
        raise StudyError(Problem(CONSENT, "", what, "Ask those who gave them, and write down their answer"))
    return csv_of_rows(rows[0], kept)


def _left_out(study: Study, withheld: Withheld) -> str:
    """How many sources the copy does without, as consent does not cover sharing them; below k only that they are fewer."""
    count, least = len(withheld.closed), study.settings.anonymity.k
    return str(count) if count >= least else f"fewer than {least}"


def _statement(study: Study, repository: Path, withheld: Withheld) -> str:
    """What the copy cannot make again, by sums that only who has the key of the study can make; and what it does without."""
    if withheld.closed:
        return (
            "This copy has no raw source and no key of the pseudonyms, and not all that the study was made from:\n"
            f"sources whose consent does not cover sharing or archiving are left out ({_left_out(study, withheld)}), with\n"
            "all that was made of them. So are the reports, which rest on them. It begins at the de-identified texts\n"
            "in data/processed/protect; make all makes the reports of what is here, whose numbers are those of it.\n"
        )
    entries = read_manifest(study.reports / "MANIFEST", "reports/MANIFEST").entries
    raw = [entry for entry in entries if entry.kind == "raw"]
    stages = list(dict.fromkeys(run.stage for run in read_runs(repository) if run.sources))
    made = [entry for entry in entries if entry.kind in stages]
    head = (
        "This copy has no raw source and no key of the pseudonyms. It begins at the de-identified texts in\n"
        f"data/processed/protect; the stages {' and '.join(stages)} cannot be run again. What they were made from,\n"
        "and what they made, by SHA-256; what begins with keyed: is a sum that only who has the key of the\n"
        "study can compare, so that nobody can guess names from it:\n"
    )
    return head + "".join(f"{entry.line()}\n" for entry in [*raw, *made])


def _below(root: Path, folder: str) -> dict[str, bytes]:
    """Every file of a folder by its path from `root`."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files_below(root / folder)}


def _stripped(found: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a deposit, those that people put there without what they say besides.

    Raises `StudyError` for those of which nobody can say what they hold.
    """
    shared, problems = dict(found), []
    for name, data in found.items():
        if name.startswith(_GIVEN):
            try:
                shared[name] = stripped(data)
            except Unshareable as error:
                what, remedy = error.args
                where = name.replace("sharing/consent/", "data/raw/forms/")
                problems.append(
                    Problem(where, "", f"it may not be shared: {what}", f"{remedy}, or take it away")
                )
    refuse(problems)
    return shared


def _content(study: Study, repository: Path, projects: Projects) -> dict[str, bytes]:
    """Every file of the zip by its path."""
    found: dict[str, bytes] = {}
    for name in _CODE:
        if (repository / name).is_file():
            found[name] = (repository / name).read_bytes()
    for name in _FOLDERS:
        found |= _below(repository, name)
    # the chapters are those of the study, wherever it is
    found = {name: data for name, data in found.items() if not name.startswith(_CHAPTERS)}
    found |= _below(study.root, _CHAPTERS.rstrip("/"))
    withheld = withheld_of(study)
    found["data/raw/sources.csv"] = _register(study, withheld).encode()
    told = f"{withheld.told}\n" if withheld.told else ""
    found[DEPOSITED] = f"{_statement(study, repository, withheld)}{told}".encode()
    for name in _RAW:
        if (study.raw / name).is_file():
            found[f"data/raw/{name}"] = (study.raw / name).read_bytes()
    for name in WRITTEN:
        found |= _below(study.root, f"data/raw/{name}")
    for path in files_of(study.root, given_without_sources(read_runs(repository, study.root))):
        found[study.relative(path)] = path.read_bytes()
    reports = [
        f"reports/{name}" for name in ("MANIFEST", "cases/MANIFEST", "facts.json", "claims.csv", "README.md")
    ]
    for language in study.languages:
        names = ("annotations.{}.jsonld", "annotations.{}.hypothesis.json", "data-overview.{}.md")
        reports += [f"reports/{name.format(language)}" for name in names]
    for name in [*reports, *(path for path, _ in crate.reports_of(study))]:
        if (study.root / name).is_file():
            found[name] = (study.root / name).read_bytes()
    found = without(found, withheld)
    study = restated(study, found[SETTINGS].decode())
    said = (
        f"Sources left out, as consent does not cover sharing them: {_left_out(study, withheld)}."
        if withheld.closed
        else ""
    )
    found |= curated(study, found, withheld, said, projects)
    found = _stripped(found)
    found |= {name: recording.read_bytes() for name, recording in withheld.heard.items()}
    found[crate.FILE] = crate.crate_of(study, read_runs(repository, study.root), found).encode()
    return found


def write_deposit(study: Study, repository: Path, path: Path, projects: Projects) -> int:
    """Write the zip in one step, with the study as `projects` of other programs; how many files it holds.

    Raises `StudyError`, and writes nothing, when what is built is not what the manifest
    lists, or when an identifier that was replaced stands in any file.
    """
    if study.deposited:
        remedy = "Share the one you have"
        raise StudyError(Problem(str(path), "", "this copy is a deposit already", remedy))
    given = given_without_sources(read_runs(repository, study.root))
    stale = [
        Problem("reports/MANIFEST", entry.path, "it changed since the build", "Build again with: make all")
        for entry in read_manifest(study.reports / "MANIFEST", "reports/MANIFEST").entries
        if any(meets(pattern, entry.path) for pattern in given)
        and (not (study.root / entry.path).is_file() or digest(study.root / entry.path) != entry.digest)
    ]
    refuse(stale[:5])
    refuse(untrue(study.root))
    refuse_to_share(study)
    content = _content(study, repository, projects)
    forms = Sought([*forms_of(study), *passages_of(study, withheld_of(study).closed, "shared", ())])
    refuse_leaks(
        study,
        [
            leak
            for name, data in sorted(content.items())
            # code and pages about the software are the same for every study
            if not name.startswith(("src/", "tools/", "docs/")) and name not in _CODE
            for leak in leaks_of(forms, name, data)
        ],
    )
    write_zip(path, dict(sorted(content.items())))
    return len(content)
