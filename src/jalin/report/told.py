"""What a chapter says in numbers of a proposition, or chooses words by: every number said as the fact that it is."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from jalin.conclude.robustness import standing
from jalin.report.facts import Fact
from jalin.report.left_out import left_out
from jalin.report.markdown import Marked
from jalin.report.results import Results
from jalin.report.wording import counts_in_words, robustness_in_words
from jalin.templates import plain
from jalin.words import number, phrase

# how a fact is said in a chapter: by its name, in its own words or in those given
Say = Callable[[str, str], Marked]


class Bare:
    """A value to choose words by, which is said as its fact where it is printed."""

    said: Callable[[], Marked]


class _Whole(int, Bare):
    pass


class _Decimal(float, Bare):
    pass


class _Term(str, Bare):
    pass


def printed(given: object) -> object:
    """What is printed where braces hold `given`."""
    return given.said() if isinstance(given, Bare) else given


class Facts:
    """The facts of one language of a report, each said by `say`; those that the study does without as nothing."""

    def __init__(self, results: Results, facts: Mapping[str, Fact], language: str, say: Say) -> None:
        self.results, self.facts, self.language, self.say = results, facts, language, say

    def value(self, name: str) -> int | float | str | None:
        """The bare value of a fact that there is; None where the study does without it."""
        if left_out(self.results.study.settings, "fact", name):
            return None
        value = self.facts[name].value(self.results)
        if value is None:
            return None
        found: _Whole | _Decimal | _Term = (
            _Term(value)
            if isinstance(value, str)
            else _Whole(value)
            if isinstance(value, int)
            else _Decimal(value)
        )
        found.said = lambda: self.say(name, "")
        return found

    def counts(self, name: str) -> Marked:
        """What stands behind the verdict on a proposition, worded from its counts; "" without a voice."""
        judged = self.results.verdicts.set_index("proposition")
        if name not in judged.index:
            return Marked("")
        row = judged.loc[name].to_dict()
        return self._with_facts(name, lambda say: counts_in_words(row, self.language, say))

    def pulled(self, name: str, brief: bool = False) -> Marked:
        """What happens to the verdict when single strands are left out and, unless in brief, voices drawn again; "" without a voice."""
        strands = self.results.strands(self.language)
        own = strands[strands["proposition"] == name]
        if (share := self._standing(name)) is None:
            return Marked("")
        return self._with_facts(
            name,
            lambda say: robustness_in_words(
                name, own, "" if brief else say("standing", share), self.language, say
            ),
        )

    def line(self, name: str) -> Marked:
        """The counts of a proposition in one line: voices for, both ways and against, groups, how often the verdict stands."""
        judged = self.results.verdicts.set_index("proposition")
        if name not in judged.index:
            return Marked("")
        row = judged.loc[name]

        def told(say: Callable[[str, str], str]) -> str:
            keys = ("voices_for", "voices_mixed", "voices_against", "able")
            said: dict[str, Any] = {key: say(key, number(row[key], self.language)) for key in keys}
            # the groups of the side that more voices take
            against = row["voices_against"] > row["voices_for"]
            side, key = ("groups_against", "groups_against") if against else ("groups_for", "groups")
            groups = number(row[side], self.language)
            of = phrase(f"finding.{key}", self.language, int(row[side]))
            told = of.replace(groups, say(side, groups), 1)
            line = phrase("finding.line", self.language, groups=told, **said)
            share = self._standing(name)
            holds = "finding.holds"
            return (
                line if share is None else line + phrase(holds, self.language, share=say("standing", share))
            )

        return Marked(f"[{self._with_facts(name, told)}]{{.counts}}")

    def _standing(self, name: str) -> str | None:
        share = standing([name], self.results["conclude/bootstrap"])[name]
        return None if np.isnan(share) else number(100 * share, self.language)

    def _with_facts(self, name: str, told: Callable[[Callable[[str, str], str]], str]) -> Marked:
        """Words about a proposition, as text but for the facts in them: `told` is given how to say each."""
        kept: list[Marked] = []

        def say(key: str, shown: str) -> str:
            fact = f"{name}.{key}"
            if fact not in self.facts:
                return shown
            kept.append(self.say(fact, shown))
            # characters that no text has
            return f"\ufdd0{len(kept) - 1}\ufdd1"

        text = plain(told(say))
        return Marked(re.sub("\ufdd0(\\d+)\ufdd1", lambda found: kept[int(found[1])], text))
