"""The stages of a study, from `notebooks/stages.toml`, their only list: which notebook reads and makes what.

Imports nothing heavy: it also runs when there is nothing to do.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from jalin.errors import Problem, StudyError, nearest
from jalin.files import load_yaml
from jalin.words import DEFAULT, languages_of

FILE = "notebooks/stages.toml"
PAGES = "reports/notebooks"
# in a pattern, each source of a case, or every source
SOURCE = "{source}"
_KEYS = {"notebook", "reads", "makes", "shares", "languages", "sources", "page", "beside", "cases", "joined"}


@dataclass(frozen=True)
class Run:
    """One run of a notebook: its stage, its language where it runs once for each, and its patterns of files.

    `cases` says whether it can run for one case alone, `case` for which this one does;
    `written` are its `reads` as stages.toml has them, where a source may be left open. `joined` are tables that
    a build puts together of the rows of others, by their names. `beside` are pages beside its `page`, each of
    the cells with a tag, as (tag, path).
    """

    name: str
    stage: str
    notebook: str
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    shares: tuple[str, ...] = ()
    language: str = ""
    sources: bool = False
    page: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    cases: bool = False
    case: str = ""
    written: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()

    @cached_property
    def pages(self) -> tuple[str, str]:
        """Where the executed notebook goes, as a page and as a notebook."""
        folder = _moved(PAGES, self.case) if self.case else PAGES
        stem = f"{folder}/{self.notebook}" + (f".{self.language}" if self.language else "")
        return f"{stem}.html", f"{stem}.ipynb"

    @cached_property
    def everything(self) -> tuple[str, ...]:
        """The patterns of all files it makes."""
        pages = [*([self.page] if self.page else []), *(path for _, path in self.beside)]
        return (*self.makes, *self.shares, *self.pages, *pages)


def project_of(root: Path) -> Path:
    """The folder whose notebooks make the study in `root`: its own, or the project that this package is part of."""
    return root if (root / FILE).is_file() else Path(__file__).resolve().parent.parent.parent


def _wrong(place: str, what: str, remedy: str) -> StudyError:
    return StudyError(Problem(FILE, place, what, remedy))


def _run(name: str, table: dict, language: str) -> Run:
    def filled(key: str) -> tuple[str, ...]:
        return tuple(pattern.replace("{language}", language) for pattern in table.get(key, []))

    return Run(
        name=f"{name}.{language}" if language else name,
        stage=name,
        notebook=table["notebook"],
        reads=tuple(pattern.replace(SOURCE, "*") for pattern in filled("reads")),
        makes=filled("makes"),
        shares=filled("shares"),
        language=language,
        sources=bool(table.get("sources")),
        page=table.get("page", "").replace("{language}", language),
        beside=tuple(
            (tag, path.replace("{language}", language)) for tag, path in table.get("beside", {}).items()
        ),
        cases=bool(table.get("cases")),
        written=filled("reads"),
        joined=tuple(table.get("joined", {}).items()),
    )


def languages_in(root: Path) -> tuple[str, ...]:
    """The languages of the study in `root`, read without its check, which takes long to import."""
    try:
        return _languages((root / "data" / "raw" / "study.yaml").read_bytes())
    except OSError:
        return DEFAULT


# a study of a thousand cases asks for each of them
@lru_cache(maxsize=4)
def _languages(content: bytes) -> tuple[str, ...]:
    import yaml

    try:
        return languages_of(load_yaml(content))
    except (yaml.YAMLError, ValueError):
        return DEFAULT


def read_runs(repository: Path, root: Path | None = None) -> list[Run]:
    """Every run for the study in `root`, each after those that make what it reads.

    Without `root`, of a study that does not say in which languages it is. Raises `StudyError` when the file is not there, has an unknown key, or stages wait for one another.
    """
    path = repository / FILE
    if not path.is_file():
        what = f"the file is not there; looked in {repository.absolute()}"
        remedy = "Go to the folder of the project, which has it, and name a study elsewhere by --root FOLDER"
        raise _wrong("", what, remedy)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _wrong("", str(error), "Mend the line there") from None
    runs, languages = [], languages_in(root) if root else DEFAULT
    for name, table in tables.items():
        unknown = sorted(table.keys() - _KEYS)
        if unknown:
            raise _wrong(f"[{name}]", f"there is no key {unknown[0]!r}", nearest(unknown[0], _KEYS))
        if not (repository / "notebooks" / f"{table.get('notebook')}.ipynb").is_file():
            raise _wrong(
                f"[{name}]",
                f"there is no notebook {table.get('notebook')!r}",
                "Name one of notebooks/, without .ipynb",
            )
        runs += [_run(name, table, language) for language in (languages if table.get("languages") else [""])]
    return _ordered(runs)


def _moved(pattern: str, case: str) -> str:
    """Where a case has what the whole study has at `pattern`."""
    for top in ("data/processed/", "reports/"):
        if pattern.startswith(top):
            return f"{top}cases/{case}/{pattern.removeprefix(top)}"
    return pattern


def for_case(runs: Iterable[Run], case: str, sources: Iterable[str]) -> list[Run]:
    """Those of `runs` that can run for a case alone, for `case` with its `sources`."""
    sources = list(sources)

    def moved(patterns: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            one
            for pattern in patterns
            for one in (
                [pattern.replace(SOURCE, source) for source in sources]
                if SOURCE in pattern
                else [_moved(pattern, case)]
            )
        )

    return [
        replace(
            run,
            name=f"cases/{case}/{run.name}",
            reads=moved(run.written),
            makes=moved(run.makes),
            shares=moved(run.shares),
            page=_moved(run.page, case),
            beside=tuple((tag, _moved(path, case)) for tag, path in run.beside),
            joined=tuple((_moved(whole, case), _moved(parts, case)) for whole, parts in run.joined),
            case=case,
        )
        for run in runs
        if run.cases
    ]


def meets(one: str, other: str) -> bool:
    """Whether a path of pattern `one` may be a path of pattern `other`, or lie below it."""
    first, second = one.split("/"), other.split("/")
    return all(
        a == b
        or re.fullmatch(re.escape(a).replace(r"\*", ".*"), b)
        or re.fullmatch(re.escape(b).replace(r"\*", ".*"), a)
        for a, b in zip(first, second, strict=False)
    )


def maker_of(path: str, runs: Iterable[Run]) -> str:
    """The stage that makes a file of the study; of the page of a run the run's name; "" where none makes it."""
    for run in runs:
        if path in run.pages:
            return run.name
        if any(meets(pattern, path) for pattern in run.everything) or path in dict(run.joined):
            return run.stage
    return ""


