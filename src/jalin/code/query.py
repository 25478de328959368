"""The query language over codes and attributes: which codings speak to a proposition.

    MS-LIKE                    codings of this code or of any code below it
    with KN-BANTAH             this code stands on an overlapping passage, too
    near KN-BANTAH             this code stands at most 300 code points away
    before KN-BANTAH           this code comes next, at most 300 code points after the passage ends
    "tanda suka"               the passage has these words, in large or small letters; … in them stands for what is between
    role_group = staf          an attribute of the source; also != < <= > >= ≠ ≤ ≥
    not …   … and …   … or …   ( … )

Words with spaces or signs in them go in quotation marks, straight or curly: site = "Balai Desa". A
query is parsed to a tree and applied; it is never evaluated as Python.

`with`, `near`, `before` and `not` see the codings that the query is asked of, and no other. Evidence is asked of
the codings that count (`jalin.code.reconcile.counted`), which are one reading, whoever made them. Elsewhere
the codings of each coder are a reading of their own: only those of the same coder meet.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from lark import Lark, Token, Transformer, Tree, UnexpectedInput, v_args

from jalin.code.codebook import Codebook
from jalin.code.compared import places
from jalin.code.overlap import close_by, overlapping
from jalin.errors import Unmet, not_yet

# of which a condition on counts (`jalin.report.conditions`) is made, too
GRAMMAR = r"""
    ?either: both ("or"i both)*          -> any_of
    ?both: single ("and"i single)*       -> all_of
    ?single: "not"i single               -> none_of
        | "(" either ")"
        | (NAME | STRING) SIGN (NAME | STRING) -> attribute
        | "with"i NAME                   -> shared
        | "near"i NAME                   -> close
        | BEFORE NAME                    -> ahead
        | STRING                         -> words
        | NAME                           -> code
    SIGN: "!=" | "≠" | "<=" | "≤" | ">=" | "≥" | "=" | "<" | ">"
    BEFORE.2: /before(?=\s+(?!(?:and|or)\b)[^\W])/i
    STRING: /"[^"]*"|[“”„][^“”]*[“”]|«[^»]*»/
    NAME: /(?!(?:and|or|not|with|near)\b)[^\W][\w.-]*/i
    %import common.WS
    %ignore WS
"""
# how far apart two passages still count as near, in code points
NEAR = 300
_PARSER = Lark(GRAMMAR, parser="lalr", start="either", maybe_placeholders=False)
SIGNS: dict[str, Callable] = {
    "=": operator.eq,
    "!=": operator.ne,
    "≠": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    "≤": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "≥": operator.ge,
}


def said(token: Token) -> str:
    """What a name or words in quotation marks say."""
    return str(token)[1:-1] if token.type == "STRING" else str(token)


class QueryError(Unmet):
    """A query that cannot be understood: what is wrong and what to do."""


@dataclass(frozen=True)
class QueryContext:
    """What a query is asked of: codings joined with their sources, and the codebook."""

    codings: pd.DataFrame
    codebook: Codebook
    pairs: pd.DataFrame
    one_reading: bool

    @classmethod
    def of(cls, codings: pd.DataFrame, codebook: Codebook, one_reading: bool = False) -> "QueryContext":
        """Prepare `codings` (positions in their index 0…n−1) for any number of queries.

        `pairs` are those that overlap: of the same coder, or of any where they are `one_reading`.
        """
        codings = codings.reset_index(drop=True)
        return cls(codings, codebook, cls._met(codings, overlapping(codings), one_reading), one_reading)

    @staticmethod
    def _met(codings: pd.DataFrame, pairs: pd.DataFrame, one_reading: bool) -> pd.DataFrame:
        """Those of the pairs that are of the same coder, all where the codings are one reading."""
        coder = np.zeros(len(codings)) if one_reading else pd.factorize(codings["coder"])[0]
        return pairs[coder[pairs["left"]] == coder[pairs["right"]]]

    def in_branch(self, code: str) -> np.ndarray:
        """Which codings have `code` or a code below it."""
        if code not in self.codebook.today:
            raise QueryError(*not_yet("code", code, self.codebook.today))
        return self.codings["code"].isin(self.codebook.branch(self.codebook.today[code])).to_numpy()

    def sharing(self, code: str) -> np.ndarray:
        """Which codings overlap a coding of that branch, or are one."""
        found = self.in_branch(code)
        left, right = self.pairs["left"].to_numpy(), self.pairs["right"].to_numpy()
        result = found.copy()
        result[left[found[right]]] = True
        result[right[found[left]]] = True
        return result

    def close_to(self, code: str, distance: int = NEAR) -> np.ndarray:
        """Which codings have one of that branch with at most `distance` code points between, or are one."""
        return replace(self, pairs=self._close(distance)).sharing(code)

    def ahead_of(self, code: str, distance: int = NEAR) -> np.ndarray:
        """Which codings end before one of that branch begins, with at most `distance` code points between."""
        found, pairs = self.in_branch(code), self._close(distance)
        start, end = self.codings["start"].to_numpy(), self.codings["end"].to_numpy()
        result = np.zeros(len(found), dtype=bool)
        for one, other in (("left", "right"), ("right", "left")):
            first, then = pairs[one].to_numpy(), pairs[other].to_numpy()
            result[first[found[then] & (end[first] <= start[then])]] = True
        return result

    def _close(self, distance: int) -> pd.DataFrame:
        return self._met(self.codings, close_by(self.codings, distance), self.one_reading)


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

    def ahead(self, _: Token, name: Token) -> np.ndarray:
        return self.asked.ahead_of(str(name))

    def words(self, quoted: Token) -> np.ndarray:
        wanted = said(quoted)
        return np.array([bool(places(wanted, quote)) for quote in self.asked.codings["quote"]], dtype=bool)

    def attribute(self, name: Token, sign: Token, value: Token) -> np.ndarray:
        columns = self.asked.codings.columns
        if said(name) not in columns:
            raise QueryError(*not_yet("attribute", said(name), columns))
        return SIGNS[str(sign)](self.asked.codings[said(name)].astype("str"), said(value)).to_numpy(
            dtype=bool
        )

    def any_of(self, *masks: np.ndarray) -> np.ndarray:
        return np.logical_or.reduce(masks)

    def all_of(self, *masks: np.ndarray) -> np.ndarray:
        return np.logical_and.reduce(masks)

    def none_of(self, mask: np.ndarray) -> np.ndarray:
        return ~mask


def _plain(part: Tree | Token) -> object:
    """A query's tree as something to compare: in whichever order its parts are joined."""
    if isinstance(part, Token):
        return str(part)
    parts = [_plain(child) for child in part.children]
    if part.data not in ("any_of", "all_of"):
        return (part.data, *parts)
    return parts[0] if len(parts) == 1 else (part.data, frozenset(parts))


