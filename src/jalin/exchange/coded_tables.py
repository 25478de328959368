"""Codings of other programs as tables and lists of quotes, and codebooks as tables.

A table is known by its headings: retrieved segments of MAXQDA, quotations of ATLAS.ti, excerpts of Dedoose,
highlights of Taguette, coded text of QualCoder and Delve, our own. NVivo's references of a code are a text a code.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from jalin.collect.blocks import Wordless, with_its_file
from jalin.collect.readers import read_file
from jalin.errors import Problem, StudyError
from jalin.exchange.project import Project, ProjectCode
from jalin.exchange.quoted import Quoted, tree_of
from jalin.exchange.word_comments import quoted_of_word
from jalin.exchange.write_codings import FIELDS
from jalin.spreadsheet import as_meant, as_one

# the headings of each thing, in small letters and without marks; the first that is there counts
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "quote": (
        "quote", "segment", "coded segment", "coded segments", "quotation content", "quotation text", "text content", "zitatinhalt", "contenido de la cita",
        "conteúdo da citação", "contenu de la citation", "isi kutipan", "excerpt copy", "excerpt", "seltext", "coded text", "coded", "highlight",
        "highlighted text", "snippet", "content", "text", "kutipan", "segmen", "segmento", "segmento codificado", "codiertes segment", "codierter text", "excerto",
        "textsegment", "segment codé", "quotation", "snippet text", "excerpt text", "coded content", "zitat inhalt", "zitattext", "auszug",
        "kodiertes segment", "kodierter text", "isi segmen", "teks segmen", "segmen berkode", "segmen terkode", "teks kutipan", "cuplikan", "zitat", "cita", "citation", "citação", "citat", "extrait", "teks", "teks berkode", "trecho", "trecho codificado",
        "texto codificado", "fragmento", "extracto", "texto", "referência", "referencia", "textstelle", "passage", "meaning unit", "unit makna",
        "kutipan wawancara", "kutipan langsung", "cita textual", "trecho da entrevista", "verbatim", "pernyataan",
    ),
    "source": (
        "source id", "source name", "source title", "file hierarchical name", "source hierarchical name", "document name", "document", "media title", "media", "resource", "file name", "filename", "file", "source",
        "transcript", "dokumenttitel", "quellenname", "dateiname", "medientitel", "medio", "mídia", "transkrip", "transkript", "transcripción", "transcrição", "dokumen", "dokumentname", "documentnaam", "dokument",
        "sumber", "berkas", "documento", "fuente", "fonte", "quelle", "datei", "archivo", "arquivo", "fichier", "source interne", "entrevista", "wawancara", "interview", "case", "transcript name",
        "participant", "interviewee", "informant", "respondent", "partisipan", "informan", "narasumber", "responden", "participante", "entrevistado", "enquêté", "befragte", "interviewpartner",
    ),
    "code": (
        "code path", "hierarchical name", "code hierarchical name", "node hierarchical name", "code name", "codename", "code", "codes", "tag", "tags", "node", "nodes", "codes applied combined",
        "code system", "code s", "kodename", "quirk", "kode", "kodes", "código", "códigos", "codice", "codici", "nœud", "nodo", "nó", "knoten", "etiqueta", "etiquetas",
    ),
    "coder": (
        "coder", "coded by", "coded by user", "kodierer", "kodiert von", "geändert von", "ersteller", "diberi kode oleh", "diubah oleh", "dikode oleh",
        "dimodifikasi oleh", "pembuat", "pengguna", "created by", "excerpt creator", "owner", "user", "author", "modified by", "pengode",
        "dikodekan oleh", "dibuat oleh", "codierer", "codiert von", "erstellt von", "autor", "autora", "bearbeitet von", "codificado por", "creado por", "creador", "creador extracto", "criador",
        "criado por", "modificado por", "codé par", "créé par", "auteur", "modifié par", "creato da", "gemaakt door",
        "utilizador", "usuário", "usuario", "codificador", "codificadora", "pesquisador", "pesquisadora", "investigador", "investigadora", "benutzer", "peneliti",
        "penulis", "pengkode", "koder", "kodierender", "codeur", "researcher", "analyst", "analis", "forscher", "chercheur",
    ),
    "memo": (
        "memo", "coded memo", "comment", "quotation comment", "note", "notes", "kommentar", "comentario", "comentário", "commentaire", "commento",
        "catatan", "komentar",
    ),
    "created": (
        "created", "excerpt date", "created on", "date", "erstellt", "erstellt am", "tanggal", "dibuat", "creado", "criado", "créé", "datum", "fecha",
    ),
    "start": ("start", "pos0"),
    "end": ("end", "pos1"),
}  # fmt: skip
# what a heading may say besides what its column has: nombre del código, angewandte Codes, copia del extracto, codificado por iniciales
_BESIDES = frozenset([
    "name", "title", "of", "the", "applied", "nombre", "título", "del", "de", "la", "el", "los", "aplicado", "aplicados", "copia", "iniciales", "nome", "do", "da",
    "dos", "das", "cópia", "iniciais", "nama", "judul", "yang", "diterapkan", "terapan", "salinan", "inisial", "nom", "du", "des", "titre", "titel", "der", "angewandte", "initials", "initialen",
])  # fmt: skip
_NAME = (
    "code name", "codename", "name", "code", "codes", "tag", "node", "kode", "nama", "kodename", "código", "códigos", "nombre", "nome",
    "nom",
)  # fmt: skip
_MEANING = (
    "definition", "description", "memo", "code description", "definisi", "keterangan", "deskripsi", "comment", "beschreibung",
    "definición", "descripción", "definição", "descrição", "définition", "bedeutung", "kommentar", "komentar", "comentario", "comentário",
)  # fmt: skip
_PARENT = (
    "parent", "parent code", "parent name", "induk", "category", "kategori", "kode induk", "kategorie", "oberkategorie", "obercode", "oberkode",
    "übergeordneter code", "categoría", "categoria", "código padre", "código pai", "padre", "pai", "catégorie", "code parent",
)  # fmt: skip
# a heading of codes, or of what codes were made into: the only one of a table says its codes, of several nobody knows which
_CODING = re.compile(
    r"\b(?:sub|unter|ober)?(?:cod|kod|cód)[eií][a-z]*|(?:categor|kategor|catégor|con[cs]ep|konsep|dimen[sc]i)\w*|\w*(?:theme|thème|thema|tema)s?\b"
)
# the headings by which a list of ATLAS.ti is known
_ATLAS = frozenset([
    "quotation content", "quotation text", "text content", "zitatinhalt", "zitat inhalt", "zitattext",
    "contenido de la cita", "conteúdo da citação", "contenu de la citation", "isi kutipan",
])  # fmt: skip
# how many codes a row has, which tells whether a comma stands between them or in them
_COUNTS = frozenset(
    [
        "number of codes",
        "anzahl der kodes",
        "anzahl kodes",
        "anzahl codes",
        "número de códigos",
        "jumlah kode",
        "codes applied count",
    ]
)
_APPLIED = re.compile(r"code: (?P<path>.+) applied", re.IGNORECASE)
# <Files\\W01> - § 2 references coded  [12.00% Coverage], in any language of NVivo
_NVIVO_FILE = re.compile(r"<(?P<path>[^<>]+)> - § ?\d+ .*")
# the same in the report Coding Summary: code, source, a line with number, initials and time before each passage
_SUMMARY_CODE = re.compile(r"(?:Nodes?|Codes?)\\\\(?P<path>.+)")
_SUMMARY_FILE = re.compile(r"(?:Internals|Externals|Files|Memos|Data)\\\\(?P<path>.+)")
_SUMMARY_REFERENCE = re.compile(r"\d+\s+(?P<coder>\S{1,8})\s+\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b.*")
_SUMMARY_HEADS = re.compile(
    r"(?:Document|Node|Code|PDF|Audio|Video|Picture|Dataset|Memo|Externals?|Aggregate\b.*|Page \d+ of \d+|Reports\\\\.*)"
)
_NVIVO_REFERENCE = re.compile(r"\S+ \d+\s*[-–]\s*\d[\d.,]*\s?%.*")


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", heading.casefold()).split())


def _path(name: str, marks: Sequence[str]) -> tuple[str, ...]:
    """A code's name as its path from the top, cut at the first of `marks` that is in it."""
    if in_nvivo := _SUMMARY_CODE.fullmatch(name.strip()):
        name = in_nvivo["path"]
    mark = next((one for one in marks if one in name), None)
    parts = name.split(mark) if mark else [name]
    return tuple(part.strip() for part in parts if part.strip())


