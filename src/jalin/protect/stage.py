"""The stage protect: identifiers give way to pseudonyms, and what may still tell who someone is."""

from dataclasses import dataclass, replace

import pandas as pd

from jalin.collect.settled import Label, read_labels
from jalin.collect.sources import TABLES, Collection
from jalin.protect.anonymity import anonymity, read_informants
from jalin.protect.deidentify import Protected, protect_texts
from jalin.protect.finder import Search, finder_with
from jalin.protect.hiding import CLOSE, OPEN, Pseudonyms
from jalin.protect.key import write_key
from jalin.protect.pseudonyms import ListedName, read_pseudonyms
from jalin.protect.review import Decision, read_review, review_table, waiting_forms, write_review
from jalin.rules import Anonymity
from jalin.study import Study
from jalin.tables.made import Built, Made, refuse_case
from jalin.tables.texts import surveys_of
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
    said = collection.texts, collection.sources, collection.segments

    def found(
        listed: list[ListedName],
        decisions: list[Decision],
        labels: list[Label],
        first: Pseudonyms | None = None,
    ) -> Protected:
        finder = finder_with(listed, decisions, study.not_names, *said, labels, search)
        return protect_texts(collection, finder, first)

    search = Search(collection.texts, collection.sources, study.not_names)
    decided = read_pseudonyms(study), read_review(study), read_labels(study)
    # numbers are given before anything is decided, so that no decision moves them
    protected = found(*decided, found([], [], []).names if any(decided) else None)
    if study.settings.anonymity.places == "shown":
        return protected
    return replace(protected, sources=unplaced(protected.sources, study.settings.anonymity))


def unplaced(sources: pd.DataFrame, rule: Anonymity) -> pd.DataFrame:
    """The register, `site` masked where fewer than k informants share case, role group and place.

    Where those of a group whose place is masked would be fewer than k themselves, so is that of the next few
    (complementary suppression: Cox 1980). Groups that are recognisable by decision keep their places.
    """
    people = sources[(sources["informant_id"] != "") & (sources["site"] != "")]
    people = people[~people["role_group"].isin(rule.named)]
    alone = pd.Series(False, index=sources.index)
    for _, group in people.groupby(["case_id", "role_group"], sort=False):
        sizes = group.groupby("site")["informant_id"].nunique().sort_values(kind="stable")
        hidden, more = list(sizes.index[sizes < rule.k]), list(sizes.index[sizes >= rule.k])
        while more and 0 < group.loc[group["site"].isin(hidden), "informant_id"].nunique() < rule.k:
            hidden.append(more.pop(0))
        alone |= group["site"].isin(hidden).reindex(sources.index, fill_value=False)
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
            "waiting": waiting_forms(suspected),
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
