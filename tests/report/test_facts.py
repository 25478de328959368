"""Every fact of a report: the words of its query, done again on the CSV, give its number and its rows."""

import csv
import json
import re
import shutil
from dataclasses import replace
from statistics import median

import pytest
import yaml
from conftest import REPOSITORY, build
from tiny import make_study

from jalin.report import Results, compute_facts, write_facts
from jalin.settings import Settings

STRANGE = ["share, like", "a, b = c", "x and act = dig", 'say "or", or', "", "teacher"]


def read_query(query):
    """What a query takes of a column, times what, and the conditions of each alternative; values in quotes as they are."""
    quoted = []

    def kept(found):
        quoted.append(json.loads(found[0]))
        return f"<{len(quoted) - 1}>"

    taken, _, conditions = re.sub(r'"(?:[^"\\]|\\.)*"', kept, query).partition(" where ")
    taken, _, times = taken.partition(" × ")

    def condition(text):
        column, sign, value = re.fullmatch(r"(\w+) (=|≠|<|is not|is) (.+)", text).groups()
        return column, sign, quoted[int(value[1:-1])] if re.fullmatch(r"<\d+>", value) else value

    alternatives = [
        [condition(one) for one in alternative.split(" and ")]
        for alternative in (conditions.split(", or ") if conditions else ())
    ]
    return taken, float(times or 1), alternatives


def holds(row, column, sign, value):
    if sign == "<":
        return row[column] != "" and float(row[column]) < float(value)
    if sign in ("is", "is not"):
        value = {"empty": "", "true": "True", "false": "False"}[value]
    return (row[column] == value) is (sign in ("=", "is"))


def counted_again(query, table):
    """The number that a query gives for the rows of a CSV, and which rows they are."""
    taken, times, alternatives = read_query(query)
    chosen = [
        at
        for at, row in enumerate(table)
        if not alternatives or any(all(holds(row, *one) for one in each) for each in alternatives)
    ]
    how, _, column = taken.replace(" of ", " ").rpartition(" ")
    if taken == "rows":
        return len(chosen) * times, chosen
    values = [table[at][column] for at in chosen]
    if how == "distinct":
        return len(set(values)), chosen
    if how in ("sum", "median"):
        return {"sum": sum, "median": median}[how](float(value) for value in values if value), chosen
    (value,) = values
    return float(value) * times if re.fullmatch(r"-?[\d.]+", value) else value, chosen


def setting(query, path):
    """What study.yaml says under a key, or how many things it lists there; a key left out has its default."""
    how, _, key = query.rpartition(" ")
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    for part in key.split("."):
        found = found.get(part) if found else None
    if found is None:
        first, _, second = key.partition(".")
        found = getattr(Settings.model_fields[first].default, second)
    return len(found) if how == "number of" else found


def built(root):
    study = build(root)
    results = Results.of(study)
    write_facts(results, compute_facts(results))
    return results


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """The tiny study with values in its log that look like words of a query."""
    root = make_study(tmp_path_factory.mktemp("strange") / "study")
    with (root / "data/raw/observations/L1.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [("who", "act", "note"), *((who, "dig", "beans") for who in STRANGE for _ in who[:3] or "x")]
        )
    return built(root)


def check(results):
    study, facts, tables = results.study, compute_facts(results), {}
    told = json.loads((study.reports / "facts.json").read_text(encoding="utf-8"))["facts"]
    assert set(told) == set(facts)
    for name, fact in told.items():
        if fact["table"] == "study.yaml":
            value = setting(fact["query"], study.raw / "study.yaml")
            assert (
                {"id": fact["id"], "en": fact["en"]} if isinstance(value, dict) else fact["value"]
            ) == value
            continue
        if fact["table"] not in tables:
            with (study.processed / f"{fact['table']}.csv").open(newline="", encoding="utf-8") as file:
                tables[fact["table"]] = list(csv.DictReader(file))
        value, rows = counted_again(fact["query"], tables[fact["table"]])
        assert list(facts[name].rows(results).index) == rows, name
        if value == "":
            assert (fact["value"], fact["id"], fact["en"]) == (None, "–", "–"), name
        elif isinstance(value, str):
            assert fact["value"] == value, name
        else:
            digits = len(fact["en"].partition(".")[2])
            assert fact["value"] == pytest.approx(round(value, digits)), name
            assert fact["en"] == f"{value:,.{digits}f}".replace("-", "−"), name
            assert fact["id"] == fact["en"].translate(str.maketrans(",.", ".,")), name
    return told


def test_every_fact_comes_out_again_from_the_words_of_its_query(strange):
    check(strange)


def test_a_tally_whose_names_look_like_a_query_is_found(strange):
    facts = compute_facts(strange)
    for who in STRANGE:
        fact = facts[f"tally.T1.{who}.dig"]
        assert fact.value(strange) == (3 if who else 1)
        assert list(fact.rows(strange)["row"]) == [who]
    assert (
        facts["tally.T1.a, b = c.dig"].query == 'count where tally = T1 and row = "a, b = c" and column = dig'
    )
    assert facts["tally.T1..dig"].query == "count where tally = T1 and row is empty and column = dig"


def test_a_weak_code_is_counted_without_the_row_of_all_codes(strange):
    agreement = strange["code/agreement"].iloc[:2].assign(code=["A", "(all)"], alpha=[0.4, 0.6])
    results = replace(strange, tables=strange.tables | {"code/agreement": agreement})
    assert compute_facts(results)["weak_codes"].value(results) == 1


@pytest.mark.slow
@pytest.mark.parametrize("study", ["going-home", "four-kecamatan", "."])
def test_every_fact_of_the_shipped_studies_comes_out_again(study, tmp_path):
    raw = (REPOSITORY / "examples" / study if study != "." else REPOSITORY) / "data/raw"
    shutil.copytree(raw, tmp_path / "data/raw")
    told = check(built(tmp_path))
    assert len(told) > 100
