"""What is saved is built and shown, to the browser of this machine alone."""

import json
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from jalin.build import watch
from jalin.build.serve import server_of
from jalin.errors import NotebookFailed


@pytest.fixture
def shown(tmp_path):
    """A folder of reports that is served, with something beside it that is not to be."""
    reports = tmp_path / "reports"
    (reports / "figures").mkdir(parents=True)
    (reports / "report.en.html").write_text("<p id='a'>the report</p>")
    (reports / "figures/one.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("a name")
    (reports / "way.txt").symlink_to(tmp_path / "secret.txt")
    state = watch.State(tmp_path / "state.json")
    server, address = server_of(reports, "report.en.html", state.path)
    Thread(target=server.serve_forever, daemon=True).start()
    yield urlsplit(address)
    server.shutdown()
    server.server_close()


def asked(address, path, method="GET", host=None):
    connection = HTTPConnection(address.hostname, address.port, timeout=10)
    connection.request(method, path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers


def test_the_page_its_files_and_the_state_can_be_read(shown):
    status, page, headers = asked(shown, shown.path)
    assert status == 200 and 'src="report.en.html"' in page
    # the page runs the one script that it has, and asks nobody else
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0] in page
    assert asked(shown, f"{shown.path}report.en.html")[:2] == (200, "<p id='a'>the report</p>")
    assert asked(shown, f"{shown.path}figures/one.svg")[0] == 200
    assert json.loads(asked(shown, f"{shown.path}state")[1]) == {"builds": 0, "building": False, "failed": ""}
    assert shown.hostname == "127.0.0.1"


@pytest.mark.parametrize(
    "path", ["/", "/report.en.html", "/wrong/report.en.html", "/wrong/state", "//state", "/state"]
)
def test_nothing_is_shown_without_the_word_in_the_address(shown, path):
    assert asked(shown, path)[0] == 404


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "..%2Fsecret.txt", "figures/../../secret.txt", "way.txt", "none.html", "figures"],
)
def test_nothing_beside_the_reports_is_shown(shown, name):
    assert asked(shown, f"{shown.path}{name}")[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "[::1]"])
def test_a_page_elsewhere_that_calls_itself_by_this_address_gets_nothing(shown, host):
    assert asked(shown, shown.path, host=host)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(shown, method):
    assert asked(shown, f"{shown.path}report.en.html", method)[0] == 501


class Files:
    """Files as they are looked at, and what is done to them between looks."""

    def __init__(self, *looks):
        self.looks = list(looks)

    def __call__(self):
        return {
            Path(name): (time, 1)
            for name, time in (self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]).items()
        }


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(watch, "LOOK", 0)
    monkeypatch.setattr(watch, "QUIET", 0)


def test_it_builds_at_first_and_after_each_save_and_else_never(tmp_path):
    state, made, said = watch.State(tmp_path / "state"), [], []
    looks = Files(
        {"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, {"a": 2, "b": 1}, {"a": 2, "b": 1}, {"a": 2, "b": 1}, {"b": 1}
    )
    watch.watch(looks, state, lambda: made.append(1), said.append, range(9))
    assert len(made) == 4 and said == ["a", "b", "a"]
    assert json.loads(state.path.read_text()) == {"builds": 4, "building": False, "failed": ""}


def test_what_an_editor_is_writing_still_is_waited_for(tmp_path):
    made = []
    looks = Files({"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}, {"a": 4})
    watch.watch(looks, watch.State(tmp_path / "state"), lambda: made.append(1), lambda words: None, range(5))
    assert len(made) == 2


def test_what_is_wrong_is_told_on_the_page_that_stays_until_it_is_mended(tmp_path):
    state, said, wrong = watch.State(tmp_path / "state"), [], [True, False]

    def make():
        assert json.loads(state.path.read_text())["building"]
        if wrong.pop(0):
            raise NotebookFailed("codebook.yaml: there is no code TOILS")

    watch.watch(Files({"a": 1}), state, make, said.append, range(1))
    assert json.loads(state.path.read_text()) == {
        "builds": 0,
        "building": False,
        "failed": "codebook.yaml: there is no code TOILS",
    }
    assert said == ["codebook.yaml: there is no code TOILS"]
    watch.watch(Files({"a": 1}), state, make, said.append, range(1))
    assert json.loads(state.path.read_text()) == {"builds": 1, "building": False, "failed": ""}


def test_what_people_write_is_looked_at_and_what_builds_make_is_not(root):
    before = watch.written(root, root)
    (root / "data/processed/x").mkdir(parents=True)
    (root / "data/processed/x/t.parquet").write_text("made")
    assert watch.changed(before, watch.written(root, root)) == []
    memo = root / "data/raw/coding/memos/new.md"
    memo.parent.mkdir(exist_ok=True)
    memo.write_text("a thought")
    assert watch.changed(before, watch.written(root, root)) == [memo]
