"""`jalin check`: everything at once, and nothing built."""

from tiny import SOURCES, write_sources

from jalin.check import check_built, check_study
from jalin.cli import main
from jalin.study import open_study


def files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_study_in_order_is_ready_and_nothing_is_written(root, capsys):
    before = files(root)
    assert main(["check", "--root", str(root)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "ready" and any(line.startswith("W1 ") for line in said)
    assert "17 codings, 0 of them found again elsewhere in their text" in said
    assert files(root) == before


def test_problems_of_every_kind_are_in_one_list(root, capsys):
    (root / "data/raw/interviews/W1.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (root / "data/raw/documents/D1.md").write_bytes(b"")
    path = root / "data/raw/coding/codebook.yaml"
    path.write_text(path.read_text().replace("parent: CARE", "parent: CAER"))
    assert main(["check", "--root", str(root)]) == 1
    out, err = capsys.readouterr()
    assert "ready" not in out
    for words in (
        "interviews/W1.txt: it is no text but a picture",
        "D1.md: the file is empty",
        "codebook.yaml",
    ):
        assert words in err
    assert "Traceback" not in err


def test_links_between_passages_do_not_hide_what_is_wrong_in_a_coders_file(root):
    (root / "data/raw/coding/passages.csv").write_text(
        "from_source,from_coding,type,to_source,to_coding,note,coder,created\n"
        "W1,ann:c1,explains,W2,ann:c1,,ann,2024-03-02\n"
    )
    path = root / "data/raw/coding/codings/ann/W1.jsonl"
    for content in (path.read_bytes()[:40], path.read_text().encode("utf-16")[:-1]):
        path.write_bytes(content)
        problems = check_study(open_study(root)).problems
        assert {one.file for one in problems} == {"data/raw/coding/codings/ann/W1.jsonl"}


def test_warnings_changes_and_suspects_are_told(root):
    study = open_study(root)
    earlier = study.processed / "private/texts/W1.txt"
    earlier.parent.mkdir(parents=True)
    text = (root / "data/raw/interviews/W1.txt").read_text()
    earlier.write_text(text.replace("children", "kids"))
    path = root / "data/raw/interviews/W2.md"
    path.write_bytes((path.read_text() + "\n**B:** We saw Skolwarta at the café.\n").encode("cp1252"))
    checked = check_study(study)
    assert checked.problems == []
    said = "\n".join(checked.told())
    assert "changed since the last build: W1, line 2: “kids” became “children”" in said
    assert "encoding, cp1252, detected" in said
    assert "1 suspected identifier waits" in said


def test_a_proposition_misspelt_in_the_register_is_named(root):
    rows = [row[:] for row in SOURCES]
    rows[1][12] = "P1 P22"
    write_sources(root, rows)
    (problem,) = check_study(open_study(root)).problems
    assert (
        str(problem)
        == "data/raw/sources.csv, row of W2, column covers: 'P22' is no proposition yet. Did you mean P2? Or add it under propositions in data/raw/analysis/propositions.yaml."
    )


def test_a_study_in_order_is_so_on_an_earlier_day(root):
    checked = check_study(open_study(root, "2024-03-31"))
    assert checked.problems == [] and any(line.startswith("8 codings") for line in checked.told())


PROSE = """# Care {#care}

In 2024, on 8 March, Law 5/2014 art. 2(1) let 13 children water it. They water more often than teachers do.

Some say that more is better [@somebody2020]. {% noclaim %}More was not asked.{% endnoclaim %} At least all were heard.

{% claim "voices(CARE) > 9" %}More than 9 care.{% endclaim %} Of {{ fact("sources") }} sources, all are short.

{{ figure("verdicts", "Most of it is for") }}

{% claim "voices(CAER) > 1" %}Some care.{% endclaim %}

See [care](#care).
"""


def test_numbers_by_hand_comparisons_without_claim_and_pictures_nobody_reads_are_told_and_a_claim_that_cannot_be_decided_is_wrong(
    root,
):
    (root / "notebooks/report/2_more.en.md").write_text(PROSE)
    checked = check_study(open_study(root))
    told = [line.partition(": ") for line in checked.told() if line.startswith("notebooks/report/2_more")]
    assert [(place.rpartition(", ")[2], said.partition(": ")[0]) for place, _, said in told] == [
        ("line 9", "'Most' compares, and is no claim"),
        ("line 3", "the number 13 is typed by hand"),
        ("line 3", "'more' compares, and is no claim"),
        (
            "line 9",
            'no sentence reads the figure \'verdicts\'. Say what it shows, with ref("figure", "verdicts"), or take it out.',
        ),
    ]
    (problem,) = checked.problems
    assert str(problem).startswith("notebooks/report/2_more.en.md, line 11: 'CAER' is no code yet")


def test_what_a_chapter_sets_in_by_a_wrong_name_and_braces_that_cannot_be_read_are_problems(root):
    chapter = root / "notebooks/report/2_more.en.md"
    chapter.write_text(
        '# More\n\n{{ figure("verdict") }}\n\n{{ finding("P9") }}\n\n{{ table("sources") }}\n\n'
        '{% call table("mine", "Mine") %}\n| a |\n|---|\n{% endcall %}\n{{ table("mine") }}\n'
    )
    told = [str(one) for one in check_study(open_study(root)).problems]
    assert [one.partition(". ")[0] for one in told] == [
        "notebooks/report/2_more.en.md, line 5: there is no proposition 'P9'",
        "notebooks/report/2_more.en.md, line 3: there is no figure 'verdict'",
    ]
    assert "Did you mean verdicts?" in told[1]
    chapter.write_text('# More\n\n{% if value("sources") > 2 %}\nMany\n')
    (problem,) = check_study(open_study(root)).problems
    assert str(problem).startswith(
        "notebooks/report/2_more.en.md, line 3: what stands in braces cannot be read"
    )


def test_a_claim_about_somebody_who_withdrew_or_comes_later_is_no_mistake(root):
    (root / "notebooks/report/2_more.en.md").write_text(
        '# B\n\n{% claim "voices(CARE, I3) = 0 and voices(CARE, I2) > 0" %}No.{% endclaim %}\n'
    )
    assert check_study(open_study(root)).problems == []
    assert check_study(open_study(root, "2024-03-31")).problems == []


def test_over_sources_that_are_built_the_same_mistakes_are_found(run):
    study = run.keep().study
    assert check_built(study).problems == check_study(study).problems == []
    raw = study.raw
    codings = next((raw / "coding/codings").glob("*/W1.jsonl"))
    codings.write_text('{"id": "a001", "code": "NOWHERE"}\n')
    propositions = raw / "analysis/propositions.yaml"
    propositions.write_text(propositions.read_text() + "\n- id: P9\n  statement: [unfinished\n")
    found = check_built(study).problems
    assert found == check_study(study).problems
    assert any("W1.jsonl" in one.file for one in found)
    (raw / "coding/codebook.yaml").write_text("- id: [\n")
    assert check_built(study).problems == check_study(study).problems != []


def test_regions_and_times_of_a_source_that_is_not_in_the_register_are_told(root):
    (root / "data/raw/coding/regions.csv").write_text(
        "region_id,source_id,file,page,left,top,width,height,code,coder,alt,memo,people,created\n"
        "W9/r1,W9,documents/D1.png,0,1,1,10,10,TOIL,ann,A list of hours,,none,2024-03-02\n"
    )
    (root / "data/raw/coding/times.csv").write_text("source_id,segment_id,seconds,segments\nW8,W8-0001,3,8\n")
    found = sorted(str(one) for one in check_study(open_study(root)).problems)
    assert [one.partition(". ")[0] for one in found] == [
        "data/raw/coding/regions.csv, row 2: 'W9' is no source yet",
        "data/raw/coding/times.csv, row 2: 'W8' is no source yet",
    ]
