"""Sentences worded from counts, in good Indonesian and English: none, one, several."""

import pandas as pd

from jalin.words import number, word


def _indonesian(row: dict, voices: int) -> str:
    told = (
        f"Dari {number(voices, 'id')} suara yang membicarakannya, {row['voices_for']} mendukung, "
        f"{row['voices_mixed']} campuran, dan {row['voices_against']} membantah"
    )
    backed = row["voices_for"] + row["voices_mixed"] > 0
    support = (
        f"; dukungannya datang dari {row['groups_for']} kelompok sumber, "
        f"dan {row['first_hand']} suara mengetahuinya bukan hanya dari orang lain"
    )
    limited = f" Putusan dibatasi oleh proposisi tandingannya, {row['limited_by']}."
    return told + (support if backed else "") + "." + (limited if row["limited_by"] else "")


def _english(row: dict, voices: int) -> str:
    told = (
        f"Of {number(voices, 'en')} {'voice that speaks' if voices == 1 else 'voices that speak'} to it, "
        f"{row['voices_for']} {'is' if row['voices_for'] == 1 else 'are'} for, "
        f"{row['voices_mixed']} mixed and {row['voices_against']} against"
    )
    backed = row["voices_for"] + row["voices_mixed"] > 0
    support = (
        f"; support comes from {row['groups_for']} source {'group' if row['groups_for'] == 1 else 'groups'}, "
        f"and {row['first_hand']} {'voice knows' if row['first_hand'] == 1 else 'voices know'} it "
        "from more than hearsay"
    )
    limited = f" The verdict is limited by its rival, {row['limited_by']}."
    return told + (support if backed else "") + "." + (limited if row["limited_by"] else "")


def counts_in_words(row: dict, language: str) -> str:
    """What stands behind a verdict: voices for, mixed and against, groups, and its limit.

    `row`: a row of the table `conclude/verdicts`. Empty without any voice.
    """
    voices = row["voices_for"] + row["voices_mixed"] + row["voices_against"]
    if voices == 0:
        return ""
    return _indonesian(row, voices) if language == "id" else _english(row, voices)


def robustness_in_words(strands: pd.DataFrame, share: float, language: str) -> str:
    """Which strands change a verdict when pulled, and how often it comes out when voices are drawn again.

    `strands`: the rows of the table `conclude/robustness` on one proposition.
    """
    said = []
    for strand in dict.fromkeys(strands["strand"]):
        changing = strands[(strands["strand"] == strand) & strands["changes"]]["value"].tolist()
        if changing:
            said.append(f"{word(f'strand.{strand}', language)} ({', '.join(changing)})")
    head = (
        word("robust.changes", language).format(strands="; ".join(said))
        if said
        else word("robust.stands", language)
    )
    return f"{head} {word('robust.drawn', language).format(share=f'{share:.0%}')}"
