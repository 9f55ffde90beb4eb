/** The moderators' desk: makes its forms and links quicker; without it everything works by itself. One module, no imports. */

/* The usual words of a rule: put into the field when the rule is chosen, unless the moderator has written there. */
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.(".px-decide select[name=rule]")) return;
  const { words, filled_in: filled } = target.form.elements;
  if (!words || !filled || (words.value.trim() && words.value !== words.dataset.usual)) return;
  words.value = words.dataset.usual = target.selectedOptions[0]?.dataset.words ?? "";
  filled.value = words.value ? "1" : "";
});
// Care: what a moderator has opened of the hard texts stays open in this tab, and nowhere else.

const CARE = "px-care";

function opened() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(CARE) || "[]"));
  } catch {
    return new Set();  // No storage, or not ours: then nothing is remembered.
  }
}

function remember(texts) {
  try {
    sessionStorage.setItem(CARE, JSON.stringify([...texts].slice(-500)));
  } catch {
    // The browser keeps nothing for us: each page folds anew.
  }
}

function unfold() {
  const texts = opened();
  for (const text of document.querySelectorAll("details[data-care]:not([open])")) {
    if (texts.has(text.dataset.care)) text.open = true;
  }
}

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("details[data-care]")) return;
  const texts = opened();
  if (texts.has(target.dataset.care) === target.open) return;
  if (target.open) texts.add(target.dataset.care);
  else texts.delete(target.dataset.care);
  remember(texts);
}, true);

unfold();
// Cards that come later are like those that were there.
new MutationObserver((changes) => {
  if (changes.some((change) => change.addedNodes.length)) unfold();
}).observe(document.querySelector("main") || document.body, { childList: true, subtree: true });
/** The moderators' desk: decides in place by the same forms and addresses, walks the queue by keys, undoes, ticks, shows
 *  who else is on what. Without it everything works by itself, a page for each act. One module, no imports. */

const KEYS = "perspectives-keys";
// Milliseconds: between two questions for what changed at first and at most; of looking until a claim is made.
const POLL = 20_000;
const LONGEST_POLL = 300_000;
const LOOK = 1_500;
// Decisions listed below the queue.
const DECIDED = 10;
// Cards left below the one looked at before the next page is fetched.
const AHEAD = 5;
const parser = new DOMParser();
const queue = document.querySelector("[data-px=queue]");
const toast = document.querySelector("[data-px=toast]");
const panel = document.querySelector("dialog[data-px=desk-keys]");
// Own decisions that can be undone, the last one last: {undo, item, said}.
const undoable = [];
// The card whose rejection waits for the number of a rule.
let rejecting = null;
let more = document.querySelector("a[data-px=next]")?.href || "";
let fetching = null;

// ---------------------------------------------------------------- words

/** Say something where all see it, with buttons beside it; it stays until something else is said. */
function say(words, ...buttons) {
  if (!toast) return;
  toast.hidden = false;
  let line = toast.querySelector("[role=status]");
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "status");
    toast.append(line);
  }
  line.textContent = words;
  toast.querySelectorAll("button").forEach((button) => button.remove());
  toast.append(...buttons);
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "px-button px-button-quiet";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

const undoButton = () => (undoable.length ? [button(toast.dataset.undo, undo)] : []);

// ---------------------------------------------------------------- cards

const cards = () => [...queue.querySelectorAll(".px-card")];

/** The card that has the focus, or the one that was looked at last. */
function current() {
  return document.activeElement.closest(".px-card") || queue.querySelector(".px-card-current") || undefined;
}

/** Whether any of a card is in the window. */
function inView(card) {
  const box = card.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

/** Put the focus on a card. */
function go(card) {
  if (!card) return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: card.offsetHeight > innerHeight * 0.8 ? "start" : "nearest" });
}

/** Remember which card is looked at, and let the others know after a moment. */
let looking = 0;
function looks(card) {
  if (card.classList.contains("px-card-current")) return;
  queue.querySelectorAll(".px-card-current").forEach((other) => other.classList.remove("px-card-current"));
  card.classList.add("px-card-current");
  clearTimeout(looking);
  looking = setTimeout(() => claim(card), LOOK);
}

/** Go to the next (1) or the previous (-1) card. */
function walk(by) {
  const list = cards();
  const from = current();
  if (by > 0 && list.length - list.indexOf(from) <= AHEAD) fetchMore();
  if (!from) return go(list.find((card) => card.getBoundingClientRect().bottom > 0) || list[0]);
  go(list[list.indexOf(from) + by]);
}

