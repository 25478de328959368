"""The finder of one study: its list, what was decided in review, and the names that its texts tell."""

from collections.abc import Iterable

import pandas as pd

from jalin.protect.identifiers import Finder
from jalin.protect.names import bare, is_name
from jalin.protect.normalise import plain
from jalin.protect.pseudonyms import ListedName, Names, read_pseudonyms
from jalin.protect.review import Decision, cited_forms, hidden_forms, kept_forms, read_review
from jalin.protect.words import Vocabulary
from jalin.study import Study


def finder_of(study: Study, texts: dict[str, str], sources: pd.DataFrame, segments: pd.DataFrame) -> Finder:
    """The finder for `texts` (canonical, by source_id) with their `sources` and `segments`.

    Raises `StudyError` when the study's list or its decisions are wrong.
    """
    listed, decisions = read_pseudonyms(study), read_review(study)
    return finder_with(listed, decisions, study.not_names, texts, sources, segments)


def finder_with(
    listed: list[ListedName],
    decisions: list[Decision],
    not_names: Iterable[str],
    texts: dict[str, str],
    sources: pd.DataFrame,
    segments: pd.DataFrame,
) -> Finder:
    """The same with a list, `decisions` and words that name nobody (`not_names`) as they are given."""
    keep = kept_forms(decisions)
    words = Vocabulary(texts.values(), not_names, sources["language"])
    known = Names(listed, words)
    labels = {label for label in segments["speaker"] if label and is_name(label, words)}
    rules = Finder(known, words, None, None, keep)
    for text in texts.values():
        # a name told by its title in one place is hidden where it stands alone, too
        labels |= {bare(hit.original) for hit in rules.find(text)[0] if hit.kind == "name"}
    lasting = sorted(label for label in labels if len(label.split()) > 1 or not words.uses(label))
    met = Names([ListedName((label,), "") for label in lasting], words)
    # who is cited elsewhere is hidden here, by the rules where they find the name
    found = {plain(one) for one in (*labels, *(form for entry in listed for form in entry.forms))}
    cited = [entry for entry in cited_forms(decisions) if plain(bare(entry.forms[0])) not in found]
    settled = Names([*hidden_forms(decisions), *cited], words)
    return Finder(known, words, met, settled, keep, labels - set(lasting))
