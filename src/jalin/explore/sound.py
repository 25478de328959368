"""The recording beside its transcript: where it is, when each turn begins, and the times that a person mended.

Times come from the transcript (subtitles, Otter, ELAN, f4 …). One that is wrong or missing is set by ear and kept in
`data/raw/coding/times.csv`, a line a turn; it counts as long as the transcript has as many turns as it had then.
A recording lies beside its source, below `data/raw`. It leaves in a deposit alone, where consent.csv says yes to the voice.
"""

from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from jalin.code.times import FILE, Time, read_times
from jalin.consent import VIDEO, is_recording, media_of
from jalin.errors import Problem, StudyError
from jalin.explore.desk import Desk, of_text
from jalin.explore.register_edits import add_beside, rows_of
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study


def turns_of(
    source_id: str, segments: pd.DataFrame, times: list[Time], recordings: int = 1
) -> tuple[list[list[Any]], int]:
    """Of each of a source's `segments` where it starts, its seconds or None, whether they are among the mended `times`, and in which of its `recordings` it is; and how many mended times no longer count.

    Times that fall back as often as there are further recordings begin one each; otherwise all are of the first, as where two machines heard the same talk.
    """
    own = [one for one in times if one.source_id == source_id]
    mended = {one.segment_id: one.seconds for one in own if one.segments == len(segments)}
    rows: list[list[Any]] = [
        [int(row.start), mended.get(row.segment_id, _known(row.seconds)), row.segment_id in mended]
        for row in segments.itertuples()
    ]
    part, before, parts = 0, 0.0, []
    for _, seconds, _ in rows:
        part += seconds is not None and seconds < before
        before = before if seconds is None else seconds
        parts.append(part)
    rows = [[*row, one if part == recordings - 1 else 0] for row, one in zip(rows, parts, strict=True)]
    return rows, len(own) - len(mended.keys() & set(segments["segment_id"]))


def _known(seconds: float) -> float | None:
    return None if pd.isna(seconds) else float(seconds)


def set_time(desk: Desk, source: str, segments: pd.DataFrame, start: int, seconds: float | None) -> None:
    """Say when the turn that starts at `start` begins; None gives it the time of the transcript back."""
    found = segments.loc[segments["start"] == start, "segment_id"]
    if found.empty:
        remedy = "Click the turn again: the text was read anew meanwhile"
        raise StudyError(Problem(source, str(start), "no turn begins here", remedy))
    segment = str(found.iloc[0])

    def edit(_text: str) -> str:
        rows = [one.model_dump() for one in read_times(desk.study)]
        rows = [one for one in rows if (one["source_id"], one["segment_id"]) != (source, segment)]
        if seconds is not None:
            rows.append(
                {
                    "source_id": source,
                    "segment_id": segment,
                    "seconds": round(seconds, 1),
                    "segments": len(segments),
                }
            )
        rows.sort(key=lambda one: (one["source_id"], one["segment_id"]))
        return csv_of_rows(list(Time.model_fields), [{k: str(v) for k, v in one.items()} for one in rows])

    desk.act(f"{segment}: time", {desk.root / FILE: of_text(edit)})


def recordings_of(study: Study, source_id: str) -> list[dict[str, Any]]:
    """The recordings that the register names of a source: `path` from the study's folder, whether `video`, whether it is `there`."""
    row = next((one for one in rows_of(study)[1] if one["source_id"] == source_id), {})
    return [
        {
            "path": f"data/raw/{name}",
            "video": PurePosixPath(name).suffix.lower().removeprefix(".") in VIDEO,
            "there": (study.raw / name).is_file(),
        }
        for name in media_of(row)
        if is_recording(name)
    ]


def add_recording(desk: Desk, source: str, name: str, piece: str) -> None:
    """Put a recording, sent in pieces, beside its source under the source's id, and name it in the register.

    Taken back, the register names it no more; the file stays, and the check tells of it. Raises `StudyError` for what is no recording.
    """
    if not is_recording(name):
        remedy = "Choose sound or video, as .m4a, .mp3, .ogg, .wav, .mp4, .webm"
        raise StudyError(Problem(name, "", "it is no recording, by its ending", remedy))
    add_beside(desk, source, name, piece)
