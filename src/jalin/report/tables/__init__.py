"""The tables of the report: what each shows, in the words of a language."""

from functools import partial

from jalin.report.checklists import checklist, places
from jalin.report.left_out import left_out
from jalin.report.results import Results
from jalin.report.tables import coding, fieldwork, findings, triangulation
from jalin.report.tables.appendix import software
from jalin.report.tables.common import Item, headings
from jalin.report.tables.guides import grid, guides_table

TABLES: dict[str, Item] = {
    "sources": Item("collect", fieldwork.sources),
    "audit": Item("protect", fieldwork.audit),
    "tally": Item("condense", coding.tally),
    "verdict_table": Item("conclude", findings.verdict_table, headings("statement")),
    "rounds": Item("conclude", findings.rounds),
    "cases_table": Item("conclude", findings.cases_table),
    "contrasts_table": Item("conclude", findings.contrasts_table, headings("because")),
    "views": Item("triangulate", triangulation.views),
    "published": Item("conclude", findings.published),
    "codebook": Item("code", coding.codebook),
    "agreement_table": Item("code", coding.agreement_table),
    "ledger": Item(
        "conclude",
        findings.ledger,
        headings("quote"),
        findings.ledger_anchors,
        headings("translation"),
        joined=True,
    ),
    "agreement_parts": Item("code", coding.agreement_parts),
    "confusions": Item("code", coding.confusions),
    "grid": Item("report", grid, headings("asks")),
    "guides": Item("report", guides_table, headings("asks"), below=headings("probes")),
    "contacts": Item("collect", fieldwork.contacts, headings("warnings")),
    "anonymity": Item("protect", fieldwork.anonymity_table, headings("alone_on")),
    "generalisation": Item("protect", fieldwork.generalisation),
    "history": Item("code", coding.history),
    "saturation_table": Item("condense", coding.saturation_table),
    "patterns_table": Item("condense", coding.patterns_table),
    "cooccurrence_table": Item("condense", coding.cooccurrence_table),
    "fisher_table": Item("condense", coding.fisher_table),
    "links_table": Item("display", findings.links_table, headings("because")),
    "robustness_table": Item("conclude", findings.robustness_table),
    "discriminating_table": Item(
        "conclude",
        findings.discriminating_table,
        headings("found"),
    ),
    "tactics_table": Item("conclude", findings.tactics_table, headings("found")),
    "convergence_table": Item("triangulate", triangulation.convergence_table),
    "researchers_table": Item("triangulate", triangulation.researchers_table),
    "sensitivity_table": Item("triangulate", triangulation.sensitivity_table),
    "feedback_table": Item("triangulate", triangulation.feedback_table),
    "credibility_table": Item("triangulate", triangulation.credibility_table, headings("credibility")),
    "software": Item("report", software),
    "coreq": Item("report", partial(checklist, "coreq"), headings("answer"), links=partial(places, "coreq")),
    "srqr": Item("report", partial(checklist, "srqr"), headings("answer"), links=partial(places, "srqr")),
}


def tables_of(results: Results) -> dict[str, Item]:
    """Every table of the study in order: displays in words stand where the tally ends."""
    words = {
        name: Item("display", findings.display_table(name)) for name in results.displays.named(drawn=False)
    }
    first = {name: TABLES[name] for name in ("sources", "audit", "tally")}
    found = first | words | {name: item for name, item in TABLES.items() if name not in first}
    settings = results.study.settings
    return {name: item for name, item in found.items() if not left_out(settings, "table", name)}
