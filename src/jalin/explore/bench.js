// The frame: tabs, undo, what is saved; and the way to Python and back.
function render({ model, el }) {
  const labels = model.get("labels"), about = model.get("about"), names = model.get("rooms");
  const label = (name) => labels[name] ?? name;
  let number = 0, waiting = new Map(), open = "", room = null, late = false, refused = "";

  const status = make("span", { class: "status", role: "status", "aria-live": "polite" }, label("saved"));
  const undo = button(label("undo"), () => send("undo"), { title: "Ctrl+Z", onmousedown: (event) => event.preventDefault() });
  const redo = button(label("redo"), () => send("redo"), { title: "Ctrl+Shift+Z", onmousedown: (event) => event.preventDefault() });
  const tabs = make("div", { class: "tabs", role: "tablist", "aria-label": label("rooms") }, ...names.map((name) => make("button", {
    type: "button", role: "tab", "data-room": name, id: `jalin-tab-${name}`, "aria-selected": "false", tabindex: "-1",
    onclick: () => show(name),
  }, label(`room_${name}`))));
  const body = make("div", { class: "room" });
  if (names.length > 1) { body.setAttribute("role", "tabpanel"); }
  const root = make("div", { class: "jalin", lang: about.language, "data-lm-suppress-shortcuts": "true" },
    make("div", { class: "bench" }, names.length > 1 ? tabs : null, make("span", { class: "grow" }), undo, redo, status), body);
  // JupyterLab would take the focus to the cell, and the keys for its own
  for (const kind of ["mousedown", "mouseup", "click", "dblclick", "focusin"]) root.addEventListener(kind, (event) => event.stopPropagation());
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const typing = event.target.matches?.("input:not([type=checkbox]):not([type=color]), textarea");
    if (!(event.ctrlKey || event.metaKey) || typing) return;
    if (event.key.toLowerCase() === "z") { event.preventDefault(); send(event.shiftKey ? "redo" : "undo"); }
    if (event.key.toLowerCase() === "y") { event.preventDefault(); send("redo"); }
  });
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = names[(names.indexOf(open) + step + names.length) % names.length];
    show(next);
    tabs.querySelector(`[data-room="${next}"]`).focus();
  });
  el.classList.add("jalin-frame");
  el.append(root);

  function say(name, words = "") {
    late = false;
    status.textContent = words || label(name);
    status.classList.toggle("bad", name === "unsaved" || name === "told");
    root.dataset.status = name;
  }
  function send(kind, name = "", args = {}, of = open, here = false) {
    if (kind !== "look" && kind !== "open") room?.leave?.();
    number += 1;
    const own = number;
    if (wrote({ kind })) say("saving");
    return new Promise((resolve) => {
      waiting.set(own, { resolve, kind, name, here, since: performance.now() });
      root.dataset.waiting = waiting.size;
      // a kernel that died takes nothing: that is said like no answer
      try { model.send({ room: of, number: own, kind, name, args }); } catch { /* the clock tells */ }
    });
  }
  function wrote({ kind }) { return kind === "act" || kind === "undo" || kind === "redo"; }
  const writing = () => [...waiting.values()].some(wrote);
  function receive(message) {
    const asked = waiting.get(message.number);
    waiting.delete(message.number);
    root.dataset.waiting = waiting.size;
    if (message.room === open && asked?.kind === "open") body.setAttribute("aria-busy", "false");
    if (message.room === open && message.updates) {
      // a room keeps its own view, and this one has none
      if (message.updates.view?.wrong) wrong(message.updates.view.wrong, message.updates.view.lead);
      else if (message.updates.view?.blind) blind();
      else if (message.updates.wrong) wrong(message.updates.wrong, message.updates.lead);
      else { body.querySelector(".wrong")?.remove(); room.el.hidden = false; room.update(message.updates); }
    }
    if (message.steps) {
      [[undo, message.steps[0], "undo"], [redo, message.steps[1], "redo"]].forEach(([node, words, name]) => {
        node.disabled = !words;
        node.title = words ? `${label(name)}: ${words}` : label(name);
      });
    }
    if (asked?.kind === "ask" && !asked.here) {
      if (!message.saved) { say("told", message.error); refused = asked.name; }
      else if (root.dataset.status === "told" && asked.name === refused) say("saved");
    }
    if (asked && wrote(asked)) {
      // an error stays in view until an act after it is saved
      root.failed = message.saved ? "" : message.at_field;
      if (!message.saved) say("unsaved", `${label("unsaved")}: ${message.error}`);
      else if ((late || root.dataset.status === "saving") && !writing()) say("saved");
      if (message.saved) root.dataset.acts = String(Number(root.dataset.acts || 0) + 1);
    }
    asked?.resolve(message);
  }
  // what is wrong with the files, or only not there yet: then `lead` is the room where one makes it
  function wrong(list, lead) {
    if (body.querySelector(".wrong")?.textContent === list.join("")) return;
    body.querySelector(".wrong")?.remove();
    room.el.hidden = true;
    const to = lead || "sources";
    body.prepend(make("div", { class: lead ? "wrong calm" : "wrong", role: lead ? "status" : "alert" }, ...list.map((one) => make("p", {}, one)),
      names.includes(to) && open !== to ? button(label(`to_${to}`), () => show(to), { class: lead ? "main" : "" }) : null));
  }
  // what others coded is not to be seen by who codes blind
  function blind() {
    if (body.querySelector(".blind")) return;
    body.querySelector(".wrong")?.remove();
    room.el.hidden = true;
    body.prepend(make("div", { class: "wrong calm blind" }, make("p", {}, label("blind")), button(label("see_others"), () => send("act", "see"), { "data-key": "see" })));
  }
  const listen = (message) => receive(message);
  model.on("msg:custom", listen);
  // what happened to the files meanwhile is asked for; a kernel that does not answer has not saved, as far as one knows
  const clock = setInterval(() => {
    const slow = [...waiting.values()].filter((one) => performance.now() - one.since > 5000);
    if (slow.length && root.dataset.status !== "unsaved") { say("unsaved", slow.some(wrote) ? `${label("unsaved")}: ${label("no_answer")}` : label("no_answer")); late = true; }
    else if (late && !waiting.size) say("saved");
    if (!document.hidden && !waiting.size && !room?.busy?.()) send("look");
  }, 1500);

  function show(name) {
    room?.leave?.();
    room?.away?.();
    // what was refused in the room that one leaves stands there at its place
    if (!late && !writing() && ["told", "unsaved"].includes(root.dataset.status)) say("saved");
    open = name;
    for (const tab of tabs.children) {
      tab.setAttribute("aria-selected", String(tab.dataset.room === name));
      tab.tabIndex = tab.dataset.room === name ? 0 : -1;
    }
    if (names.length > 1) body.setAttribute("aria-labelledby", `jalin-tab-${name}`);
    const own = {
      name, label, about, root, names, say,
      // what was told is done
      unsay: () => { if (root.dataset.status === "told") say("saved"); },
      act: (act, args) => send("act", act, args),
      // the frame tells what went wrong, but to a room that shows it where it was asked (`here`)
      ask: (asked, args, here = false) => send("ask", asked, args, open, here),
      look: () => send("open"),
      go: (other) => show(other),
      // an act of another room, as where an answer becomes evidence
      act_in: (other, act, args) => send("act", act, args, other),
    };
    room = rooms[name](own);
    root.dataset.room = name;
    const within = body.contains(document.activeElement);
    body.replaceChildren(room.el);
    if (within) tabs.querySelector('[aria-selected="true"]')?.focus();
    body.setAttribute("aria-busy", "true");
    return send("open");
  }
  root.refuse = () => say("unsaved");
  say("saved");
  show(names[0]);
  return () => { clearInterval(clock); model.off("msg:custom", listen); };
}
export default { render };
