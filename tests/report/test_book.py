import html
import json
import re
from dataclasses import replace

import docx
import pandas as pd
import pytest
from conftest import REPOSITORY, build
from helpers_pages import HOSTILE, places
from lxml import etree
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from PIL import Image
from tiny import SOURCES, coding_line, write_sources

from jalin.check import check_study
from jalin.errors import StudyError
from jalin.report import (
    Results,
    compute_facts,
    evidence_pages,
    number_chapters,
    report_pages,
    save_figures,
    write_documents,
    write_facts,
)
from jalin.report.figures import figure_path, figures_of
from jalin.study import open_study


def numbered(results, language="en"):
    """The numbering, with the figures that it shows drawn where they are not yet."""
    found = number_chapters(results, compute_facts(results), language)
    new = [name for name in found.order["figure"] if not figure_path(results, name, language).exists()]
    list(save_figures(results, {language: new}))
    return found


def pages(results, language="en") -> str:
    """The report, and the evidence beside it."""
    found = numbered(results, language)
    return "\n".join(page.data for page in [*report_pages(found), *evidence_pages(found)])


def rebuilt(root, since="01") -> Results:
    """The tiny study in `root`, built again in this process; empty pictures stand for its figures."""
    results = Results.of(build(root, since=since))
    for name in figures_of(results):
        for language in ("id", "en"):
            path = figure_path(results, name, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("<svg/>")
    return results


def write_chapter(results, text, name="2_odd") -> None:
    (results.study.root / f"notebooks/report/{name}.en.md").write_text(text)


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_report_says_what_the_counts_say_in_both_languages(results):
    english = words(pages(results))
    assert (
        "P1. The garden is cared for: supported with reservations, but fragile – hangs on any one of 3 voices; "
        in english
    )
    assert "Of 3 voices that speak to it, 2 are for, none mixed and 1 against;" in english
    assert "support comes from 2 source groups, and 2 voices know it from more than hearsay." in english
    assert (
        "P2. The garden is toil: unanimously for, not yet grounded, but fragile – hangs on a certain single voice"
        in english
    )
    assert "Of 1 voice that speaks to it, 1 is for," in english
    indonesian = words(pages(results, "id"))
    assert (
        "P1. Kebun dirawat: didukung dengan catatan, tetapi rapuh – bergantung pada salah satu dari 3 suara; "
        in indonesian
    )
    assert (
        "Dari 3 suara yang membicarakannya, 2 mendukung, tidak satu pun campuran, dan 1 membantah;"
        in indonesian
    )


def at_axes(figure) -> list[str]:
    """The numbers that stand at the axes and colour bars of a figure."""
    figure.draw_without_rendering()
    labels = [
        label.get_text()
        for ax in figure.axes
        for label in [*ax.get_xticklabels(), *ax.get_yticklabels()]
        if ax.axison
    ]
    return [label for label in labels if re.fullmatch(r"[−-]?[\d.,]+", label)]


@pytest.mark.parametrize(("language", "tenth"), [("id", "0,2"), ("en", "0.2")])
def test_numbers_at_axes_are_written_as_in_the_language_and_counts_are_whole(garden_results, language, tenth):
    def numbers(name):
        return at_axes(figures_of(garden_results)[name].draw(garden_results, language))

    assert tenth in numbers("agreement")
    for name in ("saturation", "verdicts", "time_ordered"):
        found = numbers(name)
        assert found and all(map(str.isdigit, found)), name


def test_without_its_codings_a_finding_is_told_otherwise(root):
    for path in (root / "data/raw/coding/codings").glob("*/*.jsonl"):
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "CARE" not in line))
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "WATERING" not in line))
    english = words(pages(rebuilt(root)))
    assert "P1. The garden is cared for: no evidence ." in english
    assert "The children water it" not in english


def test_a_withdrawn_source_is_in_no_page_table_or_figure(garden):
    built = [*(garden / "reports").rglob("*"), *(garden / "data/processed").rglob("*")]
    assert any(path.name == "report.en.html" for path in built)
    for path in built:
        if path.is_file():
            assert b"Zanzibar" not in path.read_bytes()


