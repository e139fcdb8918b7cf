// The page is complete without this: `/` jumps to the search box, as in most reference works.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("q");
  event.preventDefault();
  box.focus();
  box.select();
});
