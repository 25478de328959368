"""The workbench in a real Chromium without JupyterLab: its page talks to Python through a bridge, in a hundredth of the time."""

import json
import mimetypes
from pathlib import Path

from jalin.explore.widget import Bench

ORIGIN = "http://127.0.0.1:9"
_PAGE = """<!doctype html><html lang="LANGUAGE"><title>jalin</title><meta charset="utf-8">
<script id="jupyter-config-data" type="application/json">CONFIG</script>
<style>STYLE</style>
<body data-jp-theme-light="LIGHT" style="margin:0;background:BACKGROUND"><main id="out" style="padding:8px"></main></body></html>"""
_BEGIN = """async ([screen, state]) => {
  const url = URL.createObjectURL(new Blob([screen], { type: "text/javascript" }));
  const { default: made } = await import(url);
  const listeners = [];
  window.sent = [];
  const model = {
    get: (name) => state[name], on: (name, act) => listeners.push(act), off() {},
    send: async (message) => {
      const began = performance.now();
      const [answers, python] = JSON.parse(await window.python(JSON.stringify(message)));
      const received = performance.now();
      for (const one of answers) for (const act of listeners) act(one);
      window.sent.push({ kind: message.kind, name: message.name, bridge: received - began - python, python, page: performance.now() - received });
    },
  };
  made.render({ model, el: document.getElementById("out") });
}"""


def bridged(browser, bench: Bench, dark: bool = False, width: int = 1366, height: int = 768):
    """A page that shows `bench`; what goes wrong in it is in `page.wrong`. Files of the study are served as JupyterLab does."""
    import time

    page = browser.new_page(viewport={"width": width, "height": height})
    page.wrong = []
    page.on("console", lambda one: page.wrong.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    sent = []
    bench.send = lambda content, _buffers=None: sent.append(content)

    def python(message: str) -> str:
        began = time.perf_counter()
        bench._receive(bench, json.loads(message), [])
        answers = json.dumps(sent)
        sent.clear()
        return f"[{answers}, {(time.perf_counter() - began) * 1000}]"

    root = Path(bench.about["root"])
    html = _PAGE.replace("CONFIG", json.dumps({"baseUrl": f"{ORIGIN}/", "serverRoot": root.as_posix()}))
    html = html.replace(
        "STYLE", bench._css.read_text() if hasattr(bench._css, "read_text") else str(bench._css)
    )
    html = html.replace("LANGUAGE", bench.about["language"]).replace("LIGHT", "false" if dark else "true")
    html = html.replace("BACKGROUND", "#111" if dark else "#fff")

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
