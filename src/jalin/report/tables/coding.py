"""Tables of the coding: codebook, agreement, patterns, saturation."""

import pandas as pd

from jalin.report.results import Results
from jalin.report.tables.common import named, percent, rounded, terms
from jalin.words import number, word

# in this order
_MEASURES = (
    "percent",
    "percent_coded",
    "kappa",
    "ac1",
    "alpha_spans",
    "alpha",
)


def _agreement(
    frame: pd.DataFrame, first: tuple[str, ...], language: str, kappa: str = "kappa"
) -> pd.DataFrame:
    """A table of agreement under its headings, `first` its leading columns; `kappa` says which kappa it is."""
    measures = [name for name in _MEASURES if name in frame]
    frame = frame.assign(
        interval=_pairs(frame, ("alpha_low", "alpha_high"), " … ", language),
        below=_pairs(frame, ("below_tentative", "below_firm"), " / ", language),
        **{name: rounded(frame[name], language) for name in measures},
    )
    return named(frame, (*first, "units", "coded", *measures, "interval", "below"), language, kappa=kappa)


def _pairs(frame: pd.DataFrame, columns: tuple[str, str], between: str, language: str) -> list[str]:
    """Two numbers of each row as one text; words where they cannot be estimated."""
    return [
        word("label.not_estimable", language)
        if pd.isna(one)
        else f"{number(one, language, 2)}{between}{number(other, language, 2)}"
        for one, other in zip(*(frame[name] for name in columns), strict=True)
    ]


def agreement_table(results: Results, language: str) -> pd.DataFrame:
    frame = results["code/agreement"]
    frame = frame.assign(code=frame["code"].replace("(all)", word("label.all_codes", language)))
    several = frame["coders"].max() > 2
    return _agreement(frame, ("code",), language, "kappa_fleiss" if several else "kappa")


def agreement_parts(results: Results, language: str) -> pd.DataFrame:
    frame = results["code/agreement_parts"]
    frame = frame.assign(by=terms("by.{}", frame["by"], language))
    return _agreement(frame, ("by", "value"), language)


def confusions(results: Results, language: str) -> pd.DataFrame:
    return named(
        results["code/confusions"].head(15), ("code", "other", "segments"), language, segments="units"
    )


def codebook(results: Results, language: str) -> pd.DataFrame:
    counts = results["condense/counts"].query("by == 'all'").set_index("code")["codings"]
    frame = pd.DataFrame(
        {
            "code": code.id,
            "name": code.name[language],
            "definition": code.definition[language],
            "kind": word(f"kind.{code.kind}", language),
            "codings": int(counts.get(code.id, 0)),
        }
        for code in results.codebook.codes.values()
    )
    return named(frame, ("code", "name", "definition", "kind", "codings"), language)


def history(results: Results, language: str) -> pd.DataFrame:
    rows = [
        (
            change.round,
            word(f"change.{change.action}", language),
            ", ".join(change.old),
            ", ".join(change.became),
            change.reason,
        )
        for change in results.codebook.history
    ]
    columns = ["round", "change", "old", "new", "reason"]
    return named(pd.DataFrame(rows, columns=columns), columns, language)


def patterns_table(results: Results, language: str) -> pd.DataFrame:
    found, names = results["condense/patterns"], results.codebook.names(language)
    frame = found.assign(
        pattern=found["pattern"].map(names),
        code=[
            word("label.all_codes", language) if code == "(all)" else f"{code} {names[code]}"
            for code in found["code"]
        ],
    )
    return named(frame, ("pattern", "code", "codings", "sources", "voices"), language)


def cooccurrence_table(results: Results, language: str) -> pd.DataFrame:
    found = (
        results["condense/cooccurrence"]
        .sort_values(["passages", "near"], ascending=False, kind="stable")
        .head(20)
    )
    frame = found.assign(p=rounded(found["p"], language, 3))
    columns = ("code_1", "code_2", "passages", "segments", "near", "p", "sources")
    return named(frame, columns, language, code_1="code", code_2="other", sources="both")


def saturation_table(results: Results, language: str) -> pd.DataFrame:
    found = results["condense/saturation_runs"]
    groups = {"(all)": word("every", language)} | results.names("role_groups", language)
    frame = found.assign(
        unit=terms("unit.{}", found["unit"], language),
        group=found["group"].map(groups),
        reached=[
            f"{number(at, language)}+{run}" if pd.notna(at) else "–"
            for at, run in zip(found["reached"], found["run"], strict=True)
        ],
        orders=[
            f"{number(low, language)} … {number(high, language)}" if pd.notna(low) else "–"
            for low, high in zip(found["low"], found["high"], strict=True)
        ],
        last_share=percent(found["last_share"]),
        chao2=[
            f"{number(value, language, 1)} ({number(low, language, 1)} … {number(high, language, 1)})"
            if pd.notna(value)
            else "–"
            for value, low, high in zip(found["chao2"], found["chao2_low"], found["chao2_high"], strict=True)
        ],
        coverage=percent(found["coverage"]),
    )
    columns = ("unit", "group", "units", "observed", "reached", "orders", "last_share", "chao2", "coverage")
    return named(frame, columns, language)


def tally(results: Results, language: str) -> pd.DataFrame:
    frames = []
    for item in results.study.settings.tallies:
        found = results["condense/tallies"]
        found = found[found["tally"] == item.id]
        if not found.empty:
            wide = found.pivot(index="row", columns="column", values="count").fillna(0).astype("int64")
            frames.append(
                wide.rename_axis(None, axis=1).reset_index().rename(columns={"row": item.name[language]})
            )
    return (
        pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({word("column.count", language): []})
    )
