"""Verdicts on parts of one ledger, counted on arrays: strands are pulled, and tactics leave out, hundreds of times.

What comes out is that of `verdict_of(stances(part))`, which tables are made from; a test compares the two.
"""

from collections.abc import Iterable
from typing import Any

import networkx
import numpy as np
import pandas as pd

from jalin.conclude.propositions import Proposition
from jalin.conclude.verdict import counts_of, verdicts_on
from jalin.rules import VerdictRule


def _ranked(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A number for each value, in the order of the values, and the values by their number."""
    numbers, names = pd.factorize(values.astype(object), sort=True)
    return numbers.astype(np.int64), np.asarray(names, dtype=object)


class Cuts:
    """A ledger, from which any rows can be left out, and the verdicts on what stays.

    `evidence`: the ledger; of it are read proposition, voice, role_group, method, direction, directness, origin, date.
    """

    def __init__(self, evidence: pd.DataFrame, propositions: list[Proposition], rule: VerdictRule) -> None:
        self.propositions, self.rule = propositions, rule
        self._known: dict[bytes, dict[str, str]] = {}
        self._proposition, self._names = _ranked(evidence["proposition"])
        self._group, self._groups = _ranked(evidence["role_group"])
        said = evidence["origin"].astype(object)
        # who is repeated may be nobody that was met
        everybody = pd.concat([evidence["voice"].astype(object), said])
        numbers, self._voices = _ranked(everybody)
        self._voice, self._origin = numbers[: len(evidence)], numbers[len(evidence) :]
        self._repeats = (said != "").to_numpy(dtype=bool)
        self._hearsay = (evidence["directness"].astype(object) == "hearsay").to_numpy(dtype=bool)
        self._for = (evidence["direction"].astype(object) == "for").to_numpy(dtype=bool)
        self._date, _ = _ranked(evidence["date"])
        method, _ = _ranked(evidence["method"])
        # the first row of a voice, by date, technique and group, says its group
        order = np.lexsort([self._group, method, self._date])
        self._place = np.empty(len(order), dtype=np.int64)
        self._place[order] = np.arange(len(order))
        self._row_at = order

    def verdicts(self, kept: np.ndarray) -> dict[str, str]:
        """The verdict on each proposition from the rows that are `kept`, a bool for each."""
        key = np.packbits(kept).tobytes()
        if key not in self._known:
            counts, there = self._counted(np.flatnonzero(kept))
            rows = verdicts_on(counts, there, self.propositions, self.rule)
            self._known[key] = {row["proposition"]: row["verdict"] for row in rows}
        return self._known[key]

    def _counted_as(self, rows: np.ndarray) -> np.ndarray:
        """The voice that each row counts as, see `stances`: all who only repeat one origin are one mouth."""
        proposition, voice = self._proposition[rows], self._voice[rows]
        told = self._repeats[rows]
        if not told.any():
            return voice
        keys, of = np.unique(proposition * len(self._voices) + voice, return_inverse=True)
        own = np.bincount(of, ~self._hearsay[rows], len(keys)) > 0
        low = np.full(len(keys), len(self._voices))
        high = np.full(len(keys), -1)
        np.minimum.at(low, of, self._origin[rows])
        np.maximum.at(high, of, self._origin[rows])
        repeating = np.zeros(len(keys), dtype=bool)
        repeating[of[told]] = True
        repeating &= (low == high) & ~own
        if not repeating.any():
            return voice
        date = np.full(len(keys), len(self._place) + 1)
        np.minimum.at(date, of, self._date[rows])
        graph = networkx.Graph()
        at = {int(key): number for number, key in enumerate(keys)}
        for number in np.flatnonzero(repeating):
            source = keys[number] // len(self._voices) * len(self._voices) + low[number]
            graph.add_edge(int(keys[number]), int(source))
        counts_as = keys % len(self._voices)
        for mouth in networkx.connected_components(graph):
            heard = [at[key] for key in mouth if key in at]
            first = min(heard, key=lambda one: (repeating[one], date[one], keys[one]))
            counts_as[heard] = keys[first] % len(self._voices)
        return counts_as[of]

    def _counted(self, rows: np.ndarray) -> tuple[dict[str, dict[str, float]], set[str]]:
        """The counts on each proposition, and the propositions that somebody speaks for from more than hearsay."""
        if not len(rows):
            return {}, set()
        voice, size = self._counted_as(rows), len(self._voices)
        keys, of = np.unique(self._proposition[rows] * size + voice, return_inverse=True)
        pro, known = self._for[rows], ~self._hearsay[rows]
        said = {
            name: np.bincount(of, mask, len(keys)) > 0
            for name, mask in (
                ("pro", pro), ("con", ~pro), ("first", pro & known), ("first_con", ~pro & known),
            )
        }  # fmt: skip
        # the group is that of the voice itself, not of one who repeats it
        place = self._place[rows] + len(self._place) * (self._voice[rows] != voice)
        first = np.full(len(keys), 2 * len(self._place))
        np.minimum.at(first, of, place)
        group = self._group[self._row_at[first % len(self._place)]]
        proposition = keys // size
        found: dict[str, dict[str, float]] = {}
        there: set[str] = set()
        for number in np.unique(proposition):
            mine = proposition == number
            pro, con = said["pro"][mine], said["con"][mine]
            name = str(self._names[number])
            found[name] = counts_of(
                int((pro & ~con).sum()),
                int((con & ~pro).sum()),
                int((pro & con).sum()),
                groups_for=self._several(group[mine][pro]),
                groups_against=self._several(group[mine][con]),
                first_hand=int(said["first"][mine].sum()),
                first_hand_against=int(said["first_con"][mine].sum()),
            )
            if found[name]["first_hand"]:
                there.add(name)
        return found, there

    def _several(self, groups: np.ndarray) -> int:
        names: Iterable[Any] = self._groups[np.unique(groups)]
        return len(self.rule.groups(names))
