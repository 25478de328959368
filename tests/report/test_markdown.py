"""Chapters as HTML: what is set in comes out as if pandoc had read it with the rest."""

import pytest

from jalin.report import markdown
from jalin.report.markdown import as_html, raw, raw_inline

LINK = raw_inline('<a class="fact" href="#fact-1">  seven of nine voices, `as told`  </a>')
WIDE = raw_inline(f'<b title="{"w" * 90}">b</b>')


@pytest.mark.parametrize(
    "text",
    [
        f"# Seven {LINK}\n\nOf them {LINK} and {raw_inline('<i>x</i>')}, **{WIDE}**.[^1]\n\n[^1]: A note, {LINK}.\n",
        f"| one | other |\n|:--|--:|\n| {raw_inline('<i>x</i>')} | two |\n\n| one | other |\n|---|------|\n| {WIDE} | a |\n",
        f"- a\n- b {LINK}\n{raw('<table>' + chr(10) * 2 + '<tr></tr></table>' + chr(10))}\n> c {LINK}\n{raw('<figure></figure>')}",
        "Nothing at all, and `code`, and \ue0000\ue001.",
    ],
)
def test_what_is_set_in_comes_out_as_if_pandoc_had_read_it(text, tmp_path):
    there = as_html(text, {}, tmp_path / "none.bib", "en-GB")
    assert there == markdown._converted(text, None, "en-GB")


def test_in_a_build_the_same_words_around_it_are_read_once(tmp_path, monkeypatch):
    monkeypatch.setenv("JALIN_DRAWN", str(tmp_path))
    read = []
    convert = markdown._converted
    monkeypatch.setattr(markdown, "_converted", lambda *given: read.append(given) or convert(*given))
    made = [
        as_html(f"Of {raw_inline(f'<b>{count:09}</b>')}.", {}, tmp_path / "none.bib", "en-GB")
        for count in (7, 8)
    ]
    assert len(read) == 1 and "<b>000000007</b>" in made[0] and "<b>000000008</b>" in made[1]
