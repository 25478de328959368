// Stripes beside the text: one for each coding from its first line to its last, those of each coder in columns of their own.
const LANES = 10;
function striping(text, { color, title, pick }) {
  let wanted = new Set(), frame = 0;
  // the column of each coding, counted from the text; how many there are
  function arrange(codings, coders) {
    const lanes = new Map(coders.map((coder) => [coder, []]));
    for (const one of codings) {
      const own = lanes.get(one.coder) ?? lanes.set(one.coder, []).get(one.coder);
      let free = own.findIndex((end) => end <= one.start);
      if (free < 0) free = own.length < LANES ? own.length : LANES - 1;
      own[free] = Math.max(own[free] ?? 0, one.end);
      one.column = free;
    }
    let before = 0;
    const offsets = new Map([...lanes].map(([coder, own]) => { const at = before; before += own.length ? own.length + 1 : 0; return [coder, at]; }));
    for (const one of codings) one.column += offsets.get(one.coder);
    const width = `${before * 7}px`;
    if (text.style.getPropertyValue("--stripes") !== width) text.style.setProperty("--stripes", width);
  }
  function draw() {
    frame = 0;
    // all is measured before anything is drawn, so that the page is laid out once
    const found = [...wanted].filter((block) => block.near && block.node.isConnected).map((block) => {
      const top = block.node.getBoundingClientRect().top, edges = new Map();
      for (const mark of block.node.querySelectorAll("mark")) {
        const boxes = mark.getClientRects();
        if (!boxes.length) continue;
        const [from, to] = [boxes[0], boxes[boxes.length - 1]].map((box) => ({ top: box.top - top, height: box.height }));
        for (const id of mark.dataset.ids.split(" ")) edges.set(id, [edges.get(id)?.[0] ?? from, to]);
      }
      return [block, edges];
    });
    wanted.clear();
    for (const [block, edges] of found) {
      // those of a column that meet on a line have each a part of its height
      const codings = block.codings.filter((one) => edges.has(one.key)), met = new Map(), line = (one, box) => `${one.column} ${Math.round(box.top)}`;
      for (const one of codings) for (const name of new Set(edges.get(one.key).map((box) => line(one, box)))) met.set(name, [...(met.get(name) ?? []), one]);
      const drawn = codings.map((one) => {
        const [from, to] = edges.get(one.key).map((box, last) => { const all = met.get(line(one, box)); return box.top + (box.height * (all.indexOf(one) + last)) / all.length; });
        const node = make("span", { class: `stripe${one.own ? "" : " other"}`, title: title(one), "data-of": one.key });
        node.style.cssText = `top:${from}px;height:${Math.max(4, to - from)}px;right:${4 + 7 * one.column}px;color:${color(one.code)}`;
        return node;
      });
      block.node.querySelector(".stripes")?.remove();
      if (drawn.length) block.node.append(make("div", { class: "stripes", contenteditable: "false", "aria-hidden": "true" }, drawn));
    }
  }
  const later = (block) => { wanted.add(block); frame ||= requestAnimationFrame(draw); };
  text.addEventListener("click", (event) => {
    const stripe = event.target.closest(".stripe");
    if (stripe) pick(stripe.dataset.of);
  });
  return { arrange, later };
}
