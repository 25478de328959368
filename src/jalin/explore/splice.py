"""One thing of a YAML file changed, and every other line left as a person wrote it.

A place is the steps to a value: `("codes", 3, "name", "en")`. What is new goes on a line of its
own, so that a change is a line to read in git. What the text says afterwards is compared with
what it should say; where a spelling is too strange for that, the value around it is written anew.
"""

import copy
from itertools import pairwise
from typing import Any

import yaml

from jalin.files import yaml_loader
from jalin.reading import Place, parse_yaml, printable

_FLAT = 100  # the longest line that an entry is written on


def put(text: str, at: Place, value: Any, shown: str = "") -> str:
    """`text` with `value` at the place `at`; a list grows where its last step is its length.

    Keys on the way that are not there are made. Raises `StudyError` when the text is no YAML.
    """
    content = parse_yaml(text, shown)
    value = printable(value)
    wanted = _with(content, at, value)
    for cut in range(len(at), -1, -1):
        made = _put(text, at[:cut], value if cut == len(at) else _at(wanted, at[:cut]))
        if made is not None and _says(made, wanted):
            return made
    return _dumped(wanted)


def take_out(text: str, at: Place, shown: str = "") -> str:
    """`text` without what stands at the place `at`. Raises `StudyError` when the text is no YAML."""
    wanted = copy.deepcopy(parse_yaml(text, shown))
    del _at(wanted, at[:-1])[at[-1]]
    made = _without(text, at)
    if made is not None and _says(made, wanted):
        return made
    for cut in range(len(at) - 1, -1, -1):
        made = _put(text, at[:cut], _at(wanted, at[:cut]))
        if made is not None and _says(made, wanted):
            return made
    return _dumped(wanted)


def moved(text: str, key: str, number: int, before: int) -> str:
    """`text` with an entry of the list `key` before another, in its own lines; `before` is the length of the list for its end."""
    wanted = parse_yaml(text, "")
    entries = list(wanted[key])
    entry = entries.pop(number)
    entries.insert(before - (number < before), entry)
    wanted = wanted | {key: entries}
    node = _find(text, (key,))
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        starts = [text.rfind("\n", 0, one.start_mark.index) + 1 for one in node.value]
        end = text.find("\n", _end(node, text)) + 1 or len(text)
        cuts = [*starts, end]
        lines = [text[one:after] for one, after in pairwise(cuts)]
        lines.insert(before - (number < before), lines.pop(number))
        made = (
            text[: cuts[0]] + "".join(one if one.endswith("\n") else f"{one}\n" for one in lines) + text[end:]
        )
        if _says(made, wanted):
            return made
    return put(text, (key,), entries)


def said(old: Any, language: str, words: str, languages: list[str]) -> Any:
    """A name or definition with other words in one language; one text serves for all while it is one."""
    if len(languages) == 1:
        return words
    if not isinstance(old, dict):
        if old is None or str(old) == words or str(old) in ("", "–"):
            return words
        old = dict.fromkeys(languages, str(old))
    made = old | {language: words}
    return words if set(made.values()) == {words} else made


def _says(text: str, wanted: Any) -> bool:
    try:
        return bool(yaml.load(text, yaml_loader()) == wanted)
    except yaml.YAMLError:
        return False


def _at(content: Any, at: Place) -> Any:
    for step in at:
        content = content[step]
    return content


def _with(content: Any, at: Place, value: Any) -> Any:
    """A copy of `content` with the value at the place."""
    if not at:
        return value
    step, rest = at[0], at[1:]
    if isinstance(step, int) and not isinstance(content, dict):
        found = list(content or [])
        found[step : step + 1] = [_with(found[step] if step < len(found) else None, rest, value)]
        return found
    return dict(content or {}) | {step: _with((content or {}).get(step), rest, value)}


def _flow(value: Any) -> str:
    """A value on one line, as it may stand anywhere."""
    line = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9)
    return line.strip()[1:-1]


def _dumped(value: Any) -> str:
    return yaml.safe_dump(value, default_flow_style=None, allow_unicode=True, sort_keys=False, width=10**9)


