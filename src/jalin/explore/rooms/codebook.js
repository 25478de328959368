// The codebook: a tree to drag and click in, and the code that is looked at.
rooms.codebook = (room) => {
  const label = room.label;
  let view = null, at = "", doing = null, filter = "";
  const [el, list, page] = halves("codebook", label);
  const one = () => view.codes.find((code) => code.id === at);
  const pick = (id) => { at = id; doing = null; draw(); };
  const begin = async (name) => {
    doing = { name, into: "", reason: "", parts: [{ id: "", name: "" }, { id: "", name: "" }], chosen: {}, moves: null };
    draw();
    if (!["add", "memo"].includes(name)) { const own = doing, found = await room.ask("moves", { code: at }); if (found.saved && doing === own) { own.moves = found.result; draw(); } }
    page.querySelector(".asking input, .asking select, .asking textarea")?.focus();
  };
  const cancel = () => { doing = null; draw(); };
  const finish = async (name, args, then) => {
    const answer = await room.act(name, args);
    if (!answer.saved) return;
    doing = null;
    if (then !== undefined) at = then;
    draw();
  };

  function tree() {
    const paint = colors(view.codes), wanted = filter.toLowerCase();
    const items = view.codes.filter((code) => `${code.id} ${code.name}`.toLowerCase().includes(wanted)).map((code) => {
      const node = make("button", {
        type: "button", "data-code": code.id, "data-key": `code/${code.id}`, draggable: "true", title: `${code.id}: ${code.definition}`,
        "aria-current": String(code.id === at), onclick: () => pick(code.id), "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown Alt+ArrowRight Alt+ArrowLeft", onkeydown: (event) => shift(event, code),
        ondragstart: (event) => event.dataTransfer.setData("text/plain", code.id),
        ondragover: (event) => { event.preventDefault(); node.classList.add("dropping"); },
        ondragleave: () => node.classList.remove("dropping"),
        ondrop: (event) => { event.preventDefault(); node.classList.remove("dropping"); move(event.dataTransfer.getData("text/plain"), code.id); },
      }, dot(paint.get(code.id)), make("span", {}, code.name), make("span", { class: "count" }, code.count ? String(code.count) : ""));
      node.style.paddingLeft = `${0.3 + code.depth}rem`;
      return make("li", {}, node);
    });
    const top = make("div", { class: "drop" }, label("drop_top"));
    top.ondragover = (event) => { event.preventDefault(); top.classList.add("over"); };
    top.ondragleave = () => top.classList.remove("over");
    top.ondrop = (event) => { event.preventDefault(); move(event.dataTransfer.getData("text/plain"), ""); };
    const seek = input(filter, null, { type: "search", "aria-label": label("search_code"), placeholder: label("search_code"), "data-key": "filter" });
    seek.addEventListener("input", () => { filter = seek.value; seek.defaultValue = ""; draw(); });
    redraw(list, make("div", { class: "row" }, seek, button(label("new_code"), () => { begin("add"); }, { class: "main" })),
      make("ul", { class: "items", role: "list" }, items), filter && !items.length ? make("p", { class: "hint", role: "status" }, label("nothing_found")) : null, top,
      view.history.length ? make("details", { open: list.querySelector("details")?.open }, make("summary", {}, `${label("history")} (${view.history.length})`),
        make("ul", {}, view.history.map((one) => make("li", {}, `${label(`action_${one.action}`)}: ${one.old}${one.new ? ` → ${one.new}` : ""}. ${one.reason}`)))) : null);
  }
  // Alt and an arrow: before the code above, or behind the one below, of those on its branch; below the one above; out of its branch
  function shift(event, code) {
    const own = view.codes.filter((other) => other.parent === code.parent), here = own.findIndex((other) => other.id === code.id);
    const [above, below] = [own[here - 1], own[here + 1]], order = (before) => room.act("order", { code: code.id, before });
    const act = event.altKey && {
      ArrowUp: above && (() => order(above.id)), ArrowDown: below && (() => order(own[here + 2]?.id ?? "")),
      ArrowRight: above && (() => move(code.id, above.id)), ArrowLeft: code.parent && (() => move(code.id, view.codes.find((other) => other.id === code.parent).parent)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
  const move = (code, parent) => { if (code && code !== parent) room.act("edit", { code, field: "parent", value: parent }); };

  function form() {
    if (!doing) return null;
    const reason = () => field(label("reason"), live(doing, "reason", { required: true }), "reason");
    const others = view.codes.filter((code) => code.id !== at);
    const which = (empty) => field(label("becomes"), select(doing.into, [["", empty], ...others.map((code) => [code.id, `${code.name} (${code.id})`])], (value) => { doing.into = value; }), "into");
    if (doing.name === "add") {
      doing.add ??= { id: "", name: "", definition: "", parent: one()?.parent ?? "", kind: "inductive" };
      const given = doing.add;
      return asking(label("new_code"), [make("div", { class: "fields" },
        field(label("code_name"), live(given, "name", { required: true }), "add-name"), field(label("code_id"), live(given, "id", { placeholder: label("id_hint") }), "add-id")),
        field(label("definition"), live(given, "definition"), "add-definition"),
        make("div", { class: "fields" }, field(label("parent"), select(given.parent, [["", "–"], ...view.codes.map((code) => [code.id, code.name])], (value) => { given.parent = value; }), "add-parent"),
          field(label("kind"), select(given.kind, [["inductive", label("inductive")], ["deductive", label("deductive")]], (value) => { given.kind = value; }), "add-kind"))],
        label, () => { const id = given.id.trim() || identifier(given.name); finish("add", { ...given, id }, id); }, cancel);
    }
    if (doing.name === "memo") return memo_on(room, [{ said: one().name, title: one().name, about: at }], cancel);
    const told = doing.moves ? moving(doing.moves) : make("p", { class: "hint" }, "…");
    if (doing.name === "rename") return asking(label("rename_id"), [told, field(label("code_id"), live(doing, "into", { required: true }), "rename-id"), reason()], label, () => finish("rename", { code: at, new: doing.into, reason: doing.reason }, doing.into.trim()), cancel);
    if (doing.name === "merge") return asking(label("merge"), [told, which("–"), reason()], label, () => finish("merge", { codes: [at], into: doing.into, reason: doing.reason }, doing.into), cancel);
    if (doing.name === "retire") return asking(label("retire"), [told, which(label("taken_away")), reason()], label, () => finish("retire", { code: at, to: doing.into, reason: doing.reason }, doing.into), cancel);
    const options = () => doing.parts.map((part) => [part.id.trim() || identifier(part.name), part.name || part.id]).filter(([id]) => id);
    return asking(label("split"), [told,
      doing.parts.map((part, place) => make("div", { class: "fields" }, field(`${label("code_name")} ${place + 1}`, live(part, "name", { required: true }, draw), `part-name-${place}`), field(`${label("code_id")} ${place + 1}`, live(part, "id", { placeholder: label("id_hint") }, draw), `part-id-${place}`))),
      button(label("another"), () => { doing.parts.push({ id: "", name: "" }); draw(); }), reason(),
      make("h2", {}, label("each_passage")), make("div", { class: "sheet", "data-scroll": "passages", tabindex: "0", role: "group", "aria-label": label("each_passage") }, (doing.moves?.passages ?? []).map((passage) => make("div", { class: "passage" },
        make("span", { class: "hint" }, `${passage.coder} · ${passage.source}`), make("p", {}, passage.quote),
        select(doing.chosen[passage.key] ?? options()[0]?.[0] ?? "", options(), (value) => { doing.chosen[passage.key] = value; }, { "aria-label": passage.quote.slice(0, 40), "data-key": passage.key }))))],
      label, () => finish("split", { code: at, into: doing.parts.map((part) => ({ id: part.id.trim() || identifier(part.name), name: part.name })), reason: doing.reason, chosen: doing.chosen }, options()[0]?.[0]), cancel);
  }
  function moving(moves) {
    const count = Object.entries(moves.codings).map(([coder, codings]) => `${codings} (${coder})`).join(", ") || "0";
    return make("ul", { class: "moves" }, make("li", {}, `${label("moves_codings")}: ${count}`), moves.hidden ? make("li", {}, label("moves_hidden")) : null, moves.below.length ? make("li", {}, `${label("moves_below")}: ${moves.below.join(", ")}`) : null,
      make("li", {}, `${label("moves_named")}: ${moves.named.join(", ") || "–"}`), doing.name === "split" && moves.alone.length ? make("li", {}, `${label("moves_alone")}: ${moves.alone.join(", ")}`) : null);
  }

  function draw() {
    if (!view) return;
    if (!one()) at = doing ? at : view.codes[0]?.id ?? "";
    tree();
    const code = one();
    if (!code) { redraw(page, make("p", { class: "hint" }, label("no_codes")), form()); return; }
    const edit = (name, language) => (value) => room.act("edit", { code: code.id, field: name, value, ...(language ? { language } : {}) });
    const key = (name) => `${code.id}/${name}`;
    redraw(page, make("h2", {}, `${code.name} `, make("small", { class: "hint" }, code.id)),
      make("div", { class: "row" }, button(label("rename_id"), () => begin("rename")), button(label("merge"), () => begin("merge")), button(label("split"), () => begin("split")), button(label("retire"), () => begin("retire")), room.names.includes("memos") ? button(label("memo_here"), () => begin("memo")) : null),
      form(),
      view.languages.map((language) => make("div", {},
        field(`${label("code_name")} (${language})`, input(code.names[language], edit("name", language)), key(`name-${language}`)),
        field(`${label("definition")} (${language})`, area(code.definitions[language], edit("definition", language), { rows: "2" }), key(`definition-${language}`)))),
      ["include", "exclude", "example"].map((name) => field(label(name), area(code[name], edit(name), { rows: "2" }), key(name))),
      make("div", { class: "fields" },
        field(label("parent"), select(code.parent, [["", "–"], ...view.codes.filter((other) => other.id !== code.id).map((other) => [other.id, other.name])], edit("parent")), key("parent")),
        field(label("kind"), select(code.kind, [["inductive", label("inductive")], ["deductive", label("deductive")]], edit("kind")), key("kind")),
        field(label("color"), input(code.color || colors(view.codes).get(code.id), edit("color"), { type: "color" }), key("color")), code.color ? button(label("color_of_theme"), () => edit("color")(""), { "data-key": key("color-of-theme"), style: "place-self: end start" }) : null,
        field(label("origin"), input(code.source, edit("source")), key("source"))));
  }
  return { el, busy: () => Boolean(doing), update(made) { view = made.view; draw(); } };
};
const identifier = (name) => name.trim().toUpperCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 24);
