"""Kernels forked from a process that has imported everything, for jupyter_client.

A kernel spends most of its start on imports. A build imports once, forks a seed for
each notebook before any thread or socket exists, and this provisioner (an entry point
of `jupyter_client.kernel_provisioners`) turns the seed into the kernel that papermill
asks for. Where there is no seed, as outside a build, on macOS and on Windows, kernels
start in the plain way.
"""

import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from jalin.build.environment import limit_memory

NAME = "jalin-warm"


class Forked:
    """A forked child, with as much of `subprocess.Popen` as jupyter_client asks for."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._wait(os.WNOHANG)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended."""
        return self._wait(0)

    def _wait(self, how: int) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, how)
            except ChildProcessError:
                self.returncode = 0
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Seed:
    """A child that waits to become a kernel: forked before this process has threads or sockets."""

    def __init__(self, close: int) -> None:
        read, self._write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self._write)
                os.close(close)
                _become_kernel(read)
            finally:
                os._exit(1)
        os.close(read)

    def grow(self, command: list[str], folder: str, surroundings: dict[str, str]) -> Forked:
        """Become the kernel that `command` would start, in `folder`."""
        # what follows -m ipykernel_launcher are the kernel's own arguments
        wanted = {"arguments": command[3:], "folder": folder, "surroundings": surroundings}
        with os.fdopen(self._write, "wb") as pipe:
            pipe.write(json.dumps(wanted).encode())
        return Forked(self.pid)


def _become_kernel(read: int) -> None:
    with os.fdopen(read, "rb") as pipe:
        content = pipe.read()
    if not content:
        # whoever held the seed needs no kernel
        return
    wanted = json.loads(content)
    os.environ.clear()
    os.environ.update(wanted["surroundings"])
    os.chdir(wanted["folder"])
    limit_memory()
    # the kernel's own ways in and out, and none of the terminal's
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.clear_instance()
    IPKernelApp.launch_instance(wanted["arguments"])


_seed: Seed | None = None


def plant(close: int) -> None:
    """Fork the seed of the next kernel of this process, which has no use for the file `close`."""
    global _seed
    _seed = Seed(close)


class WarmProvisioner(LocalProvisioner):
    """Makes a kernel of the seed of this process; the plain way where there is none."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch the kernel."""
        global _seed
        if _seed is None or cmd[1:3] != ["-m", "ipykernel_launcher"] or cmd[0] != sys.executable:
            return await super().launch_kernel(cmd, **kwargs)
        seed, _seed = _seed, None
        surroundings = dict(kwargs.get("env") or os.environ)
        forked = seed.grow(cmd, str(kwargs.get("cwd") or Path.cwd()), surroundings)
        # it answers as a process of `subprocess` does
        self.process, self.pid, self.pgid = cast(Any, forked), forked.pid, None
        return self.connection_info
