"""Pictures and pages of PDF files as one sees them; what a camera writes into a picture stays behind."""

import io
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp")
# pixels for each point of a PDF page
SCALE = 3
Box = tuple[float, float, float, float]


def is_seen(name: str | Path) -> bool:
    """Whether a file is a picture, or has pages to look at, by its ending."""
    return Path(name).suffix.lower() in (*PICTURES, ".pdf")


def pages_of(path: Path) -> int:
    """How many pages a PDF has; 0 for a picture. Raises `ValueError` for a file that cannot be shown."""
    if path.suffix.lower() != ".pdf":
        return 0
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(path) as document:
            return len(document)
    except pdfium.PdfiumError as error:
        raise ValueError(str(error)) from None


def seen(content: bytes, page: int, scale: float = SCALE, upright: bool = True) -> Image.Image:
    """A picture, `upright` or as its pixels lie, or a page of a PDF, counted from 1 (0: a picture). Raises `ValueError` for what cannot be shown."""
    import pypdfium2 as pdfium

    try:
        if not page:
            with Image.open(io.BytesIO(content)) as opened:
                picture = (ImageOps.exif_transpose(opened) if upright else opened).convert("RGB")
            # copied pixel by pixel: what is written beside a picture does not come with them
            bare = Image.new("RGB", picture.size)
            bare.paste(picture)
            return bare
        with pdfium.PdfDocument(content) as document:
            shown: Image.Image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
            return shown
    except (
        OSError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        pdfium.PdfiumError,
        IndexError,
    ) as error:
        raise ValueError(str(error)) from None


def within(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box (left, top, right, bottom, in pixels) as far as it is on a picture of a size. Raises `ValueError` when nothing of it is."""
    left, top, right, bottom = (
        max(0, round(box[0])),
        max(0, round(box[1])),
        min(size[0], round(box[2])),
        min(size[1], round(box[3])),
    )
    if left >= right or top >= bottom:
        raise ValueError(f"the region {box} is not on a picture of {size[0]} by {size[1]}")
    return left, top, right, bottom


def as_bytes(image: Image.Image, kind: str, largest: int) -> bytes:
    """A picture as a file of a kind (PNG, JPEG), no side longer than `largest` pixels."""
    small = image.copy()
    small.thumbnail((largest, largest))
    made = io.BytesIO()
    small.save(made, kind, **({"quality": 78} if kind == "JPEG" else {"optimize": True}))
    return made.getvalue()
