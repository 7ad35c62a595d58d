// Keeps the keyboard focus: a redraw replaces elements, and the one that had the focus is found
// again by its traits, or else by its position. Both pages redraw their `[data-region]` elements.
"use strict";

const STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

function stopsIn(root) {
  return [...root.querySelectorAll(STOPS)].filter((one) => !one.disabled && one.checkVisibility());
}

function traitsOf(element) {
  const own = element.matches("button, [type=checkbox], [type=radio]") ? element.value : "";
  const named = [element.localName, element.id, element.name, element.getAttribute("href"), own];
  return JSON.stringify([...named, { ...element.dataset }]);
}

function addressOf(scope) {
  if (scope.id) return `#${CSS.escape(scope.id)}`;
  const label = scope.getAttribute("aria-labelledby");
  return label && `[aria-labelledby="${CSS.escape(label)}"]`;
}

function rememberFocus() {
  const element = document.activeElement || document.body;
  const region = element.closest("[data-region]");
  if (!region) return { element };
  const scope = element.parentElement.closest("[id], [aria-labelledby]");
  const inside = scope && region.contains(scope) ? scope : region;
  const stops = stopsIn(inside);
  const traits = traitsOf(element);
  return {
    region: region.dataset.region,
    scope: inside === region ? "" : addressOf(inside),
    index: stops.indexOf(element),
    traits,
    nth: stops.filter((one) => traitsOf(one) === traits).indexOf(element),
    caret: element.matches("input, textarea") ? [element.selectionStart, element.selectionEnd] : [],
  };
}

// If the element is gone, its neighbour gets the focus, or else the whole list or page.
function restoreFocus(place) {
  const target = place.element || found(place);
  if (!target?.isConnected) return;
  target.focus({ preventScroll: !place.handedOver });
  const [start, end] = place.caret || [];
  if (Number.isInteger(start)) target.setSelectionRange(start, end);
}

function found({ region, scope, index, traits, nth }) {
  const drawn = document.querySelector(`[data-region="${region}"]`);
  const inside = scope ? drawn?.querySelector(scope) : drawn;
  const stops = inside ? stopsIn(inside) : [];
  const same = stops.filter((one) => traitsOf(one) === traits);
  return same[nth] || same.at(-1) || stops[Math.min(index, stops.length - 1)] || drawn?.closest("[tabindex]");
}

// Saves the focus for the next page.
function handOver(place) {
  sessionStorage.setItem("focus", JSON.stringify({ ...place, handedOver: true }));
}

function takeOver() {
  const kept = sessionStorage.getItem("focus");
  sessionStorage.removeItem("focus");
  if (kept) restoreFocus(JSON.parse(kept));
  return kept !== null;
}