def test_text_from_the_data_cannot_become_markup(root):
    """A quote and a memo, a statement, the names of a group and of a code, and the title: as HTML and as Markdown."""
    source = root / "data/raw/interviews/W2.md"
    source.write_text(source.read_text().replace("beans", "b<script>x()</script>"))
    for coder in ("ann", "ben"):
        path = root / f"data/raw/coding/codings/{coder}/W2.jsonl"
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        for line in lines:
            line["quote"] = line["quote"].replace("beans", "b<script>x()</script>")
            line["memo"] = HOSTILE
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    for name, old in (
        ("study.yaml", "The school garden"),
        ("study.yaml", "Pupil"),
        ("analysis/propositions.yaml", "The garden is cared for."),
        ("coding/codebook.yaml", "Toil"),
    ):
        path = root / "data/raw" / name
        path.write_text(path.read_text().replace(f"en: {old}}}", f"en: {json.dumps(HOSTILE)}}}"))
    together = [{"name": {"id": "Warga", "en": HOSTILE}, "groups": ["teacher", "pupil"]}]
    path = root / "data/raw/study.yaml"
    path.write_text(f"{path.read_text()}anonymity: {json.dumps({'k': 2, 'together': together})}\n")
    results = rebuilt(root)
    # a line of a transcript that would end a block of HTML within Markdown
    for source_id, text in results.texts.items():
        results.texts[source_id] = text.replace(" ", "\n```\n<script>x()</script>", 1)
    write_chapter(results, '# B\n\nSaid: {{ statement("P1") }} {{ credibility("P1") }} {{ evidence() }}\n')
    page = pages(results)
    spots = (
        "h1",
        "p[starts-with(., 'Said')]",
        "p[span[@id]]",
        "blockquote/p",
        "option",
        "article/p[1]",
        "article/p[4]",
    )
    places(page, *spots)
    assert "<mark>We water the b&lt;script&gt;" in page and "<pre" not in page


@pytest.mark.slow
def test_the_figures_that_chapters_show_are_drawn_and_any_is_drawn_again_the_same_with_its_data_beside(
    results,
):
    once = {path: path.read_bytes() for path in (results.study.reports / "figures").glob("*.svg")}
    assert {path.name for path in once} == {"verdicts.id.svg", "verdicts.en.svg"}
    every = list(save_figures(results))
    assert len(every) == 2 * len(figures_of(results))
    assert once == {path: path.read_bytes() for path in every if path in once}
    for path in every:
        assert path.with_name(path.name.split(".")[0] + ".csv").exists()


def test_facts_tell_their_value_words_and_origin(results):
    write_facts(results, compute_facts(results))
    facts = json.loads((results.study.reports / "facts.json").read_text())["facts"]
    assert facts["P1.voices_for"]["value"] == 2
    assert facts["P1.verdict"]["id"] == (
        "didukung dengan catatan, tetapi rapuh – bergantung pada salah satu dari 3 suara; "
        "hanya muncul pada 23% sampel ulang"
    )
    assert facts["withdrawn"]["value"] == 1
    for name, fact in facts.items():
        assert set(fact) == {"value", "id", "en", "table", "query", "inputs"}, name
    # the same table, the same hash; another table, another
    assert facts["P1.voices_for"]["inputs"] == facts["P2.voices_for"]["inputs"] != facts["alpha"]["inputs"]
    assert facts["P1.verdict"]["inputs"].startswith("sha256:")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# A\n\n{{ fact("sorces") }}', "line 3: there is no fact 'sorces'. Did you mean sources"),
        ('{% if value("P1.voice") %}x{% endif %}', "line 1: there is no fact 'P1.voice'"),
        ('{{ finding("P9") }}', "line 1: there is no proposition 'P9'"),
        ('\n{{ figure("verdict") }}', "line 2: there is no figure 'verdict'. Did you mean verdicts"),
        ("{{ nothing }}", "line 1: 'nothing' is undefined"),
        ("a\n\n{% if %}", "line 3: "),
    ],
)
def test_an_unknown_name_in_a_chapter_is_placed(results, text, said):
    write_chapter(results, text)
    with pytest.raises(StudyError) as error:
        numbered(results)
    assert f"notebooks/report/2_odd.en.md, {said}" in str(error.value)


