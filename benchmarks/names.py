"""Recognising on marked sentences: what is hidden, what is at least suspected, and what is hidden wrongly.

    python benchmarks/names.py [PYTHON] [FILE …] [--show] [--model en_core_web_sm]

A file, `indonesian….txt` or `english….txt`, has a sentence a line; what identifies a person stands
in « ». Everybody in `names/` is invented. Run beside Presidio, with a model of spaCy, where both are
installed beside PYTHON.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from jalin.protect.finder import finder_with
from jalin.protect.normalise import normalise
from jalin.protect.words import ADDRESSES, listed_words

HERE = Path(__file__).parent / "names"
_MARKED = re.compile(r"«([^»]*)»")
# a word, without the 's that is no part of a name
_PART = re.compile(r"\w+(?:['’-](?!s\b)\w+)*")
# titles and offices may stand
_TITLES = (
    ADDRESSES
    | listed_words("offices")
    | frozenset(
        "drs dra dr hj h ir m s si msi mm phd msc van der and inf pd sp old big wee baby nak cik apa ners rt ning alm smt".split()  # noqa: SIM905
    )
)
Spans = list[tuple[int, int]]
# a text and its language to (hidden, suspected)
Recogniser = Callable[[list[str], str], Iterator[tuple[Spans, Spans]]]


def sentences(path: Path) -> list[tuple[str, Spans]]:
    """Each sentence without its marks, and the spans that were marked."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, spans, at = "", [], 0
        for match in _MARKED.finditer(line):
            text += line[at : match.start()]
            spans.append((len(text), len(text) + len(match[1])))
            text += match[1]
            at = match.end()
        found.append((text + line[at:], spans))
    return found


def with_jalin(texts: list[str], language: str) -> Iterator[tuple[Spans, Spans]]:
    """The sentences as one source, as a study would have them."""
    sources = pd.DataFrame([{"source_id": "S01", "language": language}])
    segments = pd.DataFrame({"speaker": [""]})
    whole = "".join(f"{text}\n" for text in texts)
    finder = finder_with([], [], [], {"S01": whole}, sources, segments)
    hits = finder.find(whole, language)
    at = 0
    for text in texts:
        yield tuple(
            [(hit.start - at, hit.end - at) for hit in some if at <= hit.start <= at + len(text)]
            for some in hits
        )
        at += len(text) + 1


_PRESIDIO = """
import json, sys
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
model = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": sys.argv[1]}]}
engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=model).create_engine())
# places, dates and peoples are no direct identifiers
kinds = [one for one in engine.get_supported_entities("en") if one not in ("LOCATION", "DATE_TIME", "NRP", "ORGANIZATION")]
found = [[(hit.start, hit.end) for hit in engine.analyze(text, language="en", entities=kinds)] for text in json.load(sys.stdin)]
print(json.dumps(found))
"""


def with_presidio(python: str, model: str, texts: list[str], language: str) -> Iterator[tuple[Spans, Spans]]:
    """Presidio, in the environment of `python`, with an English model, whatever the `language`: it has none for Indonesian."""
    done = subprocess.run([python, "-c", _PRESIDIO, model], input=json.dumps(texts), text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
    if done.returncode:
        raise FileNotFoundError(f"Presidio with the model {model} is not installed beside {python}")
    for spans in json.loads(done.stdout.splitlines()[-1]):
        yield [(start, end) for start, end in spans], []


def judge(name: str, recogniser: Recogniser, path: Path, show: bool) -> dict[str, float]:
    """One line on one file: shares of the marked parts, and of the other words."""
    language = {"indonesian": "id", "english": "en"}[path.stem.partition("-")[0]]
    marked = sentences(path)
    count = hidden = asked = words = wrong = 0
    for (text, spans), (hits, suspects) in zip(
        marked, recogniser([text for text, _ in marked], language), strict=True
    ):
        cover, ask = bytearray(len(text) + 1), bytearray(len(text) + 1)
        for a, b in hits:
            cover[a:b] = b"\1" * (b - a)
        for a, b in suspects:
            ask[a:b] = b"\1" * (b - a)
        inside = bytearray(len(text) + 1)
        for a, b in spans:
            inside[a:b] = b"\1" * (b - a)
            every = list(_PART.finditer(text, a, b))
            # Pak Nana is called as a grandmother is, and K. M. by letters alone
            parts = [
                part
                for part in every
                if normalise(part.group()).text.casefold() not in _TITLES and len(part.group()) > 1
            ] or every[-1:]
            # of a number or an address four fifths will do
            digits = any(character in "0123456789@" for character in text[a:b]) or len(parts) > 5
            needed = 0.8 * len(parts) if digits else len(parts)
            covered = sum(all(cover[part.start() : part.end()]) for part in parts)
            either = sum(
                all(
                    x or y
                    for x, y in zip(
                        cover[part.start() : part.end()], ask[part.start() : part.end()], strict=True
                    )
                )
                for part in parts
            )
            count += 1
            hidden += covered >= needed
            asked += either >= needed
            if show and covered < needed:
                print(f"{'SUSPECTED' if either >= needed else 'MISSED   '} {text[a:b]!r} in {text!r}")
        for part in _PART.finditer(text):
            words += 1
            if (
                any(cover[part.start() : part.end()])
                and not any(inside[part.start() : part.end()])
                and normalise(part.group()).text.casefold() not in _TITLES
            ):
                wrong += 1
                if show:
                    print(f"WRONG     {part.group()!r} in {text!r}")
            elif show and any(ask[part.start() : part.end()]) and not any(inside[part.start() : part.end()]):
                print(f"asked     {part.group()!r} in {text!r}")
    found = {
        "hidden": hidden / count if count else 1.0,
        "hidden or suspected": asked / count if count else 1.0,
        "wrongly hidden in 10,000 words": 10_000 * wrong / words,
    }
    print(
        f"{name:<9} {path.stem:<18} {count:>4} identifiers, {words:>6} words: "
        + ", ".join(
            f"{key} {value:.1%}" if value <= 1 and "10,000" not in key else f"{key} {value:.1f}"
            for key, value in found.items()
        )
    )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "python", nargs="?", default=sys.executable, help="the Python beside which Presidio is installed"
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--model", default="en_core_web_sm", help="a model of spaCy, by its name or folder")
    parser.add_argument("--show", action="store_true", help="what is missed and what is wrong")
    options = parser.parse_args()
    files = options.files or sorted(HERE.glob("*.txt"))
    found = [judge("jalin", with_jalin, path, options.show) for path in files]
    try:
        peer = partial(with_presidio, options.python, options.model)
        other = [judge("presidio", peer, path, False) for path in files]
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return
    mine, theirs = (sum(row["hidden"] for row in rows) / len(rows) for rows in (found, other))
    print(f"names ratio={mine / theirs:.2f} goal=1.00")


if __name__ == "__main__":
    main()
