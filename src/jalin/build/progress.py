"""What shows of a build while it goes on."""

import sys
from typing import Any

from jalin.stages import Run


def shown_name(run: Run) -> str:
    """The name of a run as progress shows it."""
    name = f"{run.notebook}.{run.language}" if run.language else run.notebook
    return f"{run.case}  {name}" if run.case else name


class Progress:
    """What is going on: one line, rewritten, on a terminal; else a line for each cell."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._now: dict[str, str] = {}

    def _write(self, line: str, end: str = "\n") -> None:
        clear = "\r\x1b[K" if self._terminal else ""
        print(f"{clear}{line}", end=end, file=sys.stderr, flush=True)

    def on_message(self, run: Run, message: dict[str, Any]) -> None:
        """Show what a run told."""
        name = shown_name(run)
        if "cell" in message:
            where = f"cell {message['cell']}/{message['of']}"
            if self._terminal:
                self._now[name] = where
                self._write("   ".join(f"{one}  {at}" for one, at in self._now.items())[:100], end="")
            else:
                self._write(f"{name}  {where}  {message['line'][:56]}")

    def on_end(self, run: Run, words: str) -> None:
        """Show that a run ended."""
        self._now.pop(shown_name(run), None)
        self._write(f"{shown_name(run)}  {words}")


class Silence(Progress):
    """Shows nothing."""

    def _write(self, line: str, end: str = "\n") -> None:
        pass
