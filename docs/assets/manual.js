// What the theme makes after the page has come is named, and reached by the keyboard.
(function () {
  "use strict";
  var mend = function () {
    document.querySelectorAll(".md-search[role=dialog]:not([aria-label])").forEach(function (one) {
      var field = one.querySelector("input");
      one.setAttribute("aria-label", (field && field.placeholder) || "Search");
    });
    document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex]), .md-typeset pre > code:not([tabindex])").forEach(function (one) {
      one.setAttribute("tabindex", "0");
    });
    document.querySelectorAll("nav.md-code__nav").forEach(function (one, place) { one.setAttribute("aria-label", "Code " + (place + 1)); });
  };
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
})();
