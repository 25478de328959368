"""Propositions: what is claimed, what speaks for and against it, counted as one codes."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from jalin.conclude.could_speak import source_groups
from jalin.conclude.propositions import FILE, Proposition
from jalin.conclude.records import MEMBER_CHECKS, Response
from jalin.conclude.robustness import hangs_on, without_each
from jalin.conclude.stage import Premises
from jalin.conclude.verdict import strand_in_words, verdicts_by_round
from jalin.errors import Problem, StudyError
from jalin.explore import members
from jalin.explore.claims import act_on, change_file, expect, no_longer, tell_apart
from jalin.explore.desk import Desk
from jalin.explore.live import premises, watched
from jalin.explore.picked import chapters
from jalin.explore.register_edits import rows_of
from jalin.explore.room import Room, View, by_name
from jalin.explore.rooms.ask import attributes, passages
from jalin.explore.rooms.codebook import codes_of
from jalin.explore.splice import put, said, take_out
from jalin.files import REGISTER
from jalin.reading import Place, read_text
from jalin.study import Study
from jalin.words import phrase, word


def add(desk: Desk, id: str, statement: str) -> None:
    """A new claim, for which nothing speaks yet."""

    def change(text: str, entries: list[Any]) -> str:
        known = [str(one.get("id")) for one in entries]
        number = next(n for n in range(1, len(known) + 2) if f"P{n}" not in known)
        entry = {"id": id.strip() or f"P{number}", "statement": statement.strip(), "for": {}}
        return put(text, ("propositions", len(known)), entry)

    change_file(desk, f"+ {id or statement[:30]}", change)


def edit(desk: Desk, proposition: str, field: str, value: str, language: str = "") -> None:
    """Another statement, short name or rival; an empty one takes it out."""

    def change(text: str, entry: Any, at: Place) -> str:
        old, at = entry.get(field), (*at, field)
        if not value.strip() and field != "statement":
            return take_out(text, at) if old is not None else text
        if field == "rival":
            return put(text, at, value.strip())
        return put(text, at, said(old, language or desk.language, value.strip(), desk.study.languages))

    act_on(desk, proposition, f"{proposition}: {field}", change)


def _naming(study: Study, proposition: str) -> list[str]:
    """The files that name a proposition: the register, records, conditions, and what stands in the braces of chapters."""
    name = re.compile(rf"(?<![\w.-]){re.escape(proposition)}(?![\w-])")
    braces = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    paths = [
        study.raw / "analysis" / one
        for one in ("tactics.csv", "member_checks.csv", "claims.yaml", "annotations.yaml")
    ]
    texts = [(path, read_text(path, study.relative(path))) for path in paths if path.is_file()]
    texts += [(path, " ".join(braces.findall(text))) for path, text in chapters(study)]
    texts += [(study.root / REGISTER, " ".join(row.get("covers", "") for row in rows_of(study)[1]))]
    return [study.relative(path) for path, text in texts if name.search(text)]


def remove(desk: Desk, proposition: str) -> None:
    """Take a claim out; refused while another file names it."""
    if naming := _naming(desk.study, proposition):
        what = f"it is still named in {', '.join(naming)}"
        raise StudyError(Problem(FILE, proposition, what, "Take it out there first"))
    act_on(desk, proposition, f"− {proposition}", lambda text, _, at: take_out(text, at))


def query(desk: Desk, proposition: str, side: str, query: str, also: bool = False) -> None:
    """What is looked for `for` or `against` a claim; `also` keeps what was looked for before beside it."""

    def change(text: str, entry: Any, at: Place) -> str:
        old, at = (entry.get(side) or {}).get("query", ""), (*at, side, "query")
        if not query.strip():
            return take_out(text, at) if old else text
        made = f"({old}) or ({query.strip()})" if also and old else query.strip()
        return put(text, at, made)

    act_on(desk, proposition, f"{proposition}: {side}", change)


def pick(desk: Desk, proposition: str, side: str, coding: str, reason: str) -> None:
    """A coding picked by hand, CODER:SOURCE/ID, with the reason why it speaks on this side."""
    if not reason.strip():
        raise StudyError(
            Problem(FILE, proposition, "what is picked by hand needs its reason", "Say in a few words why")
        )

    def change(text: str, entry: Any, at: Place) -> str:
        picked, at = (entry.get(side) or {}).get("picked") or [], (*at, side, "picked")
        rest = [one for one in picked if one.get("coding") != coding]
        fresh = {"coding": coding, "reason": reason.strip()}
        if len(rest) < len(picked):
            return put(text, at, [*rest, fresh])
        return put(text, (*at, len(picked)), fresh)

    act_on(desk, proposition, f"{proposition}: {coding}", change)


def unpick(desk: Desk, proposition: str, side: str, coding: str) -> None:
    """Take a coding that was picked by hand out again."""

    def change(text: str, entry: Any, at: Place) -> str:
        ids = [one.get("coding") for one in (entry.get(side) or {}).get("picked") or []]
        short = coding.removeprefix(f"{desk.study.lead}:")
        place = next((n for n, one in enumerate(ids) if one in (coding, short)), None)
        if place is None:
            raise StudyError(
                Problem(FILE, proposition, f"{coding} is not picked", "Look at what is there now")
            )
        return take_out(text, (*at, side, "picked", place))

    act_on(desk, proposition, f"{proposition}: − {coding}", change)


def hangs(desk: Desk) -> dict[str, str]:
    """By proposition, the single strands that its verdict hangs on, with the verdict without each."""
    study = desk.study
    found = premises(study)
    every = found.ledger()
    rule = study.settings.verdict.by_source(source_groups(study.settings, found.coded.sources))
    pulled = without_each(every, found.propositions, rule, found.ledger_of, found.coded.coders)
    told = {}
    for name, strands in hangs_on(pulled, every).items():
        parts = []
        for strand in filter(None, strands.split("; ")):
            pulled_one, _, verdict = strand.rpartition(":")
            kind, _, value = pulled_one.partition("=")
            words = strand_in_words(kind, value, study.settings, desk.language)
            parts.append(f"{words} → {word(f'verdict.{verdict}', desk.language)}")
        told[str(name)] = "; ".join(parts)
    return told


def speaking(desk: Desk, proposition: str, side: str) -> list[View]:
    """The passages that speak on one side of a claim, in context."""
    study = desk.study
    found = premises(study)
    ledger = found.ledger()
    own = ledger[(ledger["proposition"] == proposition) & (ledger["direction"] == side)]
    keys = ["source_id", "coder", "coding_id"]
    rows = found.coded.codings.merge(own[keys].drop_duplicates(), on=keys)
    return passages(study, rows, desk.language)


def _shown(found: Premises, one: Proposition, language: str) -> View:
    return {
        "id": one.id,
        "called": one.called(language),
        "statements": {name: one.statement[name] for name in found.coded.study.languages},
        "shorts": {name: one.short[name] if one.short else "" for name in found.coded.study.languages},
        "rival": one.rival or "",
        "sides": {
            name: {
                "query": side.query,
                "picked": [{"coding": picked.coding, "reason": picked.reason} for picked in side.picked],
            }
            for name, side in (("for", one.for_), ("against", one.against))
        },
        "discriminating": [
            {
                "evidence": {name: item.evidence[name] for name in found.coded.study.languages},
                "sides": {
                    name: {
                        "expected": {key: side.expected[key] for key in found.coded.study.languages},
                        "query": side.query,
                        "certain": side.certain,
                        "unique": side.unique,
                        "test": word(f"test.{side.test}", language) if side.test else "",
                    }
                    for name, side in (("if_so", item.if_so), ("if_rival", item.if_rival))
                },
            }
            for item in one.discriminating
        ],
    }


class PropositionsRoom(Room):
    """The claims with their verdicts as the files have them now."""

    name = "propositions"
    shows_others = True
    acts = by_name(add, edit, remove, query, pick, unpick, tell_apart, expect, no_longer, members.answer)
    asks = by_name(hangs, speaking)

    def watched(self) -> Iterable[Path]:
        return [*watched(self.desk.study), self.desk.root / MEMBER_CHECKS]

    def view(self) -> View:
        study, language = self.desk.study, self.desk.language
        found = premises(study)
        rule = study.settings.verdict.by_source(source_groups(study.settings, found.coded.sources))
        rounds = [one.id for one in study.settings.rounds]
        verdicts = verdicts_by_round(found.ledger(), found.propositions, rule, rounds)
        final = verdicts[verdicts["round"] == "all"].set_index("proposition")
        shown = []
        for one in found.propositions:
            row = final.loc[one.id]
            counts = {name: int(row[name]) for name in ("voices_for", "voices_against", "voices_mixed")}
            shown.append(
                _shown(found, one, language)
                | counts
                | {"told": phrase("bench.voices_told", language, **counts)}
                | {"verdict": word(f"verdict.{row['verdict']}", language), "verdict_id": row["verdict"]}
            )
        answers = members.answers_by_claim(study)
        for claim in shown:
            claim["answers"] = [
                row | {"said": word(f"response.{row['response']}", language)} for row in answers[claim["id"]]
            ]
        informants = dict.fromkeys(row["informant_id"] for row in rows_of(study)[1])
        return {
            "informants": [name for name in informants if name],
            "responses": [[name, word(f"response.{name}", language)] for name in get_args(Response)],
            "propositions": shown,
            "languages": study.languages,
            "codes": codes_of(found.coded, language),
            "attributes": attributes(found.coded.codings),
        }
