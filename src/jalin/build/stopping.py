"""How a build is stopped: by Ctrl-C, by `kill`, and when the terminal or the make that began it is gone."""

import os
import signal
import sys
from types import FrameType

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
# the make that began this process, and waits for it
PARENT = "JALIN_PARENT"


def _stop(number: int, frame: FrameType | None) -> None:
    # once is enough: what follows must come to its end
    for one in _SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


def heed_signals() -> None:
    """Let this process be stopped from now on, also where a shell began it in the background, deaf to Ctrl-C.

    Raises `KeyboardInterrupt` then, and at once when the make that began it is gone already.
    """
    for number in _SIGNALS:
        # nohup asks for a process that outlives its terminal
        if number in (signal.SIGINT, signal.SIGTERM) or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)
    if parent_of_build() and sys.platform == "linux":
        import ctypes

        # 1 is PR_SET_PDEATHSIG: the system tells this process, whatever it is at, when its parent ends
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    stop_without_parent()


def ignore_signals(*deaf: int) -> None:
    """Leave signals to the process that builds: in one that it forked, which is `deaf` to these and ends with others."""
    for number in _SIGNALS:
        if number in deaf:
            signal.signal(number, signal.SIG_IGN)
        elif signal.getsignal(number) == _stop:
            signal.signal(number, signal.SIG_DFL)


def parent_of_build() -> int:
    """The process of the make that began this build; 0 where it was begun by hand."""
    return int(os.environ.get(PARENT) or 0)


def stop_without_parent(parent: int | None = None) -> None:
    """Raise `KeyboardInterrupt` when `parent`, or the make that began this build, is this process's parent no more."""
    wanted = parent_of_build() if parent is None else parent
    if wanted and os.getppid() != wanted:
        raise KeyboardInterrupt