def rows_of_file(path: Path) -> list[dict[str, str]]:
    """The rows of a table, as a person sees them; of a Word document the rows of its tables. Raises `StudyError` when it cannot be read."""
    with with_its_file(path):
        try:
            reading = read_file(path)
        except Wordless:
            # the headings alone, of what has no coding
            return []
    rows = [as_one(dict(block.fields) | dict(block.lines)) for block in reading.blocks if block.fields]
    if path.suffix.lower() in (".csv", ".tsv"):
        rows = [{name: as_meant(value) for name, value in row.items()} for row in rows]
    if rows or path.suffix.lower() != ".docx":
        return rows
    cells = [block.text.split(" | ") for block in reading.blocks if block.kind == "row"]
    return [dict(zip(cells[0], row, strict=False)) for row in cells[1:]] if cells else []


def _column(names: Collection[str], headings: Sequence[str]) -> str | None:
    """The column with the first of these headings that is there, as it is; else without what a heading may say besides."""
    plain = {_plain(name): name for name in names}
    bare = {
        " ".join(word for word in said.split() if word not in _BESIDES): name for said, name in plain.items()
    }
    return next((by[one] for by in (plain, bare) for one in headings if one in by), None)


def _columns(names: Collection[str], said: Mapping[str, str]) -> dict[str, str]:
    """The column of each thing, `said` by the user or by its heading."""
    found: dict[str, str] = {}
    for thing, headings in _HEADINGS.items():
        at = said.get(thing) or _column(names, headings)
        if at is not None and at not in found.values():
            found[thing] = at
    return found


