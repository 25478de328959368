import bz2
import errno
import gzip
import hashlib
import io
import json
import lzma
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
import time

import pyrage
import pytest
from helpers_consent import YES, write_consent

from jalin.build.build import locked
from jalin.collect import read_register
from jalin.consent import withheld
from jalin.errors import StudyError
from jalin.files import write_atomically, write_text
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


def test_what_builds_remember_of_sealed_files_goes(study, keys):
    """Their sums and names: who has the de-identified texts would try names until a sum is right."""
    made = study.processed / ".made"
    records = {
        "collect.json": {"inputs": {"data/raw/interviews/W1.txt": "aa", "data/raw/study.yaml": "bb"}},
        "protect.json": {"inputs": {"data/processed/collect/texts/W1.txt": "cc"}},
        "condense.json": {"inputs": {"data/processed/protect/segments.parquet": "dd"}},
        "protect.searched": {"forms": "ee", "passed": {}},
        "audit": "ff",
    }
    for name, content in records.items():
        write_text(made / name, json.dumps(content))
    for name in (
        ".made/aside/collect/data/processed/collect/texts/W1.txt",
        ".verify/here/data/raw/interviews/W1.txt",
    ):
        write_text(study.processed / name, "Sari Melati")
    write_text(made / "aside/report/reports/report.en.html", "a report")
    seal(study, [keys[0][0]])
    left = [
        path.relative_to(study.processed).as_posix() for path in study.processed.rglob("*") if path.is_file()
    ]
    assert sorted(left) == [".made/aside/report/reports/report.en.html", ".made/condense.json"]


def test_a_seal_waits_for_the_build_that_reads_what_would_go(study, keys):
    command = [sys.executable, "-m", "jalin.cli", "seal", "--root", str(study.root), keys[0][0]]
    with locked(study.root):
        sealing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert "is under way: waiting" in sealing.stderr.readline()
        assert not (study.raw / "sealed.age").exists()
    said, _ = sealing.communicate()
    assert sealing.returncode == 0 and "9 files are sealed" in said


def test_recipients_can_stand_in_a_file(study, keys, tmp_path):
    (tmp_path / "team.txt").write_text(f"# team\n{keys[0][0]}\n\n{keys[1][0]}\n")
    seal(study, [str(tmp_path / "team.txt")])
    assert unseal(study, keys[1][1]) == 9


def test_recipients_can_stand_in_one_word_as_make_hands_them_on(study, keys):
    seal(study, [f"{keys[0][0]} {keys[1][0]}"])
    assert unseal(study, keys[1][1]) == 9
    ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN alice@host"
    assert seal(study, [ssh]) == 9


def test_a_changed_file_is_never_thrown_away(study, keys):
    seal(study, [keys[0][0]])
    (study.raw / "interviews").mkdir()
    (study.raw / "interviews/W1.txt").write_text("new words\n")
    with pytest.raises(
        StudyError, match=r"nothing shows that it holds data/raw/interviews/W1.txt as it is now"
    ):
        seal(study, [keys[0][0]])
    with pytest.raises(StudyError, match="it is not as it was sealed"):
        unseal(study, keys[0][1])
    assert (study.raw / "interviews/W1.txt").read_text() == "new words\n"


def test_an_interrupted_seal_is_finished_by_sealing_again(study, keys, monkeypatch):
    before = state(study)

    def stopped(study, files):
        for path in files[2:]:
            path.unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("jalin.protect.seal._forget", stopped)
        seal(study, [keys[0][0]])
    assert seal(study, [keys[0][0]]) == 2
    # what the two were checked by would tell a guessed file from another
    assert not (study.raw / "sealed.json").exists()
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


def test_whatever_in_data_raw_is_not_to_be_shared_is_sealed(study, keys):
    for name in (
        "exchange/original.qdpx",
        "exchange/ids.json",
        "audio/Sari.m4a",
        "interviews/.W1.txt.swp",
        "todo.txt",
    ):
        (study.raw / name).parent.mkdir(exist_ok=True)
        (study.raw / name).write_text("Sari Melati\n")
    before = state(study)
    assert seal(study, [keys[0][0]]) == 14
    assert b"Sari Melati" not in words(study)
    left = {path.name for path in study.raw.iterdir()}
    assert left == {"study.yaml", "sources.csv", "coding", "analysis", "sealed.age"}
    assert unseal(study, keys[0][1]) == 14
    assert state(study) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
