"""Word and OpenDocument packages written part by part, for what no library writes."""

import zipfile
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style", "meta", "draw", "form")
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def package(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def docx(path: Path, body: str, **parts: str) -> Path:
    """A Word document with `body`; `parts`: comments, header1, footnotes, … by the names of their files."""
    kinds = "".join(
        f'<Relationship Id="r{name}" Type="{_RELS}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    return package(
        path,
        {
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<Relationships>{kinds}</Relationships>",
            **{f"word/{name}.xml": content for name, content in parts.items()},
        },
    )


def odt(path: Path, body: str, styles: str = "", meta: str = "") -> Path:
    parts = {
        "content.xml": f"<office:document-content {_OFFICE}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    }
    if styles:
        parts["styles.xml"] = f"<office:document-styles {_OFFICE}>{styles}</office:document-styles>"
    if meta:
        parts["meta.xml"] = (
            f"<office:document-meta {_OFFICE}><office:meta>{meta}</office:meta></office:document-meta>"
        )
    return package(path, parts)
