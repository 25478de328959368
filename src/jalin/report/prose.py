"""What the prose of chapters says without evidence: numbers typed by hand, comparisons that nothing tests, pictures that nobody reads.

A year, a date, a clock, the number of a law or of its article, a chapter, and whatever stands in a sentence that cites
a work are known to be no counts of the study. Any other sentence that is no claim stands within
`{% noclaim %}…{% endnoclaim %}`.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from jinja2 import nodes

from jalin.conclude.stage import Premises
from jalin.consent import source_of
from jalin.errors import Problem, nearest
from jalin.report.chapters import Chapter, chapters_of, parsed, tokens
from jalin.report.claims import CALL, FILE, read_claims, resolved
from jalin.report.conditions import ConditionError, decide
from jalin.report.grounds import Grounds
from jalin.tables.made import Built
from jalin.words import word

# stands for what is filled in
_FILLED = "\ufffc"
_TESTED = {"claim", "noclaim"}
# what a chapter sets in of a proposition
TOLD_OF = ("finding", "counts", "quotes", "verdict", "statement", "pulled", "credibility")
# no sentences: fences, headings, comments; marks of lists, targets of links, addresses, code
_ASIDE = re.compile(
    r"(?ms)^```.*?^```$|^#+ .*?$|<!--.*?-->|^\s*(?:\d+[.)]|[-*+])\s|\]\([^)]*\)|\{[.#][^}]*\}|https?://\S+|`[^`\n]*`"
)
_MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|"
    "january|february|march|may|june|july|august|october|december"
)
_KNOWN = re.compile(
    rf"""(?ix)
    \b\d{{1,2}}\s+(?:{_MONTHS})\b(?:\s+\d{{4}})?        # 8 October 2024
    | \b(?:{_MONTHS})\s+\d{{4}}\b
    | \b\d{{4}}-\d\d-\d\d\b
    | \b(?:1[5-9]|20)\d\d(?:\s*[–/-]\s*(?:1[5-9]|20)?\d\d)?\b  # a year, or years
    | \b\d{{1,2}}[.:]\d\d(?=\s*(?:wib|wita|wit|a\.?m|p\.?m)\b)
    | \b\d+/\d{{4}}\b                                    # Law 10/2016
    | \b(?:no\.?|nomor|number|art\.|arts\.|pasal|pasal-pasal|ayat|huruf|angka|butir|bab|bagian|lampiran|law|act|article|articles|
        section|paragraph|annex|chapter|part|uu|pp|perbup|perda|permenpan|peraturan|keputusan|halaman|hlm\.?|pp?\.|
        python|version|versi|item|langkah|step|tabel|table|gambar|figure)
        \s+(?:[ivxlc]+\s+)?\(?\d+[a-z]?\)?(?:\(\w\))*(?:\s*(?:,|dan|and|atau|or|–|-)\s*\(?\d+[a-z]?\)?(?:\(\w\))*)*
    | (?<!\w)[pακ]\s*[<>=≤≥]\s*\d+[.,]\d+                  # a level or limit of a statistic
    """
)
_NUMBER = re.compile(r"(?<![\w⟦.,/-])\d+(?:[.,]\d+)*\b(?!\s*/)")
_SENTENCE = re.compile(r"(?<=[.!?:])[”\"*_)]*\s+(?=[“\"*_(\[]*[A-Z\ufffc])|\n\s*\n|\n(?=\s*[-|])")


def told_by_hand(chapter: Chapter, language: str) -> Iterator[Problem]:
    """Each sentence of a chapter with a number typed by hand, or with a comparison and no claim."""
    more = re.compile(rf"(?i)\b(?:{word('comparatives', language)})\b")
    counted = _counted(language)
    measured = re.compile(
        rf"(?i)\b(?:{word('number_words', language)})\s+(?:{word('measured_words', language)})\b"
    )
    none = re.compile(rf"(?i)\b(?:{word('no_comparatives', language)})\b")
    judged = re.compile(rf"(?i)\b(?:{word('verdict_words', language)})\b")

    def wrong(sentence: str) -> str:
        """What is wrong in a sentence; "" where nothing is."""
        if "@" in sentence:
            return ""
        rest = measured.sub(_FILLED, none.sub(_FILLED, _KNOWN.sub(_FILLED, sentence)))
        if numbers := _NUMBER.findall(rest):
            return f"the number {numbers[0]} is typed by hand"
        if found := counted.search(rest):
            return f"the number {' '.join(found[0].split())!r} is typed by hand"
        if found := judged.search(rest):
            return f"{found[0]!r} is a verdict, and no claim"
        return f"{compared[0]!r} compares, and is no claim" if (compared := more.search(rest)) else ""

    for line, caption in _captions(chapter):
        if what := wrong(caption):
            yield _told(chapter, line, what, caption)
    text = _ASIDE.sub(lambda found: _lines(found[0]), _masked(chapter))
    at = 0
    for sentence in _split(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        if what := wrong(sentence):
            first = start + len(sentence) - len(sentence.lstrip())
            yield _told(chapter, text.count("\n", 0, first) + 1, what, sentence)


def _counted(language: str) -> re.Pattern[str]:
    """A number in words before what a study counts, "three of the informants"; or of another number, "two of three".

    Other numbers in words count nothing that was coded: three weeks, two sides of a story.
    """
    some, things = word("number_words", language), word("counted_words", language)
    of, between = word("number_of", language), r"(?:\s+(?!\ufffc)[^\W\d]+){0,2}?"
    return re.compile(rf"(?i)\b(?:{some})(?:\s+(?:{of})\s+(?:{some})\b|{between}\s+(?:{things})\b)")


def _told(chapter: Chapter, line: int, what: str, sentence: str) -> Problem:
    said = " ".join(sentence.replace(_FILLED, "…").split())
    return Problem(
        chapter.shown,
        f"line {line}",
        f"{what}: “{said if len(said) < 90 else said[:89] + '…'}”",
        'Say it by fact("…"), or put the sentence into {% claim "…" %}, or into {% noclaim %} where it is none',
    )


def _captions(chapter: Chapter) -> Iterator[tuple[int, str]]:
    """Line and words of each caption that a chapter gives outside of any claim."""
    tree = parsed(chapter)
    tested = {
        id(call)
        for block in tree.find_all(nodes.CallBlock)
        for kind in ("figure", "table")
        for call in _calls(block, kind)
    }
    for kind in ("figure", "table"):
        for call in _calls(tree, kind):
            given = [one.value for one in call.kwargs if one.key == "caption"] or call.args[1:2]
            if id(call) not in tested and given and isinstance(given[0], nodes.Const):
                yield call.lineno, str(given[0].value)


def _lines(text: str) -> str:
    return "\n" * text.count("\n")


def _split(text: str) -> Iterator[str]:
    at = 0
    for found in _SENTENCE.finditer(text):
        yield text[at : found.start()]
        at = found.end()
    yield text[at:]


def _masked(chapter: Chapter) -> str:
    """The prose of a chapter with a sign for what is filled in, and nothing of what is tested or said to be no claim; its lines as they are."""
    found, within, tag = [], 0, ""
    for kind, value in tokens(chapter):
        if kind == "data":
            found.append(_lines(value) if within else value)
            continue
        found.append(_lines(value))
        # what is shown as it is written is an example of a chapter's signs
        within += {"raw_begin": 1, "raw_end": -1}.get(kind, 0)
        if kind == "variable_begin":
            found.append(_FILLED)
        if kind == "block_begin":
            tag = "open"
        elif kind == "name" and tag == "open":
            tag = value
            within += (value in _TESTED) - (value.removeprefix("end") in _TESTED and value.startswith("end"))
    return "".join(found)


def unread(chapters: list[Chapter]) -> Iterator[Problem]:
    """Each figure and table that the chapters show and never refer to; but those of a chapter with the lists of all facts or evidence."""
    trees = [(chapter, parsed(chapter)) for chapter in chapters]
    read = {(_name(call, 0), _name(call, 1)) for _, tree in trees for call in _calls(tree, "ref")}
    for chapter, tree in trees:
        if next(_calls(tree, "facts"), None) or next(_calls(tree, "evidence"), None):
            continue
        for kind in ("figure", "table"):
            for call in _calls(tree, kind):
                name = _name(call, 0)
                if name and (kind, name) not in read:
                    yield Problem(
                        chapter.shown,
                        f"line {call.lineno}",
                        f"no sentence reads the {kind} {name!r}",
                        f'Say what it shows, with ref("{kind}", "{name}"), or take it out',
                    )


def unshown(chapter: Chapter, why: Mapping[str, str]) -> Iterator[Problem]:
    """Each passage and region that a chapter sets in and no report shows; `why` not, by source."""
    for call in _calls(parsed(chapter), "quote", "region"):
        name = _name(call, 0)
        if reason := why.get(source_of(name)):
            what = f"{name!r} is not shown: {reason}"
            remedy = "Take it out, and read again what is said of it"
            yield Problem(chapter.shown, f"line {call.lineno}", what, remedy)


def unknown_names(chapter: Chapter, known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Each name that a chapter has wrong where it sets in a thing of a kind; `known`: the names there are of each kind."""
    tree = parsed(chapter)
    typed = {_name(block.call, 0) for block in tree.find_all(nodes.CallBlock)}
    for kind, names in known.items():
        for call in _calls(tree, kind):
            if (name := _name(call, 0)) and name not in names and name not in typed:
                noun = "proposition" if kind in TOLD_OF else kind
                what, place = f"there is no {noun} {name!r}", f"line {call.lineno}"
                yield Problem(chapter.shown, place, what, nearest(name, names))


