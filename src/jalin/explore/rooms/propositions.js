// Propositions: the claim, what is looked for on each side, who says so, and what follows.
rooms.propositions = (room) => {
  const label = room.label, given = { for: { key: "for" }, against: { key: "against" } };
  let view = null, at = "", adding = null, telling = null, answering = null, hanging = null, seen = null;
  const [el, list, page] = halves("propositions", label);
  const one = () => view.propositions.find((claim) => claim.id === at);
  const hangs = async () => { const found = await room.ask("hangs", {}); hanging = found.saved ? found.result : null; draw(); };
  const read = async (side) => { if (seen?.side === side && seen.at === at) { seen = null; draw(); return; } const found = await room.ask("speaking", { proposition: at, side }); seen = found.saved ? { at, side, passages: found.result } : null; draw(); };
  const bars = (claim) => `${claim.voices_for} + · ${claim.voices_mixed} ± · ${claim.voices_against} −`;
  function draw() {
    if (!view) return;
    if (!one()) { at = view.propositions[0]?.id ?? ""; seen = null; }
    redraw(list, button(label("new_proposition"), () => { adding = { statement: "", id: "" }; draw(); }, { class: "main" }),
      adding ? asking(label("new_proposition"), [field(label("statement"), area(adding.statement, null, { required: true, oninput: (event) => { adding.statement = event.target.value; } }), "add-statement"), field(label("code_id"), live(adding, "id", { placeholder: label("next_number") }), "add-id")], label,
        async () => { const before = new Set(view.propositions.map((claim) => claim.id)); if ((await room.act("add", adding)).saved) { adding = null; at = view.propositions.find((claim) => !before.has(claim.id))?.id ?? at; draw(); } }, () => { adding = null; draw(); }) : null,
      make("ul", { class: "items", role: "list" }, view.propositions.map((claim) => item(`claim/${claim.id}`, claim.id === at, () => { at = claim.id; seen = null; draw(); }, `${claim.id} ${claim.called}`, bars(claim), { "data-claim": claim.id, title: claim.told }))));
    const claim = one();
    if (!claim) { redraw(page, make("p", { class: "hint" }, label("no_propositions"))); return; }
    const edit = (name, language) => (value) => room.act("edit", { proposition: claim.id, field: name, value, ...(language ? { language } : {}) });
    const key = (name) => `${claim.id}/${name}`;
    redraw(page, make("h2", {}, claim.id, " ", make("span", { class: "verdict" }, claim.verdict)),
      make("p", { role: "status" }, claim.told),
      make("div", { class: "row" }, button(label("what_hangs"), hangs), make("span", { class: "hint" }, hanging ? hanging[claim.id] ?? label(claim.voices_for + claim.voices_mixed + claim.voices_against ? "hangs_on_none" : "hangs_no_evidence") : "")),
      view.languages.map((language) => [field(`${label("statement")} (${language})`, area(claim.statements[language], edit("statement", language), { rows: "2" }), key(`statement-${language}`)),
        field(`${label("short_name")} (${language})`, input(claim.shorts[language], edit("short", language), { maxlength: "40" }), key(`short-${language}`))]),
      field(label("rival"), select(claim.rival, [["", "–"], ...view.propositions.filter((other) => other.id !== claim.id).map((other) => [other.id, `${other.id} ${other.called}`])], edit("rival")), key("rival")),
      ["for", "against"].map((side) => {
        const own = claim.sides[side];
        Object.assign(given[side], { key: key(side), query: own.query });
        return make("section", { "aria-label": label(`side_${side}`) }, make("h3", {}, label(`side_${side}`)),
          query_builder(room, view, given[side], (query, same) => (same ? draw() : room.act("query", { proposition: claim.id, side, query }))),
          own.picked.length ? make("ul", {}, own.picked.map((picked) => make("li", {}, `${picked.coding}: ${picked.reason} `, button("×", () => room.act("unpick", { proposition: claim.id, side, coding: picked.coding }), { "aria-label": `${label("delete")} ${picked.coding}` })))) : null,
          button(label("read_passages"), () => read(side), { "aria-expanded": String(seen?.side === side), "data-key": key(`read-${side}`) }),
          seen?.side === side ? make("div", {}, seen.passages.map((passage) => passage_node(room, passage))) : null);
      }),
      claim.rival ? apart(claim) : null, answers(claim),
      make("div", { class: "row" }, removing(label, `${label("delete")} ${claim.id}`, () => room.act("remove", { proposition: claim.id }), { "data-key": "remove" })));
  }
  // evidence that tells a claim from its rival: what one would expect of each, and how much it would say
  function apart(claim) {
    const sides = [["if_so", `${label("if_so")} ${claim.id}`], ["if_rival", `${label("if_rival")} ${claim.rival}`]];
    const wanted = { required: true };
    const cancel = () => { telling = null; draw(); };
    return make("section", { "aria-label": label("tell_apart") }, make("h3", {}, label("tell_apart")), make("p", { class: "hint" }, label("tell_apart_help")),
      claim.discriminating.map((item, number) => {
        const change = (more) => (value) => room.act("expect", { proposition: claim.id, item: number, value, ...more });
        const key = (name) => `${claim.id}/apart-${number}-${name}`;
        return make("div", { class: "asking" },
          view.languages.map((language) => field(`${number + 1}. ${label("what_is_looked_at")} (${language})`, input(item.evidence[language], change({ field: "evidence", language })), key(`evidence-${language}`))),
          sides.map(([side, words]) => make("div", {}, make("b", {}, words, " "), make("span", { class: "chip" }, item.sides[side].test || label("nothing_expected")),
            view.languages.map((language) => field(`${label("expected")} (${language})`, input(item.sides[side].expected[language], change({ side, field: "expected", language })), key(`${side}-${language}`))),
            field(label("query"), input(item.sides[side].query, change({ side, field: "query" }), { class: "query", spellcheck: "false" }), key(`${side}-query`)),
            make("div", { class: "row" }, ["certain", "unique"].map((name) => make("label", {}, make("input", { type: "checkbox", checked: item.sides[side][name], "data-key": key(`${side}-${name}`), onchange: (event) => change({ side, field: name })(event.target.checked) }), " ", label(name)))))),
          button("×", () => room.act("no_longer", { proposition: claim.id, item: number }), { "aria-label": `${label("delete")} ${number + 1}`, "data-key": key("remove") }));
      }),
      telling ? asking(label("new_evidence"), [field(label("what_is_looked_at"), live(telling, "evidence", wanted), "apart-evidence"),
        sides.map(([side, words]) => make("div", { class: "fields" }, field(`${words}: ${label("expected")}`, live(telling[side], "expected", wanted), `apart-${side}`), field(label("query"), live(telling[side], "query"), `apart-${side}-query`)))], label,
      async () => { if ((await room.act("tell_apart", { proposition: claim.id, ...telling })).saved) cancel(); }, cancel)
        : button(label("new_evidence"), () => { telling = { evidence: "", if_so: { expected: "", query: "" }, if_rival: { expected: "", query: "" } }; draw(); }, { "data-key": "new-apart" }));
  }
  // what informants answered when they were asked again
  function answers(claim) {
    const cancel = () => { answering = null; draw(); };
    return make("section", { "aria-label": label("answers_again") }, make("h3", {}, label("answers_again")),
      claim.answers.length ? make("ul", {}, claim.answers.map((one) => make("li", {}, `${one.informant_id}, ${one.date}: `, make("b", {}, one.said), one.remark ? ` – ${one.remark}` : "", one.change ? make("span", { class: "hint" }, ` → ${one.change}`) : null))) : make("p", { class: "hint" }, label("no_answers")),
      answering ? asking(label("new_answer"), [make("div", { class: "fields" },
        field(label("column_informant_id"), select(answering.informant, view.informants, (value) => { answering.informant = value; }), "answer-informant"),
        field(label("answer"), select(answering.response, view.responses, (value) => { answering.response = value; }), "answer-response"),
        field(label("remark"), live(answering, "remark"), "answer-remark"), field(label("changed_for_it"), live(answering, "change"), "answer-change"))], label,
      async () => { if ((await room.act("answer", { proposition: claim.id, ...answering })).saved) cancel(); }, cancel)
        : view.informants.length ? button(label("new_answer"), () => { answering = { informant: view.informants[0], response: "agree", remark: "", change: "" }; draw(); }, { "data-key": "new-answer" }) : null);
  }
  return { el, busy: () => Boolean(adding || telling || answering), update(made) { view = made.view; hanging = null; draw(); } };
};
