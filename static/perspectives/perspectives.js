// Makes the forms and links of a discussion quicker: opens the composer in place, previews and posts without leaving
// the page, keeps a draft in this browser. Everything it does the page does without it, by the same addresses.

const DRAFT = "perspectives-draft:";
const parser = new DOMParser();

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

/** The address without what only the reader's browser sees. */
function bare(address) {
  const url = new URL(address, location.href);
  return url.origin + url.pathname;
}

/** Where the draft of a form is kept: by what it is sent to and by whom, for browsers that several people share. */
function place(form) {
  return `${DRAFT}${form.dataset.writer || ""}:${bare(form.action)}`;
}

function remember(form) {
  const body = form.elements.namedItem("body");
  if (!body) return;
  try {
    if (body.value.trim()) localStorage.setItem(place(form), body.value);
    else localStorage.removeItem(place(form));
  } catch {
    // A browser that stores nothing: the draft is a second net, the form is the first.
  }
}

function recall(form) {
  const body = form.elements.namedItem("body");
  try {
    const draft = localStorage.getItem(place(form));
    if (body && draft && !body.value.trim()) body.value = draft;
  } catch {
    // As above.
  }
}

function forget(form) {
  try {
    localStorage.removeItem(place(form));
  } catch {
    // As above.
  }
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
    const [response, page] = await load(form.action, { method: "POST", headers, body: new URLSearchParams(data) });
    leaving = await arrive(form, response, page);
  } catch {
    fail(form);
  }
  if (leaving) return;
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
}

/** Something came back: the way to the new comment, the form again (preview, errors), or some other page.
 *  Returns whether the browser leaves this page. */
async function arrive(form, response, page) {
  const onwards = response.status === 204 && response.headers.get("Location");
  if (onwards) {
    forget(form);
    if (form.dataset.px === "ask" && (await renew(location.href))) {
      announce(form.dataset.done || "");
      return false;
    }
    return follow(new URL(onwards, location.href));
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

/** Show the discussion on this page as `address` has it now, if it holds what is looked for; returns whether. */
async function renew(address, selector = ":scope") {
  const here = document.getElementById("discussion");
  if (!here) return false;
  const [response, page] = await load(address).catch(() => [{}]);
  const thread = response.ok && page.getElementById("discussion");
  if (!thread || !(selector === ":scope" || thread.querySelector(selector))) return false;
  here.replaceWith(thread);
  upgrade(thread);
  return true;
}

/** Show the discussion as it is now if the comment stands in the one on this page; else go to the comment's page. */
async function follow(address) {
  const comment = `[id="${CSS.escape(address.hash.slice(1))}"]`;
  if (bare(address) === bare(location.href) && (await renew(address, comment))) {
    history.replaceState(null, "", address);
    land(address.hash);
    return false;
  }
  const samePage = bare(address) === bare(location.href) && address.search === location.search;
  location.assign(address);
  // To another place of this very page: that alone would load nothing.
  if (samePage) location.reload();
  return true;
}

/** Bring the reader to the comment just posted. */
function land(hash) {
  const comment = document.getElementById(hash.slice(1));
  if (!comment) return;
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
    box = document.createElement("div");
    box.className = "px-errors";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    form.prepend(box);
  }
  const line = document.createElement("p");
  line.textContent = words || form.dataset.offline || "";
  box.replaceChildren(line);
  box.focus();
}

/** Open the composer of a link beside it; where that is not to be had, follow the link. */
async function open(event, link) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const beside = link.closest(".px-comment, .px-actions");
  if (beside.nextElementSibling?.matches(".px-inplace")) {
    beside.nextElementSibling.querySelector("textarea, button")?.focus();
    if (beside.nextElementSibling.dataset.from === link.href) return;
  }
  try {
    const [response, page] = await load(link.href);
    const form = page.querySelector("form[data-px=composer], form[data-px=ask]");
    if (!form || response.redirected || !response.ok) {
      location.assign(link.href);
      return;
    }
    unfold(form, beside, link);
  } catch {
    location.assign(link.href);
  }
}

function unfold(form, beside, link) {
  document.querySelectorAll(".px-inplace").forEach((other) => other.remove());
  const box = document.createElement("div");
  box.className = "px-inplace";
  box.dataset.from = link.href;
  form.action = link.href;
  box.append(form);
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

/** Put the links to editing and withdrawing beside the reader's own comments: the cards are the same for everybody. */
function own(list, root) {
  list.querySelectorAll("li").forEach((item) => {
    const acts = root.querySelector(`[id="${CSS.escape(item.dataset.number)}"] .px-comment-acts`);
    acts?.append(...item.querySelectorAll("a"));
  });
}

/** Upgrade the links and forms under `root`. */
function upgrade(root) {
  root.querySelectorAll("[data-px=own]").forEach((list) => own(list, root));
  root.querySelectorAll("a:is([data-px=reply], [data-px=new], [data-px=edit], [data-px=withdraw])").forEach((link) => {
    link.addEventListener("click", (event) => open(event, link));
  });
  root.querySelectorAll("form[data-px=composer]").forEach(dress);
}

upgrade(document);
const errors = document.querySelector(".px-errors[tabindex]");
if (errors) errors.focus();
