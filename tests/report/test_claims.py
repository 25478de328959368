"""Sentences that carry a condition: printed as they are while it holds, marked with the numbers when it does not."""

import csv
import re
from dataclasses import replace

import pytest
import yaml
from conftest import REPOSITORY
from helpers_pages import HOSTILE
from lxml import etree
from test_book import pages, rebuilt, words, write_chapter

from jalin.conclude.stage import Premises
from jalin.errors import StudyError
from jalin.named import Words
from jalin.report import Results, compute_facts
from jalin.report.chapters import Chapter
from jalin.report.claims import with_fragile
from jalin.report.conditions import ConditionError, decide
from jalin.report.counts import COUNTS
from jalin.report.grounds import Grounds
from jalin.report.prose import told_by_hand
from jalin.study import open_study

PAGE = REPOSITORY / "docs/reference/claims.md"
EXAMPLES = re.findall(r"(?m)^\|.*\| `([^`]+)` \|$", PAGE.read_text(encoding="utf-8"))

CHAPTER = """# Care

{% claim "voices(CARE, interview) >= 2" %}Two care, {{ fact("sources") }} sources say.{% endclaim %}

{% claim "voices(TOIL, pupil) > voices(TOIL, teacher)" %}More pupils than teachers *toil*.{% endclaim %}

{{ evidence() }}
"""


def listed(results, language="en"):
    with (results.study.reports / f"tables/claims.{language}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_sentence_that_holds_leads_to_its_numbers_and_passages_and_one_that_does_not_says_so(results):
    write_chapter(results, CHAPTER)
    page = pages(results)
    assert "Two care, 4 sources say. [1]" in words(page).replace(" . ", ". ")
    assert "toil . [does not hold: voices(TOIL, pupil) = 0; voices(TOIL, teacher) = 1] [2]" in words(page)
    (place,) = re.findall(r'(?s)<article class="evidence" id="claim-1".*?</article>', page)
    assert 'href="evidence.en.html#e-w2-c1"' in place and "voices(CARE, interview) = 2" in words(place)
    assert "I2" not in words(place)
    first, second = listed(results)
    assert (first["chapter"], first["line"], first["holds"], second["holds"]) == ("2_odd", "3", "yes", "no")
    assert second["sentence"] == "More pupils than teachers toil."
    assert second["values"] == "voices(TOIL, pupil) = 0; voices(TOIL, teacher) = 1"


@pytest.fixture(scope="module")
def grounds(garden) -> Grounds:
    results = Results.of(open_study(garden))
    return Grounds(results.premises, results.tables, compute_facts(results), results)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_manual_holds(example, grounds):
    assert decide(example, grounds).holds is True


def test_the_manual_has_every_count():
    text = "\n".join(EXAMPLES)
    assert [name for name in COUNTS if f"{name}(" not in text] == []


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("voices(CAER) > 1", "'CAER' is no code yet, in voices(CAER). Did you mean CARE?"),
        ("vocies(CARE) > 1", "there is no count 'vocies'. Did you mean voices or sources?"),
        ("voices(CARE, pupl) > 1", "informant or source 'pupl', in voices(CARE, pupl). Did you mean pupil?"),
        ("for(P9) = 1", "'P9' is no proposition yet, in for(P9). Known: P1, P2."),
        ("verdict(P1) = suported", "there is no verdict 'suported'. Did you mean supported"),
        ("rows(whom = pupil) = 1", "'whom' is no attribute yet, in rows(whom = pupil). Did you mean who"),
        ("rows(CARE) = 1", "informant or source 'CARE', in rows(CARE)."),
        ("rows(with CARE) = 1", "rows of a log have fields and no codes"),
        ('fact("source") = 1', "there is no fact 'source'"),
        ("voices(CARE)", "voices(CARE) is a number, and nothing that holds or not"),
        ("voices(CARE) and 1 < 2", "voices(CARE) is a number, and nothing that holds or not"),
        ("first(CARE) > 3", "first(CARE) is a day; 3 is a number"),
        ("first(CARE) > 2024-02-31", "there is no day 2024-02-31"),
        ("verdict(P1) > 2", "verdict(P1) is a verdict; 2 is a number"),
        ("1 + verdict(P1) > 2", "verdict(P1) is a verdict"),
        ("voices(CARE", "cannot be read at the end"),
        ("voices(CARE) > > 1", "cannot be read at column 16"),
        ("__import__('os') = 1", "cannot be read at column"),
        ("voices(CARE, pupil, teacher) = 1", "3 things stand in the brackets"),
        ("verdict(P1 or P2) = mixed", "a name is wanted"),
    ],
)
def test_what_cannot_be_decided_says_what_is_wrong_and_the_nearest_name(condition, said, grounds):
    with pytest.raises(ConditionError) as wrong:
        decide(condition, grounds)
    assert said in f"{wrong.value.what}. {wrong.value.remedy}"


