"""What a comment in the margin says as codes: written for people who write such comments by hand, and read both ways alike.

`CODE`, `CODE: note`, and several of them with semicolons or a line each. A name or a note that would be read otherwise
stands in quotation marks, as in `“to be; or not”: note`; a mark at its end that closes no name or note is doubled.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from jalin.code.codebook import Codebook

# a longer or a spoken comment is a remark and no code
_WORDS, _LETTERS = 5, 48
_OPENING, _CLOSING = '"“”„«', '"”“»'
_QUOTED = re.compile(
    rf"[{_OPENING}](?P<words>(?:[^{_CLOSING}]|(?P<mark>[{_CLOSING}])(?P=mark))+)[{_CLOSING}](?=\s*(?:[:;\n]|$))"
)
_DOUBLED = re.compile(rf"([{_CLOSING}])\1")
_NEXT = re.compile(r"\s*[;\n]\s*")
_PATH = " > "


def plain(name: str) -> str:
    """A name with its white space evened."""
    return " ".join(name.split())


def code_paths(codebook: Codebook, language: str) -> dict[str, str]:
    """The names of each code from the top of the tree down, in one language, with > between."""
    names = codebook.names(language)
    return {
        code: _PATH.join(names[one] for one in reversed(codebook.ancestors(code))) for code in codebook.codes
    }


def codes_called(codebook: Codebook, languages: Sequence[str]) -> dict[str, str]:
    """The code of each name, path and id, in every language, that no other code bears; white space evened. Each has at least one."""
    found: dict[str, set[str]] = defaultdict(set)
    for language in languages:
        for names in (codebook.names(language), code_paths(codebook, language)):
            for code, name in names.items():
                found[plain(name)].add(code)
                found[f"{plain(name)} [{code}]"].add(code)
    for code in codebook.codes:
        found[code].add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1 and name}


def labels(codebook: Codebook, language: str, languages: Sequence[str]) -> dict[str, str]:
    """What each code is called that no other is: its name, else its path, else its id."""
    called = codes_called(codebook, languages)
    names, paths = codebook.names(language), code_paths(codebook, language)
    return {
        code: next(
            name
            for name in (plain(names[code]), plain(paths[code]), code, f"{plain(names[code])} [{code}]")
            if called.get(name) == code
        )
        for code in codebook.codes
    }


class Comments:
    """Reads and writes comments, where `known` are names of codes; one of them is known in other letters, too, where no other is meant."""

    def __init__(self, known: Collection[str] = ()) -> None:
        self._known = {plain(name): name for name in known if name.strip()}
        counts = Counter(name.casefold() for name in self._known)
        self._loose = {
            name.casefold(): said for name, said in self._known.items() if counts[name.casefold()] == 1
        }
        names = sorted(self._known, key=len, reverse=True)
        written = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
        # no name at all where none is known
        self._name = re.compile(rf"(?:{written or '(?!)'})(?=\s*(?:[:;\n]|$))", re.IGNORECASE)
        self._then = re.compile(rf"\s*[;\n]\s*(?=#?(?:{self._name.pattern}))", re.IGNORECASE)

    def _of(self, words: str) -> str | None:
        """The name that is known which these words say."""
        name = plain(words)
        return self._known.get(name) or self._loose.get(name.casefold())

    def codes(self, comment: str) -> list[tuple[str, str]]:
        """The codes that a comment names, each with what is noted of it.

        The note on a code that is known goes on to the next one that is known, whatever else is in it.
        """
        found: list[tuple[str, str]] = []
        at, text = 0, comment.strip()
        while at < len(text):
            name, end = self._named(text, at)
            note, at = self._noted(text, end, self._of(name) is not None)
            if name:
                found.append((self._of(name) or name, note))
        return found

    def _named(self, text: str, at: int) -> tuple[str, int]:
        """The name that stands at a place, and where it ends."""
        for start in (at, at + text.startswith("#", at)):
            if (found := self._name.match(text, start)) and self._of(found[0]):
                return found[0], found.end()
        if quoted := _QUOTED.match(text, at):
            return plain(_DOUBLED.sub(r"\1", quoted["words"])), quoted.end()
        end = re.compile(r"[:;\n]|$").search(text, at)
        assert end is not None
        return text[at : end.start()].strip().lstrip("#"), end.start()

    def _noted(self, text: str, at: int, known: bool) -> tuple[str, int]:
        """The note after a name that ends at a place, "" for none, and where the next code begins."""
        colon = re.compile(r"\s*:\s*").match(text, at)
        if not colon:
            following = _NEXT.match(text, at)
            return "", following.end() if following else len(text)
        if quoted := _QUOTED.match(text, colon.end()):
            following = _NEXT.match(text, quoted.end())
            if following or not text[quoted.end() :].strip():
                return _DOUBLED.sub(r"\1", quoted["words"]).strip(), following.end() if following else len(
                    text
                )
        following = (self._then if known else _NEXT).search(text, colon.end())
        end, after = following.span() if following else (len(text), len(text))
        return text[colon.end() : end].strip(), after

    def written(self, name: str, note: str) -> str:
        """The comment that says this code and note, and is read so again."""
        name, note = plain(name), note.strip()
        for one in (name, _in_marks(name)):
            for said in (note, _in_marks(note)) if note else ("",):
                comment = f"{one}: {said}" if said else one
                if self.codes(comment) == [(self._of(name) or name, note)]:
                    return comment
        return f"{name}: {note}"

    def is_code(self, comment: str) -> bool:
        """Whether a comment names nothing longer than a code is."""
        names = [name for name, _ in self.codes(comment)]
        return bool(names) and all(
            self._of(name)
            or (len(name.split()) <= _WORDS and len(name) <= _LETTERS and not name.endswith(("?", "!", ".")))
            for name in names
        )

    def are_codes(self, comments: Sequence[str]) -> bool:
        """Whether comments are codes and no remarks: most of them."""
        return bool(comments) and sum(map(self.is_code, comments)) > 0.8 * len(comments)

    def answers(self, comments: Iterable[tuple[object, str, str]]) -> set[int]:
        """The numbers of those comments (where, by whom, what) that answer somebody else's on the same passage and are no codes."""
        first: dict[object, str] = {}
        return {
            number
            for number, (where, who, said) in enumerate(comments)
            if first.setdefault(where, who) != who and not self.is_code(said)
        }


def _in_marks(words: str) -> str:
    return "“" + re.sub(f"([{_CLOSING}])", r"\1\1", words) + "”"
