"""How the groups of single voices are printed: those of too few informants together, so that no label tells who speaks.

A label with a voice, its group and its place points at somebody where the group has few members (k-anonymity: Samarati
& Sweeney 1998). Counts of a group stay with the group; what goes together is the label of a voice, or of its words.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from jalin.settings import Settings
from jalin.words import word

# of everybody, where all informants together are too few
EVERYBODY = "informant"


@dataclass(frozen=True)
class Printed:
    """Each role group's id in print (`of`), and the name of each of these by language, in order of rank."""

    of: dict[str, str]
    by_language: dict[str, dict[str, str]]

    @property
    def within(self) -> frozenset[str]:
        """The groups that are printed within others, or under no name.

        Whoever is known to be of one of two that are printed together tells that the rest are of the other, so that
        it is not only the small one that no voice is named with.
        """
        return frozenset(group for group, shown in self.of.items() if shown != group)

    def names(self, language: str) -> dict[str, str]:
        """The names in print by id in print."""
        return self.by_language[language]

    def name_of(self, language: str) -> dict[str, str]:
        """The name in print by the id of each role group."""
        names = self.names(language)
        return {group: names[shown] for group, shown in self.of.items()}

    def joined(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` with the ids in print for its role groups."""
        return frame.assign(role_group=frame["role_group"].map(self.of).astype("str"))

    def together(self, language: str) -> list[str]:
        """The names of what is printed together."""
        many = [shown for shown in dict.fromkeys(self.of.values()) if list(self.of.values()).count(shown) > 1]
        return [self.names(language)[shown] for shown in many]


def _sizes(sources: pd.DataFrame, by_case: bool) -> dict[str, int]:
    """How many informants speak in each role group; `by_case` in that of its cases where fewest do."""
    spoken = sources[sources["informant_id"] != ""]
    if not by_case:
        spoken = spoken.assign(case_id="")
    spoken = spoken.drop_duplicates(["informant_id", "role_group", "case_id"])
    counts = spoken.groupby(["case_id", "role_group"]).size().groupby("role_group").min()
    return {str(group): int(count) for group, count in counts.items()}


def _joined(sizes: dict[str, int], given: list[list[str]], order: list[str], k: int) -> list[list[str]]:
    """The groups that informants speak in, those of fewer than k with the smaller of their neighbours by rank, until none is."""
    declared = {group: list(groups) for groups in given for group in groups}
    found = list(dict.fromkeys(tuple(declared.get(group, [group])) for group in order))
    clusters = [list(groups) for groups in found if any(group in sizes for group in groups)]

    def size(groups: list[str]) -> int:
        return sum(sizes.get(group, 0) for group in groups)

    while len(clusters) > 1 and (few := [at for at, groups in enumerate(clusters) if size(groups) < k]):
        at = min(few, key=lambda one: size(clusters[one]))
        beside = min(
            (other for other in (at + 1, at - 1) if 0 <= other < len(clusters)),
            key=lambda one: size(clusters[one]),
        )
        first, second = sorted((at, beside))
        clusters[first : second + 1] = [clusters[first] + clusters[second]]
    return clusters


def printed_groups(settings: Settings, sources: pd.DataFrame, by_case: bool = False) -> Printed:
    """How each role group is printed beside a voice: under its own name where k informants of `sources` or more speak in it, else together.

    Where the case stands beside it (`by_case`), k have to speak in each case where any does.
    Groups that `anonymity.together` names go together first. Where all informants are fewer than k, no group is named.
    A group in which no informant speaks, as of documents, keeps its name, and one that is recognisable by decision.
    """
    named, sizes, k = settings.anonymity.named, _sizes(sources, by_case), settings.anonymity.k
    order = [group.id for group in settings.role_groups]
    own = {
        tuple(group for group in one.groups if group not in named): one.name
        for one in settings.anonymity.together
    }
    joined = [group for group in order if group not in named]
    clusters = _joined(sizes, [list(groups) for groups in own], joined, k)
    of = {group: group for group in order}
    by_language = {language: settings.names("role_groups", language) for language in settings.languages}
    for groups in clusters:
        many = sum(sizes.get(group, 0) for group in groups) >= k
        if len(groups) == 1 and many:
            continue
        shown = "+".join(groups) if many else EVERYBODY
        of |= dict.fromkeys(groups, shown)
        for language, names in by_language.items():
            given = own.get(tuple(groups))
            name = given[language] if given else " / ".join(_parts(groups, own, language, names))
            names[shown] = name if many else word("anyone", language)
    every = list(dict.fromkeys(of.values()))
    return Printed(
        of,
        {language: {one: names[one] for one in every} for language, names in by_language.items()},
    )


def _parts(groups: Collection[str], own: dict, language: str, names: dict[str, str]) -> list[str]:
    """The names of what was joined, each once: of groups that study.yaml puts together their name."""
    within = {group: given[language] for many, given in own.items() for group in many}
    return list(dict.fromkeys(within.get(group, names[group]) for group in groups))