def test_all_that_the_manual_says_a_chapter_can_set_in_is_there(results):
    page = (REPOSITORY / "docs/how-to/change-the-report.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+`) \| [^|]+ \|$", page, re.MULTILINE)
    calls = [call for row in rows for call in re.findall(r"`([^`]+)`", row)]
    assert len(calls) > 12
    region = "W1/r1,W1,interviews/W1.png,0,0,0,50,50,CARE-WATER,ann,A list of who waters,2024-03-02\n"
    head = "region_id,source_id,file,page,left,top,width,height,code,coder,alt,created\n"
    (results.study.raw / "coding/regions.csv").write_text(head + region)
    Image.new("RGB", (2, 2)).save(results.study.root / "notebooks/report/region-W1.r1.png")
    # what stands between percent signs is no call
    said = [call if call.startswith("{%") else f"{{{{ {call} }}}}" for call in calls]
    text = "".join(f"{number}:{call}\n\n" for number, call in enumerate(said))
    write_chapter(results, text)
    assert words(pages(results))


def test_what_is_set_in_of_a_source_that_was_withdrawn_is_not_shown_and_stops_no_report(root):
    write_sources(
        root,
        [["withdrawn" if cell == "given" and row[0] == "W1" else cell for cell in row] for row in SOURCES],
    )
    results = rebuilt(root)
    write_chapter(results, '# A\n\n{{ region("W1/r1") }}\n\n{{ quote("W1/c1", "P1") }}\n')
    page = pages(results).split('<section id="2_odd">')[1].split("</section>")[0]
    assert words(page).count("1 passage speaks here that may not be quoted.") == 2
    why = "is not shown: the consent for its source was withdrawn"
    told = [str(line) for line in check_study(open_study(root)).lines if why in str(line)]
    assert len(told) == 2
    assert "line 3: 'W1/r1'" in told[0] and "line 5: 'W1/c1'" in told[1]
    for call in ("region", "quote"):
        write_chapter(results, f'# A\n\n{{{{ {call}("W9/c1") }}}}\n')
        with pytest.raises(StudyError, match="line 3: there is no source 'W9'"):
            pages(results)


def test_a_work_that_is_not_in_the_bibliography_is_placed(results):
    works = "@book{known, author={A, B}, title={T}, year={2000}}\n"
    (results.study.raw / "references.bib").write_text(works)
    write_chapter(results, "# A\n\nSays [@known] and [@knwon].\n")
    with pytest.raises(StudyError, match="line 3: the work @knwon is not in"):
        pages(results)


def test_works_cited_anywhere_are_listed(results):
    (results.study.raw / "references.bib").write_text(
        "@book{one, author={Allison, Graham}, title={Essence}, year={1971}}\n"
        "@book{two, author={Never, Cited}, title={Nothing}, year={1999}}\n"
    )
    write_chapter(results, "# A\n\nSays [@one].\n", "2_more")
    write_chapter(results, "# References\n\n{{ references() }}\n", "3_references")
    *_, more, listed = (words(page.data) for page in report_pages(numbered(results)))
    assert "Allison, G. (1971). Essence ." in listed and "Nothing" not in listed
    assert "(Allison, 1971)" in more


WHOLE = (
    '# Results\n\n{{ fact("sources") }} sources. {{ ref("table", "ledger") }}, {{ ref("figure", "verdicts") }},'
    ' {{ ref("figure", "role_ordered") }}.\n\n{{ figure("role_ordered") }}\n\n{{ finding("P1") }} {{ pulled("P1") }}'
    ' {{ credibility("P1") }}\n\n{{ quotes("P1", "for") }}\n\n{{ quotes("P1", "against") }}\n\n'
    '{{ figure("verdicts") }}\n\n{{ table("conceptually_clustered") }}\n\n# Appendix\n\n{{ facts() }}\n\n'
)


def whole(root, ending):
    """A chapter with everything in it, in both languages."""
    for language in ("id", "en"):
        for path in (root / "notebooks/report").glob(f"*.{language}.md"):
            path.unlink()
        (root / f"notebooks/report/1_all.{language}.md").write_text(WHOLE + ending)


def test_figures_are_numbered_as_they_come_and_every_link_leads_somewhere(results):
    whole(results.study.root, "{{ evidence() }}\n")
    chapter = results.study.root / "notebooks/report/1_all.en.md"
    chapter.write_text(chapter.read_text().replace('{{ ref("table", "ledger") }}, ', ""))
    page = pages(results)
    assert "<b>Figure 1.</b> Role-ordered" in page and "<b>Figure 2.</b> Voices" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="(?:(?:report|evidence)[.]en[.]html)?#([^"]+)"', page))
    assert links <= set(ids) and "e-w1-c1" in links and any(link.startswith("fact-") for link in links)
    # every coding that counts stands there with the words around it
    assert "I only open the gate" in page.split('id="e-w1-c1"')[1].split("</article>")[0]
    assert page.count('class="evidence"') == 8


