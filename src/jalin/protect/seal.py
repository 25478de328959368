"""Raw data at rest: encrypted for chosen people in the age format, and brought back bit by bit.

Sealing writes one file, `data/raw/sealed.age`, whole, and only then removes what is in
it. Opening puts every file back, and only then removes the sealed file. Whatever is
interrupted can be run again. Private keys are read where they are and never copied.

Who knows a public key can make a sealed file: what is in one is believed only where `seal`
would have put it, a plain file at a place of its own.
"""

import hashlib
import hmac
import io
import json
import os
import re
import secrets
import shutil
import tarfile
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import pyrage

from jalin.consent import SEALED, is_recording
from jalin.errors import Problem, StudyError, refuse
from jalin.files import SHARED, SUM_KEY, write_atomically, write_text
from jalin.protect.sealing_keys import identities_in, recipients_of
from jalin.study import Study

_SHOWN = f"data/raw/{SEALED}"
_LIST = "sealed.json"
_HEADER = b"age-encryption.org/v1"
# what the build keeps of what names people, below data/processed
_BUILT = ("collect", "private")
# no plain file is as long as this, and no time as late
_LATEST = 2**62
# in bytes, what disks take for a name, and for a path with what is above the study
_LONGEST_PART, _LONGEST = 255, 3000
# of data/raw, in small letters, what is never in a seal
_APART = {name.casefold() for name in (*SHARED, SEALED, _LIST, SUM_KEY)}


def is_place(name: str) -> bool:
    """Whether `seal` takes a file of this name, as seen from the study's folder: below data/raw but for what is shared, recordings anywhere there, or kept by a build.

    Names that mean something to git, or something else on another system, are none.
    """
    parts = name.split("/")
    try:
        longest = max(len(part.encode()) for part in parts)
    except UnicodeEncodeError:
        return False
    if longest > _LONGEST_PART or len(name.encode()) > _LONGEST:
        return False
    # a disk may take names for the same that differ in case, or in what nobody sees
    plain = [
        re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", "", part).casefold() for part in parts
    ]
    if any(part in ("", ".", "..") or part.rstrip(" .") in ("", ".git", "git~1") for part in plain):
        return False
    if re.search(r"[\\\x00-\x1f\x7f]", name):
        return False
    top, within = tuple(parts[:2]), plain[2:]
    if top == ("data", "processed"):
        return len(within) > 1 and within[0] in _BUILT
    apart = bool(within) and within[0].rstrip(" .") in _APART
    return top == ("data", "raw") and bool(within) and (not apart or (len(within) > 1 and is_recording(name)))


def _files(study: Study) -> list[Path]:
    """Every file to seal, in order: what lies in data/raw and names people, and what a build keeps of it.

    Raises `StudyError` for a link, whose target would stay in the clear, and for names that could not be put back.
    """
    found, problems = [], []
    tops = (study.raw, *(study.processed / name for name in _BUILT))
    linked = [
        path
        for top in tops
        for path in (top, *top.parents)
        if path.is_symlink() and study.root in path.parents
    ]
    for top in tops:
        for place, folders, names in os.walk(top):
            links = [name for name in folders if (Path(place) / name).is_symlink()]
            for name in [*links, *names]:
                path = Path(place) / name
                shown = study.relative(path)
                if top == study.raw and (
                    (
                        path.relative_to(top).parts[0] in (*SHARED, SEALED, _LIST, SUM_KEY)
                        and not is_recording(name)
                    )
                    or re.fullmatch(rf"\.({re.escape(SEALED)}|{re.escape(_LIST)})\.\d+\.part", name)
                ):
                    continue
                if path.is_symlink():
                    linked.append(path)
                elif not path.is_file():
                    problems.append(Problem(shown, "", "it is no file that can be sealed", "Take it away"))
                elif not is_place(shown):
                    problems.append(
                        Problem(ascii(shown), "its name", "no seal can hold it", "Rename the file")
                    )
                else:
                    found.append(path)
    problems += [
        Problem(
            study.relative(path),
            "",
            "it is a link, and what it points to would stay as it is",
            "Put the file itself here",
        )
        for path in dict.fromkeys(linked)
    ]
    refuse(problems)
    return sorted(found)


def _mark(salt: str, name: str, content: bytes) -> str:
    """A hash of a file's name and content, which reveals neither."""
    digest = hashlib.sha256(content).digest()
    return hmac.new(bytes.fromhex(salt), name.encode() + b"\0" + digest, hashlib.sha256).hexdigest()