def _listed(
    said: str, count: str, commas: bool, marks: Sequence[str], known: Collection[str]
) -> list[tuple[str, ...]]:
    """The paths of the codes that a cell lists by semicolons, bars or lines; by `commas`, or where the row's `count` of them is so.

    Commas of names that are `known` stand between no codes. Empty where it cannot be told.
    """
    names = [name for name in re.split(r"\s*[;\n|]\s*", said) if name.strip()]
    if ", " in said and (len(names) != int(count) if count.isdigit() else commas):
        pieces, names = said.split(", "), []
        while pieces:
            ends = (end for end in range(len(pieces), 0, -1))
            whole = (end for end in ends if " > ".join(_path(", ".join(pieces[:end]), marks)) in known)
            end = next(whole, 1)
            names.append(", ".join(pieces[:end]))
            del pieces[:end]
        names = names if not count.isdigit() or len(names) == int(count) else []
    return [_path(name, marks) for name in names]


def quoted_of_table(
    path: Path, said: Mapping[str, str] | None = None, known: Collection[str] = ()
) -> list[Quoted]:
    """The passages of a table of codings; `said` names columns, by what they are, where their headings do not tell.

    `known` are the names and paths of the study's codes.

    Empty when it has no column of quotes. Raises `StudyError` when there is one and none of codes.
    """
    rows = rows_of_file(path)
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = _columns(names, said or {})
    if "quote" not in columns:
        return []
    if "coding id" in map(_plain, names) and "code" in names:
        # our own export: identifiers say it most surely
        columns["code"] = "code"
    applied = {name: one["path"] for name in names if (one := _APPLIED.fullmatch(name.strip()))}
    themes = [name for name in names if _CODING.search(_plain(name)) and name not in columns.values()]
    if "code" not in columns and not applied and len(themes) == 1:
        columns["code"] = themes[0]
    if "code" not in columns and not applied:
        what = "there is a column of quotes and none of codes"
        raise StudyError(
            Problem(path.name, "", what, f"Name it with --column code=NAME; there are {', '.join(names)}")
        )
    atlas, taguette = _plain(columns["quote"]) in _ATLAS, "tag" in map(_plain, names)
    marks = (": ",) if atlas else (".",) if taguette else (" > ", "\\\\", "\\", " / ")
    counts = next((name for name in names if _plain(name) in _COUNTS), "")
    dedoose = _plain(columns.get("code", "")) == "codes applied combined"
    found: list[Quoted] = []
    for number, row in enumerate(rows, start=2):
        value = {thing: row.get(column, "") for thing, column in columns.items()}
        # ATLAS.ti counts its documents: D 3: name
        source = re.sub(r"^D\s*\d+:\s*", "", value.get("source", "")) if atlas else value.get("source", "")
        if applied:
            listed = [
                _path(name, ("\\\\", "\\"))
                for column, name in applied.items()
                if row.get(column, "").casefold() in ("true", "1", "yes")
            ]
        else:
            listed = _listed(value["code"], row.get(counts, ""), dedoose, marks, known)
            if value["code"].strip() and not listed:
                what = f"its {row[counts]} codes cannot be told apart, as names of codes have commas, too: {value['code']}"
                raise StudyError(
                    Problem(path.name, f"row {number}", what, "Import the codebook first, with --codes")
                )
        if value["quote"].strip() and listed:
            start, end = (
                int(value[side]) if value.get(side, "").isdigit() else -1 for side in ("start", "end")
            )
            found.append(
                Quoted(
                    f"row {number}", source, tuple(listed), value["quote"], value.get("coder", ""),
                    value.get("memo", ""), value.get("created", ""), start, end,
                )
            )  # fmt: skip
    return found


