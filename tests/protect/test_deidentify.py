import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from jalin.errors import StudyError
from jalin.protect import refuse_leaks
from jalin.protect.deidentify import moved, replace_hits
from jalin.protect.identifiers import Hit


def test_identifiers_are_replaced_and_marked(run):
    text = run.protected.texts["W1"]
    assert "Sari Melati" not in text and "0812" not in text
    assert "Call Bu ⟦name W1.1⟧ at ⟦phone W1.1⟧ for more." in text


def test_a_withdrawn_source_is_nowhere(run):
    assert "W3" not in run.protected.texts
    assert "W3" not in set(run.protected.segments["source_id"])
    assert not run.protected.segments["text"].str.contains("Zanzibar").any()


def test_the_same_identifier_gets_the_same_pseudonym_everywhere(root):
    path = root / "data/raw/interviews/W2.md"
    path.write_text(path.read_text() + "\n**B:** Call 0812 3456 7890, ask for Bu Sari Melati.\n")
    assert "Call ⟦phone W1.1⟧, ask for Bu ⟦name W1.1⟧." in Run(root).protected.texts["W2"]


def test_segments_still_hold_their_text(run):
    for row in run.protected.segments.itertuples():
        assert run.protected.texts[row.source_id][row.start : row.end] == row.text


def test_the_audit_says_where_and_never_what(run):
    audit = run.protected.audit
    for row in audit.itertuples():
        assert run.protected.texts[row.source_id][row.start : row.end] == row.replacement
    assert not audit.astype("str").apply(lambda column: column.str.contains("Sari|0812")).to_numpy().any()


def test_an_identifier_left_elsewhere_is_a_leak_and_is_not_printed():
    with pytest.raises(StudyError) as error:
        refuse_leaks({"W1": "one\nsari melati was here\n"}, frozenset({"Sari Melati"}))
    assert "W1.txt, line 2" in str(error.value) and "elati" not in str(error.value)


def test_a_listed_person_hides_under_the_studys_own_pseudonym(root):
    (root / "data/raw/pseudonyms.csv").write_text("original,pseudonym\nSari Melati,the cook\n")
    assert "Call Bu ⟦the cook⟧ at" in Run(root).protected.texts["W1"]


def test_a_name_listed_twice_is_refused(root):
    (root / "data/raw/pseudonyms.csv").write_text("original,pseudonym\nSari,a\nsari,b\n")
    with pytest.raises(StudyError, match="row 3: 'sari' stands twice"):
        Run(root)


@given(st.data())
def test_every_position_outside_a_replacement_keeps_its_character(data):
    text = data.draw(st.text("abc", min_size=1, max_size=30))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    hits = [Hit("x", a, b, text[a:b]) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    replacements = [data.draw(st.text("XYZ", max_size=5)) for _ in hits]
    new = replace_hits(text, hits, replacements)
    for position, character in enumerate(text):
        if not any(hit.start <= position < hit.end for hit in hits):
            assert new[moved(position, hits, replacements)] == character