def _archive(study: Study, files: list[Path]) -> bytes:
    """The files with their times, as a tar; names as seen from the study's folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in files:
            content, said = path.read_bytes(), path.stat()
            item = tarfile.TarInfo(path.relative_to(study.root).as_posix())
            item.size, item.mtime, item.mode = len(content), said.st_mtime_ns / 1e9, said.st_mode & 0o777
            item.pax_headers = {"JALIN.mtime_ns": str(said.st_mtime_ns)}
            archive.addfile(item, io.BytesIO(content))
    return out.getvalue()


def _forget(study: Study, files: list[Path]) -> None:
    """Remove sealed files, and the folders that they leave empty."""
    for path in files:
        path.unlink()
    for folder in sorted({path.parent for path in files}, key=lambda path: -len(path.parts)):
        # a folder may have gone with the one below it
        while folder not in (study.raw, study.processed) and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _forget_records(study: Study) -> None:
    """Remove what builds remember of what is sealed: sums of it, by which a guess is told from a wrong one, names of its files, and copies."""
    shutil.rmtree(study.processed / ".verify", ignore_errors=True)
    made = study.processed / ".made"
    for aside in (made / "aside").glob("*"):
        if any(is_place(f"data/{path.as_posix().rpartition('/data/')[2]}") for path in aside.rglob("*")):
            shutil.rmtree(aside, ignore_errors=True)
    for path in made.glob("*"):
        if not path.is_file() or path.name == ".lock":
            continue
        try:
            inputs = json.loads(path.read_text(encoding="utf-8"))["inputs"] if path.suffix == ".json" else {}
        except (OSError, ValueError, KeyError, TypeError):
            inputs = {}
        # what else lies there is a sum over all of it
        if not inputs or any(map(is_place, inputs)):
            path.unlink(missing_ok=True)


def _content(study: Study, path: Path) -> tuple[str, bytes]:
    return path.relative_to(study.root).as_posix(), path.read_bytes()


def seal(study: Study, recipients: list[str]) -> int:
    """Encrypt what names people for `recipients` and remove it; returns how many files.

    `recipients`: public keys (age1…, ssh-ed25519 …) or files with one a line. A seal
    that was interrupted is finished. Raises `StudyError`, before anything is changed,
    when there is nobody to seal for, nothing to seal, or an earlier seal that does
    not hold what lies here now.
    """
    files = _files(study)
    target, listed = study.raw / SEALED, study.raw / _LIST
    if target.exists():
        return _finish(study, files)
    keys = recipients_of(recipients)
    if not files:
        raise StudyError(
            Problem("data/raw", "", "there is nothing to seal", "Put the sources into data/raw first")
        )
    plain = _archive(study, files)
    sealed = pyrage.encrypt(plain, keys)
    salt = secrets.token_hex(32)
    marks = sorted(_mark(salt, *_content(study, path)) for path in files)
    # the list first: it alone changes nothing, and the sealed file never stands without it
    write_text(listed, json.dumps({"salt": salt, "files": marks}, indent=1) + "\n")

    def write(part: Path) -> None:
        with part.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        if part.stat().st_size != len(sealed) or not part.read_bytes().startswith(_HEADER):
            raise OSError("the sealed file could not be written whole")

    write_atomically(target, write)
    _forget_records(study)
    _forget(study, files)
    # with the salt beside them the marks would tell a right guess of a file from a wrong one
    listed.unlink()
    return len(files)


def _finish(study: Study, files: list[Path]) -> int:
    """Remove what an interrupted seal left, once it is sure that the sealed file holds it."""
    try:
        known = json.loads((study.raw / _LIST).read_text(encoding="utf-8"))
        marks = set(known["files"])
        unknown = [path for path in files if _mark(known["salt"], *_content(study, path)) not in marks]
    except (OSError, ValueError, KeyError, TypeError):
        unknown = files
    if unknown:
        raise StudyError(
            Problem(
                _SHOWN,
                "",
                f"nothing shows that it holds {study.relative(unknown[0])} as it is now"
                + (f", and {len(unknown) - 1} more" if len(unknown) > 1 else ""),
                "Open it first (make unseal IDENTITY=FILE), then seal all together",
            )
        )
    _forget_records(study)
    _forget(study, files)
    (study.raw / _LIST).unlink(missing_ok=True)
    if not files:
        raise StudyError(Problem(_SHOWN, "", "the study is sealed already", "Nothing needs to be done"))
    return len(files)


def unseal(study: Study, identity: Path) -> int:
    """Bring back what was sealed, bit by bit and with its times; returns how many files.

    `identity`: the file of a private key, outside the study. Raises `StudyError`,
    before anything is changed, for a wrong key, a damaged file, or files here that
    differ from those sealed.
    """
    target = study.raw / SEALED
    if not target.exists():
        raise StudyError(Problem(_SHOWN, "", "the study is not sealed", "Nothing needs to be done"))
    keys = identities_in(identity, study.root)
    try:
        content = pyrage.decrypt(target.read_bytes(), keys)
    except (pyrage.DecryptError, OSError, ValueError) as error:
        wrong = "No matching keys" in str(error)
        raise StudyError(
            Problem(
                _SHOWN,
                "",
                "this key does not open it" if wrong else f"it cannot be opened: {str(error).rstrip('.')}",
                "Use the private key of one of those it was sealed for"
                if wrong
                else "Restore it from a copy",
            )
        ) from None
    restored = _restored(study, content)
    refuse(
        [
            Problem(
                study.relative(one.path),
                "",
                "a link, a folder or a file is in the way of what was sealed",
                "Move it elsewhere, then open the seal again",
            )
            for one in restored
            if not _is_free(study, one.path)
        ]
    )
    differing = [one.path for one in restored if one.path.exists() and one.path.read_bytes() != one.content]
    if differing:
        raise StudyError(
            Problem(
                study.relative(path),
                "",
                "it is not as it was sealed",
                "Move it elsewhere, then open the seal again",
            )
            for path in differing
        )
    _put_back(study, restored)
    target.unlink()
    (study.raw / _LIST).unlink(missing_ok=True)
    return len(restored)


def _put_back(study: Study, restored: "list[_Restored]") -> None:
    """Write every file. Raises `StudyError`, and takes away again what was written, where one cannot be written."""
    new = [one.path for one in restored if not one.path.exists()]
    above = {folder for path in new for folder in path.parents if not folder.exists()}
    try:
        for one in restored:
            write_atomically(one.path, partial(Path.write_bytes, data=one.content))
            one.path.chmod(one.mode)
            os.utime(one.path, ns=(one.time, one.time))
    except OSError as error:
        for path in new:
            with suppress(OSError):
                path.unlink()
        for folder in sorted(above, key=lambda path: -len(path.parts)):
            with suppress(OSError):
                folder.rmdir()
        what = f"what is in it cannot be put back: {error.strerror or error}"
        raise StudyError(
            Problem(_SHOWN, "", what, "Make room on the disk, or open it on another one")
        ) from None


@dataclass(frozen=True)
class _Restored:
    """A file to put back, its mode, and when it was changed, in nanoseconds."""

    path: Path
    content: bytes
    mode: int
    time: int


def _restored(study: Study, content: bytes) -> list[_Restored]:
    """The files of an archive as `seal` makes one. Raises `StudyError` for any other, whatever is wrong with it."""
    found: dict[str, _Restored] = {}
    try:
        # "r:" takes no compressed archive, which could become as large as it likes
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for item in archive:
                time = int(item.pax_headers["JALIN.mtime_ns"])
                file = (
                    archive.extractfile(item)
                    if item.type == tarfile.REGTYPE and not item.issparse()
                    else None
                )
                path = study.root / item.name
                if file is None or not is_place(item.name) or abs(time) > _LATEST:
                    raise ValueError(item.name)
                # two names that one disk takes for the same
                same = unicodedata.normalize("NFC", item.name).casefold()
                kept = file.read()
                if same in found or len(kept) != item.size:
                    raise ValueError(item.name)
                found[same] = _Restored(path, kept, item.mode & 0o755 | 0o600, time)
    except (tarfile.TarError, ValueError, KeyError, TypeError, OverflowError, EOFError, OSError):
        found = {}
    above = {parent.as_posix() for name in found for parent in PurePosixPath(name).parents}
    if not found or above & found.keys():
        raise StudyError(Problem(_SHOWN, "", "it was not made by make seal", "Restore it from a copy"))
    return list(found.values())


def _is_free(study: Study, path: Path) -> bool:
    """Whether a file can be put at `path`: no link leads there, and neither a folder nor a file is in the way."""
    way = [path, *(parent for parent in path.parents if study.root in parent.parents)]
    return (
        not any(one.is_symlink() for one in way)
        and not path.is_dir()
        and all(one.is_dir() or not one.exists() for one in way[1:])
    )
