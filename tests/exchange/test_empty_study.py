"""A new study: empty but for an example, or with the transcripts of a folder; either builds at once."""

import shutil

import pytest
from helpers_build import make
from helpers_pages import ill_laid

from jalin.errors import StudyError
from jalin.exchange.empty_study import empty_study
from jalin.records import read_records
from jalin.report.figures import figures_of
from jalin.report.results import Results
from jalin.study import open_study


def says_nothing(figure):
    return [[text.get_text() for text in ax.texts] for ax in figure.axes] == [
        ["There is no data for this figure."]
    ] and not figure.axes[0].axison


@pytest.mark.slow
def test_an_empty_study_is_ready_builds_and_says_what_is_missing(tmp_path):
    root = tmp_path / "my study"
    empty_study(root)
    done = make(root, "check")
    assert done.returncode == 0 and done.stdout.endswith("ready\n"), done.stderr
    done = make(root, "all")
    assert done.returncode == 0, done.stderr
    assert ill_laid(root) == []
    page = (root / "reports/report.en.html").read_text(encoding="utf-8")
    for missing in ("No interview", "No observation", "codebook has one code", "There is one proposition"):
        assert missing in page
    # five chapters with three questions each, and one finding filled in
    for chapter in ("I Introduction", "II Theory", "III Method", "IV Results", "V Conclusions"):
        assert f"Chapter {chapter}" in page
    assert page.count("Guiding questions") == 5
    assert "The document says of itself that it is an example" in page
    assert "<mark>Ini dokumen contoh." in (root / "reports/evidence.en.html").read_text(encoding="utf-8")
    assert "Belum ada wawancara" in (root / "reports/report.id.html").read_text(encoding="utf-8")
    # a figure without data says so, and draws no axes of nothing
    results = Results.of(open_study(root))
    without = [name for name, item in figures_of(results).items() if says_nothing(item.draw(results, "en"))]
    assert without == ["agreement", "network", "causal", "event_state", "log"]
    # no warning, which would say where the project is on this machine
    for notebook in (root / "reports/notebooks").glob("*.ipynb"):
        assert '"stderr"' not in notebook.read_text(encoding="utf-8"), notebook.name
    for guide in ("GUIDE.md", "PANDUAN.md"):
        assert "data/raw/interviews" in (root / guide).read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["Kebun: dan sekolah", ""])
def test_a_new_study_has_the_title_that_it_is_given_else_the_name_of_its_folder(tmp_path, title):
    empty_study(tmp_path / "folder", title=title)
    study = open_study(tmp_path / "folder")
    assert {study.title[one] for one in study.languages} == {
        title or "folder"
    } and study.settings.id == "folder"
    # where the study takes place is asked for once, and is not the folder
    assert study.settings.setting.frame["en"] == "Where the study takes place"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"), [("en", "Nothing is claimed yet"), ("id", "Belum ada yang dinyatakan")]
)
def test_a_study_of_files_has_nothing_of_the_example_and_says_how_a_first_finding_is_written(
    tmp_path, language, said
):
    (tmp_path / "in").mkdir()
    # a word of the example in a source of one's own is found by no proposition
    text = "P: Bagaimana?\nI: Sebagai contoh, for example, saya menunggu lama.\n"
    for name in "abcdef":
        (tmp_path / f"in/{name}.txt").write_text(f"{text}I: {name}\n", encoding="utf-8")
    root = tmp_path / "study"
    counts, _ = empty_study(root, tmp_path / "in", (language,))
    assert counts["codes"] == counts["codings"] == 0
    assert not (root / "data/raw/guides").exists()
    written = [
        path.read_text(encoding="utf-8") for path in [*root.glob("*.md"), *root.rglob("notebooks/**/*.md")]
    ]
    assert not any(word in text for text in written for word in ("<!--", "EXAMPLE", "CONTOH"))
    assert not any("the row of the example" in text or "baris contoh" in text for text in written)
    done = make(root, "all")
    assert done.returncode == 0, done.stderr
    assert ill_laid(root) == []
    page = (root / f"reports/report.{language}.html").read_text(encoding="utf-8")
    assert said in page and "{{ finding(" in page and "CONTOH" not in page and "EXAMPLE" not in page


@pytest.mark.slow
def test_a_folder_of_transcripts_becomes_interviews(tmp_path):
    folder = tmp_path / "wawancara"
    folder.mkdir()
    (folder / "Ibu A (1).txt").write_text("P: Siapa?\nI: Saya.\n", encoding="utf-8")
    (folder / "second.md").write_text("P: Who?\n\nI: Me.\n", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"x")
    counts, _ = empty_study(tmp_path / "study", folder, ("id",))
    assert counts["sources"] == 2
    done = make(tmp_path / "study", "check")
    assert done.returncode == 0 and done.stdout.endswith("siap\n"), done.stderr


def test_a_folder_with_nothing_to_read_and_a_place_that_is_taken_are_told(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(StudyError, match="no file in it can be read"):
        empty_study(tmp_path / "study", tmp_path / "empty")
    assert not (tmp_path / "study").exists()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/x").touch()
    with pytest.raises(StudyError, match="there is something already"):
        empty_study(tmp_path / "taken")
    shutil.rmtree(tmp_path / "taken")


def test_no_name_of_a_file_becomes_an_id_and_where_each_came_from_stays_apart(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (
        "Agus-otter-ai.txt",
        "Lasmini Kuncoro.txt",
        "W02.txt",
        "dewi.txt",
        "081234567890.txt",
        "Ani 2.txt",
    ):
        (folder / name).write_text("P: Siapa?\nI: Pak Agus datang.\n", encoding="utf-8")
    empty_study(tmp_path / "study", folder, ("id",))
    study = open_study(tmp_path / "study")
    register = (study.raw / "sources.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in register.splitlines()[1:]]
    assert sorted(row[0] for row in rows) == ["S01", "S02", "S03", "S04", "S05", "W02"]
    assert sorted(row[6] for row in rows) == ["I01", "I02", "I03", "I04", "I05", "I06"]
    origins = dict(read_records(study.raw / "exchange/files.csv", "", ())[n][1].values() for n in range(6))
    assert origins["W02"] == "W02.txt" and set(origins.values()) == {path.name for path in folder.iterdir()}
    for path in study.root.rglob("*"):
        shown = path.relative_to(study.root).as_posix()
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if "exchange" not in path.parts:
            assert not any(name in shown + text for name in ("otter", "Lasmini", "dewi", "0812", "Ani"))
    assert "/data/raw/exchange/" in (study.root / ".gitignore").read_text(encoding="utf-8")
