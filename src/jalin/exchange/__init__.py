"""Exchange: projects of other programs in and out, over one model of a project."""

from jalin.exchange.databases import read_qualcoder, read_taguette
from jalin.exchange.new_study import new_study
from jalin.exchange.of_study import project_of
from jalin.exchange.print_html import write_html
from jalin.exchange.read_refi import read_refi
from jalin.exchange.spreadsheet import write_codings
from jalin.exchange.write_refi import write_refi

__all__ = [
    "new_study",
    "project_of",
    "read_qualcoder",
    "read_refi",
    "read_taguette",
    "write_codings",
    "write_html",
    "write_refi",
]