def predecessors(run: Run, runs: Iterable[Run]) -> list[Run]:
    """Those of `runs` that make something `run` reads."""
    return [
        other
        for other in runs
        if other.stage != run.stage
        and any(meets(made, read) for made in other.everything for read in run.reads)
    ]


def _ordered(runs: list[Run]) -> list[Run]:
    found: list[Run] = []
    rest = list(runs)
    while rest:
        ready = next((run for run in rest if not predecessors(run, rest)), None)
        if ready is None:
            names = ", ".join(run.name for run in rest)
            raise _wrong("", f"these wait for one another: {names}", "Take one of what they read out")
        rest.remove(ready)
        found.append(ready)
    return found


def selected(runs: list[Run], names: Iterable[str]) -> list[Run]:
    """The runs of the stages or runs called `names`, with all that comes before them; all when there is no name.

    Raises `StudyError` for an unknown name.
    """
    chosen = set()
    for name in names:
        found = {run.name for run in runs if name in (run.name, run.stage)}
        if not found:
            known = {run.stage for run in runs} | {run.name for run in runs}
            raise _wrong("", f"there is no stage {name!r}", nearest(name, known))
        chosen |= found
    if not chosen:
        return runs
    for run in reversed(runs):
        if run.name in chosen:
            chosen |= {other.name for other in predecessors(run, runs)}
    return [run for run in runs if run.name in chosen]


def given_without_sources(runs: list[Run]) -> list[str]:
    """The patterns of what a copy without the raw sources begins with: it is read there, and cannot be made."""
    made = [pattern for run in runs if run.sources for pattern in run.makes]
    needed = [pattern for run in without_sources(runs) for pattern in run.reads]
    return [one for one in dict.fromkeys(needed) if any(meets(one, pattern) for pattern in made)]


def without_sources(runs: list[Run]) -> list[Run]:
    """The runs that a copy without the raw sources can make: what the others made is given there."""
    return [run for run in runs if not run.sources]
