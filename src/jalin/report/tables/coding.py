"""Tables of the coding: codebook, agreement, patterns, saturation."""

import pandas as pd

from jalin.report.results import Results
from jalin.report.tables.common import named, rounded, terms
from jalin.words import number, phrase, word

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
    names = results.codebook.names(language) | {"(all)": word("label.all_codes", language)}
    frame = frame.assign(code=frame["code"].map(names))
    several = frame["coders"].max() > 2
    return _agreement(frame, ("code",), language, "kappa_fleiss" if several else "kappa")


def agreement_parts(results: Results, language: str) -> pd.DataFrame:
    frame = results["code/agreement_parts"]
    names = results.codebook.names(language) | results.names("rounds", language)
    frame = frame.assign(
        by=terms("by.{}", frame["by"], language), value=[names.get(one, one) for one in frame["value"]]
    )
    return _agreement(frame, ("by", "value"), language)


def confusions(results: Results, language: str) -> pd.DataFrame:
    found = _named_codes(results, results["code/confusions"].head(15), language, "code", "other")
    return named(found, ("code", "other", "segments"), language, segments="units")


def _named_codes(results: Results, frame: pd.DataFrame, language: str, *columns: str) -> pd.DataFrame:
    """`frame` with codes by their names in `columns`."""
    names = results.codebook.names(language)
    return frame.assign(**{column: frame[column].map(names) for column in columns})


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
            change.reason[language] if change.reason else "",
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
            word("label.all_codes", language) if code == "(all)" else names[code] for code in found["code"]
        ],
    )
    return named(frame, ("pattern", "code", "codings", "sources", "voices"), language)


def cooccurrence_table(results: Results, language: str) -> pd.DataFrame:
    found = results["condense/cooccurrence"]
    found = found[found[["passages", "segments", "near"]].any(axis=1)]
    found = found.sort_values(["passages", "near"], ascending=False, kind="stable").head(20)
    found = _named_codes(results, found, language, "code_1", "code_2")
    columns = ("code_1", "code_2", "passages", "segments", "near", "sources")
    return named(found, columns, language, code_1="code", sources="both")


def fisher_table(results: Results, language: str) -> pd.DataFrame:
    found = results["condense/cooccurrence"].sort_values("p", kind="stable").head(20)
    first, second = (found["sources"] + found[name] for name in ("only_1", "only_2"))
    chance = first * second / (first + found["only_2"] + found["neither"])
    frame = _named_codes(results, found, language, "code_1", "code_2").assign(
        by_chance=rounded(chance, language, 1),
        **{name: [_probability(p, language) for p in found[name]] for name in ("p", "p_holm")},
    )
    columns = ("code_1", "code_2", "sources", "by_chance", "p", "p_holm")
    return named(frame, columns, language, code_1="code", sources="both")


def _probability(p: float, language: str) -> str:
    """A p in four decimals; what these cannot show is below them."""
    least = 0.0001
    return f"< {number(least, language, 4)}" if p < least / 2 else number(p, language, 4)


def saturation_table(results: Results, language: str) -> pd.DataFrame:
    found = results["condense/saturation_runs"]
    groups = {"(all)": word("every", language)} | results.names("role_groups", language)

    def after(column: str) -> list[str]:
        return [
            f"{number(at, language)}+{run}" if pd.notna(at) else "–"
            for at, run in zip(found[column], found["run"], strict=True)
        ]

    frame = found.assign(
        unit=terms("unit.{}", found["unit"], language),
        group=found["group"].map(groups),
        reached=after("reached"),
        lasting=after("lasting"),
        later=[
            phrase("part_of_all", language, part=number(later, language), all=number(seen, language))
            if pd.notna(later)
            else "–"
            for later, seen in zip(found["later"], found["seen"], strict=True)
        ],
        orders=[
            f"{number(low, language)} … {number(high, language)}" if pd.notna(low) else "–"
            for low, high in zip(found["low"], found["high"], strict=True)
        ],
        chao2=_estimates(found, "chao2", language),
        coverage=_estimates(found, "coverage", language, 100),
    )
    columns = (
        "unit", "group", "interviews", "reached", "later", "lasting", "orders", "units", "observed", "chao2", "coverage",
    )  # fmt: skip
    return named(frame, columns, language, units="read")


def _estimates(found: pd.DataFrame, name: str, language: str, times: int = 1) -> list[str]:
    """An estimate with its interval, in words where there is none."""
    ends = zip(*(found[column] * times for column in (name, f"{name}_low", f"{name}_high")), strict=True)
    return [
        f"{number(value, language, 1)} ({number(low, language, 1)} … {number(high, language, 1)})"
        if pd.notna(value)
        else word("no_estimate", language)
        for value, low, high in ends
    ]


def tally(results: Results, language: str) -> pd.DataFrame:
    frames, settings = [], results.study.settings
    for item in settings.tallies:
        found = results["condense/tallies"]
        found = found[found["tally"] == item.id]
        if not found.empty:
            wide = found.pivot(index="row", columns="column", values="count").fillna(0).astype("int64")
            wide = wide.rename(columns=lambda value: settings.logged(value, language))
            wide.index = pd.Index(
                [
                    " / ".join(settings.logged(part, language) for part in row.split(" / "))
                    for row in wide.index
                ],
                name="row",
            )
            frames.append(
                wide.rename_axis(None, axis=1).reset_index().rename(columns={"row": item.name[language]})
            )
    return (
        pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({word("column.count", language): []})
    )
