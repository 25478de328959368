// The recording beside its transcript, in the room of coding. JupyterLab serves the file from the study's own folder on
// this machine, part by part; `place` says where in the text one is, and shows a turn.
const clock = (seconds) => {
  const whole = Math.floor(seconds), tenth = Math.round((seconds - whole) * 10);
  const two = (number) => String(number).padStart(2, "0");
  return `${whole >= 3600 ? `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}` : Math.floor(whole / 60)}:${two(whole % 60)}${tenth % 10 ? `.${tenth}` : ""}`;
};
// 83.4, 1:23, 1:02:03.5; null for anything else
const seconds_of = (said) => {
  if (!/^\s*(\d+:){0,2}\d+([.,]\d+)?\s*$/.test(said)) return null;
  return said.trim().replace(",", ".").split(":").reduce((sum, one) => sum * 60 + Number(one), 0);
};
function address_of(path, about) {
  const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
  const folder = (config.serverRoot ?? "").replaceAll("\\", "/").replace(/^~/, about.home).replace(/\/+$/, "");
  const full = `${about.root}/${path}`;
  if (!config.baseUrl || !full.startsWith(`${folder}/`)) return "";
  return `${config.baseUrl}files/${full.slice(folder.length + 1).split("/").map(encodeURIComponent).join("/")}`;
}
function sounding(room, place) {
  const label = room.label, el = make("div", { class: "sound", role: "group", "aria-label": label("sound") });
  let made = { recordings: [], turns: [] }, at = 0, player = null, loop = null, now = -1, speed = "1", heard = "";
  const follow = make("input", { type: "checkbox", checked: true });
  const stay = { onmousedown: (event) => event.preventDefault() };
  const pick = make("input", { type: "file", accept: "audio/*,video/*", onchange: async () => {
    const file = pick.files[0];
    if (!file) return;
    room.say("saving");
    try { await room.act("recording", { name: file.name, piece: await sent(room, file) }); } catch (error) { room.say("unsaved", error.message); }
    pick.value = "";
  } });
  const adding = make("details", {}, make("summary", {}, label("add_recording")), make("p", { class: "hint" }, label("recording_help")), choosing(label("choose_files"), pick));
  const begins = input("", (said) => mend(said.trim() ? seconds_of(said) : undefined), { class: "clock", "aria-label": label("turn_begins"), placeholder: "0:00" });
  const looping = button(label("loop"), () => {
    if (loop) loop = null; else { turn_to(place.selection()?.start ?? place.point()); loop = between(); }
    shown();
    if (loop) play(loop.from);
  }, { ...stay, "aria-pressed": "false", title: "Alt+L" });
  const told = make("span", { class: "hint", role: "status" });

  // the last turn with a time that begins at or before a place of the text
  function turn_at(point) {
    let found = -1;
    for (let one = 0; one < made.turns.length && made.turns[one][0] <= point; one += 1) if (made.turns[one][1] !== null) found = one;
    return found;
  }
  // the next turn with a time in the same recording
  const after = (one) => made.turns.find((turn) => turn[0] > one[0] && turn[1] !== null && turn[3] === one[3]);
  // a source may have several recordings, one after the other: that in which a place of the text is heard
  const in_parts = () => made.turns.some((turn) => turn[3]);
  function turn_to(point) {
    const one = made.turns[turn_at(point)];
    if (one && one[3] !== at && in_parts()) { at = one[3]; draw(); }
  }
  const here = () => made.turns.findLast((turn) => turn[0] <= Math.max(0, place.point()));
  // when a place of the text is heard: within a turn as far as it stands in its words
  function time_of(point) {
    const one = turn_at(point);
    if (one < 0) return 0;
    const next = after(made.turns[one]);
    const [start, from] = made.turns[one], to = next ? next[1] : player.duration || from, end = made.turns.find((turn) => turn[0] > start && turn[1] !== null)?.[0] ?? place.length();
    return from + Math.max(0, to - from) * Math.min(1, (point - start) / Math.max(1, end - start));
  }
  function between() {
    const span = place.selection(), one = here();
    if (span) return { from: Math.max(0, time_of(span.start) - 0.5), to: time_of(span.end) + 0.5 };
    if (!one || one[1] === null) return null;
    return { from: one[1], to: after(one)?.[1] ?? player.duration };
  }
  function play(seconds) {
    if (!player) return;
    if (seconds !== undefined) player.currentTime = seconds;
    player.play().catch(() => {});
  }
  const toggle = () => { if (player?.paused) play(); else player?.pause(); };
  const back = () => { if (player) player.currentTime = Math.max(0, player.currentTime - 5); };
  function hear(point = place.selection()?.start ?? Math.max(0, place.point())) {
    turn_to(point);
    if (player) play(time_of(point));
  }
  // undefined: the time that the transcript gives
  function mend(seconds) {
    const turn = here();
    if (!turn) return;
    if (seconds === null) { room.say("unsaved", label("no_time")); return; }
    room.act("time", { start: turn[0], seconds: seconds === undefined ? null : seconds });
  }
  const begin = () => { if (player) mend(player.currentTime); };
  function ticked() {
    if (loop && player.currentTime >= loop.to) player.currentTime = loop.from;
    const time = player.currentTime + 0.05;
    let found = -1;
    made.turns.forEach((turn, one) => { if (turn[1] !== null && turn[1] <= time && (turn[3] === at || !in_parts())) found = one; });
    if (found === now) return;
    now = found;
    place.mark(now < 0 ? null : made.turns[now][0], follow.checked && !player.paused);
  }
  function shown() {
    looping.setAttribute("aria-pressed", String(Boolean(loop)));
    const turn = here();
    if (document.activeElement !== begins) { begins.value = turn && turn[1] !== null ? clock(turn[1]) : ""; begins.defaultValue = begins.value; }
    begins.classList.toggle("mended", Boolean(turn?.[2]));
  }
  function draw() {
    const one = made.recordings[at], address = one?.there ? address_of(one.path, room.about) : "";
    player?.pause();
    [player, loop, now] = [null, null, -1];
    // who chose a file by keys goes on where it was chosen
    if (adding.contains(document.activeElement)) setTimeout(() => adding.firstChild.focus());
    adding.open = false;
    if (!one) { told.textContent = (made.wrong ?? []).join(" "); el.replaceChildren(told, adding); return; }
    if (address) {
      player = make(one.video ? "video" : "audio", { src: address, controls: true, preload: "metadata", "aria-label": one.path, onerror: () => { told.textContent = label("unplayable"); } });
      player.addEventListener("timeupdate", ticked);
      player.playbackRate = Number(speed);
    }
    told.textContent = made.wrong?.length ? made.wrong.join(" ") : !one.there ? label("recording_missing") : !address ? label("recording_outside") : made.lost ? `${made.lost} ${label("times_lost")}` : "";
    const rates = ["0.5", "0.75", "1", "1.25", "1.5", "2"].map((rate) => [rate, `${rate} ×`]);
    el.replaceChildren(...[player,
      made.recordings.length > 1 ? select(String(at), made.recordings.map((other, number) => [String(number), other.path.split("/").pop()]), (value) => { at = Number(value); draw(); }, { "aria-label": label("recording") }) : null,
      player && [button(label("play"), toggle, { ...stay, title: "Alt+K" }), button("−5 s", back, { ...stay, title: "Alt+J" }), button(label("hear"), () => hear(), { ...stay, title: "Alt+Enter" }), looping,
        select(speed, rates, (rate) => { speed = rate; player.playbackRate = Number(rate); }, { "aria-label": label("speed") }),
        make("label", {}, follow, " ", label("follow"))],
      make("label", {}, label("turn_begins"), " ", begins), player && button(label("begins_now"), begin, { ...stay, title: "Alt+T" }), told, adding].flat().filter(Boolean));
    shown();
  }
  return {
    el, shown,
    key(event) {
      const act = player && event.altKey && { KeyK: toggle, KeyJ: back, KeyL: () => looping.click(), KeyT: begin, Enter: () => hear() }[event.code];
      if (act) { event.preventDefault(); act(); }
      return Boolean(act);
    },
    hear_from: hear,
    leave: () => player?.pause(),
    clocks: () => new Map(made.turns.filter((turn) => turn[1] !== null).map((turn) => [turn[0], clock(turn[1])])),
    update(next) {
      const drawn = ({ recordings, wrong }) => JSON.stringify([recordings, wrong]), same = next.source === heard && drawn(next) === drawn(made);
      if (next.source !== heard) at = 0;
      [made, heard] = [next, next.source];
      if (!same) draw();
      shown();
    },
  };
}
