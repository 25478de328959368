"""Texts as field work has them, made of few words, so that much in them is alike."""

from collections.abc import Callable
from random import Random

_list = str.split
_NOUNS = _list(
    "petugas warga loket antrean kantor desa rapat surat camat berkas jalan pasar sawah sekolah panggung spanduk "
    "mobil telepon bidan guru pedagang hujan kursi daftar nomor izin dana pemuda garden drill ladder neighbour "
    "council queue form market bridge train ticket nurse driver stamp permit fence report window"
)
_VERBS = _list(
    "melihat membawa menunggu mengatur menolak meminta menulis membaca menutup memanggil menjaga mengirim saw "
    "brought awaited arranged refused wrote closed kept carried explained forgot"
)
_KINDS = _list(
    "lama baru besar jauh sepi ramai rusak bersih mahal putih old small busy long clean white tall slow"
)
_WHO = ["Saya", "Kami", "Mereka", "Pak Rahmat", "Bu Siti", "They", "Mrs Vale", "⟦warga A⟧", "⟦clerk B1⟧"]
_JOINED = ["karena", "ketika", "sesudah", "supaya", "lalu", "because", "before", "but"]
_SHORT = ["Ya.", "Ya, betul.", "Hmm.", "Tidak.", "Begitu, ya.", "Oh, sure.", "Terima kasih."]
_ASKED = [
    "Lalu bagaimana?",
    "Siapa yang {0} {1} itu?",
    "Mengapa {1} itu {2}?",
    "Can you say more about the {1}?",
]


def _clause(dice: Random) -> str:
    words = [dice.choice(_WHO), dice.choice(_VERBS), dice.choice(_NOUNS)]
    return " ".join([*words, *([dice.choice(_KINDS)] if dice.random() < 0.6 else [])])


def _sentence(dice: Random) -> str:
    text = _clause(dice)
    while dice.random() < 0.45:
        text += f" {dice.choice(_JOINED)} {_clause(dice)}"
    return text[0].upper() + text[1:] + "."


def _said(dice: Random, short: float) -> str:
    return dice.choice(_SHORT) if dice.random() < short else _sentence(dice)


def interview(dice: Random) -> str:
    one, two = dice.choice([("P", "I01"), ("Pewawancara", "Informan 3"), ("Q", "A")])
    turns = []
    for _ in range(dice.randint(15, 50)):
        asked = dice.choice(_ASKED).format(dice.choice(_VERBS), dice.choice(_NOUNS), dice.choice(_KINDS))
        said = " ".join(_said(dice, 0.25) for _ in range(dice.randint(1, 6)))
        turns += [f"{one}: {asked}", f"{two}: {said}"]
        if dice.random() < 0.3:
            turns += [f"{one}: {dice.choice(_SHORT)}", f"{two}: {dice.choice(_SHORT)}"]
    return "\n".join(turns) + "\n"


def chat(dice: Random) -> str:
    lines, minute = "", 7 * 60
    for _ in range(dice.randint(40, 120)):
        minute += dice.randint(0, 9)
        who = dice.choice(["Camat", "Admin", "⟦staf 2⟧", "⟦staf 7⟧"])
        lines += f"[12/03/24 {minute // 60:02}.{minute % 60:02}] {who}: {_said(dice, 0.5)}\n"
    return lines


def table(dice: Random) -> str:
    lines = "No | Nama | Jabatan | Hadir | Datang | Pulang\n"
    for number in range(1, dice.randint(25, 80)):
        row = [
            ["staf", "kasi", "honorer"],
            ["hadir", "hadir", "sakit"],
            ["07.15", "07.30"],
            ["15.30", "16.00"],
        ]
        lines += " | ".join([str(number), f"⟦staf {dice.randint(1, 20)}⟧", *map(dice.choice, row)]) + "\n"
    return lines


def form(dice: Random) -> str:
    blocks = ""
    for number in range(1, dice.randint(8, 25)):
        reason, wish = (
            _sentence(dice) if dice.random() < 0.7 else "-",
            dice.choice(["tidak ada", "-", _sentence(dice)]),
        )
        blocks += f"Responden {number}\nUmur: {dice.randint(18, 70)}\nPekerjaan: {dice.choice(_NOUNS)}\n"
        blocks += f"Puas: {dice.choice(['ya', 'tidak'])}\nAlasan: {reason}\nSaran: {wish}\n\n"
    return blocks


def story(dice: Random) -> str:
    paragraphs = (
        " ".join(_sentence(dice) for _ in range(dice.randint(3, 12))) for _ in range(dice.randint(6, 20))
    )
    return "\n\n".join(paragraphs) + "\n"


def subtitles(dice: Random) -> str:
    lines, second = "", 0
    for number in range(1, dice.randint(40, 100)):
        start, second = second, second + dice.randint(2, 7)
        times = " --> ".join(f"00:{at // 60:02}:{at % 60:02},000" for at in (start, second))
        lines += f"{number}\n{times}\n{_said(dice, 0.2)}\n\n"
    return lines


TEXTS: dict[str, Callable[[Random], str]] = {
    "interview": interview, "chat": chat, "table": table, "form": form, "story": story, "subtitles": subtitles,
}  # fmt: skip
