"""Characters of fonts that are drawings: what is seen, as Unicode has it.

Symbol after Adobe's metrics that matplotlib brings; of Wingdings, Wingdings 2 and Webdings
what people put into documents: boxes, ticks, hands, arrows, numbers in circles and bullets
(Unicode's map of these fonts, L2/11-052R2 and L2/12-368).
"""

import re
from functools import cache
from pathlib import Path


def _run(first: int, characters: str) -> dict[int, str]:
    return {first + at: character for at, character in enumerate(characters)}


_WINGDINGS = (
    _run(0x20, " ✏✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍")
    | _run(0x40, "🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉")
    | _run(0x60, "♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□🞐❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶🙶🙷")
    | _run(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | _run(0x9E, "·•▪○⭘🞅◉◎🔿▪◻🟂✦★✶✴✹✵")
    | _run(0xD5, "⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋←→↑↓↖↗↙↘⬅➡⬆⬇⬉⬈⬋⬊⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑")
)
_WINGDINGS_2 = (
    _run(0x4F, "🗵✓☒☑☒☒⮿🛇")
    | _run(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | {0xA2: "■", 0xA3: "□", 0x95: "•", 0x96: "●", 0x99: "○"}
)
_WEBDINGS = {0x31: "⬥", 0x33: "⏴", 0x34: "⏵", 0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "⚫", 0x72: "✖"}


@cache
def _symbol() -> dict[int, str]:
    """The code of each character of Symbol, from Adobe's metrics: C 97 ; WX 631 ; N alpha ; …"""
    import matplotlib
    from fontTools.agl import toUnicode

    metrics = Path(matplotlib.get_data_path()) / "fonts/pdfcorefonts/Symbol.afm"
    found = re.findall(r"(?m)^C (\d+) ;.*? N (\w+) ;", metrics.read_text(encoding="ascii"))
    return {int(code): character for code, name in found if (character := toUnicode(name))}


def is_drawn(font: str) -> bool:
    """Whether a font draws where others have letters."""
    return font.casefold().startswith(("wingdings", "webdings", "symbol"))


def as_seen(text: str, font: str) -> str:
    """`text` in such a font as Unicode has it; a character that is not known becomes U+FFFD."""
    name = font.casefold()
    if name.startswith("symbol"):
        drawn = _symbol()
    elif name.startswith("webdings"):
        drawn = _WEBDINGS
    else:
        drawn = _WINGDINGS_2 if name.startswith("wingdings 2") else {} if name.endswith("3") else _WINGDINGS

    def seen(character: str) -> str:
        code = ord(character)
        # their place for private use repeats the codes of the font
        code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
        return character if character.isspace() else drawn.get(code, "\N{REPLACEMENT CHARACTER}")

    return "".join(map(seen, text))
