"""Acts at random in all rooms of a real JupyterLab: two tabs, reloads, kernels killed, edits from outside.

Then the screen says what the files say, and a build takes them. JALIN_ACTS says how many acts, JALIN_SEED which.
"""

import json
import os
import random
import signal
import subprocess
from pathlib import Path

from lab import lines, page_of, quiet
from test_walk import door, workbench_of
from tiny import make_study

from jalin.check import check_study
from jalin.collect import stage as collect
from jalin.explore.widget import ROOMS
from jalin.protect import stage as protect
from jalin.reading import parse_yaml
from jalin.study import open_study

ACTS, SEED = int(os.environ.get("JALIN_ACTS", "40")), int(os.environ.get("JALIN_SEED", "1"))
# one thing that somebody could do at the screen, chosen by numbers between 0 and 1; what it was
ACT = """([which, how, words]) => {
  const room = document.querySelector(".jalin .room"), name = document.querySelector(".jalin").dataset.room;
  const shown = (node) => node.checkVisibility() && !node.disabled && !node.closest("[hidden]");
  const never = '[data-key="build"], [data-key="forms"], [data-key="appendices"], [data-key="prepare"], [data-key="picture-file"], [data-key="read-back"], [type="file"], a';
  const all = [...room.querySelectorAll("button, select, input, textarea, mark, .stripe, .canvas")].filter((one) => shown(one) && !one.matches(never));
  const text = room.querySelector(".text");
  const lines = text && shown(text) ? [...text.querySelectorAll(".line")] : [];
  if (lines.length && how < 0.4) {
    const line = lines[Math.floor(which * lines.length)];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), nodes = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
    if (!nodes.length) return "nothing";
    const range = document.createRange(), node = nodes[Math.floor(how * 2.5 * nodes.length)];
    range.setStart(node, Math.floor(which * node.data.length / 2));
    range.setEnd(node, node.data.length);
    text.focus();
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    const codes = [...room.querySelectorAll(".tree button")];
    codes[Math.floor(how * 2.5 * codes.length)]?.click();
    return "code";
  }
  const one = all[Math.floor(which * all.length)];
  if (!one) return "nothing";
  const said = `${name}: ${one.tagName} ${one.dataset.key ?? one.className} ${(one.ariaLabel || one.textContent).slice(0, 30)}`;
  if (one.matches("select")) { one.selectedIndex = Math.floor(how * one.options.length); one.dispatchEvent(new Event("change", { bubbles: true })); }
  else if (one.matches('input[type="checkbox"], button, mark, .stripe')) one.click();
  else if (one.matches(".canvas")) { one.focus(); for (const key of ["ArrowRight", "ArrowDown"]) one.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); }
  else {
    one.focus();
    one.value = one.type === "color" ? "#336699" : one.type === "date" ? "2024-03-0" + (1 + Math.floor(how * 9)) : one.matches(".editor") ? one.value + "\\n" + words + "\\n" : words;
    one.dispatchEvent(new Event("input", { bubbles: true }));
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return said;
}"""
# all that a room says, with what stands in its fields; what was refused stays as typed in its own window, and says so
SAID = """() => { const room = document.querySelector(".jalin .room"), refused = [...room.querySelectorAll("[data-refused]")];
  const stands = (one) => one.type === "checkbox" ? one.checked : one.type === "file" ? "" : !refused.includes(one) ? one.value : one.options ? [...one.options].find((each) => each.defaultSelected)?.value : one.defaultValue;
  const why = new Set(refused.flatMap((one) => one.nextElementSibling.innerText.split("\\n").map((line) => line.trim())));
  return [...room.querySelectorAll("input, textarea, select")].map((one) => `${one.dataset.key ?? one.ariaLabel ?? ""}=${stands(one)}`)
    .concat([...room.querySelectorAll("mark")].map((one) => one.dataset.ids), room.innerText.split("\\n").map((one) => one.trim()).filter((one) => one && !why.has(one))); }"""