def _block(value: Any) -> list[str]:
    """An entry as lines: one, or where that is long a line a key."""
    line = _flow(value)
    if not isinstance(value, dict) or len(line) <= _FLAT:
        return [line]
    return [f"{_flow(key)}: {_flow(one)}" for key, one in value.items()]


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _find(text: str, at: Place) -> yaml.Node | None:
    node = yaml.compose(text, yaml_loader())
    for step in at:
        node = _child(node, step) if node is not None else None
    return node


def _end(node: yaml.Node, text: str) -> int:
    """Where the words of a node end; a block ends for YAML where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, text)
    end = node.end_mark.index
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return len(text[:end].rstrip("\n")) if block else end


def _put(text: str, at: Place, value: Any) -> str | None:
    """The text with the value, in one splice; None where that is not possible."""
    node = _find(text, at)
    if not at:
        return None
    if node is not None:
        start, end = node.start_mark.index, _end(node, text)
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            # a block under its key goes on the line of the key
            start = len(text[:start].rstrip(" \n"))
            return f"{text[:start]} {_flow(value)}{text[end:]}"
        space = "" if start and text[start - 1] in " [{" else " "
        return f"{text[:start]}{space}{_flow(value)}{text[end:]}"
    step, parent = at[-1], _find(text, at[:-1])
    if parent is None or not isinstance(parent, yaml.CollectionNode):
        # the key that holds it is not there, or is empty
        made = [value] if isinstance(step, int) else {step: value}
        if parent is None or not at[:-1]:
            return None
        start, end = parent.start_mark.index, parent.end_mark.index
        lines = _listed([value], " " * 2) if isinstance(step, int) and len(at) == 2 else None
        return f"{text[:start]}{lines or ' ' + _flow(made)}{text[end:]}"
    if parent.flow_style and parent.value:
        inside = text[: parent.end_mark.index - 1].rstrip()
        comma = "" if inside.endswith(",") else ","
        said = _flow(value) if isinstance(step, int) else f"{_flow(step)}: {_flow(value)}"
        return f"{inside}{comma} {said}{text[parent.end_mark.index - 1 :]}"
    if parent.flow_style:
        start, end = parent.start_mark.index, parent.end_mark.index
        if isinstance(step, int) and len(at) == 2:
            return f"{text[:start].rstrip(' ')}{_listed([value], '  ')}{text[end:]}"
        return f"{text[:start]}{_flow([value] if isinstance(step, int) else {step: value})}{text[end:]}"
    line_end = text.find("\n", _end(parent, text))
    line_end = len(text) if line_end < 0 else line_end
    indent = " " * parent.start_mark.column
    if isinstance(step, int):
        new = _listed([value], indent)
    elif len(at) == 1 and isinstance(value, list):
        new = f"\n{indent}{_flow(step)}:{_listed(value, indent + '  ')}"
    else:
        new = f"\n{indent}{_flow(step)}: {_flow(value)}"
    return f"{text[:line_end]}{new}{text[line_end:] or chr(10)}"


def _listed(values: list[Any], indent: str) -> str:
    """Entries of a list below one another, each after a line end."""
    made = ""
    for value in values:
        first, *rest = _block(value)
        made += f"\n{indent}- {first}" + "".join(f"\n{indent}  {line}" for line in rest)
    return made


def _without(text: str, at: Place) -> str | None:
    parent, node = _find(text, at[:-1]), _find(text, at)
    if not isinstance(parent, yaml.CollectionNode) or node is None:
        return None
    number = at[-1] if isinstance(at[-1], int) else [key.value for key, _ in parent.value].index(at[-1])
    starts = [(one[0] if isinstance(one, tuple) else one).start_mark.index for one in parent.value]
    ends = [_end(one[1] if isinstance(one, tuple) else one, text) for one in parent.value]
    number = int(number)
    if parent.flow_style:
        if number + 1 < len(starts):
            return text[: starts[number]] + text[starts[number + 1] :]
        start = ends[number - 1] if number else starts[number]
        return text[:start] + text[ends[number] :]
    if len(starts) == 1:
        return None
    begin = text.rfind("\n", 0, starts[number]) + 1
    end = text.find("\n", ends[number])
    return text[:begin] + ("" if end < 0 else text[end + 1 :])
