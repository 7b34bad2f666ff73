// What the theme leaves out for those who use no mouse or no eyes: what scrolls can be reached by keyboard, and buttons
// over code are no landmarks. The theme makes some of these elements late, so it is done again whenever some are added.
const mend = () => {
  for (const each of document.querySelectorAll(".md-typeset pre > code, .md-typeset__scrollwrap")) {
    if (each.tabIndex < 0 && each.scrollWidth > each.clientWidth) each.tabIndex = 0;
  }
  for (const each of document.querySelectorAll("nav.md-code__nav")) each.setAttribute("role", "none");
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
};
mend();
addEventListener("load", mend);
addEventListener("resize", mend);
new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
