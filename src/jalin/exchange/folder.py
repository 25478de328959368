"""A folder of a field worker: which of its files are sources, what stands beside them, and what is not taken and why."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jalin.collect.blocks import Reading, Unreadable, looks_like
from jalin.collect.decode import decode
from jalin.collect.readers import READERS, read_file
from jalin.collect.strays import copies, is_media, left_by_system
from jalin.errors import Problem, StudyError

# half a character, as which Python reads a byte of a name that is no UTF-8
_LONE = re.compile("[\ud800-\udfff]")
_WEB = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!DOCTYPE html|html|head|meta|table|div)\b", re.IGNORECASE)
# word processors of before 2007, and others' that LibreOffice reads
_OLD = frozenset([".doc", ".dot", ".wpd", ".wps", ".pages", ".fodt", ".sxw"])
_REMEDIES = {
    ".pptx": "Save its words as .docx or .pdf",
    ".ppt": "Save its words as .docx or .pdf",
    ".xls": "Save it as .xlsx",
    ".zip": "Unpack it",
    ".rar": "Unpack it",
    ".7z": "Unpack it",
}


@dataclass
class FolderFiles:
    """What a folder has: `sources`, the file to read each by its path in the folder; `beside`, recordings and pictures by the source they go with; `told`, a sentence for each file that is not taken, or twice; `left`, those not taken."""

    sources: dict[Path, Path] = field(default_factory=dict)
    beside: dict[Path, list[Path]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def leave(self, name: str, why: str) -> None:
        """Do not take a file, and say why."""
        self.left.append(name)
        self.told.append(f"not taken: {name}: {why}")


@contextmanager
def files_of_folder(origin: Path) -> Iterator[FolderFiles]:
    """Look through a folder and those below it; a Word document of before 2007 is converted by LibreOffice, where that is installed.

    Raises `StudyError` when there is no file that can be read.
    """
    found = FolderFiles()
    inside = sorted(origin.rglob("*"))
    hidden = {path for path in inside if _is_hidden(path.relative_to(origin).parts[:-1])}
    every = [path for path in inside if path.is_file() and not path.is_symlink() and path not in hidden]
    odd = {path for path in inside if _LONE.search(_shown(path, origin))}
    plain = [path for path in every if not left_by_system(path.name) and path not in odd]
    same = copies(plain, [path for path in plain if not _is_conflict(path)])
    media = [path for path in plain if is_media(path.name)]
    with tempfile.TemporaryDirectory() as folder:
        for path in plain:
            shown = _shown(path, origin)
            if path in same and _is_conflict(path):
                found.leave(shown, f"the same content as {_shown(same[path], origin)}")
            elif not is_media(path.name):
                taken, why = _readable(path, Path(folder))
                if taken is None:
                    found.leave(shown, why)
                else:
                    found.sources[path] = taken
                    if same.get(path) in found.sources:
                        twice = _shown(same[path], origin)
                        found.told.append(f"taken twice: {shown} has the same content as {twice}")
        for path in (one for one in media if not (one in same and _is_conflict(one))):
            text = next((one for one in found.sources if one.with_suffix("") == path.with_suffix("")), None)
            if text is None:
                shown = _shown(path, origin)
                found.leave(
                    shown, f"{looks_like(path)} without a transcript of its name. Give its words a file"
                )
            else:
                found.beside.setdefault(text, []).append(path)
        strays = [_shown(path, origin) for path in every if left_by_system(path.name)]
        if strays:
            found.leave(", ".join(strays), "left there by the system or a program")
            found.left[-1:] = strays
        for path in inside:
            shown = _shown(path, origin)
            if path.is_symlink() and path not in hidden:
                found.leave(shown, "a link to another place. Put the file itself there")
            elif path.is_dir() and path.name.startswith(".") and path not in hidden:
                found.leave(f"{shown}/", "a hidden folder. Rename it without the point if sources are in it")
            elif path in odd and path not in hidden:
                found.leave(_LONE.sub("?", shown), "its name has bytes that are no letters. Rename it")
            elif not path.is_dir() and not path.is_file():
                found.leave(shown, "it is no file but a way between programs. Take it out")
        if not found.sources:
            endings = ", ".join(READERS)
            left = "".join(f"\n  {line}" for line in found.told)
            raise StudyError(
                Problem(
                    str(origin), "", f"no file in it can be read{left}", f"Put transcripts there: {endings}"
                )
            )
        yield found


def _shown(path: Path, origin: Path) -> str:
    return path.relative_to(origin).as_posix()


def _is_hidden(folders: tuple[str, ...]) -> bool:
    return any(part.startswith(".") for part in folders)


def _is_conflict(path: Path) -> bool:
    """Whether the name is that of a copy: report (1).docx, report - Copy.docx, report (conflicted copy 2024).docx."""
    name = path.stem.casefold()
    return name.endswith((" - copy", " copy", " - salinan", " salinan")) or (
        name.endswith(")")
        and (name.rpartition("(")[2][:-1].isdigit() or "conflict" in name or "copy" in name)
    )


def _readable(path: Path, folder: Path) -> tuple[Path | None, str]:
    """The file to read for `path`, or why there is none."""
    ending = path.suffix.lower()
    if path.stat().st_size == 0:
        return None, "it is empty. Restore it"
    if ending == ".json":
        # of all there is in JSON, transcripts alone are sources
        try:
            read_file(path)
        except Unreadable as fault:
            return None, f"{fault.what}. {fault.remedy}"
    if ending in READERS:
        return path, ""
    if ending in (".doc", ".xls") and (meant := _meant(path, ending)):
        return _copied(path, folder, meant)
    if ending in _OLD:
        return _converted(path, folder)
    if not ending:
        try:
            if decode(path, "", Reading()).strip():
                return _copied(path, folder, ".txt")
        except Unreadable:
            pass
        return None, f"it has no ending and is {looks_like(path)}. Give it the ending of what it is"
    remedy = _REMEDIES.get(ending, "Save it as one of " + ", ".join(READERS))
    return None, f"the format {ending} cannot be read. {remedy}"


def _copied(path: Path, folder: Path, ending: str) -> tuple[Path, str]:
    """A copy of a file under the ending of what it is."""
    copy = folder / f"{path.name}{ending}"
    shutil.copyfile(path, copy)
    return copy, ""


def _meant(path: Path, ending: str) -> str:
    """The ending of what is called .doc or .xls and is none, as web pages and newer Office files may be; else ""."""
    with path.open("rb") as file:
        head = file.read(256)
    if head.startswith(b"PK\x03\x04"):
        return f"{ending}x"
    return ".rtf" if head.startswith(b"{\\rtf") else ".html" if _WEB.match(head) else ""


def _converted(path: Path, folder: Path) -> tuple[Path | None, str]:
    """The .docx that LibreOffice makes of a document, or what to do without it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    save = f"Open it in Word or LibreOffice and save it as .docx ({path.suffix} cannot be read)"
    if office is None:
        return None, save
    command = [office, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    made = folder / f"{path.stem}.docx"
    try:
        subprocess.run(
            [*command, "--convert-to", "docx", "--outdir", str(folder), str(path)],
            capture_output=True,
            timeout=300,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None, save
    return (made, "") if made.is_file() else (None, f"LibreOffice cannot read it. {save}")
