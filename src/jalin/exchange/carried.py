"""The project that a study came from, opened beside an export, for its writer to take what the study has no place for."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jalin.exchange.export import Export
from jalin.exchange.former import UNHEARD, UNSEEN, Former
from jalin.exchange.former_database import FormerDatabase
from jalin.exchange.masking import Mask
from jalin.exchange.of_study import names_by_guid, positions_of
from jalin.exchange.project import Project
from jalin.exchange.refi_package import opened


@contextmanager
def former_of(export: Export) -> Iterator[Former | None]:
    """The project that the study came from, open, if it was a .qdpx and may leave; what was hidden in it is told at the end."""
    original = export.original(".qdpx")
    if original is None:
        yield None
        return
    study, project = export.study, export.project
    mask = Mask(study)
    users = frozenset(user.guid for user in project.users) if export.coder else frozenset()
    own = frozenset(guid for kind in ("links", "regions") for guid in names_by_guid(study, kind))
    with opened(original) as package:
        former = Former(
            package,
            original,
            positions_of(study),
            export.changes,
            mask,
            export.media,
            users,
            export.heard,
            own,
        )
        account = former.project.account
        export.kept.update({thing: account[thing]["kept"] for thing in account})
        yield former
    _tell(export, mask, former.left)
    if unseen := former.left["files of sources"][UNSEEN]:
        export.told.append(f"{UNSEEN}: {unseen} (--media)")
    if unheard := former.left["files of sources"][UNHEARD]:
        export.told.append(f"{UNHEARD}: {unheard}")


@contextmanager
def former_database(
    export: Export, ending: str, read: Callable[[Path], Project]
) -> Iterator[FormerDatabase | None]:
    """The database that the study came from, as `read` reads it, if it had this ending and may leave; what was hidden in it is told at the end."""
    original = export.original(ending)
    if original is None:
        yield None
        return
    project, mask = read(original), Mask(export.study)
    names = {user.guid: user.name for user in export.project.users}
    coders = {user.name: names[user.guid] for user in project.users if user.guid in names}
    former = FormerDatabase(original, project, export.changes, mask, coders, every=not export.coder)
    yield former
    _tell(export, mask, former.left)


def _tell(export: Export, mask: Mask, left: Mapping[str, Counter[str]]) -> None:
    if mask.count:
        export.told.append(f"names hidden in what the project it came from has besides texts: {mask.count}")
    export.left.update(left)
