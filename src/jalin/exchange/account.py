"""What became of each thing of a file that was read, or of a study that was written: taken, kept untouched, left out and why."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from jalin.words.sentences import said

# in the order in which an account has them; what stands here nowhere comes after
_ORDER = (
    "sources", "texts", "coders", "codes", "categories", "codings", "memos", "cases", "variables", "values of variables",
    "sets", "links", "graphs", "annotations", "selections of pages", "selections of pictures", "selections of sound",
    "selections of video", "sync points", "descriptions", "files of sources",
)  # fmt: skip


def counted(thing: str, language: str) -> str:
    """What a count is of, in a language; a key of a file of that name is no count."""
    return said(f"all {thing}", language).removeprefix("all ")


def _whys(whys: str, language: str) -> str:
    """Reasons with their counts, each said in a language."""
    return "; ".join(
        " ".join([count, said(why, language)])
        for count, _, why in (one.partition(" ") for one in whys.split("; "))
    ).rstrip()


@dataclass
class Account:
    """Counts by thing ("sources", "codings", …); what is found is taken, kept or left, each once.

    Read: taken is what the study has now, kept is untouched in data/raw/exchange, left is in neither way used.
    Written: taken is what the study has itself, kept what was carried from the project it came from, left is not in the file.
    """

    _counts: dict[str, Counter[str]] = field(default_factory=dict)
    _why: dict[str, Counter[str]] = field(default_factory=dict)

    def _add(self, thing: str, kind: str, count: int, why: str) -> None:
        self._counts.setdefault(thing, Counter())[kind] += count
        if why and count:
            self._why.setdefault(thing, Counter())[why] += count

    def take(self, thing: str, count: int = 1, why: str = "") -> None:
        """Count what was taken; none of a thing counts as well: the account says so."""
        self._add(thing, "taken", count, why)

    def keep(self, thing: str, count: int = 1, why: str = "") -> None:
        """Count what was kept untouched."""
        self._add(thing, "kept", count, why)

    def leave(self, thing: str, count: int = 1, why: str = "") -> None:
        """Count what was left out."""
        self._add(thing, "left", count, why)

    def lose(self, thing: str, count: int, why: str) -> None:
        """Count as left out what had been taken."""
        self.take(thing, -count)
        self.leave(thing, count, why)

    def rows(self) -> list[dict[str, int | str]]:
        """A row a thing that was found: thing, found, taken, kept, left, why."""
        rows: list[dict[str, int | str]] = []
        for thing in dict.fromkeys(chain((one for one in _ORDER if one in self._counts), self._counts)):
            found = self._counts[thing]
            if found.total():
                why = "; ".join(f"{count} {why}" for why, count in self._why.get(thing, Counter()).items())
                counts = {name: found[name] for name in ("taken", "kept", "left")}
                rows.append({"thing": thing, "found": found.total(), **counts, "why": why})
        return rows

    def lines(self, heads: Mapping[str, str], language: str = "en") -> list[str]:
        """The account as a table for a terminal, in a language; `heads` says what found, taken, kept and left are called."""
        rows = self.rows()
        cells = [
            ["", *(said(head, language) for head in heads.values())],
            *([counted(str(row["thing"]), language), *(str(row[one]) for one in heads)] for row in rows),
        ]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        whys = ["", *(_whys(str(row["why"]), language) for row in rows)]
        return [
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:]), why]).rstrip()
            for line, why in zip(cells, whys, strict=True)
        ]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __getitem__(self, thing: str) -> Counter[str]:
        return self._counts.get(thing, Counter())
