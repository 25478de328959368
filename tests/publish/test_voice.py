"""A recording leaves only where consent.csv says yes to the voice, wherever it lies, and under the id of its source."""

import shutil
import zipfile

import pyrage
import pytest
from conftest import REPOSITORY, no_projects
from helpers_consent import YES, write_consent

from jalin.build.options import Options
from jalin.collect.register import beside_register
from jalin.files import digest
from jalin.protect.seal import seal, unseal
from jalin.publish.deposit import write_deposit
from jalin.publish.manifest import write_manifest
from jalin.publish.scoped import recordings_in, withheld_of
from jalin.study import open_study

SOUND = b"RIFF the voice of "
# where each lies: where the Sound room puts it, deeper, beside codings, and an oral consent
PLACES = {
    "W1": (
        "interviews/W1.wav",
        "interviews/tapes/Agus at home.MP3",
        "coding/W1_talk.m4a",
        "forms/W1-consent.ogg",
    ),
    "W2": ("interviews/W2.wav", "coding/memos/W2.mp4"),
    "": ("tape 7.opus", "guides/how we asked.3gp"),
}


@pytest.fixture
def spoken(published_garden, tmp_path):
    """A copy of the built tiny study with recordings, two of W1 and one of W2 named in the register."""
    root = shutil.copytree(published_garden, tmp_path / "study")
    for place in (one for places in PLACES.values() for one in places):
        path = root / "data/raw" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SOUND + place.encode())
    register = root / "data/raw/sources.csv"
    rows = register.read_text().splitlines()
    named = {"W1": "; ".join(PLACES["W1"][:2]), "W2": PLACES["W2"][0]}
    media = ["media", *(named.get(row.split(",")[0], "") for row in rows[1:])]
    register.write_text("".join(f"{row},{one}\n" for row, one in zip(rows, media, strict=True)))
    return root


def deposited(root, tmp_path):
    """The files of a deposit that are the study's own."""
    study = open_study(root)
    write_manifest(study, REPOSITORY, Options().chosen)
    write_deposit(study, REPOSITORY, tmp_path / "deposit.zip", no_projects)
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        own = [name for name in archive.namelist() if not name.startswith(("src/", "docs/", "tools/"))]
        return {name: archive.read(name) for name in own}


def leaks(root, files, places):
    """The files that have one of the recordings in them, its name or its sum."""
    paths = [root / "data/raw" / place for place in places]
    signs = {one for path in paths for one in (path.read_bytes(), path.stem.encode(), digest(path).encode())}
    signs -= {b"W1", b"W2"}
    return [name for name, data in files.items() if any(one in data or one in name.encode() for one in signs)]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [{"whose": "I1", **YES, "voice": "no"}, {"whose": "I2", **YES, "voice": ""}],
        [{"whose": "I1", **YES}, {"whose": "I1", "voice": "withdrawn", "date": "2024-06-01"}],
    ],
    ids=["no consent.csv", "no, and not asked", "taken back, and no line"],
)
def test_without_a_yes_to_the_voice_no_recording_leaves_and_how_many_is_said(spoken, lines, tmp_path):
    if lines:
        write_consent(spoken, *lines)
    files = deposited(spoken, tmp_path)
    assert leaks(spoken, files, [one for places in PLACES.values() for one in places]) == []
    assert "has no yes to the voice for them: 8." in files["data/raw/DEPOSITED"].decode()
    assert "left out" in files["sharing/OPEN.md"].decode()


def test_with_a_yes_those_of_the_source_leave_under_its_id_and_no_others(spoken, tmp_path):
    write_consent(spoken, {"whose": "I1", **YES}, {"whose": "I2", **YES, "voice": "no"})
    files = deposited(spoken, tmp_path)
    found = {name: data for name, data in files.items() if data.startswith(SOUND)}
    assert sorted(found) == [
        "data/raw/coding/W1.m4a",
        "data/raw/forms/W1.ogg",
        "data/raw/interviews/W1.mp3",
        "data/raw/interviews/W1.wav",
    ]
    assert leaks(spoken, dict.fromkeys(files, b""), PLACES["W1"]) == []
    assert leaks(spoken, files, [*PLACES["W2"], *PLACES[""]]) == []
    told = files["data/raw/DEPOSITED"].decode()
    assert "for them: 4. Recordings that are here, which nobody can search for names: 4." in told
    register = files["data/raw/sources.csv"].decode()
    assert "interviews/W1.wav; interviews/W1.mp3" in register and "Agus" not in register
    # who may not be shared is not heard either
    write_consent(spoken, {"whose": "I1", **YES, "share": "no"}, {"whose": "I2", **YES, "voice": "no"})
    assert withheld_of(open_study(spoken)).heard == {}


def test_the_longest_id_says_whose_a_recording_is_and_who_is_named_beside_is_asked_too(root):
    raw = root / "data/raw"
    names = ["interviews/W1-2.wav", "interviews/W10.wav", "interviews/W1_x.wav", "interviews/W2.wav"]
    for name in names:
        (raw / name).write_bytes(b"sound")
    rows = [
        {"source_id": "W1", "media": "interviews/W2.wav"},
        {"source_id": "W1-2", "media": ""},
        {"source_id": "W2"},
    ]
    found = recordings_in(open_study(root), rows)
    assert list(found) == [raw / name for name in names]
    assert list(found.values()) == [{"W1-2"}, set(), {"W1"}, {"W1", "W2"}]


def test_sealing_takes_recordings_in_wherever_they_lie_and_brings_them_back(spoken, tmp_path):
    key = pyrage.x25519.Identity.generate()
    identity = tmp_path / "key.txt"
    identity.write_text(f"{key}\n")
    study = open_study(spoken)
    every = [spoken / "data/raw" / one for places in PLACES.values() for one in places]
    seal(study, [str(key.to_public())])
    assert not [path for path in every if path.exists()]
    assert (spoken / "data/raw/coding/codebook.yaml").exists()
    unseal(study, identity)
    assert all(path.read_bytes().startswith(SOUND) for path in every)


def test_a_recording_of_nobody_and_one_of_who_withdrew_is_told_with_what_to_do(spoken):
    told = beside_register(open_study(spoken))
    said = "is not read: a recording or picture that no row of data/raw/sources.csv names in its column media"
    for place in ("coding/W1_talk.m4a", "tape 7.opus", "guides/how we asked.3gp"):
        assert f"data/raw/{place} {said}. Name it in the row of its source, or delete it" in told
    assert not [line for line in told if "interviews/W1.wav" in line or "withdrawn" in line]
    write_consent(spoken, {"whose": "I2", "use": "withdrawn"})
    assert (
        "data/raw/interviews/W2.wav is the recording of W2, whose consent is withdrawn. Delete it"
        in beside_register(open_study(spoken))
    )
