// Small comforts over pages that work without them: theme, row keys, focus on the search field.
"use strict";

const THEME = "remit-theme";

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

function rowOf(element) {
  return element instanceof Element ? element.closest("tbody tr") : null;
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("main tbody tr")];
  if (!rows.length) return;
  const here = rows.indexOf(rowOf(document.activeElement));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  const target = next.querySelector("a") || next.querySelector("button, input") || next;
  if (target === next) next.tabIndex = -1;
  target.focus();
}

const kept = localStorage.getItem(THEME);
if (kept) setTheme(kept);

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("theme");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    localStorage.setItem(THEME, next);
    setTheme(next);
  });
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  if (event.key === "/") {
    const field = document.querySelector("form[role=search] input:not([type=hidden])");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  } else if (event.key === "j") {
    moveRow(1);
  } else if (event.key === "k") {
    moveRow(-1);
  } else if (document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)) {
    document.querySelector(`[data-key="${CSS.escape(event.key)}"]`).click();
  } else if (event.key === "x") {
    rowOf(document.activeElement)?.querySelector("input[type=checkbox]")?.click();
  }
});
