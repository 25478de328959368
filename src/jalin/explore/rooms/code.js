// Reading and coding. Places are code points; the page counts UTF-16 units.
const BLOCK = 40;
const SLICES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

const plain = (text) => !/[\ud800-\udfff]/.test(text);
const toUnits = (text, points) => plain(text) ? points : Array.from(text).slice(0, points).join("").length;
const toPoints = (text, units) => plain(text) ? units : Array.from(text.slice(0, units)).length;

rooms.code = (room) => {
  const label = room.label, data = { source: null, codings: [], codes: [], state: {} };
  let picked = null, lit = null, shown_tree = "", filter = "", recent = [], drawn = [], blocks = [], paints = new Map(), last = 0, stood = null;

  const done = make("input", { type: "checkbox", onchange: () => room.act("read", { read: done.checked }) });
  const both = make("input", { type: "checkbox", onchange: () => room.act("reconcile", { on: both.checked }) });
  const progress = make("span", {}), title = make("select", { class: "name", "aria-label": label("source"), onchange: () => room.act("open", { source: title.value }) });
  const only = make("select", { "aria-label": label("filter"), onchange: () => { filter = only.value; marks(); } });
  const text = make("div", {
    class: "text", contenteditable: "true", role: "textbox", "aria-multiline": "true", "aria-readonly": "true",
    "aria-label": label("text"), spellcheck: "false", tabindex: "0",
  });
  const side = make("div", { class: "side", tabindex: "0", role: "region", "aria-label": label("codebook") });
  const chosen = make("div", { class: "chosen" }), tree = make("ul", { class: "tree" }), fresh = make("details", {});
  const meaning = make("div", { class: "meaning", "aria-live": "polite" }), found = make("div", { class: "found" });
  // a press of a button leaves the selection in the text as it is
  const stay = { onmousedown: (event) => event.preventDefault() };
  const press = (name, act) => button(label(name), act, stay);
  const differs = press("next_difference", async () => {
    const { saved, result } = await room.ask("differs", { after: place() - 1 });
    if (!result) { if (saved) room.say("told", label("no_difference")); return; }
    room.unsay();
    reveal(result.start, result.end);
    // and there is what to decide on
    picked = null;
    pick(visible().filter((one) => one.start === result.start && one.end === result.end));
  });
  const words = make("input", { type: "search", class: "words", "aria-label": label("search"), placeholder: label("search") });
  const kind = select("words", [["words", label("as_written")], ["forms", label("all_forms")], ["regex", label("regex")]], search, { "aria-label": label("search_kind") });
  const where = select("", [["", label("here")], ["all", label("everywhere")]], search, { "aria-label": label("search_where") });
  const voice = select("", [["", label("any_voice")], ["informant", label("informants")], ["interviewer", label("interviewers")]], search, { "aria-label": label("search_voice") });
  words.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); search(); } });
  const bar = make("div", { class: "bar" },
    press("previous", () => room.act("open", { step: -1 })), title, press("next", () => room.act("open", { step: 1 })),
    progress, make("label", { title: label("read_help") }, done, " ", label("read")),
    make("label", {}, both, " ", label("both_coders")), differs, make("label", {}, label("filter"), " ", only),
    make("span", { class: "grow" }), make("span", { class: "row" }, words, kind, where, voice));
  side.append(found, make("h2", {}, label("selected")), chosen, make("h2", {}, label("codebook")), meaning, tree, fresh,
    make("p", { class: "hint" }, label("help")));
  const sound = sounding(room, {
    point: place, selection: () => selection(), length: () => { const last = drawn[drawn.length - 1]; return last ? last.start + last.points : 0; },
    mark: (start, follow) => {
      text.querySelector(".line.heard")?.classList.remove("heard");
      if (start === null || !drawn.length) return;
      const { node } = lineAt(start);
      node.classList.add("heard");
      if (follow) node.scrollIntoView({ block: "nearest" });
    },
  });
  function place() {
    last = points()?.[1] ?? last;
    return last;
  }
  bar.append(sound.el);
  const root = make("div", { class: "coding" }, bar, text, side);
  const called = (one) => `${nameOf(one.code)}${one.own ? "" : ` (${one.coder})`}`;
  const stripes = striping(text, { color: (code) => color(code), title: called, pick: (name) => pick(data.codings.filter((one) => one.key === name)) });
  const links = linking(room, async (end) => {
    if (end.source !== data.source.id) await room.act("open", { source: end.source });
    const [coder, rest] = end.name.split(":"), one = data.codings.find((other) => other.key === `${coder}/${rest.split("/")[1]}`);
    if (!one) return;
    reveal(one.start, one.end);
    picked = null;
    pick([one]);
  });
  let held = null;
  function keep() {
    if (!held) return;
    const { id, words, timer } = held;
    clearTimeout(timer);
    held = null;
    room.act("change", { id, memo: words });
  }

  // --- the text

  function draw() {
    const source = data.source;
    title.replaceChildren(...source.sources.map((one, place) => make("option", { value: one, selected: one === source.id }, `${one} · ${place + 1}/${source.of} · ${source.coder}`)));
    both.checked = source.reconciling;
    differs.hidden = !source.reconciling;
    text.replaceChildren();
    drawn = source.lines.map((line, place) => {
      const node = make("div", { class: `line ${line.voice}`, dir: "auto", "data-line": place });
      node.textContent = line.text || "\u200b";
      return { ...line, node, points: plain(line.text) ? line.text.length : Array.from(line.text).length, drawn_as: "" };
    });
    // only the blocks near the view are laid out by the browser (content-visibility in the style) and marked
    for (const block of blocks) near.unobserve(block.node);
    blocks = [];
    for (let at = 0; at < drawn.length; at += BLOCK) {
      const lines = drawn.slice(at, at + BLOCK), last = lines[lines.length - 1];
      const node = make("div", { class: "block" }, ...lines.map((line) => line.node));
      const block = { node, lines, start: lines[0].start, end: last.start + last.points, stale: true, near: at < 3 * BLOCK };
      node.block = block;
      blocks.push(block);
      text.append(node);
      near.observe(node);
    }
    text.scrollTop = 0;
    [picked, last, stood] = [null, 0, null];
    marks();
  }
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const block = entry.target.block;
      block.near = entry.isIntersecting;
      if (block.near && block.stale) paint(block);
    }
    highlight();
  }, { root: text, rootMargin: "600px 0px" });
  const color = (code) => paints.get(code) || PALETTE[0];
  function visible() {
    return filter ? data.codings.filter((one) => one.code === filter) : data.codings;
  }
  function marks() {
    const codings = visible();
    // a lane for each coding, so that those that overlap lie one under another
    const lanes = [];
    for (const one of codings) {
      let free = lanes.findIndex((end) => end <= one.start);
      if (free < 0) { free = lanes.length; lanes.push(0); }
      lanes[free] = one.end;
      one.lane = free;
    }
    stripes.arrange(codings, data.source?.coders ?? []);
    // codings come in the order of their starts; those of a block are found in one pass
    let next = 0, here = [];
    for (const block of blocks) {
      while (next < codings.length && codings[next].start < block.end) { here.push(codings[next]); next += 1; }
      here = here.filter((one) => one.end > block.start);
      // what was sent again is another object
      const lanes_ = here.map((one) => one.lane);
      const same = block.paints === paints && block.codings && block.codings.length === here.length && here.every((one, place) => one === block.codings[place] && lanes_[place] === block.lanes[place]);
      if (!same) block.stale = true;
      Object.assign(block, { codings: here, lanes: lanes_, paints });
      if (block.near && block.stale) paint(block);
    }
    highlight();
    panel();
  }
  function paint(block) {
    block.stale = false;
    // what is selected stays so, though its words are drawn anew
    const now = document.getSelection(), own = now.rangeCount && block.node.contains(now.focusNode) && text.contains(now.anchorNode);
    const kept = own ? [pointOf(now.anchorNode, now.anchorOffset), pointOf(now.focusNode, now.focusOffset)] : null;
    repaint(block);
    stripes.later(block);
    if (kept) now.setBaseAndExtent(...spot(kept[0]), ...spot(kept[1]));
  }
  function repaint(block) {
    for (const line of block.lines) {
      const end = line.start + line.points;
      const here = block.codings.filter((one) => one.start < end && one.end > line.start);
      const drawn_as = here.map((one) => `${one.key} ${one.start} ${one.end} ${one.lane} ${called(one)} ${color(one.code)}`).join();
      if (drawn_as === line.drawn_as) continue;
      line.drawn_as = drawn_as;
      if (!here.length) { line.node.replaceChildren(line.text || "\u200b"); continue; }
      const edges = [...new Set([line.start, end, ...here.flatMap((one) => [one.start, one.end])])]
        .filter((edge) => edge >= line.start && edge <= end).sort((a, b) => a - b);
      const parts = [];
      for (let at = 0; at + 1 < edges.length; at += 1) {
        const [from, to] = [edges[at], edges[at + 1]];
        const words = line.text.slice(toUnits(line.text, from - line.start), toUnits(line.text, to - line.start));
        const over = here.filter((one) => one.start <= from && one.end >= to);
        if (!over.length) { parts.push(words); continue; }
        const sorted = over.sort((a, b) => a.lane - b.lane);
        const depth = Math.min(5, sorted.at(-1).lane + 1);
        const images = sorted.map((one) => one.own ? `linear-gradient(${color(one.code)}, ${color(one.code)})`
          : `repeating-linear-gradient(90deg, ${color(one.code)} 0 5px, transparent 5px 9px)`);
        const places = sorted.map((one) => `0 calc(100% - ${(depth - 1 - Math.min(4, one.lane)) * 4}px)`);
        const node = make("mark", {
          "data-ids": sorted.map((one) => one.key).join(" "),
          title: sorted.map(called).join(", "),
        }, words);
        node.style.backgroundImage = images.join(", ");
        node.style.backgroundPosition = places.join(", ");
        node.style.backgroundSize = sorted.map(() => "100% 3px").join(", ");
        node.style.paddingBottom = `${depth * 4 - 2}px`;
        parts.push(node);
      }
      line.node.replaceChildren(...parts);
    }
  }
  const nameOf = (code) => (data.byId?.get(code) || { name: code }).name;
  function highlight() {
    if (!picked && !lit) return;
    lit = picked;
    for (const node of text.querySelectorAll("mark")) node.classList.toggle("on", node.dataset.ids.split(" ").includes(picked));
  }

  // --- selection: from the page to code points, at whole characters as a reader sees them

  function pointOf(node, offset) {
    let element = node.nodeType === 3 ? node.parentElement : node;
    if (element === text || element.classList.contains("block")) {
      const child = element.children[offset];
      if (!child || child.matches(".stripes")) {
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
  // where what is selected in the text begins and ends, or where the caret is
  function points() {
    const now = document.getSelection();
    return now.rangeCount && text.contains(now.anchorNode) ? [pointOf(now.anchorNode, now.anchorOffset), pointOf(now.focusNode, now.focusOffset)] : null;
  }
  function selection() {
    const [one, other] = points() ?? (document.activeElement === text ? null : stood) ?? [0, 0];
    if (one === null || other === null || one === other) return null;
    return { start: whole(Math.min(one, other), false), end: whole(Math.max(one, other), true) };
  }
  const said = ({ start, end }) => drawn.filter((line) => line.start < end && line.start + line.points > start)
    .map((line) => line.text.slice(toUnits(line.text, Math.max(0, start - line.start)), toUnits(line.text, Math.min(line.points, end - line.start)))).join(" ");
  // a field takes what is selected away: it stays as it was, is to be seen, and the keys come back to it
  function leave_text() {
    place();
    stood = points();
    show_stood();
  }
  function show_stood() {
    const span = document.activeElement !== text && selection();
    CSS.highlights?.delete("jalin-stood");
    if (!span) return;
    const range = document.createRange();
    range.setStart(...spot(span.start));
    range.setEnd(...spot(span.end));
    CSS.highlights?.set("jalin-stood", new Highlight(range));
  }
  function enter_text() {
    const back = stood;
    CSS.highlights?.delete("jalin-stood");
    // the browser puts the caret at the beginning, a moment later
    if (back) setTimeout(() => { if (document.activeElement === text && points()?.every((one) => one === drawn[0].start)) document.getSelection().setBaseAndExtent(...back.flatMap(spot)); });
  }
  // the text can be selected with caret and keys as if to write in it, and cannot be changed
  for (const kind of ["beforeinput", "paste", "drop", "cut"]) text.addEventListener(kind, (event) => event.preventDefault());

  // --- acts

  // a button that takes what is selected says so where nothing is
  function wanted() {
    const span = selection();
    if (!span) room.say("told", label("select_first"));
    return span;
  }
  async function put(code, span = wanted(), several = [code]) {
    if (!span) { picked = null; return; }
    recent = [...several, ...recent.filter((one) => !several.includes(one))].slice(0, 9);
    await room.act("add", { codes: several, ...span });
  }
  const leave_found = () => { found.replaceChildren(); text.focus({ preventScroll: true }); };
  // a memo on the words that are selected, the turn, the source or the code of what is selected, without a coding
  function memo_here() {
    const clean = (said) => said.replace(/\s+/g, " ").trim().slice(0, 300), source = data.source.id, one = own();
    const quoted = (name, said) => ({ said: `${label(name)}: “${short(said, 50)}”`, title: said, about: source, quote: said });
    const span = selection(), words = span && clean(said(span)), turn = clean(lineAt(Math.max(0, place())).text);
    found.replaceChildren(memo_on(room, [words && quoted("words", words), { said: `${label("source")} ${source}`, title: source, about: source },
      turn && quoted("turn", turn), one && { said: `${label("room_code_one")}: ${nameOf(one.code)}`, title: nameOf(one.code), about: one.code }].filter(Boolean), leave_found));
    found.querySelector("textarea").focus();
  }
  // the words that are selected become a code of their own
  async function in_vivo() {
    const span = wanted();
    if (!span) return;
    const words = said(span).replace(/\s+/g, " ").trim().slice(0, 60), id = identifier(words) || "CODE";
    const made = data.byId.has(id) ? { saved: true } : await room.act("new_code", { id, name: `“${words}”` });
    if (made.saved) await put(id, span);
  }
  const own = () => data.codings.find((one) => picked === one.key);
  let palette = null;
  function choose(then, span) {
    if (palette) palette.remove();
    const list = make("ul", { role: "listbox", id: `jalin-list-${Math.random().toString(36).slice(2)}` });
    const input = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "aria-label": label("search_code"), placeholder: label("search_code"), autocomplete: "off" });
    const chips = make("div", { class: "row" }), about = make("p", { class: "hint" });
    palette = make("div", { class: "palette", role: "dialog", "aria-label": label("search_code") }, chips, input, list, about, make("p", { class: "hint" }, label("palette_help")));
    let at = 0, found = [];
    const fill = () => {
      const wanted = input.value.toLowerCase().trim().split(/\s+/).filter(Boolean);
      const codes = data.codes;
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
      about.textContent = found[at] ? [found[at].definition, found[at].exclude && `${label("exclude")}: ${found[at].exclude}`].filter(Boolean).join(" · ") : "";
    };
    const close = () => { palette.remove(); palette = null; text.focus({ preventScroll: true }); };
    const more = [];
    const take = (place) => {
      const one = found[place];
      if (!one && !more.length) return;
      const all = [...more, ...(one && !more.includes(one.id) ? [one.id] : [])];
      close();
      then(all[0], span ?? undefined, all);
    };
    // Shift+Enter: this one, and another beside it
    const also = (place) => {
      if (!found[place]) return;
      more.push(found[place].id);
      chips.replaceChildren(...more.map((id) => make("span", { class: "chip" }, nameOf(id))));
      input.value = "";
      fill();
    };
    input.addEventListener("input", fill);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { at = Math.min(at + 1, found.length - 1); mark(); event.preventDefault(); }
      else if (event.key === "ArrowUp") { at = Math.max(at - 1, 0); mark(); event.preventDefault(); }
      else if (event.key === "Enter") { if (event.shiftKey) also(at); else take(at); event.preventDefault(); }
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
  root.addEventListener("keydown", (event) => {
    if (event.altKey && event.code === "KeyN" && data.source.reconciling) { event.preventDefault(); differs.click(); }
  });
  text.addEventListener("keydown", (event) => {
    if (sound.key(event) || event.ctrlKey || event.metaKey || event.altKey) return;
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
    const point = place(), here = visible().filter((one) => one.start <= point && one.end >= point);
    if (here.length) pick(here);
  }
  function pick(list) {
    const names = list.map((one) => one.key);
    picked = names[(names.indexOf(picked) + 1) % names.length];
    highlight();
    panel();
    chosen.querySelector('[data-key="link-type"]')?.focus();
  }
  for (const kind of ["keyup", "mouseup"]) text.addEventListener(kind, () => { sound.shown(); if (selection()) room.unsay(); });
  text.addEventListener("blur", leave_text);
  text.addEventListener("focus", enter_text);
  // where what was acted on is gone
  chosen.home = text;
  let pressed = [0, 0];
  text.addEventListener("mousedown", (event) => { stood = null; pressed = [event.clientX, event.clientY]; });
  text.addEventListener("click", (event) => {
    // the time stands before the line
    const line = event.target.closest(".line");
    if (line?.dataset.clock && event.clientX < line.getBoundingClientRect().left + parseFloat(getComputedStyle(line).paddingLeft)) { sound.hear_from(drawn[Number(line.dataset.line)].start); return; }
    const mark = event.target.closest("mark");
    // a click, and not the end of selecting; one on what is selected leaves that selected until it is over
    if (!mark || Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4 || event.detail > 1) return;
    const names = mark.dataset.ids.split(" ");
    pick(data.codings.filter((one) => names.includes(one.key)));
  });
  function remove() {
    const one = own();
    if (one && one.own) { picked = null; room.act("remove", { id: one.id }); }
  }

  // --- the side

  function panel() {
    const one = own();
    if (!one) {
      redraw(chosen, links.waits(panel) ?? make("p", { class: "hint" }, label("none_selected")), make("div", { class: "row" }, press("in_vivo", in_vivo), room.names.includes("memos") ? press("memo_here", memo_here) : null));
      chosen.dataset.of = "";
      return;
    }
    const focused = chosen.contains(document.activeElement) && /^(TEXTAREA|INPUT)$/.test(document.activeElement.tagName);
    if (focused && chosen.dataset.of === picked) return;
    chosen.dataset.of = picked;
    const source = data.source;
    const box = make("div", { class: `picked${one.own ? "" : " other"}` }, source.reconciling ? beside(one) : null, make("b", {}, nameOf(one.code)), make("span", { class: "hint" }, `${one.coder} · ${one.code}${one.decision ? ` · ${label(one.decision)}` : ""}`));
    if (one.own) {
      const memo = make("textarea", { "aria-label": label("memo"), placeholder: label("memo") });
      memo.value = one.memo;
      // a memo is kept a moment after the last key, and before any other act
      memo.addEventListener("input", () => {
        clearTimeout(held && held.timer);
        held = { id: one.id, words: memo.value, timer: setTimeout(keep, 700) };
        room.say("saving");
      });
      memo.addEventListener("change", keep);
      box.append(memo, make("div", { class: "row" }, [
        press("recode", () => choose((code) => room.act("change", { id: one.id, code }), null)),
        press("resize", () => { const span = wanted(); if (span) room.act("change", { id: one.id, ...span }); }),
        press("delete", remove), room.names.includes("memos") ? press("memo_here", memo_here) : null].filter(Boolean)));
    } else if (one.memo) box.append(make("p", { class: "hint" }, one.memo));
    if (source.reconciling) {
      const by = make("input", { "aria-label": label("decided_by"), placeholder: label("decided_by") });
      const reason = make("input", { "aria-label": label("reason"), placeholder: label("reason") });
      by.value = side.dataset.by || "";
      const decide = async (decision) => {
        side.dataset.by = by.value;
        if (!(await room.act("decide", { coder: one.coder, id: one.id, decision, by: by.value, reason: reason.value })).saved) return;
        reveal(one.start, one.end);
        chosen.dataset.of = "";
        panel();
      };
      box.append(by, reason, make("div", { class: "row" }, press("keep", () => decide("keep")), press("drop", () => decide("drop"))));
    }
    box.append(...links.below(`${one.coder}:${source.id}/${one.id}`, said(one), () => { chosen.dataset.of = ""; panel(); }).filter(Boolean));
    redraw(chosen, box);
  }
  // what each coder put on a passage, side by side
  function beside(one) {
    const here = data.codings.filter((other) => other.start < one.end && one.start < other.end), coders = data.source.coders;
    const cell = (coder) => here.filter((other) => other.coder === coder).map((other) => make("li", {}, make("button", { type: "button", "aria-current": String(other === one), onclick: () => { reveal(other.start, other.end); picked = null; pick([other]); } },
      dot(color(other.code)), make("span", {}, nameOf(other.code), other.decision ? make("small", {}, ` · ${label(other.decision)}`) : null, other.memo ? make("small", {}, make("br"), short(other.memo, 60)) : null))));
    const table = sheet_of(coders, [coders.map((coder) => { const own = cell(coder); return own.length ? make("ul", { class: "items" }, own) : "–"; })]);
    table.className = "beside";
    return table;
  }
  function codes() {
    const list = data.codes, said = JSON.stringify(list.map((one) => ({ ...one, count: one.count > 0, paint: color(one.id) })));
    // most acts change how often a code was used, and no more
    if (said === shown_tree) { list.forEach((one, place) => { tree.children[place].querySelector(".count").textContent = one.count || ""; }); return; }
    shown_tree = said;
    tree.replaceChildren(...list.map((one) => {
      const dot = make("span", { class: "dot" });
      dot.style.background = color(one.id);
      const item = make("button", { type: "button", title: `${one.id}: ${one.definition}`, "data-code": one.id, onmousedown: (event) => event.preventDefault(), onclick: () => put(one.id), onmouseenter: () => explain(one), onfocus: () => explain(one) },
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
    const given = { parent: "" }, put_in = (name, more) => make("label", {}, label(name), live(given, name, more));
    const above = select("", [["", "–"], ...list.map((one) => [one.id, one.name])], (value) => { given.parent = value; });
    fresh.replaceChildren(make("summary", {}, label("new_code")), make("div", { class: "new" }, put_in("code_name"), put_in("code_id", { placeholder: label("id_hint") }), put_in("definition"), make("label", {}, label("parent"), above),
      press("add", async () => {
        const { code_name: name = "", code_id = "", definition, parent } = given;
        if ((await room.act("new_code", { id: code_id.trim() || identifier(name), name, parent, definition })).saved) fresh.open = false;
      })));
  }
  function state() {
    const found = data.state;
    progress.textContent = `${label("progress")} ${found.done}/${found.total}${found.lost ? ` · ${found.lost} ${label("lost")}` : ""}`;
    done.checked = found.read;
  }
  const read = () => text.scrollHeight > text.clientHeight ? Math.round(100 * Math.min(1, (text.scrollTop + text.clientHeight) / text.scrollHeight)) : 100;
  // asked for when it is looked at: to know it the page has to be laid out
  progress.addEventListener("pointerenter", () => { progress.title = `${label("read_to")}: ${read()}%`; });

  // --- searching, and coding what was found

  async function search() {
    if (!words.value.trim()) { found.replaceChildren(); return; }
    const answer = await room.ask("search", { words: words.value, kind: kind.value, everywhere: where.value === "all", voice: voice.value }, true);
    if (!answer.saved) { found.replaceChildren(make("p", { class: "bad", role: "alert" }, answer.error)); return; }
    const hits = answer.result.map((hit) => ({ ...hit, take: true }));
    const count = make("b", {});
    const told = () => { count.textContent = `${hits.filter((hit) => hit.take).length}/${hits.length}`; };
    const code_all = () => choose(async (code, _span, codes) => {
      const spans = hits.filter((hit) => hit.take).map(({ source, start, end }) => ({ source, start, end }));
      const done_ = await room.act("add_all", { codes, spans });
      if (done_.saved) leave_found();
    }, null);
    found.replaceChildren(make("h2", {}, label("hits"), " ", count),
      make("div", { class: "row" }, button(label("code_all"), code_all, { ...stay, disabled: !hits.length }), button(label("close"), leave_found)),
      make("ul", { class: "hits", tabindex: "0", "aria-label": label("hits") }, ...hits.map((hit) => make("li", {},
        make("label", {}, make("input", { type: "checkbox", checked: true, "aria-label": hit.words, onchange: (event) => { hit.take = event.target.checked; told(); } })),
        button([make("small", {}, hit.source), " ", short(hit.before.slice(-30), 30), make("mark", {}, hit.words), hit.after.slice(0, 30)], async () => {
          if (hit.source !== data.source.id) await room.act("open", { source: hit.source });
          reveal(hit.start, hit.end);
        })))));
    told();
    found.scrollIntoView({ block: "nearest" });
  }
  // --- from code points to the page

  function lineAt(point) {
    let low = 0, high = drawn.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (drawn[middle].start <= point) low = middle; else high = middle - 1; }
    return drawn[low];
  }
  function spot(point) {
    const line = lineAt(point);
    let left = toUnits(line.text, Math.min(point - line.start, line.points));
    const walker = document.createTreeWalker(line.node, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left <= node.data.length) return [node, left];
      left -= node.data.length;
    }
    return [line.node, 0];
  }
  function reveal(start, end) {
    lineAt(start).node.scrollIntoView({ block: "center" });
    stood = null;
    text.focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(...spot(start), ...spot(end));
  }
  // when a turn begins, before its first line
  function clocks() {
    const known = sound.clocks();
    text.classList.toggle("timed", known.size > 0);
    for (const line of drawn) {
      const said = known.get(line.start);
      if (said) line.node.dataset.clock = said; else delete line.node.dataset.clock;
    }
  }
  function explain(one) {
    if (!one) { meaning.replaceChildren(make("p", { class: "hint" }, label("meaning_help"))); return; }
    meaning.replaceChildren(make("b", {}, one.name), make("p", {}, one.definition),
      ...["include", "exclude", "example"].filter((name) => one[name]).map((name) => make("p", {}, make("i", {}, `${label(name)}: `), one[name])));
  }

  explain(null);
  return {
    el: root,
    busy: () => Boolean(held),
    leave: () => { keep(); },
    away: () => sound.leave(),
    update(made) {
      if (made.codes) {
        data.codes = made.codes;
        data.byId = new Map(made.codes.map((one) => [one.id, one]));
        const now = colors(made.codes);
        if (now.size !== paints.size || [...now].some(([id, one]) => paints.get(id) !== one)) paints = now;
      }
      if (made.codings) data.codings = made.codings;
      if (made.changed) {
        const gone = new Set([...made.changed.drop, ...made.changed.put.map((one) => one.key)]);
        data.codings = data.codings.filter((one) => !gone.has(one.key)).concat(made.changed.put).sort((a, b) => a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) || (a.coder < b.coder ? -1 : 1));
      }
      if (made.links) { links.update(made.links); chosen.dataset.of = ""; }
      if (made.state) data.state = made.state;
      if (made.source) { data.source = made.source; codes(); draw(); }
      else { codes(); marks(); }
      if (made.sound) { sound.update(made.sound); clocks(); }
      state();
    },
  };
};
