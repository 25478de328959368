"""The draft of a CODECHECK certificate that a verification leaves for the person who checked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from jalin.files import write_text
from jalin.publish.manifest import Manifest, this_machine
from jalin.publish.published import git_said
from jalin.study import Study

if TYPE_CHECKING:
    from jalin.publish.compare import Verified

FILE = "codecheck.yml"
# of the specification that is followed, 11 September 2026
VERSION = "https://codecheck.org.uk/spec/config/2.0/"


def _read(repository: Path) -> dict:
    """The nodes of `codecheck.yml`; none where there is no such file, or it cannot be read."""
    try:
        content = yaml.safe_load((repository / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return content if isinstance(content, dict) else {}


def _paper(study: Study, content: dict) -> dict:
    settings = study.settings
    own = {
        "title": settings.title[settings.catalogue_language],
        "authors": [{"name": name} for name in settings.authors],
        "reference": f"reports/report.{settings.catalogue_language}.html",
    }
    return content.get("paper") or own


def _summary(found: Verified) -> str:
    total = found.same + len(found.differs) + len(found.missing)
    if found.reproduced:
        all_same = f"All {total} files of reports/MANIFEST came out again, byte for byte."
        return " ".join([all_same, *(f"Not compared: {one}." for one in found.apart)])
    told = f"{found.same} of {total} files of reports/MANIFEST came out again, byte for byte; {len(found.facts) or 'no'} facts differ."
    return " ".join([told, *(f"{cause}." for cause in found.causes[:5])])


def _checked(content: dict, found: Verified, published: Manifest) -> list[tuple[str, str, str, str]]:
    """(file, comment, result, SHA-256 as published) of each file of the list in codecheck.yml."""
    apart = {entry.path: "differs" for entry in found.differs} | {
        entry.path: "missing" for entry in found.missing
    }
    rows = []
    for item in content.get("manifest") or []:
        path = str(item.get("file", ""))
        listed = published.outputs.get(path)
        result = apart.get(path, "the same" if listed else "not published")
        rows.append((path, str(item.get("comment") or ""), result, listed.digest if listed else "–"))
    return rows


def write_certificate(study: Study, repository: Path, found: Verified, published: Manifest) -> None:
    """Write `reports/verify/certificate.md`, and `codecheck.yml` with what the check adds.

    What only the person who checks can say is left to them: their name, what they saw, and the certificate's number.
    """
    content = _read(repository)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    paper, commit = _paper(study, content), (git_said(study, "rev-parse", "HEAD") or b"").decode().strip()
    authors = ", ".join(str(author.get("name", "")) for author in paper.get("authors") or [])
    rows = "".join(
        f"| `{path}` | {said} | {result} | `{sha}` |\n"
        for path, said, result, sha in _checked(content, found, published)
    )
    machine = "".join(f"- {name}: {value}\n" for name, value in this_machine().items())
    folder = study.reports / "verify"
    write_text(
        folder / "certificate.md",
        f"""# Draft of a CODECHECK certificate

This draft was filled by `make verify`. A certificate is given by a person who read and ran the work:
add who you are, what you did and saw, and take the number that the register gives.

- Certificate: *number of the register*
- Codechecker: *your name and ORCID*
- Date of the check: {now} UTC
- Paper: {paper.get("title", "")}
- Authors: {authors}
- Reference: {paper.get("reference", "")}
- Commit: {commit or "not in git"}

## Summary
{_summary(found)}

## Files made again
| file | what it is | result | SHA-256 as published |
| --- | --- | --- | --- |
{rows}
All files, and all that differs, are in `verify.txt` and `index.html` beside this file.

## How
`make verify`, with these settings: {", ".join(f"{name} {value}" for name, value in published.settings.items())}.

{machine}
## Remarks of the codechecker
*What was easy, what was not, what you looked at by eye, what you doubt.*
""",
    )
    draft = content | {
        "version": VERSION,
        "paper": paper,
        "summary": _summary(found),
        "check_time": now,
    }
    text = yaml.safe_dump(draft, allow_unicode=True, sort_keys=False, width=1000)
    write_text(
        folder / FILE, f"---\n# a draft by make verify: set codechecker, report and certificate\n{text}"
    )
