"""Displays: a matrix chosen from lists, seen at once, and kept in the study."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jalin.display import displays_of, matrix
from jalin.display.cells import CELLS
from jalin.display.material import AXES
from jalin.display.shapes import SHAPES, shape_name
from jalin.display.stage import material_of
from jalin.errors import Problem, StudyError, nearest
from jalin.explore.desk import Desk, of_text
from jalin.explore.live import premises, watched
from jalin.explore.picked import refuse_set_in
from jalin.explore.room import Room, View, by_name
from jalin.explore.rooms.ask import attributes
from jalin.explore.rooms.codebook import codes_of
from jalin.explore.splice import put, said, take_out
from jalin.reading import as_model, parse_yaml
from jalin.settings import DisplaySpec
from jalin.study import SETTINGS, Study

_KEYS = ("id", "name", "shape", "rows", "columns", "cell", "where", "order_by")


def _spec(study: Study, given: Mapping[str, Any]) -> DisplaySpec:
    content = {name: given[name] for name in _KEYS if given.get(name)}
    content = {"id": "seen", "name": "…"} | content
    return as_model(DisplaySpec, content, SETTINGS, "displays", languages=study.languages)


def show(desk: Desk, spec: Mapping[str, Any]) -> str:
    """A matrix as HTML; a click on a cell opens its passages."""
    study = desk.study
    made = matrix(material_of(premises(study).coded), _spec(study, spec), desk.language)
    return str(made._repr_html_())


def _check(study: Study) -> None:
    """Raise for displays that cannot be made, and for one that a chapter sets in as a figure and that is in words now, or the other way round."""
    specs = displays_of(material_of(premises(study).coded))
    for kind, drawn in (("figure", False), ("table", True)):
        other = {one.id for one in specs if bool(CELLS[one.cell].draw) is drawn}
        refuse_set_in(study, [kind], other.__contains__)


def keep(desk: Desk, spec: Mapping[str, Any]) -> None:
    """Keep a display in study.yaml, in the place of one with its id. Raises `StudyError` for one that cannot be made."""
    study = desk.study
    found = _spec(study, spec)
    matrix(material_of(premises(study).coded), found, desk.language)

    def change(text: str) -> str:
        listed = parse_yaml(text, SETTINGS).get("displays") or []
        at = next((n for n, one in enumerate(listed) if str(one.get("id")) == found.id), len(listed))
        old = listed[at] if at < len(listed) else {}
        entry = {name: spec[name] for name in _KEYS if spec.get(name)}
        entry["name"] = said(
            old.get("name"), desk.language, str(spec.get("name") or found.id), study.languages
        )
        return put(text, ("displays", at), {name: old[name] for name in old if name not in _KEYS} | entry)

    desk.act(f"+ {found.id}", {desk.root / SETTINGS: of_text(change)}, _check)


def remove(desk: Desk, id: str) -> None:
    """Take a display out of study.yaml; refused while a chapter shows it."""
    refuse_set_in(desk.study, ["figure", "table"], lambda name: name == id)

    def change(text: str) -> str:
        listed = [str(one.get("id")) for one in parse_yaml(text, SETTINGS).get("displays") or []]
        if id not in listed:
            raise StudyError(Problem(SETTINGS, "displays", f"{id} is not among them", nearest(id, listed)))
        return take_out(text, ("displays", listed.index(id)))

    desk.act(f"− {id}", {desk.root / SETTINGS: of_text(change)}, _check)


class DisplaysRoom(Room):
    """The displays of the study, and one to try."""

    name = "displays"
    shows_others = True
    acts = by_name(keep, remove)
    asks = by_name(show)

    def watched(self) -> Iterable[Path]:
        return watched(self.desk.study)

    def view(self) -> View:
        study, language = self.desk.study, self.desk.language
        coded = premises(study).coded
        own = {spec.id for spec in study.settings.displays}
        axes = [*AXES, *(name for name in attributes(coded.codings) if name not in AXES)]
        return {
            "displays": [
                {name: getattr(spec, name) or "" for name in _KEYS if name != "name"}
                | {"name": spec.name[language], "own": spec.id in own}
                for spec in displays_of(material_of(coded))
            ],
            "axes": axes,
            "cells": list(CELLS),
            "shapes": [[name, shape_name(name, language)] for name in SHAPES],
            "codes": codes_of(coded, language),
            "attributes": attributes(coded.codings),
        }