/** Fetch the next page of the queue and put its cards behind ours; the same question is not asked twice at once. */
function fetchMore() {
  if (!more || fetching) return fetching;
  const address = more;
  fetching = load(address)
    .then(([response, page]) => {
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      const known = new Set(cards().map((card) => card.id));
      const fresh = [...page.querySelectorAll("[data-px=queue] .px-card")].filter((card) => !known.has(card.id));
      queue.append(...fresh);
      empty();
      more = page.querySelector("a[data-px=next]")?.href || "";
      document.querySelectorAll("a[data-px=next]").forEach((link) => (more ? (link.href = more) : link.remove()));
    })
    .catch(() => say(queue.dataset.offline, ...undoButton()))
    .finally(() => (fetching = null));
  return fetching;
}

/** Fetch a page and return [response, document]; what it says of a card is meant for the list. */
async function load(address) {
  const response = await fetch(address, { headers: { "X-Perspectives": "fetch" }, credentials: "same-origin" });
  return [response, parser.parseFromString(await response.text(), "text/html")];
}

// ---------------------------------------------------------------- deciding

/** Send a form of a card as its button would; what comes back decides what becomes of the card. */
async function send(form, submitter) {
  const card = form.closest(".px-card");
  const act = submitter?.value || "";
  if (card.dataset.busy) return;
  card.dataset.busy = "1";
  card.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form, submitter));
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "X-Perspectives": "fetch" },
      credentials: "same-origin",
      body,
    });
    await receive(card, act, response);
  } catch {
    say(queue.dataset.offline, ...undoButton());
  }
  delete card.dataset.busy;
  card.removeAttribute("aria-busy");
}

/** Take the answer: it is done, or the page says why not, or somebody must sign in first. */
async function receive(card, act, response) {
  if (response.redirected) return location.assign(response.url);
  if (response.ok && response.headers.get("Content-Type")?.includes("json")) return finish(card, act, await response.json());
  const page = parser.parseFromString(await response.text(), "text/html");
  refuse(card, page);
}

/** Put a decision on top of those decided lately. */
function record(row) {
  const section = document.querySelector("[data-px=decided]");
  const list = section?.querySelector("ol");
  const fresh = parser.parseFromString(row, "text/html").querySelector("li");
  if (!list || !fresh) return;
  list.prepend(fresh);
  if (list.children.length > DECIDED) list.lastElementChild.remove();
  section.hidden = false;
}

const LEAVING = new Set(["approve", "reject", "spam", "pass"]);

/** A decision is made: the card leaves, the next one has the focus, and there is a way back. */
function finish(card, act, answer) {
  if (answer.undo) undoable.push(answer);
  if (answer.row) record(answer.row);
  say(answer.said, ...undoButton());
  if (LEAVING.has(act)) leave(card);
  else renew(card, answer.item || card.querySelector("form[data-px=decide]")?.action);
  soon();
}

/** Take a card out of the list, and go on with the one that stood behind it. */
async function leave(card) {
  const list = cards();
  const place = list.indexOf(card);
  const next = list[place + 1] || list[place - 1];
  const focused = card.contains(document.activeElement) || document.activeElement === document.body;
  if (list.length - place <= AHEAD + 1) fetchMore();
  card.remove();
  recount();
  if (next) return focused ? go(next) : undefined;
  await fetching;
  const first = cards()[0];
  if (first) return go(first);
  empty();
  say([toast.querySelector("[role=status]")?.textContent, toast.dataset.empty].filter(Boolean).join(" "), ...undoButton());
}

/** Say so where no card is left. */
function empty() {
  const words = queue.querySelector("[data-px=nothing]");
  if (words) words.hidden = cards().length > 0;
}

/** Nothing was saved: show the reason, and the comment as it is now, in the card's place. */
function refuse(card, page) {
  const words = page.querySelector(".px-errors p")?.textContent || page.querySelector("h1")?.textContent || queue.dataset.offline;
  const fresh = page.querySelector("article.px-card");
  const now = fresh || card;
  if (fresh) card.replaceWith(fresh);
  now.querySelector(":scope > .px-errors")?.remove();
  const box = document.createElement("div");
  box.className = "px-errors";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = words;
  box.append(line);
  now.prepend(box);
  box.focus();
}

/** Show a card as it is now. */
async function renew(card, address) {
  const [response, page] = address ? await load(address) : [{}];
  const fresh = response.ok && page.querySelector("article.px-card");
  if (!fresh) return;
  const focused = card.contains(document.activeElement);
  card.replaceWith(fresh);
  if (focused) go(fresh);
}

