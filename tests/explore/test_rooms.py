"""The acts of the rooms: what each writes, what it refuses, and that one undo goes through all."""

import base64
import datetime
import io
import json
import os
import random
import shutil
import subprocess

import docx
import openpyxl
import pytest
from tiny import CODEBOOK, make_study

from jalin.check import check_study
from jalin.code import read_codebook
from jalin.collect import stage as collect
from jalin.conclude import stage as conclude
from jalin.errors import StudyError
from jalin.exchange.empty_study import empty_study
from jalin.explore import members
from jalin.explore.desk import Desk
from jalin.explore.lab import PAGE, command, write_page
from jalin.explore.live import premises
from jalin.explore.pieces import piece
from jalin.explore.rooms import ask, codebook, displays, memos, propositions, report, sources
from jalin.explore.rooms.code import CodeRoom
from jalin.explore.widget import ROOMS, Bench
from jalin.protect import stage as protect
from jalin.study import open_study


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The tiny study with its texts ready; not to be changed."""
    root = make_study(tmp_path_factory.mktemp("rooms") / "study")
    collect.run(open_study(root)).write()
    protect.run(open_study(root)).write()
    return root


@pytest.fixture
def desk(prepared, tmp_path):
    """At a copy of it."""
    shutil.copytree(prepared, tmp_path / "study")
    return Desk(tmp_path / "study", language="en")


def files(desk):
    """What people wrote, by its path."""
    return {
        path: path.read_bytes()
        for folder in ("data/raw", "notebooks")
        for path in (desk.root / folder).rglob("*")
        if path.is_file()
    }


def sent(name, text):
    return {"name": name, "data": base64.b64encode(text.encode()).decode()}


def lines(desk, name):
    return (desk.root / "data/raw" / name).read_text(encoding="utf-8").splitlines()


# sources


def test_files_come_in_under_neutral_ids_with_their_day_and_those_that_cannot_be_read_are_told(desk):
    told = sources.add_files(
        desk,
        [
            sent("Agus 11-04-2024.txt", "Q: Why?\nA: Because.\n"),
            sent("map.jpg", "x"),
            sent("e.txt", ""),
            sent("talk.m4a", "x"),
            sent("old.doc", "x"),
        ],
    )
    row = lines(desk, "sources.csv")[-1]
    source = row.split(",")[0]
    said = dict(one.split(": ", 1) for one in told)
    assert set(said) == {"map.jpg", "e.txt", "talk.m4a", "old.doc", "Agus 11-04-2024.txt"}
    for name, words in {
        "map.jpg": "Pictures",
        "talk.m4a": "Recording",
        "e.txt": "empty",
        "old.doc": ".docx",
    }.items():
        assert words in said[name]
    assert f"became {source} (interview), on 2024-04-11" in said["Agus 11-04-2024.txt"]
    assert "Agus" not in row and ",2024-04-11,2," in row
    # which file it was is known to the researcher, and gone with the source
    assert sources.SourcesRoom(desk).view()["origins"] == {source: "Agus 11-04-2024.txt"}
    sources.remove(desk, source)
    assert sources.SourcesRoom(desk).view()["origins"] == {}
    desk.history.undo()
    assert sources.SourcesRoom(desk).view()["origins"] == {source: "Agus 11-04-2024.txt"}
    assert check_study(desk.study).problems == []
    sources.prepare(desk)
    assert row.split(",")[0] in CodeRoom(desk).session.sources


def test_the_example_takes_no_number_from_the_first_file_of_a_new_study(tmp_path):
    empty_study(tmp_path / "new", languages=["en"])
    desk = Desk(tmp_path / "new")
    sources.add_files(desk, [sent("Ratna.txt", "Q: Why?\nA: Because.\n")])
    assert [row.split(",")[0] for row in lines(desk, "sources.csv")[1:]] == ["EXAMPLE", "S01"]


def test_what_a_second_coder_did_in_a_copy_is_seen_before_it_comes_along_and_undo_takes_it_back(
    desk, tmp_path
):
    shutil.copytree(desk.root, tmp_path / "copy")
    path = tmp_path / "copy/data/raw/coding/codings/ben/W1.jsonl"
    more = json.loads(path.read_text().splitlines()[0]) | {"id": "new", "code": "TOIL"}
    path.write_text(path.read_text() + json.dumps(more) + "\n")
    before = files(desk)
    room = sources.SourcesRoom(desk)
    seen = room.ask("look", {"folder": "../copy"})
    assert seen == {"added": ["1 coding of ben on W1"], "differs": []}
    assert files(desk) == before
    room.do("bring_in", {"folder": "../copy"})
    assert json.loads(lines(desk, "coding/codings/ben/W1.jsonl")[0])["id"] in ("new", "c1")
    assert room.ask("look", {"folder": "../copy"})["added"] == []
    desk.history.undo()
    assert files(desk) == before


def test_a_cell_is_changed_in_its_row_alone_and_a_wrong_value_is_refused(desk):
    before = lines(desk, "sources.csv")
    sources.cell(desk, "W1", "site", "the yard")
    after = lines(desk, "sources.csv")
    assert [n for n, (one, two) in enumerate(zip(before, after, strict=True)) if one != two] == [1]
    for column, value, told in (
        ("date", "1 March", "day"),
        ("role_group", "puple", "Did you mean pupil"),
        ("consent", "", "consent"),
    ):
        with pytest.raises(StudyError, match=told):
            sources.cell(desk, "W1", column, value)
    assert lines(desk, "sources.csv") == after
    sources.column(desk, "age")
    sources.cell(desk, "W1", "age", "54")
    assert "age" in collect.run(desk.study)["sources"].columns


def test_a_day_is_taken_as_people_write_it_and_one_that_a_name_does_not_have_is_told(desk):
    sources.cell(desk, "W1", "date", "12/3/2024")
    assert ",2024-03-12," in lines(desk, "sources.csv")[1]
    sources.value(desk, "round", "3", "later", "31 Juli 2024")
    assert desk.study.settings.rounds[-1].until.isoformat() == "2024-07-31"
    with pytest.raises(StudyError, match="'soon' is not a day"):
        sources.value(desk, "round", "4", "last", "soon")
    told = sources.add_files(desk, [sent("answers.csv", "who,what\nA,yes\n")])
    assert "no date" in told[0] and "row by row" in told[1]


def test_the_contact_summary_has_each_source_as_it_was_read_and_what_was_hidden_in_it(desk):
    made = sources.SourcesRoom(desk).view()["contacts"]
    rows = {row[0]: dict(zip(made["head"], row, strict=True)) for row in made["rows"]}
    # of those whose use is not refused
    assert set(rows) == {"W1", "W2", "D1", "L1"}
    told = ("Turns", "Questions", "Identifiers replaced")
    # of the four turns of each interview Q asks two; a notice has none
    assert {name: [row[head] for head in told] for name, row in rows.items()} == {
        "W1": [4, 2, 2],
        "W2": [4, 2, 0],
        "D1": [0, 0, 0],
        "L1": [0, 0, 0],
    }
    assert rows["D1"]["Words"] == 8
    # Bu Sari Melati and her telephone
    assert made["hidden"] == [["⟦name W1.1⟧", 1, "W1"], ["⟦phone W1.1⟧", 1, "W1"]]
    shutil.rmtree(desk.root / "data/processed")
    assert sources.SourcesRoom(desk).view()["contacts"] is None


def test_a_role_group_is_added_and_used(desk):
    sources.value(desk, "role_group", "cook", "The cook")
    sources.value(desk, "coder", "cyn", "Cyn")
    assert desk.study.settings.coders[-1].id == "cyn"
    desk.history.undo()
    sources.cell(desk, "W2", "role_group", "cook")
    assert [group.id for group in desk.study.settings.role_groups][-1] == "cook"
    with pytest.raises(StudyError, match="same id twice"):
        sources.value(desk, "role_group", "pupil")


def test_a_source_goes_with_its_file_and_codings_and_comes_back(desk):
    before = files(desk)
    sources.remove(desk, "W2")
    assert not (desk.root / "data/raw/interviews/W2.md").exists()
    assert not (desk.root / "data/raw/coding/codings/ann/W2.jsonl").exists()
    assert check_study(desk.study).problems == []
    desk.history.undo()
    assert files(desk) == before


def test_what_may_be_a_name_is_settled_once_and_who_asks_is_said(desk):
    sources.settle(desk, "Desa Melati", "hide", "the village")
    assert lines(desk, "review.csv")[1].startswith("Desa Melati,hide,the village,ann,20")
    with pytest.raises(StudyError, match="decided in row"):
        sources.settle(desk, "desa melati", "keep")
    sources.label(desk, "B", "role")
    sources.label(desk, "B", "interviewer")
    assert lines(desk, "labels.csv") == ["label,kind,pseudonym", "B,interviewer,"]


# consent, discriminating evidence, asking again


def test_consent_is_recorded_scope_by_scope_as_a_line_each_time(desk):
    sources.consent(desk, "I1", {"use": "yes", "quote": "yes", "share": "no"}, "form 2")
    head, row = lines(desk, "consent.csv")
    assert row.startswith("I1,yes,yes,no,,,form 2,") and ",ann," in row
    shown = next(one for one in sources.SourcesRoom(desk).view()["consent"]["people"] if one["whose"] == "I1")
    # what was not said is not agreed to, where there is a line
    assert shown["may"] == {"use": True, "quote": True, "share": False, "archive": False, "voice": False}
    sources.consent(desk, "I1", {"quote": "withdrawn"}, "letter")
    assert len(lines(desk, "consent.csv")) == 3
    with pytest.raises(StudyError, match="'I9' is no informant"):
        sources.consent(desk, "I9", {"quote": "yes"}, "letter")
    with pytest.raises(StudyError, match="version"):
        sources.consent(desk, "I1", {"quote": "yes"}, " ")
    desk.history.undo()
    desk.history.undo()
    assert not (desk.root / "data/raw/consent.csv").exists() and head.startswith("whose,use,quote")


def test_evidence_tells_a_claim_from_its_rival_and_its_test_has_a_name(desk):
    propositions.edit(desk, "P1", "rival", "P2")
    before = files(desk)
    propositions.tell_apart(
        desk, "P1", "Who waters", {"expected": "Children", "query": "CARE-WATER"}, {"expected": "Nobody"}
    )
    propositions.expect(desk, "P1", 0, "certain", True, "if_so")
    propositions.expect(desk, "P1", 0, "query", "TOIL", "if_rival")
    propositions.expect(desk, "P1", 0, "expected", "They do it", "if_so")

    def shown():
        view = propositions.PropositionsRoom(desk).view()
        return next(one for one in view["propositions"] if one["id"] == "P1")["discriminating"]

    [item] = shown()
    assert item["sides"]["if_so"] == {
        "expected": {"id": "Children", "en": "They do it"},
        "query": "CARE-WATER",
        "certain": True,
        "unique": False,
        "test": "hoop test",
    }
    assert item["sides"]["if_rival"]["test"] == "straw in the wind"
    for wrong in (("query", "", "if_so"), ("query", "CAER", "if_rival"), ("evidence", "", "")):
        kept = files(desk)
        with pytest.raises(StudyError):
            propositions.expect(desk, "P1", 0, *wrong)
        assert files(desk) == kept
    propositions.no_longer(desk, "P1", 0)
    assert shown() == []
    for _ in range(5):
        desk.history.undo()
    assert files(desk) == before


def test_a_form_holds_an_informant_s_own_words_alone_and_its_answers_are_read_back(
    published_garden, tmp_path
):
    shutil.copytree(published_garden, tmp_path / "study")
    desk = Desk(tmp_path / "study", language="en")
    paths = members.forms(desk)
    assert "reports/appendices/member-checks/I2.en.docx" in paths
    document = docx.Document(str(desk.root / "reports/appendices/member-checks/I2.en.docx"))
    said = " ".join(one.text for one in document.paragraphs)
    assert "We water the beans" in said and "The children water it every morning" not in said
    # as somebody fills it in: a cross in place of a box, words on the line or below it
    boxes = [one for one in document.paragraphs if "☐ agree in part" in one.text]
    boxes[0].runs[0].text = boxes[0].text.replace("☐ agree in part", "x agree in part")
    remark = next(one for one in document.paragraphs if one.text.startswith("Remark:"))
    remark.runs[0].text = "Remark: only when it does not rain"
    filled = tmp_path / "filled.docx"
    document.save(str(filled))

    def take(key):
        piece(desk, key, 0, base64.b64encode(filled.read_bytes()).decode())
        return members.read_form(desk, filled.name, key)

    told = take("00000000000000aa")
    assert told[0] == "I2, P1: agree in part – only when it does not rain"
    assert all("no answer" in one for one in told[1:])
    assert lines(desk, "analysis/member_checks.csv")[-1].endswith("I2,P1,partly,only when it does not rain,")
    view = propositions.PropositionsRoom(desk).view()
    assert view["propositions"][0]["answers"][-1]["said"] == "agree in part"
    assert "there already" in take("00000000000000ab")[0]
    # two boxes ticked is no answer; another file is no form
    boxes[0].runs[0].text = boxes[0].text.replace("☐ disagree", "☒ disagree")
    document.save(str(filled))
    assert "2 boxes are ticked" in take("00000000000000ac")[0]
    filled.write_bytes(b"no Word file")
    with pytest.raises(StudyError, match="no form"):
        take("00000000000000ad")
    with pytest.raises(StudyError, match="'I9' is no informant"):
        members.answer(desk, "I9", "P1", "agree")


# asking


def test_a_query_gives_passages_in_context_and_counts_of_the_files_as_they_are(desk):
    found = ask.find(desk, "CARE and role_group = pupil", "ann", "code")
    assert (found["codings"], found["voices"]) == (2, 1)
    assert (
        found["passages"][0]["quote"].startswith("We water") and "garden?" in found["passages"][0]["before"]
    )
    codebook.merge(desk, ["CARE-WATER"], "CARE", "one thing")
    assert ask.find(desk, "CARE", "ann", "code")["counts"] == [["CARE", 4, 3, 3]]
    with pytest.raises(StudyError, match="Did you mean CARE"):
        ask.find(desk, "CAER")
    assert base64.b64decode(ask.sheet(desk, "CARE"))[:2] == b"PK"


# propositions


def test_a_proposition_is_made_sought_for_judged_and_picked_for(desk):
    propositions.add(desk, "", "Rain spares the work.")
    propositions.query(desk, "P3", "for", "EVENT-RAIN")
    propositions.query(desk, "P3", "for", '"beans"', also=True)
    propositions.pick(desk, "P3", "against", "ann:W1/c2", "digging stays hard")
    propositions.edit(desk, "P3", "rival", "P2")
    propositions.edit(desk, "P3", "short", "Rain helps", "en")
    room = propositions.PropositionsRoom(desk)
    claim = room.view()["propositions"][-1]
    assert claim["sides"]["for"]["query"] == '(EVENT-RAIN) or ("beans")'
    assert (claim["voices_for"], claim["voices_against"], claim["called"]) == (1, 1, "Rain helps")
    assert propositions.speaking(desk, "P3", "against")[0]["quote"] == "Digging is hard work for small hands."
    propositions.unpick(desk, "P3", "against", "ann:W1/c2")
    assert room.view()["propositions"][-1]["voices_against"] == 0
    for act, told in (
        (lambda: propositions.query(desk, "P3", "for", "EVENT-RIAN"), "Did you mean EVENT-RAIN"),
        (lambda: propositions.pick(desk, "P3", "for", "ann:W1/c9", "why"), "there is no coding"),
        (lambda: propositions.pick(desk, "P3", "for", "ann:W1/c1", ""), "needs its reason"),
        (lambda: propositions.remove(desk, "P1"), "P1"),
    ):
        before = files(desk)
        with pytest.raises(StudyError, match=told):
            act()
        assert files(desk) == before


def test_the_verdict_on_the_screen_is_that_of_a_build_and_moves_as_one_codes(desk):
    from conftest import build

    build(desk.root, "06", since="03")
    made = conclude.run(desk.study).final.set_index("proposition")
    shown = {one["id"]: one for one in propositions.PropositionsRoom(desk).view()["propositions"]}
    for name in ("P1", "P2"):
        assert shown[name]["verdict_id"] == made.loc[name, "verdict"]
        assert shown[name]["voices_for"] == made.loc[name, "voices_for"]
    room = CodeRoom(desk, "W2")
    at = room.session.text.index("My back hurts")
    other = CodeRoom(Desk(desk.root, coder="ben"), "W2")
    other.do("add", {"code": "TOIL", "start": at, "end": at + 26})
    moved = {one["id"]: one for one in propositions.PropositionsRoom(desk).view()["propositions"]}
    assert moved["P2"]["voices_for"] == shown["P2"]["voices_for"] + 1
    # in the words of the report, whatever the strand
    told = propositions.hangs(desk)
    assert told and not any("=" in words for words in told.values())
    assert all("voice " in words or "technique " in words or "coding by " in words for words in told.values())


# displays


def test_a_display_is_seen_kept_changed_and_taken_out(desk):
    spec = {"id": "who", "name": "Who cares", "rows": "code:CARE", "columns": "role_group", "cell": "count"}
    assert "<details" in displays.show(desk, spec) and "Teacher" in displays.show(desk, spec)
    displays.keep(desk, spec)
    displays.keep(desk, spec | {"cell": "mark", "where": "not with DENIED"})
    (kept,) = desk.study.settings.displays
    assert (kept.cell, kept.where, kept.name["en"]) == ("mark", "not with DENIED", "Who cares")
    with pytest.raises(StudyError, match="Did you mean role_group"):
        displays.keep(desk, spec | {"columns": "role_grup"})
    # a chapter can set it in, and then it stays
    offered = report.ReportRoom(desk).view()
    assert ["who", "Who cares"] in offered["figures"] + offered["tables"]
    chapter = desk.root / "notebooks/report/1_results.en.md"
    before = chapter.read_text()
    chapter.write_text(before + '\n{{ table("who") }}\n')
    with pytest.raises(StudyError, match="the table who is set in there"):
        displays.remove(desk, "who")
    chapter.write_text(before + '\n{{ figure("who") }}\n')
    displays.keep(desk, spec)
    with pytest.raises(StudyError, match="the figure who is set in there"):
        displays.keep(desk, spec | {"cell": "quote"})
    chapter.write_text(before)
    displays.remove(desk, "who")
    assert desk.study.settings.displays == []


# memos


def test_a_memo_is_written_about_things_changed_and_keeps_keys_of_its_own(desk):
    name = memos.add(desk, "Tired hands", "They are tired.", "TOIL W2", quote="My back hurts")
    path = desk.root / f"data/raw/coding/memos/{name}.md"
    path.write_text(path.read_text().replace("---\n\n", "mood: grey\n---\n\n"))
    memos.edit(desk, name, "text", "They are very tired.")
    memos.edit(desk, name, "about", "TOIL")
    (shown,) = memos.MemosRoom(desk).view()["memos"]
    assert (shown["title"], shown["about"], shown["text"]) == ("Tired hands", "TOIL", "They are very tired.")
    assert "mood: grey" in path.read_text() and "quote: My back hurts" in path.read_text()
    assert memos.add(desk, "Tired hands") != name


def test_the_trail_says_when_each_code_proposition_and_verdict_changed_and_on_which_data(desk):
    def heads():
        return {head: [row[:2] for row in rows] for head, rows in memos.trail(desk)["heads"].items()}

    def kept(day):
        git = ["git", "-C", str(desk.root), "-c", "user.name=a", "-c", "user.email=a@b.c"]
        for more in (
            ["add", "-A", "-f", "data/raw", "reports"],
            ["commit", "-qm", f"Work of {day}", f"--date={day}T12:00"],
        ):
            subprocess.run(
                [*git, *more], check=True, env={**os.environ, "GIT_COMMITTER_DATE": f"{day}T12:00"}
            )

    # without git: what each coder did on which day, by the codings themselves
    files_of_ann = (desk.root / "data/raw/coding/codings/ann").glob("*.jsonl")
    written = [json.loads(line) for path in files_of_ann for line in path.read_text().splitlines()]
    # they say no day: that of their file
    assert not any(one.get("created") for one in written)
    today = datetime.date.today().isoformat()
    assert [today, f"ann: + {len(written)}"] in heads()["reduction"]
    subprocess.run(["git", "-C", str(desk.root), "init", "-q"], check=True)
    facts = desk.root / "reports/facts.json"
    facts.parent.mkdir(exist_ok=True)
    facts.write_text(json.dumps({"facts": {"P1.verdict": {"value": "mixed"}, "P1.voices": {"value": 2}}}))
    kept("2024-03-10")
    codebook.edit(desk, "TOIL", "definition", "Work that hurts")
    codebook.add(desk, "RAIN", "Rain", definition="Water from above")
    propositions.edit(desk, "P2", "short", "Toil", "en")
    facts.write_text(json.dumps({"facts": {"P1.verdict": {"value": "supported"}, "P1.voices": {"value": 3}}}))
    kept("2024-05-20")
    # what was there at the first commit was coded by then, what says its day on that day
    path = desk.root / "data/raw/coding/codings/ann/W1.jsonl"
    one, *rest = map(json.loads, path.read_text().splitlines())
    path.write_text(
        "".join(
            json.dumps(each) + "\n"
            for each in ({**one, "memo": "later"}, {**rest[0], "created": "2024-04-01"}, *rest[1:])
        )
    )
    assert [["2024-04-01", "ann: + 1"], ["2024-03-10", f"ann: + {len(written) - 1}"]] == [
        row for row in heads()["reduction"] if row[1].startswith("ann")
    ]
    found = heads()["synthesis"]
    assert ["2024-05-20", "codebook.yaml: + RAIN, ~ TOIL"] in found
    assert ["2024-05-20", "propositions.yaml: ~ P2"] in found
    assert ["2024-05-20", "facts.json: ~ P1: mixed → supported"] in found
    assert ["2024-05-20", "Work of 2024-05-20"] in found
    assert any(day == "2024-03-10" and "+ TOIL" in words for day, words in found)
    # what had been collected by then
    shown = memos.trail(desk)
    days = sorted(row["date"] for row in sources.SourcesRoom(desk).view()["rows"])
    assert {row[2] for row in shown["heads"]["synthesis"] if row[0] == "2024-03-10"} == {
        sum(day <= "2024-03-10" for day in days)
    }


# the report


def test_a_chapter_is_saved_unless_somebody_else_changed_it_or_its_braces_are_open(desk):
    name, path = "1_results.en.md", desk.root / "notebooks/report/1_results.en.md"
    text = report.chapter(desk, name)
    report.save(desk, name, text + "\nMore.\n", text)
    with pytest.raises(StudyError, match="changed by somebody else"):
        report.save(desk, name, "Mine.\n", text)
    now = path.read_text()
    with pytest.raises(StudyError, match="cannot be read"):
        report.save(desk, name, "{{ fact( }}", now)
    # nor with a claim that no build could decide
    with pytest.raises(StudyError, match="words have no order"):
        report.save(desk, name, now + '{% claim "P1.against > P1.for" %}So it is.{% endclaim %}\n', now)
    with pytest.raises(StudyError, match="there is no condition 'water-first'"):
        report.save(desk, name, now + '{% claim "water-first" %}So it is.{% endclaim %}\n', now)
    assert path.read_text() == now
    # nor is offered what this study, of one case, does not have
    assert "replication" not in dict(report.ReportRoom(desk).view()["figures"])
    # what the list sets in can be decided
    report.save(desk, name, now + '{% claim "for(P1) > against(P1)" %}So it is.{% endclaim %}\n', now)
    with pytest.raises(StudyError, match="there is no such chapter"):
        report.chapter(desk, "../../data/raw/study.yaml")


def test_a_passage_for_a_chapter_is_found_by_its_words(desk):
    found = report.quotes(desk, "“rain … MAY”")
    assert {one["key"].partition(":")[2] for one in found} == {"W2/c1", "W2/c2"}
    assert report.quotes(desk, "nowhere") == report.quotes(desk, ' " ') == []
    name = "1_results.en.md"
    text = report.chapter(desk, name)
    report.save(desk, name, f'{text}\n{{{{ quote("{found[0]["key"]}") }}}}\n', text)
    heading = {file: said for file, said, _ in report.ReportRoom(desk).view()["chapters"]}
    assert heading == {"1_results.id.md": "Hasil", "1_results.en.md": "Results"}


# coding


def test_all_hits_are_coded_as_one_act_in_several_texts(desk):
    room = CodeRoom(desk, "W1")
    hits = room.ask("search", {"words": "water", "kind": "words", "everywhere": True})
    assert [hit["source"] for hit in hits] == ["W1", "W2", "W2", "D1", "L1", "L1"]
    before = files(desk)
    made = room.do("add_all", {"codes": ["TOIL", "HEARD"], "spans": hits})
    assert made == 12 and room.session.source_id == "W1"
    assert room.do("add_all", {"codes": ["TOIL"], "spans": hits}) == 0
    assert all('"quote": "water' in line for line in lines(desk, "coding/codings/ann/L1.jsonl"))
    desk.history.undo()
    after = {path: sorted(one.splitlines()) for path, one in files(desk).items() if one}
    assert after == {path: sorted(one.splitlines()) for path, one in before.items()}


def test_the_coding_room_follows_a_code_that_study_yaml_names_and_that_has_another_id_now(desk):
    room = CodeRoom(desk, "W1")
    room.all()
    codebook.rename(desk, "TOIL", "WORK", "clearer")
    assert "WORK" in [one["code"] for one in room.updates(looking=True)["changed"]["put"]]


@pytest.mark.parametrize(
    ("words", "kind", "voice", "found"),
    [
        ("every morning", "words", "", ["every morning"]),
        ("dig", "forms", "", ["Digging"]),
        (r"h\w+d\b", "regex", "informant", ["hard"]),
        ("is it hard", "words", "interviewer", ["Is it hard"]),
        ("nowhere", "words", "", []),
    ],
)
def test_words_are_found_as_written_in_all_forms_or_by_an_expression(desk, words, kind, voice, found):
    room = CodeRoom(desk, "W1")
    hits = room.ask("search", {"words": words, "kind": kind, "everywhere": False, "voice": voice})
    assert [hit["words"] for hit in hits] == found


def test_an_expression_that_cannot_be_read_is_told(desk):
    with pytest.raises(StudyError, match="the expression cannot be read"):
        CodeRoom(desk, "W1").ask("search", {"words": "(", "kind": "regex", "everywhere": False})


def test_the_next_difference_between_the_coders_is_found(desk):
    room = CodeRoom(desk, "W2", reconcile=True)
    place = room.ask("differs", {"after": -1})
    # of what Ann found, Ben does not have that her back hurts
    assert room.session.text[place["start"] : place["end"]] == "My back hurts from digging."
    # what was decided is none any more
    one = next(one for one in room.all()["codings"] if one["start"] == place["start"] and one["own"])
    both = {"coder": "ann", "id": one["id"], "decision": "keep", "by": "Ann, Ben", "reason": "she says so"}
    room.do("decide", both)
    assert room.ask("differs", {"after": -1}) != place
    # and it is taken back like any act, as is that a text was read
    desk.history.undo()
    assert room.ask("differs", {"after": -1}) == place
    room.do("read", {"read": True})
    assert room.session.read
    desk.history.undo()
    assert not room.session.read
    desk.history.redo()
    assert room.session.read


def test_one_undo_goes_through_all_rooms(desk):
    before = files(desk)
    codebook.add(desk, "GATE", "The gate")
    room = CodeRoom(desk, "W1")
    at = room.session.text.index("open the gate")
    room.do("add", {"code": "GATE", "start": at, "end": at + 13})
    memos.add(desk, "The gate", about="GATE")
    propositions.add(desk, "P3", "Gates are opened.")
    propositions.query(desk, "P3", "for", "GATE")
    after = files(desk)
    while desk.history.undo():
        pass
    assert files(desk) == before
    while desk.history.redo():
        pass
    assert files(desk) == after and check_study(desk.study).problems == []


def test_a_coding_that_is_picked_as_evidence_stays_while_it_is(desk):
    propositions.pick(desk, "P2", "for", "ann:W1/c1", "tells")
    room, before = CodeRoom(desk, "W1"), files(desk)
    for act in (
        lambda: room.do("remove", {"id": "c1"}),
        lambda: sources.remove(desk, "W1"),
        lambda: codebook.retire(desk, "CARE-WATER", "thin"),
    ):
        with pytest.raises(StudyError, match="is picked there as evidence"):
            act()
        assert files(desk) == before
    propositions.unpick(desk, "P2", "for", "ann:W1/c1")
    room.do("remove", {"id": "c1"})


def test_what_another_window_has_come_to_use_is_not_undone(desk):
    other = Desk(desk.root, coder="ben")
    codebook.add(desk, "GATE", "The gate")
    room = CodeRoom(other, "W1")
    room.do("add", {"code": "GATE", "start": 3, "end": 20})
    with pytest.raises(StudyError, match="'GATE' is no code yet"):
        desk.history.undo()
    other.history.undo()
    propositions.query(other, "P2", "for", "GATE")
    with pytest.raises(StudyError, match="'GATE' is no code yet"):
        desk.history.undo()
    other.history.undo()
    assert desk.history.undo() is not None and "GATE" not in read_codebook(desk.study).codes


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_room_shows_the_study_in_each_language_as_json(desk, language):
    desk.language = language
    for room in ROOMS:
        made = room(desk).all()
        assert "wrong" not in json.loads(json.dumps(made, default=str)).get("view", made), room.name


def test_a_room_whose_files_are_wrong_says_what_and_comes_back(desk):
    path = desk.root / "data/raw/coding/codebook.yaml"
    path.write_text(CODEBOOK.replace("parent: CARE", "parent: CAER"))
    room = codebook.CodebookRoom(desk)
    assert "Did you mean CARE" in room.updates()["view"]["wrong"][0]
    assert room.updates(looking=True) is None
    path.write_text(CODEBOOK)
    assert len(room.updates(looking=True)["view"]["codes"]) == 7


def test_a_recording_called_like_its_transcript_comes_to_lie_beside_it(desk):
    keys = {"Rapat desa.m4a": "0123456789abcdef", "lain.m4a": "fedcba9876543210"}
    for key in keys.values():
        piece(desk, key, 0, base64.b64encode(b"sound").decode())
    recordings = [{"name": name, "piece": key} for name, key in keys.items()]
    told = sources.add_files(desk, [*recordings, sent("Rapat_desa.txt", "Q: Why?\nA: Because.\n")])
    seen = sources.SourcesRoom(desk).view()
    source = next(one for one, name in seen["origins"].items() if name == "Rapat_desa.txt")
    beside = next(row["media"] for row in seen["rows"] if row["source_id"] == source)
    assert (desk.root / "data/raw" / beside).read_bytes() == b"sound" and source in beside
    assert any(f"lies beside {source} now" in one for one in told)
    # what belongs to no source that is here is told how to get there
    assert any(one.startswith("lain.m4a: a recording lies beside its transcript. Open") for one in told)
    assert check_study(desk.study).problems == []


def _workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(into := io.BytesIO())
    return {"name": "Daftar informan.xlsx", "data": base64.b64encode(into.getvalue()).decode()}


def test_a_persons_own_list_of_sources_fills_in_the_register(desk):
    list_ = _workbook(
        [
            "Berkas",
            "Tanggal wawancara",
            "Kelompok",
            "Nama",
            "No. HP",
            "Lama tinggal (tahun)",
            "Metode",
            "Informan",
            "Tanggal lahir",
        ],
        [
            "wawancara siti.txt",
            datetime.datetime(2024, 3, 9),
            "Pupil",
            "Siti",
            "0800 000 11",
            12,
            "Wawancara",
            "Siti Rahma",
            "1979-04-02",
        ],
        ["rapat", "10 Maret 2024", "Pemuda desa", "Rapat", "", "", "observasi", "", ""],
        ["W1", "", "", "Ann", "", 40, "", "", ""],
        ["hilang.txt", "2024-03-01", "", "X", "", 1, "", "", ""],
    )
    before = files(desk)
    before_date = next(
        row["date"] for row in sources.SourcesRoom(desk).view()["rows"] if row["source_id"] == "W1"
    )
    talks = [sent("Wawancara Siti.txt", "Q: Why?\nA: Because.\n"), sent("rapat.txt", "They met at noon.\n")]
    told = sources.add_files(desk, [*talks, list_])
    seen = sources.SourcesRoom(desk).view()
    rows = {row["source_id"]: row for row in seen["rows"]}
    siti, met = (
        next(rows[source] for source, name in seen["origins"].items() if name == called)
        for called in ("Wawancara Siti.txt", "rapat.txt")
    )
    assert any("by your list" in one and "2024-03-09" in one for one in told)
    assert (siti["date"], siti["lama_tinggal_tahun"], siti["method"]) == ("2024-03-09", "12", "interview")
    assert desk.study.settings.names("role_groups", "en")[siti["role_group"]] == "Pupil"
    # an informant by name is none that can be shared, and an observation has none
    assert siti["informant_id"].startswith("I") and met["informant_id"] == ""
    assert {siti["round"], met["round"]} == {"1"}
    # a group that was not there has its own name
    assert (met["date"], met["method"]) == ("2024-03-10", "observation")
    assert desk.study.settings.names("role_groups", "en")[met["role_group"]] == "Pemuda desa"
    assert rows["W1"]["lama_tinggal_tahun"] == "40" and rows["W1"]["date"] == before_date
    # who somebody is stays out, and what was not taken is told
    written = (desk.root / "data/raw/sources.csv").read_text()
    assert "Siti" not in written and "0800" not in written and "1979" not in written
    assert any("Nama; No. HP" in one for one in told) and any("hilang.txt" in one for one in told)
    assert sources.SourcesRoom(desk).view()["problems"] == []
    desk.history.undo()
    assert files(desk) == before


def test_a_table_of_answers_or_observations_is_a_source_and_no_list(desk):
    answers = _workbook(
        ["Waktu", "Peserta", "Apa yang berubah?"],
        *([f"2024-03-0{n}", f"W{n}", "Hujan datang lebih lambat. " * 6] for n in (1, 2)),
    )
    log = _workbook(["Sumber", "Kegiatan"], ["W1", "menyiram"], ["W1", "memanen"], ["W2", "menyiram"])
    for table in (answers, log):
        told = sources.add_files(desk, [table])
        assert any("read row by row" in one for one in told), told


def test_what_nobody_foresaw_is_told_and_the_room_goes_on(desk, monkeypatch, capsys):
    def broken(*_arguments, **_more):
        raise RuntimeError("a room fell in")

    told = []
    bench = Bench(desk, [memos.MemosRoom(desk)])
    bench.send = lambda content, _buffers=None: told.append(content)

    def send(kind, name="", **arguments):
        bench._receive(
            bench, {"room": "memos", "number": 1, "kind": kind, "name": name, "args": arguments}, []
        )
        return told[-1]

    before = files(desk)
    with monkeypatch.context() as patched:
        patched.setattr(memos.MemosRoom, "acts", {"add": broken})
        patched.setattr(memos.MemosRoom, "asks", {"trail": broken})
        for answer in (send("act", "add", title="A"), send("ask", "trail")):
            assert answer["saved"] is False and "a room fell in" in answer["error"]
        # where it was, for who mends it
        assert "in broken" in capsys.readouterr().err
        patched.setattr(memos.MemosRoom, "view", broken)
        assert "a room fell in" in send("open")["updates"]["wrong"][0]
    assert files(desk) == before
    assert send("act", "add", title="A")["saved"] and send("open")["updates"]["view"]["memos"]


# JupyterLab


def test_the_page_of_the_workbench_is_made_where_no_git_and_no_deposit_takes_it(desk):
    before = files(desk)
    path = write_page(desk.study, "ben", "id")
    assert path == desk.root / PAGE and "private" in path.parts and files(desk) == before
    assert "workbench(" in path.read_text() and "ben" in path.read_text()
    assert f"--ServerApp.root_dir={desk.root}" in command(desk.study)
    with pytest.raises(StudyError, match="the study is not in 'fr'"):
        write_page(desk.study, "", "fr")


# all together

_WORDS = ["water", "hard", "the", "garden", "every", "rain"]


def _random_act(desk, rooms, chance):
    """One act at random in some room; what it may raise is a refusal."""
    ids = [code["id"] for code in rooms["codebook"].view().get("codes", [])] or ["CARE"]
    one, other = chance.choice(ids), chance.choice(ids)
    new = f"N{chance.randrange(10**6)}"
    claim = chance.choice(["P1", "P2", "P3"])
    side = chance.choice(["for", "against"])
    session = rooms["code"].session
    own = [coding.id for coding in session.codings()[0] if coding.coder == desk.coder] or ["none"]
    start = chance.randrange(len(session.text))
    acts = [
        lambda: codebook.add(desk, new, new.title(), chance.choice(["", one])),
        lambda: codebook.edit(desk, one, chance.choice(["include", "parent", "color"]), chance.choice(["", other, "#123456"])),
        lambda: codebook.rename(desk, one, new, "clearer"),
        lambda: codebook.merge(desk, [one], other, "alike"),
        lambda: codebook.split(desk, one, [{"id": new}, {"id": f"{new}-B"}], "two things"),
        lambda: codebook.retire(desk, one, "thin", chance.choice(["", other])),
        lambda: rooms["code"].do("add", {"codes": [one, other], "start": start, "end": start + chance.randrange(1, 40)}),
        lambda: rooms["code"].do("change", {"id": chance.choice(own), "code": one, "memo": new}),
        lambda: rooms["code"].do("remove", {"id": chance.choice(own)}),
        lambda: rooms["code"].do("open", {"step": chance.choice([-1, 1])}),
        lambda: rooms["code"].do("add_all", {"codes": [one], "spans": rooms["code"].ask("search", {"words": chance.choice(_WORDS), "kind": "words", "everywhere": True})}),
        lambda: sources.cell(desk, chance.choice(["W1", "W2"]), chance.choice(["site", "date", "role_group"]), chance.choice(["here", "2024-03-03", "pupil"])),
        lambda: propositions.add(desk, "P3", "A claim."),
        lambda: propositions.query(desk, claim, side, chance.choice([one, f"{one} and not with {other}", f'"{chance.choice(_WORDS)}"', "NOBODY"]), chance.random() < 0.3),
        lambda: propositions.pick(desk, claim, side, f"ann:{session.source_id}/{chance.choice(own)}", "tells"),
        lambda: displays.keep(desk, {"id": "d1", "name": "D", "rows": chance.choice(["code", "theme", f"code:{one}"]), "columns": "role_group", "cell": "count", "where": chance.choice(["", one])}),
        lambda: displays.remove(desk, "d1"),
        lambda: memos.add(desk, new, "text", one),
        desk.history.undo,
        desk.history.undo,
        desk.history.redo,
    ]  # fmt: skip
    chance.choice(acts)()


@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]
)
def test_acts_at_random_in_all_rooms_leave_files_that_the_screen_shows_and_the_check_takes(desk, seed):
    """With two tabs, reloads and edits from outside; each refused act leaves every file as it was."""
    chance = random.Random(seed)
    desks = [desk, Desk(desk.root, language="id")]
    tabs = [{room.name: room(own) for room in ROOMS} for own in desks]
    done = refused = 0
    for number in range(60 if seed == 1 else 400):
        tab = chance.randrange(2)
        if number % 17 == 16:
            # a reload: all is read from files again
            tabs[tab] = {room.name: room(desks[tab]) for room in ROOMS}
        if number % 23 == 22:
            path = desk.root / "data/raw/coding/codebook.yaml"
            path.write_text(path.read_text() + f"# from outside {number}\n")
        before = files(desk)
        try:
            _random_act(desks[tab], tabs[tab], chance)
            done += 1
        except StudyError:
            refused += 1
            assert files(desk) == before
    assert done > number / 2 and refused
    assert [str(one) for one in check_study(desk.study).problems] == []
    # what a tab shows is what the files say
    shown = {one["id"] for one in tabs[0]["code"].all()["codings"]}
    source = tabs[0]["code"].session.source_id
    path = desk.root / f"data/raw/coding/codings/ann/{source}.jsonl"
    stored = {json.loads(line)["id"] for line in path.read_text().splitlines()} if path.exists() else set()
    assert shown == stored
    assert premises(desk.study).coded.codings["coding_id"].size == sum(
        len(path.read_text().splitlines())
        for path in (desk.root / "data/raw/coding/codings").glob("*/*.jsonl")
    )
