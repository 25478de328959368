// Search and filters over the passages, and a passage shown beside the link that names it.
// The page works without: links lead to the passages, and all of them are there.
(function () {
  "use strict";
  var form = document.getElementById("find");
  var entries = Array.prototype.slice.call(document.querySelectorAll("#passages .evidence"));
  if (form) {
    form.hidden = false;
    var words = document.getElementById("filter-words");
    var boxes = ["code", "group", "verdict"].map(function (name) {
      return [name, document.getElementById("filter-" + name)];
    });
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
      document.getElementById("passages").open = true;
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
    var link = event.target.closest && event.target.closest('a[href^="#e-"], a[href^="#fact-"], a[href^="#cell-"], a[href^="#claim-"]');
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
