"""What a report says of whom it is about: ethics, consent, and how people are printed together."""

from jalin.protect.printed import EVERYBODY
from jalin.report.results import Results
from jalin.tables.left_out import all_sentences
from jalin.words import day, listed, number, phrase


def ethics_in_words(results: Results, language: str) -> str:
    """The ethics clearance of the study; "" without one."""
    ethics = results.study.settings.ethics
    return ethics.said(language) if ethics else ""


def front_in_words(results: Results, language: str) -> str:
    """What stands at the front of every report: what the study does without, ethics, and what may not be quoted."""
    said = (
        all_sentences(results.study.settings, language),
        ethics_in_words(results, language),
        consent_in_words(results, language),
        together_in_words(results, language),
        translated_in_words(results, language),
    )
    return " ".join(filter(None, said))


def translated_in_words(results: Results, language: str) -> str:
    """Who translated the passages that were not said in a language; "" where none is translated."""
    translators = dict.fromkeys(one.translator for one in results.translations[language].values())
    names = listed(list(translators), language)
    return phrase("translated_by", language, translators=names) if translators else ""


def together_in_words(results: Results, language: str) -> str:
    """That small groups are printed together, and which can be recognised by decision; "" where neither is so."""
    anonymity, groups = results.study.settings.anonymity, results.names("role_groups", language)
    least, said = number(anonymity.k, language), []
    if EVERYBODY in results.printed.of.values():
        said.append(phrase("people.unnamed", language, least=least))
    elif results.printed.within:
        names = "; ".join(results.printed.together(language))
        said.append(phrase("people.together", language, least=least, names=names))
    for one in anonymity.recognisable:
        names, who = listed([groups[name] for name in one.groups], language), one.decided_by
        when, why = day(one.decided_on, language), one.because[language]
        said.append(phrase("people.recognisable", language, names=names, because=why, who=who, date=when))
    return " ".join(said)


def few_or(count: int, least: int, language: str) -> str:
    """A number of sources or people; below `least` only that it is fewer."""
    if count < least:
        return phrase("fewer_than", language, least=number(least, language))
    return number(count, language)


def consent_in_words(results: Results, language: str) -> str:
    """How many sources are not quoted; "" where all may be."""
    count, least = len(results.closed), results.study.settings.anonymity.k
    if not count:
        return ""
    return phrase("consent.unquoted", language, max(count, 2), sources=few_or(count, least, language))