/** Take back the last decision made on this page; its card is the next to be looked at. */
async function undo() {
  const last = undoable.pop();
  if (!last) return say(toast.dataset.nothing);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const body = new URLSearchParams({ csrfmiddlewaretoken: token });
  try {
    const headers = { "X-Perspectives": "fetch" };
    const response = await fetch(last.undo, { method: "POST", headers, credentials: "same-origin", body });
    if (response.redirected) return location.assign(response.url);
    if (!response.ok) {
      const page = parser.parseFromString(await response.text(), "text/html");
      return say(page.querySelector(".px-errors p")?.textContent || queue.dataset.offline, ...undoButton());
    }
    const answer = await response.json();
    document.querySelector(`[data-px=undo][action="${CSS.escape(last.undo)}"]`)?.closest("li")?.remove();
    await bringBack(last.item || answer.item);
    say(answer.said, ...undoButton());
    soon();
  } catch {
    undoable.push(last);
    say(queue.dataset.offline, ...undoButton());
  }
}

/** Put the card of an item before the one that is looked at. */
async function bringBack(address) {
  if (!address) return;
  const [response, page] = await load(address);
  const card = response.ok && page.querySelector("article.px-card");
  if (!card) return;
  document.getElementById(card.id)?.remove();
  const before = current();
  if (before) before.before(card);
  else queue.prepend(card);
  empty();
  go(card);
}

// ---------------------------------------------------------------- ticking

const boxes = () => [...document.querySelectorAll("input[name=pick]")];

/** Say how many are ticked. */
function recount() {
  const count = boxes().filter((box) => box.checked).length;
  const place = document.querySelector("[data-px=ticked]");
  if (place) place.textContent = count || "";
}

function tick(card) {
  const box = card?.querySelector("input[name=pick]");
  if (!box) return;
  box.checked = !box.checked;
  recount();
  say(box.checked ? toast.dataset.ticked : toast.dataset.unticked, ...undoButton());
}

/** Tick all cards of the member who wrote this one. */
function tickMember(card) {
  const member = card?.querySelector("input[name=pick]")?.dataset.member;
  if (!member) return;
  for (const box of boxes()) if (box.dataset.member === member) box.checked = true;
  recount();
  say(toast.dataset.ticked, ...undoButton());
}

function together() {
  if (boxes().some((box) => box.checked)) document.getElementById("px-together")?.requestSubmit();
  else say(document.querySelector("[data-px=together-bar]")?.dataset.none || "", ...undoButton());
}

// ---------------------------------------------------------------- claims, counts

/** Tell the others that somebody looks at this card. */
async function claim(card) {
  const place = card.querySelector("[data-px=claim]");
  const token = card.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!place || !token || document.hidden) return;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token });
  const headers = { "X-Perspectives": "fetch" };
  const response = await fetch(place.dataset.address, { method: "POST", headers, body }).catch(() => ({}));
  if (response.ok && !response.redirected) mark(place, (await response.json()).said);
}

/** Show who is on a card, or nobody. */
function mark(place, words) {
  const line = place.querySelector(".px-claim-words");
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
}

/** Ask now and then what changed: less often while nothing does, not at all while nobody looks. */
let wait = POLL;
let timer = 0;
let known = "";
function plan() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, wait);
}

async function ask() {
  const tabs = document.querySelector("[data-px=tabs]");
  wait = Math.min(wait * 2, LONGEST_POLL);
  try {
    const response = await fetch(tabs.dataset.live, { cache: "no-cache", credentials: "same-origin" });
    const words = response.ok && !response.redirected ? await response.text() : known;
    if (words !== known) {
      wait = POLL;
      known = words;
      show(JSON.parse(words), tabs);
    }
  } catch {
    // Away for a while: asked again later.
  }
  plan();
}

function show(answer, tabs) {
  for (const tab of tabs.querySelectorAll("[data-kind]")) {
    const count = answer.counts[tab.dataset.kind];
    tab.querySelector(".px-count").textContent = count;
    tab.hidden = !count;
  }
  for (const line of document.querySelectorAll(".px-claim-words")) {
    mark(line.closest("[data-px=claim]"), answer.claims[line.dataset.key] || "");
  }
  const tab = tabs.querySelector("[aria-current]");
  if (tab && !more && Number.parseInt(answer.counts[tab.dataset.kind], 10) > cards().length) follow(tab);
}

/** What came in meanwhile stands behind the last card. */
function follow(tab) {
  const address = new URL(tab.href);
  const last = cards().at(-1)?.id.slice(2);
  if (last) address.searchParams.set("after", last);
  more = address.href;
  fetchMore();
}

/** Something was done here: the counts are asked for in a moment. */
function soon() {
  wait = 1_000;
  plan();
}

// ---------------------------------------------------------------- keys

