"""Writing files whole or not at all."""

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import IO, Any

# in a copy of a study without the raw sources: what they were, by their hashes
DEPOSITED = "data/raw/DEPOSITED"
# the list of a study's sources
REGISTER = "data/raw/sources.csv"
# below data/raw: what each source was called before it had a neutral id, which stays with the researcher
ORIGINS = "exchange/files.csv"
# below data/raw: the folder of the sources of each method; and what may name people, with the lists of those to hide
FOLDER_OF = {"interview": "interviews", "observation": "observations", "document": "documents"}
FOLDERS = tuple(FOLDER_OF.values())
NAMING = (
    *FOLDERS, "consent.csv", "pseudonyms.csv", "labels.csv", "review.csv", "informants.csv", "photographs.csv",
)  # fmt: skip
# below data/raw: the folders of what people write beside the sources
WRITTEN = ("coding", "analysis", "translations", "guides")
# below data/raw: what is to name nobody, and stays where the rest is sealed
SHARED = ("study.yaml", "sources.csv", "references.bib", "README.md", *WRITTEN)
# what was published: everything built, and each case made for itself
FILE_ALL, FILE_CASES = "reports/MANIFEST", "reports/cases/MANIFEST"
# the sentences that were tested, and what came of it
CLAIMS = "reports/claims.csv"
# what the sums of what is not shared are made with, see sums.py
SUM_KEY = "manifest.key"
# the time of everything in a zip, so that the same content gives the same bytes
MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
# when an Office document was made, and what it would be set in in other scripts: fonts called Kartika, scripts called Hans
_STAMPED = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_FIXED = rb"\g<1>" + f"{MOMENT:%Y-%m-%dT%H:%M:%SZ}".encode()
_FOREIGN = re.compile(rb'<a:font script="[^"]*" typeface="[^"]*"\s*/>\s*')


def yaml_loader() -> Any:
    """The loader of YAML in C where there is one: ten times as fast."""
    # most commands read none
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str | bytes) -> Any:
    """The content of YAML made here; what people write is read by `reading.parse_yaml`."""
    import yaml

    return yaml.load(text, yaml_loader())


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def shown_file(source_id: str, file: str) -> str:
    """The path of a source's file as it is published: by the source's id, for people name files after people."""
    return f"{Path(file).parts[0]}/{source_id}{Path(file).suffix.lower()}" if file else ""


def files_below(folder: Path) -> list[Path]:
    """Every file of a folder in order, but for hidden ones and what Python keeps; none where there is no folder."""
    found = []
    # quicker than rglob: this runs on every file of a study when there is nothing to build
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(place, name) for name in names if not name.startswith(".") and not name.endswith(".pyc")
        ]
    return sorted(path for path in found if path.is_file())


_APART = {("data", "processed", name) for name in ("collect", "private", ".made", ".verify")}


def may_leave(root: Path, path: Path) -> bool:
    """Whether a file that was built may leave this machine."""
    return path.relative_to(root).parts[:3] not in _APART


def built_files(root: Path) -> list[Path]:
    """Every file below `data/processed`, `reports` and `notebooks` of a study that may leave this machine, in order.

    Not the raw texts of the stage collect, nor the private folder, nor what a build keeps for itself.
    """
    found = []
    for top in ("data/processed", "reports", "notebooks"):
        below = []
        for place, folders, names in os.walk(root / top):
            folders[:] = [name for name in folders if may_leave(root, Path(place, name))]
            below += [path for name in names if (path := Path(place, name)).is_file()]
        found += sorted(below)
    return found


_PART = re.compile(r"\..+\.(\d+)\.part")


def remove_parts(folder: Path) -> None:
    """Delete what writers that were killed left half written in a folder; that of a writer at work stays."""
    for path in folder.glob(".*.part"):
        import psutil

        if (found := _PART.fullmatch(path.name)) and not psutil.pid_exists(int(found[1])):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


@contextmanager
def folder_beside(path: Path) -> Iterator[Path]:
    """A folder in which what is to stand at `path` is made, on the same disk; gone in the end, after a kill by the next one there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_parts(path.parent)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".", suffix=f".{os.getpid()}.part") as folder:
        yield Path(folder)


# once a folder in each process: a stage writes thousands of files into one
_swept = cache(remove_parts)


def write_atomically(path: Path, write: Callable[[Path], object], lasting: bool = False) -> None:
    """Let `write` fill a file beside `path`, then put it in place in one step; `lasting`, on disk before this returns.

    Whoever reads `path` finds the old file or the new one, never half of one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _swept(path.parent)
    # a disk holds names of 255 bytes
    name = path.name if len(path.name.encode()) < 230 else hashlib.sha256(path.name.encode()).hexdigest()
    part = path.with_name(f".{name}.{os.getpid()}.part")
    try:
        write(part)
        if lasting:
            with part.open("rb+") as handle:
                os.fsync(handle.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with `\\n` line ends, in one step."""
    write_atomically(path, lambda part: part.write_bytes(text.encode("utf-8")))


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by their names and in their order, as a zip in one step."""

    def fill(part: Path) -> None:
        with zipfile.ZipFile(part, "w") as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name, MOMENT.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)

    write_atomically(path, fill)


def write_package(path: Path, save: Callable[[IO[bytes]], object]) -> None:
    """Write the zipped document that `save` gives, a .docx or .xlsx, in one step and with fixed times."""

    def fill(part: Path) -> None:
        with tempfile.TemporaryFile() as made:
            save(made)
            with zipfile.ZipFile(made) as package, zipfile.ZipFile(part, "w") as archive:
                for item in package.infolist():
                    written = zipfile.ZipInfo(item.filename, MOMENT.timetuple()[:6])
                    written.compress_type, written.file_size = zipfile.ZIP_DEFLATED, item.file_size
                    with package.open(item) as given, archive.open(written, "w") as taken:
                        if "/theme/" in item.filename or item.filename == "docProps/core.xml":
                            taken.write(_STAMPED.sub(_FIXED, _FOREIGN.sub(b"", given.read())))
                        else:
                            shutil.copyfileobj(given, taken)

    write_atomically(path, fill)
