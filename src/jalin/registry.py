"""A registry of kinds of one thing: those of this package, and those that other packages add by entry point."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from jalin.errors import Problem, StudyError, nearest, refuse

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Registry(Generic[Entry]):
    """Entries by name: `own` first, then those that installed packages add under the entry points `group`.

    `what` one is, in words; `file`: where this package has its own; `kinds`: the classes that
    an entry may have. An entry of another package is loaded when it is asked for.
    """

    group: str
    what: str
    file: str
    kinds: tuple[type[Entry], ...]
    own: dict[str, Entry]

    @cached_property
    def _added(self) -> "dict[str, EntryPoint]":
        """The entries of other packages, unloaded; raises `StudyError` for a name that is there twice."""
        # heavy for a command line that may not ask
        from importlib.metadata import entry_points

        found: dict[str, EntryPoint] = {}
        for point in sorted(entry_points(group=self.group), key=lambda one: (one.name, _package(one))):
            if point.name in self.own or point.name in found:
                other = _package(found[point.name]) if point.name in found else "jalin"
                what = f"the {self.what} {point.name!r} is there already, from {other}"
                raise StudyError(self._fault(point, what, f"Uninstall {_package(point)}, or rename it there"))
            found[point.name] = point
        return found

    def _fault(self, point: "EntryPoint", what: str, remedy: str) -> Problem:
        return Problem(f"package {_package(point)}", f"entry point {self.group}, {point.name}", what, remedy)

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        yield from self._added

    def __contains__(self, name: str) -> bool:
        return name in tuple(self)

    def unknown(self, name: str, file: str, place: str) -> list[Problem]:
        """The problem with `name`, which stands in `file` at `place`; none when it is known."""
        if name in self:
            return []
        close = nearest(name, self)
        remedy = (
            f"{close}{'' if close.endswith('?') else '.'} A new one goes into {self.file}, or into a package"
        )
        return [
            Problem(file, place, f"there is no {self.what} {name!r}", f"{remedy} (docs/how-to/extend.md)")
        ]

    def __getitem__(self, name: str) -> Entry:
        """The entry `name`; raises `StudyError` for one that is not known, or that its package has broken."""
        refuse(self.unknown(name, self.what, ""))
        if name in self.own:
            return self.own[name]
        point = self._added[name]
        try:
            entry = point.load()
        except Exception as error:
            what = f"it cannot be loaded: {type(error).__name__}: {error}"
            raise StudyError(self._fault(point, what, f"Mend or uninstall {_package(point)}")) from error
        if not isinstance(entry, self.kinds):
            what = f"it is no {' or '.join(kind.__name__ for kind in self.kinds)} but {entry!r}"
            raise StudyError(self._fault(point, what, f"Mend or uninstall {_package(point)}"))
        return entry


def _package(point: "EntryPoint") -> str:
    return point.dist.name if point.dist else point.module
