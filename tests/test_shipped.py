"""What ships: the corpus, the notebooks, and the wall between method and study."""

import csv
import itertools
import re

import nbformat
import pytest
import yaml
from conftest import REPOSITORY, Run

from jalin.build.modules import code_cells
from jalin.build.pages import spoken
from jalin.code import agreement_by_code
from jalin.code.translations import passages_of, read_translations, told
from jalin.collect import read_register
from jalin.conclude import verdicts, verdicts_by_round
from jalin.conclude.could_speak import source_groups
from jalin.conclude.rivals import mirrors
from jalin.tables.dictionary import dictionary

RAW = REPOSITORY / "data/raw"
STUDY_WORDS = re.compile(
    r"ciamis|cirengganis|galuhpura|kecamatan|kelurahan|petahana|\bASN\b|\bcamat\b|\blurah\b|netralitas", re.I
)
# titles before a name, of offices all over the country, and words before the name of a place
TITLES = {
    "src/jalin/protect/numbers.py": {"kecamatan", "kelurahan"},
    "src/jalin/protect/spellings.py": {"kecamatan", "kelurahan"},
}


def test_the_method_has_no_word_of_the_study():
    for path in (REPOSITORY / "src").rglob("*"):
        if path.suffix in {".py", ".yaml", ".css", ".j2", ".json"}:
            found = set(map(str.lower, STUDY_WORDS.findall(path.read_text(encoding="utf-8"))))
            name = path.relative_to(REPOSITORY).as_posix()
            assert found - TITLES.get(name, set()) == set(), name


def test_the_corpus_has_its_size(shipped):
    sources = read_register(shipped.study)
    sources = sources.merge(shipped.collected["sources"][["source_id", "words"]], how="left")
    interviews = sources[sources["method"] == "interview"]
    assert len(interviews) == 16 and interviews["words"].dropna().between(900, 1600).all()
    assert (interviews["consent"] == "withdrawn").sum() == 1
    assert {".docx", ".odt", ".txt", ".md", ".vtt", ".pdf"} == set(
        interviews["file"].str.extract(r"(\.\w+)$")[0]
    )
    logs = sources["file"].str.endswith(".csv")
    assert (logs.sum(), (sources["method"] == "observation").sum() - logs.sum()) == (3, 6)
    assert (sources["method"] == "document").sum() == 10
    assert shipped.protected.observations["segment_id"].nunique() >= 400
    assert shipped.codings["coder"].value_counts().between(500, 900).all()
    assert 28 <= len([code for code in shipped.codebook.codes.values() if code.parent]) <= 45
    rivals = {item.id: item.rival for item in shipped.propositions}
    assert len(rivals) >= 12 and any(rivals.get(rival) == name for name, rival in rivals.items())


def test_the_codebook_has_a_history():
    content = yaml.safe_load((RAW / "coding/codebook.yaml").read_text(encoding="utf-8"))
    changes = {(change["action"], change["round"]) for change in content["history"]}
    assert {("split", 1), ("merge", 2)} <= changes and "rename" in {action for action, _ in changes}
    born = {code.get("since") for code in content["codes"] if code["kind"] == "inductive"}
    assert {1, 2, 3} <= born


def test_differences_were_settled_by_somebody_for_a_reason():
    rows = list(csv.DictReader((RAW / "coding/reconciled.csv").open(encoding="utf-8")))
    assert len(rows) >= 30
    assert all(row["decided_by"] and row["reason"] for row in rows)
    assert {row["decision"] for row in rows} == {"keep", "drop"}
    assert len({row["reason"] for row in rows}) >= 15


def test_coder_b_left_sources_of_the_first_round_uncoded(shipped):
    coded = set(shipped.codings.query("coder == 'b'")["source_id"])
    first = set(shipped.sources.query("round == '1'")["source_id"])
    assert first - coded


def test_memos_and_member_checks_are_there():
    memos = sorted((RAW / "coding/memos").glob("*.md"))
    assert len(memos) >= 6
    for memo in memos:
        front = yaml.safe_load(memo.read_text(encoding="utf-8").split("---")[1])
        assert {"title", "date", "about", "kind", "round"} <= set(front)
    answers = {
        row["response"] for row in csv.DictReader((RAW / "analysis/member_checks.csv").open(encoding="utf-8"))
    }
    assert {"agree", "partly", "disagree"} <= answers


def test_no_two_interviews_share_twelve_words_in_a_row(shipped):
    seen: dict[tuple[str, ...], str] = {}
    for source_id in shipped.collected["sources"].query("method == 'interview'")["source_id"]:
        words = re.findall(r"\w+", shipped.collected.texts[source_id].casefold())
        for start in range(len(words) - 11):
            run = tuple(words[start : start + 12])
            assert seen.setdefault(run, source_id) == source_id, " ".join(run)


