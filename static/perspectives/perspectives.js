// Makes a discussion quicker: opens the composer in place, previews and posts without leaving the page, keeps a draft
// in this browser, walks the thread by keys, brings in new comments when asked for, marks what came since the last
// visit. Everything needed for reading and writing the page does without it, by the same addresses.

const DRAFT = "perspectives-draft:";
const SEEN = "perspectives-seen:";
const VISIT = "perspectives-visit:";
const KEYS = "perspectives-keys";
const SOUGHT = "perspectives-sought";
// Milliseconds: between two questions for news at first and at most; of looking until a visit counts; of one visit.
const POLL = 30_000;
const LONGEST_POLL = 300_000;
const LOOK = 5_000;
const ONE_VISIT = 1_800_000;
// Questions without an answer until it asks no more.
const FAILURES = 4;
const parser = new DOMParser();
const here = document.querySelector("[data-px=discussion]");
const news = document.querySelector("[data-px=news]");

/** Fetch a page and return [response, document]; the caller sees redirects by response.url. */
async function load(address, options = {}) {
  const response = await fetch(address, { credentials: "same-origin", ...options });
  return [response, parser.parseFromString(await response.text(), "text/html")];
}

/** Say something to those who cannot see the page change. */
function announce(words) {
  let region = document.getElementById("px-live");
  if (!region) {
    region = document.createElement("p");
    region.id = "px-live";
    region.className = "px-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = words;
}

/** Return a new element with these words in it. */
function make(name, className, ...words) {
  const part = document.createElement(name);
  part.className = className;
  part.append(...words);
  return part;
}

/** The address without what only the reader's browser sees. */
function bare(address) {
  const url = new URL(address, location.href);
  return url.origin + url.pathname;
}

/** What this browser keeps under a name, in `localStorage` or `sessionStorage`; "" where it keeps nothing. */
function kept(storage, name) {
  try {
    return window[storage].getItem(name) || "";
  } catch {
    return "";
  }
}

/** Keep `value` under a name, or nothing where it is ""; returns whether this browser keeps anything at all. */
function keep(storage, name, value) {
  try {
    if (value) window[storage].setItem(name, value);
    else window[storage].removeItem(name);
    return true;
  } catch {
    return false;
  }
}

// ---------------------------------------------------------------- writing

/** Where the draft of a form is kept: by what it is sent to and by whom, for browsers that several people share. */
function place(form) {
  return `${DRAFT}${form.dataset.writer || ""}:${bare(form.action)}`;
}

/** Keep the draft: a second net, the form itself is the first. */
function remember(form) {
  const body = form.elements.namedItem("body");
  if (body) keep("localStorage", place(form), body.value.trim() && body.value);
}

function recall(form) {
  const body = form.elements.namedItem("body");
  const draft = body && kept("localStorage", place(form));
  if (!draft || body.value.trim()) return;
  body.value = draft;
  // It was written before this form was handed out.
  form.elements.namedItem("opened")?.remove();
}

function forget(form) {
  keep("localStorage", place(form), "");
}

/** Show the toolbar and the counter: both are of no use without script, so they wait hidden. */
function dress(form) {
  const toolbar = form.querySelector("markdown-toolbar");
  if (toolbar) {
    toolbar.hidden = false;
    const source = toolbar.dataset.src;
    if (source && !document.querySelector(`script[src="${source}"]`)) {
      const script = document.createElement("script");
      script.type = "module";
      script.src = source;
      document.head.append(script);
    }
  }
  const body = form.elements.namedItem("body");
  const counter = form.querySelector(".px-counter");
  if (body && counter) {
    const longest = Number(body.dataset.longest);
    const count = () => {
      const left = longest - body.value.length;
      counter.hidden = left > longest / 10;
      counter.value = left;
      counter.classList.toggle("px-counter-over", left < 0);
    };
    body.addEventListener("input", count);
    count();
  }
  form.addEventListener("input", () => remember(form));
  form.addEventListener("submit", (event) => submit(event, form));
  recall(form);
}

/** Send the form; put what comes back where it belongs. */
async function submit(event, form) {
  const data = new FormData(form, event.submitter);
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  form.setAttribute("aria-busy", "true");
  remember(form);
  let leaving = false;
  try {
    const headers = { "X-Perspectives": "fetch" };
    const [response, page] = await load(event.submitter?.getAttribute("formaction") || form.action, { method: "POST", headers, body: new URLSearchParams(data) });
    leaving = await receive(form, response, page);
  } catch {
    fail(form);
  }
  if (leaving) return;
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
}

/** Something came back: the way to the new comment, the form again (preview, errors), or some other page.
 *  Returns whether the browser leaves this page. */
async function receive(form, response, page) {
  const onwards = response.status === 204 && response.headers.get("Location");
  if (onwards) {
    forget(form);
    if (form.dataset.px === "ask" && (await renew(location.href, { done: form }))) {
      announce(form.dataset.done || "");
      return false;
    }
    return follow(form, new URL(onwards, location.href));
  }
  if (response.redirected) {
    // To sign in: the site has kept the text, and the draft stays until it is posted.
    location.assign(response.url);
    return true;
  }
  const fresh = form.dataset.px === "composer" && page.querySelector("form[data-px=composer]");
  if (fresh) {
    fresh.action = fresh.getAttribute("action") || form.action;
    form.replaceWith(fresh);
    dress(fresh);
    (fresh.querySelector(".px-errors") || fresh.querySelector(".px-preview"))?.focus();
    return false;
  }
  fail(form, page.querySelector(".px-errors p, h1")?.textContent);
  return false;
}

/** Show the discussion as it is now if the comment stands in the one on this page; else go to the comment's page. */
async function follow(form, address) {
  const number = address.hash.slice(1);
  if (bare(address) === bare(location.href) && (await renew(location.href, { done: form, own: number }))) {
    history.replaceState(null, "", address.hash);
    land(document.getElementById(number));
    return false;
  }
  const samePage = bare(address) === bare(location.href) && address.search === location.search;
  location.assign(address);
  // To another place of this very page: that alone would load nothing.
  if (samePage) location.reload();
  return true;
}

/** Bring the reader to the comment just posted. */
function land(comment) {
  reveal(comment);
  comment.tabIndex = -1;
  comment.classList.add("px-comment-main");
  comment.focus({ preventScroll: true });
  comment.scrollIntoView({ block: "center" });
  announce(comment.getAttribute("aria-label") || "");
}

/** Nothing came back, or nothing we know: the text stays where it is. */
function fail(form, words) {
  let box = form.querySelector(".px-errors");
  if (!box) {
    box = make("div", "px-errors");
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    form.prepend(box);
  }
  box.replaceChildren(make("p", "", words || form.dataset.offline || ""));
  box.focus();
}

/** Open the composer of a link beside it; where that is not to be had, follow the link. */
async function open(event, link) {
  event.preventDefault();
  const beside = link.closest(".px-comment, .px-actions");
  if (beside.nextElementSibling?.matches(".px-inplace")) {
    beside.nextElementSibling.querySelector("textarea, button")?.focus();
    if (beside.nextElementSibling.dataset.from === link.href) return;
  }
  try {
    const [response, page] = await load(link.href);
    const form = page.querySelector("form[data-px=composer], form[data-px=ask]");
    if (!form || response.redirected || !response.ok) location.assign(link.href);
    else unfold(form, beside, link);
  } catch {
    location.assign(link.href);
  }
}

function unfold(form, beside, link) {
  document.querySelectorAll(".px-inplace").forEach((other) => other.remove());
  const box = make("div", "px-inplace", form);
  box.dataset.from = link.href;
  form.action = link.href;
  beside.after(box);
  box.addEventListener("click", (event) => {
    if (!event.target.closest("[data-px=cancel]")) return;
    event.preventDefault();
    box.remove();
    link.focus();
  });
  dress(form);
  form.querySelector("textarea, button")?.focus();
}

// ---------------------------------------------------------------- bringing in what is new

// What the script itself has put among the server's rows, and what of the server's it has made its own.
const OURS = ".px-inplace, .px-since";
const LEFT = "[data-px=news], [data-px=keys], [data-px=visit], [data-px=own]";

/** The comment that a branch belongs to; a composer may stand between them. */
function owner(branch) {
  let part = branch.previousElementSibling;
  while (part?.matches(OURS)) part = part.previousElementSibling;
  return part;
}

/** What stands after `part`, the script's own boxes left out. */
function beyond(part) {
  do part = part.nextElementSibling;
  while (part?.matches(OURS));
  return part;
}

/** What tells that two parts of two versions of the page are the same thing. */
function key(part) {
  if (part.matches(".px-branch")) return `branch of ${owner(part)?.id}`;
  if (part.matches("details")) return `before ${part.querySelector(".px-comment")?.id}`;
  if (part.matches("summary, .px-thread")) return part.localName;
  return part.id || part.dataset.px || part.outerHTML;
}

/** A copy of `part` as the server sent it: without what this script does to a comment. */
function plain(part) {
  const copy = part.cloneNode(true);
  unmark(copy);
  copy.classList.remove("px-comment-main");
  copy.removeAttribute("tabindex");
  return copy;
}

/** Make `mine` what `part` is, keeping all of it that is the same; returns the one that stands in the page now. */
function settle(mine, part) {
  if (mine.matches("details, .px-thread")) graft(mine, part);
  else if (mine.matches("summary")) mine.textContent = part.textContent;
  else if (!mine.matches(LEFT) && !plain(mine).isEqualNode(part)) {
    mine.replaceWith(part);
    return part;
  }
  return mine;
}

/** Make the children of `old` those of `fresh`, keeping all that are the same: composers, folded branches, focus. */
function graft(old, fresh) {
  const known = new Map();
  for (const part of old.children) if (!part.matches(OURS)) known.set(key(part), part);
  let spot = old.firstElementChild;
  if (spot?.matches(OURS)) spot = beyond(spot);
  const keys = new Map([...fresh.children].map((part) => [part, key(part)]));
  for (const [part, name] of keys) {
    const mine = known.get(name);
    const inPlace = mine && mine === spot;
    known.delete(name);
    const now = mine ? settle(mine, part) : part;
    if (inPlace) {
      spot = beyond(now);
      continue;
    }
    const box = mine && now.nextElementSibling;
    old.insertBefore(now, spot);
    if (box?.matches(".px-inplace")) now.after(box);
  }
  known.forEach((part) => part.remove());
}

/** Do `change` while what the reader looks at stays where it is, and the focus too. */
function steady(change) {
  const root = document.documentElement;
  const active = document.activeElement;
  const typing = active.closest(".px-inplace");
  const stay = typing && inView(typing) ? typing : visible().find(inView);
  const top = stay?.getBoundingClientRect().top;
  root.style.overflowAnchor = "none";
  change();
  const now = stay && (stay.isConnected ? stay : document.getElementById(stay.id));
  if (now) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  if (active !== document.activeElement) active.focus({ preventScroll: true });
  requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
}

/** Show the discussion on this page as `address` has it now: returns the comments that were not there, null if it is
 *  not to be had. The form `done` is gone then; the comment `own` must be there, and is not new to its writer. */
async function renew(address, { done, own } = {}) {
  const [response, page] = await load(address, { cache: "no-cache" }).catch(() => [{}]);
  const fresh = response.ok && page.querySelector("[data-px=discussion]");
  if (!here || !fresh || (own && !fresh.querySelector(`.px-comment[id="${CSS.escape(own)}"]`))) return null;
  const before = new Set(rows().map((row) => row.id));
  // Times on the page are whole milliseconds.
  const since = Math.floor(Number(here.dataset.since) / 1e3) * 1e3;
  done?.closest(".px-inplace")?.remove();
  prepare(fresh);
  steady(() => graft(here, fresh));
  for (const name of fresh.getAttributeNames()) here.setAttribute(name, fresh.getAttribute(name));
  recount(page);
  const added = rows().filter((row) => !before.has(row.id) && row.id !== own && publicAt(row) >= since);
  added.forEach(mark);
  document.dispatchEvent(new Event("px:renewed"));
  return added;
}

/** The count under the essay's title follows the one above the discussion. */
function recount(page) {
  const fact = ".px-facts a[href$='#discussion']";
  const fresh = page.querySelector(fact);
  if (fresh) document.querySelector(fact)?.replaceChildren(...fresh.childNodes);
}

// ---------------------------------------------------------------- what is new

/** When a comment became public, in µs since the epoch; 0 where it does not say. */
function publicAt(row) {
  return Number(row.dataset.at) || Date.parse(row.querySelector("time")?.dateTime) * 1000 || 0;
}

/** Mark a comment as new, for the eye and for the ear. */
function mark(row) {
  const head = row.querySelector(".px-comment-head");
  if (!head || row.classList.contains("px-new")) return;
  row.classList.add("px-new");
  head.append(make("span", "px-new-mark", news?.dataset.mark || ""));
  row.setAttribute("aria-label", `${row.getAttribute("aria-label") || ""} – ${news?.dataset.mark || ""}`);
}

function unmark(row) {
  const word = row.querySelector(".px-new-mark");
  if (!word) return;
  row.classList.remove("px-new");
  row.setAttribute("aria-label", row.getAttribute("aria-label").slice(0, -3 - word.textContent.length));
  word.remove();
}

const FORMS = { one: ["One", 1], two: ["Two", 2], few: ["Few", 3], many: ["Many", 11] };

/** The server's words for a number, in the form this language has for it: "4 new comments". Each form was written
 *  for a number that takes it in every language (Intl.PluralRules), which is replaced by the true one. */
function phrase(name, number, shown = number) {
  const form = new Intl.PluralRules(document.documentElement.lang || "en").select(number);
  const [chosen, sample] = FORMS[form] || ["Other", 100];
  return (news.dataset[name + chosen] || "").replace(sample, shown);
}

/** Ask the site now and then whether there is news: less often while there is none, not at all while nobody looks. */
function watch() {
  const base = Number(here.dataset.poll ?? POLL);
  let wait = base;
  let timer = 0;
  let failures = 0;
  let known = 0;
  let asked = Date.now();
  const idle = () => document.hidden || !navigator.onLine || failures === FAILURES;
  const plan = () => {
    clearTimeout(timer);
    if (!idle()) timer = setTimeout(ask, wait);
  };
  const ask = async () => {
    const since = here.dataset.since;
    asked = Date.now();
    wait = Math.min(wait * 2, (base * LONGEST_POLL) / POLL);
    try {
      const answer = await asks(since);
      failures = 0;
      if (answer.new !== known) wait = base;
      known = answer.new;
      if (since === here.dataset.since) tell(answer);
    } catch {
      failures += 1;
    }
    plan();
  };
  const wake = () => {
    failures = 0;
    wait = base;
    plan();
    if (idle() || Date.now() - asked < base) return;
    clearTimeout(timer);
    ask();
  };
  if (!(base > 0)) return;
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", wake);
  addEventListener("offline", plan);
  document.addEventListener("px:renewed", () => {
    known = 0;
    news.replaceChildren();
    asked = Date.now();
    wake();
  });
  plan();
}

/** What became public since a moment (µs since the epoch); the browser's own cache sends If-None-Match. */
async function asks(since) {
  const response = await fetch(`${here.dataset.news}?since=${since}`, { cache: "no-cache" });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

/** Offer what is new; said aloud once, however many more come. */
function tell(answer) {
  const button = news.querySelector("button");
  if (!answer.new) {
    if (button) news.replaceChildren();
    return;
  }
  const words = phrase("new", answer.new, answer.more ? `${answer.new}+` : answer.new);
  if (button) {
    news.setAttribute("aria-live", "off");
    button.textContent = words;
    button.dataset.first = answer.first;
    return;
  }
  news.removeAttribute("aria-live");
  const fresh = make("button", "px-button", words);
  fresh.type = "button";
  fresh.dataset.first = answer.first;
  news.replaceChildren(fresh);
}

/** Bring in what the button offers; then lead to the first of it, here or on the page where it stands. */
async function bring(button) {
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  const words = button.textContent;
  const focused = document.activeElement === button;
  const added = await renew(location.href);
  news.removeAttribute("aria-live");
  if (!added) {
    button.removeAttribute("aria-disabled");
    announce(news.dataset.offline);
    button.textContent = news.dataset.offline;
    return;
  }
  const link = make("a", "", added.length ? news.dataset.show : news.dataset.elsewhere);
  link.href = added.length ? `#${added[0].id}` : button.dataset.first;
  news.replaceChildren(make("p", "", `${words} `, link));
  if (focused) link.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- visits

/** Mark what came since the last visit: of a member by what the site knows, of a guest by what this browser knows.
 *  Pages opened within one visit have the same last visit. */
function visits() {
  const slug = here.dataset.slug;
  const form = here.querySelector("form[data-px=visit]");
  const [begun, when] = kept("sessionStorage", VISIT + slug).split(" ");
  const same = when && Date.now() - when < ONE_VISIT;
  let last = Number(same ? begun : form ? form.dataset.seen : kept("localStorage", SEEN + slug)) || 0;
  const look = () => looked(() => (form ? sendVisit(form) : keep("localStorage", SEEN + slug, here.dataset.since)));
  const stay = () => keep("sessionStorage", VISIT + slug, `${last} ${Date.now()}`);
  stay();
  addEventListener("pagehide", stay);
  if (last) compare(last, form);
  form?.addEventListener("submit", async (event) => {
    if (await dismiss(event, form)) last = Number(here.dataset.since);
  });
  document.addEventListener("px:renewed", look);
  look();
}

/** Mark the comments that are newer than `last`, and tell a guest how many there are in the whole discussion. */
async function compare(last, form) {
  const own = new Set([...here.querySelectorAll("[data-px=own] li")].map((item) => item.dataset.number));
  const fresh = rows().filter((row) => publicAt(row) > last && !own.has(row.id));
  fresh.forEach(mark);
  if (form || Number(here.dataset.since) <= last) return;
  const tag = new URLSearchParams(location.search).has("tag");
  const whole = !tag && !here.querySelector(".px-paging, .px-more");
  const answer = whole ? { new: fresh.length } : await asks(last).catch(() => ({ new: fresh.length }));
  if (!answer.new) return;
  const link = make("a", "", news.dataset.show);
  link.href = fresh.length ? `#${fresh[0].id}` : answer.first;
  const words = phrase("since", answer.new, answer.more ? `${answer.new}+` : answer.new);
  here.querySelector(".px-discussion-head").after(make("p", "px-since px-quiet", `${words}. `, link));
}

/** Do `act` once somebody has had the discussion before their eyes for a while. */
function looked(act) {
  let timer = 0;
  let inView = false;
  const check = () => {
    clearTimeout(timer);
    if (inView && !document.hidden) timer = setTimeout(done, LOOK);
  };
  const observer = new IntersectionObserver((entries) => {
    inView = entries.at(-1).isIntersecting;
    check();
  });
  const done = () => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", check);
    act();
  };
  observer.observe(here);
  document.addEventListener("visibilitychange", check);
}

/** Tell the site that the member has seen the discussion; returns whether it knows now. */
async function sendVisit(form) {
  const headers = { "X-Perspectives": "fetch" };
  const body = new URLSearchParams(new FormData(form));
  body.set("since", here.dataset.since);
  const response = await fetch(form.action, { method: "POST", headers, body, keepalive: true }).catch(() => ({}));
  return response.ok;
}

/** "Mark as seen", without leaving the page; returns whether it is done. */
async function dismiss(event, form) {
  event.preventDefault();
  const known = await sendVisit(form);
  if (known) {
    rows().forEach(unmark);
    form.hidden = true;
  } else form.submit();
  return known;
}

// ---------------------------------------------------------------- walking through the thread

/** All comments on this page, in reading order. */
function rows() {
  return [...document.querySelectorAll(".px-thread .px-comment")];
}

/** Those of them that are not folded away. */
function visible() {
  return rows().filter((row) => !row.closest("details:not([open])"));
}

/** Whether any of `part` is in the window. */
function inView(part) {
  const box = part.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

/** Open whatever is folded above a comment; returns whether anything was. */
function reveal(row) {
  let opened = false;
  for (let fold = row.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) {
    fold.open = opened = true;
  }
  return opened;
}

/** Put the focus on a comment and bring it into view. */
function go(row) {
  reveal(row);
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: row.offsetHeight > innerHeight * 0.8 ? "start" : "nearest" });
}

/** Come to the comment that the address names: unfold it, or go to the page where it stands. */
function arrive(event) {
  const number = location.hash.slice(1);
  if (!/^[1-9]\d{0,7}$/.test(number)) return;
  const row = document.getElementById(number);
  if (!row) return seek(number);
  keep("sessionStorage", SOUGHT, "");
  if (reveal(row)) row.scrollIntoView();
  if (!event) return;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
}

/** Let the site find the page of a comment; once, or a stale page could send us round for ever. */
function seek(number) {
  if (!here?.dataset.find) return;
  const sought = `${here.dataset.slug} ${number}`;
  const again = kept("sessionStorage", SOUGHT) === sought;
  const remembers = keep("sessionStorage", SOUGHT, again ? "" : sought);
  if (again || (!remembers && performance.getEntriesByType("navigation")[0]?.redirectCount)) return;
  // What the site sends us to may be the comment's own page: the number stays in the address.
  location.replace(`${here.dataset.find}${number}#${number}`);
}

// Whether the reader has scrolled away from where the focus is.
let adrift = false;
const SCROLLING = new Set([" ", "PageDown", "PageUp", "Home", "End", "ArrowDown", "ArrowUp"]);

/** The comment the reader is at, by focus or by address; undefined after scrolling away from it. */
function current() {
  const active = document.activeElement;
  const branch = active.closest(".px-thread summary")?.parentElement;
  const named = document.querySelector(".px-comment:target");
  const row = active.closest(".px-thread .px-comment") || (branch && owner(branch)) || named;
  if (!row) return undefined;
  const certain = row.contains(active) && !adrift;
  return certain || inView(row) ? row : undefined;
}

/** Go to the next (1) or the previous (-1) of the comments that can be seen; without one to begin at, from the top of
 *  the window. */
function walk(by, among = () => true) {
  const list = visible().filter(among);
  const from = current();
  const follows = (row) => from.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
  const below = (row) => row.getBoundingClientRect().top >= 0;
  const ahead = (row) => row !== from && (from ? follows(row) : below(row));
  const row = by > 0 ? list.find(ahead) : list.findLast((row) => row !== from && !ahead(row));
  if (row) go(row);
}

/** Fold or unfold the answers to a comment. */
function fold(row) {
  const branch = beyond(row);
  if (!branch?.matches(".px-branch")) return;
  branch.open = !branch.open;
  announce(branch.open ? news.dataset.unfolded : news.dataset.folded);
}

const begins = (row) => row.parentElement.matches(".px-thread");
const press = (selector) => current()?.querySelector(selector)?.click();
const ACTS = {
  j: () => walk(1),
  k: () => walk(-1),
  n: () => walk(1, begins),
  p: () => walk(-1, begins),
  u: () => press("[data-px=parent]"),
  o: () => current() && fold(current()),
  r: () => press("[data-px=reply]"),
};

/** On paper nothing is folded. */
function onPaper() {
  const folded = document.querySelectorAll(".px-thread details:not([open])");
  folded.forEach((branch) => (branch.open = true));
  addEventListener("afterprint", () => folded.forEach((branch) => (branch.open = false)), { once: true });
}

/** The keys, and the panel that names them and switches them off. */
function keys(panel) {
  const toggle = panel.querySelector("input");
  const show = () => panel.open || panel.showModal();
  toggle.checked = kept("localStorage", KEYS) !== "off";
  toggle.addEventListener("change", () => keep("localStorage", KEYS, toggle.checked ? "" : "off"));
  document.addEventListener("click", (event) => event.target.closest("[data-px=keys-open]") && show());
  document.addEventListener("keydown", (event) => {
    if (SCROLLING.has(event.key)) adrift = true;
    if (!toggle.checked || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, form, dialog, [contenteditable]")) return;
    const act = event.key === "?" ? show : !event.shiftKey && Object.hasOwn(ACTS, event.key) && ACTS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  for (const kind of ["wheel", "touchmove"]) addEventListener(kind, () => (adrift = true), { passive: true });
  document.addEventListener("focusin", () => (adrift = false));
}

// ---------------------------------------------------------------- beginning

/** Put the links to editing and withdrawing beside the reader's own comments: the cards are the same for everybody. */
function own(list, root) {
  list.querySelectorAll("li").forEach((item) => {
    const acts = root.querySelector(`[id="${CSS.escape(item.dataset.number)}"] .px-comment-acts`);
    acts?.append(...item.querySelectorAll("a"));
  });
}

/** What is done to a page and to every later version of it. */
function prepare(root) {
  root.querySelectorAll("[data-px=own]").forEach((list) => own(list, root));
  root.querySelectorAll("[data-px=keys-open]").forEach((button) => (button.hidden = false));
}

/** A click that the browser alone would only follow. */
function clicked(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a:is([data-px=reply], [data-px=new], [data-px=edit], [data-px=withdraw])");
  if (link) open(event, link);
  const button = event.target.closest("[data-px=news] button");
  if (button) bring(button);
  if (event.target.closest("[data-px=news] a[href^='#']")) news.replaceChildren();
}

prepare(document);
document.querySelectorAll("form[data-px=composer]").forEach(dress);
document.querySelector(".px-errors[tabindex]")?.focus();
document.addEventListener("click", clicked);
addEventListener("hashchange", arrive);
addEventListener("beforeprint", onPaper);
arrive();
const panel = document.querySelector("dialog[data-px=keys]");
if (panel) keys(panel);
if (here && news) {
  visits();
  watch();
}
