// Search over chapters and passages, and the evidence shown beside the sentence that rests on it.
// The pages work without: links lead to the passages, and all of them are there.
(function () {
  "use strict";
  var form = document.getElementById("find");
  var entries = Array.prototype.slice.call(document.querySelectorAll("#passages .evidence"));
  if (form) {
    form.hidden = false;
    var words = document.getElementById("filter-words");
    var boxes = ["code", "group", "verdict"].map(function (name) {
      return [name, document.getElementById("filter-" + name)];
    }).filter(function (box) { return box[1]; });
    var texts = entries.map(function (entry) { return entry.textContent.toLowerCase(); });
    var update = function () {
      var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      var count = 0;
      entries.forEach(function (entry, place) {
        var fits = wanted.every(function (word) { return texts[place].indexOf(word) >= 0; }) &&
          boxes.every(function (box) {
            var value = box[1].value;
            return !value || (entry.dataset[box[0]] || "").split(" ").indexOf(value) >= 0;
          });
        entry.hidden = !fits;
        count += fits ? 1 : 0;
      });
      document.getElementById("found").textContent = count;
    };
    // what is looked for stands in the address, so that it can be kept and sent
    var fields = [["words", words]].concat(boxes);
    var keep = function () {
      var asked = new URLSearchParams();
      fields.forEach(function (field) { if (field[1].value) { asked.set(field[0], field[1].value); } });
      history.replaceState(null, "", "#find" + (String(asked) ? "?" + asked : ""));
    };
    var recall = function () {
      if (location.hash.indexOf("#find?") !== 0) { return; }
      var asked = new URLSearchParams(location.hash.slice(6));
      fields.forEach(function (field) { field[1].value = asked.get(field[0]) || ""; });
      update();
      form.scrollIntoView();
    };
    form.addEventListener("input", function () { update(); keep(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    window.addEventListener("hashchange", recall);
    recall();
  }
  // a citation of a passage, to be pasted elsewhere; no folder of this machine goes with it
  var cite = document.getElementById("cite");
  var copied = function (text, done) {
    var field = document.createElement("textarea");
    field.value = text;
    document.body.appendChild(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    done();
  };
  if (cite) {
    var here = location.protocol === "file:" ? location.pathname.split("/").pop() : location.href.split("#")[0];
    entries.forEach(function (entry) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = cite.dataset.copy;
      button.addEventListener("click", function () {
        var said = entry.querySelector("mark").textContent.replace(/\s+/g, " ");
        var whose = entry.querySelector("p").firstChild.textContent;
        var text = cite.dataset.cite + ", " + whose + ": “" + said + "”. " + here + "#" + entry.id;
        copied(text, function () { button.textContent = cite.dataset.copied; button.focus(); });
      });
      entry.querySelector("p").append(" ", button);
    });
  }
  // words of the chapters: where they stand, each with the heading above it
  var seek = document.getElementById("seek");
  if (seek) {
    seek.hidden = false;
    var heading = null;
    var pieces = [];
    document.querySelectorAll("main section > :not(.table), main section caption, main section .table tr").forEach(function (one) {
      if (/^H[2-4]$/.test(one.tagName)) { heading = one; }
      pieces.push([one, heading, null]);
    });
    var said = function (one) {
      var parts = one.tagName === "TR" ? Array.prototype.map.call(one.children, function (cell) { return cell.textContent; }) : [one.textContent];
      return parts.join(" · ").replace(/\s+/g, " ");
    };
    var status = seek.querySelector("[role=status]");
    var hits = seek.querySelector("ol");
    var further = seek.querySelector("a");
    seek.addEventListener("submit", function (event) { event.preventDefault(); });
    seek.addEventListener("input", function () {
      var wanted = document.getElementById("seek-words").value.toLowerCase().split(/\s+/).filter(Boolean);
      var asked = wanted.join("").length > 1;
      var found = asked ? pieces.filter(function (piece) {
        piece[2] = piece[2] || said(piece[0]);
        var low = piece[2].toLowerCase();
        return wanted.every(function (word) { return low.indexOf(word) >= 0; });
      }) : [];
      status.textContent = asked ? String(found.length) : "";
      hits.replaceChildren.apply(hits, found.slice(0, 30).map(function (piece) {
        var at = Math.max(0, piece[2].toLowerCase().indexOf(wanted[0]) - 30);
        var item = document.createElement("li");
        var link = document.createElement("a");
        var near = piece[0].closest("[id]");
        link.href = "#" + (near ? near.id : "");
        link.textContent = (piece[1] ? piece[1].textContent.trim() + ": " : "") + "…" + piece[2].slice(at, at + 90) + "…";
        link.addEventListener("click", function (event) {
          event.preventDefault();
          piece[0].scrollIntoView({ block: "center" });
          document.querySelectorAll(".sought").forEach(function (one) { one.classList.remove("sought"); });
          piece[0].classList.add("sought");
        });
        item.appendChild(link);
        return item;
      }));
      if (further) {
        further.hidden = !asked;
        further.href = further.getAttribute("href").split("#")[0] + "#find?" + new URLSearchParams({ words: wanted.join(" ") });
      }
    });
  }
  // the evidence in a frame beside the sentence; where this page is in the frame, it leaves out its head
  if (window.top !== window) {
    document.body.classList.add("framed");
    document.addEventListener("keydown", function (pressed) { if (pressed.key === "Escape") { window.parent.postMessage("close", "*"); } });
  }
  var beside = null;
  var from = null;
  var part = function (open) {
    beside.hidden = !open;
    document.body.classList.toggle("parted", open);
    if (from) { from.scrollIntoView({ block: "nearest" }); }
    if (!open && from) { from.focus(); }
  };
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('#content a[href^="evidence."]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !document.body.classList.contains("report")) { return; }
    event.preventDefault();
    if (!beside) {
      beside = document.createElement("aside");
      beside.id = "beside";
      var bar = document.createElement("p");
      var whole = document.createElement("a");
      whole.textContent = document.body.dataset.go;
      var shut = document.createElement("button");
      shut.type = "button";
      shut.textContent = document.body.dataset.close;
      shut.addEventListener("click", function () { part(false); });
      bar.append(whole, shut);
      beside.append(bar, document.createElement("iframe"));
      document.body.appendChild(beside);
      document.addEventListener("keydown", function (pressed) { if (pressed.key === "Escape" && !beside.hidden) { part(false); } });
      window.addEventListener("message", function (told) { if (told.source === beside.lastChild.contentWindow && told.data === "close") { part(false); } });
    }
    from = link;
    beside.setAttribute("aria-label", link.textContent);
    beside.querySelector("a").href = link.href;
    var frame = beside.querySelector("iframe");
    frame.title = link.textContent;
    if (frame.src !== link.href) { frame.src = link.href; }
    part(true);
    beside.querySelector("button").focus();
  });
  // where one is, in the contents
  var entriesOf = {};
  document.querySelectorAll("#contents a[href^='#']").forEach(function (link) {
    entriesOf[link.getAttribute("href").slice(1)] = link;
  });
  var places = Object.keys(entriesOf).map(function (id) { return document.getElementById(id); }).filter(Boolean);
  var current = null;
  var follow = function () {
    var here = places.filter(function (place) { return place.getBoundingClientRect().top < 120; }).pop();
    var link = here && entriesOf[here.id];
    if (link === current) { return; }
    if (current) { current.removeAttribute("aria-current"); }
    if (link) { link.setAttribute("aria-current", "location"); }
    current = link;
  };
  if (places.length) {
    window.addEventListener("scroll", follow, { passive: true });
    follow();
  }
  // back to where one came from
  var back = document.createElement("button");
  back.id = "back";
  back.type = "button";
  back.hidden = true;
  back.textContent = "↩ " + document.body.dataset.back;
  back.addEventListener("click", function () { back.hidden = true; history.back(); });
  document.body.appendChild(back);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('main a[href^="#"]');
    if (link && !event.defaultPrevented && link.getAttribute("href") !== "#contents") { back.hidden = false; }
  });
  var dialog = document.createElement("dialog");
  dialog.className = "peek";
  if (typeof dialog.showModal !== "function") { return; }
  document.body.appendChild(dialog);
  // a figure, large
  document.querySelectorAll("figure img").forEach(function (image) {
    image.addEventListener("click", function () {
      dialog.replaceChildren(image.cloneNode());
      dialog.className = "peek large";
      dialog.setAttribute("aria-label", image.alt);
      dialog.showModal();
    });
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#fact-"], a[href^="#cell-"]');
    if (!link || dialog.contains(link) && link.dataset.go) { return; }
    var target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) { return; }
    event.preventDefault();
    var shown = target.closest("tr") || target;
    dialog.replaceChildren();
    dialog.className = "peek";
    var copy = shown.cloneNode(true);
    copy.hidden = false;
    copy.removeAttribute("id");
    copy.querySelectorAll("[id]").forEach(function (one) { one.removeAttribute("id"); });
    if (copy.tagName === "TR") {
      var table = document.createElement("table");
      table.appendChild(copy);
      copy = table;
    } else if (copy.tagName === "LI") {
      var list = document.createElement("ul");
      list.appendChild(copy);
      copy = list;
    }
    var bar = document.createElement("p");
    var go = document.createElement("a");
    go.href = link.getAttribute("href");
    go.dataset.go = "1";
    go.textContent = document.body.dataset.go;
    go.addEventListener("click", function () { shown.hidden = false; dialog.close(); });
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = document.body.dataset.close;
    close.addEventListener("click", function () { dialog.close(); });
    bar.append(go, " ", close);
    dialog.append(copy, bar);
    dialog.setAttribute("aria-label", link.textContent);
    if (!dialog.open) { dialog.showModal(); }
    close.focus();
  });
  dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } });
})();
