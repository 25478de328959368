"""One run of a notebook, from empty places to its record."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jalin.build.fresh import Folders, Record, drawn_folder
from jalin.build.memory import sum_of
from jalin.build.options import Options
from jalin.build.outputs import let_go, set_aside
from jalin.errors import NotebookFailed, StudyError
from jalin.stages import Run

if TYPE_CHECKING:
    from jalin.build.finish import SearchForms
    from jalin.study import Study

# tells what goes on
Send = Callable[[dict[str, Any]], None]
# gets a folder for sockets, and a way to tell
Do = Callable[[Path, Send], None]


@dataclass(frozen=True)
class Task:
    """A run to make, or the check without one: its name in messages, what to do, and whether a kernel executes it; the notebook of which it makes the tables alone."""

    name: str
    do: Do
    run: Run | None = None
    kernel: bool = False
    tables: Path | None = None


def make_run(
    folders: Folders,
    run: Run,
    options: Options,
    searched: "SearchForms | None",
    shares: bool,
    runtime: Path,
    send: Send,
) -> None:
    """Execute the notebook of one run, or what makes its tables; write its pages, search them for `searched` where all is to be made, and leave its record last.

    Sockets are made in `runtime`; `shares` says whether to set aside what it shares with runs in other languages.
    Tells `cell`, `of` and `line` as each cell starts, and `executed` when the tables are there.
    Raises `NotebookFailed` or `StudyError`.
    """
    from jalin.build.finish import search_run
    from jalin.study import open_study

    record = folders.now(run, options.recorded(run))
    set_aside(folders, run, shares)
    study = open_study(folders.root, options.through, run.case)
    # from the study's own notebooks folder, `study = ".."` holds wherever the study is
    folder = folders.root / "notebooks"
    folder.mkdir(exist_ok=True)
    _make(folders, run, options, folder, study, record, runtime, send)
    if not options.page:
        # a page is for whoever codes; `make all` searches it with the rest
        search_run(folders, run, searched)
    folders.leave(run, record)
    let_go(folders, run)


def _make(
    folders: Folders,
    run: Run,
    options: Options,
    folder: Path,
    study: "Study",
    record: Record,
    runtime: Path,
    send: Send,
) -> None:
    """Execute the notebook of a run, and write it and its pages; where a page is all that is wanted without a kernel, if it can be."""
    from jalin.build.here import run_here
    from jalin.build.not_shown import not_shown_page
    from jalin.files import write_text

    path, parameters = folders.notebook(run), options.parameters(run)
    language = study.language(run.language or options.language)
    page, executed = run.pages
    if options.bare and not run.page and run_here(path, parameters, folder, tables=True):
        send({"executed": True})
        write_text(folders.root / page, not_shown_page(study, language, path.stem))
        return
    import nbformat

    from jalin import drawn
    from jalin.build.pages import notebook_page, page_of_tag, readable, report_page, spoken

    pictures = drawn_folder(folders, run.name)
    drawn.begin(pictures, sum_of([record.modules, record.versions]))
    paged = run_here(path, parameters, folder, tables=False) if options.bare and run.page else None
    if paged:
        notebook = nbformat.from_dict(paged)
        write_text(folders.root / page, not_shown_page(study, language, path.stem))
    else:
        from jalin.build.execute import run_notebook

        notebook = run_notebook(path, parameters, folder, runtime, send, options.timeout)
    send({"executed": True})
    drawn.end(pictures)
    notebook = spoken(notebook, language)
    if not paged:
        made = [run.page, *(beside for _, beside in run.beside)] if run.page else []
        copy = readable(notebook, language, made)
        write_text(folders.root / page, notebook_page(copy, study, language, path.stem))
        write_text(folders.root / executed, nbformat.writes(copy) + "\n")
    if run.page:
        tags = [tag for tag, _ in run.beside]
        write_text(folders.root / run.page, report_page(notebook, study, language, without=tags))
    for tag, beside in run.beside:
        if page := page_of_tag(notebook, study, language, tag):
            write_text(folders.root / beside, page)


def safely(name: str, do: Do, runtime: Path, send: Send) -> None:
    """Do something; whatever happens is told, as `done` or as `failed` with a sentence."""
    try:
        do(runtime, send)
    except (NotebookFailed, StudyError) as error:
        send({"failed": str(error)})
    except OSError as error:
        send({"failed": told_error(error)})
    except MemoryError:
        send({"failed": f"{name}: there is not enough memory. Close other programs and run make again."})
    except Exception as error:
        trace = "".join(traceback.format_exception(error))
        send({"failed": f"{name}: {error!r}. This is a fault of jalin; tell us, with this:\n{trace}"})
    else:
        send({"done": True})


def told_error(error: OSError) -> str:
    """What the system refused, as a sentence."""
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}. Mend that and run it again."