def _name(call: nodes.Call, at: int) -> str:
    """What is written out at a place in the brackets; "" where that is reckoned."""
    found = call.args[at] if at < len(call.args) else None
    return str(found.value) if isinstance(found, nodes.Const) else ""


def _calls(tree: nodes.Node, *names: str) -> Iterator[nodes.Call]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in names:
            yield call


def wrong_claims(premises: Premises, built: Built, only: str = "") -> list[Problem]:
    """What is wrong in the conditions of claims, of all or of the file `only`, told by their names: what is counted is seen by a build alone."""
    study = premises.coded.study
    grounds = Grounds(premises, {"protect/observations": built["protect/observations"]})
    named = read_claims(study)
    conditions = {(FILE, name): one.holds for name, one in named.items()}
    problems = []
    for language in study.languages:
        for chapter in chapters_of(study, language):
            for line, asked in claims_in(chapter):
                try:
                    conditions[chapter.shown, f"line {line}"] = resolved(asked, "", named, language)[0]
                except LookupError as error:
                    what = f"there is no condition {asked!r} in {FILE}"
                    problems.append(Problem(chapter.shown, f"line {line}", what, str(error)))
    # most stand in each language
    wrong: dict[str, ConditionError] = {}
    if only:
        conditions = {place: one for place, one in conditions.items() if place[0] == only}
    for condition in dict.fromkeys(conditions.values()):
        try:
            decide(condition, grounds)
        except ConditionError as error:
            wrong[condition] = error
    return [
        *problems,
        *(
            Problem(file, place, wrong[condition].what, wrong[condition].remedy)
            for (file, place), condition in conditions.items()
            if condition in wrong
        ),
    ]


def claims_in(chapter: Chapter) -> Iterator[tuple[int, str]]:
    """Line and condition of each claim of a chapter, whether or not it is printed; of those that are written out."""
    for call in _calls(parsed(chapter), CALL):
        if condition := _name(call, 1):
            yield call.lineno, condition
