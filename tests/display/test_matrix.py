from dataclasses import replace

import pandas as pd
import pytest
from conftest import REPOSITORY

from jalin.code.reconcile import counted
from jalin.condense import cooccurrence, count_codes
from jalin.display import (
    CELLS,
    Material,
    code_network,
    displays_of,
    heat,
    link_table,
    matrix,
    read_links,
    read_summaries,
    show,
)
from jalin.errors import StudyError
from jalin.protect.printed import printed_groups
from jalin.settings import DisplaySpec


@pytest.fixture
def material(run):
    codings = counted(run.known, "ann", "agreed")
    return Material(run.study.settings, run.codebook, codings, read_summaries(run.study))


def cells(found, value="codings"):
    return found.table.set_index(["row", "column"])[value].to_dict()


def standard(material, name):
    return next(matrix(material, spec, "en") for spec in displays_of(material) if spec.id == name)


def test_role_ordered_keeps_the_order_of_rank_and_the_empty_cells(material):
    assert list(cells(standard(material, "role_ordered")).items()) == [
        (("teacher", "CARE"), 1),
        (("teacher", "TOIL"), 1),
        (("teacher", "DENIED"), 0),
        (("pupil", "CARE"), 2),
        (("pupil", "TOIL"), 0),
        (("pupil", "DENIED"), 0),
        (("paper", "CARE"), 1),
        (("paper", "TOIL"), 0),
        (("paper", "DENIED"), 1),
    ]


def test_time_ordered_puts_an_event_where_it_happened(material):
    found = cells(standard(material, "time_ordered"))
    assert (found["EVENT", "dry"], found["EVENT", "wet"]) == (0, 1)
    assert (found["TOIL", "dry"], found["TOIL", "wet"]) == (1, 0)


def test_codes_of_a_cell_are_named_in_the_language_it_is_shown_in(material):
    """A display made in one language and shown in the other, as in a report of both."""
    spec = DisplaySpec(
        id="said", name={"id": "Kata", "en": "Said"}, rows="role_group", columns="theme", cell="codes"
    )
    made = matrix(material, spec, "id")
    assert cells(made, "codes")["teacher", "TOIL"] == "TOIL"
    names = material.codebook.codes["TOIL"].name
    assert names["id"] != names["en"]
    for language in ("id", "en"):
        shown = replace(made, language=language)
        assert names[language] in shown.frame().to_numpy()
        assert f"<summary>{names[language]}</summary>" in shown._repr_html_()


def test_a_display_without_codings_is_a_figure_that_says_so(material):
    found = show(replace(material, codings=material.codings.iloc[:0]), "voice", "code", language="en")
    axes = found.figure().axes
    assert [text.get_text() for ax in axes for text in ax.texts] == ["There is no data for this figure."]


def test_conceptually_clustered_gathers_the_themes_of_a_question(material):
    found = standard(material, "conceptually_clustered")
    assert cells(found) == {("I1", "1"): 2, ("I2", "1"): 2, ("D1", "1"): 1}
    assert found.frame().columns.tolist() == ["Who cares?"]
    assert found.frame().loc["D1", "Who cares?"] == "1: “Nobody has watered the garden”"


def test_any_matrix_is_what_a_recount_of_its_codings_gives(material):
    """Every number of every display, by a loop of its own over the codings."""
    for rows, columns in [
        ("role_group", "code"),
        ("voice", "theme"),
        ("method", "round"),
        ("event", "site"),
        ("code:CARE", "case_id"),
    ]:
        found = show(material, rows, columns)
        places = {
            "code:CARE": lambda row: row.code if row.code.startswith("CARE") else None,
            "event": lambda row: row.code if row.code.startswith("EVENT-") else None,
        }

        def place(row, axis, places=places):
            return places[axis](row) if axis in places else getattr(row, axis)

        for cell in found.table.itertuples():
            own = [
                row
                for row in material.codings.itertuples()
                if place(row, rows) == cell.row and place(row, columns) == cell.column
            ]
            assert (cell.codings, cell.sources, cell.voices) == (
                len(own),
                len({row.source_id for row in own}),
                len({row.voice for row in own}),
            )
            listed = found.quotes(cell.row, cell.column)
            assert sorted(listed["quote"]) == sorted(row.quote for row in own)
            assert cell.quote in [*listed["quote"], ""]


def test_marks_tell_several_voices_one_and_hearsay(root, run, material):
    found = cells(show(material, "code:CARE", "role_group", cell="mark"), "mark")
    # the code itself comes first, as it has codings of its own: the pupil's cousin, and the notice
    assert found == {
        ("CARE", "teacher"): "",
        ("CARE", "pupil"): "hearsay",
        ("CARE", "paper"): "some",
        ("CARE-WATER", "teacher"): "some",
        ("CARE-WATER", "pupil"): "some",
        ("CARE-WATER", "paper"): "",
    }
    assert cells(show(material, "theme", "case_id"), "mark")["CARE", "school"] == "strong"
    heard = show(material, "code", "role_group", where="CARE and with HEARD")
    assert cells(heard, "mark")["CARE", "pupil"] == "hearsay"


