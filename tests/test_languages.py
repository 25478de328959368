"""A study in one language, and in one that jalin has no words in until a file brings them."""

import json
import re
import shutil

import docx
import pytest
import yaml
from babel import Locale
from conftest import REPOSITORY, Run, build
from lxml import html
from tiny import CODEBOOK, PROPOSITIONS, SETTINGS, make_study
from tiny import FILES as SOURCES

from jalin import words
from jalin.build.fresh import Folders
from jalin.check import check_study
from jalin.code import read_codebook
from jalin.condense.language import stem
from jalin.errors import StudyError
from jalin.exchange.empty_study import empty_study
from jalin.report import Results, compute_facts, evidence_pages, number_chapters, report_pages
from jalin.report.tables import TABLES
from jalin.stages import read_runs
from jalin.study import open_study

FILES = {
    "study.yaml": SETTINGS,
    "coding/codebook.yaml": CODEBOOK,
    "analysis/propositions.yaml": PROPOSITIONS,
}


def louder(text):
    """A text in capitals, but for the names of its places in braces."""
    parts = re.split(r"(\{\w+)", text)
    return "".join(part if part[:1] == "{" else part.upper() for part in parts)


def said(content, form):
    """Content of YAML with `form` of every pair of words in Indonesian and English."""
    if isinstance(content, dict) and content.keys() == {"id", "en"}:
        return form(content)
    if isinstance(content, dict):
        return {key: said(value, form) for key, value in content.items()}
    return [said(one, form) for one in content] if isinstance(content, list) else content


