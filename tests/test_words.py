import re
from importlib.resources import files

import pytest
import yaml

from jalin.report.figures import FIGURES
from jalin.report.tables import TABLES
from jalin.settings import LANGUAGES
from jalin.tables import columns as tables
from jalin.words import number, word

CATALOGUE = yaml.safe_load((files("jalin") / "words.yaml").read_text(encoding="utf-8"))


def test_every_entry_has_both_languages():
    assert all(set(entry) == set(LANGUAGES) for entry in CATALOGUE.values())


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
    source = "\n".join(path.read_text() for path in files("jalin").rglob("*.py"))
    for key in map(str, CATALOGUE):
        kind, _, name = key.partition(".")
        whole = re.search(rf"[\"']{re.escape(key)}[\"']", source)
        composed = f"{kind}.{{" in source
        assert whole or (name and composed), key


@pytest.mark.parametrize(
    ("value", "digits", "indonesian", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (-0.25, 2, "−0,25", "−0.25"),
        (float("nan"), 2, "–", "–"),
        (7, 0, "7", "7"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, digits, indonesian, english):
    assert (number(value, "id", digits), number(value, "en", digits)) == (indonesian, english)