/** The button of a card that does `act`, wherever the card has it. */
function knob(card, ...acts) {
  for (const act of acts) {
    const found = card.querySelector(`button[name=act][value=${act}], [data-act=${act}]`);
    if (found) return found;
  }
  return null;
}

function press(...acts) {
  const card = current();
  if (!card) return;
  // Nobody decides on what is out of sight: the first press only brings it back.
  if (!inView(card)) return go(card);
  const found = knob(card, ...acts);
  if (found) found.click();
  else say(toast.dataset.none, ...undoButton());
}

/** Wait for the number of a rule, with the rules in sight. */
function reject() {
  const card = current();
  const field = card?.querySelector("select[name=rule]");
  if (!field) return;
  if (field.value || !inView(card)) return press("reject");
  rejecting = card;
  const rules = [...field.options].filter((option) => option.value);
  const choose = (option) => () => under(option);
  say(toast.dataset.rules, ...rules.map((option) => button(option.textContent, choose(option))));
}

function under(option) {
  const card = rejecting;
  rejecting = null;
  if (!option) return say(toast.dataset.norule, ...undoButton());
  card.querySelector("select[name=rule]").value = option.value;
  go(card);
  knob(card, "reject").click();
}

/** A key while a rule is to be chosen: its number, or anything else to let it be. */
function choosing(event) {
  const options = [...rejecting.querySelectorAll("select[name=rule] option")];
  if (/^[1-9]$/.test(event.key)) under(options.find((option) => option.textContent.startsWith(`${event.key}.`)));
  else {
    rejecting = null;
    toast.hidden = true;
  }
}

function note() {
  current()?.querySelector("[name=note]")?.focus();
}

function sanction() {
  const fold = current()?.querySelector(".px-more-acts");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

const ACTS = {
  j: () => walk(1),
  k: () => walk(-1),
  a: () => press("approve"),
  x: reject,
  s: () => press("spam"),
  o: () => current()?.querySelector(".px-card-title a")?.click(),
  n: note,
  b: sanction,
  f: () => press("feature", "unfeature"),
  l: () => press("lock", "unlock"),
  u: undo,
  z: undo,
  p: () => press("pass"),
  m: () => tickMember(current()),
  t: together,
};
ACTS.Enter = ACTS.o;
ACTS[" "] = () => tick(current());

function keys() {
  const toggle = panel.querySelector("input");
  const show = () => panel.open || panel.showModal();
  toggle.checked = kept() !== "off";
  toggle.addEventListener("change", () => keep(toggle.checked ? "" : "off"));
  for (const opener of document.querySelectorAll("[data-px=desk-keys-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", show);
  }
  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")) {
      if (event.key === "Escape" && !event.target.closest("dialog")) go(event.target.closest(".px-card"));
      return;
    }
    // Enter and Space press what has the focus.
    const pressing = event.key === "Enter" || event.key === " ";
    if (pressing && event.target.closest("a, button, summary, input, label")) return;
    if (rejecting) {
      event.preventDefault();
      return choosing(event);
    }
    const act = event.key === "?" ? show : !event.shiftKey && Object.hasOwn(ACTS, event.key) && ACTS[event.key];
    if (!act || (event.key === " " && !current())) return;
    event.preventDefault();
    act();
  });
}

/** Whether keys are off, as this browser remembers it for all our pages. */
function kept() {
  try {
    return localStorage.getItem(KEYS) || "";
  } catch {
    return "";
  }
}

function keep(value) {
  try {
    if (value) localStorage.setItem(KEYS, value);
    else localStorage.removeItem(KEYS);
  } catch {
    // A browser that keeps nothing forgets this too.
  }
}

// ---------------------------------------------------------------- beginning

function begin() {
  for (const form of [...document.querySelectorAll("[data-px=decided] [data-own] form")].reverse()) {
    undoable.push({ undo: form.getAttribute("action") });
  }
  queue.addEventListener("submit", (event) => {
    const card = event.target.closest(".px-card");
    if (!card || event.target.method !== "post" || event.defaultPrevented) return;
    event.preventDefault();
    if (event.target.closest("[data-px=claim]")) claim(card);
    else send(event.target, event.submitter);
  });
  queue.addEventListener("focusin", (event) => {
    const card = event.target.closest(".px-card");
    if (card) looks(card);
  });
  queue.addEventListener("change", recount);
  document.addEventListener("visibilitychange", plan);
  recount();
  plan();
  go(location.hash && document.getElementById(location.hash.slice(1)));
}

if (queue && toast) begin();
if (panel && queue) keys();
else {
  const own = document.querySelector(".px-card");
  if (own) looking = setTimeout(() => claim(own), LOOK);
}