def quoted_of_nvivo(path: Path) -> list[Quoted]:
    """The passages of a code that NVivo wrote as text, the code's name is the file's; empty when it is no such file."""
    with with_its_file(path):
        lines = [line for block in read_file(path).blocks for line in block.text.split("\n")]
    if any(_SUMMARY_CODE.fullmatch(line.strip()) for line in lines):
        return _quoted_of_summary(lines)
    found: list[Quoted] = []
    source = ""
    words: list[str] | None = None
    for line in [*lines, "<end> - § 0 end"]:
        named = _NVIVO_FILE.fullmatch(line.strip())
        if named or _NVIVO_REFERENCE.fullmatch(line.strip()):
            if words is not None and (quote := "\n".join(words).strip()):
                found.append(
                    Quoted(f"reference {len(found) + 1}", source, (_path(path.stem, ("\\\\", "\\")),), quote)
                )
            source = re.split(r"[\\/]+", named["path"])[-1] if named else source
            words = None if named else []
        elif words is not None:
            words.append(line)
    return found


def _quoted_of_summary(lines: Sequence[str]) -> list[Quoted]:
    """The passages of NVivo's report Coding Summary, by code or by file."""
    found: list[Quoted] = []
    code: tuple[str, ...] = ()
    source = coder = ""
    words: list[str] | None = None
    for line in [*(re.sub(r"\s*(?:\||\t)\s*", " ", one).strip() for one in lines), "Codes\\\\end"]:
        in_code, in_file = _SUMMARY_CODE.fullmatch(line), _SUMMARY_FILE.fullmatch(line)
        reference = _SUMMARY_REFERENCE.fullmatch(line)
        if in_code or in_file or reference:
            if code and words and (quote := "\n".join(words).strip()):
                found.append(Quoted(f"reference {len(found) + 1}", source, (code,), quote, coder))
            words = [] if reference else None
            code = _path(line, ("\\\\", "\\")) if in_code else code
            source = re.split(r"[\\/]+", in_file["path"])[-1] if in_file else source
            coder = reference["coder"] if reference else coder
        elif words is not None and not _SUMMARY_HEADS.fullmatch(line):
            words.append(line)
    return found


