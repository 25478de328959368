import hashlib
import signal
import subprocess
import sys
import time

import pyrage
import pytest

from jalin.collect import read_register
from jalin.errors import StudyError
from jalin.protect.seal import seal, unseal
from jalin.study import open_study


@pytest.fixture
def keys(tmp_path):
    """(public key, file of the private key) of two people."""
    made = []
    for name in ("ann", "ben"):
        identity = pyrage.x25519.Identity.generate()
        path = tmp_path / f"{name}.key"
        path.write_text(f"# created: today\n{identity}\n")
        made.append((str(identity.to_public()), path))
    return made


@pytest.fixture
def study(root):
    (root / "data/raw/pseudonyms.csv").write_text("original,pseudonym\nSari Melati,the cook\n")
    for name in ("sources.csv", "texts/W1.txt"):
        path = root / "data/processed/collect" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Sari Melati\n")
    (root / "data/processed/private/key").mkdir(parents=True)
    (root / "data/processed/private/key/W1.csv").write_text("source_id,original\nW1,Sari Melati\n")
    return open_study(root)


def state(study):
    return {
        path.relative_to(study.root).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in sorted(study.root.rglob("*"))
        if path.is_file()
    }


def words(study):
    """All that the study's folder says but for the codings, which quote."""
    return b"".join(
        path.read_bytes() for path in study.root.rglob("*") if path.is_file() and "coding" not in path.parts
    )


def test_sealed_and_opened_everything_is_as_it_was(study, keys):
    before = state(study)
    assert seal(study, [keys[0][0], keys[1][0]]) == 9
    assert (
        b"Sari Melati" not in words(study)
        and b"Digging is hard" not in (study.raw / "sealed.age").read_bytes()
    )
    assert not (study.raw / "interviews").exists() and (study.raw / "sources.csv").exists()
    # either of the two can open it
    assert unseal(study, keys[1][1]) == 9
    assert state(study) == before


def test_a_sealed_study_says_how_to_open_it(study, keys):
    seal(study, [keys[0][0]])
    with pytest.raises(StudyError, match=r"the sources are sealed. Open them with: make unseal"):
        read_register(study)


def test_a_wrong_key_changes_nothing(study, keys):
    seal(study, [keys[0][0]])
    before = state(study)
    with pytest.raises(StudyError, match="this key does not open it"):
        unseal(study, keys[1][1])
    assert state(study) == before


@pytest.mark.parametrize("content", ["", "no key\n", "AGE-SECRET-KEY-1QQQ\n"])
def test_a_file_without_a_key_changes_nothing(study, keys, tmp_path, content):
    seal(study, [keys[0][0]])
    before = state(study)
    (tmp_path / "bad.key").write_text(content)
    with pytest.raises(StudyError, match="it holds no private key"):
        unseal(study, tmp_path / "bad.key")
    assert state(study) == before


def test_a_damaged_seal_changes_nothing(study, keys):
    seal(study, [keys[0][0]])
    path = study.raw / "sealed.age"
    path.write_bytes(path.read_bytes()[:-9])
    before = state(study)
    with pytest.raises(StudyError, match="cannot be opened"):
        unseal(study, keys[0][1])
    assert state(study) == before


def test_a_private_key_is_refused_as_recipient_and_within_the_study(study, keys):
    before = state(study)
    secret = keys[0][1].read_text().splitlines()[-1]
    with pytest.raises(StudyError, match="this is a private key") as error:
        seal(study, [str(keys[0][1])])
    assert secret not in str(error.value)
    with pytest.raises(StudyError) as error:
        seal(study, [secret])
    assert secret not in str(error.value)
    assert state(study) == before
    seal(study, [keys[0][0]])
    inside = study.root / "my.key"
    inside.write_text(keys[0][1].read_text())
    with pytest.raises(StudyError, match="lies within the study"):
        unseal(study, inside)


@pytest.mark.parametrize(
    ("given", "says"), [([], "nobody is named"), (["age1nonsense"], "no public key"), (["nofile"], "neither")]
)
def test_nobody_to_seal_for_changes_nothing(study, given, says):
    before = state(study)
    with pytest.raises(StudyError, match=says):
        seal(study, given)
    assert state(study) == before


def test_recipients_can_stand_in_a_file(study, keys, tmp_path):
    (tmp_path / "team.txt").write_text(f"# team\n{keys[0][0]}\n\n{keys[1][0]}\n")
    seal(study, [str(tmp_path / "team.txt")])
    assert unseal(study, keys[1][1]) == 9


def test_a_changed_file_is_never_thrown_away(study, keys):
    seal(study, [keys[0][0]])
    (study.raw / "interviews").mkdir()
    (study.raw / "interviews/W1.txt").write_text("new words\n")
    with pytest.raises(StudyError, match=r"does not hold data/raw/interviews/W1.txt as it is now"):
        seal(study, [keys[0][0]])
    with pytest.raises(StudyError, match="it is not as it was sealed"):
        unseal(study, keys[0][1])
    assert (study.raw / "interviews/W1.txt").read_text() == "new words\n"


def test_an_interrupted_seal_is_finished_by_sealing_again(study, keys):
    before = state(study)
    kept = {name: (study.root / name).read_bytes() for name in before}
    seal(study, [keys[0][0]])
    # as if it had been stopped before the last files were removed
    for name in ("data/raw/interviews/W1.txt", "data/raw/pseudonyms.csv"):
        (study.root / name).parent.mkdir(exist_ok=True)
        (study.root / name).write_bytes(kept[name])
    assert seal(study, [keys[0][0]]) == 2
    assert unseal(study, keys[0][1]) == 9
    assert state(study) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.002, 0.01, 0.03, 0.1])
def test_a_killed_seal_loses_nothing(study, keys, delay):
    for number in range(200):
        (study.raw / f"interviews/extra{number}.txt").write_text(f"extra {number}\n" * 50)
    before = state(study)
    program = (
        "import sys; from jalin.study import open_study; from jalin.protect.seal import seal; study = open_study(sys.argv[1]);"
        "print('go', flush=True); seal(study, [sys.argv[2]])"
    )
    going = subprocess.Popen(
        [sys.executable, "-c", program, str(study.root), keys[0][0]], stdout=subprocess.PIPE
    )
    going.stdout.readline()
    time.sleep(delay)
    going.send_signal(signal.SIGKILL)
    going.wait()
    sealed = study.raw / "sealed.age"
    if sealed.exists():
        unseal(study, keys[0][1])
    for part in [*study.raw.glob(".*.part"), study.raw / "sealed.json"]:
        part.unlink(missing_ok=True)
    assert state(study) == before
