"""The surroundings of a build, the same on every machine, so that it gives the same bytes.

Language, time zone, order of sets and number of threads all show in some output or
other; a process takes most of them as it starts.
"""

import contextlib
import os
import sys

FIXED = {
    # the times that documents bear: 2024-01-01
    "SOURCE_DATE_EPOCH": "1704067200",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    # tables in text are cut to a width: that of no terminal in particular
    "COLUMNS": "80",
    "LINES": "24",
    # sums are taken in one order, whatever the number of cores; and a process can fork
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # a kernel that finds no debugger says so in the notebook
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
# the share of the machine's memory that one process may take before it is told there is no more
_SHARE = 0.9
_LEFT_OUT = (
    "PYTHONPATH", "PYTHONSTARTUP", "MPLCONFIGDIR", "MATPLOTLIBRC", "LANGUAGE",
    # without it each build compiles the method anew
    "PYTHONDONTWRITEBYTECODE",
    "FORCE_COLOR", "NO_COLOR", "PY_COLORS", "NPY_DISABLE_CPU_FEATURES", "OPENBLAS_CORETYPE",
)  # fmt: skip


def environment_of_build() -> dict[str, str]:
    """The surroundings for a process whose output is to be the same everywhere."""
    return {name: value for name, value in os.environ.items() if name not in _LEFT_OUT} | FIXED


def ensure_environment(arguments: list[str]) -> None:
    """Begin `jalin` with `arguments` again in the same surroundings, unless it has them already."""
    wanted = environment_of_build()
    if wanted != dict(os.environ):
        command = [sys.executable, "-P", "-m", "jalin.cli", *arguments]
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(sys.executable, command, wanted)


def limit_memory() -> None:
    """Let a cell that eats all memory get an error, before the machine kills something."""
    import resource

    import psutil

    most = int(psutil.virtual_memory().total * _SHARE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
