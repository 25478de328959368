// Asking: a query from clicks, which can be edited as a line, and its answers in context.
const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const asked_value = (value) => (NAME.test(value) && !/^(and|or|not|with|near|before)$/i.test(value) ? value : `"${value.replaceAll('"', "")}"`);

// an attribute in the words of the catalogue, where it has some
const naming = (label) => (one) => (label(`column_${one}`) === `column_${one}` ? one : label(`column_${one}`));
// buttons and lists that put together a query; `given` has `query`, `change` is called with the new one
function query_builder(room, view, given, change) {
  const label = room.label;
  const line = input(given.query, change, { class: "query", "aria-label": label("query"), placeholder: label("query_hint"), "data-key": `${given.key}/query`, spellcheck: "false" });
  line.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); line.defaultValue = line.value; tried(line, change); } });
  const joint = select(given.joint ?? "and", [["and", label("and")], ["or", label("or")], ["and not", label("and_not")]], (value) => { given.joint = value; }, { "aria-label": label("joined_by"), "data-key": `${given.key}/joint` });
  const put = (part) => {
    const now = line.value.trim(), how = joint.value;
    // how a part is joined and read was said for this one alone
    for (const name of ["joint", "about", "sign"]) delete given[name];
    change(now ? `${/ or /i.test(now) && how !== "or" ? `(${now})` : now} ${how} ${part}` : how === "and not" ? `not ${part}` : part);
  };
  const about = select(given.about ?? "", [["", label("code_itself")], ["with", label("with_code")], ["near", label("near_code")], ["before", label("before_code")]], (value) => { given.about = value; }, { "aria-label": label("how_code"), "data-key": `${given.key}/about` });
  const codes = select("", [["", `+ ${label("room_code_one")}`], ...view.codes.map((code) => [code.id, `${" ".repeat(code.depth * 2)}${code.name} (${code.count})`])], (value) => value && put(`${about.value ? `${about.value} ` : ""}${value}`), { "aria-label": label("room_code_one"), "data-key": `${given.key}/code` });
  const names = Object.keys(view.attributes), name = names.includes(given.name) ? given.name : names[0];
  const which = select(name, names.map((one) => [one, naming(label)(one)]), (value) => { given.name = value; change(line.value, true); }, { "aria-label": label("attribute"), "data-key": `${given.key}/attribute` });
  const sign = select(given.sign ?? "=", ["=", "!=", "<=", ">="], (value) => { given.sign = value; }, { "aria-label": label("sign"), "data-key": `${given.key}/sign` });
  const value = select("", [["", `+ ${label("value")}`], ...(view.attributes[name] ?? []).map((one) => [one, one])], (one) => one && put(`${name} ${sign.value} ${asked_value(one)}`), { "aria-label": label("value"), "data-key": `${given.key}/value` });
  const words = input("", null, { placeholder: `+ ${label("words")}`, "aria-label": label("words"), "data-key": `${given.key}/words` });
  words.addEventListener("keydown", (event) => { if (event.key === "Enter" && words.value.trim()) { event.preventDefault(); const said = words.value.trim().replace(/["“”„«»]/g, ""); words.value = ""; put(`"${said}"`); } });
  return [make("div", { class: "row" }, joint, about, codes, which, sign, value, words), make("div", { class: "row asking-line" }, line, button(label("clear"), () => change("")))];
}
function passage_node(room, one, more = []) {
  return make("div", { class: "passage" }, make("p", {}, make("span", {}, `…${one.before}`), make("mark", {}, one.quote), `${one.after}…`),
    one.memo ? make("p", { class: "hint" }, one.memo) : null,
    make("div", { class: "row" }, make("span", { class: "hint" }, `${one.name} · ${one.source} · ${one.coder}`),
      room.names.includes("code") ? button(room.label("read_there"), () => room.go("code").then(() => room.act_in("code", "open", { source: one.source }))) : null, more));
}
rooms.ask = (room) => {
  const label = room.label, named = naming(label), given = { key: "ask", query: "" };
  let view = null, answer = null, wrong = "", coder = "", by = "code", keeping = null, asked = 0;
  const el = make("div", { class: "one" });
  async function ask() {
    const own = ++asked;
    const found = await room.ask("find", { query: given.query, coder, by }, true);
    if (own !== asked) return;
    wrong = found.saved ? "" : found.error;
    if (found.saved) answer = found.result;
    draw();
  }
  async function spreadsheet() {
    const found = await room.ask("sheet", { query: given.query, coder });
    if (!found.saved) return;
    const link = make("a", { href: `data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,${found.result}`, download: "answers.xlsx" });
    el.append(link);
    link.click();
    link.remove();
  }
  function form() {
    const cancel = () => { keeping = null; draw(); };
    const done = async (room_name, act, args) => { if ((await room.act_in(room_name, act, args)).saved) cancel(); };
    if (keeping.what === "display") {
      const axis = (name) => select(keeping[name], ["code", "theme", ...Object.keys(view.attributes)].map((one) => [one, named(one)]), (value) => { keeping[name] = value; });
      return asking(label("to_display"), [make("div", { class: "fields" }, field(label("code_name"), live(keeping, "name", { required: true }), "keep-name"), field(label("rows"), axis("rows"), "keep-rows"), field(label("columns"), axis("columns"), "keep-columns"))], label,
        () => done("displays", "keep", { spec: { id: identifier(keeping.name).toLowerCase(), name: keeping.name, rows: keeping.rows, columns: keeping.columns, cell: "count", where: given.query } }), cancel);
    }
    const claims = select(keeping.proposition ??= view.propositions[0]?.[0] ?? "", view.propositions.map(([id, name]) => [id, `${id} ${name}`]), (value) => { keeping.proposition = value; });
    const side = select(keeping.side ??= "for", [["for", label("side_for")], ["against", label("side_against")]], (value) => { keeping.side = value; });
    if (keeping.what === "pick") return asking(label("pick"), [make("div", { class: "fields" }, field(label("proposition"), claims, "keep-claim"), field(label("side"), side, "keep-side")),
      field(label("reason"), live(keeping, "reason", { required: true }), "keep-reason")], label,
      () => done("propositions", "pick", { proposition: keeping.proposition, side: keeping.side, coding: keeping.coding, reason: keeping.reason ?? "" }), cancel);
    return asking(label("to_proposition"), [make("div", { class: "fields" }, field(label("proposition"), claims, "keep-claim"), field(label("side"), side, "keep-side"))], label,
      () => done("propositions", "query", { proposition: keeping.proposition, side: keeping.side, query: given.query, also: true }), cancel);
  }
  function draw() {
    if (!view) return;
    const found = answer;
    redraw(el, query_builder(room, view, given, (query, same) => { given.query = query; if (same) draw(); else ask(); }),
      wrong ? make("p", { class: "bad", role: "alert" }, wrong) : null,
      make("div", { class: "row" }, make("label", {}, `${label("coder")} `, select(coder, [["", label("every")], ...view.coders.map((one) => [one, one])], (value) => { coder = value; ask(); }, { "data-key": "coder" })),
        found ? make("b", { role: "status" }, found.told) : null,
        make("span", { class: "grow" }), button(label("spreadsheet"), spreadsheet), room.names.includes("displays") ? button(label("to_display"), () => { keeping = { what: "display", name: "", rows: "code", columns: "role_group" }; draw(); }) : null,
        room.names.includes("propositions") && view.propositions.length ? button(label("to_proposition"), () => { keeping = { what: "claim" }; draw(); }) : null),
      keeping && keeping.what !== "pick" ? form() : null,
      found ? make("div", { class: "answers" },
        make("div", {}, make("label", {}, `${label("count_by")} `, select(by, ["code", "theme", ...Object.keys(view.attributes)].filter((one, place, all) => all.indexOf(one) === place).map((one) => [one, named(one)]), (value) => { by = value; ask(); }, { "data-key": "by" })),
          sheet_of([named(by), label("codings"), label("room_sources"), label("voices")], found.counts.map(([value, ...row]) => [make("td", { title: value }, by === "code" || by === "theme" ? view.codes.find((code) => code.id === value)?.name ?? value : value), ...row]))),
        make("div", {}, found.passages.map((one) => [passage_node(room, one, room.names.includes("propositions") && view.propositions.length ? button(label("pick"), () => { keeping = { what: "pick", coding: one.key }; draw(); }, { "data-key": `pick/${one.key}` }) : []), keeping?.coding === one.key ? form() : null]),
          found.codings > found.passages.length ? make("p", { class: "hint" }, `… ${found.codings - found.passages.length}`) : null)) : null);
  }
  return { el, busy: () => Boolean(keeping), update(made) { view = made.view; draw(); ask(); } };
};
