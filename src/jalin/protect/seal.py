"""Raw data at rest: encrypted for chosen people in the age format, and brought back bit by bit.

Sealing writes one file, `data/raw/sealed.age`, whole, and only then removes what is in
it. Opening puts every file back, and only then removes the sealed file. Whatever is
interrupted can be run again. Private keys are read where they are and never copied.
"""

import hashlib
import hmac
import io
import json
import os
import secrets
import tarfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyrage

from jalin.collect.register import SEALED
from jalin.errors import Problem, StudyError
from jalin.files import NAMING, write_atomically, write_text
from jalin.study import Study

_SHOWN = f"data/raw/{SEALED}"
_LIST = "sealed.json"
_HEADER = b"age-encryption.org/v1"
# what the build keeps of what names people, below data/processed
_BUILT = ("collect", "private")


def _files(study: Study) -> Iterator[Path]:
    """Every file to seal, in order: sources, keys, logs, and the raw texts that the build keeps."""
    for top in (*(study.raw / name for name in NAMING), *(study.processed / name for name in _BUILT)):
        if top.is_file():
            yield top
        yield from (path for path in sorted(top.rglob("*")) if path.is_file() and not path.is_symlink())


def _mark(salt: str, name: str, content: bytes) -> str:
    """A hash of a file's name and content, which reveals neither."""
    digest = hashlib.sha256(content).digest()
    return hmac.new(bytes.fromhex(salt), name.encode() + b"\0" + digest, hashlib.sha256).hexdigest()


def _recipient(text: str) -> object:
    if text.startswith(("ssh-ed25519 ", "ssh-rsa ")):
        return pyrage.ssh.Recipient.from_str(text)
    return pyrage.x25519.Recipient.from_str(text)


def _recipients(given: list[str]) -> list[object]:
    """The recipients named by their keys, or by files with one key a line."""
    found, problems = [], []
    for item in given:
        path = Path(item)
        lines = [item]
        if not item.startswith(("age1", "ssh-", "AGE-SECRET-KEY-")):
            if not path.is_file():
                problems.append(
                    Problem(
                        item,
                        "",
                        "it is neither a public key nor a file of them",
                        "Give a key that begins with age1",
                    )
                )
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            place = f"line {number}" if len(lines) > 1 else ""
            if text.startswith("AGE-SECRET-KEY-") or "PRIVATE KEY" in text:
                remedy = "Give the public key, which begins with age1; keep the private one to yourself"
                problems.append(
                    Problem("recipient" if lines == [item] else item, place, "this is a private key", remedy)
                )
                break
            try:
                found.append(_recipient(text))
            except (pyrage.RecipientError, ValueError):
                problems.append(
                    Problem(
                        item if lines != [item] else "recipient",
                        place,
                        f"{text[:24]!r} is no public key",
                        "Give a key that begins with age1",
                    )
                )
    if problems:
        raise StudyError(problems)
    if not found:
        raise StudyError(
            Problem(
                "recipient",
                "",
                "nobody is named who may open it",
                "make seal RECIPIENT=age1… ; age-keygen makes a pair of keys",
            )
        )
    return found


def _identity(path: Path, root: Path) -> list[object]:
    """The private keys in a file, which must not lie in the study's folder."""
    shown = str(path)
    if not path.is_file():
        raise StudyError(
            Problem(
                shown or "identity",
                "",
                "the file of the private key is not there",
                "make unseal IDENTITY=FILE",
            )
        )
    if path.resolve().is_relative_to(root.resolve()):
        remedy = "Move it out: whoever gets the folder would get the key with it"
        raise StudyError(Problem(shown, "", "the private key lies within the study", remedy))
    content = path.read_bytes()
    try:
        if b"PRIVATE KEY" in content:
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("utf-8").splitlines()]
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, ValueError):
        keys = []
    if not keys:
        raise StudyError(
            Problem(shown, "", "it holds no private key", "Give the file that age-keygen made, or an SSH key")
        )
    return keys


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


def _content(study: Study, path: Path) -> tuple[str, bytes]:
    return path.relative_to(study.root).as_posix(), path.read_bytes()


def seal(study: Study, recipients: list[str]) -> int:
    """Encrypt what names people for `recipients` and remove it; returns how many files.

    `recipients`: public keys (age1…, ssh-ed25519 …) or files with one a line. A seal
    that was interrupted is finished. Raises `StudyError`, before anything is changed,
    when there is nobody to seal for, nothing to seal, or an earlier seal that does
    not hold what lies here now.
    """
    files = list(_files(study))
    target, listed = study.raw / SEALED, study.raw / _LIST
    if target.exists():
        return _finish(study, files)
    keys = _recipients(recipients)
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
    _forget(study, files)
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
                f"it does not hold {study.relative(unknown[0])} as it is now, and {len(unknown) - 1} more"
                if len(unknown) > 1
                else f"it does not hold {study.relative(unknown[0])} as it is now",
                "Open it first (make unseal IDENTITY=FILE), then seal all together",
            )
        )
    if not files:
        raise StudyError(Problem(_SHOWN, "", "the study is sealed already", "Nothing needs to be done"))
    _forget(study, files)
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
    keys = _identity(identity, study.root)
    try:
        content = pyrage.decrypt(target.read_bytes(), keys)
    except pyrage.DecryptError as error:
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
    restored: list[tuple[Path, bytes, tarfile.TarInfo]] = []
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for item in archive:
            path = study.root / item.name
            file = archive.extractfile(item) if item.isfile() else None
            if file is None or not path.resolve().is_relative_to(study.root.resolve()):
                raise StudyError(
                    Problem(_SHOWN, "", "it was not made by make seal", "Restore it from a copy")
                )
            restored.append((path, file.read(), item))
    differing = [path for path, kept, _ in restored if path.exists() and path.read_bytes() != kept]
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
    for path, kept, item in restored:
        write_atomically(path, partial(Path.write_bytes, data=kept))
        path.chmod(item.mode)
        time = int(item.pax_headers["JALIN.mtime_ns"])
        os.utime(path, ns=(time, time))
    target.unlink()
    (study.raw / _LIST).unlink(missing_ok=True)
    return len(restored)
