// The report: build it, open it, write its chapters with facts and claims from lists.
rooms.report = (room) => {
  const label = room.label;
  let view = null, name = "", before = "", progress = null, timer = 0, wrong = "", read = [], quotes = [], sought = "";
  const [el, list, page] = halves("report", label, "page column");
  const told = make("div", {}), text = make("textarea", { class: "editor", spellcheck: "false", "aria-label": label("chapter") }), tools = make("div", { class: "row" });
  const shown = make("iframe", { title: label("page_beside"), hidden: true });
  page.append(make("h2", {}, ""), tools, make("div", { class: "sides" }, text, shown), told);
  const dirty = () => name && text.value !== before;
  async function open(next) {
    if (dirty()) await save();
    const found = await room.ask("chapter", { name: next });
    if (!found.saved) return;
    name = next;
    before = text.value = found.result;
    [quotes, wrong] = [[], ""];
    draw();
  }
  // what was undone or written elsewhere is seen, unless one has written on meanwhile
  async function look_again() {
    const now = [name, text.value], found = await room.ask("chapter", { name });
    if (!found.saved || name !== now[0] || text.value !== now[1] || found.result === now[1]) return;
    before = text.value = found.result;
  }
  // passages with some words, to set one of them in
  async function seek(words) {
    const found = words.trim() ? await room.ask("quotes", { words }) : { result: [] };
    [quotes, sought] = [found.result ?? [], words];
    draw();
  }
  async function save() {
    const words = text.value, was = before;
    before = words;
    const answer = await room.act("save", { name, text: words, before: was });
    if (!answer.saved) before = was;
    wrong = answer.saved ? "" : answer.error;
    draw();
    return answer;
  }
  text.addEventListener("change", () => { if (dirty()) save(); });
  function insert(words) {
    let [from, to] = [text.selectionStart, text.selectionEnd];
    const after = (sign, at) => { const found = sign.exec(text.value.slice(at)); return found ? at + found.index + found[0].length : text.value.length; };
    // a paragraph of its own goes behind the one with the caret, and nothing into braces
    if (words.startsWith("\n\n")) from = to = after(/(?=\n\s*\n)/, to);
    else if (/\{[{%](?:(?![%}]\}).)*$/s.test(text.value.slice(0, from))) from = to = after(/[%}]\}/, from);
    text.setRangeText(words, from, to, "end");
    text.focus();
    save();
  }
  async function build() {
    if (dirty()) await save();
    await room.act("build", {});
    watch();
  }
  // forms that informants filled in
  async function take(files) {
    read = [];
    for (const file of files) {
      try {
        const answer = await room.act("read_form", { name: file.name, piece: await sent(room, file) });
        read.push(...(answer.saved ? answer.result : [answer.error]));
      } catch (error) { read.push(error.message); }
    }
    draw();
  }
  async function watch() {
    clearTimeout(timer);
    const found = await room.ask("progress", {});
    if (!el.isConnected) return;
    if (found.saved) progress = found.result;
    draw();
    if (progress?.running) timer = setTimeout(watch, 1000);
    else { if (shown.dataset.path) shown.src = address(shown.dataset.path); room.look(); }
  }
  function address(path) {
    let base = "/";
    try { base = JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl; } catch { /* no JupyterLab around */ }
    return `${base}files/${path.split("/").map(encodeURIComponent).join("/")}`;
  }
  // the page beside its chapters, read anew when it was built anew
  function see(path) {
    shown.hidden = shown.dataset.path === path;
    shown.dataset.path = shown.hidden ? "" : path;
    shown.src = shown.hidden ? "about:blank" : address(path);
    draw();
  }
  const choices = (words, ids, make_words) => select("", [["", `+ ${words}`], ...ids.map(([id, said]) => [id, short(said, 70)])], async (value) => { const words_ = value && (await make_words(value)); if (words_) insert(words_); }, { "aria-label": words, "data-key": words });
  function draw() {
    if (!view) return;
    const running = progress?.running;
    redraw(list, make("div", { class: "row" }, button(label(running ? "stop" : "build"), () => (running ? room.act("stop", {}).then(watch) : build()), { class: running ? "" : "main", "data-key": "build" })),
      progress && (running || progress.ended !== null) ? make("div", {}, make("p", { role: "status", class: progress.ended ? "bad" : "" }, label(running ? "building" : progress.ended ? "build_failed" : "built")), make("details", { open: Boolean(progress.ended) || list.querySelector("details")?.open }, make("summary", { "data-key": "done" }, running ? `${progress.seconds} s · ${progress.lines.at(-1) ?? "…"}` : label("what_was_done")), make("pre", { class: "said", tabindex: "0" }, progress.lines.join("\n")))) : null,
      view.pages.length ? [make("h2", {}, label("open_report")), make("ul", {}, view.pages.map((path) => make("li", {}, make("a", { href: address(path), target: "_blank", rel: "noopener" }, path.replace("reports/", "")), " ",
        path.endsWith(".html") ? button(label("beside"), () => see(path), { "aria-pressed": String(shown.dataset.path === path), "data-key": `beside/${path}` }) : null)))] : null,
      make("h2", {}, label("chapters")), make("ul", { class: "items", role: "list" }, view.chapters.map(([file, heading, language]) => item(file, file === name, () => open(file), heading, view.languages > 1 ? language : "", { title: file }))),
      view.pages.length ? [make("p", { class: "hint" }, label("heard_help")),
        make("div", { class: "row" }, button(label("hear_report"), () => room.act("hear", {}), { "data-key": "hear" }), view.heard.map((path) => make("code", {}, path)))] : null,
      view.untrue.length ? [make("h2", { class: "bad" }, label("no_longer_holds")), make("ul", { class: "bad" }, view.untrue.map((one) => make("li", {}, one)))] : null,
      make("h2", {}, label("members_check")), make("p", { class: "hint" }, label("members_help")),
      make("div", { class: "row" }, button(label("write_forms"), async () => { const answer = await room.act("forms", {}); read = answer.saved ? [] : [answer.error]; draw(); }, { "data-key": "forms" }), button(label("write_appendices"), () => room.act("appendices", {}), { "data-key": "appendices" })),
      view.forms.length ? make("ul", {}, view.forms.map((path) => make("li", {}, make("a", { href: address(path), target: "_blank", rel: "noopener" }, path.split("/").pop())))) : null,
      choosing(label("read_back"), make("input", { type: "file", multiple: true, accept: ".docx", onchange: (event) => take([...event.target.files]) }), "read-back"),
      read.length ? make("ul", { role: "status" }, read.map((one) => make("li", {}, one))) : null);
    page.firstChild.textContent = view.chapters.find(([file]) => file === name)?.[1] ?? label("chapters");
    text.hidden = !name;
    redraw(tools, !name ? null : [
      choices(label("fact"), view.facts.map(([id, words]) => [id, `${id} = ${short(words, 30)}`]), (id) => `{{ fact("${id}") }}`),
      choices(label("finding"), view.propositions.map((id) => [id, id]), (id) => `\n\n{{ finding("${id}") }}\n\n{{ quotes("${id}", "for", 3) }}\n\n`),
      choices(label("claim"), view.propositions.map((id) => [id, `${id} …`]), (id) => `{% claim "for(${id}) > against(${id})" %}${text.value.slice(text.selectionStart, text.selectionEnd) || "…"}{% endclaim %}`),
      choices(label("figure"), view.figures, (id) => `\n\n{{ figure("${id}") }}\n\n`),
      choices(label("table"), view.tables, (id) => `\n\n{{ table("${id}") }}\n\n`),
      view.regions.length ? choices(label("region"), view.regions.map(([id, alt]) => [id, `${id} ${short(alt, 40)}`]), async (id) => { const made = await room.act("set_in", { region: id }); return made.saved ? `\n\n${made.result}\n\n` : ""; }) : null,
      input(sought, seek, { type: "search", placeholder: `+ ${label("quote")}`, "aria-label": label("quote"), title: label("quote_help"), "data-key": "quote" }),
      button(label("save_chapter"), save, { "data-key": "save" })]);
    redraw(told, wrong ? make("p", { class: "bad", role: "alert" }, wrong) : null, sought.trim() && !quotes.length && !wrong ? make("p", { class: "hint", role: "status" }, label("no_quotes")) : null,
      quotes.map((one) => passage_node(room, one, button(label("set_in"), () => { insert(`\n\n{{ quote("${one.key}") }}\n\n`); quotes = []; sought = ""; draw(); }, { "data-key": `quote/${one.key}` }))));
  }
  return {
    el,
    busy: () => Boolean(dirty()),
    leave() {
      clearTimeout(timer);
      // saving is an act, before which a room is left: the text is no longer new then
      if (dirty()) { const was = before; before = text.value; room.act("save", { name, text: text.value, before: was }); }
    },
    update(made) {
      view = made.view;
      progress ??= view.progress;
      if (progress?.running) watch();
      // a chapter that was taken away or renamed elsewhere
      if (!dirty() && !view.chapters.some(([file]) => file === name)) name = "";
      if (!name && view.chapters.length) open(view.chapters.find(([, , language]) => language === room.about.language)?.[0] ?? view.chapters[0][0]);
      else if (name && !dirty()) look_again();
      draw();
    },
  };
};
