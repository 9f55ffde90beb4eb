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

function remember(form) {
  const body = form.elements.namedItem("body");
  if (!body) return;
  try {
    if (body.value.trim()) localStorage.setItem(DRAFT + bare(form.action), body.value);
    else localStorage.removeItem(DRAFT + bare(form.action));
  } catch {
    // A browser that stores nothing: the draft is a second net, the form is the first.
  }
}

function recall(form) {
  const body = form.elements.namedItem("body");
  try {
    const draft = localStorage.getItem(DRAFT + bare(form.action));
    if (body && draft && !body.value.trim()) body.value = draft;
  } catch {
    // As above.
  }
}

function forget(form) {
  try {
    localStorage.removeItem(DRAFT + bare(form.action));
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
  const button = event.submitter;
  const data = new FormData(form, button);
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  form.setAttribute("aria-busy", "true");
  remember(form);
  try {
    const [response, page] = await load(form.action, { method: "POST", body: new URLSearchParams(data) });
    arrive(form, button, response, page);
  } catch {
    fail(form);
  } finally {
    delete form.dataset.busy;
    form.removeAttribute("aria-busy");
  }
}

/** A page came back: the form again (preview, errors), the thread with the new comment, or some other page. */
function arrive(form, button, response, page) {
  const fresh = page.querySelector("form[data-px=composer]");
  if (fresh && !response.redirected) {
    fresh.action = fresh.getAttribute("action") || form.action;
    form.replaceWith(fresh);
    dress(fresh);
    const place = fresh.querySelector(".px-errors") || fresh.querySelector(".px-preview");
    place?.focus();
    return;
  }
  if (response.ok) forget(form);
  const thread = page.getElementById("discussion");
  const here = document.getElementById("discussion");
  if (response.ok && thread && here && bare(response.url) === bare(location.href)) {
    here.replaceWith(thread);
    history.pushState(null, "", response.url);
    upgrade(thread);
    land(new URL(response.url).hash);
    return;
  }
  if (response.redirected) {
    location.assign(response.url);
    return;
  }
  fail(form, page.querySelector("h1")?.textContent);
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
  const place = link.closest(".px-comment, .px-actions");
  if (place.nextElementSibling?.matches(".px-inplace")) {
    place.nextElementSibling.querySelector("textarea")?.focus();
    return;
  }
  try {
    const [response, page] = await load(link.href);
    const form = page.querySelector("form[data-px=composer]");
    if (!form || response.redirected) {
      location.assign(link.href);
      return;
    }
    unfold(form, place, link);
  } catch {
    location.assign(link.href);
  }
}

function unfold(form, place, link) {
  document.querySelectorAll(".px-inplace").forEach((other) => other.remove());
  const box = document.createElement("div");
  box.className = "px-inplace";
  form.action = link.href;
  box.append(form);
  place.after(box);
  box.addEventListener("click", (event) => {
    if (!event.target.closest("[data-px=cancel]")) return;
    event.preventDefault();
    box.remove();
    link.focus();
  });
  dress(form);
  form.querySelector("textarea")?.focus();
}

/** Upgrade the links and forms under `root`. */
function upgrade(root) {
  root.querySelectorAll("a[data-px=reply], a[data-px=new]").forEach((link) => {
    link.addEventListener("click", (event) => open(event, link));
  });
  root.querySelectorAll("form[data-px=composer]").forEach(dress);
}

upgrade(document);
const errors = document.querySelector(".px-errors[tabindex]");
if (errors) errors.focus();
window.addEventListener("popstate", () => location.reload());