@pytest.mark.parametrize("name", ["interviews/link.txt", "observations", "exchange/old", "pseudonyms.csv"])
def test_a_link_and_what_is_no_file_are_told_before_anything_is_sealed(study, keys, tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/Sari.txt").write_text("Sari Melati\n")
    path = study.raw / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(tmp_path / ("elsewhere/Sari.txt" if "." in name else "elsewhere"))
    before = state(study)
    with pytest.raises(StudyError, match=rf"data/raw/{name}: it is a link, and what it points to would stay"):
        seal(study, [keys[0][0]])
    assert state(study) == before
    path.unlink()
    os.mkfifo(study.raw / "interviews/pipe")
    with pytest.raises(StudyError, match="interviews/pipe: it is no file that can be sealed"):
        seal(study, [keys[0][0]])


def entry(name, content=b"x", **fields):
    """An entry of an archive as seal writes one, but for what `fields` says."""
    item = tarfile.TarInfo(name)
    item.size, item.mode = len(content), 0o644
    item.pax_headers = fields.pop("pax", {"JALIN.mtime_ns": "1"})
    for key, value in fields.items():
        setattr(item, key, value)
    return item, content


def sealed_by_a_stranger(study, key, entries, cut=None, packed=lambda data: data):
    """Put a sealed file that somebody made who knows the public key; the study's own files are gone."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for item, content in entries:
            archive.addfile(item, io.BytesIO(content))
    (study.raw / "sealed.age").write_bytes(
        pyrage.encrypt(packed(out.getvalue()[:cut]), [pyrage.x25519.Recipient.from_str(key)])
    )


GOOD = "data/raw/interviews/new.txt"
BAD_NAMES = [
    "data/raw/interviews/" + "x" * 256, "data/raw/" + "d/" * 2000 + "x", ".git/hooks/post-checkout", "GNUmakefile", "Makefile", "notebooks/01_collect.ipynb", "src/jalin/study.py",
    "../outside.txt", "data/raw/../../outside.txt", "data/raw/interviews/../../../outside.txt", "/tmp/outside.txt",
    "//tmp/outside.txt", "data/raw/interviews/./W9.txt", "data/raw/interviews//W9.txt", "data/raw/interviews/",
    "data/raw", "data/raw/study.yaml", "data/raw/sources.csv", "data/raw/coding/codebook.yaml", "data/raw/sealed.age",
    "data/raw/analysis/propositions.yaml", "data/raw/manifest.key", "data/processed/protect/texts/W1.txt",
    "data/processed/.made/audit", "data/processed/collect", "reports/report.en.html", "data/raw/interviews/.git/config",
    "data/raw/interviews/.GIT/config", "data/raw/interviews/a\\b.txt", "data/raw/interviews/a\nb.txt", "C:/x.txt", "",
    "data/raw/Study.yaml", "data/raw/Coding/codebook.yaml", "data/raw/SEALED.AGE", "data/raw/coding /x", "data/raw/Manifest.Key",
    "data/raw/.g\u200cit/config", "data/raw/interviews/.gi\u202et/hooks/x", "data/raw/interviews/.Git. /config", "data/raw/interviews/\u200b/x",
]  # fmt: skip
BAD_ENTRIES = {
    "link": [entry("data/raw/interviews/l.txt", b"", type=tarfile.SYMTYPE, linkname="../../../../x")],
    "link within": [entry("data/raw/interviews/l.txt", b"", type=tarfile.SYMTYPE, linkname="W1.txt")],
    "hard link": [entry("data/raw/interviews/l.txt", b"", type=tarfile.LNKTYPE, linkname=GOOD)],
    "folder": [entry("data/raw/interviews/f", b"", type=tarfile.DIRTYPE)],
    "pipe": [entry("data/raw/interviews/f", b"", type=tarfile.FIFOTYPE)],
    "device": [entry("data/raw/interviews/f", b"", type=tarfile.CHRTYPE)],
    "disk": [entry("data/raw/interviews/f", b"", type=tarfile.BLKTYPE)],
    "sparse": [entry("data/raw/interviews/f", b"", pax={"JALIN.mtime_ns": "1", "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "9" * 12})],
    "giant": [entry("data/raw/interviews/f", b"", size=0, pax={"JALIN.mtime_ns": "1", "size": "9" * 12})],
    "no time": [entry("data/raw/interviews/f", pax={})],
    "time of words": [entry("data/raw/interviews/f", pax={"JALIN.mtime_ns": "noon"})],
    "time without end": [entry("data/raw/interviews/f", pax={"JALIN.mtime_ns": "9" * 30})],
    "other name within": [entry("data/raw/interviews/f", pax={"JALIN.mtime_ns": "1", "path": "../../x"})],
    "twice": [entry(GOOD, b"one"), entry(GOOD, b"two")],
    "twice in capitals": [entry(GOOD), entry("data/raw/interviews/NEW.txt")],
    "twice in accents": [entry("data/raw/interviews/é"), entry("data/raw/interviews/e\u0301")],
    "a file within a file": [entry(GOOD), entry(f"{GOOD}/x")],
    "nothing": [],
}  # fmt: skip


@pytest.mark.parametrize("entries", [*([entry(name)] for name in BAD_NAMES), *BAD_ENTRIES.values()])
def test_a_sealed_file_of_a_stranger_writes_nothing_where_seal_would_not(study, keys, entries):
    first = [entry("data/raw/interviews/first.txt")] if entries else []
    sealed_by_a_stranger(study, keys[0][0], [*first, *entries])
    around = sorted(study.root.parent.iterdir())
    before = state(study)
    with pytest.raises(StudyError, match="it was not made by make seal"):
        unseal(study, keys[0][1])
    assert state(study) == before and sorted(study.root.parent.iterdir()) == around


def test_what_is_no_archive_or_a_cut_or_compressed_one_ends_in_a_sentence(study, keys):
    entries = [entry(f"data/raw/interviews/n{number}.txt", b"words " * 200) for number in range(4)]
    packings = [
        gzip.compress,
        bz2.compress,
        lzma.compress,
        lambda data: b"no archive",
        lambda data: b"",
        lambda data: b"\0" * 10240,
    ]
    made = [{"packed": packing} for packing in packings]
    made += [{"cut": cut} for cut in (1, 100, 511, 513, 1025, 2000, 2600)]
    drawn = random.Random(24)
    for _ in range(60):
        at, byte = drawn.randrange(4 * 3000), drawn.randrange(256)
        made.append({"packed": lambda data, at=at, byte=byte: data[:at] + bytes([byte]) + data[at + 1 :]})
    refused = 0
    for options in made:
        sealed_by_a_stranger(study, keys[0][0], entries, **options)
        before = state(study)
        try:
            unseal(study, keys[0][1])
        except StudyError as error:
            assert "Traceback" not in str(error) and len(str(error)) < 300
            assert state(study) == before
            refused += 1
        else:
            # a byte within the words of a file, or where an archive is filled up
            new = [path for path in state(study) if path not in before]
            assert all(path.startswith("data/raw/interviews/") for path in new)
            for path in new:
                (study.root / path).unlink()
    assert refused > 13


def test_no_mode_goes_beyond_what_a_file_of_words_needs(study, keys):
    modes = {0o4755: 0o755, 0o2777: 0o755, 0o666: 0o644, 0o600: 0o600, 0o1644: 0o644, 0: 0o600}
    entries = [entry(f"data/raw/interviews/n{mode}.txt", mode=mode) for mode in modes]
    sealed_by_a_stranger(study, keys[0][0], entries)
    assert unseal(study, keys[0][1]) == len(modes)
    for mode, right in modes.items():
        assert (study.raw / f"interviews/n{mode}.txt").stat().st_mode & 0o7777 == right


def test_what_a_disk_cannot_take_leaves_nothing_half_put_back(study, keys, monkeypatch):
    folder = "data/raw/interviews/new"
    sealed_by_a_stranger(study, keys[0][0], [entry(f"{folder}/a.txt"), entry(f"{folder}/b/c.txt")])
    before = state(study)

    def full(path, write):
        if path.name == "c.txt":
            raise OSError(errno.ENOSPC, "No space left on device")
        write_atomically(path, write)

    monkeypatch.setattr("jalin.protect.seal.write_atomically", full)
    with pytest.raises(StudyError, match=r"sealed\.age: what is in it cannot be put back: .*Make room"):
        unseal(study, keys[0][1])
    assert state(study) == before and not (study.root / folder).exists()


def test_a_name_as_long_as_a_disk_takes_comes_back(study, keys):
    path = study.raw / "interviews" / ("é" * 125 + ".txt")
    path.write_text("Sari Melati\n")
    before = state(study)
    seal(study, [keys[0][0]])
    assert not path.exists()
    unseal(study, keys[0][1])
    assert state(study) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_nothing_is_put_back_through_a_link(study, keys, tmp_path):
    seal(study, [keys[0][0]])
    (tmp_path / "elsewhere").mkdir()
    (study.raw / "interviews").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(
        StudyError, match=r"data/raw/interviews/W1.txt: a link, a folder or a file is in the way"
    ):
        unseal(study, keys[0][1])
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_sealed_study_does_not_forget_what_was_agreed_to(root):
    """Without the file, which is sealed with the rest, nothing would be withheld."""
    write_consent(root, {"whose": "I2", **YES, "share": "no"})
    (root / "data/raw/sealed.age").write_bytes(b"age")
    (root / "data/raw/consent.csv").unlink()
    (root / "data/raw/interviews/W1.txt").unlink()
    with pytest.raises(StudyError, match=r"sealed\.age: what was agreed to may be sealed"):
        withheld(open_study(root), "share")
