"""The tables of the report: what each shows, in the words of a language."""

from jalin.report.results import Results
from jalin.report.tables import coding, fieldwork, findings, triangulation
from jalin.report.tables.appendix import checklist_table, software
from jalin.report.tables.common import Item, headings

TABLES: dict[str, Item] = {
    "sources": Item("01_collect", fieldwork.sources),
    "audit": Item("02_protect", fieldwork.audit),
    "tally": Item("04_condense", coding.tally),
    "verdict_table": Item("06_conclude", findings.verdict_table, headings("statement")),
    "rounds": Item("06_conclude", findings.rounds),
    "cases_table": Item("06_conclude", findings.cases_table),
    "contrasts_table": Item("06_conclude", findings.contrasts_table, headings("because")),
    "views": Item("07_triangulate", triangulation.views),
    "published": Item("06_conclude", findings.published),
    "codebook": Item("03_code", coding.codebook),
    "agreement_table": Item("03_code", coding.agreement_table),
    "ledger": Item("06_conclude", findings.ledger, headings("quote"), findings.ledger_anchors),
    "agreement_parts": Item("03_code", coding.agreement_parts),
    "confusions": Item("03_code", coding.confusions),
    "contacts": Item("01_collect", fieldwork.contacts, headings("warnings")),
    "anonymity": Item("02_protect", fieldwork.anonymity_table, headings("alone_on")),
    "generalisation": Item("02_protect", fieldwork.generalisation),
    "history": Item("03_code", coding.history),
    "saturation_table": Item("04_condense", coding.saturation_table),
    "patterns_table": Item("04_condense", coding.patterns_table),
    "cooccurrence_table": Item("04_condense", coding.cooccurrence_table),
    "links_table": Item("05_display", findings.links_table, headings("because")),
    "robustness_table": Item("06_conclude", findings.robustness_table),
    "tactics_table": Item("06_conclude", findings.tactics_table, headings("found")),
    "convergence_table": Item("07_triangulate", triangulation.convergence_table),
    "researchers_table": Item("07_triangulate", triangulation.researchers_table),
    "sensitivity_table": Item("07_triangulate", triangulation.sensitivity_table),
    "feedback_table": Item("07_triangulate", triangulation.feedback_table),
    "credibility_table": Item("07_triangulate", triangulation.credibility_table, headings("credibility")),
    "software": Item("08_report", software),
    "coreq": Item("08_report", checklist_table("coreq"), headings("answer")),
    "srqr": Item("08_report", checklist_table("srqr"), headings("answer")),
}


def tables_of(results: Results) -> dict[str, Item]:
    """Every table of the study in order: displays in words stand where the tally ends."""
    words = {
        name: Item("05_display", findings.display_table(name))
        for name, found in results.displays.items()
        if not found.drawn and len(found.table)
    }
    first = {name: TABLES[name] for name in ("sources", "audit", "tally")}
    return first | words | {name: item for name, item in TABLES.items() if name not in first}
