// Pictures and PDF pages: a region is drawn with the mouse or the arrows, and coded.
rooms.pictures = (room) => {
  const label = room.label, SIDES = ["left", "top", "width", "height"];
  let view = null, at = { file: "", page: 0 }, image = null, picked = "", draft = null, given = null, wrong = "", asked = 0;
  const [el, list, page] = halves("pictures", label);
  const canvas = make("div", { class: "canvas", "data-key": "canvas", tabindex: "0", role: "application", "aria-label": label("draw_help") });
  const file = () => view.files.find((one) => one.file === at.file);
  const one = () => here().find((region) => region.region_id === picked);
  const here = () => view.regions.filter((region) => region.file === at.file && region.page === at.page);
  const name_of = (code) => view.codes.find((one_) => one_.id === code)?.name ?? code;
  async function open(next) {
    const own = ++asked;
    at = next;
    [image, draft] = [null, null];
    draw();
    const found = await room.ask("page", next, true);
    if (own !== asked) return;
    image = found.saved ? found.result : null;
    wrong = found.saved ? "" : found.error;
    draw();
  }
  const show = (one_) => open({ file: one_.file, page: one_.pages ? 1 : 0 });
  const pick = (region) => {
    [picked, draft] = [region.region_id, null];
    if (region.file !== at.file || region.page !== at.page) open({ file: region.file, page: region.page });
    else draw();
  };
  // how far along a side something is, in percent
  const share = (event) => {
    const box = canvas.getBoundingClientRect();
    return [[event.clientX - box.left, box.width], [event.clientY - box.top, box.height]].map(([far, all]) => Math.min(100, Math.max(0, (100 * far) / all)));
  };
  function placed(node, box) {
    for (const side of SIDES) node.style[side] = `${box[side]}%`;
    return node;
  }
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (!image || event.button || event.target.closest("button")) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    from = share(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = share(event);
    draft = { left: Math.min(from[0], to[0]), top: Math.min(from[1], to[1]), width: Math.abs(to[0] - from[0]), height: Math.abs(to[1] - from[1]) };
    boxes();
  });
  canvas.addEventListener("pointerup", () => {
    if (!from) return;
    from = null;
    // a click, and no region
    if (draft && (draft.width < 0.5 || draft.height < 0.5)) draft = null;
    draw();
    if (draft) to_form();
  });
  // the form is in the list, so that the picture stays in view
  const to_form = () => list.querySelector('[data-key="region-code"], [data-key="new-place"]')?.focus();
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step && image) {
      event.preventDefault();
      const far = event.altKey ? 0.1 : 1, within = (value, low, high) => Math.round(10 * Math.min(high, Math.max(low, value))) / 10;
      if (!draft) { const region = one(); draft = region ? Object.fromEntries(SIDES.map((side) => [side, region[side]])) : { left: 40, top: 40, width: 20, height: 20 }; }
      else if (event.shiftKey) { draft.width = within(draft.width + far * step[0], 1, 100 - draft.left); draft.height = within(draft.height + far * step[1], 1, 100 - draft.top); }
      else { draft.left = within(draft.left + far * step[0], 0, 100 - draft.width); draft.top = within(draft.top + far * step[1], 0, 100 - draft.height); }
      draw();
    } else if (event.key === "Enter" && draft) { event.preventDefault(); to_form(); }
    else if (event.key === "Escape" && draft) { event.preventDefault(); draft = null; draw(); }
  });
  function boxes() {
    const paint = colors(view.codes);
    canvas.replaceChildren(...(image ? [make("img", { src: image.address, alt: `${at.file}${at.page ? `, ${label("page_word")} ${at.page}` : ""}`, draggable: "false" })] : []),
      ...(image ? here() : []).map((region) => {
        const node = placed(make("button", { type: "button", class: `box${region.own ? "" : " other"}`, "aria-pressed": String(region.region_id === picked), "aria-label": `${name_of(region.code)}: ${region.alt}`, title: `${name_of(region.code)} (${region.coder}): ${region.alt}`, onclick: () => pick(region) }), region);
        node.style.borderColor = paint.get(region.code) ?? PALETTE[0];
        return node;
      }), ...(draft ? [placed(make("div", { class: "draft" }), draft)] : []));
  }
  async function take(files) {
    room.say("saving");
    for (const one_ of files) {
      try {
        const added = await room.act("add_picture", { source: given.source, name: one_.name, piece: await sent(room, one_) });
        if (added.saved) show({ file: added.result, pages: added.result.endsWith(".pdf") });
      } catch (error) { room.say("unsaved", error.message); }
    }
  }
  const codes = (value, act) => select(value, view.codes.map((code) => [code.id, `${" ".repeat(code.depth * 2)}${code.name}`]), act);
  const people = (value, act) => select(value, ["none", "not to be known", "to be known"].map((said) => [said, label(`people_${said.replaceAll(" ", "_")}`)]), act);
  function fresh() {
    const live = (name) => ({ oninput: (event) => { given[name] = event.target.value; } });
    given.code ||= view.codes[0]?.id ?? "";
    const cancel = () => { draft = null; draw(); canvas.focus(); };
    return asking(label("code_region"), [field(label("room_code_one"), codes(given.code, (value) => { given.code = value; }), "region-code"),
      field(label("alt"), area(given.alt, null, { rows: "2", required: true, ...live("alt") }), "region-alt"), make("p", { class: "hint" }, label("alt_help"))], label, async () => {
      const answer = await room.act("add", { source: file().source, file: at.file, page: at.page, box: draft, code: given.code, alt: given.alt });
      if (!answer.saved) return;
      [draft, given.alt, picked] = [null, "", answer.result];
      draw();
      canvas.focus();
    }, cancel);
  }
  function chosen(region) {
    const edit = (name) => (value) => room.act("edit", { region: region.region_id, changes: { [name]: value } }), key = (name) => `${region.region_id}/${name}`;
    return make("section", { class: "picked", "aria-label": region.region_id }, make("b", {}, region.region_id), make("span", { class: "hint" }, `${region.coder} · ${region.created}${region.set_in ? ` · ${label("stands_in_chapter")}` : ""}`),
      field(label("room_code_one"), codes(region.code, edit("code")), key("code")), field(label("alt"), area(region.alt, edit("alt"), { rows: "2" }), key("alt")),
      field(label("people"), people(region.people, edit("people")), key("people")), field(label("memo"), area(region.memo, edit("memo"), { rows: "2" }), key("memo")),
      make("div", { class: "row" }, draft ? button(label("new_place"), async () => { if ((await room.act("edit", { region: region.region_id, changes: draft })).saved) { draft = null; draw(); canvas.focus(); } }, { class: "main", "data-key": "new-place" }) : null,
        removing(label, label("delete"), () => room.act("remove", { region: region.region_id }), { "data-key": key("remove") })));
  }
  function draw() {
    if (!view) return;
    given ??= { alt: "", code: "", source: view.sources[0] ?? "" };
    const now = file(), region = one(), paint = colors(view.codes);
    const pick_file = make("input", { type: "file", multiple: true, accept: "image/*,.pdf", onchange: (event) => take([...event.target.files]) });
    redraw(list, make("h2", {}, label("room_pictures")), view.files.length ? make("ul", { class: "items", role: "list" }, view.files.map((one_) => item(`file/${one_.file}`, one_.file === at.file, () => show(one_), one_.source, one_.pages ? `PDF · ${one_.pages}` : one_.file.split("/").pop(), { title: one_.wrong ?? one_.file }))) : make("p", { class: "hint" }, label("no_pictures")),
      make("details", { open: list.querySelector("details")?.open }, make("summary", { "data-key": "add-picture" }, label("add_picture")), field(label("source"), select(given.source, view.sources, (value) => { given.source = value; }), "picture-source"), choosing(label("choose_files"), pick_file, "picture-file")),
      draft && !region ? fresh() : null, region ? chosen(region) : null,
      draft && region ? button(label("code_region"), () => { picked = ""; draw(); to_form(); }, { "data-key": "another-region" }) : null,
      make("h2", {}, `${label("regions")} (${view.regions.length})`), make("ul", { class: "items", role: "list" }, view.regions.map((one_) => item(`region/${one_.region_id}`, one_.region_id === picked, () => pick(one_), [dot(paint.get(one_.code)), make("span", {}, `${name_of(one_.code)}: ${short(one_.alt, 40)}`)], one_.region_id))));
    boxes();
    canvas.hidden = !image;
    redraw(page, make("div", { class: "row" }, now?.pages > 1 ? [button(label("previous"), () => open({ ...at, page: Math.max(1, at.page - 1) }), { "data-key": "previous" }), make("label", {}, `${label("page_word")} `, select(String(at.page), [...Array(now.pages).keys()].map((number) => String(number + 1)), (value) => open({ ...at, page: Number(value) }), { "data-key": "page" })), button(label("next"), () => open({ ...at, page: Math.min(now.pages, at.page + 1) }), { "data-key": "next" })] : null, image ? make("span", { class: "hint" }, label("draw_help")) : null),
      wrong || now?.wrong ? make("p", { class: "bad", role: "alert" }, wrong || now.wrong) : null,
      canvas);
  }
  return {
    el, busy: () => Boolean(draft || from),
    update(made) {
      view = made.view;
      if (!file()) at = { file: "", page: 0 };
      if (!at.file && view.files.length) show(view.files[0]);
      draw();
    },
  };
};