def test_every_way_to_a_notebook_leads_to_one_that_ran(results):
    root = results.study.root
    for language in ("id", "en"):
        (root / f"notebooks/report/2_more.{language}.md").write_text(
            '# A\n\n{{ fact("sources") }} {{ figure("verdicts") }} {{ table("software") }} {{ table("ledger") }}\n\n{{ facts() }}\n\n{{ evidence() }}\n'
        )
        ways = set(re.findall(r'href="(notebooks/[^"#]+)', pages(results, language)))
        assert f"notebooks/08_report.{language}.html" in ways
        assert [way for way in ways if not (root / "reports" / way).is_file()] == []


def test_a_finding_in_brief_has_its_counts_in_a_line_of_their_own(results):
    write_chapter(results, '# A\n\n{{ finding("P1", brief=true) }}\n')
    page = pages(results).split('<section id="2_odd">')[1].split("</section>")[0]
    said = [words(part) for part in page.split("<br")]
    assert "The garden is cared for: supported with reservations" in said[0]
    assert "2 + / 0 ± / 1 − of 3 voices" in said[1] and "voices that speak" not in words(page)


def test_a_passage_is_quoted_by_its_label_and_said_to_be_gone_when_it_counts_no_longer(results):
    asked = ('"W1/c1", "P1"', '"W1/c1"', '"W1/gone", "P1"', '"W1/c1", "P2"')
    write_chapter(results, "# A\n\n" + "\n\n".join(f"{{{{ quote({one}) }}}}" for one in asked) + "\n")
    page = pages(results).split('<section id="2_odd">')[1].split("</section>")[0]
    assert re.findall(r'<blockquote class="([^"]*)"', page) == ["for", ""]
    assert "Passage W1/gone no longer counts: read what is said of it again." in words(page)
    assert "Passage W1/c1 no longer speaks to P2: read what is said of it again." in words(page)
    write_chapter(results, '# A\n\n{{ quote("w1/C1") }}\n')
    assert "<blockquote" in pages(results).split('<section id="2_odd">')[1]


def test_a_passage_has_one_name_with_the_coder_where_two_share_it(results):
    frame = results.codings[["source_id", "coder", "coding_id"]]
    mine = frame[frame["coder"] == "ann"].head(1)
    coded = replace(
        results.premises.coded,
        codings=pd.concat([mine.assign(coder="ben"), mine, mine.assign(coder="ben", coding_id="c99")]),
    )
    found = replace(results, premises=replace(results.premises, coded=coded)).labels
    own = f"{mine['source_id'].iloc[0]}/{mine['coding_id'].iloc[0]}"
    assert sorted(found.values()) == sorted([own, f"ben:{own}", f"{mine['source_id'].iloc[0]}/c99"])
    # a chapter that names the coder all the same is understood
    write_chapter(results, '# A\n\n{{ quote("ann:W1/c1", "P1") }}\n')
    assert "W1/c1 ·" in words(pages(results))


def test_a_label_is_explained_by_one_of_the_study_s_own(results):
    write_chapter(results, "# E\n\n{{ evidence() }}\n")
    labels = set(numbered(results).labels.values())
    (shown,) = re.findall(r"A label such as (\S+) names", pages(results))
    assert shown in labels


def test_strands_have_their_names_in_the_language(results):
    write_chapter(results, '{{ pulled("P1") }} {{ pulled("P2") }}\n')
    said = words(pages(results))
    assert said.count("of the bootstrap resamples") == 2
    write_chapter(results, '{{ pulled("P1", brief=true) }}\n')
    assert "of the bootstrap resamples" not in words(pages(results))
    assert "the interview technique; the round early; the codings of Ben." in said


def test_facts_used_after_the_list_of_facts_are_in_it_too(results):
    write_chapter(results, '# A\n\n{{ facts() }}\n\n{{ fact("sources") }}\n')
    page = pages(results)
    link = re.findall(r'<a class="fact" href="#(fact-[^"]+)"', page)[-1]
    assert f'<tr id="{link}"><td>sources</td>' in page


def test_a_reference_to_what_no_chapter_shows_is_placed(results):
    write_chapter(results, '{{ ref("figure", "braid") }}\n')
    with pytest.raises(
        StudyError, match=r"line 1: the figure 'braid' is in no chapter\. Set it in with figure"
    ):
        pages(results)