WORDS = [
    "water",
    "the rain in May",
    "TOIL",
    "2",
    "CARE and not with DENIED",
    "<b>bold</b>",
    "{{ fact",
    "rawat “kebun”",
    "é 🙂",
    "",
]


def opened(browser, address):
    page = page_of(browser, height=900)
    # JupyterLab says that the kernel died, sometimes after it has begun another
    page.add_locator_handler(page.locator(".jp-Dialog .jp-mod-accept").first, lambda found: found.click())
    page.goto(address)
    back(page)
    return page


def to(page, room):
    page.locator(f'.jalin [data-room="{room}"][role="tab"]').click()
    page.wait_for_function(
        f"document.querySelector('.jalin').dataset.room === '{room}' && document.querySelector('.jalin .room').ariaBusy === 'false'"
    )


def settled(page):
    """Wait until nothing is on its way; whether it is saved, or refused in a sentence."""
    quiet(page)
    return page.evaluate(
        "[document.querySelector('.jalin').dataset.status, document.querySelector('.jalin .status').textContent, Number(document.querySelector('.jalin').dataset.acts || 0)]"
    )


def codes_shown(page):
    """The ids of the codes that the room of the codebook has."""
    to(page, "codebook")
    return set(page.locator(".jalin [data-code]").evaluate_all("(all) => all.map((one) => one.dataset.code)"))


def outside(root, rng):
    """What git or an editor could write in between."""
    kind = rng.randrange(3)
    if kind == 0:
        coder, text = rng.choice(["ann", "ben"]), (root / "data/processed/protect/texts/W2.txt").read_text()
        path = root / f"data/raw/coding/codings/{coder}/W2.jsonl"
        at = rng.randrange(0, len(text) - 12)
        code = rng.choice([one["code"] for one in lines(root, coder, "W2")] or ["TOIL"])
        line = {
            "id": f"git{rng.randrange(10**6)}",
            "code": code,
            "start": at,
            "end": at + 12,
            "quote": text[at : at + 12],
        }
        if line["quote"].strip() == line["quote"]:
            path.write_text(path.read_text() + json.dumps(line) + "\n")
    elif kind == 1:
        path = root / "data/raw/coding/memos/from-outside.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"---\ntitle: From outside\ndate: 2024-03-01\nabout: []\n---\n\nThought {rng.random()}.\n"
        )
    else:
        path = root / "data/raw/coding/codebook.yaml"
        path.write_text(path.read_text().rstrip("\n") + f"\n# looked through {rng.randrange(100)}\n")


def killed(home):
    """Kill the kernels of this JupyterLab at once."""
    found = subprocess.run(
        ["pgrep", "-f", "ipykernel_launcher"], capture_output=True, text=True
    ).stdout.split()
    for pid in found:
        try:
            if str(home).encode() in Path(f"/proc/{pid}/environ").read_bytes():
                os.kill(int(pid), signal.SIGKILL)
        except OSError:
            continue


def back(tab):
    """Wait until the workbench stands there again by itself, its kernel having died."""
    stands = tab.locator('.jalin:not([data-old]) .room[aria-busy="false"]')
    # JupyterLab says that the kernel died
    died = tab.locator(".jp-Dialog .jp-mod-accept")
    while not stands.count():
        stands.or_(died).first.wait_for(state="attached")
        # clicked if it is there: by itself, and by who answers it at every act, it may be gone the next moment
        tab.evaluate("document.querySelector('.jp-Dialog .jp-mod-accept')?.click()")


def one_act(tab, names, rng, written):
    """Something at the screen; what it was, what was said of it, and whether it was done or refused."""
    before = settled(tab)
    if rng.random() < 0.08:
        tab.locator(".jalin .bench button").nth(len(names) + rng.randrange(2)).click(force=True)
        what = "undo or redo"
    else:
        what = tab.evaluate(ACT, [rng.random(), rng.random(), rng.choice(WORDS)])
    status, words, acts = settled(tab)
    refused = status == "unsaved" and words != before[1]
    written.append(f"{what} → {words[:200]}")
    # a sentence of ours, and no crash
    assert "Traceback" not in words and tab.wrong == [], (written[-8:], tab.wrong)
    return acts > before[2], refused