def test_every_text_says_that_it_is_synthetic(shipped):
    logs = set(shipped.protected.observations["source_id"])
    for source_id, text in shipped.collected.texts.items():
        lines = text.splitlines()
        marked = lines if source_id in logs else lines[:1]
        assert all("SINTETIS" in line for line in marked), source_id
    for name in ("README.md", "study.yaml", "sources.csv"):
        assert "SINTETIS" in (RAW / name).read_text(encoding="utf-8")


def test_planted_identifiers_stand_where_the_list_says(shipped):
    rows = list(csv.DictReader((REPOSITORY / "tests/cases/identifiers.csv").open(encoding="utf-8")))
    assert len(rows) >= 120 and sum(row["form"] != "plain" for row in rows) >= 20
    for row in rows:
        if row["where"] == "text":
            text = shipped.collected.texts[row["source_id"]]
            assert text[int(row["start"]) : int(row["end"])] == row["original"].replace("\\n", "\n"), row


def test_every_planted_identifier_is_gone(shipped):
    kinds = set(shipped.protected.audit["kind"])
    assert {"nik", "nip", "npwp", "phone", "email", "handle", "plate", "address", "listed"} <= kinds
    everything = "\n".join(shipped.protected.texts.values())
    for planted in (
        "3299014307880001",
        "19790412",
        "19680917",
        "800-000-3",
        "800-000-7781",
        "800 000 ",
        "example.com",
        "example.org",
        "@contoh",
        "ZZ 1182",
        "RT 03/RW 05",
        "Suganda",
        "Rahmawulan",
        "Wiwin",
        "Darmita",
        "Eutik",
        "Kosasih",
        "Somantri",
        "Permana",
        "00.000.000.0",
    ):
        assert planted not in everything, planted


def test_the_coders_differ_as_people_do(shipped):
    found = agreement_by_code(
        shipped.codings, shipped.protected.segments, ["a", "b"], list(shipped.codebook.codes)
    ).set_index("code")
    assert 0.70 <= found.loc["(all)", "alpha"] <= 0.85
    assert (found.query("coded >= 20")["alpha"] < 0.62).sum() >= 2


def test_one_proposition_fails_and_verdicts_change_between_rounds(shipped):
    rounds = [item.id for item in shipped.study.settings.rounds]
    found = verdicts_by_round(
        shipped.evidence, shipped.propositions, shipped.study.settings.verdict, rounds
    ).pivot(index="proposition", columns="round", values="verdict")
    assert set(found["all"]) & {"refuted", "not supported"} and "supported" in set(found["all"])
    assert any((found[before] != found[after]).any() for before, after in itertools.pairwise(rounds))


# voices for, both ways and against, and groups of informants for: recounted from data/raw alone, by a program
# of its own that reads codings, decisions and register and knows nothing of jalin
RECOUNTED = {
    "P1": (17, 0, 4, 6),
    "P2": (10, 3, 3, 5),
    "P3": (17, 2, 0, 5),
    "P4": (11, 8, 1, 6),
    "P7": (9, 4, 3, 6),
    "P8": (0, 0, 16, 0),
    "P12": (15, 0, 0, 6),
    "P13": (10, 1, 1, 6),
    "P14": (3, 1, 11, 3),
}


def test_each_proposition_counts_what_its_statement_says(shipped):
    settings, sources = shipped.study.settings, shipped.sources
    rule = settings.verdict.by_source(source_groups(settings, sources))
    found = verdicts(shipped.stances, shipped.propositions, rule).set_index("proposition")
    columns = ["voices_for", "voices_mixed", "voices_against", "groups_for"]
    assert {name: tuple(found.loc[name, columns]) for name in RECOUNTED} == RECOUNTED
    assert found["against_sought"].all()
    assert mirrors(shipped.propositions, shipped.evidence) == []
    # what tells rivals apart does not leave it to a tie
    apart = found.loc[["P1", "P3", "P7"], "told_apart"]
    assert set(apart) == {"for it"} and set(found.loc[["P4", "P9", "P14"], "told_apart"]) == {"for its rival"}


