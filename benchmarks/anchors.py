"""Codings of texts that were edited, against an oracle that knows where every character went; no peer.

1 to 15 edits at a time, of 26 kinds, on the de-identified texts of the shipped study with
its codings, when they are built, and on made interviews, chats, tables, forms, stories and
subtitles; passages besides are random. Then a second hand, with a quarter as many edits of other kinds on
other texts and an oracle of its own. JALIN_BENCH_EDITS: how many edits, 100,000 without it.
The ratio is 2% by the share that is asked about though it stands whole, in the texts of the
study; nothing when any passage is in a wrong place.
"""

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from edits import WRONG, Span, some_spans, trial  # noqa: E402
from retold import KINDS, retold  # noqa: E402
from texts import TEXTS  # noqa: E402

EDITS = int(os.environ.get("JALIN_BENCH_EDITS", "100000"))


def shipped() -> list[tuple[str, str, list[Span]]]:
    """Name, text and the spans of the lead coder's codings of each built text."""
    found = []
    for path in sorted((REPOSITORY / "data/processed/protect/texts").glob("*.txt")):
        coded = REPOSITORY / f"data/raw/coding/codings/a/{path.stem}.jsonl"
        lines = coded.read_text(encoding="utf-8").splitlines() if coded.exists() else []
        spans = {(line["start"], line["end"]) for line in map(json.loads, lines)}
        found.append((path.stem, path.read_bytes().decode(), sorted(spans)))
    return found


def _told(found: dict[str, Counter[str]]) -> int:
    """How many are in a wrong place, when all is printed."""
    for kind, judged in found.items():
        print(
            f"{kind}: {judged.total()} passages",
            *(f"{name} {many / judged.total():.3%}" for name, many in judged.most_common()),
            sep=", ",
        )
    return sum(judged[one] for judged in found.values() for one in WRONG)


def main() -> None:
    dice = Random(23)
    study, edits, began = shipped(), 0, time.process_time()
    found: dict[str, Counter[str]] = {}
    while edits < EDITS:
        if study and dice.random() < 0.5:
            kind, (_, text, coded) = "study", dice.choice(study)
        else:
            kind = dice.choice(list(TEXTS))
            text, coded = TEXTS[kind](dice), []
        spans = coded if coded and dice.random() < 0.4 else some_spans(dice, text, dice.randint(1, 40))
        count = dice.randint(1, 15)
        edits += count
        found.setdefault(kind, Counter()).update(one.judgement for one in trial(dice, text, spans, count))
    wrong = _told(found)
    print(f"{edits} edits in {time.process_time() - began:.0f} s of CPU; in a wrong place {wrong}")
    again: dict[str, Counter[str]] = {}
    twice = 0
    while twice < EDITS / 4:
        kind, count = dice.choice(list(KINDS)), dice.randint(1, 15)
        text, twice = KINDS[kind](dice), twice + count
        judgements = retold(dice, text, some_spans(dice, text, dice.randint(1, 40)), count)
        again.setdefault(f"second hand, {kind}", Counter()).update(one for _, _, one in judgements)
    wrong += _told(again)
    print(f"{twice} edits by the second hand; in a wrong place {wrong} by both")
    judged = found.get("study") or sum(found.values(), Counter())
    share = judged["asked though whole"] / judged.total()
    print(f"anchors ratio={0 if wrong else 0.02 / max(share, 1e-9):.3f} goal=1")


if __name__ == "__main__":
    main()
