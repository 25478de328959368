import pandas as pd
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from jalin.errors import StudyError
from jalin.protect import write_key
from jalin.protect.hiding import KEY, Moves, replace_hits
from jalin.protect.hits import Hit
from jalin.protect.key import reveal
from jalin.protect.leaks import forms_of
from jalin.study import open_study
from jalin.tables.store import write_texts


def say(root, *lines, source="W2.md"):
    """Let an informant of the tiny study say more."""
    path = root / "data/raw/interviews" / source
    path.write_text(path.read_text() + "".join(f"\n**B:** {line}\n" for line in lines))


def listed(root, *rows, header="original,pseudonym"):
    (root / "data/raw/pseudonyms.csv").write_text("\n".join([header, *rows]) + "\n")


def test_identifiers_are_replaced_and_marked(run):
    text = run.protected.texts["W1"]
    assert "Sari Melati" not in text and "0812" not in text
    assert "Call Bu ⟦name W1.1⟧ at ⟦phone W1.1⟧ for more." in text


def test_a_withdrawn_source_is_nowhere(run):
    assert "W3" not in run.protected.texts
    assert "W3" not in set(run.protected.segments["source_id"])
    assert not run.protected.segments["text"].str.contains("Zanzibar").any()


def test_the_same_identifier_gets_the_same_pseudonym_everywhere(root):
    say(root, "Call 0812 3456 7890, ask for BU SARI MELATI.")
    assert "Call ⟦phone W1.1⟧, ask for BU ⟦name W1.1⟧." in Run(root).protected.texts["W2"]


def test_a_name_told_by_its_title_once_is_hidden_where_it_stands_alone(root):
    say(root, "Then Zulkarnaen laughed.", "Pak Zulkarnaen said no.")
    text = Run(root).protected.texts["W2"]
    assert "Then ⟦name W2.1⟧ laughed." in text and "Pak ⟦name W2.1⟧ said no." in text


def test_titles_and_degrees_make_nobody_another_person(root):
    say(root, "I met Drs. H. Zulkarnaen Firdaus, M.Si. there.", "Zulkarnaen Firdaus was late.")
    text = Run(root).protected.texts["W2"]
    assert "I met ⟦name W2.1⟧ there." in text and "⟦name W2.1⟧ was late." in text


def test_speakers_who_are_named_by_their_labels_are_hidden(root):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text(path.read_text().replace("A: ", "Zulkarnaen Firdaus: ") + "Q: Is Zulkarnaen your name?\n")
    run = Run(root, codings=False)
    assert set(run.protected.segments.query("source_id == 'W1'")["speaker"]) == {"Q", "⟦name W1.1⟧"}
    assert "Zulkarnaen" not in run.protected.texts["W1"]


def test_segments_still_hold_their_text(run):
    for row in run.protected.segments.itertuples():
        assert run.protected.texts[row.source_id][row.start : row.end] == row.text


def test_the_audit_says_where_and_never_what(run):
    audit = run.protected.audit
    assert len(audit) == 2
    for row in audit.itertuples():
        assert run.protected.texts[row.source_id][row.start : row.end] == row.replacement
    assert not audit.astype("str").apply(lambda column: column.str.contains("Sari|0812")).to_numpy().any()


def test_a_listed_person_hides_under_the_studys_own_pseudonym(root):
    listed(root, "Sari Melati,the cook")
    assert "Call Bu ⟦the cook⟧ at" in Run(root).protected.texts["W1"]


def test_places_offices_and_variants_hide_too(root):
    say(root, "In Rindangbanua the OPZ and the Dinas Kebun, the dinas kebun itself.")
    listed(
        root,
        "Rindangbanua,place 1,place,",
        "Dinas Kebun,office 1,office,OPZ|Dinas K.",
        header="original,pseudonym,kind,variants",
    )
    text = Run(root).protected.texts["W2"]
    assert "In ⟦place 1⟧ the ⟦office 1⟧ and the ⟦office 1⟧, the ⟦office 1⟧ itself." in text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["Sari,a", "sari,b"], "row 3: 'sari' stands twice"),
        (["Sari,"], "row 2: 'pseudonym' needs a text; it is empty"),
        (["!!,a"], "row 2: '!!' has no letter"),
    ],
)
def test_a_broken_list_is_refused(root, rows, words):
    listed(root, *rows)
    with pytest.raises(StudyError, match=words):
        Run(root)


def test_an_unknown_kind_gets_a_suggestion(root):
    listed(root, "Sari,a,persn", header="original,pseudonym,kind")
    with pytest.raises(StudyError, match="Did you mean person"):
        Run(root)


def test_the_key_and_only_the_key_turns_a_text_back(root):
    say(root, "Bu Sari Melati has 0812 3456 7890, and Pak Zulkarnaen has @contoh_z.")
    run = Run(root)
    write_texts(run.study, "protect", run.protected.texts)
    with pytest.raises(StudyError, match="the key is not there"):
        reveal(run.study, "W2")
    write_key(run.study, run.protected.key)
    for source_id, text in run.collected.texts.items():
        assert reveal(run.study, source_id) == text


