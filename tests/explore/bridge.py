"""The workbench in a real Chromium without JupyterLab: its page talks to Python through a bridge, in a hundredth of the time."""

import json
import mimetypes
import time
from pathlib import Path

from lab import page_of

from jalin.explore.widget import Bench

ORIGIN = "http://127.0.0.1:9"
_PAGE = """<!doctype html><html lang="LANGUAGE"><title>jalin</title><meta charset="utf-8">
<script id="jupyter-config-data" type="application/json">CONFIG</script>
<style>h1 { color: INK } STYLE</style>
<body data-jp-theme-light="LIGHT" style="margin:0;background:BACKGROUND"><main style="padding:8px"><h1 style="font-size:1rem">A page of JupyterLab</h1><div id="out"></div></main></body></html>"""
_BEGIN = """async ([screen, state]) => {
  const url = URL.createObjectURL(new Blob([screen], { type: "text/javascript" }));
  const { default: made } = await import(url);
  const listeners = [];
  window.sent = [];
  const model = {
    get: (name) => state[name], on: (name, act) => listeners.push(act), off() {},
    send: async (message) => {
      const [answers, cpu] = JSON.parse(await window.python(JSON.stringify(message)));
      for (const one of answers) for (const act of listeners) act(one);
      window.sent.push({ kind: message.kind, name: message.name, cpu });
    },
  };
  made.render({ model, el: document.getElementById("out") });
}"""


def bridged(browser, bench: Bench, dark: bool = False, width: int = 1366, height: int = 768):
    """A page that shows `bench`; what goes wrong in it is in `page.wrong`; its `window.sent` has each message with the milliseconds of CPU that Python took. Files of the study are served as JupyterLab does."""
    page = page_of(browser, width, height)
    page.on("console", lambda one: page.wrong.append(one.text) if one.type == "error" else None)
    # who listens from the beginning sees every dialog: asked for at a click, the browser may show its own before
    page.on("filechooser", lambda _: None)
    sent = []
    bench.send = lambda content, _buffers=None: sent.append(content)

    def python(message: str) -> str:
        began = time.process_time()
        bench._receive(bench, json.loads(message), [])
        answers = json.dumps(sent)
        sent.clear()
        return f"[{answers}, {(time.process_time() - began) * 1000}]"

    root = Path(bench.about["root"])
    html = _PAGE.replace("CONFIG", json.dumps({"baseUrl": f"{ORIGIN}/", "serverRoot": root.as_posix()}))
    html = html.replace(
        "STYLE", bench._css.read_text() if hasattr(bench._css, "read_text") else str(bench._css)
    )
    html = html.replace("LANGUAGE", bench.about["language"]).replace("LIGHT", "false" if dark else "true")
    html = html.replace("BACKGROUND", "#111" if dark else "#fff").replace("INK", "#eee" if dark else "#111")

    def serve(route):
        path = route.request.url.removeprefix(f"{ORIGIN}/")
        if not path.startswith("files/"):
            route.fulfill(body=html, content_type="text/html")
            return
        body = (root / path.removeprefix("files/")).read_bytes()
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        asked = route.request.headers.get("range", "")
        if not asked:
            route.fulfill(body=body, content_type=kind, headers={"Accept-Ranges": "bytes"})
            return
        start, _, end = asked.removeprefix("bytes=").partition("-")
        last = int(end) if end else len(body) - 1
        headers = {"Content-Range": f"bytes {start}-{last}/{len(body)}", "Accept-Ranges": "bytes"}
        route.fulfill(status=206, body=body[int(start) : last + 1], content_type=kind, headers=headers)

    page.route(f"{ORIGIN}/**", serve)
    page.expose_function("python", python)
    page.goto(f"{ORIGIN}/page")
    state = {name: getattr(bench, name) for name in ("rooms", "labels", "about")}
    page.evaluate(_BEGIN, [str(bench._esm), state])
    page.wait_for_function("window.sent.length > 0")
    return page
