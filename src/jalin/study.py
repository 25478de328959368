"""Where everything of a study is.

A study is one folder: `data/raw` holds what people made and is never written,
`data/processed` and `reports` hold what the build makes.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from jalin.errors import Problem, StudyError, nearest, not_yet
from jalin.files import DEPOSITED
from jalin.journal import recover_left
from jalin.named import Words
from jalin.reading import as_model, parse_yaml, read_text
from jalin.settings import Settings
from jalin.words import languages_of

SETTINGS = "data/raw/study.yaml"
# the project's folder where jalin runs from its source, and holds a study
INSTALLED = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Study:
    """A study's folder and settings, with `through`: the last day of data to use; and `case`: one case alone, "" for all.

    `shown`: the language in which its notebooks show it, "" for its first. A case has its own folder in `data/processed/cases` and in `reports/cases`.
    """

    root: Path
    settings: Settings
    through: date | None = None
    case: str = ""
    shown: str = ""

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        return self._made(self.root / "data" / "processed")

    @property
    def private(self) -> Path:
        """What must not leave this machine: the key, what waits for a decision, the log of changes."""
        return self.root / "data" / "processed" / "private"

    @property
    def reports(self) -> Path:
        return self._made(self.root / "reports")

    def _made(self, folder: Path) -> Path:
        return folder / "cases" / self.case if self.case else folder

    @property
    def whole(self) -> "Study":
        """The study with all its cases."""
        return replace(self, case="")

    @property
    def languages(self) -> list[str]:
        """The languages of the report, and of every word of the study."""
        return self.settings.languages

    def language(self, asked: str = "") -> str:
        """The language `asked` for, the study's first when empty; raises `StudyError` where the study is not in it."""
        if asked and asked not in self.languages:
            what, remedy = f"the study is not in {asked!r}", nearest(asked, self.languages)
            raise StudyError(Problem(SETTINGS, "languages", what, remedy))
        return asked or self.languages[0]

    @property
    def title(self) -> Words:
        """The title; of a case, with its name."""
        title = self.settings.title
        if not self.case:
            return title
        name = next(case.name for case in self.settings.cases if case.id == self.case)
        return Words({language: f"{title[language]}: {name[language]}" for language in self.languages})

    @property
    def deposited(self) -> bool:
        """Whether this is a copy for others, without the raw sources: it begins at the de-identified texts."""
        return (self.root / DEPOSITED).exists()

    @property
    def not_names(self) -> list[str]:
        """Words that name no person: those of study.yaml, and of the setting and the cases, which are public."""
        settings = self.settings
        public = [settings.setting.frame, settings.setting.corpus, *(case.name for case in settings.cases)]
        words = [
            word.strip(".,()") for item in public for name in self.languages for word in item[name].split()
        ]
        return sorted({*settings.not_names, *filter(None, words)})

    @property
    def lead(self) -> str:
        """The coder whose codings are taken as evidence: the first one named."""
        return self.settings.coders[0].id

    def relative(self, path: Path) -> str:
        """`path` as a person would type it from the study's folder."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def as_day(value: str | date | None) -> date | None:
    """`through` as given in a notebook or on the command line, as a day or None."""
    if value is None or isinstance(value, date):
        return value
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise StudyError(
            Problem("through", "", f"{value!r} is not a day", "Write it as 2024-11-27")
        ) from None


# a study of a thousand cases is opened some thousand times in one build
@lru_cache(maxsize=4)
def _settings(text: str) -> Settings:
    content = parse_yaml(text, SETTINGS)
    return as_model(Settings, content, SETTINGS, text=text, languages=languages_of(content))


def restated(study: Study, text: str) -> Study:
    """The study with the settings of another study.yaml, `text`. Raises `StudyError` for what is wrong in it."""
    return replace(study, settings=_settings(text))


def find_study(here: Path, installed: Path = INSTALLED) -> Path:
    """The folder of the study that one stands in at `here`, be it in a folder of it; else the one that jalin is `installed` with.

    Raises `StudyError`, which says where it looked, when there is none.
    """
    for folder in (here, *here.parents, installed):
        if (folder / SETTINGS).is_file():
            return folder
    what = f"there is none in {here}, in the folders above it, or in {installed}, where jalin is installed"
    raise StudyError(Problem("study", "", what, "Give its folder, the one with data/raw in it"))


def open_study(
    root: str | Path, through: str | date | None = None, case: str = "", language: str = ""
) -> Study:
    """Open the study in the folder `root`; where it is empty, the one that `find_study` finds.

    Parameters: `through`, the last day of data to use (all when empty); `case`, one case alone (all when empty);
    `language`, in which it will be shown. Raises `StudyError` when study.yaml is absent or wrong, or has no such
    case or language.
    """
    root = Path(root) if str(root) else find_study(Path.cwd())
    if not (root / SETTINGS).is_file():
        what = f"the file is not there; looked in {root.absolute()}"
        raise StudyError(
            Problem(
                SETTINGS,
                "",
                what,
                "Give the folder of the study, the one with data/raw in it, as with --root FOLDER; jalin new FOLDER makes one",
            )
        )
    recover_left(root)
    settings = _settings(read_text(root / SETTINGS, SETTINGS))
    known = [one.id for one in settings.cases]
    if case and case not in known:
        raise StudyError(Problem(SETTINGS, "cases", *not_yet("case", case, known)))
    found = Study(root=root, settings=settings, through=as_day(through), case=case, shown=language)
    found.language(language)
    return found
