"""Where each code point of a text of another program went in a study's own text."""

import re
import unicodedata

from jalin.collect.canonical import canonical

# words of plain letters between plain signs, which no sign after them changes, are taken at once
_CLUSTER = re.compile(r"\r\n|[!-~](?:[ -~]*[!-~])?(?![^\x00-\x7f])|.", re.DOTALL)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _clusters(text: str) -> list[str]:
    """`text` cut before every character that does not join the one before it when composed."""
    parts: list[str] = []
    for piece in _CLUSTER.findall(text):
        if (
            parts
            and not piece.isascii()
            and (
                unicodedata.combining(piece[0])
                or _composed(parts[-1] + piece) != _composed(parts[-1]) + piece
            )
        ):
            parts[-1] += piece
        else:
            parts.append(piece)
    return parts


def canonical_places(text: str) -> tuple[str, list[int]]:
    """The canonical text, and the place in it of each code point of `text` and of its end.

    What canonical text leaves out (empty lines, white space at line ends, unseen
    characters) goes to the place where the next thing kept begins.
    """
    goal = canonical(text)
    places: list[int] = []
    at = 0
    waiting = _clusters(text)[::-1]
    while waiting:
        cluster = waiting.pop()
        if len(cluster) > 1 and cluster.isascii() and cluster.isprintable():
            if goal.startswith(cluster, at):
                places += range(at, at + len(cluster))
                at += len(cluster)
            else:
                waiting += cluster[::-1]
            continue
        new = canonical(cluster).removesuffix("\n") if not cluster.isspace() else ""
        if new and goal.startswith(new, at):
            places += [at + min(n, len(new) - 1) for n in range(len(cluster))]
            at += len(new)
        elif cluster.isspace() and goal.startswith(cluster, at):
            places += [at] * len(cluster)
            at += len(cluster)
        elif cluster.isspace() and "\n" in canonical(f"a{cluster}b") and goal.startswith("\n", at):
            places += [at] * len(cluster)
            at += 1
        else:
            places += [at] * len(cluster)
    return goal, [*places, len(goal)]


def protected_places(length: int, replaced: list[tuple[int, int, int]]) -> list[int]:
    """The place in the de-identified text of each of `length` code points of the canonical one, and of its end.

    `replaced`: where each replacement stands, and how long what it replaced was. What
    was replaced goes to the start of what stands for it.
    """
    places: list[int] = []
    at = 0
    for start, end, size in sorted(replaced):
        places += [*range(at, start), *[start] * size]
        at = end
    return [*places, *range(at, at + length + 1 - len(places))]


def kept_end(places: list[int], start: int, end: int) -> int:
    """The end of a span without what canonical text leaves out there; `places` as `canonical_places` has them."""
    while end > start and places[end - 1] == places[end]:
        end -= 1
    return end


def new_span(
    places: list[int], start: int, end: int, replaced: list[tuple[int, int, int]], text: str, kept: int = 0
) -> tuple[int, int]:
    """A span of the old text in the new `text`, whole replacements, no white space at its line ends.

    `kept`: its end without what the new text leaves out there, which may stand just before a replacement.
    """
    first, last = places[start], places[end]
    for begins, ends, _ in replaced:
        if start < kept and begins <= places[kept - 1] < ends:
            last = max(last, ends)
    while last > first and text[last - 1 : last] == "\n" and places[end - 1] != last - 1:
        last -= 1
    return first, last