@pytest.mark.parametrize(
    "condition",
    [
        "first(DENIED and TOIL) before last(CARE)",
        "not (first(DENIED and TOIL) before last(CARE))",
        "1 / voices(DENIED and TOIL) > 0",
        "voices(CARE) = 3 and first(DENIED and TOIL) > 2024-01-01",
    ],
)
def test_what_is_not_there_compares_with_nothing(condition, grounds):
    assert decide(condition, grounds).holds is None


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("1 + 2 * 3 = 7 and (1 + 2) * 3 = 9 and 7 - 2 - 1 = 4 and 8 / 2 / 2 = 2", True),
        ("0.1 + 0.2 = 0.3", True),
        ("1 < 2 < 3 and not 1 < 3 < 2", True),
        ("1 = 2 or 1 = 1 and 2 = 3", False),
        ("not 1 = 2 and 1 = 1", True),
        ("NOT 1 = 2 AND 1 = 1", True),
        ("- 1 < 0", True),
        ("3 − 1 ≥ 2 × 1 and 4 ÷ 2 ≠ 1 and voices(CARE) ≤ 3", True),
        ("rows(who ≠ pupil) = 1 and verdict(P1) ≠ refuted and verdict(P1) ≥ mixed", True),
        ("voices(CARE)-voices(TOIL)>=1", True),
        ('voices(role_group = pupil and "beans") = 1', True),
        ("voices(CARE, role_group = pupil or method = document) = 2", True),
        ("rows(L1, who != pupil) = 1 and rows(observation) = 3 and rows(note >= gate) = 2", True),
        ("for(P1, I1) = 1 and for(P1, document) = 0 and against(P1, document) = 1", True),
        ("verdict(P2) < verdict(P1)", True),
    ],
)
def test_conditions_are_reckoned_as_they_are_read(condition, holds, grounds):
    assert decide(condition, grounds).holds is holds


def test_an_unknown_code_in_a_claim_stops_the_build_with_chapter_and_line(results):
    write_chapter(results, '# B\n\n{% claim "voices(CAER) > 1" %}Some care.{% endclaim %}\n')
    with pytest.raises(StudyError, match=r"2_odd\.en\.md, line 3: 'CAER' is no code yet.*mean CARE"):
        pages(results)


def test_a_condition_with_a_name_serves_both_languages_and_says_its_reason(results):
    (results.study.root / "data/raw/analysis/claims.yaml").write_text(
        "claims:\n  - {id: toil, holds: voices(TOIL) > 9, because: {id: belum lengkap, en: not yet whole}}\n"
    )
    for language, reason in (("id", "belum lengkap"), ("en", "not yet whole")):
        write_chapter(results, '# B\n\n{% claim "toil" %}All toil.{% endclaim %}\n')
        path = results.study.root / "notebooks/report/2_odd.en.md"
        path.rename(path.with_name(f"2_odd.{language}.md"))
        assert reason in words(pages(results, language))
        (row,) = listed(results, language)
        assert (row["holds"], row["because"], row["condition"]) == ("no", reason, "voices(TOIL) > 9")
    write_chapter(results, '# B\n\n{% claim "toill" %}All toil.{% endclaim %}\n')
    with pytest.raises(StudyError, match=r"line 3: there is no condition 'toill' in .*Did you mean toil"):
        pages(results)


