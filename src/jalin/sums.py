"""Sums of files: the SHA-256 of what is shared; of what is not, one that only who has the study's key can make.

The plain hash of a short text gives it away: who has the de-identified text tries names and numbers in the
gaps until the hash is right. A sum under a key (HMAC, RFC 2104) tells the same to who has the key, to others nothing.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from jalin.errors import Problem, StudyError
from jalin.files import SUM_KEY, digest
from jalin.study import Study

# where the key lies when the raw data are public, and so is it
PUBLISHED_KEY = f"data/raw/{SUM_KEY}"
KEYED = "keyed:"


def key_path(study: Study) -> Path:
    """Where the key of the study is, or will be: in data/raw when the study publishes it, else in the private folder."""
    published = study.root / PUBLISHED_KEY
    return published if published.is_file() else study.private / SUM_KEY


def read_sum_key(study: Study) -> bytes | None:
    """The key of the study's sums; None where this copy has none. Raises `StudyError` when the file holds no key."""
    path = key_path(study)
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        key = bytes.fromhex("".join(words))
    except ValueError:
        key = b""
    if len(key) < 32:
        remedy = "Restore it, or take it away: then the next build makes a new one"
        raise StudyError(Problem(study.relative(path), "", "it holds no key", remedy))
    return key


def make_sum_key(study: Study) -> bytes:
    """The key of the study's sums, drawn where there is none yet."""
    path = key_path(study)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            part.write_text(f"{secrets.token_hex(32)}\n", encoding="utf-8")
            # the first of two builds wins, and both have its key
            path.hardlink_to(part)
        except FileExistsError:
            pass
        except OSError:
            # a disk without hard links
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    key = read_sum_key(study)
    assert key is not None
    return key


def mark_of(key: bytes) -> str:
    """What tells one key from another without telling the key."""
    return hmac.new(key, b"jalin manifest", hashlib.sha256).hexdigest()[:16]


def keyed_sum(key: bytes, name: str, content: str) -> str:
    """The sum under `key` of the file `name` whose SHA-256 is `content`."""
    said = f"{name}\0{content}".encode()
    return f"{KEYED}{hmac.new(key, said, hashlib.sha256).hexdigest()}"


def holds(study: Study, path: Path, name: str, total: str) -> bool | None:
    """Whether `total` is the sum of the file at `path`, called `name` when it was made; None where nobody can tell."""
    if not total.startswith(KEYED):
        return digest(path) == total
    key = read_sum_key(study)
    return None if key is None else keyed_sum(key, name, digest(path)) == total
