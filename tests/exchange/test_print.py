import re
from html import unescape

from jalin.exchange.print_html import write_html


def test_the_print_has_every_word_every_passage_and_no_markup_of_the_data(run, tmp_path):
    names = {code: f"<b>{name}</b>" for code, name in run.codebook.names("en").items()}
    path = tmp_path / "print.html"
    write_html("T & t", "TEST DATA", run.sources, run.protected.texts, run.codings, names, "en", path)
    page = path.read_text(encoding="utf-8")
    assert "<b>" not in page and "TEST DATA" in page and "T &amp; t" in page
    lines = re.findall(r'<div class="line"><p>(.*?)</p>', page)
    plain = [unescape(re.sub(r"<sup>[\d,]+</sup>|</?u[^>]*>", "", line)) for line in lines]
    assert plain == [
        line for source in run.sources["source_id"] for line in run.protected.texts[source].splitlines()
    ]
    assert len(re.findall(r"<div><sup>", page)) == len(run.codings)
    # the passage on the rain is inside the one on watering, so it is underlined twice
    inner = lines[next(number for number, line in enumerate(plain) if "even after the rain" in line)]
    assert len(re.findall('<u class="more">', inner)) >= 1 and "<u>" in inner