def test_what_a_person_wrote_stands_in_the_cell(root, run, material):
    (root / "data/raw/analysis/summaries.csv").write_text(
        "display,row,column,summary,written_by,date\ncare,pupil,CARE,They do it all,Ann,2024-06-01\n"
    )
    again = Material(material.settings, material.codebook, material.codings, read_summaries(run.study))
    spec = DisplaySpec(
        id="care", name={"id": "r", "en": "c"}, rows="role_group", columns="theme", cell="summary"
    )
    found = matrix(again, spec, "en").frame()
    assert found.loc["Pupil", "Care"] == "They do it all" and found.loc["Documents", "Toil"] == "none"


def test_a_summary_of_a_display_that_the_study_does_not_have_is_told(material):
    lost = pd.DataFrame({"display": ["role_orderd"], "row": ["pupil"], "column": ["CARE"], "summary": ["x"]})
    with pytest.raises(
        StudyError, match=r"summaries.csv: 'role_orderd' is no display yet. Did you mean role"
    ):
        displays_of(replace(material, summaries=lost))


def test_rows_can_be_ordered_by_a_code_and_a_contrast_takes_its_ends(run, material):
    ordered = show(material, "voice", "theme", order_by="CARE")
    assert list(dict.fromkeys(ordered.table["row"])) == ["I2", "I1", "D1"]
    settings = material.settings.model_copy(
        update={
            "displays": [
                DisplaySpec(
                    id="ends",
                    name={"id": "u", "en": "e"},
                    shape="contrast",
                    rows="theme",
                    columns="voice",
                    order_by="TOIL",
                )
            ]
        }
    )
    again = Material(settings, material.codebook, material.codings, material.summaries)
    ends = next(spec for spec in displays_of(again) if spec.id == "ends")
    # half of the teacher's codings are toil, none of the pupil's
    assert ends.only_columns == ["I1", "I2"]


@pytest.mark.parametrize(
    ("axes", "more", "said"),
    [
        (
            ("rolegroup", "theme"),
            {},
            "rolegroup × theme, rows: 'rolegroup' is no axis yet. Did you mean role_group",
        ),
        (("code:CARES", "theme"), {}, "rows: 'CARES' is no code yet. Did you mean CARE"),
        (("code.colour", "theme"), {}, "'colour' is no attribute of a code yet"),
        (("theme", "voice"), {"only_columns": ["I9"]}, "'I9' is not among the columns"),
        (("theme", "voice"), {"where": "CARE and"}, "cannot be read"),
        (("theme", "voice"), {"cell": "cuont"}, "no kind of cell 'cuont'. Did you mean count"),
    ],
)
def test_a_slip_in_a_display_is_told(material, axes, more, said):
    with pytest.raises(StudyError, match=said):
        show(material, *axes, **more)


def test_a_display_goes_to_a_spreadsheet_and_a_page_with_its_quotes(material, tmp_path):
    found = show(material, "role_group", "theme", language="en")
    found.export(tmp_path / "display.xlsx")
    sheet = pd.read_excel(tmp_path / "display.xlsx", sheet_name=None, index_col=0)
    assert sheet["display"].loc["Pupil", "Care"] == 2 and len(sheet["cells"]) == 6
    page = found._repr_html_()
    assert page.count("<details>") == 5 and "“The children water it every morning.”" in page


def test_beside_a_group_of_few_no_passage_tells_who_speaks(run, material):
    told = replace(material, printed=printed_groups(run.study.settings, run.sources))
    names = {one.id for one in run.study.settings.role_groups if one.id != "paper"}
    for cell, few in (("mark", names), ("count", names), ("quote", set())):
        found = matrix(told, DisplaySpec(id="x", name="x", rows="role_group", columns="theme", cell=cell))
        spoken = found.table[found.table["codings"] > 0]
        assert set(spoken.loc[spoken["example"] == "", "row"]) == few
        page = found._repr_html_()
        assert ("Digging is hard work" in page) == (not few) and "Nobody has watered" in page


def test_an_unknown_cell_or_shape_of_study_yaml_is_told_with_its_place_and_where_to_add_it(material):
    rows = {"rows": "role_group", "columns": "theme", "name": {"id": "a", "en": "a"}}
    settings = material.settings.model_copy(
        update={
            "displays": [
                DisplaySpec(id="first", shape="checklist", **rows),
                DisplaySpec(id="second", shape="checklists", cell="who", **rows),
            ]
        }
    )
    with pytest.raises(StudyError) as told:
        displays_of(replace(material, settings=settings))
    shape, cell = told.value.problems
    assert (shape.file, shape.place) == ("data/raw/study.yaml", "displays, entry 2 (second), shape")
    assert shape.remedy.startswith("Did you mean checklist?") and "shapes.py" in shape.remedy
    assert cell.place == "displays, entry 2 (second), cell" and "display/cells.py" in cell.remedy


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("columns", "periods", "columns: 'periods' is no axis yet. Did you mean period?"),
        ("order_by", "CAER", "order_by: 'CAER' is no code yet. Did you mean CARE?"),
        ("where", "method = ", "where: the query 'method = ' cannot be read"),
        ("only_rows", ["pupils"], "only_rows: 'pupils' is not among the rows. Did you mean pupil?"),
    ],
)
def test_a_slip_in_a_display_of_study_yaml_is_told_with_its_place(material, key, value, said):
    line = {"id": "who", "name": {"id": "a", "en": "a"}, "rows": "role_group", "columns": "theme", key: value}
    spec = DisplaySpec(**line)
    declared = replace(material, settings=material.settings.model_copy(update={"displays": [spec]}))
    with pytest.raises(StudyError) as told:
        matrix(declared, spec)
    assert str(told.value).startswith(f"data/raw/study.yaml, displays, who, {said}")


