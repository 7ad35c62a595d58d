// The page's behaviour: sends a person's actions and redraws what has changed.
"use strict";

const body = document.body;
const me = () => body.dataset.as;
const unread = new Map();

// Actions ---------------------------------------------------------------------

async function act(does, show = toast) {
  try {
    const answer = await fetch("/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ as: me(), ...does }),
    });
    const reply = await answer.json();
    if (reply.error) show(reply.error);
    await redraw();
    return reply;
  } catch {
    show("The sandbox is not responding. Is it still running?");
    return { error: "gone" };
  }
}

function toast(text, href) {
  const note = document.createElement("p");
  note.textContent = text;
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = "Open";
    note.append(" ", link);
  }
  document.querySelector(".toasts").append(note);
  setTimeout(() => note.remove(), 8000);
}

// Announces direct messages in other conversations, like Slack's notifications.
function announce() {
  for (const link of document.querySelectorAll(".side a[data-unread]")) {
    const count = Number(link.dataset.unread);
    if (count > (unread.get(link.href) ?? count)) {
      toast(`New message from ${link.dataset.from}.`, link.href);
    }
    unread.set(link.href, count);
  }
}

function askFirst(confirm) {
  const dialog = document.getElementById("confirm");
  const place = rememberFocus();
  const [no, yes] = dialog.querySelectorAll("button");
  dialog.querySelector("h2").textContent = confirm.title.text;
  dialog.querySelector("p").textContent = confirm.text.text;
  no.textContent = confirm.deny.text;
  yes.textContent = confirm.confirm.text;
  yes.className = `button ${confirm.style || "primary"}`;
  dialog.showModal();
  return new Promise((resolve) => {
    const done = (answer) => { dialog.close(); restoreFocus(place); resolve(answer); };
    no.onclick = () => done(false);
    yes.onclick = () => done(true);
    dialog.oncancel = (event) => { event.preventDefault(); done(false); };
  });
}

async function press(control, value) {
  if (control.dataset.confirm && !(await askFirst(JSON.parse(control.dataset.confirm)))) {
    return redraw(true);
  }
  const place = control.closest(".blocks").dataset;
  control.classList.add("busy");
  await act({
    do: "press", value, block: control.dataset.block, action: control.dataset.action,
    channel: place.channel, ts: place.ts, view: place.view,
  });
  control.classList.remove("busy");
}

function valueOf(control) {
  const set = control.closest("[data-set]");
  if (!set) return control.value;
  const chosen = [...set.querySelectorAll("input:checked")].map((box) => box.value);
  return set.querySelector("input[type=radio]") ? chosen[0] || "" : chosen;
}

function valuesOf(form) {
  const values = {};
  for (const control of form.querySelectorAll(".block-input [name]")) {
    values[control.name] = valueOf(control);
  }
  return values;
}

// Status -------------------------------------------------------------------

const statusDialog = document.getElementById("status");
const statusForm = statusDialog.querySelector("form");

function openStatus(control) {
  for (const name of ["text", "emoji", "after", "at"]) {
    statusForm.elements[name].value = control.dataset[name];
  }
  sayInStatus("");
  offerStatusTime();
  statusDialog.showModal();
}

function offerStatusTime() {
  statusForm.elements.at.parentElement.hidden = statusForm.elements.after.value !== "at";
}

function sayInStatus(text) {
  const alert = statusForm.querySelector("[role=alert]");
  alert.textContent = text;
  alert.hidden = !text;
}

async function saveStatus() {
  const reply = await act(
    { do: "status", ...Object.fromEntries(new FormData(statusForm)) }, sayInStatus,
  );
  if (!reply.error) closeStatus();
}

function closeStatus() {
  statusDialog.close();
  document.querySelector("[data-act=open-status]").focus();
}

statusDialog.addEventListener("cancel", (event) => { event.preventDefault(); closeStatus(); });

const clicks = {
  "open-status": openStatus,
  "cancel-status": closeStatus,
  "clear-status": () => act({ do: "status", text: "", emoji: "", after: "", at: "" }),
  press: (control) => press(control, control.dataset.value || null),
  dismiss: (control) => act({ do: "dismiss", ts: control.dataset.ts }),
  move: (control) => act({ do: "move", to: control.dataset.to }),
  close: (control) => act({ do: "close", view: control.closest("[data-modal]").dataset.view }),
};

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target) || event.target.closest("button")) shut(open);
  }
  if (event.target.closest(".tabs a")) handOver(rememberFocus());
  if (event.target.closest(".thread .closer")) handOver(threadLine());
  const control = event.target.closest("button[data-act], a[data-act]");
  if (control) clicks[control.dataset.act](control);
});

// The link that opened the thread is the last one in its message.
function threadLine() {
  return { region: "log", scope: `#${CSS.escape(`m${body.dataset.thread}`)}`, index: 999 };
}

