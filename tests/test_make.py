"""`make` from end to end, on a tiny study in a folder of its own."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest
from helpers_build import STAGES, fingerprint, leftovers, make, stages_run

pytestmark = pytest.mark.slow


@pytest.fixture
def built(garden: Path, tmp_path: Path) -> Path:
    """The tiny study as make built it, in a folder of its own."""
    return shutil.copytree(garden, tmp_path / "study")


class TestBuilt:
    """What a built study does next."""

    def test_it_told_what_it_ran_and_where_the_report_is(self, garden):
        said = garden.with_suffix(".said").read_text(encoding="utf-8")
        assert stages_run(said) == STAGES
        assert re.search(r"05_display  cell \d+/\d+  ", said)
        assert f"{garden}/reports/report.id.html" in said

    def test_nothing_runs_again(self, built):
        # in another folder it is searched for leaks once more
        assert stages_run(make(built, "all").stderr) == []
        before = fingerprint(built)
        done = make(built, "all")
        assert done.returncode == 0 and done.stderr == ""
        assert "report.en.html" in done.stdout
        assert fingerprint(built) == before

    def test_pages_stand_alone_and_bear_the_notice(self, built):
        for language, notice in (("id", "DATA UJI"), ("en", "TEST DATA")):
            page = (built / f"reports/report.{language}.html").read_text(encoding="utf-8")
            assert notice in page and f'<html lang="{language}">' in page
            # a figure names parts of itself so
            page = re.sub(r"url\((#|%23)\w+\)", "", page)
            for outside in ("<script src", "<link", 'src="http', "url(", "@import"):
                assert outside not in page
            # no network, and one script whose hash is named
            meta = next(tag for tag in re.findall(r"<meta[^>]+>", page) if "Content-Security-Policy" in tag)
            policy = re.search(r'content="([^"]+)"', meta)[1]
            script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert "default-src 'none'" in policy and f"script-src 'sha256-{digest}'" in policy
            assert (built / f"reports/report.{language}.pdf").read_bytes().startswith(b"%PDF")
            assert (built / f"reports/report.{language}.docx").read_bytes().startswith(b"PK")
        assert "DATA UJI" in (built / "reports/notebooks/01_collect.html").read_text(encoding="utf-8")

    def test_identifiers_are_only_where_nothing_is_shared_and_withdrawn_words_nowhere(self, built):
        for path in (*(built / "reports").rglob("*"), *(built / "data/processed").rglob("*")):
            if path.is_file():
                content = path.read_bytes()
                assert b"Zanzibar" not in content, path
                own = {"collect", "private"} & set(path.parts)
                assert own or b"3456-7890" not in content, path

    def test_a_leak_fails_the_build_and_is_placed(self, built):
        chapter = built / "notebooks/report/1_results.en.md"
        kept = chapter.read_text()
        chapter.write_text(f"{kept}\n\nAsk SARI  Melati, or 0812 3456 7890.\n")
        done = make(built, "all")
        assert done.returncode != 0 and "The report is ready" not in done.stdout
        # one line a form, at the first place where it stands
        leaks = [
            line
            for line in done.stderr.splitlines()
            if line.startswith("reports/") and "still stands here" in line
        ]
        assert len(leaks) == 2 and not any("elati" in line.casefold() for line in leaks)
        assert make(built, "all").returncode != 0
        chapter.write_text(kept)
        assert make(built, "all").returncode == 0

    def test_a_sentence_that_is_no_longer_true_is_named_at_the_end_and_stops_a_deposit(self, built, tmp_path):
        chapter = built / "notebooks/report/1_results.en.md"
        text = chapter.read_text()
        line = text.count("\n") + 2
        chapter.write_text(f'{text}\n{{% claim "voices(CARE) > 9" %}}Everybody cares.{{% endclaim %}}\n')
        said = f"notebooks/report/1_results.en.md, line {line}: “Everybody cares.” does not hold by voices(CARE) > 9: voices(CARE) = 3"
        done = make(built, "all")
        assert done.returncode == 0 and f"claim       {said}" in done.stderr
        assert "Everybody cares.,voices(CARE) > 9" in (built / "reports/claims.csv").read_text(
            encoding="utf-8"
        )
        done = make(built, "deposit", f"TO={tmp_path}/deposit.zip")
        assert done.returncode != 0 and said in done.stderr.split("claim  ")[-1]
        assert not (tmp_path / "deposit.zip").exists()

    def test_a_source_withdrawn_later_vanishes_from_everything(self, built):
        before = fingerprint(built)
        register = built / "data/raw/sources.csv"
        kept = register.read_text()
        register.write_text(kept.replace("me,en,given,P1 P2", "me,en,withdrawn,P1 P2"))
        assert make(built, "all").returncode == 0
        traced = make(built, "trace", "SOURCE=W2")
        assert traced.returncode == 0 and traced.stdout.splitlines()[-1] == "no trace"
        for path in (*(built / "reports").rglob("*"), *(built / "data/processed").rglob("*")):
            assert not path.is_file() or b"My back hurts" not in path.read_bytes(), path
        register.write_text(kept)
        assert make(built, "all").returncode == 0
        assert fingerprint(built) == before

    def test_the_study_can_be_checked_without_building(self, built):
        before = fingerprint(built)
        done = make(built, "check")
        assert done.returncode == 0 and done.stdout.splitlines()[-1] == "ready"
        assert fingerprint(built) == before

    def test_a_deleted_output_is_made_again(self, built):
        before = fingerprint(built)
        (built / "reports/report.en.html").unlink()
        assert stages_run(make(built, "all").stderr) == ["report.en"]
        assert fingerprint(built) == before

    def test_one_coding_changed_and_the_report_says_so_without_collecting_again(self, built):
        path = built / "data/raw/coding/codings/ann/W1.jsonl"
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
        done = make(built, "all")
        assert stages_run(done.stderr) == STAGES[2:]
        page = (built / "reports/report.en.html").read_text(encoding="utf-8")
        assert re.search(r'class="verdict">(<[^>]+>|\s)*no evidence', page)

    def test_broken_input_stops_with_one_sentence_and_leaves_nothing_half(self, built):
        path = built / "data/raw/coding/codings/ann/W1.jsonl"
        path.write_text(
            path.read_text().replace("Digging is hard work for small hands.", "Nobody ever said this.")
        )
        done = make(built, "all")
        assert done.returncode != 0 and "Traceback" not in done.stderr
        said = [line for line in done.stderr.splitlines() if line.startswith("data/raw/")]
        assert len(said) == 1
        assert said[0].startswith("data/raw/coding/codings/ann/W1.jsonl, line 2, coding c2: the passage")
        assert leftovers(built) == []