def test_paper_says_what_the_page_says(results):
    whole(results.study.root, '{{ table("ledger") }}\n')
    pdf, file = write_documents(numbered(results))
    assert [pdf.read_bytes(), file.read_bytes()] == [
        path.read_bytes() for path in write_documents(numbered(results))
    ]
    text = pdf_text(pdf)
    document = docx.Document(str(file))
    body = " ".join(paragraph.text for paragraph in document.paragraphs)
    for said in (text, body):
        assert "The garden is cared for: supported with reservations" in " ".join(said.split())
        assert "“The children water it every morning.”" in " ".join(said.split())
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Heading 1", "Table Caption", "Image Caption", "Block Text"} <= styles
    assert document.core_properties.title == "The school garden"
    headers = [
        table.rows[0]._tr.trPr is not None and b"tblHeader" in etree.tostring(table.rows[0]._tr.trPr)
        for table in document.tables
    ]
    assert headers and all(headers)
    assert "TEST DATA" in document.sections[0].header.paragraphs[0].text
    assert b"/StructTreeRoot" in pdf.read_bytes() and b"/Outlines" in pdf.read_bytes()


def pdf_text(path):
    return extract_text(str(path)).replace("\xa0", " ")


def test_one_coding_changed_changes_the_sentences_that_rest_on_it(results):
    root = results.study.root
    whole(root, "{{ evidence() }}\n")
    chapter = root / "notebooks/report/1_all.en.md"
    chapter.write_text(
        chapter.read_text().replace('{{ ref("table", "ledger") }}, ', "") + '\n{{ finding("P2") }}\n'
    )

    def told(results):
        page = pages(results)
        found = re.findall(r'id="finding-(p\d)".*?</p>', page, re.DOTALL)
        return {
            name: words(re.search(rf'id="finding-{name}"(.*?)</p>', page, re.DOTALL)[1]) for name in found
        }

    before = told(results)
    for coder in ("ann", "ben"):
        path = root / f"data/raw/coding/codings/{coder}/W1.jsonl"
        path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
    after = told(Results.of(build(root, since="03")))
    assert before["p1"] == after["p1"] and before["p2"] != after["p2"]
    assert "P2. The garden is toil: no evidence" in after["p2"].replace(" .", ".").replace("> ", "")


@pytest.mark.slow
def test_an_odd_study_still_has_a_right_report(root):
    """No documents, one coder, one informant, and a proposition that nobody speaks of."""
    register = root / "data/raw/sources.csv"
    register.write_text(
        "".join(
            line for line in register.read_text().splitlines(True) if line.startswith(("source_id", "W1"))
        )
    )
    for folder in ("interviews", "observations", "documents"):
        for path in (root / "data/raw" / folder).iterdir():
            if path.stem != "W1":
                path.unlink()
    for path in (root / "data/raw/coding/codings").glob("*/*.jsonl"):
        if path.stem != "W1" or path.parent.name == "ben":
            path.unlink()
    (root / "data/raw/coding/codings/ben").rmdir()
    path = root / "data/raw/coding/codings/ann/W1.jsonl"
    path.write_text("".join(line for line in path.read_text().splitlines(True) if "TOIL" not in line))
    settings = root / "data/raw/study.yaml"
    text = settings.read_text().replace("  - {id: ben, name: {id: Ben, en: Ben}}\n", "")
    settings.write_text(text[: text.index("tallies:")] + text[text.index("published:") :])
    whole(
        root,
        '{{ table("ledger") }}\n{{ finding("P2") }}\n{{ table("agreement_table") }}{{ table("tactics_table") }}{{ table("saturation_table") }}',
    )
    results = Results.of(build(root))
    list(save_figures(results))
    for language, counts, verdict in (
        (
            "en",
            "Of 1 voice that speaks to it, 1 is for, none mixed and none against",
            "The garden is toil: no evidence",
        ),
        ("id", "Dari 1 suara yang membicarakannya, 1 mendukung", "Kebun melelahkan: tidak ada bukti"),
    ):
        chapters = numbered(results, language)
        page = words("\n".join(page.data for page in report_pages(chapters)))
        assert counts in page and verdict in page
        assert "nan" not in re.findall(r"\w+", page.lower()) and "None" not in page and "{{" not in page
        assert all(path.stat().st_size > 10_000 for path in write_documents(chapters))


