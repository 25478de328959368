"""Segments like those already under a code: a modest help, offline, never a coder.

TF-IDF over word stems with logistic regression (scikit-learn). Nothing is applied: the
suggestions are a list to read, with how well they do on what the coder has read. A segment without the code
counts against it in sources the coder has read, which are those with a coding of theirs and those in their
read.csv; elsewhere it says nothing.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from jalin.code import read_codebook
from jalin.code.codings import read_marks
from jalin.collect.register import registered
from jalin.condense.language import stem, telling_words
from jalin.condense.words import told_segments
from jalin.errors import Problem, StudyError, not_yet
from jalin.explore.coder_file import CoderFile
from jalin.explore.desk import as_study
from jalin.study import Study
from jalin.tables.store import read
from jalin.templates import render

_LEAST = 5


@dataclass(frozen=True)
class Suggestions:
    """`found`: segments without the code, the most alike first (source_id, segment_id, score, text).

    `precision` is the average precision over sources the coder has read, each left out in turn, `chance`
    what a blind guess would have there: near one another, the suggestions are worth nothing.
    """

    code: str
    found: pd.DataFrame
    precision: float
    chance: float

    def _repr_html_(self) -> str:
        found = {"code": self.code, "precision": self.precision, "chance": self.chance}
        return render("explore/browse", "suggestions", "en", table=self.found.to_html(index=False), **found)


def _stemmed(text: str, language: str) -> str:
    return " ".join(stem(one, language) for one in telling_words(text, language))


def suggest(
    study: Study | str | Path, code: str, coder: str = "", at_most: int = 10, seed: int = 2024
) -> Suggestions:
    """Segments that may belong under `code` or a code below it, by the codings of one coder.

    Raises `StudyError` for a code that is not there or has fewer than five coded segments.
    """
    found = as_study(study)
    coder = coder or found.lead
    book = read_codebook(found)
    if code not in book.today:
        raise StudyError(Problem("data/raw/coding/codebook.yaml", "", *not_yet("code", code, book.today)))
    branch = book.branch(book.today[code])
    segments = told_segments(read(found, "protect/segments")).reset_index(drop=True)
    language = read(found, "protect/sources").set_index("source_id")["language"].to_dict()
    marked, read_too = np.zeros(len(segments), dtype=bool), np.zeros(len(segments), dtype=bool)
    marks = read_marks(found, set(language), registered(found))
    told = set(marks.loc[marks["coder"] == coder, "source_id"])
    for source, here in segments.groupby("source_id", sort=False).indices.items():
        lines = CoderFile(found, coder, str(source)).lines()
        read_too[here] = bool(lines) or source in told
        for line in lines:
            if book.today.get(str(line["code"])) in branch:
                part = segments.iloc[here]
                touched = (part["start"] < int(line["end"])) & (part["end"] > int(line["start"]))
                marked[here[touched.to_numpy()]] = True
    sources = segments["source_id"].to_numpy()
    folds = min(5, len(set(sources[marked])), len(set(sources[read_too & ~marked])))
    if marked.sum() < _LEAST or folds < 2:
        what = f"{coder} has put {code} on {int(marked.sum())} of {int(read_too.sum())} segments read"
        remedy = f"Code {_LEAST} segments in two sources or more first, and read some without it"
        raise StudyError(Problem("suggest", code, what, remedy))
    texts = [_stemmed(row.text, language[row.source_id]) for row in segments.itertuples()]
    model = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, min_df=2, token_pattern=r"\S+"),
        LogisticRegression(class_weight="balanced", C=10, max_iter=1000, random_state=seed),
    )
    parts = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    own = [text for text, known in zip(texts, read_too, strict=True) if known]
    truth, groups = marked[read_too], sources[read_too]
    tried = cross_val_predict(model, own, truth, groups=groups, cv=parts, method="predict_proba")[:, 1]
    scores = model.fit(own, truth).predict_proba(texts)[:, 1]
    rest = segments.assign(score=scores.round(3))[~marked]
    top = rest.sort_values(["score", "source_id", "start"], ascending=[False, True, True]).head(at_most)
    return Suggestions(
        code,
        top[["source_id", "segment_id", "score", "text"]].reset_index(drop=True),
        float(average_precision_score(truth, tried)),
        float(truth.mean()),
    )
