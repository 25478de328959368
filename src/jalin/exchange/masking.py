"""What is carried from the project that a study came from, made fit to leave: names in it give way as in the texts."""

import re

from lxml import etree

from jalin.protect.finder import rules_of
from jalin.protect.forms import Passages, even_words
from jalin.protect.hiding import CLOSE, OPEN, Pseudonyms, replace_hits
from jalin.protect.hits import Hit
from jalin.protect.ids import may_hold_name
from jalin.protect.key import read_key
from jalin.protect.leaks import forms_of
from jalin.protect.normalise import plain
from jalin.study import Study
from jalin.tables.store import read, read_texts
from jalin.words import word

# what a project names after people more often than not
_CALLED = frozenset([
    "Case", "Set", "Graph", "Vertex", "Edge", "Link", "PictureSource", "AudioSource", "VideoSource",
    "PDFSource", "Transcript", "User", "NoteRef",
])  # fmt: skip
# attributes of REFI-QDA that say nothing in words; of others only the name is carried
_PLAIN = frozenset(
    [
        "guid", "targetGUID", "originGUID", "creatingUser", "modifyingUser", "creationDateTime", "modifiedDateTime",
        "color", "path", "typeOfVariable", "isCodable", "startPosition", "endPosition", "firstX", "firstY", "secondX",
        "secondY", "begin", "end", "page", "fromSyncPoint", "toSyncPoint", "position", "timeStamp", "direction", "shape", "lineStyle", "representedGUID", "sourceVertex",
        "targetVertex",
    ]
)  # fmt: skip
# values of variables that identify nobody, and those that may but hold no words
_OF_NOBODY = frozenset(["BooleanValue", "DateValue", "DateTimeValue"])
_NUMBERS = frozenset(["IntegerValue", "FloatValue"])
# the longest ending of a file
_ENDING = 4
# what may stand between the words of a form
_APART = r"[\W_]*"
# where its pseudonyms were first met
_HERE = "X0"


class Mask:
    """Hides in words of another project what the study hides in its texts, and what may be a name besides.

    `count`: how many names and numbers gave way.
    """

    def __init__(self, study: Study) -> None:
        sources = read(study, "protect/sources")
        texts = read_texts(study, "protect", sources)
        self._study = study
        self._finder = rules_of(study, texts.values())
        language = study.languages[0]
        self._new = Pseudonyms(self._finder, {_HERE: language})
        self._hidden = f"{OPEN}{word('identifier.name', language)}{CLOSE}"
        self._known = {plain(row["original"]): row["replacement"] for row in read_key(study)}
        # each form without what stands between its words, by which most texts are done with at once
        self._forms = [
            ("".join(words), re.compile(rf"(?i)(?<!\w){_APART.join(map(re.escape, words))}(?!\w)"))
            for form in forms_of(study)
            if not isinstance(form, Passages)
            for words in [form.text.split()]
        ]
        self.count = 0

    def _hits(self, text: str) -> list[Hit]:
        certain, suspected = self._finder.find(text, self._study.languages[0])
        found = [*certain, *suspected]
        return sorted(found, key=lambda hit: hit.start)

    def words(self, text: str, called: bool = False) -> str:
        """`text` with what identifies hidden; the whole of it, where it is what somebody is `called` and may hold a name."""
        if not text.strip():
            return text
        hits = self._hits(text)
        replacements = [
            self._known.get(plain(hit.original)) or self._new.replacement(_HERE, hit) for hit in hits
        ]
        new = replace_hits(text, hits, replacements)
        letters = "".join(even_words(new))
        for form, pattern in self._forms:
            if form in letters:
                new = pattern.sub(self._hidden, new)
        if called and may_hold_name(self._study, re.sub(rf"{OPEN}[^{CLOSE}]*{CLOSE}", " ", new)):
            new = self._new.replacement(_HERE, Hit("name", 0, len(text), text))
        self.count += new != text
        return new

    def element(self, part: etree._Element) -> None:
        """Hide, in place, what identifies in an element and all below it."""
        for one in list(part.iter()):
            if not isinstance(one.tag, str):
                one.getparent().remove(one)
                continue
            kind = etree.QName(one).localname
            for name in list(one.attrib):
                if name == "name":
                    # a picture or recording stays one by its ending
                    stem, dot, ending = one.get(name).rpartition(".")
                    if not (kind.endswith("Source") and stem and len(ending) <= _ENDING and ending.isalnum()):
                        stem, dot, ending = one.get(name), "", ""
                    one.set(name, self.words(stem, kind in _CALLED) + dot + ending)
                elif name not in _PLAIN:
                    del one.attrib[name]
            one.tail = None
            if not one.text or not one.text.strip() or kind in _OF_NOBODY:
                continue
            hidden = self.words(one.text, kind == "TextValue" and len(one.text.split()) > 1)
            if kind in _NUMBERS and hidden != one.text:
                # a number that identifies has no words to give way to
                one.getparent().remove(one)
            else:
                one.text = hidden
