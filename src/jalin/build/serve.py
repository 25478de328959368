"""The report of a study shown to the browser of this machine alone, which shows it anew after each build.

Nobody else can ask: the address is that of the machine itself, has a word in it that nobody can guess, and answers to no other
name. Nothing can be written. The report is as it is on disk, in a frame of a page that asks what is new.
"""

import contextlib
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

_PAGE = Path(__file__).parent / "templates" / "watch.html"


class _Answer(BaseHTTPRequestHandler):
    """Answers what may be read: the page with the frame, the state, and files of the folder of reports."""

    server_version, sys_version = "jalin", ""

    def __init__(self, reports: Path, first: str, token: str, state: Path, *given: object) -> None:
        self.reports, self.first, self.token, self.state = reports, first, token, state
        super().__init__(*given)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of what is read."""

    def do_GET(self) -> None:
        content = self._content()
        if content is None:
            self.send_error(404)
            return
        body, kind, policy = content
        self.send_response(200)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            *((("Content-Security-Policy", policy),) if policy else ()),
        ):
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def _content(self) -> tuple[bytes, str, str] | None:
        """What is asked for, its type, and what its page may do; None for what nobody may have."""
        port = self.server.server_port  # type: ignore[attr-defined]
        if self.headers.get("Host") not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            return None
        _, word, *rest = unquote(urlsplit(self.path).path).split("/")
        if not secrets.compare_digest(word.encode(), self.token.encode()) or not rest:
            return None
        name = "/".join(rest)
        if name == "":
            nonce = secrets.token_urlsafe(16)
            policy = (
                f"default-src 'none'; frame-src 'self'; connect-src 'self'; script-src 'nonce-{nonce}'; "
                "style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
            )
            page = _PAGE.read_text(encoding="utf-8").replace("NONCE", nonce).replace("FIRST", self.first)
            return page.encode(), "text/html; charset=utf-8", policy
        if name == "state":
            return self.state.read_bytes(), "application/json", ""
        path = (self.reports / name).resolve()
        if not path.is_relative_to(self.reports) or not path.is_file():
            return None
        kind = guess_type(path.name)[0] or "application/octet-stream"
        return path.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, ""


def server_of(reports: Path, first: str, state: Path, port: int = 0) -> tuple[HTTPServer, str]:
    """What shows `first`, a page of the folder `reports`, and the file `state`; and the address to open.

    `port` 0 takes one that is free.
    """
    token = secrets.token_urlsafe(24)
    answer = partial(_Answer, reports.resolve(), first, token, state)
    server = HTTPServer(("127.0.0.1", port), answer)
    return server, f"http://127.0.0.1:{server.server_port}/{token}/"


@contextlib.contextmanager
def serving(server: HTTPServer) -> Iterator[None]:
    """Let the server answer meanwhile: in a process of its own, as one that forks kernels may have no thread.

    Where nothing is forked it is a thread.
    """
    if sys.platform != "linux":
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()
        return
    pid = os.fork()
    if pid == 0:
        import ctypes

        # 1 is PR_SET_PDEATHSIG: it ends with the process that builds, however that ends
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        server.serve_forever()
        os._exit(0)
    server.socket.close()
    try:
        yield
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
