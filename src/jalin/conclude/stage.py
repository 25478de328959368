"""The stage conclude: what speaks for and against each proposition, the verdicts, and what they hang on."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from jalin.code.memos import read_memos
from jalin.conclude.cases import case_verdicts
from jalin.conclude.could_speak import able_by_round, source_groups
from jalin.conclude.evidence import evidence_ledger, ledger_of
from jalin.conclude.origins import read_origins
from jalin.conclude.propositions import Proposition, read_propositions
from jalin.conclude.records import Recorded, read_member_checks, read_recorded
from jalin.conclude.rivals import discriminating_table, expectations
from jalin.conclude.robustness import bootstrap_voices, fragile, hangs_on, standing, without_each
from jalin.conclude.stances import stances
from jalin.conclude.tactic import TacticInputs
from jalin.conclude.tactics import tactics_matrix
from jalin.conclude.verdict import STANDS, verdicts_by_round
from jalin.condense.context import CodedStudy
from jalin.condense.profiles import code_profiles, distances
from jalin.consent import printed, unquotable
from jalin.study import Study
from jalin.tables.made import Built, Made
from jalin.tables.store import check


@dataclass(frozen=True)
class Premises:
    """What conclusions are drawn from: the coded study, and what people wrote in `analysis/`, read when it is asked for.

    Each part raises `StudyError` for what is wrong in its file.
    """

    coded: CodedStudy

    @classmethod
    def of(cls, study: Study, built: Built | None = None) -> "Premises":
        """From the tables of the stages protect and code."""
        return cls(CodedStudy.of(study, built))

    @cached_property
    def propositions(self) -> list[Proposition]:
        """The claims under test."""
        return read_propositions(self.coded.study, self.coded.asked)

    @property
    def looked_for(self) -> list[Proposition]:
        """The claims, and what is expected if one of them or its rival is so."""
        return [*self.propositions, *expectations(self.propositions)]

    @property
    def ids(self) -> list[str]:
        """The propositions' ids, in order."""
        return [proposition.id for proposition in self.propositions]

    @cached_property
    def origins(self) -> dict[str, str]:
        """Whose account each hearsay is."""
        return read_origins(self.coded.study, self.coded.codings, self.coded.sources)

    @cached_property
    def recorded(self) -> list[Recorded]:
        """What people did to test a finding."""
        return read_recorded(self.coded.study, self.ids)

    @cached_property
    def member_checks(self) -> pd.DataFrame:
        """What informants answered."""
        return read_member_checks(self.coded.study, self.ids)

    @cached_property
    def memos(self) -> pd.DataFrame:
        """What coders noted."""
        return read_memos(self.coded.study)

    def ledger(self) -> pd.DataFrame:
        """The evidence of all coders, the first of study.yaml in the lead."""
        coded, rule = self.coded, self.coded.study.settings.evidence
        lead, several = coded.study.lead, len(coded.coders) > 1
        return evidence_ledger(
            coded.codings, coded.codebook, self.looked_for, rule, lead, self.origins, several
        )

    @property
    def spoken(self) -> pd.DataFrame:
        """The codings that the report prints: those that count, and those that speak for or against a proposition."""
        keys = ["source_id", "coder", "coding_id"]
        counting = pd.concat([self.coded.counted[keys], self.ledger()[keys]]).drop_duplicates()
        return self.coded.codings.merge(counting, on=keys)

    def ledger_of(self, coders: list[str]) -> pd.DataFrame:
        """The evidence as `coders` alone would have it, the first of them in the lead."""
        coded, rule = self.coded, self.coded.study.settings.evidence
        return ledger_of(coders, coded.codings, coded.codebook, self.looked_for, rule, self.origins)


@dataclass(frozen=True, kw_only=True)
class Concluded(Made):
    """What was concluded, and from which `premises`."""

    premises: Premises

    @property
    def final(self) -> pd.DataFrame:
        """The verdicts on all data."""
        return self["verdicts"].query("round == 'all'").reset_index(drop=True)


def run(study: Study, draws: int = 1000, seed: int = 2024, built: Built | None = None) -> Concluded:
    """Judge every proposition, pull each strand, and draw the voices again `draws` times by `seed`.

    Raises `StudyError` for whatever is wrong in what people wrote in `analysis/`.
    """
    built = built or Built(study)
    premises = Premises.of(study, built)
    coded, propositions, settings = premises.coded, premises.propositions, study.settings
    sources = coded.sources
    rule = settings.verdict.by_source(source_groups(settings, sources))
    # verdicts look at what tells rivals apart, too; the ledger is of the claims
    every = check("conclude/evidence", premises.ledger())
    ledger = every[every["proposition"].isin(premises.ids)].reset_index(drop=True)
    pulled = without_each(every, propositions, rule, premises.ledger_of, coded.coders)
    pulled = check("conclude/robustness", pulled)
    there = set(sources["case_id"])
    cases = [case.id for case in settings.cases if case.id in there]
    drawn = bootstrap_voices(every, propositions, rule, seed, draws)
    shaky = dict(zip(premises.ids, fragile(premises.ids, pulled, drawn, rule), strict=True))
    inputs = TacticInputs(
        evidence=every,
        propositions=propositions,
        rule=rule,
        sources=sources,
        robustness=pulled,
        fragile=shaky,
        distances=check("condense/distances", distances(code_profiles(coded.counted))),
        memos=premises.memos,
        member_checks=premises.member_checks,
        asked=coded.asked,
        lead=study.lead,
        read=coded.read.get(study.lead, set()),
    )
    rounds = [item.id for item in settings.rounds]
    verdicts = verdicts_by_round(every, propositions, rule, rounds)
    # up to the last round are all data
    final_rows = verdicts["round"].isin(["all", rounds[-1]])
    verdicts = verdicts.assign(
        able=able_by_round(verdicts, ledger, sources, rounds),
        fragile=verdicts["proposition"].map(shaky) & final_rows,
        standing=verdicts["proposition"].map(standing(premises.ids, drawn)).where(final_rows),
        hangs_on=verdicts["proposition"].map(hangs_on(pulled, every)).where(final_rows).fillna(""),
    )
    hanging = pulled[pulled["changes"] & (pulled["strand"] == "voice")]["proposition"].nunique()
    final = verdicts[verdicts["round"] == "all"]["verdict"]
    return Concluded(
        study=study,
        stage="conclude",
        tables={
            "evidence": printed(ledger, unquotable(sources)),
            "stances": stances(ledger),
            "verdicts": verdicts,
            "cases": case_verdicts(every, sources, propositions, rule, cases),
            "robustness": pulled,
            "bootstrap": drawn,
            "discriminating": discriminating_table(propositions, every, study.languages),
            "tactics": tactics_matrix(inputs, premises.recorded, study.languages),
        },
        numbers={
            "propositions": len(propositions),
            "standing": int(final.isin(STANDS).sum()),
            "evidence": len(ledger.drop_duplicates(["source_id", "coder", "coding_id"])),
            "voices": ledger["voice"].nunique(),
            "hanging": hanging,
        },
        premises=premises,
    )