def codes_of_table(path: Path) -> list[ProjectCode]:
    """The codes of a codebook as a table: names, by `>` or `.` or a column of parents in a tree, and what they mean. Empty when it is none."""
    rows = rows_of_file(path)
    names = list(dict.fromkeys(name for row in rows for name in row))
    plain = {_plain(name): name for name in names}
    column, meaning, parent = (_column(names, headings) or "" for headings in (_NAME, _MEANING, _PARENT))
    if not column or (
        "quote" in _columns(names, {}) and _columns(names, {})["quote"] not in (meaning, column)
    ):
        return []
    if {"id", "parent id"} <= plain.keys():
        # our own: identifiers say it most surely
        return [
            ProjectCode(
                row[plain["id"]], row[column], row.get(plain["parent id"], ""), row.get(meaning, ""), row.get("color", ""),
                said=tuple((name, row[name]) for name in FIELDS if name != "color" and row.get(name)),
            )
            for row in rows
            if row.get(plain["id"])
        ]  # fmt: skip
    marks = (".",) if "tag" in plain else (" > ", ">", "\\\\", "\\", " / ")
    every = {row.get(column, "").strip() for row in rows}
    paths: dict[tuple[str, ...], str] = {}
    for row in rows:
        name = row.get(column, "").strip()
        if name:
            above = _path(row.get(parent, ""), marks) if parent else ()
            # ATLAS.ti writes a code after the one above it and a colon
            below = (": ",) if name.partition(": ")[0] in every - {name} else marks
            paths[(*above, *_path(name, below))] = row.get(meaning, "") if meaning else ""
    return tree_of(paths)


def project_of_codebook(path: Path) -> Project:
    """A codebook as a table, as a project of codes alone. Raises `StudyError` when it is none."""
    codes = codes_of_table(path) if path.is_file() else []
    if not codes:
        what = (
            "there are no codes in it that are known by their headings"
            if path.is_file()
            else "it is not there"
        )
        raise StudyError(
            Problem(path.name, "", what, "Name the columns code and definition, or give a project")
        )
    project = Project(path.stem, codes=codes)
    project.account.take("codes", len(codes))
    return project


# what may hold codings or codes and is no project
_TABLES, _TEXTS = frozenset([".csv", ".tsv", ".xlsx"]), frozenset([".txt", ".docx", ".rtf", ".md"])
ENDINGS = _TABLES | _TEXTS


def quotes_of_file(
    path: Path, said: Mapping[str, str] | None = None, known: Collection[str] = ()
) -> tuple[list[Quoted], list[str]]:
    """The passages of a file that another program wrote of codings, none when it is no such file, and what is told of it.

    `said` names columns of a table, `known` are names of codes.
    """
    if path.suffix.lower() in _TABLES:
        if not rows_of_file(path):
            return [], [f"{path.name}: there is no row in it"]
        return quoted_of_table(path, said, known), []
    if path.suffix.lower() == ".docx":
        found, told = quoted_of_word(path, known)
        if found or told:
            return found, told
        if not (found := quoted_of_nvivo(path)) and not codes_of_table(path):
            told = [f"{path.name}: there is no comment and no highlight with a legend in it, so no coding"]
        return found, told
    return (quoted_of_nvivo(path) if path.suffix.lower() in _TEXTS else []), []
