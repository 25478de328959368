"""Things with a name in each language of the study: what the models of its files are made of."""

from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, RootModel, ValidationInfo, model_validator

from jalin.errors import nearest
from jalin.kinds import Kind
from jalin.reading import Day, Strict
from jalin.words import known_languages

Value = TypeVar("Value")


def _plain(value: Any) -> Any:
    """A whole number as text, as people write the name of a year, or 1 for a round."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class ByLanguage(RootModel[dict[str, Value]], Generic[Value]):
    """Something in each language of the study; said once, it stands for all of them. One that the study is not in is left aside."""

    model_config = ConfigDict(frozen=True)

    def __getitem__(self, language: str) -> Value:
        return self.root[language]

    @property
    def first(self) -> Value:
        """What it is in the first language of the study."""
        return next(iter(self.root.values()))

    @model_validator(mode="before")
    @classmethod
    def _in_every_language(cls, given: Any, info: ValidationInfo) -> Any:
        # made by the program, without a study
        languages = (info.context or {}).get("languages") or ()
        if not isinstance(given, dict):
            return dict.fromkeys(languages or known_languages(), given)
        if not languages:
            return given
        if unknown := [name for name in given if name not in (*languages, *known_languages())]:
            raise ValueError(f"there is no language {unknown[0]!r}", nearest(str(unknown[0]), languages))
        if missing := [language for language in languages if language not in given]:
            raise ValueError(
                f"its words in {' and '.join(map(repr, missing))} are missing",
                f"The study is in {', '.join(languages)}: add them, or write one text for all",
            )
        return {language: given[language] for language in languages}


class Words(ByLanguage[Annotated[str, BeforeValidator(_plain), Field(min_length=1)]]):
    """The same words in each language of the study."""

    kind: ClassVar[Kind] = Kind("a text, or one for each language", "texts, or one for each language")

    def said_in(self, language: str) -> str:
        """The words in the language of a source; those in every language where the study is not in it."""
        return self.root.get(language) or " ".join(self.root.values())


class Keywords(ByLanguage[list[str]]):
    """Keywords in each language of the study."""

    kind: ClassVar[Kind] = Kind("a list of texts, or one for each language", "lists of texts")


Key = Annotated[
    str,
    BeforeValidator(_plain),
    Kind("a name or a number", "names or numbers"),
]


class Named(Strict):
    """A thing with an identifier and a name."""

    id: Key = Field(min_length=1, description="how other files call it", examples=["teacher"])
    name: Words = Field(description="what a reader sees", examples=[{"id": "Guru", "en": "Teacher"}])


class Until(Named):
    """A stretch of time that ends with the day `until`, which is part of it."""

    until: Day = Field(description="its last day, which is part of it", examples=["2024-06-30"])