@pytest.mark.parametrize("cell", ["count", "sources", "voices", "share", "reach"])
def test_a_figure_shows_what_the_cells_hold(material, cell):
    found = show(material, "role_group", "theme", cell=cell, language="en")
    drawn = {text.get_text() for text in found.figure().axes[0].texts}
    assert drawn == {found.words(row) if row["codings"] else "·" for _, row in found.table.iterrows()}


@pytest.mark.parametrize(("rows", "columns"), [("role_group", "theme"), ("theme", "role_group")])
def test_reach_is_of_the_voices_of_the_group_whichever_side_it_stands_on(material, rows, columns):
    found = show(material, rows, columns, cell="reach", where="not with DENIED", language="en").frame()
    found = found if rows == "role_group" else found.T
    # the notice speaks, of nothing but what was asked to be left out
    assert found["Care"].tolist() == ["1/1", "1/1", "none"]
    assert found.loc["Pupil", "Toil"] == "none"
    told = show(material, rows, columns, cell="reach", language="en").table
    assert set(told["able"]) == {1}


def test_without_a_side_of_sources_reach_is_of_all_voices(material):
    found = show(material, "theme", "period", cell="reach").table
    assert set(found["able"]) == {3}


def test_a_legend_of_another_package_stands_in_its_first_language_where_it_lacks_one(material):
    drawn = heat("codings", {"en": "hits"})(show(material, "role_group", "theme", language="id"))
    assert [ax.get_ylabel() for ax in drawn.axes if ax.get_ylabel()] == ["hits"]


@pytest.mark.parametrize("cell", CELLS.own)
def test_every_kind_of_cell_has_words_and_a_place_in_the_manual(material, cell):
    assert show(material, "role_group", "theme", cell=cell).frame().size
    assert f"`{cell}`" in (REPOSITORY / "docs/displays.md").read_text("utf-8")


def test_a_code_attribute_is_an_axis_in_both_languages(root, run, material):
    path = root / "data/raw/coding/codebook.yaml"
    text = path.read_text().replace(
        "{id: TOIL,", "{id: TOIL, attributes: {effort: {id: 2 berat, en: 2 hard}},"
    )
    path.write_text(text.replace("{id: CARE-WATER,", "{id: CARE-WATER, attributes: {effort: 10 light},"))
    from jalin.code import read_codebook

    again = Material(material.settings, read_codebook(run.study), material.codings, material.summaries)
    found = show(again, "code.effort", "role_group", language="en")
    assert found.frame().index.tolist() == ["2 hard", "10 light"]
    assert cells(found)["2 berat", "teacher"] == 1


def test_stated_links_are_counted_with_what_stands_behind_them(root, run, material):
    (root / "data/raw/analysis/links.yaml").write_text(
        "links:\n"
        "  - {from: EVENT-RAIN, to: CARE-WATER, sign: '-', because: {id: a, en: b}}\n"
        "  - {from: TOIL, to: CARE, because: {id: a, en: b}, evidence: TOIL and role_group = teacher}\n"
        "  - {from: TOIL, to: DENIED, because: {id: a, en: b}}\n"
    )
    links, behind = link_table(
        material.codings, run.codebook, read_links(run.study, run.codebook), distance=0
    )
    assert links[["codings", "voices", "voices_both"]].to_numpy().tolist() == [
        [2, 1, 1],
        [1, 1, 1],
        [0, 0, 0],
    ]
    assert behind.groupby("link").size().to_dict() == {1: 2, 2: 1}


def test_a_link_of_an_unknown_code_is_placed(root, run):
    (root / "data/raw/analysis/links.yaml").write_text(
        "links: [{from: RAIN, to: CARE, because: {id: a, en: b}}]\n"
    )
    with pytest.raises(StudyError, match="link 1: 'RAIN' is no code yet"):
        read_links(run.study, run.codebook)


def test_the_network_keeps_ties_from_the_threshold_on(run):
    own = counted(run.known, "ann", "agreed")
    pairs = cooccurrence(own, list(run.codebook.codes))
    counts = count_codes(own, [])
    assert len(code_network(pairs, counts, at_least=1)) == 3
    assert code_network(pairs, counts, at_least=2).empty
    # CARE twice, DENIED once, one passage in common: 1 / (2 + 1 − 1)
    tie = code_network(pairs, counts, at_least=1).set_index(["code_1", "code_2"]).loc[("CARE", "DENIED")]
    assert tie["jaccard"] == 0.5
