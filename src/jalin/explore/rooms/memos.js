// a memo without leaving what it is about; `things`: what it may be about, each with its words, the title and quote of the memo, and ids
function memo_on(room, things, done) {
  const label = room.label, text = area("", null, { rows: "4", required: true, "aria-label": label("memo"), "data-key": "memo-text" });
  const which = select("0", things.map((one, number) => [String(number), short(one.said, 70)]), null, { "data-key": "memo-about" });
  return asking(label("memo_here"), [things.length > 1 ? field(label("about"), which, "memo-about") : make("p", { class: "hint" }, things[0].said), text], label, async () => {
    const { title, about, quote = "" } = things[Number(which.value)];
    if ((await room.act_in("memos", "add", { title: short(title, 40), text: text.value, about, quote })).saved) done();
  }, done);
}
// Memos: all of them, by what they are about, and the trail of the study.
rooms.memos = (room) => {
  const label = room.label;
  let view = null, at = "", seek = "", about = "", trail = null;
  const [el, list, page] = halves("memos", label);
  const one = () => view.memos.find((memo) => memo.memo === at);
  const fresh = async () => { const made = await room.act("add", { title: label("untitled"), about }); if (made.saved) { at = made.result; trail = null; draw(); page.querySelector("input")?.select(); } };
  const show_trail = async () => { const found = await room.ask("trail", {}); trail = found.saved ? found.result : null; draw(); };
  function draw() {
    if (!view) return;
    const wanted = seek.toLowerCase();
    const found = view.memos.filter((memo) => (!about || memo.about.split(" ").includes(about)) && `${memo.title} ${memo.text} ${memo.about}`.toLowerCase().includes(wanted));
    const search = input(seek, null, { type: "search", placeholder: label("search_memos"), "aria-label": label("search_memos"), "data-key": "seek" });
    search.addEventListener("input", () => { seek = search.value; search.defaultValue = ""; draw(); });
    redraw(list, make("div", { class: "row" }, button(label("new_memo"), fresh, { class: "main" }), button(label("trail"), show_trail, { "data-key": "trail" })), search,
      field(label("about"), select(about, [["", label("every")], ...view.things.filter(([id]) => view.memos.some((memo) => memo.about.split(" ").includes(id)) || id === about)], (value) => { about = value; draw(); }), "about"),
      make("ul", { class: "items", role: "list" }, found.map((memo) => item(`memo/${memo.memo}`, memo.memo === at && !trail, () => { at = memo.memo; trail = null; draw(); }, memo.title, memo.date))), view.memos.length && !found.length ? make("p", { class: "hint", role: "status" }, label("nothing_found")) : null);
    if (trail) {
      redraw(page, make("h2", {}, label("trail")), make("p", { class: "hint" }, label("trail_help")), Object.entries(trail.heads).map(([head, rows]) => [make("h3", {}, label(`head_${head}`)),
        rows.length ? sheet_of([label("column_date"), label("what_changed"), label("data_by_then")], rows.map(([day, words, data]) => [day, words, `${data}/${trail.sources}`])) : make("p", { class: "hint" }, "–")]));
      return;
    }
    const memo = one() ?? found[0];
    if (!memo) { redraw(page, make("p", { class: "hint" }, label("no_memos"))); return; }
    at = memo.memo;
    const edit = (name) => (value) => room.act("edit", { memo: memo.memo, field: name, value });
    const ids = memo.about.split(" ").filter(Boolean);
    redraw(page, field(label("memo_title"), input(memo.title, edit("title")), `${at}/title`),
      make("div", { class: "row" }, ids.map((id) => button(`${(view.things.find(([one_]) => one_ === id) ?? [id, id])[1]} ×`, () => room.act("edit", { memo: at, field: "about", value: ids.filter((other) => other !== id).join(" ") }), { class: "chip", "aria-label": `${label("delete")} ${id}` })),
        select("", [["", `+ ${label("about")}`], ...view.things.filter(([id]) => !ids.includes(id)).map(([id, name]) => [id, id === name ? id : `${name} (${id})`])], (id) => id && room.act("edit", { memo: at, field: "about", value: [...ids, id].join(" ") }), { "aria-label": label("about"), "data-key": `${at}/about` })),
      field(label("memo"), area(memo.text, edit("text"), { rows: "14" }), `${at}/text`),
      make("div", { class: "row" }, make("span", { class: "hint" }, `${memo.date} · ${memo.memo}.md`), make("span", { class: "grow" }), removing(label, label("delete"), () => room.act("remove", { memo: at }), { "data-key": "remove" })));
  }
  return { el, update(made) { view = made.view; draw(); } };
};
