"""The stage protect: identifiers give way to pseudonyms, and what may still tell who someone is."""

from dataclasses import dataclass, replace

import pandas as pd

from jalin.collect.sources import TABLES, Collection
from jalin.protect.anonymity import anonymity, read_informants
from jalin.protect.deidentify import Protected, protect_texts
from jalin.protect.finder import finder_of
from jalin.protect.hiding import CLOSE, OPEN
from jalin.protect.key import write_key
from jalin.protect.review import read_review, review_table, write_review
from jalin.study import Study
from jalin.tables.made import Built, Made, refuse_case
from jalin.tables.texts import few_share, surveys_of
from jalin.words import known_languages, word


@dataclass(frozen=True, kw_only=True)
class Hidden(Made):
    """What was de-identified; `key` and `suspected` hold originals and go to the private folder."""

    key: pd.DataFrame
    suspected: pd.DataFrame

    def write(self) -> None:
        """Store tables and texts; in the private folder the key, and the list of what waits for a decision."""
        super().write()
        write_key(self.study, self.key, surveys_of(self["sources"]))
        write_review(self.study, self.suspected)


def hide(study: Study, built: Built) -> Protected:
    """The texts and tables of collect, de-identified.

    Raises `StudyError` for what is wrong in the study's list of names and in decisions.
    """
    tables = {name: built[f"collect/{name}"] for name in TABLES}
    collection = Collection(**tables, texts=built.texts("collect"))
    finder = finder_of(study, collection.texts, collection.sources, collection.segments)
    protected = protect_texts(collection, finder)
    if study.settings.anonymity.places == "shown":
        return protected
    return replace(protected, sources=_unplaced(protected.sources, study.settings.anonymity.k))


def _unplaced(sources: pd.DataFrame, k: int) -> pd.DataFrame:
    """The register without the places of informants who share case, role group and place with fewer than `k`."""
    alone = few_share(sources, k, "case_id", "role_group", "site")
    languages = sources["language"].str.split().str[0]
    masks = [
        f"{OPEN}{word('identifier.place', one if one in known_languages() else 'en')}{CLOSE}"
        for one in languages
    ]
    return sources.assign(site=sources["site"].where(~alone, pd.Series(masks, sources.index, dtype="str")))


def people(study: Study, sources: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables anonymity and generalisation. Raises `StudyError` for what is wrong in informants.csv."""
    unique, generalisations = anonymity(read_informants(study, sources), study.settings.anonymity)
    return {"anonymity": unique, "generalisation": generalisations}


def hidden(study: Study, protected: Protected, more: dict[str, pd.DataFrame]) -> Hidden:
    """What the stage makes of the de-identified texts, with `more` tables."""
    audit, suspected = protected.audit, protected.suspected
    return Hidden(
        study=study,
        stage="protect",
        tables={
            **{name: getattr(protected, name) for name in TABLES},
            "audit": audit,
            "review": review_table(suspected, read_review(study)),
            **more,
        },
        texts=protected.texts,
        numbers={
            "sources": len(protected.sources),
            "words": int(protected.sources["words"].sum()),
            "identifiers": len(audit),
            "waiting": suspected["form"].nunique(),
        },
        key=protected.key,
        suspected=suspected,
    )


def run(study: Study, built: Built | None = None) -> Hidden:
    """De-identify what was collected.

    Raises `StudyError` for whatever is wrong in what it reads, and when one case alone is asked for.
    """
    refuse_case(study, "protect")
    protected = hide(study, built or Built(study))
    return hidden(study, protected, people(study, protected.sources))