def test_a_coding_taken_away_makes_the_sentences_that_rested_on_it_false_and_only_those(results):
    root = results.study.root
    chapter = """# B

{% claim "codings(TOIL) = 1" %}One.{% endclaim %}
{% claim "voices(CARE-WATER, pupil) = 1" %}Two.{% endclaim %}
{% claim "rows(who = pupil) = 2" %}Three.{% endclaim %}
{% claim "for(P2) > 0" %}Four.{% endclaim %}
{% claim "for(P1) = 2" %}Five.{% endclaim %}
"""
    (root / "notebooks/report/2_odd.en.md").write_text(chapter)

    def held(found):
        pages(found)
        return [row["holds"] for row in listed(found)]

    assert held(results) == ["yes"] * 5
    path = root / "data/raw/coding/codings/ben/W1.jsonl"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
    assert held(rebuilt(root, since="03")) == ["no", "yes", "yes", "no", "yes"]


def test_a_claim_cannot_become_markup(results):
    condition = """voices("<script>x()</script> `</b>`{=html} **b**") > 0"""
    (results.study.root / "data/raw/analysis/claims.yaml").write_text(
        yaml.safe_dump({"claims": [{"id": "odd", "holds": condition, "because": HOSTILE}]})
    )
    write_chapter(results, '# B\n\n{% claim "odd" %}All.{% endclaim %}\n\n{{ evidence() }}\n')
    tree = etree.HTML(pages(results))
    assert tree.xpath("//script | //b[.='b'] | //@onload") == []
    for place in ("//strong[@class='false']", "//article[@id='claim-1']"):
        assert HOSTILE in "".join(tree.xpath(place)[0].itertext())
    assert "<script>" in tree.xpath("//article[@id='claim-1']//code")[0].text


def test_a_caption_is_a_finding_that_is_tested_like_any_other(results):
    write_chapter(
        results,
        """# B {#b}

{% claim "for(P1) > against(P1)" %}{{ figure("verdicts", "More for than against.") }}{% endclaim %}

{% claim "for(P1) > 5" %}{{ table("verdict_table", caption="Many for <it>") }}{% endclaim %}
""",
    )
    tree = etree.HTML(pages(results))
    (figure,) = tree.xpath("//section[@id='2_odd']//figcaption")
    (table,) = tree.xpath("//section[@id='2_odd']//caption")
    assert "".join(figure.itertext()).startswith("Figure 1. More for than against.[1] notebook")
    assert figure.xpath(".//sup[@class='claim']")
    assert "Many for <it>. " in "".join(table.itertext())
    assert "[does not hold: for(P1) = 2]" in "".join(table.itertext())
    assert tree.xpath("//nav//a[.='More for than against']")
    assert tree.xpath("//section[@id='2_odd']//h2[@id='b'] | //section[@id='2_odd']//*[@id='b']")
    assert [row["sentence"] for row in listed(results)] == [
        "Figure 1. More for than against.",
        "Table 2. Many for <it>.",
    ]


@pytest.mark.parametrize(
    ("condition", "tells"),
    [
        ("voices(CARE) > 0", False),
        ("voices(CARE, interview) > 0", False),
        ("voices(CARE, I1) > 0", False),
        ("voices(CARE, pupil) > 0", True),
        ("voices(CARE, paper) > 0", False),
        ("voices(CARE and role_group = pupil) > 0", True),
        ('voices(CARE and site = "⟦place⟧") > 0', True),
        ("for(P1, school) > 0", True),
    ],
)
def test_passages_that_would_tell_who_speaks_are_not_listed(condition, tells, grounds):
    (count,) = decide(condition, grounds).counts
    assert count.tells is tells


