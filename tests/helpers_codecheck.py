"""The rules of `codecheck.yml`, what a check by another person needs, after the CODECHECK configuration specification 2.0.

https://codecheck.org.uk/spec/config/2.0/ (11 September 2026); the rules' numbers are those of its list, rules-2.0.yml.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import yaml
from stdnum.iso7064 import mod_11_2

from jalin.errors import Problem
from jalin.publish.certificate import FILE

_PLACEHOLDER = re.compile(r"FIXME|TODO|XXXX")


def orcid_holds(orcid: str) -> bool:
    """Whether an ORCID has its form, and its last digit is right (ISO 7064 mod 11-2)."""
    formed = re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", orcid) is not None
    return formed and mod_11_2.is_valid(orcid.replace("-", ""))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    else:
        yield str(value)


def _filled(node: object, key: str) -> bool:
    return isinstance(node, dict) and bool(str(node.get(key) or "").strip())


def _listed(node: object) -> list:
    return node if isinstance(node, list) else []


def problems_of(data: bytes) -> list[Problem]:
    """Every MUST rule of the specification that a `codecheck.yml` breaks, each with its number."""

    def problem(rule: str, what: str, remedy: str) -> Problem:
        return Problem(FILE, rule, what, remedy)

    try:
        text = data.decode("utf-8")
        content = yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        return [problem("CC-CFG-001", f"it is no YAML in UTF-8: {error}", "Mend it there")]
    if not isinstance(content, dict):
        return [problem("CC-CFG-001", "it has no nodes", "Begin with manifest:")]
    found = []
    if not re.search(r"(?m)^---(\s|$)", text):
        found.append(
            problem("CC-CFG-002", "it has no document start", "Put --- on a line before the first node")
        )
    found += [problem(*one) for one in (*_of_manifest(content), *_of_paper(content), *_of_check(content))]
    if any(_PLACEHOLDER.search(part) for part in _texts(content)):
        found.append(problem("CC-CFG-023", "a placeholder still stands in it", "Write what it stands for"))
    return found


def _of_manifest(content: dict) -> Iterator[tuple[str, str, str]]:
    if not _listed(content.get("manifest")):
        yield "CC-CFG-004", "there is no manifest", "List the files that a check has to make again"
    for number, item in enumerate(_listed(content.get("manifest")), start=1):
        if not _filled(item, "file"):
            yield "CC-CFG-005", f"entry {number} of the manifest has no file", "Add file: and its path"
            continue
        path = PurePosixPath(str(item["file"]))
        if path.is_absolute() or ".." in path.parts or re.match(r"\w+:", str(item["file"])):
            yield (
                "CC-CFG-006",
                f"{item['file']} is not a path from here",
                "Give it from the folder of codecheck.yml",
            )


def _of_paper(content: dict) -> Iterator[tuple[str, str, str]]:
    paper = content.get("paper")
    if not isinstance(paper, dict):
        yield "CC-CFG-016", "there is no paper", "Add paper: with title, authors and reference"
        return
    if not _filled(paper, "title"):
        yield "CC-CFG-017", "the paper has no title", "Add title:"
    authors = _listed(paper.get("authors"))
    if not authors:
        yield "CC-CFG-018", "the paper has no authors", "List them, the corresponding one first"
    for author in authors:
        if not _filled(author, "name"):
            yield "CC-CFG-019", "an author has no name", "Add name:"
        if not _filled(author, "ORCID") or not re.fullmatch(r"[\dX-]+", str(author["ORCID"])):
            yield (
                "CC-CFG-020",
                "an author has no plain ORCID",
                "Add ORCID: 0000-…, without an address before it",
            )
    if not _filled(paper, "reference"):
        yield "CC-CFG-021", "the paper has no reference", "Add reference: with its DOI, or words that name it"
    if "reference-other" in paper and not isinstance(paper["reference-other"], list):
        yield "CC-CFG-029", "reference-other is no list", "Put a dash before each"
    people = [*authors, *_listed(content.get("codechecker"))]
    for orcid in (str(one["ORCID"]) for one in people if _filled(one, "ORCID")):
        if re.fullmatch(r"[\dX-]+", orcid) and not orcid_holds(orcid):
            yield "CC-MET-001", f"{orcid} is no ORCID", "Copy it again; its last digit checks the others"


def _of_check(content: dict) -> Iterator[tuple[str, str, str]]:
    checkers = _listed(content.get("codechecker"))
    if not checkers:
        yield "CC-CFG-008", "there is no codechecker", "List who checks it"
    for checker in checkers:
        if not _filled(checker, "name"):
            yield "CC-CFG-009", "a codechecker has no name", "Add name:"
    if not _filled(content, "report"):
        yield "CC-CFG-011", "there is no report", "Add report: with the address of the certificate"
    elif re.search(r"(?i)fixme|zenodo\.x+", str(content["report"])):
        yield "CC-CFG-013", "the report's DOI is a placeholder", "Write the one of the certificate"
    if not _filled(content, "summary"):
        yield "CC-CFG-024", "there is no summary", "Say in a few words what the check found"
    if not _filled(content, "certificate"):
        yield "CC-CFG-025", "there is no certificate", "Add certificate: with its number in the register"
    elif not re.fullmatch(r"\d{4}-\d{3}", str(content["certificate"])):
        yield "CC-CFG-026", f"{content['certificate']} is no number of a certificate", "Write it as YYYY-NNN"
