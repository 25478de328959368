"""What a curator asks of a deposit besides its files: `sharing/`, made from what is shared and from nothing else.

After what QDR's curation handbook, Dataverse and the UK Data Service ask: a README of the data, a narrative of how
they were made, a project that previewers open, transcripts as PDF/A, guides, forms of consent, ethics, who took part
in numbers that tell of nobody, metadata for catalogues, and what is still open.
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from jalin.consent import is_recording, read_consents
from jalin.files import FOLDER_OF
from jalin.publish.catalogues import LICENCES, Shared, citation_of, datacite, dataverse, ddi
from jalin.publish.scoped import TEXTS, Withheld
from jalin.records import register_rows
from jalin.spreadsheet import csv_of_rows
from jalin.study import Study
from jalin.tables.store import folder, read_texts
from jalin.tables.texts import ANSWERS, file_of, surveys_of
from jalin.typeset import DATE, FONTS, compiled, quoted
from jalin.words import language_name

FOLDER = "sharing"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif")
# the study as projects of other programs, by name, in the language given
Projects = Callable[[Study, str], Mapping[str, bytes]]
_SOURCES = "data/processed/protect/sources.parquet"
_GUIDES, _FORMS = "data/raw/guides", "data/raw/forms"
# what the folders of a deposit are
_PARTS = {
    "data/raw": "what people wrote: study.yaml, the register of sources, codebook, codings, memos, propositions",
    "data/processed/protect": "the de-identified texts (texts/), their segments, and the tables of sources",
    "notebooks": "the analysis as notebooks, and the chapters of the report",
    "reports": "the report in each language (page, PDF, Word), its evidence, annotations, figures and tables",
    "src": "the software that builds the report from the texts",
    "docs": "the manual of the software",
    f"{FOLDER}": "what is described here: project files, transcripts, guides, metadata",
}


def curated(
    study: Study, content: dict[str, bytes], withheld: Withheld, left_out: str, projects: Projects
) -> dict[str, bytes]:
    """The files of `sharing/` by path, and `datacite.json`; `content`: what else the deposit has, after consent.

    `left_out`: which sources it does without, in words. `projects` go out without what may not be shared.
    """
    sources = pd.read_parquet(io.BytesIO(content[_SOURCES]))
    shared = _shared(study, sources, content, left_out)
    found: dict[str, bytes] = {"datacite.json": datacite(shared).encode()}

    def add(name: str, data: bytes | str) -> None:
        found[f"{FOLDER}/{name}"] = data.encode() if isinstance(data, str) else data

    boxes: list[str] = []
    for path, source, when, _ in shared.texts:
        if path.endswith(ANSWERS):
            answers = map(json.loads, content[path].decode().split("\n")[:-1])
            text = "\n".join(f"{one['source_id']}\n{one['text']}" for one in answers)
        else:
            text = content[path].decode()
        name = f"transcripts/{source}.pdf"
        made, fault = _transcript(shared, source, when, text, study.root / FONTS)
        add(name, made)
        boxes += [f"{name} is no PDF/A: {fault}"] if fault else []
    for name, data in projects(study, shared.language).items():
        add(name, data)
    for place, under in ((_GUIDES, "guides"), (_FORMS, "consent")):
        for file in sorted((study.root / place).rglob("*")):
            # an oral consent is a voice, too
            if file.is_file() and not file.name.startswith(".") and not is_recording(file):
                # a guide is among the files already, after consent
                data = content.get(study.relative(file)) or file.read_bytes()
                add(f"{under}/{file.relative_to(study.root / place).as_posix()}", data)
    add("participants.csv", _participants(study, sources))
    narrative = ""
    for language in study.languages:
        told = content.get(f"reports/data-overview.{language}.md", b"").decode()
        if told:
            add(f"data-narrative.{language}.md", told)
            narrative = told if language == shared.language else narrative
    if ethics := study.settings.ethics:
        add("ethics.md", "".join(f"{ethics.said(name)}\n\n" for name in study.languages))
    add("dataverse.json", dataverse(shared))
    listed = [
        (path, f"{source}, {when}, {method}: de-identified text{'s' * path.endswith(ANSWERS)}")
        for path, source, when, method in shared.texts
    ]
    add("ddi-codebook.xml", ddi(shared, _paragraph(narrative), listed))
    add("OPEN.md", _open(study, shared, {**content, **found}, withheld, in_few(study, sources), boxes))
    add("README.md", _readme(shared, {**content, **found}, sources))
    return found


def _shared(study: Study, sources: pd.DataFrame, content: dict[str, bytes], left_out: str) -> Shared:
    surveys = surveys_of(sources)
    # all answers to a survey are one text, of the days from the first to the last
    named = sources["source_id"].map(lambda name: surveys.get(name, name))
    texts = [
        (
            path,
            str(name),
            "/".join(dict.fromkeys((min(part["date"]), max(part["date"])))),
            part["method"].iloc[0],
        )
        for name, part in sources.groupby(named)
        if (path := f"{TEXTS}{file_of(part['source_id'].iloc[0], surveys)}") in content
    ]
    days = sorted(str(day) for day in sources["date"] if str(day))
    stated = [str(day) for day in study.settings.sharing.collected] or [*days[:1], *days[-1:]]
    spoken = dict.fromkeys(code for said in sources["language"] for code in str(said).split())
    methods = [FOLDER_OF.get(name, name) for name in dict.fromkeys(sources["method"])]
    ends = (stated[0], stated[-1]) if stated else ("", "")
    return Shared(study.settings, ends, list(spoken), methods, texts, left_out)


def _transcript(shared: Shared, source: str, when: str, text: str, fonts: Path) -> tuple[bytes, str]:
    """A de-identified text as PDF/A, its lines numbered; a plain PDF where it has signs that no font has, and which."""
    settings, language = shared.settings, shared.language
    notice = settings.notice[language] if settings.notice else ""
    lines = "\n".join(
        f'#block(below: 0.5em, grid(columns: (2.2em, 1fr), text(size: 7pt, fill: rgb("#5b6871"), {quoted(str(number))}), text({quoted(line)})))'
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip()
    )
    head = (
        f"#set document(title: {quoted(source)}, author: {quoted(', '.join(settings.authors))}, "
        f"date: {DATE})\n"
        f'#set text(font: "Libertinus Serif", size: 10.5pt, lang: {quoted(language)})\n'
        f'#set page(paper: "a4", numbering: "1", header: text(size: 7.5pt, fill: rgb("#a31515"), {quoted(notice)}))\n'
        f"#heading(level: 1, {quoted(source)})\n"
        f"#text({quoted(f'{settings.title[language]} · {when}')})\n\n"
    )
    return compiled(f"{head}{lines}\n".encode(), fonts=fonts)


def _participants(study: Study, sources: pd.DataFrame) -> str:
    """How many informants are in each role group, told of groups of at least k; smaller ones are counted together.

    Where what is together would still be fewer than k, the smallest of the others joins it, so that no difference
    of numbers tells of anybody; fewer than k informants in all are not counted.
    """
    least = study.settings.anonymity.k
    people = sources[sources["informant_id"].fillna("") != ""].drop_duplicates("informant_id")
    names = study.settings.names("role_groups", study.settings.catalogue_language)
    sizes = Counter(people["role_group"])
    small = [group for group in names if 0 < sizes[group] < least]
    for group in sorted((one for one in names if sizes[one] >= least), key=lambda one: sizes[one]):
        if not small or sum(sizes[one] for one in small) >= least:
            break
        small.append(group)
    rows = [
        {"group": names[group], "informants": str(sizes[group])}
        for group in names
        if sizes[group] and group not in small
    ]
    if small:
        together, count = (
            "; ".join(names[one] for one in names if one in small),
            sum(sizes[one] for one in small),
        )
        rows.append({"group": together, "informants": _at_least(count, least)})
    return csv_of_rows(("group", "informants"), rows)


def in_few(study: Study, sources: pd.DataFrame) -> str:
    """What a deposit tells of informants with whom fewer than k share it, in words; "" where it does of none.

    Role groups stay, for findings are counted by them, and so does what a text says of its place. Groups that are
    recognisable by decision are not told of again.
    """
    rule, named = study.settings.anonymity, study.settings.anonymity.named
    people = sources[(sources["informant_id"].fillna("") != "") & ~sources["role_group"].isin(named)]
    was = people["source_id"].map({row["source_id"]: row["site"] for row in register_rows(study, "site")})
    hidden = was.notna() & (was != people["site"])
    texts = read_texts(study, "protect", sources) if hidden.any() else {}
    masked = zip(people.loc[hidden, "source_id"], was[hidden], strict=True)
    written = sum(place.casefold() in texts[name].casefold() for name, place in masked)
    group = _few(people, rule.k, "case_id", "role_group")
    counted = _told_by_counts(study, people)
    site = _few(people[~hidden], rule.k, "case_id", "role_group", "site")
    least, many = f"fewer than {rule.k} informants", people["informant_id"].nunique()
    told = [
        f"{least} share case and role group with {_at_least(group, rule.k)} of {many} informants"
        if group
        else "",
        f"{least} share case, role group and place with {_at_least(site, rule.k)} of {many}" if site else "",
        f"texts that say the place that sources.csv does not, as in their heading: {written}"
        if written
        else "",
    ]
    if counted:
        told.append(
            f"counts by role group, as tables of the report have them, may tell the group of {_at_least(counted, rule.k)} "
            f"of {many} informants, though it is printed together with others beside their words"
        )
    if not any(told):
        return ""
    return (
        "; ".join(filter(None, told))
        + ". Who knows the setting may know them: join role groups in study.yaml, "
        "let its anonymity.places be masked, take places out of the headings, or give access on request"
    )


def _told_by_counts(study: Study, people: pd.DataFrame) -> int:
    """Of how many informants counts by role group may tell the group, where one is too small to be printed beside a voice; else 0.

    Whoever knows how many of each group spoke for and against each proposition, and how each voice did, can part voices
    that are printed together unless one of another group did the same on each (l-diversity: Machanavajjhala et al. 2007).
    """
    path = folder(study, "conclude/stances").with_suffix(".parquet")
    group = people.drop_duplicates("informant_id").set_index("informant_id")["role_group"]
    if not path.is_file() or group.empty or group.value_counts().min() >= study.settings.anonymity.k:
        return 0
    stances = pd.read_parquet(path, columns=["proposition", "voice", "stance"])
    said = (
        stances.pivot(index="voice", columns="proposition", values="stance").reindex(group.index).fillna("")
    )
    return int((group.groupby(said.agg("|".join, axis=1)).transform("nunique") == 1).sum())


def _few(people: pd.DataFrame, k: int, *columns: str) -> int:
    """How many informants share these columns with fewer than k, themselves included."""
    shared = people.groupby(list(columns))["informant_id"].transform("nunique")
    return int(people.loc[shared < k, "informant_id"].nunique())


def _at_least(count: int, least: int) -> str:
    return str(count) if count >= least else f"fewer than {least}"


def _paragraph(narrative: str) -> str:
    """The first paragraph of a narrative that tells how data were made."""
    told = narrative.partition("\n## ")[2].split("\n\n")
    return " ".join(" ".join(told[1:3]).split())


def _readme(shared: Shared, content: Iterable[str], sources: pd.DataFrame) -> str:
    settings, language = shared.settings, shared.language
    counts = Counter(sources["method"])
    folders = [
        (name, said, sum(path.startswith(f"{name}/") for path in content)) for name, said in _PARTS.items()
    ]
    narrative = [f"[{name}](data-narrative.{name}.md)" for name in settings.languages]
    many = ", ".join(f"{counts[name]} {said}" for name, said in FOLDER_OF.items() if counts[name])
    rounds = "; ".join(f"{one.name[language]}, until {one.until}" for one in settings.rounds)
    parts = [
        f"# README of the data\n\n{settings.notice[language] if settings.notice else ''}".strip(),
        f"## Citation\n\n{citation_of(shared)}",
        "## Overview\n\n" + shared.abstract,
        "## Collection\n\n"
        f"{many}, collected from {shared.days[0]} to {shared.days[1]}, in {_spoken(shared)}. Rounds: {rounds}. "
        f"How they were made is told in the data narrative ({', '.join(narrative)}), with which guides in guides/.",
        "## Selection\n\n"
        + (shared.left_out or "All sources that the study uses are here.")
        + " Who took part, in numbers: participants.csv, in which groups of fewer than "
        f"{settings.anonymity.k} informants are counted together.",
        "## Access and licence\n\n"
        + "\n".join(f"- {what}: {name}, {address}" for name, address, what in LICENCES)
        + "\n\nThe raw sources and the key of the pseudonyms are not here and cannot be given.",
        "## Files\n\n| folder | files | what it holds |\n|---|---|---|\n"
        + "\n".join(f"| {name}/ | {count} | {said} |" for name, said, count in folders if count)
        + "\n\nTexts are UTF-8; tables are Parquet and CSV with commas. "
        f"`{settings.id}.qdpx` is the whole as a REFI-QDA project (QualCoder, MAXQDA, ATLAS.ti, NVivo open it), "
        f"`{settings.id}.qdc` its codebook. `transcripts/` has each text as PDF/A with the numbers of its lines.",
        "## Processing\n\n"
        "Identifiers were replaced by pseudonyms in ⟦…⟧ before coding; all that is here was searched for every form "
        "that was replaced. `make all` builds the report again from the texts; `reports/MANIFEST` and "
        "`data/raw/DEPOSITED` state by sums what it was built from.",
        f"## Contact\n\n{_contact(shared)}",
        "What is still open, for a curator: [OPEN.md](OPEN.md).",
    ]
    return "\n\n".join(parts) + "\n"


def _spoken(shared: Shared) -> str:
    return ", ".join(language_name(code, "en") for code in shared.spoken) or "languages not stated"


def _contact(shared: Shared) -> str:
    contact = shared.settings.sharing.contact
    return (
        f"{contact.name}, {contact.email}" if contact else "(to be filled in: sharing.contact in study.yaml)"
    )


def _open(
    study: Study, shared: Shared, found: Iterable[str], withheld: Withheld, few: str, boxes: list[str]
) -> str:
    """What a curator would ask for and is not here, each with where it is written."""
    settings, sharing = study.settings, study.settings.sharing
    have = set(found)
    lines = read_consents(study).lines or []
    versions = list(dict.fromkeys(line.version for _, line in lines))
    forms = [Path(name).stem for name in have if name.startswith(f"{FOLDER}/consent/")]
    lacking = [one for one in versions if not any(_bare(one) in _bare(form) for form in forms)]
    asked = [
        (not all(sharing.of(name).orcid for name in settings.authors), "ORCID iDs of all authors", "sharing.people"),
        (not all(sharing.of(name).affiliation for name in settings.authors), "affiliations of all authors", "sharing.people"),
        (sharing.contact is None, "a contact with an e-mail address (Dataverse asks for one)", "sharing.contact"),
        (not sharing.funding, "who paid, or that nobody did", "sharing.funding"),
        (not sharing.places, "where the study was made", "sharing.places"),
        (not sharing.repository, "who keeps it", "sharing.repository"),
        (not sharing.doi, "the DOI, once it is reserved", "sharing.doi"),
        (settings.ethics is None, "the ethics clearance, or why there is none", "ethics"),
        (not any(name.startswith(f"{FOLDER}/guides/") for name in have), "guides for interviews and observations", _GUIDES),
        (not forms, "the form of consent, in each version that was used", _FORMS),
        *((bool(forms), f"the form of consent, version “{one}”", _FORMS) for one in lacking),
        (not lines, "consent by scope (use, quote, share, archive, voice)", "data/raw/consent.csv"),
        (not any("data-narrative" in name for name in have), "a narrative of the data: the reports are not part of this deposit", "reports"),
        (not settings.questions, "research questions", "questions"),
    ]  # fmt: skip
    items = [f"- [ ] {what} ({where})" for missing, what, where in asked if missing]
    if any("data-narrative" in name for name in have):
        items.append("- [ ] read the data narrative: it is a draft made from the chapters")
    items += [f"- [ ] {one}" for one in boxes]
    beside = [name for name in have if name.startswith(("data/raw/", "notebooks/", FOLDER))]
    if pictures := sum(name.lower().endswith(_PICTURES) for name in beside):
        items.append(
            f"- [ ] look at the pictures that are here, which nobody can search for names: {pictures}"
        )
    if few:
        items.append(f"- [ ] decide who may have it: {few}")
    if withheld.closed:
        items.append(
            f"- [ ] decide with the depositor whether access on request is wanted. {shared.left_out}"
        )
    if withheld.told:
        items.append(
            f"- [ ] listen to what is here of the recordings, and look at what their files say of themselves. {withheld.told}"
            if withheld.heard
            else f"- [ ] decide whether access to recordings is wanted. {withheld.told}"
        )
    items.append("- [ ] compare three texts with their recordings, where the depositor can show them")
    return (
        "# Still open\n\nMade from what the study says; a line goes when it is told where the bracket says.\n\n"
        + "\n".join(items)
        + "\n"
    )


def _bare(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
