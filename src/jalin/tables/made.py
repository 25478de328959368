"""What stages hand on: the tables that one made (`Made`), and those that the next one reads (`Built`).

A stage's tables hold what was collected up to some day. Beside those of a stage that did not use all data
stands that day, in `through.txt`, so that no stage takes them for more or less than they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from jalin.errors import Problem, StudyError
from jalin.files import write_text
from jalin.shares import in_shares
from jalin.stages import project_of, read_runs
from jalin.study import Study, as_day
from jalin.tables import SCHEMAS, left_out
from jalin.tables.store import check, folder, read, read_texts, write_checked, write_texts
from jalin.tables.texts import surveys_of
from jalin.templates import plain
from jalin.words import number, phrase

UNTIL = "through.txt"
# while tables are written; what stays when a run is killed then
_HALF = "not whole"
# so many cells are written by several processes
_MANY = 2_000_000
# stages whose tables say the same of a source, whatever else was collected
_BY_SOURCE = ("collect", "protect", "code")


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a stage made of a study, none of it written yet.

    `tables` by name, checked as they come in; `texts` by source_id, of a stage that makes texts; `numbers`, what its sentence says.
    """

    study: Study
    stage: str
    tables: dict[str, pd.DataFrame]
    numbers: dict[str, float]
    texts: dict[str, str] | None = None

    def __post_init__(self) -> None:
        languages = self.study.languages
        checked = {
            name: check(f"{self.stage}/{name}", frame, languages) for name, frame in self.tables.items()
        }
        # what the study does without has its tables, with no rows
        settings = self.study.settings
        checked |= {
            name: frame.iloc[:0]
            for name, frame in checked.items()
            if left_out.part_of(settings, f"{self.stage}/{name}")
        }
        object.__setattr__(self, "numbers", left_out.without(settings, self.numbers))
        object.__setattr__(self, "tables", checked)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def sentence(self, language: str, said: Callable[[str], str] = str) -> str:
        """What came out, in numbers: the words `result.NAME` with each; and what the study does without, as `said`."""
        numbers = ", ".join(
            phrase(
                f"result.{name}",
                language,
                0 if value != value else int(value),
                value=number(value, language, 2),
            )
            for name, value in self.numbers.items()
        )
        others = [said(one) for one in left_out.sentences(self.study.settings, self.stage, language)]
        return ". ".join([numbers, *others]) if others else numbers

    def __init_subclass__(cls) -> None:
        # a stage may hold names: none of its results shows what is in it, as dataclasses would
        cls.__repr__ = Made.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        return self.sentence(self.study.language(self.study.shown))

    def _repr_markdown_(self) -> str:
        return self.sentence(self.study.language(self.study.shown), plain)

    def write(self) -> None:
        """Store the tables and texts, and the day up to which they go; texts of sources that are no more are removed."""
        with_day(self.study, self.stage, half=True)
        if self.texts is not None:
            write_texts(self.study, self.stage, self.texts, surveys_of(self["sources"]))
        names = sorted(self.tables, key=lambda name: (-self.tables[name].size, name))
        # the largest in one share, the next in another
        many = sum(frame.size for frame in self.tables.values()) > _MANY
        in_shares(self._write, [*names[::2], *names[1::2]], 2 if many else len(names) + 1)
        with_day(self.study, self.stage)

    def _write(self, names: Sequence[str]) -> list[bool]:
        """Store some tables."""
        for name in names:
            write_checked(self.study, f"{self.stage}/{name}", self.tables[name])
        return [True] * len(names)


def with_day(study: Study, stage: str, half: bool = False) -> None:
    """Leave beside the tables of a stage that they go up to `study.through`, or that they are being written."""
    path = folder(study, stage) / UNTIL
    if half or study.through:
        write_text(path, f"{_HALF if half else study.through}\n")
    else:
        path.unlink(missing_ok=True)


def built_to(study: Study, stage: str) -> date | None:
    """The day up to which the tables of a stage go, None for all data. Raises `StudyError` when they are not whole."""
    path = folder(study, stage) / UNTIL
    if not path.exists():
        return None
    day = path.read_text(encoding="utf-8").strip()
    if day == _HALF:
        place = study.relative(folder(study, stage))
        raise StudyError(
            Problem(place, "", "its tables are not whole: their writing was stopped", _again(study, stage))
        )
    return as_day(day)


def as_built(study: Study) -> Study:
    """The study up to the day to which its de-identified sources were built."""
    return replace(study, through=built_to(study, "protect"))


def _again(study: Study, stage: str) -> str:
    """How to build a stage for the day and the case that are asked for."""
    if study.deposited and stage in ("collect", "protect"):
        return "A copy without the raw sources cannot make it again"
    notebook = next(run.notebook for run in read_runs(project_of(study.root)) if run.stage == stage)
    parameters = [f"through={study.through}" if study.through else "through empty"]
    parameters += [f"case={study.case}"] if study.case else []
    return f"Run {notebook} with {' and '.join(parameters)} first"


class Built:
    """The tables of a study by name: those just `made`, else those on disk, each read when it is first asked for.

    Where a stage was built to a later day than the study's `through`, its tables of sources, segments and codings
    give what was collected up to then. Raises `StudyError` for any other table that was built to another day.
    """

    def __init__(self, study: Study, *made: Made) -> None:
        self.study = study
        self._made = {one.stage: one for one in made}
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        stage, _, short = name.partition("/")
        if stage in self._made:
            return self._made[stage][short]
        if name not in self._read:
            self._read[name] = self._until(stage, name)
        return self._read[name]

    def texts(self, stage: str) -> dict[str, str]:
        """The text of each source, as the stage left it."""
        if stage in self._made:
            return self._made[stage].texts or {}
        return read_texts(self.study, stage, self[f"{stage}/sources"])

    def _until(self, stage: str, name: str) -> pd.DataFrame:
        asked, day = self.study.through, built_to(self.study, stage)
        frame = read(self.study, name)
        if day == asked:
            return frame
        sources = f"{'collect' if stage == 'collect' else 'protect'}/sources"
        by_source = stage in _BY_SOURCE and "source_id" in SCHEMAS[name].columns
        if not by_source or asked is None or (day is not None and day < asked):
            last = day or f"{read(self.study, sources)['date'].max()} (all data)"
            what = f"built to {last}; asked for {asked or 'all data'}"
            place = self.study.relative(folder(self.study, stage))
            raise StudyError(Problem(place, "", what, _again(self.study, stage)))
        if name != sources:
            return frame[frame["source_id"].isin(self[sources]["source_id"])].reset_index(drop=True)
        kept = frame[frame["date"] <= asked.isoformat()].reset_index(drop=True)
        if kept.empty:
            raise StudyError(
                Problem("through", "", f"no source was collected up to {asked}", "Choose a later day")
            )
        return kept


def refuse_case(study: Study, stage: str) -> None:
    """Raise `StudyError` when a stage that works on all cases together is asked for one."""
    if study.case:
        what = f"{stage} works on all cases together, as names are hidden over all; asked for {study.case}"
        remedy = f"Leave case empty there; each case gets its part with: make cases CASE={study.case}"
        raise StudyError(Problem("case", "", what, remedy))