def seen_in(page, names):
    """All that each room shows, the room of coding at one source."""
    seen = {}
    for place, name in enumerate(names):
        to(page, names[place - 1])
        to(page, name)
        if name == "code" and page.locator(".jalin select.name").count():
            page.locator(".jalin select.name").select_option("W1")
            # whose codings one looks at is of the window
            page.get_by_label("All coders").uncheck()
        # what a room asks for after its view
        quiet(page)
        seen[name] = page.evaluate(SAID)
    return seen


def test_after_acts_at_random_the_screen_says_what_the_files_say_and_a_build_takes_them(tmp_path, browser):
    root, rng = make_study(tmp_path / "study"), random.Random(SEED)
    register = root / "data/raw/sources.csv"
    head, first, *rest = register.read_text().splitlines()
    register.write_text(
        "\n".join([f"{head},media", f"{first},interviews/W1.png", *(f"{row}," for row in rest)]) + "\n"
    )
    door(root / "data/raw/interviews/W1.png")
    collect.run(open_study(root)).write()
    protect.run(open_study(root)).write()
    names = [room.name for room in ROOMS]
    done, refused, written = 0, 0, []
    # in each hundred acts, and once in fewer
    every = min(100, ACTS)
    reload_at, kill_at, outside_at = every // 3, 2 * every // 3, max(5, every // 5)
    with workbench_of(root, tmp_path) as address:
        tabs = [opened(browser, address), opened(browser, address)]
        at = -1
        while done + refused < ACTS:
            tab = rng.choice(tabs)
            if at != done + refused:
                at = done + refused
                if at % outside_at == outside_at - 1:
                    outside(root, rng)
                if at % every == reload_at:
                    tab.reload()
                    back(tab)
                if at % every == kill_at:
                    for one in tabs:
                        one.evaluate("document.querySelector('.jalin').dataset.old = true")
                    # in the middle of an act
                    tab.evaluate(ACT, [rng.random(), rng.random(), "killed"])
                    killed(tmp_path)
                    for one in tabs:
                        back(one)
            if rng.random() < 0.2:
                to(tab, rng.choice(names))
            act, no = one_act(tab, names, rng, written)
            done, refused = done + act, refused + no
        # what one looks at after all of it is what a new window shows
        fresh = opened(browser, address)
        seen = [seen_in(page, names) for page in (*tabs, fresh)]
        for name in names:
            assert seen[0][name] == seen[2][name] and seen[1][name] == seen[2][name], name
        says = {name: "\n".join(map(str, seen[2][name])) for name in names}
        # and what the files say
        claims = parse_yaml((root / "data/raw/analysis/propositions.yaml").read_text(), "")["propositions"]
        assert [one for one in claims if str(one["id"]) not in says["propositions"]] == []
        book = parse_yaml((root / "data/raw/coding/codebook.yaml").read_text(), "")
        assert {one["id"] for one in book["codes"]} == codes_shown(fresh)
        to(fresh, "code")
        marks = {
            one
            for ids in fresh.locator(".jalin mark").evaluate_all("(all) => all.map((one) => one.dataset.ids)")
            for one in ids.split(" ")
        }
        assert {one.partition("/")[2] for one in marks if one.startswith("ann/")} == {
            one["id"] for one in lines(root, "ann", "W1")
        }
    (tmp_path / "acts.txt").write_text("\n".join(written))
    print(f"{done} acts, {refused} refused")
    assert done > ACTS / 4
    assert check_study(open_study(root)).problems == []
    built = subprocess.run(
        ["make", f"STUDY={root}", "all"],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert built.returncode == 0, built.stderr[-3000:]