def alternatives(query: str) -> frozenset[object]:
    """What a query joins by `or`, as things to compare; none of one that is empty or cannot be read."""
    try:
        tree = _PARSER.parse(query)
    except UnexpectedInput:
        return frozenset()
    return frozenset(map(_plain, tree.children if tree.data == "any_of" else [tree]))


def columns_of(query: str) -> set[str]:
    """The columns of codings that a query looks at; of one that cannot be read, those up to where it fails."""
    try:
        tree = _PARSER.parse(query)
    except UnexpectedInput:
        return set()
    named = {said(found.children[0]) for found in tree.find_data("attribute")}  # type: ignore[arg-type]
    words = {"quote"} if any(tree.find_data("words")) else set()
    return {"code", "coder", "source_id", "start", "end"} | named | words


def codes_in(query: str) -> set[str]:
    """The codes that a query names; none of one that cannot be read."""
    try:
        tree = _PARSER.parse(query)
    except UnexpectedInput:
        return set()
    kinds = ("code", "shared", "close", "ahead")
    return {str(found.children[-1]) for kind in kinds for found in tree.find_data(kind)}


def wrong_at(error: UnexpectedInput) -> str:
    """Where what was written cannot be read."""
    ended = getattr(getattr(error, "token", None), "type", "") == "$END"
    return "the end" if ended else f"column {error.column}"


def select(query: str, asked: QueryContext) -> np.ndarray:
    """Which codings of `asked` the query selects: one bool per coding.

    Raises `QueryError` for a query that cannot be parsed, an unknown code or attribute.
    """
    try:
        tree = _PARSER.parse(query)
    except UnexpectedInput as error:
        raise QueryError(
            f"the query {query!r} cannot be read at {wrong_at(error)}",
            'A query is made of codes, with CODE, near CODE, before CODE, "words", attribute = value, and, or, not and ( )',
        ) from None
    return chosen_by(tree, asked)


def chosen_by(tree: Tree, asked: QueryContext) -> np.ndarray:
    """Which codings of `asked` a query that was parsed selects. Raises `QueryError` for an unknown code or attribute."""
    transformer = _Mask(asked)
    try:
        return transformer.transform(tree)
    except Exception as error:
        cause = getattr(error, "orig_exc", error)
        if isinstance(cause, QueryError):
            raise cause from None
        raise