def test_a_claim_on_what_the_study_leaves_out_is_refused(grounds):
    coded = grounds.premises.coded
    leave = coded.study.settings.leave_out.model_copy(update={"verdict": Words({"id": "bukan", "en": "no"})})
    settings = coded.study.settings.model_copy(update={"leave_out": leave})
    study = replace(coded.study, settings=settings)
    without = replace(grounds, premises=Premises(replace(coded, study=study)))
    for condition in ("verdict(P1) = mixed", "for(P1) > 1", "standing(P1) > 0"):
        with pytest.raises(ConditionError, match="the study leaves out its verdict"):
            decide(condition, without)
    assert decide("voices(CARE) = 3", without).holds


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("en", "Three of the informants refused.", "Three of the informants"),
        ("en", "We heard twenty-one interviews.", "twenty-one interviews"),
        ("en", "Half of the voices agree.", "Half of the voices"),
        ("en", "Two of three said so.", "Two of three"),
        ("en", "It took three weeks, two people and both hands.", ""),
        ("en", "Two things are left, three weeks before the interviews.", ""),
        ("en", "One of the informants refused.", ""),
        ("id", "Tiga orang informan menolak.", "Tiga orang informan"),
        ("id", "Dua puluh satu wawancara dilakukan.", "Dua puluh satu wawancara"),
        ("id", "Separuh suara setuju.", "Separuh suara"),
        ("id", "Tiga dari lima mengatakannya.", "Tiga dari lima"),
        ("id", "Dua pekan sesudah wawancara, dua orang datang.", ""),
        ("id", "Salah satu informan menolak.", ""),
        ("id", "{% noclaim %}Tiga informan menolak.{% endnoclaim %}", ""),
        ("id", 'Tulislah:\n\n{% raw %}\n    {{ quotes("P1", "for", 2) }}\n{% endraw %}', ""),
        ("en", '{% claim "voices(CARE) = 3" %}Three informants refused.{% endclaim %}', ""),
    ],
)
def test_a_number_in_words_that_counts_what_was_studied_is_told_as_one_in_digits(language, said, told):
    found = [str(one) for one in told_by_hand(Chapter("x", "x.md", f"# X\n\n{said}\n"), language)]
    assert len(found) == bool(told)
    if told:
        assert f"the number {told!r} is typed by hand" in found[0]


@pytest.mark.parametrize(
    ("condition", "said", "rests_on"),
    [
        (
            "verdict(P1) >= reserved",
            "The claim is supported.",
            "(verdict(P1) >= reserved) and not fragile(P1)",
        ),
        ("verdict(P1) >= reserved", "The claim is supported, though fragile.", "verdict(P1) >= reserved"),
        ("verdict(P1) >= reserved", "They cared.", "verdict(P1) >= reserved"),
        ("for(P1) > 1 or for(P2) > 1", "The claim is supported.", "for(P1) > 1 or for(P2) > 1"),
        (
            'fact("P1.verdict") = supported or verdict("P2") < mixed',
            "Both are supported.",
            '(fact("P1.verdict") = supported or verdict("P2") < mixed) and not fragile(P1) and not fragile("P2")',
        ),
    ],
)
def test_a_sentence_that_calls_a_verdict_by_its_word_rests_on_its_not_being_fragile(
    condition, said, rests_on
):
    assert with_fragile(condition, said, "en") == rests_on


def test_a_sentence_that_calls_a_fragile_verdict_supported_is_marked_until_it_says_so(results):
    tell = '{{% claim "verdict(P1) = supported or verdict(P1) < supported" %}}{}{{% endclaim %}}\n\n'
    said = ["The claim is supported.", "The claim is supported, but fragile.", "They care."]
    write_chapter(results, "# Care\n\n" + "".join(map(tell.format, said)) + "{{ evidence() }}\n")
    results["conclude/verdicts"]["fragile"] = results["conclude/verdicts"]["round"] == "all"
    pages(results)
    assert [one["holds"] for one in listed(results)] == ["no", "yes", "yes"]
    assert listed(results)[0]["values"].endswith("fragile(P1) = yes")


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("en", "The rival is supported too.", True),
        ("en", "They supported a pair.", False),
        ("id", "Tandingannya juga didukung.", True),
        ("id", "Pasangan yang didukung kalah.", False),
    ],
)
def test_a_verdict_in_words_that_nothing_tests_is_told(language, said, told):
    found = list(told_by_hand(Chapter("2_odd", "odd.md", f"# Odd\n\n{said}\n"), language))
    assert bool(found) is told
