// Propositions: the claim, what is looked for on each side, who says so, and what follows.
rooms.propositions = (room) => {
  const label = room.label, given = { for: { key: "for" }, against: { key: "against" } };
  let view = null, at = "", adding = null, hanging = {}, seen = null, sure = false;
  const el = make("div", { class: "two" }), list = make("div", { class: "list", tabindex: "0", role: "region", "aria-label": room.label("list") }), page = make("div", { class: "page", tabindex: "0", role: "region", "aria-label": room.label("room_propositions") });
  el.append(list, page);
  const one = () => view.propositions.find((claim) => claim.id === at);
  const hangs = async () => { const found = await room.ask("hangs", {}); hanging = found.saved ? found.result : { error: found.error }; draw(); };
  const read = async (side) => { if (seen?.side === side && seen.at === at) { seen = null; draw(); return; } const found = await room.ask("speaking", { proposition: at, side }); seen = { at, side, passages: found.saved ? found.result : [], error: found.error }; draw(); };
  const bars = (claim) => `${claim.voices_for} + · ${claim.voices_mixed} ± · ${claim.voices_against} −`;
  function draw() {
    if (!view) return;
    if (!one()) { at = view.propositions[0]?.id ?? ""; seen = null; }
    redraw(list, button(label("new_proposition"), () => { adding = { statement: "", id: "" }; draw(); list.querySelector(".asking textarea")?.focus(); }, { class: "main" }),
      adding ? asking(label("new_proposition"), [field(label("statement"), area(adding.statement, null, { required: true, oninput: (event) => { adding.statement = event.target.value; } }), "add-statement"), field(label("code_id"), input(adding.id, null, { placeholder: label("next_number"), oninput: (event) => { adding.id = event.target.value; } }), "add-id")], label,
        async () => { const before = new Set(view.propositions.map((claim) => claim.id)); if ((await room.act("add", adding)).saved) { adding = null; at = view.propositions.find((claim) => !before.has(claim.id))?.id ?? at; draw(); } }, () => { adding = null; draw(); }) : null,
      make("ul", { class: "items", role: "list" }, view.propositions.map((claim) => make("li", {}, make("button", { type: "button", "data-key": `claim/${claim.id}`, "data-claim": claim.id, "aria-current": String(claim.id === at), onclick: () => { at = claim.id; seen = null; sure = false; draw(); } },
        make("span", {}, `${claim.id} ${claim.called}`), make("span", { class: "count" }, bars(claim)))))));
    const claim = one();
    if (!claim) { redraw(page, make("p", { class: "hint" }, label("no_propositions"))); return; }
    const edit = (name, language) => (value) => room.act("edit", { proposition: claim.id, field: name, value, ...(language ? { language } : {}) });
    const key = (name) => `${claim.id}/${name}`;
    redraw(page, make("h2", {}, claim.id, " ", make("span", { class: "verdict" }, claim.verdict)),
      make("p", { role: "status" }, label("voices_told").replace("{for}", claim.voices_for).replace("{mixed}", claim.voices_mixed).replace("{against}", claim.voices_against)),
      make("div", { class: "row" }, button(label("what_hangs"), hangs), make("span", { class: "hint" }, hanging.error ?? (Object.keys(hanging).length ? hanging[claim.id] ?? label("hangs_on_none") : ""))),
      view.languages.map((language) => [field(`${label("statement")} (${language})`, area(claim.statements[language], edit("statement", language), { rows: "2" }), key(`statement-${language}`)),
        field(`${label("short_name")} (${language})`, input(claim.shorts[language], edit("short", language), { maxlength: "40" }), key(`short-${language}`))]),
      field(label("rival"), select(claim.rival, [["", "–"], ...view.propositions.filter((other) => other.id !== claim.id).map((other) => [other.id, `${other.id} ${other.called}`])], edit("rival")), key("rival")),
      ["for", "against"].map((side) => {
        const own = claim.sides[side];
        Object.assign(given[side], { key: key(side), query: own.query });
        return make("section", { "aria-label": label(`side_${side}`) }, make("h3", {}, label(`side_${side}`)),
          query_builder(room, view, given[side], (query, same) => { if (!same) room.act("query", { proposition: claim.id, side, query }); }),
          own.picked.length ? make("ul", {}, own.picked.map((picked) => make("li", {}, `${picked.coding}: ${picked.reason} `, button("×", () => room.act("unpick", { proposition: claim.id, side, coding: picked.coding }), { "aria-label": `${label("delete")} ${picked.coding}` })))) : null,
          button(label("read_passages"), () => read(side), { "aria-expanded": String(seen?.side === side), "data-key": key(`read-${side}`) }),
          seen?.side === side ? make("div", {}, seen.error ? make("p", { class: "bad" }, seen.error) : null, seen.passages.map((passage) => passage_node(room, passage))) : null);
      }),
      make("div", { class: "row" }, sure ? button(label("sure"), () => { sure = false; room.act("remove", { proposition: claim.id }); }, { class: "bad" }) : button(`${label("delete")} ${claim.id}`, () => { sure = true; draw(); }, { "data-key": "remove" })));
  }
  return { el, busy: () => Boolean(adding), update(made) { view = made.view; hanging = {}; draw(); } };
};