def test_a_coder_who_collected_is_no_secret_and_an_informant_of_that_name_is(root):
    study = open_study(root)
    coder = study.settings.coders[0].id
    row = dict.fromkeys(KEY, "") | {
        "source_id": "W1",
        "kind": "name",
        "search": "anywhere",
        "start": 0,
        "end": 3,
    }
    rows = [
        row | {"place": "collector", "original": coder},
        row | {"place": "collector", "original": "Melati Wangi"},
    ]
    write_key(study, pd.DataFrame(rows[:1], columns=KEY))
    assert [path.name for path in (study.private / "key").iterdir()] == ["W1.csv"]
    assert forms_of(study) == []
    write_key(study, pd.DataFrame([*rows, row | {"place": "text", "original": coder}], columns=KEY))
    assert {form.text for form in forms_of(study)} == {"melati wangi", coder}


def test_the_key_of_another_text_is_refused(root):
    run = Run(root)
    write_key(run.study, run.protected.key)
    write_texts(
        run.study, "protect", {"W1": "something ⟦else⟧ entirely, and longer than the places in the key are"}
    )
    with pytest.raises(StudyError, match="not that of this text"):
        reveal(run.study, "W1")


def test_what_stands_beside_the_text_is_searched_too(root):
    from office import W, docx, paragraph
    from office import run as words
    from tiny import SOURCES, write_sources

    rows = [row[:] for row in SOURCES]
    rows[3][3] = "documents/D1.docx"
    write_sources(root, rows)
    (root / "data/raw/documents/D1.md").unlink()
    body = paragraph(
        words("Nobody has watered the garden "),
        '<w:commentRangeStart w:id="1"/>',
        words("since January."),
        '<w:commentRangeEnd w:id="1"/>',
    )
    note = paragraph(words("Ask Pak Zulkarnaen, 0812 3456 7890."))
    comments = (
        f'<w:comments {W}><w:comment w:id="1" w:author="Wiwin Rahmawulan">{note}</w:comment></w:comments>'
    )
    header = f"<w:hdr {W}>{paragraph(words('NIP 198503122010011000'))}</w:hdr>"
    docx(root / "data/raw/documents/D1.docx", body, comments=comments, header1=header)
    protected = Run(root).protected
    (comment,) = protected.comments.to_dict("records")
    assert comment["author"] == "⟦name D1.1⟧"
    assert comment["text"] == "Ask Pak ⟦name D1.2⟧, ⟦phone W1.1⟧."
    assert protected.texts["D1"][comment["start"] : comment["end"]] == comment["quote"] == "since January."
    (remark,) = protected.remarks.to_dict("records")
    # a header is told, not what it says; the key has it, so that the audit looks for it
    assert (remark["kind"], remark["detail"]) == ("header", "")
    assert "198503122010011000" in protected.key["original"].to_list()


@given(st.data())
def test_every_position_outside_a_replacement_keeps_its_character(data):
    text = data.draw(st.text("abc", min_size=1, max_size=30))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    hits = [Hit("x", a, b, text[a:b]) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    replacements = [data.draw(st.text("XYZ", max_size=5)) for _ in hits]
    new, moves = replace_hits(text, hits, replacements), Moves(hits, replacements)
    for position, character in enumerate(text):
        if not any(hit.start <= position < hit.end for hit in hits):
            assert new[moves.moved(position)] == character


def test_files_go_by_ids_and_further_attributes_are_searched(root):
    from tiny import SOURCES, write_sources

    rows = [row[:] for row in SOURCES]
    rows[0][3], rows[0][8] = "interviews/W1_Wiwin_Rahmawulan.txt", "house of Pak Zulkarnaen"
    write_sources(root, rows)
    (root / "data/raw/interviews/W1.txt").rename(root / "data/raw/interviews/W1_Wiwin_Rahmawulan.txt")
    listed(root, "Wiwin Rahmawulan,the clerk")
    with (root / "data/raw/study.yaml").open("a") as settings:
        settings.write("anonymity: {places: shown}\n")
    row = Run(root).protected.sources.set_index("source_id").loc["W1"]
    assert row["file"] == "interviews/W1.txt"
    assert row["site"] == "house of Pak ⟦name W1.2⟧"


def test_one_name_of_a_person_is_that_person_and_a_word_of_the_study_is_doubted(root):
    path = root / "data/raw/interviews/W1.txt"
    path.write_text(
        "Q: Siapa yang hadir?\n"
        "Asep Kartiwan: Saya dan Bu Nining. Nining datang belakangan.\n"
        "Q: Asep sudah lama kerja? Bagus itu, ya bagus. Pak Bagus juga? Kata Bagus begitu.\n"
        "Asep Kartiwan: Lama.\n"
    )
    register = root / "data/raw/sources.csv"
    register.write_text(register.read_text().replace("me,en,given,\n", "me,id,given,\n"))
    run = Run(root, codings=False)
    assert run.protected.texts["W1"].splitlines()[1:3] == [
        "⟦nama W1.1⟧: Saya dan Bu ⟦nama W1.2⟧. ⟦nama W1.2⟧ datang belakangan.",
        "Q: ⟦nama W1.1⟧ sudah lama kerja? Bagus itu, ya bagus. Pak ⟦nama W1.3⟧ juga? Kata Bagus begitu.",
    ]
    assert run.protected.suspected[["form", "line"]].values.tolist() == [["Bagus", 3]]
