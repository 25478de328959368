"""Codings in parts: tables larger than memory, measured part by part and joined.

A part is a Parquet file; all codings of a voice are in one part, so what is counted of
codings, sources, voices, overlapping passages and stances in each part adds up. A measure
says what to take from a part (`part`) and how to join what was taken (`join`); of one frame
it is the join of its only part, so there is one way to compute and the numbers are the same.
Parts are measured by Dask: on the cluster of a client that is open, else as Dask is told, else by processes here.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from jalin.errors import Problem, StudyError
from jalin.files import write_atomically


class Measure(Protocol):
    """Something that is computed of codings."""

    def part(self, frame: pd.DataFrame) -> Any:
        """What is taken from the codings of one part."""

    def join(self, parts: list[Any]) -> Any:
        """What all parts come to."""


@dataclass(frozen=True)
class Parts:
    """A table in parts, each a Parquet file; `rows` says which of their rows, `steps` what is done to each part as it is read."""

    paths: tuple[Path, ...]
    rows: ds.Expression | None = None
    steps: tuple[Callable[[pd.DataFrame], pd.DataFrame], ...] = ()

    @classmethod
    def of(cls, folder: Path) -> "Parts":
        """The parts in a folder. Raises `StudyError` when there is none."""
        paths = tuple(sorted(folder.glob("*.parquet")))
        if not paths:
            raise StudyError(
                Problem(folder.as_posix(), "", "there is no part", "Write the parts there first")
            )
        return cls(paths)

    def __len__(self) -> int:
        """How many rows there are."""
        return sum(pq.read_metadata(path).num_rows for path in self.paths)

    def then(self, step: Callable[[pd.DataFrame], pd.DataFrame]) -> "Parts":
        """The same after a further step, which is done when a part is read."""
        return replace(self, steps=(*self.steps, step))

    def only(self, rows: ds.Expression) -> "Parts":
        """The rows that an expression chooses, chosen as the file is read."""
        return replace(self, rows=rows if self.rows is None else self.rows & rows)

    def read(self, path: Path) -> pd.DataFrame:
        """One part, with all steps done."""
        frame = ds.dataset(path).to_table(filter=self.rows).to_pandas()
        frame = frame.astype({name: "str" for name in frame.columns if frame[name].dtype == object})
        return reduce(lambda found, step: step(found), self.steps, frame)

    def write(self, folder: Path) -> "Parts":
        """What comes out of all steps, as parts in `folder`."""
        return Parts(tuple(compute(_write_part, ((self, path, folder) for path in self.paths))))

    def values(self, column: str) -> set[str]:
        """The different values of a column; nothing else is read."""
        return {
            value
            for path in self.paths
            for value in ds.dataset(path)
            .to_table(columns=[column], filter=self.rows)[column]
            .unique()
            .to_pylist()
        }

    def where(self, **values: str) -> pd.DataFrame:
        """The rows whose columns have these values."""
        chosen = [ds.field(name) == value for name, value in values.items()]
        return ds.dataset(list(map(str, self.paths))).to_table(filter=reduce(and_, chosen)).to_pandas()

    def crosstab(self, rows: str, columns: str) -> pd.DataFrame:
        """How many rows have each pair of values of two columns; nothing else is read."""
        found = [_pairs_of(path, rows, columns) for path in self.paths]
        joined = pd.concat(found).groupby(level=[0, 1]).sum()
        return joined.unstack(fill_value=0).rename_axis(None, axis=1)


def _pairs_of(path: Path, rows: str, columns: str) -> pd.Series:
    table = pq.read_table(path, columns=[rows, columns], read_dictionary=[rows, columns], use_threads=True)
    one, other = (table[name].unify_dictionaries().combine_chunks() for name in (rows, columns))
    names, values = (column.dictionary.to_pylist() for column in (one, other))
    keys = one.indices.to_numpy().astype(np.int64) * len(values) + other.indices.to_numpy()
    counts = np.bincount(keys, minlength=len(names) * len(values))
    index = pd.MultiIndex.from_product([names, values])
    found = pd.Series(counts, index=index)
    return found[found > 0]


def write_parts(frame: pd.DataFrame, folder: Path, number: int, together: pd.Series | None = None) -> Parts:
    """Write codings with `voice` as `number` parts or fewer.

    `together` names the group of each row, whose rows are to stay in one part; the voice without it
    (`conclude.origins.told_together` where hearsay comes from one mouth).
    """
    keys = (frame["voice"] if together is None else together).to_numpy()
    names = sorted(set(keys))
    place = {name: at * number // len(names) for at, name in enumerate(names)}
    paths = []
    for at, part in frame.groupby([place[key] for key in keys], sort=True):
        path = folder / f"{at:05d}.parquet"
        write_atomically(path, lambda to, one=part: one.reset_index(drop=True).to_parquet(to, index=False))
        paths.append(path)
    return Parts(tuple(paths))


def _write_part(parts: Parts, path: Path, folder: Path) -> Path:
    frame = parts.read(path)
    write_atomically(folder / path.name, lambda to: frame.to_parquet(to, index=False))
    return folder / path.name


def _measure_part(parts: Parts, path: Path, measures: Mapping[str, Measure]) -> dict[str, Any]:
    """What each measure takes from a part."""
    frame = parts.read(path)
    return {name: measure.part(frame) for name, measure in measures.items()}


def measured(codings: pd.DataFrame | Parts, measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Every measure of codings, each part read once."""
    if isinstance(codings, Parts):
        taken = compute(_measure_part, ((codings, path, measures) for path in codings.paths))
    else:
        taken = [{name: measure.part(codings) for name, measure in measures.items()}]
    return {name: measure.join([one[name] for one in taken]) for name, measure in measures.items()}


def measure(codings: pd.DataFrame | Parts, one: Measure) -> Any:
    """One measure of codings."""
    return measured(codings, {"it": one})["it"]


def compute(function: Any, arguments: Iterable[tuple]) -> list[Any]:
    """`function` of each tuple of arguments, side by side by Dask, in their order."""
    import dask
    from distributed import get_client

    how = {} if dask.config.get("scheduler", None) else {"scheduler": "processes"}
    with contextlib.suppress(ValueError):
        get_client()
        how = {}
    return list(dask.compute(*(dask.delayed(function, pure=False)(*one) for one in arguments), **how))
