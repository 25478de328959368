// Displays: rows, columns and cell from lists; the matrix at once.
rooms.displays = (room) => {
  const label = room.label, given = { key: "where", query: "" };
  let view = null, spec = null, html = "", wrong = "", asked = 0;
  const [el, list, page] = halves("displays", label), shown = make("div", { class: "shown sheet", tabindex: "0", role: "region" });
  async function see() {
    const own = ++asked;
    const found = await room.ask("show", { spec }, true);
    if (own !== asked) return;
    wrong = found.saved ? "" : found.error;
    // made by our own templates, which escape what people wrote
    html = found.saved ? found.result : "";
    draw();
  }
  const pick = (one) => { spec = { ...one }; given.query = spec.where ?? ""; see(); };
  const change = (name) => (value) => { spec[name] = value; see(); };
  function draw() {
    if (!view) return;
    if (!spec) { pick(view.displays[0] ?? { id: "", name: "", rows: "code", columns: "role_group", cell: "count", where: "", order_by: "", shape: "" }); return; }
    const known = view.displays.find((one) => one.id === spec.id);
    redraw(list, button(label("new_display"), () => pick({ id: "", name: "", rows: "code", columns: "role_group", cell: "count", where: "", order_by: "", shape: "" }), { class: "main" }),
      make("ul", { class: "items", role: "list" }, view.displays.map((one) => item(`display/${one.id}`, one.id === spec.id, () => pick(one), one.name, one.own ? "" : label("standard")))));
    const axis = (name) => { const codes = view.codes.map((code) => [`code:${code.id}`, `${label("below")} ${code.name}`]); const options = [...view.axes.map((one) => [one, naming(label)(one)]), ...codes]; if (!options.some(([id]) => id === spec[name])) options.unshift([spec[name], spec[name]]); return select(spec[name], options, change(name)); };
    shown.innerHTML = html;
    // the corner above the rows heads nothing
    for (const corner of shown.querySelectorAll("th:empty")) corner.replaceWith(make("td"));
    shown.setAttribute("aria-label", spec.name || label("cell"));
    redraw(page, make("div", { class: "fields" }, field(label("code_name"), input(spec.name, (value) => { spec.name = value; draw(); }), "name"), field(label("rows"), axis("rows"), "rows"), field(label("columns"), axis("columns"), "columns"),
      field(label("cell"), select(spec.cell, view.cells.map((one) => [one, label(`cell_${one}`) === `cell_${one}` ? one : label(`cell_${one}`)]), change("cell")), "cell"),
      field(label("order_by"), select(spec.order_by, [["", "–"], ...view.codes.map((code) => [code.id, code.name])], change("order_by")), "order"),
      field(label("shape"), select(spec.shape, [["", "–"], ...view.shapes], change("shape")), "shape")),
      make("h2", {}, label("only_where")), query_builder(room, view, given, (query, same) => { given.query = query; if (same) draw(); else { spec.where = query; see(); } }),
      make("div", { class: "row" }, button(label("keep_display"), async () => {
        const kept = { ...spec, id: spec.id || identifier(spec.name).toLowerCase() };
        if ((await room.act("keep", { spec: kept })).saved) { spec.id = kept.id; draw(); }
      }, { class: "main", disabled: !spec.name.trim(), "data-key": "keep" }),
      known?.own ? removing(label, label("delete"), async () => { const id = spec.id; if ((await room.act("remove", { id })).saved) { spec = null; draw(); } }) : null),
      wrong ? make("p", { class: "bad", role: "alert" }, wrong) : null, html && !shown.querySelector("tbody tr") ? make("p", { class: "hint", role: "status" }, label("nothing_found")) : null, shown);
  }
  return { el, busy: () => false, update(made) { view = made.view; if (spec) see(); else draw(); } };
};