def in_languages(root, languages, form):
    """The tiny study in `languages`, `form` making its words of those in Indonesian and English."""
    make_study(root)
    for name, text in FILES.items():
        content = said(yaml.safe_load(text), form)
        if name == "study.yaml":
            content["languages"] = languages
        (root / "data/raw" / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return root


def plainly(pair):
    """English alone, as plain text."""
    return pair["en"]


def in_sundanese(pair):
    """In capitals, which stand for Sundanese."""
    return pair["en"].upper() if isinstance(pair["en"], str) else [one.upper() for one in pair["en"]]


@pytest.fixture
def sundanese(tmp_path, monkeypatch):
    """A file of words in Sundanese beside the others: the English ones in capitals."""
    folder = tmp_path / "words"
    shutil.copytree(words.FOLDER, folder, ignore=shutil.ignore_patterns("*.py*", "__pycache__"))
    english = yaml.safe_load((folder / "en.yaml").read_text(encoding="utf-8"))
    # no plural in Sundanese: one text for every number
    plain = {key: text if isinstance(text, str) else text["other"] for key, text in english.items()}
    own = {key: louder(text) for key, text in plain.items()} | {"locale": "su-ID"}
    (folder / "su.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    caches = [one for one in vars(words).values() if hasattr(one, "cache_clear")]
    monkeypatch.setattr(words, "FOLDER", folder)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


def page_of(study, language):
    """The report as one text of HTML."""
    results = Results.of(study)
    chapters = number_chapters(results, compute_facts(results), language)
    return "".join(part.data for part in [*report_pages(chapters), *evidence_pages(chapters)])


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "languages: [en]", "languages: [en, id]",
            "title: its words in 'id' are missing. The study is in en, id: add them, or write one text for all",
        ),
        ("languages: [en]", "languages: [fr]", r"languages: jalin has no words in 'fr'. It has: en, id. Add src/jalin/words/fr.yaml"),
        ("languages: [en]", "languages: [en, en]", "languages: a language stands there twice"),
        ("{en: The school garden}", "{en: The school garden, eng: x}", "title: there is no language 'eng'. Did you mean en"),
        ("{en: The school garden}", "[x]", "'title' needs a text, or one for each language; it is a list"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_languages_is_said(root, before, after, sentence):
    path = root / "data/raw/study.yaml"
    one = SETTINGS.replace("id: garden\n", "id: garden\nlanguages: [en]\n").replace(
        "{id: Kebun sekolah, en: The school garden}", "{en: The school garden}"
    )
    path.write_text(one, encoding="utf-8")
    # words in a language that the study is not in do no harm
    assert open_study(root).title["en"] == "The school garden"
    path.write_text(one.replace(before, after), encoding="utf-8")
    with pytest.raises(StudyError, match=re.escape(sentence).replace(r"\.", ".")):
        open_study(root)


def test_a_plain_text_stands_for_every_language(root):
    path = root / "data/raw/coding/codebook.yaml"
    path.write_text(CODEBOOK.replace("{id: Rawat, en: Care}", "2024"), encoding="utf-8")
    code = read_codebook(open_study(root)).codes["CARE"]
    assert code.name["id"] == code.name["en"] == "2024" and code.definition["id"] == "merawat"


def test_a_language_that_the_study_is_not_in_is_refused(root):
    with pytest.raises(StudyError, match=r"the study is not in 'fr'\. Known: en, id"):
        open_study(root, language="fr")
    assert open_study(root).language() == "id" and open_study(root).language("en") == "en"


def test_the_report_runs_once_for_each_language_of_the_study(tmp_path):
    root = in_languages(tmp_path / "study", ["en"], plainly)
    assert [run.name for run in read_runs(REPOSITORY, root) if run.stage == "report"] == ["report.en"]
    assert {run.name for run in read_runs(REPOSITORY) if run.stage == "report"} == {"report.id", "report.en"}
    # what is wrong there is said by the check, not by the list of runs
    (root / "data/raw/study.yaml").write_text("languages: {", encoding="utf-8")
    assert len(read_runs(REPOSITORY, root)) == len(read_runs(REPOSITORY))


def test_what_a_language_made_goes_with_the_language(root):
    folders, runs = Folders(root, REPOSITORY), read_runs(REPOSITORY, root)
    made = {f"reports/report.{language}.html" for language in ("id", "en")}
    for name in (*made, "reports/facts.json"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).touch()
    for run in runs:
        if run.stage == "report":
            folders.leave(run, folders.now(run, {}))
    folders.drop_gone([run for run in runs if run.name != "report.id"])
    assert {path.name for path in (root / "reports").iterdir()} == {"report.en.html", "facts.json"}
    assert not folders.record_path(next(run for run in runs if run.name == "report.id")).exists()


def test_a_new_study_in_one_language_is_in_it_alone(tmp_path):
    empty_study(tmp_path / "study", languages=["en"])
    study = open_study(tmp_path / "study")
    assert study.languages == ["en"] and study.settings.role_groups[0].name["en"] == "All sources"
    assert "id:" not in yaml.safe_dump(study.settings.role_groups[0].name.root)
    names = {path.name for path in (tmp_path / "study").rglob("*.md")}
    chapters = ("1_introduction", "2_theory", "3_method", "4_results", "5_conclusion", "6_appendix")
    assert names == {"GUIDE.md", "EXAMPLE.md", *(f"{name}.en.md" for name in chapters)}
    propositions = (study.raw / "analysis/propositions.yaml").read_text(encoding="utf-8")
    assert "statement: The document says" in propositions
    check_study(study)


def test_the_example_in_one_language_is_right():
    checked = check_study(open_study(REPOSITORY / "examples/tool-library"))
    assert checked.problems == [] and "22 codings" in checked.told()[-1]


def test_a_language_without_stemmer_or_stop_words_is_told(root):
    path = root / "data/raw/sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",en,given", ",su,given"), encoding="utf-8")
    lines = check_study(open_study(root)).told()
    told = "2 sources in 'su': there is no list of stop words and no stemmer for it"
    assert [line.partition(",")[0] for line in lines if "stemmer" in line] == [told]
    assert (stem("waters", "su"), stem("waters", "en"), stem("wateren", "nl")) == ("waters", "water", "water")
    # its words are the codes', whatever their stem
    assert "unprompted" in set(Run(root).known["prompted"])


@pytest.mark.slow
def test_a_study_in_one_language_has_tables_and_a_report_in_it_alone(tmp_path):
    root = in_languages(tmp_path / "study", ["en"], plainly)
    study = build(root)
    codes = (root / "data/processed/code/codes.csv").read_text(encoding="utf-8")
    assert codes.startswith("code,parent,theme,name_en,definition,")
    assert "found_en" in (root / "data/processed/conclude/tactics.csv").read_text(encoding="utf-8")
    (root / "notebooks/report/1_results.en.md").write_text(
        '# Results\n\n{{ finding("P1") }}\n\n{{ credibility("P1") }}\n\n{{ table("ledger") }}\n',
        encoding="utf-8",
    )
    page = page_of(study, "en")
    assert "The garden is cared for" in page and "hreflang" not in page


@pytest.mark.slow
def test_a_third_language_is_a_file_of_words(tmp_path, sundanese):
    root = in_languages(tmp_path / "study", ["su"], in_sundanese)
    study = build(root)
    tables = [f'{{{{ table("{name}") }}}}' for name in TABLES if name != "software"]
    names = ("finding", "credibility", "pulled", "statement")
    said = [f'{{{{ {name}("P1") }}}}' for name in names]
    text = ["# HASIL", *said, '{{ quotes("P1", "for") }}', "{{ rule() }}", *tables, "{{ evidence() }}"]
    (root / "notebooks/report/1_results.su.md").write_text("\n\n".join(text), encoding="utf-8")
    page = html.fromstring(page_of(study, "su"))
    # every word of Sundanese is in capitals; the others are those of the sources, and ids
    ids = "teacher pupil paper interview document ann ben Test jalin name phone a c su"
    stages = " ".join(run.notebook for run in read_runs(REPOSITORY))
    months = " ".join(name for form in Locale("su").months["format"].values() for name in form.values())
    known = set(re.findall(r"[a-z]+", " ".join([*SOURCES.values(), ids, stages, months]), re.IGNORECASE))
    left = {one for one in re.findall(r"[A-Za-z]+", " ".join(page.itertext())) if not one.isupper()}
    assert left - known == set()
    assert len(left) > 20


@pytest.mark.slow
def test_a_study_in_three_languages_has_a_report_in_each(tmp_path, sundanese):
    def form(pair):
        return pair | {"su": in_sundanese(pair)}

    root = in_languages(tmp_path / "study", ["id", "en", "su"], form)
    chapters = root / "notebooks/report"
    (chapters / "1_results.su.md").write_text(
        (chapters / "1_results.en.md").read_text(encoding="utf-8").replace("Results", "HASIL"),
        encoding="utf-8",
    )
    build(root, "08")
    there = {path.name for path in (root / "reports").iterdir()}
    assert there >= {
        f"report.{language}.{ending}" for language in ("id", "en", "su") for ending in ("pdf", "docx")
    }
    facts = json.loads((root / "reports/facts.json").read_text(encoding="utf-8"))
    assert list(facts["notice"]) == ["id", "en", "su"] and facts["facts"]["P1.verdict"]["su"].isupper()
    shown = (root / "reports/figures/verdicts.su.svg").read_text(encoding="utf-8")
    assert "VOICES" in shown and "voices" not in shown.partition("</metadata>")[2]
    words_of = "\n".join(one.text for one in docx.Document(str(root / "reports/report.su.docx")).paragraphs)
    assert "FIGURE 1" in words_of and not re.search(r"\b(Figure|Table|Contents|Abstract)\b", words_of)
    linked = page_of(open_study(root), "su")
    assert 'href="report.id.html"' in linked and 'href="report.en.html"' in linked
