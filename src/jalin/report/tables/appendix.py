"""The table of software."""

from importlib.metadata import version

import pandas as pd

from jalin import __version__
from jalin.report.results import Results
from jalin.words import word


def software(results: Results, language: str) -> pd.DataFrame:
    """The packages that compute, draw and set the report, at the versions installed from the lock."""
    names = (
        "pandas", "numpy", "scipy", "pyarrow", "pandera", "networkx", "matplotlib", "seaborn", "papermill",
        "nbconvert", "pypandoc-binary", "typst", "PySastrawi", "snowballstemmer", "stop-words",
    )  # fmt: skip
    rows = [("jalin", __version__), *((name, version(name)) for name in names)]
    return pd.DataFrame(rows, columns=[word("column.package", language), word("column.version", language)])