// Closing a menu hides the focused element in it, so move the focus to its summary.
function shut(menu) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary").focus();
}

document.addEventListener("change", (event) => {
  const control = event.target;
  if (control.form === statusForm) return offerStatusTime();
  if (control.dataset.act === "become") return become(control.value);
  const set = control.closest("[data-set]");
  const sender = set || control;
  if (sender.dataset.act === "press") press(sender, valueOf(control));
  const summary = control.closest("details.multi")?.querySelector("summary");
  if (summary) summary.textContent = `${valueOf(control).length} chosen`;
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if ("composer" in form.dataset) return send(form);
  if ("status" in form.dataset) return saveStatus();
  if ("sending" in form.dataset) return;
  form.dataset.sending = "";
  const reply = await act({ do: "submit", view: form.dataset.view, values: valuesOf(form) });
  delete form.dataset.sending;
  if (reply.errors) firstField("[data-modal] .has-error")?.focus();
});

function firstField(within) {
  const fields = ["input", "select", "textarea", "summary"].map((name) => `${within} ${name}`);
  return document.querySelector(fields.join());
}

function become(user) {
  const query = new URLSearchParams(location.search);
  query.set("as", user);
  query.delete("thread");
  handOver(rememberFocus());
  location.search = query.toString();
}

// Composer -----------------------------------------------------------------

const completions = JSON.parse(document.getElementById("completions").textContent);
const box = document.getElementById("completion");  // null without a composer

async function send(form) {
  const field = form.querySelector("textarea");
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  grow(field);
  hideCompletion();
  const reply = await act({
    do: "say", text, channel: body.dataset.channel, thread: form.dataset.composer || "",
  });
  if (reply.error && !field.value) field.value = text;
  const log = form.parentElement.querySelector(".log");
  log.scrollTop = log.scrollHeight;
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
}

