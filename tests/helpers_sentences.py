"""The sentences of errors that the source says: what flows into the fault and the remedy of a problem, read from its syntax."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

# exceptions whose words become the fault and remedy of a problem
_SAYING = {"QueryError", "ConditionError", "Unknown", "Unreadable", "Unshareable", "Unsearchable", "ValueError", "LookupError"}  # fmt: skip
# from which a value is chosen
_CHOOSING = {"get", "items", "values"}
Function = ast.FunctionDef | None


class Said:
    """The modules below a folder, and what their errors say."""

    def __init__(self, folder: Path) -> None:
        self.trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")}
        self.functions: dict[str, list[tuple[ast.FunctionDef, Path]]] = defaultdict(list)
        self.within: dict[ast.AST, Function] = {}
        self.constants: dict[tuple[Path, str], ast.expr] = {}
        # functions of ours that make a problem of some of their arguments, and of which
        self.makers: dict[str, set[str]] = defaultdict(set)
        for path, tree in self.trees.items():
            self._placed(tree, None)
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    self.functions[node.name].append((node, path))
            for node in tree.body:
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                        if isinstance(target, ast.Name):
                            self.constants[path, target.id] = node.value
        self.calls = [
            node for tree in self.trees.values() for node in ast.walk(tree) if isinstance(node, ast.Call)
        ]
        while self._more_makers():
            pass

    def _placed(self, node: ast.AST, function: Function) -> None:
        for child in ast.iter_child_nodes(node):
            self.within[child] = function
            self._placed(child, child if isinstance(child, ast.FunctionDef) else function)

    def _more_makers(self) -> bool:
        found = False
        for call in self.calls:
            function = self.within[call]
            for told in self._told(call):
                if function and isinstance(told, ast.Name) and told.id in _parameters(function):
                    found |= told.id not in self.makers[function.name]
                    self.makers[function.name].add(told.id)
        return found

    def _told(self, call: ast.Call) -> list[ast.expr]:
        """The arguments of a call that become a fault or a remedy."""
        name = _name(call)
        if name in _SAYING:
            # the third is a place
            return call.args[:2]
        if name == "Problem":
            return call.args[2:] + [one.value for one in call.keywords if one.arg in ("what", "remedy")]
        wanted = self.makers.get(name, set())
        found = [one.value for one in call.keywords if one.arg in wanted]
        for function, _ in self.functions[name] if wanted else []:
            names = _parameters(function)
            names = names[1:] if names[:1] == ["self"] else names
            found += [value for key, value in zip(names, call.args, strict=False) if key in wanted]
        return found

    def sentences(self) -> set[str]:
        """Each, with X in its places; but words alone."""
        found = set()
        for path, tree in self.trees.items():
            for call in ast.walk(tree):
                if isinstance(call, ast.Call):
                    for told in self._told(call):
                        found |= set(self._texts(told, path, self.within[call], 0))
        # what begins with another sentence
        bare = {re.sub(r"^(X+[.?]?)+ (?=[A-Z])", "", one) for one in found}
        return {one for one in bare if " " in one.strip() and re.search("[a-z]{2}", one)}

    def printed(self, *folders: Path) -> set[str]:
        """Each sentence that the commands in folders print of what they did, or list to be told, with X in its places."""
        found = set()
        for path, tree in self.trees.items():
            for node in ast.walk(tree) if any(map(path.is_relative_to, folders)) else ():
                given: list[ast.expr] = []
                if isinstance(node, ast.Call) and _name(node) == "say":
                    given = node.args[1:]
                elif isinstance(node, ast.Call) and _name(node) == "append":
                    given = node.args if _called(node.func.value) == "told" else []
                elif isinstance(node, ast.AugAssign) and _called(node.target) == "told":
                    given = [node.value]
                for told in given:
                    found |= set(self._texts(told, path, self.within[node], 0))
        return {one for one in found if re.search("[a-z]{2}", re.sub(r"--\w+", "", one))}

    def _texts(self, node: ast.AST, path: Path, function: Function, depth: int) -> Iterator[str]:
        """What an expression may say."""
        if depth > 6:
            return
        match node:
            case ast.Constant(value=str(words)):
                yield words
            case ast.JoinedStr(values=parts):
                yield "".join(_part(one) for one in parts)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                ends = list(self._texts(right, path, function, depth)) or ["X"]
                yield from (one + end for one in self._texts(left, path, function, depth) for end in ends)
            case ast.Name(id=name):
                found = [*_given(name, function, self.within)]
                if not found and (path, name) in self.constants:
                    found = [self.constants[path, name]]
                for one in found:
                    yield from self._texts(one, path, function, depth + 1)
            case ast.Subscript(value=value) | ast.Starred(value=value):
                yield from self._texts(value, path, function, depth + 1)
            case ast.Call() if _name(node) in _CHOOSING and isinstance(node.func, ast.Attribute):
                for one in (node.func.value, *node.args[1:]):
                    yield from self._texts(one, path, function, depth + 1)
            case ast.Call():
                called = self.functions.get(_name(node), [])
                for other, where in [one for one in called if one[1] == path] or called[:3]:
                    for one in ast.walk(other):
                        if isinstance(one, ast.Return | ast.Yield) and one.value:
                            yield from self._texts(one.value, where, other, depth + 1)
            case ast.IfExp(body=one, orelse=other):
                yield from self._texts(one, path, function, depth)
                yield from self._texts(other, path, function, depth)
            case (
                ast.BoolOp(values=parts)
                | ast.Tuple(elts=parts)
                | ast.List(elts=parts)
                | ast.Dict(values=parts)
            ):
                for one in parts:
                    yield from self._texts(one, path, function, depth)


def _part(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "'X'" if isinstance(node, ast.FormattedValue) and node.conversion == ord("r") else "X"


def _name(call: ast.Call) -> str:
    return _called(call.func)


def _called(node: ast.expr) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _parameters(function: ast.FunctionDef) -> list[str]:
    given = function.args
    return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def _given(name: str, function: Function, within: dict[ast.AST, Function]) -> Iterator[ast.expr]:
    """What a name is given in a function, or in those around it."""
    while function is not None:
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    yield from _of(name, target, node.value)
            elif isinstance(node, ast.For | ast.comprehension):
                yield from _of(name, node.target, node.iter)
            elif isinstance(node, ast.NamedExpr):
                yield from _of(name, node.target, node.value)
        function = within[function]


def _of(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple):
        for at, one in enumerate(target.elts):
            if isinstance(one, ast.Name) and one.id == name:
                yield value.elts[at] if isinstance(value, ast.Tuple) else value
