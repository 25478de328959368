"""Files beside the sources that are no sources: what systems leave, copies, recordings and pictures."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from jalin.consent import RECORDINGS
from jalin.files import digest

# recordings and pictures, which stand beside the text that is made of them
MEDIA = frozenset(
    f".{ending}"
    for ending in (*RECORDINGS, "bmp", "gif", "heic", "jpeg", "jpg", "png", "tif", "tiff", "webp")
)
_SYSTEM = re.compile(
    r"(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|~\$.*|\.~lock\..*#|.*~|.*\.(?:tmp|temp|lnk|crdownload|part|bak|swp))",
    re.IGNORECASE,
)


def left_by_system(name: str) -> bool:
    """Whether a file of this name is what Windows, macOS, Word or an editor leaves in folders."""
    return name.startswith(".") or _SYSTEM.fullmatch(name) is not None


def is_media(name: str) -> bool:
    """Whether a file of this name is a recording or a picture."""
    return Path(name).suffix.lower() in MEDIA


def copies(files: Iterable[Path], of: Iterable[Path]) -> Mapping[Path, Path]:
    """Those of `files` whose content is that of one of `of`, by which."""
    sizes: dict[int, list[Path]] = {}
    for path in of:
        if path.is_file():
            sizes.setdefault(path.stat().st_size, []).append(path)
    found = {}
    for path in files:
        same = [
            one for one in sizes.get(path.stat().st_size, []) if one != path and digest(one) == digest(path)
        ]
        if same:
            found[path] = same[0]
    return found
