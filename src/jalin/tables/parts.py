"""Codings in parts: tables larger than memory, measured part by part and joined.

A part is a Parquet file; all codings of a voice are in one part, so what is counted of
codings, sources, voices, overlapping passages and stances in each part adds up. A measure
says what to take from a part (`part`) and how to join what was taken (`join`); of one frame
it is the join of its only part, so there is one way to compute and the numbers are the same.
Parts are measured by Dask: on the cluster of a client that is open, else as Dask is told, else by processes here.
"""

import contextlib
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import and_
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from jalin.errors import Problem, StudyError
from jalin.files import write_atomically

# so many rows are read sooner, and in less memory, as Arrow's strings
_TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
_LARGE = {pa.string(): _TEXT, pa.large_string(): _TEXT}


class Measure(Protocol):
    """Something that is computed of codings; `columns` are all that it looks at, None for any."""

    @property
    def columns(self) -> tuple[str, ...] | None: ...

    def part(self, frame: pd.DataFrame) -> Any:
        """What is taken from the codings of one part."""

    def join(self, parts: list[Any]) -> Any:
        """What all parts come to."""


@dataclass(frozen=True)
class Parts:
    """A table in parts, each a Parquet file; `rows` says which of their rows, `steps` what is done to each part as it is read.

    `needs` are the columns that the steps look at, None for any.
    """

    paths: tuple[Path, ...]
    rows: ds.Expression | None = None
    steps: tuple[Callable[[pd.DataFrame], pd.DataFrame], ...] = ()
    needs: tuple[str, ...] | None = ()

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

    def then(
        self, step: Callable[[pd.DataFrame], pd.DataFrame], needs: tuple[str, ...] | None = None
    ) -> "Parts":
        """The same after a further step, which is done when a part is read and looks at the columns `needs`."""
        both = None if needs is None or self.needs is None else (*self.needs, *needs)
        return replace(self, steps=(*self.steps, step), needs=both)

    def only(self, rows: ds.Expression) -> "Parts":
        """The rows that an expression chooses, chosen as the file is read."""
        return replace(self, rows=rows if self.rows is None else self.rows & rows)

    def read(self, path: Path, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
        """One part, with all steps done; with at least the `columns`, or all."""
        file, wanted = ds.dataset(path), None
        if columns is not None and self.needs is not None:
            # others come of the steps
            wanted = [name for name in file.schema.names if name in {*columns, *self.needs}]
        frame = file.to_table(columns=wanted, filter=self.rows).to_pandas(types_mapper=_LARGE.get)
        frame = frame.astype({name: "str" for name in frame.columns if frame[name].dtype == object})
        return reduce(lambda found, step: step(found), self.steps, frame)

    def write(self, folder: Path) -> "Parts":
        """What comes out of all steps, as parts in `folder`."""
        return Parts(tuple(compute(_write_part, ((path,) for path in self.paths), (self, folder))))

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

    def where(self, **values: str | Iterable[str]) -> pd.DataFrame:
        """The rows whose columns have these values, or one of them."""
        chosen = []
        for name, value in values.items():
            wanted, field = [value] if isinstance(value, str) else list(value), ds.field(name)
            # between its ends Arrow passes over what cannot have any, `isin` alone looks at every row
            ends = [field >= min(wanted), field <= max(wanted)] if wanted else []
            chosen += [*ends, field.isin(wanted)]
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


# codings in one frame or in parts: what is given as one comes back as one
Codings = TypeVar("Codings", pd.DataFrame, Parts)


def write_parts(frame: pd.DataFrame, folder: Path, number: int, together: pd.Series | None = None) -> Parts:
    """Write codings with `voice` as `number` parts or fewer: for large studies (docs/how-to/large-studies.md).

    `together` names the group of each row, whose rows are to stay in one part; the voice without it
    (`conclude.origins.told_together` where hearsay comes from one mouth).
    """
    keys = (frame["voice"] if together is None else together).to_numpy()
    names = sorted(set(keys))
    place = {name: at * number // len(names) for at, name in enumerate(names)}
    paths = []
    for at, part in frame.groupby([place[key] for key in keys], sort=True):
        path = folder / f"{at:05d}.parquet"
        write_atomically(path, partial(part.reset_index(drop=True).to_parquet, index=False))
        paths.append(path)
    return Parts(tuple(paths))


def _write_part(shared: tuple[Parts, Path], path: Path) -> Path:
    parts, folder = shared
    frame = parts.read(path)
    write_atomically(folder / path.name, lambda to: frame.to_parquet(to, index=False))
    return folder / path.name


def _measure_part(shared: tuple[Parts, Mapping[str, Measure]], path: Path) -> dict[str, Any]:
    """What each measure takes from a part."""
    parts, measures = shared
    looked = [measure.columns for measure in measures.values()]
    columns = None if None in looked else tuple(name for one in looked for name in one or ())
    frame = parts.read(path, columns)
    return {name: measure.part(frame) for name, measure in measures.items()}


def measured(codings: pd.DataFrame | Parts, measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Every measure of codings, each part read once."""
    if isinstance(codings, Parts):
        taken = compute(_measure_part, ((path,) for path in codings.paths), (codings, measures))
    else:
        taken = [{name: measure.part(codings) for name, measure in measures.items()}]
    return {name: measure.join([one[name] for one in taken]) for name, measure in measures.items()}


def measure(codings: pd.DataFrame | Parts, one: Measure) -> Any:
    """One measure of codings."""
    return measured(codings, {"it": one})["it"]


def compute(function: Any, arguments: Iterable[tuple], shared: Any = None) -> list[Any]:
    """`function` of `shared` and of each tuple of arguments, side by side by Dask, in their order.

    `shared` goes to each worker once.
    """
    import dask
    from distributed import get_client

    how = {} if dask.config.get("scheduler", None) else {"scheduler": "processes"}
    with contextlib.suppress(ValueError):
        get_client()
        how = {}
    given = dask.delayed(shared, pure=False, traverse=False)
    tasks = [dask.delayed(function, pure=False)(given, *one) for one in arguments]
    with warnings.catch_warnings():
        # Dask would have it scattered; a worker that dies takes what was scattered with it, and no graph makes that anew
        warnings.filterwarnings("ignore", "Sending large graph")
        return list(dask.compute(*tasks, **how))