function wordAt(field) {
  const before = field.value.slice(0, field.selectionStart);
  if (before.startsWith("/") && !before.includes("\n")) {
    const known = completions.some((one) => one.kind === "/" && one.text.startsWith(before));
    if (known) return before;
  }
  return before.match(/(?:^|\s)([@#][\w.-]*)$/)?.[1] || "";
}

function offer(field) {
  const word = wordAt(field).toLowerCase();
  const fits = (one) =>
    one.text.toLowerCase().startsWith(word) ||
    (one.kind === "@" && one.says.toLowerCase().includes(word.slice(1)));
  const found = word
    ? completions.filter((one) => one.kind === word[0] && fits(one) && one.text !== word)
    : [];
  box.replaceChildren(...found.slice(0, 12).map((one, index) => choice(one, index)));
  box.hidden = !found.length;
  if (found.length) field.setAttribute("aria-activedescendant", "c0");
  else field.removeAttribute("aria-activedescendant");
}

function choice(one, index) {
  const line = document.createElement("div");
  line.id = `c${index}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", String(index === 0));
  const text = document.createElement("b");
  text.textContent = one.text;
  const says = document.createElement("span");
  says.textContent = one.says;
  line.append(text, says);
  line.dataset.text = one.text;
  line.onmousedown = (event) => { event.preventDefault(); complete(line); };
  return line;
}

function complete(line) {
  const field = document.getElementById("composer");
  const word = wordAt(field);
  const after = field.value.slice(field.selectionStart);
  const before = field.value.slice(0, field.selectionStart - word.length);
  field.value = `${before}${line.dataset.text} ${after}`;
  const end = before.length + line.dataset.text.length + 1;
  field.setSelectionRange(end, end);
  field.focus();
  offer(field);
}

function hideCompletion() {
  if (!box) return;
  box.hidden = true;
  box.replaceChildren();
}

function step(by) {
  const lines = [...box.children];
  const at = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
  const next = lines[(at + by + lines.length) % lines.length];
  lines.forEach((line) => line.setAttribute("aria-selected", String(line === next)));
  document.getElementById("composer").setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

function composerKeys(event) {
  const field = event.target;
  const open = box && !box.hidden && field.id === "composer";
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (open && event.key === "Tab" && !event.shiftKey) {
    event.preventDefault();
    complete(box.querySelector("[aria-selected=true]"));
  } else if (open && event.key === "Escape") {
    event.stopPropagation();
    hideCompletion();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    field.form.requestSubmit();
  }
}

for (const field of document.querySelectorAll("[data-composer] textarea")) {
  field.addEventListener("keydown", composerKeys);
  field.addEventListener("input", () => { grow(field); if (field.id === "composer") offer(field); });
  field.addEventListener("blur", hideCompletionSoon);
}

function hideCompletionSoon() {
  setTimeout(hideCompletion, 150);
}

// Keyboard in dialogs ------------------------------------------------------

document.addEventListener("keydown", (event) => {
  const dialog = document.querySelector("[data-modal]");
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) shut(menu);
    else if (dialog && !document.querySelector("dialog[open]")) {
      act({ do: "close", view: dialog.dataset.view });
    }
  }
  if (event.key === "Tab" && dialog) stayInside(dialog, event);
});

function stayInside(dialog, event) {
  const stops = [...dialog.querySelectorAll("button, input, select, textarea, summary, a[href]")]
    .filter((one) => one.offsetParent !== null && !one.disabled);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  if (!dialog.contains(document.activeElement)) first.focus();
  else if (event.shiftKey && document.activeElement === first) last.focus();
  else if (!event.shiftKey && document.activeElement === last) first.focus();
  else return;
  event.preventDefault();
}

// Redrawing ----------------------------------------------------------------

const drawn = new Map();
for (const region of document.querySelectorAll("[data-region]")) {
  drawn.set(region.dataset.region, region.innerHTML);
}

let drawing = null;
let again = false;

function redraw(force = false) {
  if (force) drawn.clear();
  again = true;
  drawing ??= drawUntilCurrent().finally(() => { drawing = null; });
  return drawing;
}

async function drawUntilCurrent() {
  while (again) {
    again = false;
    await fetchAndDraw();
  }
}

async function fetchAndDraw() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  body.dataset.version = fresh.body.dataset.version;
  for (const region of document.querySelectorAll("[data-region]")) {
    const name = region.dataset.region;
    const html = fresh.querySelector(`[data-region="${name}"]`)?.innerHTML;
    if (html === undefined || html === drawn.get(name)) continue;
    drawn.set(name, html);
    replace(region, html);
  }
  announce();
}

function replace(region, html) {
  const atEnd = region.scrollHeight - region.scrollTop - region.clientHeight < 60;
  const place = region.contains(document.activeElement) ? rememberFocus() : null;
  const view = shownView(region);
  const opened = [...region.querySelectorAll("details[open]")].map((one) => one.dataset.key);
  const typed = typedIn(region);
  region.innerHTML = html;
  for (const key of opened) {
    const details = region.querySelector(`details[data-key="${CSS.escape(key)}"]`);
    if (details) details.open = true;
  }
  for (const [name, value] of typed) {
    const field = region.querySelector(`[name="${CSS.escape(name)}"]`);
    if (field) field.value = value;
  }
  if (atEnd && region.classList.contains("log") && !region.dataset.home) {
    region.scrollTop = region.scrollHeight;
  }
  if (region.dataset.region === "modal" && view !== shownView(region)) followModal(region, place);
  else if (place) restoreFocus(place);
  if (region.dataset.region === "side") showCurrent();
}

// On narrow screens the conversations are in one scrolling line.
function showCurrent() {
  const strip = document.querySelector(".places");
  const here = strip.querySelector("[aria-current]");
  if (here) strip.scrollLeft = here.offsetLeft - 8;
}

// Unsent text in a view is kept while the same view is open.
function typedIn(region) {
  return [...region.querySelectorAll("input[name], textarea[name]")]
    .filter((field) => !["checkbox", "radio"].includes(field.type))
    .filter((field) => field.value !== field.defaultValue)
    .map((field) => [field.name, field.value]);
}

// The open modals, from the bottom up, with the focus before each was opened.
const modals = [];

function shownView(region) {
  return region.querySelector("[data-modal]")?.dataset.view;
}

function followModal(region, place) {
  const view = shownView(region);
  const at = view ? modals.findIndex((one) => one.view === view) : -1;
  if (view && at < 0) {
    modals.push({ view, place: place || rememberFocus() });
    return (firstField(".modal-body") || region.querySelector("footer button:last-child")).focus();
  }
  const [closed] = modals.splice(at + 1);
  if (closed) restoreFocus(closed.place);
  else document.getElementById("composer")?.focus();
}

// The stream sends the current version, also when it reconnects after a server restart.
const stream = new EventSource("/changes");
stream.onmessage = (event) => { if (event.data !== body.dataset.version) redraw(); };
setInterval(redraw, 30_000);  // story time passes without other changes
addEventListener("pagehide", () => stream.close());

announce();
showCurrent();
const log = document.getElementById("log");
if (log && !location.hash) log.scrollTop = log.scrollHeight;
const threadLog = document.querySelector("[data-region=thread]");
if (threadLog) threadLog.scrollTop = threadLog.scrollHeight;
if (new URLSearchParams(location.search).get("tab") === "home") act({ do: "home", tab: "home" });
if (!takeOver()) {
  const writing = document.querySelector(".thread textarea") || document.getElementById("composer");
  writing?.focus({ preventScroll: true });
}
