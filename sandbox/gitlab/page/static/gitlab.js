// Refreshes the page when something changes, submits choices, and lets cards be dragged.
"use strict";

const live = () => document.getElementById("live");

// Somebody who is writing must not lose their words.
function busy() {
  const here = document.activeElement;
  if (live().querySelector("details.move[open]")) return true;
  if (here && live().contains(here) && here.matches("select")) return true;
  return [...live().querySelectorAll("textarea, input:not([type=hidden])")].some(
    (field) => field.value !== field.defaultValue,
  );
}

function focusPath(element) {
  if (!element || !live().contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

let waiting = false;
async function refresh() {
  if (busy()) {
    waiting = true;
    return;
  }
  waiting = false;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer || !answer.ok || busy()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const clock = fresh.getElementById("clock");
  if (clock) document.getElementById("clock").replaceWith(clock);
  const next = fresh.getElementById("live");
  if (!next || next.innerHTML === live().innerHTML) return;
  const path = focusPath(document.activeElement);
  const board = live().querySelector(".board");
  const left = board ? board.scrollLeft : 0;
  live().replaceWith(next);
  if (path) live().querySelector(path)?.focus({ preventScroll: true });
  if (live().querySelector(".board")) live().querySelector(".board").scrollLeft = left;
  document.getElementById("announce").textContent = "The page was updated.";
}

let seen = document.body.dataset.version;
const stream = new EventSource("/-/changes");
stream.addEventListener("changes", (event) => {
  if (seen !== event.data) refresh();
  seen = event.data;
});
setInterval(() => waiting && refresh(), 1000);

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});
document.addEventListener("submit", (event) => {
  if (event.submitter?.getAttribute("aria-disabled") === "true") event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.move[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.move[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".board-card") ?? null;
});
document.addEventListener("dragover", (event) => {
  const list = dragged && event.target.closest?.(".board-list");
  document.querySelectorAll(".board-list.over").forEach((one) => one !== list && one.classList.remove("over"));
  if (!list) return;
  event.preventDefault();
  list.classList.add("over");
});
document.addEventListener("drop", (event) => {
  const list = dragged && event.target.closest?.(".board-list");
  if (!list) return;
  event.preventDefault();
  const form = dragged.querySelector(".move form");
  const button = [...form.querySelectorAll("button")].find((one) => one.value === list.dataset.list);
  if (button) form.requestSubmit(button);
  dragged = null;
});