@pytest.mark.parametrize(
    ("proposition", "source", "words"),
    [
        # that nothing was reported is not reluctance; office hours and praise are no correction of a breach
        ("P7", "W01", "Tidak ada laporan masuk"),
        ("P13", "W01", "disiplin jam masuk"),
        ("P13", "W13", "beliau cuma bilang"),
        # the account as it was after the researcher had asked about it
        ("P2", "O05", "sejak 9 Oktober"),
        ("P13", "W10", "sudah bersih sejak awal bulan"),
    ],
)
def test_what_says_something_else_is_no_evidence(shipped, proposition, source, words):
    own = shipped.evidence[
        (shipped.evidence["proposition"] == proposition) & (shipped.evidence["source_id"] == source)
    ]
    assert not own["quote"].str.contains(words).any()
    assert shipped.codings["quote"].str.contains(words).any()


@pytest.mark.parametrize("end", ["2024-09-21", "2024-11-23"])
def test_the_study_as_it_stood_after_a_round(end, shipped):
    early = Run(REPOSITORY, through=end)
    assert 0 < len(early.sources) < len(shipped.sources)
    assert (early.sources["date"] <= end).all() and len(early.evidence)


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_notebooks_are_committed_without_outputs_and_with_parameters(path):
    code = code_cells(path)
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    for name in ("study", "through", "case", "language", "seed"):
        assert f"{name}: " in "".join(tagged[0]["source"])


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "notebooks").glob("0*.ipynb")), ids=lambda path: path.stem
)
def test_notebooks_say_everything_in_both_languages_and_a_run_keeps_the_one_asked_for(path):
    notebook = nbformat.read(path, 4)
    texts = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    tags = [[tag for tag in cell.metadata["tags"] if tag.startswith("language-")] for cell in texts]
    assert tags == [["language-id"], ["language-en"]] * (len(texts) // 2)
    for language, kept in (("id", texts[::2]), ("en", texts[1::2]), ("ms", texts[1::2])):
        left = spoken(nbformat.read(path, 4), language).cells
        assert [cell for cell in left if cell.cell_type == "markdown"] == kept
        assert sum(cell.cell_type == "code" for cell in left) == len(code_cells(path))


def test_the_data_dictionary_is_that_of_the_tables():
    assert (REPOSITORY / "docs/data-dictionary.md").read_text(encoding="utf-8") == dictionary()


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-all.lock", "benchmarks/requirements.lock"]
)
def test_the_lock_has_hashes_and_no_address(name):
    lock = (REPOSITORY / name).read_text()
    assert "://" not in lock and "file:" not in lock
    pins = re.findall(r"(?m)^[\w.-]+(?:\[[\w,]+\])?==.*$", lock)
    assert len(pins) > 50 and all(pin.endswith("\\") for pin in pins)


def test_building_installs_nothing_for_tests_or_the_manual_and_what_it_has_is_the_same_in_the_whole():
    pins = {
        name: set(re.findall(r"(?m)^([\w.-]+(?:\[[\w,]+\])?==[\w.]+)", (REPOSITORY / name).read_text()))
        for name in ("requirements.lock", "requirements-all.lock")
    }
    assert pins["requirements.lock"] < pins["requirements-all.lock"]
    named = {pin.partition("=")[0] for pin in pins["requirements.lock"]}
    assert not named & {
        "playwright",
        "pytest",
        "spacy",
        "mkdocs",
        "mkdocs-material",
        "mypy",
        "hypothesis",
        "ruff",
    }
    assert {"jupyterlab", "papermill", "hatchling"} <= named


def test_every_passage_that_the_report_prints_is_translated_and_none_is_stale(shipped):
    every = passages_of(shipped.known)
    printed = passages_of(shipped.premises.spoken)
    known = set(shipped.sources["source_id"]) | {"W07"}
    for language in shipped.study.languages:
        found = read_translations(shipped.study, language, known)
        assert told(language, printed, every, found, ()) == []
        assert {one.translator for one in found.values()} == {
            "id": {"tim sintetis"},
            "en": {"the synthetic team"},
        }[language]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_figure_is_read_in_the_text_and_its_caption_is_tested(language):
    chapters = sorted((REPOSITORY / "notebooks/report").glob(f"*.{language}.md"))
    text = "".join(path.read_text(encoding="utf-8") for path in chapters)
    shown = re.findall(r'\{\{ figure\("(\w+)"', text)
    tested = re.findall(r'\{% claim "[^"]+" %\}\{\{ figure\("(\w+)"', text)
    assert len(shown) == len(set(shown)) >= 18 and tested == shown
    assert set(shown) <= set(re.findall(r'ref\("figure", "(\w+)"\)', text))
    # nor is a table typed without a number
    typed = re.findall(r"(?m)^(.*)\n\|[^\n]*\|\n\|[-:|]+\|$", text)
    assert typed and all(before.startswith("{% call table(") for before in typed)
