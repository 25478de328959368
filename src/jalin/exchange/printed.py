"""What every print of the coded texts goes through: source after source, each with its codings."""

from collections.abc import Iterator

import pandas as pd

from jalin.words import word


def printed(
    sources: pd.DataFrame, texts: dict[str, str], codings: pd.DataFrame, language: str
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """(heading, text, codings) of each source, in the order of `sources`."""
    by_source = dict(list(codings.groupby("source_id", sort=False)))
    for row in sources.itertuples():
        heading = f"{row.source_id} · {word(f'method.{row.method}', language)} · {row.date}"
        yield heading, texts[row.source_id], by_source.get(row.source_id, codings.iloc[:0])
