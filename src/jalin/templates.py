"""HTML from Jinja templates, `templates/NAME.html.j2` beside the code that fills them; and text as Markdown.

Whatever a template puts out is text and is escaped, so nothing that people wrote can become markup.
A line break in a template, and the spaces that begin the next line, are layout and are not put out.
"""

import re
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from jalin.words import phrase, word

_PACKAGE = Path(__file__).parent
# what means something in Markdown, which takes any of it after a backslash as it is
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
_TAG_OR_BREAK = re.compile(r"(\{[{%#].*?[}%#]\})|\n\s*", re.DOTALL)


# what turns the direction of writing from here on, and what ends it
_TURNED = ((re.compile("[\u202a\u202b\u202d\u202e]"), "\u202c"), (re.compile("[\u2066-\u2068]"), "\u2069"))


def closed(text: str) -> str:
    """`text` with an end for each turn in the direction of writing that it leaves open, or the words after it would be read the wrong way round."""
    for begin, end in _TURNED:
        text += end * (len(begin.findall(text)) - text.count(end))
    return text


def _source(name: str) -> str:
    folder, _, file = name.rpartition("/")
    text = (_PACKAGE / folder / "templates" / f"{file}.html.j2").read_text(encoding="utf-8")
    return _TAG_OR_BREAK.sub(lambda found: found[1] or "", text)


@cache
def _template(name: str, language: str) -> Template:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: closed(value) if type(value) is str else value,
    )
    # `word` and `phrase` speak the language of the page
    said = {
        "word": partial(word, language=language),
        "phrase": lambda key, **values: phrase(key, language, **values),
    }
    environment.globals.update(said, language=language)
    return environment.get_template(name)


def render(name: str, macro: str, language: str, /, **values: object) -> str:
    """The HTML of a macro of the template `name`, such as `report/elements`; `values` are its arguments."""
    html = str(getattr(_template(name, language).module, macro)(**values))
    # quotation marks as the standard library escapes them
    return html.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


def plain(text: str) -> str:
    """`text` as Markdown in which nothing is markup."""
    return _MARKS.sub(r"\\\1", closed(" ".join(text.split())))
