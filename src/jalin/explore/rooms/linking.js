// Links between two passages: from the coding that is looked at, to the next that is chosen, with a type.
function linking(room, go) {
  const label = room.label;
  let links = [], from = null, given = { type: "", note: "" };
  const kinds = () => [...new Set([...["supports", "contradicts", "explains", "continues", "example"].map((one) => label(`link_${one}`)), ...links.map((one) => one.type)])];
  function list(name) {
    return links.flatMap((one) => {
      const place = one.ends.findIndex((end) => end.name === name);
      if (place < 0) return [];
      const other = one.ends[1 - place];
      return [make("li", {}, button(`${place ? "←" : "→"} ${one.type}: ${other.source}, “${short(other.quote, 50)}”`, () => go(other), { title: one.note }),
        button("×", () => room.act("unlink", { one: one.ends[0].name, other: one.ends[1].name, type: one.type }), { "aria-label": `${label("delete")}: ${one.type}` }))];
    });
  }
  const waits = (again) => from && make("p", { class: "hint", role: "status" }, label("link_other"), " ", button(label("cancel"), () => { from = null; again(); }));
  // what stands below a coding: its links, and the way to another
  function below(name, said, again) {
    const own = list(name), types = make("datalist", { id: "jalin-links" }, kinds().map((one) => make("option", { value: one })));
    const cancel = () => { from = null; again(); };
    return [own.length ? make("ul", { class: "links" }, own) : null,
      from && from.name !== name ? asking(`${label("link_from")} “${short(from.said, 40)}”`, [types, field(label("link_type"), live(given, "type", { list: "jalin-links", required: true }), "link-type"),
        field(label("note"), live(given, "note"), "link-note")], label, async () => {
        if (!(await room.act("link", { one: from.name, other: name, ...given })).saved) return;
        [from, given] = [null, { type: "", note: "" }];
        again();
      }, cancel)
        : waits(again) ?? button(label("link_on"), () => { from = { name, said }; again(); }, { onmousedown: (event) => event.preventDefault(), "data-key": "link" })];
  }
  return { below, waits, update(made) { links = made; } };
}
