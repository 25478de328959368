// The sources: a place to drop files, the register as a sheet, who speaks, what waits to be settled.
rooms.sources = (room) => {
  const label = room.label;
  let view = null, told = [], adding = null, agreed = new Map(), form = null, opened = false, method = "interview", unfolded = new Set(), copy = { folder: "", seen: null, wrong: "" };
  const el = make("div", { class: "one", "data-scroll": "page" });
  async function take(files) {
    if (!files.length) return;
    room.say("saving");
    const pieces = [];
    try {
      for (const file of files) pieces.push({ name: file.name, ...(file.size ? { piece: await sent(room, file) } : { data: "" }) });
    } catch (error) { room.say("unsaved", error.message); return; }
    const answer = await room.act("add_files", { files: pieces, method });
    told = answer.saved ? answer.result : [];
    draw();
  }
  const prepare = async () => { const answer = await room.act("prepare", {}); if (answer.saved) { told = answer.result; draw(); } };

  function sheet() {
    const wrong = new Map(view.problems.filter((one) => one.source).map((one) => [`${one.source}/${one.column}`, one.said]));
    const shown = view.columns.filter((name) => name !== "file");
    const cell = (row, name) => {
      const key = `${row.source_id}/${name}`, bad = wrong.get(key);
      const more = { "aria-label": `${row.source_id}, ${name}`, "data-key": key, title: bad ?? (name === "date" ? label("day_help") : ""), "aria-invalid": bad ? "true" : null };
      const change = (value) => { if (value === "+") { adding = { column: name, source: row.source_id, id: "", name: "", until: "" }; draw(); return null; } return room.act("cell", { source: row.source_id, column: name, value }); };
      let control;
      if (name === "source_id") control = make("b", { title: row.file }, row[name]);
      else if (view.choices[name]) {
        const options = view.choices[name].map((one) => (Array.isArray(one) ? one : [one, has(`value_${one}`) ? label(`value_${one}`) : one]));
        if (!options.some(([id]) => id === row[name])) options.unshift([row[name] ?? "", row[name] ?? ""]);
        if (["case_id", "role_group", "round"].includes(name)) options.push(["+", `+ ${label("add")}…`]);
        control = select(row[name], options, change, more);
      } else control = input(row[name], change, more);
      return make("td", { class: bad ? "bad" : "" }, control);
    };
    const say = (name) => (has(`column_${name}`) ? label(`column_${name}`) : name);
    return within_sheet(label("register"), "sheet", sheet_of([...shown.map((name) => make("th", { scope: "col", title: name }, say(name))), label("column_file"), make("td")],
      view.rows.map((row) => [...shown.map((name) => cell(row, name)), make("td", { title: row.file, class: "file" }, view.origins[row.source_id] ?? row.file),
        removing(label, "×", () => room.act("remove", { source: row.source_id }), { "aria-label": `${label("delete")} ${row.source_id}`, title: label("remove_help"), "data-key": `remove/${row.source_id}` })])));
  }
  const has = (name) => label(name) !== name;

  function draw() {
    if (!view) return;
    const pick = make("input", { type: "file", multiple: true, onchange: (event) => take([...event.target.files]) });
    const drop = make("div", { class: "drop" }, make("p", {}, label("drop_files")),
      make("div", { class: "row", style: "justify-content: center" }, make("span", {}, label("taken_as")), select(method, ["interview", "observation", "document"].map((one) => [one, label(`value_${one}`)]), (value) => { method = value; }, { "aria-label": label("column_method"), "data-key": "method" }), choosing(label("choose_files"), pick, "files")));
    drop.ondragover = (event) => { event.preventDefault(); drop.classList.add("over"); };
    drop.ondragleave = () => drop.classList.remove("over");
    drop.ondrop = (event) => { event.preventDefault(); drop.classList.remove("over"); take(event.dataTransfer.files); };
    const other = view.problems.filter((one) => !one.source);
    redraw(el,
      make("div", { class: "fields" }, field(label("study_title"), input(view.title, (value) => room.act("title", { value })), "title"),
        make("div", { class: "row", style: "align-items: end" }, button(label("prepare_texts"), prepare, { class: view.prepared && !view.stale ? "" : "main", "data-key": "prepare" }),
          make("span", { class: "hint" }, label(!view.prepared ? "not_prepared" : view.stale ? "stale" : "prepared")))),
      told.length ? make("ul", { role: "status" }, told.map((one) => make("li", {}, one))) : null,
      other.length ? make("ul", { class: "bad" }, other.map((one) => make("li", {}, `${one.file}: ${one.said}`))) : null,
      make("h2", {}, label("register")), sheet(),
      view.problems.some((one) => one.source) ? make("ul", { class: "bad" }, view.problems.filter((one) => one.source).map((one) => make("li", {}, `${one.source}, ${one.column}: ${one.said}`))) : null,
      adding ? more() : null,
      make("div", { class: "row" }, button(label("new_column"), () => { adding = { column: "" }; draw(); }),
        button(label("new_coder"), () => { adding = { column: "coder" }; draw(); }, { "data-key": "new-coder" }),
        make("span", { class: "hint" }, `${label("column_coder")}: ${view.choices.coder.map(([id, name]) => (id === name ? id : `${id} (${name})`)).join(", ")}`)),
      drop, copies(), consents(), contacts(), speakers(), waiting());
  }
  function more() {
    const given = adding, id = () => live(given, "id", { required: true });
    const cancel = () => { adding = null; draw(); };
    if (!given.column) return asking(label("new_column"), [field(label("code_name"), id(), "new-id")], label, async () => { if ((await room.act("column", { name: given.id })).saved) cancel(); }, cancel);
    return asking(`${label("add")}: ${label(`column_${given.column}`)}`, [make("div", { class: "fields" }, field(label("code_id"), id(), "new-id"), field(label("code_name"), live(given, "name"), "new-name"),
      given.column === "round" ? field(label("until"), live(given, "until", { placeholder: "2024-11-27", title: label("day_help") }), "new-until") : null)], label, async () => {
      const answer = await room.act("value", { column: given.column, id: given.id, name: given.name, until: given.until });
      if (!answer.saved) return;
      if (given.source) await room.act("cell", { source: given.source, column: given.column, value: given.id.trim() });
      cancel();
    }, cancel);
  }
  // what another copy of the study has: looked at first, then brought in as one act
  function copies() {
    const look = async () => { const { folder } = copy, answer = await room.ask("look", { folder }, true); if (folder === copy.folder) { [copy.seen, copy.wrong] = answer.saved ? [answer.result, ""] : [null, answer.error]; draw(); } };
    const bring = async () => { if ((await room.act("bring_in", { folder: copy.folder })).saved) { el.querySelector('[data-key="copy-look"]').focus(); await look(); } };
    // what was seen in one folder is not brought in from another
    const typed = (event) => { copy.folder = event.target.value; if (copy.seen || copy.wrong) { [copy.seen, copy.wrong] = [null, ""]; draw(); } };
    const listed = (name) => (copy.seen[name].length ? [make("p", {}, label(`copy_${name}`)), make("ul", {}, copy.seen[name].map((one) => make("li", {}, one)))] : null);
    return make("details", { open: unfolded.has("copies"), ontoggle: (event) => unfolded[event.target.open ? "add" : "delete"]("copies") }, make("summary", {}, label("copies")), make("p", { class: "hint" }, label("copies_help")),
      make("div", { class: "row", style: "align-items: end" }, field(label("copy_folder"), input(copy.folder, null, { placeholder: "../from-budi", oninput: typed }), "copy-folder"), button(label("copy_look"), look, { "data-key": "copy-look" })),
      copy.wrong ? make("p", { class: "bad", role: "alert" }, copy.wrong) : null,
      copy.seen ? make("div", { role: "status" }, listed("added") ?? make("p", {}, label("copy_nothing")), listed("differs"), copy.seen.added.length ? button(label("copy_bring"), bring, { class: "main", "data-key": "copy-bring" }) : null) : null);
  }
  // what each informant agreed to: a change waits in its row until it is recorded as one line
  function consents() {
    const { scopes, people } = view.consent;
    form ??= { version: view.consent.version, note: "" };
    const row = (one) => {
      const now = agreed.get(one.whose) ?? one.answers, changed = agreed.has(one.whose);
      const choose = (scope) => select(now[scope], [["", !changed && one.answers[scope] === "" && one.may[scope] ? `(${label("answer_yes")})` : "–"], ...["yes", "no", "withdrawn"].map((said) => [said, label(`answer_${said}`)])],
        (said) => { agreed.set(one.whose, { ...now, [scope]: said }); draw(); }, { "aria-label": `${one.whose}: ${label(`scope_${scope}`)}`, "data-key": `consent/${one.whose}/${scope}` });
      const record = async () => { if ((await room.act("consent", { whose: one.whose, answers: now, ...form })).saved) { agreed.delete(one.whose); draw(); } };
      return [make("th", { scope: "row" }, one.whose), one.sources.join(" "), ...scopes.map(choose), button(label("record_consent"), record, { disabled: !changed || !form.version.trim(), "data-key": `record/${one.whose}` })];
    };
    return make("details", { open: opened || agreed.size > 0, ontoggle: (event) => { opened = event.target.open; } }, make("summary", {}, label("consent_scopes")), make("p", { class: "hint" }, label("consent_help")),
      make("div", { class: "fields" }, field(label("consent_form"), live(form, "version", {}, draw), "consent-version"), field(label("note"), live(form, "note", {}, draw), "consent-note")),
      within_sheet(label("consent_scopes"), "consent", sheet_of([label("column_informant_id"), label("room_sources"), ...scopes.map((scope) => label(`scope_${scope}`)), label("record_consent")], people.map(row))));
  }
  // what was read of each source, and what was hidden in it
  function contacts() {
    const made = view.contacts, folded = (name, head, rows) => make("details", { open: unfolded.has(name), ontoggle: (event) => unfolded[event.target.open ? "add" : "delete"](name) }, make("summary", {}, `${label(name)} (${rows.length})`), make("p", { class: "hint" }, label(`${name}_help`)), within_sheet(label(name), name, sheet_of(head, rows)));
    return made ? [folded("contacts", made.head, made.rows), folded("hidden", [label("stands_there"), label("times"), label("room_sources")], made.hidden)] : null;
  }
  function speakers() {
    if (!view.speakers.length) return null;
    return [make("h2", {}, label("speakers")), make("p", { class: "hint" }, label("speakers_help")), sheet_of([label("speaker"), label("turns"), label("room_sources"), label("whose")], view.speakers.map((one) => [one.label, one.turns, one.sources, select(one.kind, [["", `${one.seems ? label(`label_${one.seems}`) : "–"}?`], ...["interviewer", "person", "role"].map((kind) => [kind, label(`label_${kind}`)])], (kind) => kind && room.act("label", { label: one.label, kind }), { "aria-label": `${one.label}: ${label("whose")}`, "data-key": `label/${one.label}` })]))];
  }
  function waiting() {
    return [make("h2", {}, `${label("suspected")} (${view.waiting.length})`), make("p", { class: "hint" }, label("suspected_help")),
      view.waiting.slice(0, 100).map((one) => {
        const called = input("", null, { placeholder: label("pseudonym"), "aria-label": `${label("pseudonym")}: ${one.form}`, "data-key": `pseudonym/${one.form}` });
        const place = (around) => { const [before, ...after] = around.split(one.form); return make("p", {}, after.length ? [before, make("mark", {}, one.form), after.join(one.form)] : [make("mark", {}, one.form), " … ", around]); };
        return make("div", { class: "passage", "data-form": one.form }, one.around.split(" | ").map(place),
          make("div", { class: "row" }, make("span", { class: "hint" }, `${one.times} × · ${one.sources}`), button(label("hide_it"), () => room.act("settle", { form: one.form, decision: "hide", pseudonym: called.value }), { "data-key": `hide/${one.form}` }), called, button(label("keep_it"), () => room.act("settle", { form: one.form, decision: "keep" }), { "data-key": `keep/${one.form}` })));
      })];
  }
  return { el, busy: () => Boolean(adding || agreed.size), update(made) { view = made.view; draw(); } };
};
