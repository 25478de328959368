import re
from importlib.resources import files
from string import Formatter

import pandas as pd
import pytest
import yaml
from babel import Locale

from jalin.conclude.verdict import rule_in_words
from jalin.errors import StudyError
from jalin.report.figures import FIGURES
from jalin.report.tables import TABLES
from jalin.report.wording import counts_in_words, robustness_in_words
from jalin.rules import VerdictRule
from jalin.tables import columns as tables
from jalin.words import day, known_languages, listed, number, phrase, word

LANGUAGES = known_languages()
CATALOGUES = {
    language: yaml.safe_load((files("jalin.words") / f"{language}.yaml").read_text(encoding="utf-8"))
    for language in LANGUAGES
}


def places(words):
    """The names in braces, of a text or of all its plurals."""
    texts = words.values() if isinstance(words, dict) else [words]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys_with_the_same_places_in_braces(language):
    assert {"id", "en"} <= set(LANGUAGES)
    own, other = CATALOGUES[language], CATALOGUES["en"]
    assert own.keys() == other.keys()
    assert {key: places(words) for key, words in own.items()} == {
        key: places(words) for key, words in other.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_depend_on_a_number_have_every_plural_of_their_language(language):
    wanted = Locale.parse(language).plural_form.tags | {"other"}
    for key, words in CATALOGUES[language].items():
        if isinstance(words, dict):
            assert set(words) - {0, 1} == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_tables_and_every_caption_has_its_words(language):
    terms = {
        "method": tables.METHODS,
        "direction": tables.DIRECTIONS,
        "stance": tables.STANCES,
        "state": tables.STATES,
        "directness": tables.DIRECTNESS,
        "verdict": tables.VERDICTS,
        "convergence": tables.CONVERGENCES,
        "short": tables.CONVERGENCES,
        "caption": [*FIGURES, *TABLES],
    }
    for kind, values in terms.items():
        for value in values:
            word(f"{kind}.{value}", language)


def test_no_entry_is_without_use():
    written = (path for kind in ("*.py", "*.j2") for path in files("jalin").rglob(kind))
    source = "\n".join(path.read_text() for path in written)
    quoted = set(re.findall(r"(?<=[\"'])[^\"'\n]+(?=[\"'])", source))
    composed = set(re.findall(r"(\w+)\.\{", source))
    kinds = {key: key.partition(".") for key in map(str, CATALOGUES["en"])}
    unused = [
        key for key, (kind, _, name) in kinds.items() if key not in quoted and not (name and kind in composed)
    ]
    assert unused == []


def test_a_language_without_words_names_the_file_to_add():
    with pytest.raises(StudyError, match=r"words/fr\.yaml: there are no words in 'fr'\. Known: en, id"):
        word("memo", "fr")


@pytest.mark.parametrize(
    ("value", "digits", "indonesian", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.25, 2, "−0,25", "−0.25"),
        (float("nan"), 2, "–", "–"),
        (-0.004, 2, "0,00", "0.00"),
        (7, 0, "7", "7"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, digits, indonesian, english):
    assert (number(value, "id", digits), number(value, "en", digits)) == (indonesian, english)


def test_lists_are_written_as_the_language_writes_them():
    assert [listed(list("abc")[:count], "en") for count in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [listed(list("abc")[:count], "id") for count in range(4)] == ["", "a", "a dan b", "a, b, dan c"]


@pytest.mark.parametrize(
    ("when", "form", "indonesian", "english"),
    [
        ("2024-08-17", "long", "17 Agustus 2024", "17 August 2024"),
        ("2024-09-12", "medium", "12 Sep 2024", "12 Sept 2024"),
        ("2024-05-01", "short", "1 Mei", "1 May"),
        ("minggu ke-3", "long", "minggu ke-3", "minggu ke-3"),
        ("2024-09-12, a.m.", "long", "2024-09-12, a.m.", "2024-09-12, a.m."),
    ],
)
def test_days_are_written_as_the_language_writes_them(when, form, indonesian, english):
    assert (day(when, "id", form), day(when, "en", form)) == (indonesian, english)


def test_each_number_of_a_sentence_has_the_plural_that_fits_it():
    def said(language, answers, disagree):
        return phrase("credibility.objected", language, disagree, answers=answers)

    assert said("en", 1, 1) == "Put to informants again: 1 of 1 answer disagrees."
    assert said("en", 1200, 2) == "Put to informants again: 2 of 1,200 answers disagree."
    assert said("id", 1200, 2) == "Ditanyakan kembali: 2 dari 1.200 jawaban menyatakan tidak setuju."


def counted(for_, mixed, against, groups=0, first_hand=0, rival=""):
    row = {"voices_for": for_, "voices_mixed": mixed, "voices_against": against, "able": 8}
    return pd.Series(
        {
            **row,
            "groups_for": groups,
            "first_hand": first_hand,
            "against_sought": True,
            "limited_by": rival,
            "told_apart": "undecided" if rival else "",
        }
    ).to_dict()


def test_counts_are_worded_for_none_one_and_several():
    assert counts_in_words(counted(0, 0, 0), "en") == ""
    assert counts_in_words(counted(0, 0, 1), "en") == (
        "Of 1 voice that speaks to it, none is for, none mixed and 1 against. In all, 8 voices could have spoken to it."
    )
    assert counts_in_words(counted(1, 0, 0, 1, 1, "P2"), "en") == (
        "Of 1 voice that speaks to it, 1 is for, none mixed and none against; support comes from 1 source group, "
        "and 1 voice knows it from more than hearsay. In all, 8 voices could have spoken to it. The verdict is limited by its rival, P2. The evidence that should tell it apart from its rival decides nothing."
    )
    assert counts_in_words(counted(3, 1, 2, 2, 0), "en") == (
        "Of 6 voices that speak to it, 3 are for, 1 mixed and 2 against; support comes from 2 source groups, "
        "and no voice knows it from more than hearsay. In all, 8 voices could have spoken to it."
    )
    assert counts_in_words(counted(3, 1, 2, 2, 4), "id") == (
        "Dari 6 suara yang membicarakannya, 3 mendukung, 1 campuran, dan 2 membantah; dukungannya datang dari "
        "2 kelompok sumber, dan 4 suara mengetahuinya bukan hanya dari orang lain. Seluruhnya 8 suara dapat membicarakannya."
    )


def test_where_nobody_looked_for_evidence_against_the_counts_say_so():
    row = counted(3, 0, 0, 2, 2) | {"against_sought": False}
    assert counts_in_words(row, "en").endswith("to it. Evidence against it has not been looked for.")
    assert counts_in_words(row, "id").endswith("membicarakannya. Bukti yang membantahnya belum dicari.")


def test_the_rule_of_the_verdict_is_worded_with_its_thresholds():
    lines = rule_in_words(VerdictRule(min_groups=1, min_first_hand=2, rival_limits=False), "en")
    assert lines[1] == (
        "A side is grounded when its voices come from at least 1 group and at least 2 of them know it from "
        "more than hearsay."
    )
    assert lines[2] == (
        "Supported: the share in favour is at least 75%, at least 50% of the voices speak for it alone, and "
        "support is grounded."
    )
    assert len(lines) == 12 and len(rule_in_words(VerdictRule(), "id")) == 13


def test_words_that_are_not_there_are_told_with_where_to_add_them():
    with pytest.raises(StudyError, match=r"words/en\.yaml, caption\.tactic: .*Did you mean caption\.tactics"):
        word("caption.tactic", "en")
    with pytest.raises(
        StudyError, match=r"caption\.zebra: there are no such words\. .*Add it to each file of"
    ):
        word("caption.zebra", "id")


def test_what_changes_but_points_the_same_way_is_said_to_do_so():
    rows = pd.DataFrame(
        [("P1", "method", "interview", "ungrounded for"), ("P1", "round", "early", "reserved")],
        columns=["proposition", "strand", "value", "verdict"],
    ).assign(verdict_with="supported", changes=True)
    said = robustness_in_words("P3", rows, "98", "en")
    assert said == (
        "The verdict on P3 changes when any of these is left out: the interview technique; the round early. "
        "What is left points the same way. It comes out in 98% of the bootstrap resamples of the voices."
    )
    # a chapter whose brief finding has the share does not say it again
    assert robustness_in_words("P3", rows, "", "en") == said.removesuffix(
        " It comes out in 98% of the bootstrap resamples of the voices."
    )
    one = robustness_in_words("P3", rows.head(1), "98", "id")
    assert one.startswith("Putusan atas P3 berubah tanpa teknik interview. Yang tersisa")
    assert "the same way" not in robustness_in_words("P3", rows.assign(verdict="mixed"), "98", "en")
