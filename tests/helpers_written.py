"""The tiny study with a payload in every field that people write, found by walking the models of the files."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, get_args, get_origin

import yaml
from PIL import Image
from pydantic import BaseModel
from tiny import (
    CODEBOOK,
    CODINGS,
    FILES,
    HEADER,
    PROPOSITIONS,
    SETTINGS,
    SOURCES,
    coding_line,
    make_study,
)

from jalin.cli.study_files import FILES as WRITTEN
from jalin.cli.study_files import example_of
from jalin.collect import stage as collect
from jalin.collect.register import Source
from jalin.kinds import keys_of
from jalin.named import Keywords, Words
from jalin.protect import stage as protect
from jalin.study import open_study
from jalin.tables.made import Built

# each is markup, a formula or a command to some program that shows what we make
PAYLOADS = (
    r"$x$ $\x$ $\foo{bar}$ $$",
    "![i](http://127.0.0.1:9/a.png) [l](javascript:alert(1))",
    "@word [@miles2014] @preview/x:0.1",
    r"\includegraphics{/etc/hostname} \input{/etc/passwd} \LaTeX",
    "<script>alert(1)</script></script></style></title>",
    '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/"><style>*{display:none}</style>',
    "{{ 7*7 }} {% raw %} {# x #} {{ ''.__class__ }}",
    '#import "@preview/x:0.1": * #panic("x") #eval("1")',
    "`<b>x</b>`{=html} `#panic()`{=typst} ```{=html} <i>",
    '[x]{.y} [x]{onclick="alert(1)"} ^[note] [^1] ::: {#refs}',
    "**b** _i_ ~~s~~ H~2~O x^2^ | a | b | # h > q --- *** 1. - +",
    '" onload="alert(1)" \' onerror=\'alert(1) <img src=x onerror=alert(1)>',
    "]]> <![CDATA[ --> <!-- &amp; &#60; &lt;b&gt; %s %d %(x)s {0} {x} %",
    "=cmd|'/C calc'!A0 =HYPERLINK(\"http://127.0.0.1:9\")",
    "+1+cmd @SUM(1) -2+3",
    "\U0001f331 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea \u6c34 a\u200bb\u200dc \u202eevil\u202c e\u0301",
    "x" * 300,
    "://x //x /* x */ <http://127.0.0.1:9> www.x.y a@b.co http://x.y/z <a@b.co>",
    "$(touch x) `touch x` ; | & > /dev/null \\n \\u0041 ~ ^ \\",
    "null true 007 1e5 - ? : ,",
    "[r][ref] ![q][ref]\n\n[ref]: javascript:alert(1) 't'",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 nul\x00here\x0b\x7f\x9b1m \ufeff next\x85line",
    "turned \u202egnp.exe and \u2067not ended",
    "W" * 260 + "\u0301" + " " + "a" * 90 + "\u00ad" + "b" * 90,
    '=DDE("cmd";"/C calc";"x") ;=1+1 \t=2+2 \r=3 \uff1d4',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg><math href="javascript:alert(1)">',
    "<style>@import url(http://127.0.0.1:9/c.css)</style><base href=http://127.0.0.1:9/><iframe srcdoc='x'>",
    "---\nheader-includes: <script>alert(1)</script>\n---\n\n    code\n\n~~~\n<b>\n~~~",
    "$$x$$ \\(y\\) $\\href{javascript:alert(1)}{z}$ !!python/object/apply:os.system ['id'] &a *a",
    '```{=typst}\n#panic()\n``` #read("/etc/passwd") #set page(width: 1pt)',
    "1. a\u2028b \u0e01\u0e33 \uac01 \u0915\u094d\u0937 \ufb01 ... -- --- <<x>> 'y' \"z\"",
)
# in a source and its line of the register: those without links, addresses and names of accounts, which are hidden there and may stand nowhere else
HARMLESS = tuple(one for one in PAYLOADS if "@" not in one and "://" not in one)
# fields that name other things, or hold a word of a fixed list: text of another kind than these is refused
NAMING = {
    "id", "parent", "query", "where", "rows", "columns", "case", "case_id", "languages", "attributes", "bands",
    "themes", "hearsay", "examples", "by_source", "shape", "cell", "order_by", "only_rows", "only_columns",
    "propositions", "source_id", "file", "round", "informant_id", "role_group", "language", "covers", "encoding",
    "interviewers", "not_names", "since", "until", "color", "members", "old", "new", "code", "prefix", "suffix", "date",
    "about", "coder", "coding_id", "rival", "if", "then", "coding", "proposition", "from", "to", "Link.evidence", "origin", "time", "whose",
    "display", "row", "column", "original", "variants", "form", "created", "quote", "pseudonym", "in", "holds", "docx",
    "from_source", "from_coding", "to_source", "to_coding", "region_id", "Guide.groups", "Item.groups", "Item.codes", "Item.question", "Note.of",
}  # fmt: skip


_MARK = re.compile(r"zq\d{3}q")

# where an example names what the tiny study does not have
_FITTING = {
    "analysis/summaries.csv": {"display": "who_cares"},
    "photographs.csv": {"source_id": "L1"},
    "coding/regions.csv": {"region_id": "W1/r1", "source_id": "W1", "code": "CARE"},
    "coding/passages.csv": {
        "from_source": "W1",
        "to_source": "W2",
        "from_coding": "ann:c1",
        "to_coding": "ann:c1",
    },
    "analysis/annotations.yaml": {"notes": [{"of": "W1/c1", "note": "x"}]},
    "guides/NAME.yaml": {
        "groups": ["teacher"],
        "items": [{"asks": "x", "codes": ["CARE"], "groups": ["pupil"], "probes": ["x"]}],
    },
}


class Hostile:
    """Gives each field a payload beside a mark of its own; `given` are the texts by their marks."""

    def __init__(self, shift: int = 0) -> None:
        self.shift = shift
        self.given: dict[str, str] = {}
        self.payloads = PAYLOADS

    def text(self) -> str:
        """The next payload, its mark before it; after it where the payload begins as a formula does."""
        number = len(self.given)
        mark = f"zq{number:03d}q"
        payload = self.payloads[(number + self.shift) % len(self.payloads)]
        self.given[mark] = payload
        return f"{payload} {mark}" if payload[0] in "=+@-" else f"{mark} {payload}"

    def filled(self, content: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
        """`content` of a model with a payload in every field that is a person's own words, also in those it has not."""
        found = dict(content)
        for key, field in keys_of(model).items():
            inside = _models_in(field.annotation)
            told = inside and issubclass(inside[0], Words | Keywords)
            if {key, f"{model.__name__}.{key}"} & NAMING or not (inside or _is_text(field.annotation)):
                continue
            # a column that the register may do without mostly names something
            whole = model is not Source and (told or not inside or get_origin(field.annotation) is list)
            if key not in found and whole:
                found |= {name: one for name, one in example_of(model).items() if name == key}
            if key not in found:
                continue
            if told or not inside:
                found[key] = self._words(found[key])
            elif isinstance(found[key], list):
                found[key] = [self.filled(one, inside[0]) for one in found[key]]
            elif get_origin(field.annotation) is dict:
                found[key] = {name: self.filled(one, inside[0]) for name, one in found[key].items()}
            else:
                found[key] = self.filled(found[key], inside[0])
        return found

    def _words(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._words(one) for key, one in value.items()}
        return [self._words(one) for one in value] if isinstance(value, list) else self.text()


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    inner = [annotation, *get_args(annotation)]
    inner += [two for one in inner for two in get_args(one)]
    return [one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)]


