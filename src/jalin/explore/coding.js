// The coding widget. Python holds the truth: every act is sent, written to the coder's file,
// and comes back as what the file has. Places are code points; the page counts UTF-16 units.
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d00", "#56b4e9", "#7b4fa3", "#c44e52", "#4d4d4d", "#2f8f8f"];
const BLOCK = 40;
const SLICES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

const plain = (text) => !/[\ud800-\udfff]/.test(text);
const toUnits = (text, points) => plain(text) ? points : Array.from(text).slice(0, points).join("").length;
const toPoints = (text, units) => plain(text) ? units : Array.from(text.slice(0, units)).length;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function render({ model, el }) {
  const label = (name) => model.get("labels")[name] ?? name;
  let number = 0, clock_at = 0, waiting = new Map(), picked = null, filter = "", recent = [], drawn = [];

  const status = make("span", { class: "status", role: "status", "aria-live": "polite" }, label("saved"));
  const done = make("input", { type: "checkbox", onchange: () => send({ act: "read", read: done.checked }) });
  const progress = make("span", {}), title = make("span", { class: "name" });
  const only = make("select", { "aria-label": label("filter"), onchange: () => { filter = only.value; marks(); } });
  const text = make("div", {
    class: "text", contenteditable: "true", role: "textbox", "aria-multiline": "true", "aria-readonly": "true",
    "aria-label": label("text"), spellcheck: "false", tabindex: "0",
  });
  const side = make("div", { class: "side" });
  const chosen = make("div", { class: "chosen" }), tree = make("ul", { class: "tree" }), fresh = make("details", {});
  // a press of a button leaves the selection in the text as it is
  const button = (name, act) => make("button", { type: "button", onmousedown: (event) => event.preventDefault(), onclick: act }, label(name));
  const bar = make("div", { class: "bar" },
    button("previous", () => send({ act: "open", step: -1 })), title, button("next", () => send({ act: "open", step: 1 })),
    progress, make("label", { title: label("read_help") }, done, " ", label("read")), make("span", { class: "grow" }), make("label", {}, label("filter"), " ", only),
    button("undo", () => send({ act: "undo" })), button("redo", () => send({ act: "redo" })), status);
  side.append(make("h3", {}, label("selected")), chosen, make("h3", {}, label("codebook")), tree, fresh,
    make("p", { class: "hint" }, label("help")));
  const root = make("div", { class: "jalin", "data-lm-suppress-shortcuts": "true" }, bar, text, side);
  // JupyterLab would take the focus to the cell
  for (const kind of ["mousedown", "mouseup", "click", "dblclick", "focusin"]) root.addEventListener(kind, (event) => event.stopPropagation());
  el.classList.add("jalin-frame");
  el.append(root);

  // --- to Python and back

  let held = null;
  function keep() {
    if (!held) return;
    const { id, words, timer } = held;
    clearTimeout(timer);
    held = null;
    send({ act: "change", id, memo: words });
  }
  function send(message) {
    if (message.act !== "look") keep();
    number += 1;
    const own = number;
    if (message.act !== "look") { clock_at = performance.now(); say("saving"); }
    return new Promise((resolve) => {
      waiting.set(own, resolve);
      model.send({ ...message, number: own });
    });
  }
  function say(name, words = "") {
    status.textContent = words || label(name);
    status.classList.toggle("bad", name === "unsaved");
    root.dataset.status = name;
  }
  model.on("msg:custom", (message) => {
    const resolve = waiting.get(message.number);
    waiting.delete(message.number);
    // an error stays in view until an act after it is saved
    if (!message.saved) say("unsaved", `${label("unsaved")}: ${message.error}`);
    else if (root.dataset.status === "saving" && waiting.size === 0) say("saved");
    if (message.saved && message.act !== "look") root.dataset.acts = String(Number(root.dataset.acts || 0) + 1);
    if (resolve) resolve(message);
  });
  // what happened to the files meanwhile is asked for; a kernel that does not answer has not saved
  const clock = setInterval(() => {
    if (waiting.size && root.dataset.status === "saving" && performance.now() - clock_at > 5000) say("unsaved");
    if (!document.hidden && !waiting.size && !held) send({ act: "look" });
  }, 1500);

  // --- the text

  function draw() {
    const source = model.get("source");
    title.textContent = `${source.id} · ${source.place}/${source.of} · ${source.coder}`;
    text.replaceChildren();
    drawn = source.lines.map((line, place) => {
      const node = make("div", { class: `line ${line.voice}`, dir: "auto", "data-line": place });
      node.textContent = line.text || "\u200b";
      return { ...line, node, points: plain(line.text) ? line.text.length : Array.from(line.text).length, marked: false };
    });
    // only the blocks in view are laid out by the browser; see content-visibility in the style
    for (let at = 0; at < drawn.length; at += BLOCK) {
      text.append(make("div", { class: "block" }, ...drawn.slice(at, at + BLOCK).map((line) => line.node)));
    }
    text.scrollTop = 0;
    picked = null;
    marks();
  }
  const color = (code) => {
    const codes = model.get("codes");
    const found = codes.find((one) => one.id === code);
    if (found && found.color) return found.color;
    const themes = [...new Set(codes.map((one) => one.theme))];
    return PALETTE[Math.max(0, themes.indexOf(found ? found.theme : "")) % PALETTE.length];
  };
  function visible() {
    return model.get("codings").filter((one) => !filter || one.code === filter);
  }
  function marks() {
    const codings = visible();
    // a lane for each coding, so that those that overlap lie one under another
    const lanes = [], lane = new Map();
    for (const one of codings) {
      let free = lanes.findIndex((end) => end <= one.start);
      if (free < 0) { free = lanes.length; lanes.push(0); }
      lanes[free] = one.end;
      lane.set(one, free);
    }
    // codings come in the order of their starts
    let next = 0, here = [];
    for (const line of drawn) {
      const end = line.start + line.points;
      while (next < codings.length && codings[next].start < end) { here.push(codings[next]); next += 1; }
      here = here.filter((one) => one.end > line.start);
      if (!here.length && !line.marked) continue;
      line.marked = here.length > 0;
      if (!here.length) { line.node.replaceChildren(line.text || "\u200b"); continue; }
      const edges = [...new Set([line.start, end, ...here.flatMap((one) => [one.start, one.end])])]
        .filter((edge) => edge >= line.start && edge <= end).sort((a, b) => a - b);
      const parts = [];
      for (let at = 0; at + 1 < edges.length; at += 1) {
        const [from, to] = [edges[at], edges[at + 1]];
        const words = line.text.slice(toUnits(line.text, from - line.start), toUnits(line.text, to - line.start));
        const over = here.filter((one) => one.start <= from && one.end >= to);
        if (!over.length) { parts.push(words); continue; }
        const sorted = over.sort((a, b) => lane.get(a) - lane.get(b));
        const depth = Math.min(5, Math.max(...sorted.map((one) => lane.get(one))) + 1);
        const images = sorted.map((one) => one.own ? `linear-gradient(${color(one.code)}, ${color(one.code)})`
          : `repeating-linear-gradient(90deg, ${color(one.code)} 0 5px, transparent 5px 9px)`);
        const places = sorted.map((one) => `0 calc(100% - ${(depth - 1 - Math.min(4, lane.get(one))) * 4}px)`);
        const node = make("mark", {
          "data-ids": sorted.map((one) => `${one.coder}/${one.id}`).join(" "),
          title: sorted.map((one) => `${nameOf(one.code)}${one.own ? "" : ` (${one.coder})`}`).join(", "),
        }, words);
        node.style.backgroundImage = images.join(", ");
        node.style.backgroundPosition = places.join(", ");
        node.style.backgroundSize = sorted.map(() => "100% 3px").join(", ");
        node.style.paddingBottom = `${depth * 4 - 2}px`;
        parts.push(node);
      }
      line.node.replaceChildren(...parts);
    }
    highlight();
    panel();
  }
  const nameOf = (code) => (model.get("codes").find((one) => one.id === code) || { name: code }).name;
  function highlight() {
    for (const node of text.querySelectorAll("mark.on")) node.classList.remove("on");
    if (!picked) return;
    for (const node of text.querySelectorAll("mark")) {
      if (node.dataset.ids.split(" ").includes(picked)) node.classList.add("on");
    }
  }

  // --- selection: from the page to code points, at whole characters as a reader sees them

  function pointOf(node, offset) {
    let element = node.nodeType === 3 ? node.parentElement : node;
    if (element === text || element.classList.contains("block")) {
      const child = element.children[offset];
      if (!child) {
        const last = [...element.querySelectorAll(".line")].pop();
        const line = drawn[Number(last.dataset.line)];
        return line.start + line.points;
      }
      return drawn[Number((child.matches(".line") ? child : child.querySelector(".line")).dataset.line)].start;
    }
    const own = element.closest && element.closest(".line");
    if (!own || !text.contains(own)) return null;
    const line = drawn[Number(own.dataset.line)];
    const range = document.createRange();
    range.setStart(own, 0);
    range.setEnd(node, offset);
    const units = Math.min(range.toString().length, line.text.length);
    return line.start + toPoints(line.text, units);
  }
  function whole(point, up) {
    let low = 0, high = drawn.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (drawn[middle].start <= point) low = middle; else high = middle - 1; }
    const line = drawn[low], units = toUnits(line.text, Math.min(point - line.start, line.points));
    const from = Math.max(0, units - 40);
    for (const slice of SLICES.segment(line.text.slice(from, units + 40))) {
      const begin = from + slice.index, end = begin + slice.segment.length;
      if (begin < units && units < end) return line.start + toPoints(line.text, up ? end : begin);
    }
    return point;
  }
  function selection() {
    const found = document.getSelection();
    if (!found.rangeCount || found.isCollapsed || !text.contains(found.anchorNode)) return null;
    const range = found.getRangeAt(0);
    const start = pointOf(range.startContainer, range.startOffset), end = pointOf(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return null;
    return { start: whole(start, false), end: whole(end, true) };
  }
  // the text can be selected with caret and keys as if to write in it, and cannot be changed
  for (const kind of ["beforeinput", "paste", "drop", "cut"]) text.addEventListener(kind, (event) => event.preventDefault());

  // --- acts

  async function put(code, span = selection()) {
    if (!span) { picked = null; return; }
    recent = [code, ...recent.filter((one) => one !== code)].slice(0, 9);
    await send({ act: "add", code, ...span });
  }
  const own = () => model.get("codings").find((one) => picked === `${one.coder}/${one.id}`);
  let palette = null;
  function choose(then, span) {
    if (palette) palette.remove();
    const list = make("ul", { role: "listbox", id: `jalin-list-${Math.random().toString(36).slice(2)}` });
    const input = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "aria-label": label("search_code"), placeholder: label("search_code"), autocomplete: "off" });
    palette = make("div", { class: "palette", role: "dialog", "aria-label": label("search_code") }, input, list);
    let at = 0, found = [];
    const fill = () => {
      const wanted = input.value.toLowerCase().trim().split(/\s+/).filter(Boolean);
      const codes = model.get("codes");
      const ranked = codes.filter((one) => wanted.every((word) => `${one.id} ${one.name}`.toLowerCase().includes(word)));
      ranked.sort((a, b) => (recent.indexOf(b.id) >= 0) - (recent.indexOf(a.id) >= 0) || codes.indexOf(a) - codes.indexOf(b));
      found = ranked.slice(0, 60);
      at = 0;
      list.replaceChildren(...found.map((one, place) => make("li", {
        role: "option", id: `${list.id}-${place}`, "aria-selected": String(place === at), title: one.definition,
        onpointerdown: (event) => { event.preventDefault(); take(place); },
      }, `${one.name} `, make("small", {}, one.id))));
      mark();
    };
    const mark = () => {
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
      input.setAttribute("aria-activedescendant", found.length ? `${list.id}-${at}` : "");
      if (list.children[at]) list.children[at].scrollIntoView({ block: "nearest" });
    };
    const close = () => { palette.remove(); palette = null; text.focus({ preventScroll: true }); };
    const take = (place) => { const one = found[place]; if (!one) return; close(); then(one.id, span); };
    input.addEventListener("input", fill);
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "ArrowDown") { at = Math.min(at + 1, found.length - 1); mark(); event.preventDefault(); }
      else if (event.key === "ArrowUp") { at = Math.max(at - 1, 0); mark(); event.preventDefault(); }
      else if (event.key === "Enter") { take(at); event.preventDefault(); }
      else if (event.key === "Escape") { close(); event.preventDefault(); }
    });
    input.addEventListener("blur", () => setTimeout(() => { if (palette && !palette.contains(document.activeElement)) { palette.remove(); palette = null; } }, 120));
    const box = document.getSelection().rangeCount ? document.getSelection().getRangeAt(0).getBoundingClientRect() : text.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    palette.style.left = `${Math.max(8, Math.min(box.left - frame.left, frame.width - 400))}px`;
    palette.style.top = `${Math.max(8, Math.min(box.bottom - frame.top + 6, frame.height - 260))}px`;
    root.append(palette);
    fill();
    input.focus({ preventScroll: true });
    return input;
  }
  text.addEventListener("keydown", (event) => {
    // JupyterLab must not take these keys for its own
    event.stopPropagation();
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z") { event.preventDefault(); send({ act: event.shiftKey ? "redo" : "undo" }); return; }
    if (command && event.key.toLowerCase() === "y") { event.preventDefault(); send({ act: "redo" }); return; }
    if (command || event.altKey) return;
    if (event.key === "Escape") { document.getSelection().collapseToEnd?.(); return; }
    if (event.key === "Tab") return;
    const span = selection();
    if (/^[1-9]$/.test(event.key) && span && recent[Number(event.key) - 1]) { event.preventDefault(); put(recent[Number(event.key) - 1]); return; }
    if ((event.key === "Enter" || /^\p{L}$/u.test(event.key)) && span) {
      event.preventDefault();
      const input = choose(put, span);
      if (event.key !== "Enter") { input.value = event.key; input.dispatchEvent(new Event("input")); }
      return;
    }
    if ((event.key === "Delete" || event.key === "Backspace") && picked && !span) { event.preventDefault(); remove(); }
    if (event.key === "Enter" && !span) { event.preventDefault(); at_caret(); }
  });
  function at_caret() {
    const found = document.getSelection();
    if (!found.rangeCount) return;
    const point = pointOf(found.focusNode, found.focusOffset);
    const here = visible().filter((one) => one.start <= point && one.end >= point);
    if (here.length) pick(here);
  }
  function pick(list) {
    const names = list.map((one) => `${one.coder}/${one.id}`);
    picked = names[(names.indexOf(picked) + 1) % names.length];
    highlight();
    panel();
  }
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (!mark || !document.getSelection().isCollapsed) return;
    const names = mark.dataset.ids.split(" ");
    pick(model.get("codings").filter((one) => names.includes(`${one.coder}/${one.id}`)));
  });
  function remove() {
    const one = own();
    if (one && one.own) { picked = null; send({ act: "remove", id: one.id }); }
  }

  // --- the side

  function panel() {
    const one = own();
    if (!one) {
      chosen.replaceChildren(make("p", { class: "hint" }, label("none_selected")));
      return;
    }
    const focused = chosen.contains(document.activeElement) && document.activeElement.tagName === "TEXTAREA";
    if (focused && chosen.dataset.of === picked) return;
    chosen.dataset.of = picked;
    const source = model.get("source");
    const box = make("div", { class: `picked${one.own ? "" : " other"}` }, make("b", {}, nameOf(one.code)), make("span", { class: "hint" }, `${one.coder} · ${one.code}${one.decision ? ` · ${label(one.decision)}` : ""}`));
    if (one.own) {
      const memo = make("textarea", { "aria-label": label("memo"), placeholder: label("memo") });
      memo.value = one.memo;
      memo.addEventListener("keydown", (event) => event.stopPropagation());
      // a memo is kept a moment after the last key, and before any other act
      memo.addEventListener("input", () => {
        clearTimeout(held && held.timer);
        held = { id: one.id, words: memo.value, timer: setTimeout(keep, 700) };
        say("saving");
      });
      memo.addEventListener("change", keep);
      box.append(memo, make("div", { class: "row" },
        button("recode", () => choose((code) => send({ act: "change", id: one.id, code }), null)),
        button("resize", () => { const span = selection(); if (span) send({ act: "change", id: one.id, ...span }); }),
        button("delete", remove)));
    } else if (one.memo) box.append(make("p", { class: "hint" }, one.memo));
    if (source.reconciling) {
      const by = make("input", { "aria-label": label("decided_by"), placeholder: label("decided_by") });
      const reason = make("input", { "aria-label": label("reason"), placeholder: label("reason") });
      by.value = root.dataset.by || "";
      for (const field of [by, reason]) field.addEventListener("keydown", (event) => event.stopPropagation());
      const decide = (decision) => { root.dataset.by = by.value; send({ act: "decide", coder: one.coder, id: one.id, decision, by: by.value, reason: reason.value }); };
      box.append(by, reason, make("div", { class: "row" }, button("keep", () => decide("keep")), button("drop", () => decide("drop"))));
    }
    chosen.replaceChildren(box);
  }
  function codes() {
    const list = model.get("codes");
    tree.replaceChildren(...list.map((one) => {
      const dot = make("span", { class: "dot" });
      dot.style.background = color(one.id);
      const item = make("button", { type: "button", title: `${one.id}: ${one.definition}`, "data-code": one.id, onmousedown: (event) => event.preventDefault(), onclick: () => put(one.id) },
        dot, make("span", {}, one.name), make("span", { class: "count" }, one.count ? String(one.count) : ""));
      item.style.paddingLeft = `${0.2 + one.depth * 1}rem`;
      return make("li", {}, item);
    }));
    only.replaceChildren(make("option", { value: "" }, label("every")), ...list.filter((one) => one.count).map((one) => make("option", { value: one.id }, one.name)));
    only.value = filter;
    if (only.value !== filter) { filter = ""; only.value = ""; }
    if (!fresh.open) newCode(list);
  }
  function newCode(list) {
    const field = (name) => {
      const input = make("input", { type: "text" });
      input.addEventListener("keydown", (event) => event.stopPropagation());
      return [input, make("label", {}, label(name), input)];
    };
    const [id, idLabel] = field("code_id"), [name, nameLabel] = field("code_name"), [words, wordsLabel] = field("definition");
    const above = make("select", {}, make("option", { value: "" }, "–"), ...list.map((one) => make("option", { value: one.id }, one.name)));
    fresh.replaceChildren(make("summary", {}, label("new_code")), make("div", { class: "new" }, idLabel, nameLabel, wordsLabel, make("label", {}, label("parent"), above),
      button("add", async () => {
        const answer = await send({ act: "new_code", code: id.value.trim(), name: name.value, parent: above.value, definition: words.value });
        if (answer.saved) fresh.open = false;
      })));
  }
  function state() {
    const found = model.get("state");
    progress.textContent = `${label("progress")} ${found.done}/${found.total}${found.lost ? ` · ${found.lost} ${label("lost")}` : ""}`;
    progress.title = `${label("read_to")}: ${read()}%`;
    done.checked = found.read;
  }
  const read = () => text.scrollHeight > text.clientHeight ? Math.round(100 * Math.min(1, (text.scrollTop + text.clientHeight) / text.scrollHeight)) : 100;
  text.addEventListener("scroll", () => { progress.title = `${label("read_to")}: ${read()}%`; }, { passive: true });

  model.on("change:source", draw);
  model.on("change:codings", marks);
  model.on("change:codes", () => { codes(); marks(); });
  model.on("change:state", state);
  codes();
  draw();
  state();
  say("saved");
  return () => clearInterval(clock);
}
export default { render };
