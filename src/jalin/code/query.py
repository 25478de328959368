"""The query language over codes and attributes: which codings speak to a proposition.

    MS-LIKE                    codings of this code or of any code below it
    with KN-BANTAH             the same coder put this code on an overlapping passage
    near KN-BANTAH             the same coder put this code at most 300 code points away
    "tanda suka"               the passage has these words, in large or small letters
    role_group = staf          an attribute of the source; also != < <= > >=
    not …   … and …   … or …   ( … )

Words with spaces or signs in them go in quotation marks: site = "Balai Desa". A
query is parsed to a tree and applied; it is never evaluated as Python.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from jalin.code.codebook import Codebook
from jalin.code.overlap import close_by, overlapping
from jalin.errors import not_yet

_GRAMMAR = r"""
    ?start: either
    ?either: both ("or"i both)*          -> any_of
    ?both: single ("and"i single)*       -> all_of
    ?single: "not"i single               -> none_of
        | "(" either ")"
        | NAME SIGN (NAME | STRING)      -> attribute
        | "with"i NAME                   -> shared
        | "near"i NAME                   -> close
        | STRING                         -> words
        | NAME                           -> code
    SIGN: "!=" | "<=" | ">=" | "=" | "<" | ">"
    STRING: /"[^"]*"/
    NAME: /(?!(?:and|or|not|with|near)\b)[^\W][\w.-]*/i
    %import common.WS
    %ignore WS
"""
# how far apart two passages still count as near, in code points
NEAR = 300
_PARSER = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)
_SIGNS: dict[str, Callable] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class QueryError(Exception):
    """A query that cannot be understood: what is wrong and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


@dataclass(frozen=True)
class QueryContext:
    """What a query is asked of: codings joined with their sources, and the codebook."""

    codings: pd.DataFrame
    codebook: Codebook
    pairs: pd.DataFrame

    @classmethod
    def of(cls, codings: pd.DataFrame, codebook: Codebook) -> "QueryContext":
        """Prepare `codings` (positions in their index 0…n−1) for any number of queries."""
        codings = codings.reset_index(drop=True)
        return cls(codings, codebook, overlapping(codings))

    def in_branch(self, code: str) -> np.ndarray:
        """Which codings have `code` or a code below it."""
        if code not in self.codebook.today:
            raise QueryError(*not_yet("code", code, self.codebook.today))
        return self.codings["code"].isin(self.codebook.branch(self.codebook.today[code])).to_numpy()

    def sharing(self, code: str) -> np.ndarray:
        """Which codings overlap a coding of that branch by the same coder, or are one."""
        found = self.in_branch(code)
        coder = self.codings["coder"].to_numpy()
        left, right = self.pairs["left"].to_numpy(), self.pairs["right"].to_numpy()
        same = coder[left] == coder[right]
        result = found.copy()
        result[left[same & found[right]]] = True
        result[right[same & found[left]]] = True
        return result

    def close_to(self, code: str, distance: int = NEAR) -> np.ndarray:
        """Which codings have one of that branch by the same coder with at most `distance` code points between, or are one."""
        return QueryContext(self.codings, self.codebook, close_by(self.codings, distance)).sharing(code)


@v_args(inline=True)
class _Mask(Transformer):
    """From the parsed query to one truth value per coding."""

    def __init__(self, asked: QueryContext) -> None:
        super().__init__()
        self.asked = asked

    def code(self, name: Token) -> np.ndarray:
        return self.asked.in_branch(str(name))

    def shared(self, name: Token) -> np.ndarray:
        return self.asked.sharing(str(name))

    def close(self, name: Token) -> np.ndarray:
        return self.asked.close_to(str(name))

    def words(self, quoted: Token) -> np.ndarray:
        wanted = quoted[1:-1].casefold()
        return np.array([wanted in quote.casefold() for quote in self.asked.codings["quote"]], dtype=bool)

    def attribute(self, name: Token, sign: Token, value: Token) -> np.ndarray:
        columns = self.asked.codings.columns
        if name not in columns:
            raise QueryError(*not_yet("attribute", name, columns))
        wanted = value[1:-1] if value.type == "STRING" else str(value)
        return _SIGNS[str(sign)](self.asked.codings[str(name)].astype("str"), wanted).to_numpy(dtype=bool)

    def any_of(self, *masks: np.ndarray) -> np.ndarray:
        return np.logical_or.reduce(masks)

    def all_of(self, *masks: np.ndarray) -> np.ndarray:
        return np.logical_and.reduce(masks)

    def none_of(self, mask: np.ndarray) -> np.ndarray:
        return ~mask


def columns_of(query: str) -> set[str]:
    """The columns of codings that a query looks at; of one that cannot be read, those up to where it fails."""
    try:
        tree = _PARSER.parse(query)
    except UnexpectedInput:
        return set()
    named = {str(found.children[0]) for found in tree.find_data("attribute")}
    words = {"quote"} if any(tree.find_data("words")) else set()
    return {"code", "coder", "source_id", "start", "end"} | named | words


def select(query: str, asked: QueryContext) -> np.ndarray:
    """Which codings of `asked` the query selects: one bool per coding.

    Raises `QueryError` for a query that cannot be parsed, an unknown code or attribute.
    """
    try:
        tree = _PARSER.parse(query)
    except UnexpectedInput as error:
        ended = getattr(getattr(error, "token", None), "type", "") == "$END"
        at = "the end" if ended else f"column {error.column}"
        raise QueryError(
            f"the query {query!r} cannot be read at {at}",
            'A query is made of codes, with CODE, near CODE, "words", attribute = value, and, or, not and ( )',
        ) from None
    transformer = _Mask(asked)
    try:
        return transformer.transform(tree)
    except Exception as error:
        cause = getattr(error, "orig_exc", error)
        if isinstance(cause, QueryError):
            raise cause from None
        raise