def _is_text(annotation: Any) -> bool:
    return annotation is str or annotation == list[str]


def _table(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# names that other files call things by; a proposition's stands among others, so it has no space
IDS = {
    "teacher": "teacher $x$ <b>b</b>",
    "pupil": "@word [x]{.y}",
    "paper": "=1+1 `<i>`{=html}",
    "dry": "<script>alert(1)</script>",
    "wet": '" onload="alert(1)"',
    "I1": "I1 <i>$x$ **b**",
    "I2": "@I2 #panic()",
    "F1": "F1 ![i](http://127.0.0.1:9/a.png)",
    "P2": "P2<b>$x$#{{7*7}}",
    "T1": "-T1 \\\\input{x}",
}


def renamed(content: Any) -> Any:
    """Content with the names of `IDS` in the place of those that the tiny study has."""
    if isinstance(content, dict):
        return {key: renamed(one) for key, one in content.items()}
    if isinstance(content, list):
        return [renamed(one) for one in content]
    return IDS.get(content, content) if isinstance(content, str) else content


def hostile_study(root: Path, shift: int = 0) -> Hostile:
    """Write the tiny study below `root` with a payload in every field; what was written where."""
    make_study(root)
    raw, hostile = root / "data/raw", Hostile(shift)
    models = {written.name: written.model for written in WRITTEN}

    def write(name: str, text: str) -> None:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, encoding="utf-8")

    def filled(name: str, content: dict[str, Any]) -> dict[str, Any]:
        return renamed(hostile.filled(content | _FITTING.get(name, {}), models[name]))

    given = {
        "study.yaml": SETTINGS,
        "coding/codebook.yaml": CODEBOOK,
        "analysis/propositions.yaml": PROPOSITIONS,
    }
    picture = raw / "photographs/garden.jpg"
    picture.parent.mkdir()
    Image.new("RGB", (2, 2)).save(picture)
    for name, model in models.items():
        example = yaml.safe_load(given[name]) if name in given else example_of(model)
        if name.endswith(".yaml"):
            content = filled(name, example)
            write(name, yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=9999))
        elif name.endswith(".csv") and "CODER" not in name:
            write(name, _table([{key: str(one) for key, one in filled(name, example).items()}]))
    hostile.payloads = HARMLESS
    # a column that the study has of its own
    own = hostile.text()
    rows = [filled("sources.csv", dict(zip(HEADER, row, strict=True))) for row in SOURCES]
    for row in rows:
        row |= {"covers": " ".join(IDS.get(one, one) for one in row["covers"].split()), own: hostile.text()}
    write("sources.csv", _table(rows))
    hostile.payloads = PAYLOADS
    people = [{"informant_id": IDS.get(name, name), "age": hostile.text()} for name in ("I1", "I2", "I3")]
    write("informants.csv", _table(people))
    memo = filled("coding/memos/NAME.md", example_of(models["coding/memos/NAME.md"]))
    front = yaml.safe_dump(memo, allow_unicode=True, sort_keys=False)
    write("coding/memos/a.md", f"---\n{front}---\n\n{hostile.text()}\n")
    addresses = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "https://x.y/z",
    )
    works = [
        f"@book{{w{number}, title={{{one} }}, author={{{{{one} }}}}, year=2001, publisher={{{one} }}, "
        f"url={{{addresses[number % len(addresses)]}}}, doi={{{one if number % 2 else ''} }}}}\n"
        for number, one in enumerate(PAYLOADS)
    ]
    write("references.bib", "".join(works))
    cited = "; ".join(f"@w{number}" for number in range(len(works)))
    for path in (root / "notebooks/report").glob("*.md"):
        text = path.read_text().replace('"P2"', json.dumps(IDS["P2"]))
        path.write_text(f"{text}\nAs others say [{cited}].\n\n{{{{ references() }}}}\n")
    hostile.payloads = HARMLESS
    texts = {
        "interviews/W1.txt": FILES["interviews/W1.txt"] + "".join(f"A: {hostile.text()}\n" for _ in HARMLESS),
        "observations/L1.csv": FILES["observations/L1.csv"]
        + "".join(_table([{"x": hostile.text(), "y": hostile.text(), "z": "a"}]).splitlines(True)[1:]),
    }
    for name, text in texts.items():
        write(name, text)
    hostile.payloads = PAYLOADS
    # what names people is hidden in the sources first, so passages are those of the texts as a coder sees them
    study = open_study(root)
    seen = protect.hide(study, Built(study, collect.run(study))).texts
    for coder, by_source in CODINGS.items():
        for source_id, codings in by_source.items():
            text = seen[source_id]
            found = [*codings]
            found += [("TOIL", line[3:]) for line in text.splitlines() if source_id == "W1" and "zq" in line]
            lines = [json.loads(coding_line(text, number, *one)) for number, one in enumerate(found, start=1)]
            path = raw / "coding/codings" / coder / f"{source_id}.jsonl"
            path.write_text(
                "".join(
                    json.dumps({**line, "memo": hostile.text()}, ensure_ascii=False) + "\n" for line in lines
                ),
                encoding="utf-8",
            )
    hostile.given |= {
        mark: line[3:].replace(mark, "").strip()
        for line in seen["W1"].splitlines()
        for mark in _MARK.findall(line[3:])
    }
    return hostile