def test_every_number_of_a_finding_is_a_fact_and_so_is_a_value_that_is_printed(results):
    text = """# B

{{ finding("P1") }} {{ pulled("P1") }}

{{ counts("P1") }}

{% if value("sources") > 3 %}All {{ value("sources") }} of {{ value("P1.verdict") }}.{% endif %}

{{ facts() }}
"""
    write_chapter(results, text)
    tree = etree.HTML(pages(results))
    said = tree.xpath("//section[@id='2_odd']/p")
    assert len(said) == 3
    for paragraph in said:
        free = "".join(paragraph.xpath(".//text()[not(ancestor::a[@class='fact'])]"))
        # the name of the claim, and of voices
        assert re.findall(r"\b\d+", free) == [], free
    assert "".join(said[1].itertext()) == (
        "2 + / 0 ± / 1 − of 3 voices · 2 source groups · holds in 23% of resamples"
    )
    assert "".join(said[2].itertext()).startswith("All 4 of supported with reservations, but fragile")
    listed = {row.strip() for row in tree.xpath("//table[@class='facts']//td[1]/text()")}
    for name in (
        "sources",
        "P1.voices",
        "P1.voices_for",
        "P1.groups_for",
        "P1.able",
        "P1.standing",
        "P1.verdict",
    ):
        assert name in listed
    targets = {row.get("id") for row in tree.xpath("//table[@class='facts']//tr")}
    assert {href[1:] for href in tree.xpath("//a[@class='fact']/@href")} <= targets


def test_rows_of_a_log_are_a_small_table_and_no_quotation(root):
    path = root / "data/raw/coding/codings"
    text = "who: pupil · act: water · note: beans\n"
    for coder in ("ann", "ben"):
        (path / coder / "L1.jsonl").write_text(coding_line(text, 1, "TOIL", text.strip()))
    results = rebuilt(root)
    write_chapter(
        results, '# B\n\n{{ quotes("P2", "for", 3) }}\n\n{{ log("who = pupil", 1, "note, who") }}\n'
    )
    tree = etree.HTML(pages(results))
    spoken = tree.xpath("//section[@id='2_odd']//blockquote")
    assert [one for one in spoken if "act" in "".join(one.itertext())] == [] and len(spoken) == 1
    found, chosen = tree.xpath("//section[@id='2_odd']//div[@class='log for' or @class='log']")
    rows = [[" ".join(cell.itertext()) for cell in row] for row in found.xpath(".//tr")]
    assert rows == [["Row", "who", "act", "note"], ["L1/c1", "pupil", "water", "beans"]]
    assert [[cell.text for cell in row] for row in chosen.xpath(".//tr")][1:] == [
        ["L1-0001", "beans", "pupil"]
    ]
    assert "1 of 2 rows" in "".join(chosen.itertext())
    write_chapter(results, '# B\n\n{{ log("whom = pupil") }}\n')
    with pytest.raises(StudyError, match=r"line 3: 'whom' is no attribute yet.*Did you mean who"):
        pages(results)
    write_chapter(results, '# B\n\n{{ log("who = pupil", 3, "notes") }}\n')
    with pytest.raises(StudyError, match=r"line 3: no log has the field 'notes'. Did you mean note"):
        pages(results)


def test_what_speaks_against_looks_other_in_word_and_says_so(results):
    write_chapter(results, '# B\n\n{{ quotes("P1", "for") }}\n\n{{ quotes("P1", "against") }}\n')
    _, path = write_documents(numbered(results))
    said = {paragraph.style.name: paragraph.text for paragraph in docx.Document(str(path)).paragraphs}
    assert said["Block Text Against"].startswith("against · D1/c1")
    assert said["Block Text"].startswith("W2/c1")


def test_the_notice_is_in_the_properties_of_every_form_and_beside_the_data(results):
    pages(results)
    pdf, word_file = write_documents(numbered(results))
    about = docx.Document(str(word_file)).core_properties
    assert (about.title, about.comments, about.keywords) == ("The school garden", "TEST DATA", "garden")
    with pdf.open("rb") as file:
        (about,) = PDFDocument(PDFParser(file)).info
    assert about["Title"] == b"The school garden" and about["Subject"] == b"TEST DATA"
    for folder in ("tables", "figures"):
        said = (results.study.reports / folder / "README.en.txt").read_text(encoding="utf-8")
        assert said.startswith("The school garden\n\nTEST DATA\n\nEach CSV")
    page = (results.study.reports / "report.en.html").read_text(encoding="utf-8")
    assert etree.HTML(page).xpath("//meta[@name='description']/@content") == ["TEST DATA"]
