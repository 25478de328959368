"""What people write is text on every page that is not the report: displays, answers, prints, verification."""

from dataclasses import replace

import pandas as pd
from helpers_pages import HOSTILE, places

from jalin.display import Material, displays_of, matrix, read_summaries
from jalin.exchange.print_html import write_html
from jalin.explore.browse import Answer, glance
from jalin.explore.suggestions import Suggestions
from jalin.named import Words
from jalin.publish.compare import Verified
from jalin.publish.verify import write_report


def test_in_a_display(run):
    made = Material(run.study.settings, run.codebook, run.known, read_summaries(run.study))
    found = matrix(made, next(iter(displays_of(made))), "en")
    names = dict.fromkeys(found.rows.values, HOSTILE)
    rows = replace(found.rows, names={"en": names})
    found = replace(found, rows=rows, cells=found.cells.assign(quote=HOSTILE))
    places(found._repr_html_(), "th[@scope='row']", "details/ul/li")


def test_in_an_answer_and_at_a_glance(run):
    codings = run.known.assign(quote=HOSTILE, memo=HOSTILE, coder=HOSTILE)
    texts = dict.fromkeys(run.protected.texts, 9 * HOSTILE)
    answer = Answer(HOSTILE, codings, texts, run.codebook, "en")
    places(answer._repr_html_(), "code", "mark", "p/i", "p[mark]")
    title = {"title": Words(HOSTILE)}
    study = replace(run.study, settings=run.study.settings.model_copy(update=title))
    places(glance(study, "en").data, "h2")
    places(Suggestions(HOSTILE, pd.DataFrame({"text": [HOSTILE]}), 0.5, 0.5)._repr_html_(), "p", "td")


def test_in_a_print(run, tmp_path):
    names = dict.fromkeys(run.codebook.names("en"), HOSTILE)
    texts = {name: f"{HOSTILE}\n{text}" for name, text in run.protected.texts.items()}
    codings = run.codings.assign(memo=HOSTILE)
    write_html(HOSTILE, HOSTILE, run.sources, texts, codings, names, "en", tmp_path / "print.html")
    page = (tmp_path / "print.html").read_text(encoding="utf-8")
    places(
        page, "title", "h1", "p[@class='notice']", "div[@class='line']/p", "div[sup]", "span[@class='memo']"
    )


def test_in_a_page_of_verification(run, tmp_path):
    page = write_report(run.study, tmp_path, Verified(facts=[("P1.verdict", HOSTILE, "mixed")]))
    places(page.read_text(encoding="utf-8"), "pre")
