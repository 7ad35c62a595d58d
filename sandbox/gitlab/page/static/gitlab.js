// Refreshes the page when something changes, submits selections, and makes cards draggable.
"use strict";

const live = () => document.getElementById("live");

// Only newer browsers can tell whether a select's list is open.
const OPEN = CSS.supports("selector(select:open)") ? "select:open" : "select:focus";

const fields = () => [...live().querySelectorAll("textarea, input:not([type=hidden])")];
const written = () => fields().filter((field) => field.value !== field.defaultValue);
const place = (field) => `${field.form?.getAttribute("action")} ${field.name}`;

// A refresh must not discard unsent text or close an open list.
function busy() {
  if (live().querySelector("details.move[open]") || document.querySelector(OPEN)) return true;
  return written().length > 0;
}

let waiting = false;
async function refresh() {
  waiting = busy();
  if (waiting) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer || !answer.ok || busy()) return;
  if (draw(await answer.text())) say("Page updated.");
}

// Replaces only the regions that have changed, and keeps unsent text and the focus.
function draw(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const focused = rememberFocus();
  const words = new Map(written().map((field) => [place(field), field.value]));
  const changed = [...document.querySelectorAll("[data-region]")].filter((region) => {
    const next = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
    if (!next || next.innerHTML === region.innerHTML) return false;
    const left = region.querySelector(".board")?.scrollLeft;
    region.innerHTML = next.innerHTML;
    if (left) region.querySelector(".board").scrollLeft = left;
    return true;
  });
  for (const field of fields()) field.value = words.get(place(field)) ?? field.value;
  document.title = fresh.title;
  if (changed.some((region) => region.dataset.region === focused.region)) restoreFocus(focused);
  return changed.some((region) => region === live());
}

function say(words) {
  document.getElementById("announce").textContent = words;
}

// Shows the error at the top and keeps what was entered.
function refuse(words) {
  const alert = document.createElement("div");
  alert.className = "alert";
  alert.setAttribute("role", "alert");
  alert.textContent = words;
  live().querySelector(".alert")?.remove();
  live().prepend(alert);
  alert.scrollIntoView({ block: "nearest" });
}

async function send(form, button) {
  const sent = new URLSearchParams(new FormData(form, button));
  const to = form.getAttribute("action") || location.href;
  const answer = await fetch(to, { method: "POST", body: sent }).catch(() => null);
  if (!answer) return refuse("The sandbox is not responding. Is it still running?");
  const html = await answer.text();
  if (!answer.ok) {
    const page = new DOMParser().parseFromString(html, "text/html");
    return refuse(page.querySelector(".alert")?.textContent || page.body.textContent);
  }
  const there = new URL(answer.url);
  if (there.pathname !== location.pathname) return location.assign(there);
  if (there.href !== location.href) history.replaceState(null, "", there);
  form.reset();
  draw(html);
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
  const form = event.target;
  if (event.submitter?.getAttribute("aria-disabled") === "true") return event.preventDefault();
  if (form.getAttribute("method") !== "post") return;
  event.preventDefault();
  send(form, event.submitter);
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
