// What the rooms share. Python holds the truth: an act is sent, written to files, and comes back
// as what the files have.
const rooms = {};
const PIECE = 3 << 20;
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d00", "#56b4e9", "#7b4fa3", "#c44e52", "#4d4d4d", "#2f8f8f"];

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
const button = (words, act, more = {}) => make("button", { type: "button", onclick: act, ...more }, words);
// a control under its label; `key` says which it is when the room is drawn anew
function field(words, control, key) {
  if (key) control.dataset.key = key;
  return make("label", { class: "field" }, make("span", {}, words), control);
}
// files are chosen by a word of ours: what a browser writes beside its own is in the browser's language
function choosing(words, node, key) {
  if (key) node.dataset.key = key;
  // a browser says nothing when the same file is chosen again
  node.addEventListener("click", () => { node.value = ""; });
  return make("label", { class: "choose" }, words, node);
}
// what was refused stays where it was typed, with what is wrong beside it, until it is mended there; by room and key
const refused = new Map();
const at_field = (node) => `${node.closest(".jalin")?.dataset.room}/${node.dataset.key}`;
async function tried(node, act) {
  const root = node.closest(".jalin"), key = at_field(node), typed = node.value;
  refused.delete(key);
  // what is left by Tab has its successor chosen first: drawn anew before, the focus would be lost
  await new Promise((done) => { setTimeout(done); });
  const answer = await act(typed);
  if (answer?.saved !== false || !node.dataset.key) return;
  flag(root, key, typed, answer.at_field);
}
function flag(root, key, typed, said) {
  refused.set(key, { typed, said });
  root.refuse();
  flagged(root);
}
function flagged(box) {
  const root = refused.size && box.closest(".jalin");
  if (!root) return;
  // what a form was refused goes with it
  const forms = [...root.querySelectorAll("form")].map(at_field);
  for (const key of refused.keys()) if (/^\w+\/form\//.test(key) && !forms.includes(key)) refused.delete(key);
  for (const node of box.querySelectorAll("[data-key]")) {
    const found = refused.get(at_field(node));
    if (!found || "refused" in node.dataset) continue;
    node.dataset.refused = "";
    if (!node.matches("form")) { node.value = found.typed; node.ariaInvalid = "true"; }
    node.after(make("small", { class: "bad", role: "alert" }, found.said));
  }
}
function typed(node, value, act) {
  node.value = value ?? "";
  node.defaultValue = node.value;
  if (act) node.addEventListener("change", () => tried(node, act));
  return node;
}
const input = (value, act, more = {}) => typed(make("input", { type: "text", ...more }), value, act);
const area = (value, act, more = {}) => typed(make("textarea", { rows: "3", ...more }), value, act);
// one of which a form knows at each key what stands in it, as `given[name]`
const live = (given, name, more = {}, act = null) => input(given[name] ?? "", act, { ...more, oninput: (event) => { given[name] = event.target.value; } });
// `options`: values, or pairs of value and words
function select(value, options, act, more = {}) {
  const node = make("select", more, ...options.map((one) => {
    const [name, words] = Array.isArray(one) ? one : [one, one];
    return make("option", { value: name, selected: name === value }, words);
  }));
  if (act) resting(node, () => tried(node, act));
  return node;
}
// by keys a closed list changes at each of them: the choice is made where it rests, at Enter or on leaving
function resting(node, act) {
  let key = "", timer = 0;
  const made = () => { if (timer) { clearTimeout(timer); timer = 0; act(); } };
  node.addEventListener("keydown", (event) => {
    key = event.key;
    // the browser would open the list
    if (key === "Enter" && timer) { event.preventDefault(); made(); }
  });
  node.addEventListener("pointerdown", () => { key = ""; });
  node.addEventListener("blur", made);
  node.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(made, 800);
    if (!key || key === "Enter") made();
  });
}
// what keys can reach, and by what it is known when it is drawn anew
const reached = (box) => [...box.querySelectorAll("button, input, select, textarea, summary, a[href], [tabindex='0']")].filter((one) => !one.disabled && one.checkVisibility());
const called = (node) => node.dataset.key ?? `${node.tagName} ${node.ariaLabel ?? node.textContent}`;
// from where the form was opened that is open: there the focus goes when it closes
let opener = "";
// draw anew, and leave the focus, and what is being typed, where they were; what was acted on and is gone leaves it to
// what stands there now, and a form that opens takes it
function redraw(box, ...nodes) {
  const now = document.activeElement, forms = box.querySelectorAll(".asking").length;
  const held = now !== box && box.contains(now) && { key: called(now), form: now.closest(".asking"), place: reached(box).indexOf(now), value: now.value, changed: now.value !== now.defaultValue, from: now.selectionStart, to: now.selectionEnd };
  const places = new Map([...box.querySelectorAll("[data-scroll]")].map((one) => [one.dataset.scroll, one.scrollTop]));
  const at = box.scrollTop;
  box.replaceChildren(...nodes.flat(Infinity).filter((node) => node !== null && node !== undefined && node !== false));
  flagged(box);
  for (const one of box.querySelectorAll("[data-scroll]")) one.scrollTop = places.get(one.dataset.scroll) ?? 0;
  box.scrollTop = at;
  if (!held) return;
  const opened = [...box.querySelectorAll(".asking")].slice(forms).pop()?.querySelector("input, select, textarea");
  if (opened) { opener = held.key; opened.focus(); return; }
  const here = reached(box), again = here.find((one) => called(one) === held.key);
  const back = held.form && reached(box.closest(".room") ?? box).find((one) => called(one) === opener);
  (again ?? (back || null) ?? box.home ?? here[Math.min(Math.max(0, held.place), here.length - 1)])?.focus({ preventScroll: true });
  if (again && held.changed && again.matches("textarea, input:not([type=file])")) {
    again.value = held.value;
    try { again.setSelectionRange(held.from, held.to); } catch { /* a colour has no caret */ }
  }
}
function colors(codes) {
  const themes = [...new Set(codes.map((one) => one.theme))];
  return new Map(codes.map((one) => [one.id, one.color || PALETTE[Math.max(0, themes.indexOf(one.theme)) % PALETTE.length]]));
}
function dot(color) {
  const node = make("span", { class: "dot", "aria-hidden": "true" });
  node.style.background = color;
  return node;
}
// a form that asks before something is done; `ask` gives what to show of what it will move
function asking(title, fields, label, act, cancel) {
  const leave = () => { refused.delete(at_field(form)); cancel(); };
  const form = make("form", {
    class: "asking", "aria-label": title, "data-key": `form/${title}`,
    onsubmit: async (event) => {
      event.preventDefault();
      const root = form.closest(".jalin"), key = at_field(form);
      refused.delete(key);
      form.removeAttribute("data-refused");
      if (form.nextSibling?.matches?.("small.bad")) form.nextSibling.remove();
      root.failed = "";
      await act();
      if (root.failed) flag(root, key, "", root.failed);
    },
    onfocusin: ({ relatedTarget: from }) => { if (from && !from.closest(".asking")) opener = called(from); },
    onkeydown: (event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); leave(); } },
  }, make("p", {}, make("b", {}, title)), fields, make("div", { class: "row" },
    make("button", { type: "submit", class: "main" }, label("apply")), button(label("cancel"), leave)));
  return form;
}
// a table: words or nodes of its head, and of each row; a row's cell that is a node of a table stands as it is
function sheet_of(heads, rows) {
  const cell = (one, kind, more) => (one instanceof HTMLTableCellElement ? one : make(kind, more, one));
  return make("table", {}, make("thead", {}, make("tr", {}, heads.map((one) => cell(one, "th", { scope: "col" })))),
    make("tbody", {}, rows.map((row) => make("tr", {}, row.map((one) => cell(one, "td", {}))))));
}
// a table that may be larger than its place
const within_sheet = (words, key, table) => make("div", { class: "sheet", "data-scroll": key, tabindex: "0", role: "region", "aria-label": words }, table);
// a list beside a page
function halves(name, label, kind = "page") {
  const list = make("div", { class: "list", tabindex: "0", role: "region", "aria-label": label("list") }), page = make("div", { class: kind, tabindex: "0", role: "region", "aria-label": label(`room_${name}`) });
  return [make("div", { class: "two" }, list, page), list, page];
}
// one thing of a list to choose from: words before it, and what stands at its end
const item = (key, current, act, words, count, more = {}) => make("li", {}, make("button", { type: "button", "data-key": key, "aria-current": String(current), onclick: act, ...more }, words, make("span", { class: "count" }, count)));
// what takes something away asks once more in its own place
function removing(label, words, act, more = {}) {
  const node = button(words, () => {
    if (node.classList.contains("bad")) { act(); return; }
    node.classList.add("bad");
    node.removeAttribute("aria-label");
    node.textContent = label("sure");
  }, more);
  return node;
}
const short = (words, size = 90) => (words.length > size ? `${words.slice(0, size - 1)}…` : words);
// a file goes to the kernel in pieces, for one message has ten megabytes at most; the key it has there
async function sent(room, file) {
  const key = [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("");
  for (let at = 0; at < file.size; at += PIECE) {
    const part = await new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(file.slice(at, at + PIECE));
    });
    const answer = await room.ask("piece", { key, at, data: part }, true);
    if (!answer.saved) throw new Error(answer.error);
  }
  return key;
}
