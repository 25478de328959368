"""`ro-crate-metadata.json`: what this compendium holds and how it was made, as a Workflow Run RO-Crate.

After the profile at https://w3id.org/ro/wfrun/workflow/0.5 (Leo et al. 2024, doi:10.1371/journal.pone.0309210),
on RO-Crate 1.1. One action is the whole build; one more for each notebook says what it read and made.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from rocrate.model.contextentity import ContextEntity
from rocrate.model.entity import Entity
from rocrate.rocrate import ROCrate

import jalin
from jalin.files import write_text
from jalin.protect.leaks import forms_of, leaks_of, refuse_leaks
from jalin.stages import Run
from jalin.study import Study

FILE = "ro-crate-metadata.json"
_PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
_CODE = "https://spdx.org/licenses/MIT"
_TEXT = "https://creativecommons.org/licenses/by/4.0/"
# what the crate describes, where it is there, besides notebooks and reports
_FILES = {
    "README.md": "how to build, read and change it",
    "REVIEWING.md": "one page for reviewers",
    "requirements.lock": "every package at its version and SHA-256",
    "notebooks/stages.toml": "what each notebook reads and makes",
    "codecheck.yml": "what a check by another person has to make again",
    "reports/MANIFEST": "every file built and what it was built from, by SHA-256, or by a sum under the key of the study",
    "reports/facts.json": "every number of the report, with the table it was computed from",
    "reports/claims.csv": "every sentence that carries a condition, and whether it holds",
}
_FOLDERS = {
    "data/raw": "what people collected and wrote: sources, codebook, codings, propositions, memos",
    "src": "the method, as a Python package",
}
_ENDINGS = {
    "html": "text/html",
    "pdf": "application/pdf",
    "json": "application/json",
    "md": "text/markdown",
    "csv": "text/csv",
}


def _context(crate: ROCrate, address: str, kind: str | list[str], /, **properties: object) -> Entity:
    return crate.add(ContextEntity(crate, address, {"@type": kind, **properties}))


def _format(path: str) -> str:
    ending = path.rpartition(".")[2]
    return _ENDINGS.get(ending, "application/x-ipynb+json" if ending == "ipynb" else "text/plain")


def _file(
    crate: ROCrate, path: str, name: str, kind: str | list[str] = "File", **properties: object
) -> Entity:
    found = crate.add(
        ContextEntity(
            crate, path, {"@type": kind, "name": name, "encodingFormat": _format(path), **properties}
        )
    )
    _part(crate, found)
    return found


def _part(crate: ROCrate, entity: Entity) -> None:
    crate.root_dataset.append_to("hasPart", entity)


def crate_of(study: Study, runs: Iterable[Run], present: Iterable[str]) -> str:
    """The metadata of a folder that holds the files `present`, of a study whose notebooks run as `runs` say; JSON.

    The same for the same input: no time and no identifier is drawn.
    """
    present = set(present)
    crate = ROCrate(version="1.1")
    people = _describe(crate, study)
    files = _files(crate, study, present)
    workflow, value = _workflow(crate, people)
    inputs = [files[path] for path in ("data/raw/", "requirements.lock") if path in files]
    results = [entity for path, entity in files.items() if path.startswith("reports/")]
    whole = _action(crate, "#build", "make all", workflow, people, [*inputs, value], results)
    actions = [
        whole,
        *_notebooks(crate, workflow, people, [run for run in runs if _path(run) in present], inputs, files),
    ]
    crate.root_dataset["mentions"] = actions
    return _steady(crate.metadata.generate())


def _one(found: list) -> object:
    """A list of one thing as that thing: so JSON-LD is written."""
    return found[0] if len(found) == 1 else found


def _describe(crate: ROCrate, study: Study) -> list[Entity]:
    """Set what the whole is; returns its authors."""
    settings, root = study.settings, crate.root_dataset
    language = settings.catalogue_language
    crate.name = settings.title[language]
    crate.description = (
        "A qualitative case study that is built again, from its sources to its report, by one command. "
        + " ".join(
            [
                *([settings.notice[language]] if settings.notice else []),
                *([settings.ethics.said(language)] if settings.ethics else []),
            ]
        )
    ).strip()
    root["datePublished"] = max(item.until for item in settings.rounds).isoformat()
    words = "CC BY 4.0 for texts and data, MIT for code"
    root["license"] = _context(crate, _TEXT, "CreativeWork", name=words, url=_TEXT)
    root["keywords"] = ", ".join(settings.keywords[language])
    people = [
        _context(crate, f"#author-{number}", "Person", name=name)
        for number, name in enumerate(settings.authors, start=1)
    ]
    root["author"] = _one(people)
    root["conformsTo"] = [
        _context(crate, address, "CreativeWork", name=name, version=version)
        for address, (name, version) in _PROFILES.items()
    ]
    crate.metadata["conformsTo"] = [
        {"@id": "https://w3id.org/ro/crate/1.1"},
        {"@id": "https://w3id.org/workflowhub/workflow-ro-crate/1.0"},
    ]
    return people


def _files(crate: ROCrate, study: Study, present: set[str]) -> dict[str, Entity]:
    """The files and folders described, by path."""
    files = {path: _file(crate, path, said) for path, said in _FILES.items() if path in present}
    if "README.md" in files:
        files["README.md"]["about"] = {"@id": "./"}
    for path, said in _FOLDERS.items():
        if any(name.startswith(f"{path}/") for name in present):
            folder = _context(crate, f"{path}/", "Dataset", name=path, description=said)
            files[f"{path}/"] = folder
            _part(crate, folder)
    for path, language in reports_of(study):
        if path in present:
            form = "evidence" if "/evidence." in path else path.rpartition(".")[2]
            title = f"{study.settings.title[language]} ({form})"
            files[path] = _file(crate, path, title, inLanguage=language)
    return files


def reports_of(study: Study) -> list[tuple[str, str]]:
    """(path, language) of each report, and of the page of its evidence."""
    names = ("report.{}.html", "evidence.{}.html", "report.{}.pdf", "report.{}.docx")
    return [(f"reports/{name.format(language)}", language) for language in study.languages for name in names]


def _workflow(crate: ROCrate, people: list[Entity]) -> tuple[Entity, Entity]:
    """The workflow, and the value of its parameter."""
    address = "https://www.gnu.org/software/make/"
    make = _context(crate, address, "ComputerLanguage", name="GNU Make", identifier=address, url=address)
    program = _context(
        crate, "#jalin", "SoftwareApplication",
        name="jalin", version=jalin.__version__, url="https://jupyter.org/",
    )  # fmt: skip
    seed = _context(
        crate, "#parameter-seed", "FormalParameter",
        name="SEED", additionalType="Integer", valueRequired=False, defaultValue="2024",
        description="of what is drawn at random: intervals by resampling",
        conformsTo={"@id": "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"},
    )  # fmt: skip
    workflow = _file(
        crate, "Makefile", "make all: raw files to the report in each language",
        ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
        programmingLanguage=make, license=_mit(crate), version=jalin.__version__, input=seed,
        creator=_one(people), softwareRequirements=program,
        conformsTo={"@id": "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"},
    )  # fmt: skip
    crate.root_dataset["mainEntity"] = workflow
    return workflow, _context(crate, "#seed", "PropertyValue", name="SEED", value="2024", exampleOfWork=seed)


def _mit(crate: ROCrate) -> Entity:
    return crate.get(_CODE) or _context(crate, _CODE, "CreativeWork", name="MIT License", url=_CODE)


def _action(
    crate: ROCrate, address: str, name: str, what: Entity, people: list[Entity], read: list, made: list
) -> Entity:
    return _context(
        crate, address, "CreateAction",
        name=name, instrument=what, agent=_one(people), object=_one(read), result=_one(made),
    )  # fmt: skip


def _path(run: Run) -> str:
    return f"notebooks/{run.notebook}.ipynb"


def _notebooks(
    crate: ROCrate,
    workflow: Entity,
    people: list[Entity],
    runs: list[Run],
    inputs: list,
    files: dict[str, Entity],
) -> Iterable[Entity]:
    """An action for each run of a notebook; what it made is listed in the manifest, or is a report."""
    address = "https://jupyter.org/"
    jupyter = _context(
        crate, address, "ComputerLanguage", name="Jupyter notebook in Python", identifier=address, url=address
    )
    for run in runs:
        notebook = crate.get(_path(run))
        if notebook is None:
            notebook = _file(
                crate, _path(run), run.notebook, ["File", "SoftwareSourceCode"],
                programmingLanguage=jupyter, license=_mit(crate), version=jalin.__version__,
            )  # fmt: skip
            workflow.append_to("hasPart", notebook)
        own = {*run.makes, *run.shares, run.page}
        made = [entity for name, entity in files.items() if name in own]
        made = made or [files[name] for name in ("reports/MANIFEST",) if name in files]
        name = f"{run.notebook}, executed by papermill" + (f", in {run.language}" if run.language else "")
        action = _action(crate, f"#run-{run.name}", name, notebook, people, inputs, made)
        action["description"] = f"reads {', '.join(run.reads)}; makes {', '.join(run.makes)}"
        yield action


def _steady(content: dict) -> str:
    """JSON in one order, without the time at which it was written."""
    content["@graph"].sort(key=lambda entity: (entity["@id"] not in ("./", FILE), entity["@id"]))
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_crate(study: Study, repository: Path, runs: Iterable[Run]) -> Path:
    """Write the metadata of the study's own folder, with the reports that a build makes there.

    Raises `StudyError`, and writes nothing, when an identifier that was replaced would stand in it.
    """
    folders = ("notebooks", "src", "data/raw")
    present = {path for path in (*_FILES, "Makefile") if (repository / path).is_file()}
    present |= {
        path.relative_to(repository).as_posix()
        for name in folders
        for path in (repository / name).rglob("*")
        if path.is_file()
    }
    present |= {path for path, _ in reports_of(study)}
    text = crate_of(study, runs, present | {"reports/MANIFEST", "reports/facts.json"})
    # a copy without the raw sources has no key to search with
    if not study.deposited:
        refuse_leaks(study, leaks_of(forms_of(study), FILE, text.encode()))
    path = study.root / FILE
    write_text(path, text)
    return path
