"""Which rows of a table are meant: conditions on its columns, that pick the rows and say so in words."""

import json
import operator
import re
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
import pandas as pd

_COMPARED = {"=": operator.eq, "≠": operator.ne, "<": operator.lt}


@dataclass(frozen=True)
class Condition:
    """What a row has in `column`, compared with `value`; a missing value is not below any."""

    column: str
    comparison: Literal["=", "≠", "<"]
    value: str | float | bool

    def holds(self, frame: pd.DataFrame) -> np.ndarray:
        """For each row of `frame` whether it is so."""
        return _COMPARED[self.comparison](frame[self.column], self.value).to_numpy(dtype=bool)

    def __str__(self) -> str:
        if self.value == "":
            return f"{self.column} is {'' if self.comparison == '=' else 'not '}empty"
        if isinstance(self.value, bool):
            return f"{self.column} is {str(self.value is (self.comparison == '=')).lower()}"
        return f"{self.column} {self.comparison} {_written(str(self.value))}"


def _written(value: str) -> str:
    """A value as it stands in words: in quotes where it could be read as something else."""
    plain = re.fullmatch(r"[\w()./-]+( [\w()./-]+)*", value) and "and" not in value.split()
    return value if plain else json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class Rows:
    """The rows for which all conditions of one of the `alternatives` hold; without conditions, all rows."""

    alternatives: tuple[tuple[Condition, ...], ...] = ((),)

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """These rows of `frame`, in its order and with its index."""
        return frame[self.mask(frame)]

    def mask(self, frame: pd.DataFrame) -> np.ndarray:
        """For each row of `frame` whether it is one of these."""
        every = np.ones(len(frame), dtype=bool)
        chosen = (
            reduce(np.logical_and, (one.holds(frame) for one in conditions), every)
            for conditions in self.alternatives
        )
        return reduce(np.logical_or, chosen)

    def __str__(self) -> str:
        return ", or ".join(" and ".join(map(str, conditions)) for conditions in self.alternatives)


ALL = Rows()


def where(*conditions: Condition, **equal: str | float | bool) -> Rows:
    """The rows for which every condition holds, and every column named has just that value."""
    return Rows(((*(Condition(column, "=", value) for column, value in equal.items()), *conditions),))
