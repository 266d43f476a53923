// The keyboard: each key follows a link or sends a form of the page. KEYS is all there is: the help (?) is made of it.
const { base, keys } = document.documentElement.dataset;
const one = (css, from = document) => from.querySelector(css);
const all = (css, from = document) => [...from.querySelectorAll(css)];
const tell = (words) => { one("#told").textContent = words; };
const PART = ":is([data-story], [data-part], .source, details.copy, .voice, .pair:not(.same), .thread > li)";
const stories = () => all("main [data-story]");
const listed = () => stories().length > 1;
const place = (item) => (one("a[data-open]", item) || one(":is(h2, h3) a", item))?.href;
let at = null; // where the keys are; the focus may have been elsewhere since

const here = () => document.activeElement.closest(PART) || (at?.isConnected ? at : null);
const scope = () => here()?.closest("[data-story]") || one("main");
const focus = (item) => {
  const target = item.matches("details") ? one("summary", item) : item;
  if (!target.matches("summary, [tabindex]")) target.tabIndex = -1;
  at = item;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
};
const walk = (items, by) => {
  const now = here();
  const index = items.findIndex((item) => item === now || item.contains(now));
  const next = items[index < 0 && by < 0 ? items.length - 1 : index + by];
  if (next) focus(next);
  return Boolean(next);
};

// Known of a list while a story of it is open.
const list = (told) => (told ? sessionStorage.setItem("list", JSON.stringify(told)) : JSON.parse(sessionStorage.getItem("list")));
const remember = () => {
  if (listed()) list({ url: location.href, stories: stories().map(place), at: here()?.dataset.story });
};
const turn = (by) => { // n, p never leave the page
  if (!walk(listed() ? stories() : all(`main ${PART}`), by)) tell(by > 0 ? "The last here." : "The first here.");
};
const step = (by) => { // j, k: over the end of a list to its next page; from a story to the next one of its list
  if (listed()) {
    const page = one(by > 0 ? "a[rel=next]" : "a[rel=prev]");
    return walk(stories(), by) || (page ? page.click() : turn(by));
  }
  const known = list();
  const index = known ? known.stories.findIndex((url) => url && location.href.startsWith(url)) : -1;
  const next = index < 0 ? null : known.stories[index + by];
  if (index < 0) return turn(by);
  if (!next) return tell("The list ends here.");
  list({ ...known, at: next.split("/").pop() });
  location.assign(next);
};
const press = (key, end, other) => { // a link of the page; or, in a list, by the address of the story
  const item = here()?.closest("[data-story]");
  const link = one(`[data-key="${key}"]`, scope()) || (other && one(other, scope()));
  if (link) link.click();
  else if (item && place(item)) location.assign(place(item) + end);
  else tell("Not here.");
};
const away = () => {
  const link = one("a[rel~=external]", scope());
  if (link) open(link.href, "_blank", "noopener,noreferrer");
  else tell("Not here.");
};
const send = (css) => {
  const found = one(css, scope()) || one(`main ${css}`);
  if (found) (one("button", found) || found).click();
  else tell("Not here.");
};
const fold = () => {
  const item = here();
  const folds = item?.matches("details") ? [item] : all("details", item || one("main"));
  const shut = folds.some((each) => !each.open);
  for (const each of folds) each.open = shut;
  tell(shut ? "Unfolded." : "Folded.");
};
const up = () => {
  const link = one("main :is(a[rel=up], .back a)");
  sessionStorage.setItem("back", "1");
  if (link && !link.pathname.endsWith(`${base}/`)) link.click();
  else location.assign((!listed() && list()?.url) || `${base}/`);
};
const search = () => {
  const field = one("input[type=search]");
  if (field) field.select();
  else location.assign(`${base}/search`);
};

const KEYS = [
  ["j", "Next story", () => step(1)],
  ["k", "Story before", () => step(-1)],
  ["n", "Next on this page", () => turn(1)],
  ["p", "Before on this page", () => turn(-1)],
  ["o", "Open, as Enter does", () => { if (here() && place(here())) location.assign(place(here())); }],
  ["u", "Up, to the same story of the list", up],
  ["e", "Unfold or fold the sources", fold],
  ["v", "Voices; on a page, its original in a new tab", () => (one(".paper") ? away() : press("v", "/voices", "a[href$='/voices']"))],
  ["d", "Differences: compare", () => press("d", "/compare", "a[href*='/compare/']")],
  ["t", "Timeline", () => press("t", "/timeline")],
  ["f", "Full text; on a page, its capture", () => press("f", "", `a[href*='/${one(".paper") ? "capture" : "document"}/']`)],
  ["m", "Looked at or not", () => send("[data-read]")],
  ["s", "Save or not", () => send("[data-save]")],
  ["A", "All of a list looked at", () => send("form[action$='/looked/all']")],
  ["z", "Undo", () => send("form:has([data-undo])")],
  ["/", "Search", search],
  ["?", "This help", () => help()],
];

const made = (tag, text = "", within = null) => {
  const element = Object.assign(document.createElement(tag), { textContent: text });
  within?.append(element);
  return element;
};
const help = () => {
  const box = one("dialog#keys") || made("dialog", "", document.body);
  box.id = "keys";
  box.ariaLabel = "Keyboard";
  box.textContent = "";
  made("h2", "Keyboard", box);
  const table = made("dl", "", box);
  const chords = all("a[data-go]").map((link) => [`g ${link.dataset.go}`, `Go to ${link.textContent.trim()}`]);
  for (const [key, words] of [...KEYS, ...chords]) {
    const row = made("div", "", table);
    made("kbd", key, made("dt", "", row));
    made("dd", words, row);
  }
  const shut = made("button", "Close", box);
  shut.onclick = () => box.close();
  box.showModal();
  shut.focus();
};

// ARIA's feeds, one a day: Page Down and Up go by articles, Ctrl+End and Ctrl+Home leave them.
const feed = (event) => {
  const feeds = all("[role=feed]");
  const down = ["PageDown", "End"].includes(event.key);
  if (!event.target.closest("[role=feed]") || !(event.ctrlKey ? ["End", "Home"] : ["PageDown", "PageUp"]).includes(event.key)) return false;
  if (!event.ctrlKey) return walk(all("[role=feed] article"), down ? 1 : -1);
  const side = down ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const stops = all("a[href], button, input, summary").filter((stop) => feeds.at(down ? -1 : 0).compareDocumentPosition(stop) === side);
  stops.at(down ? 0 : -1)?.focus();
  return true;
};
const WRITTEN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
let chord = -9999;
addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || target.closest(WRITTEN) || one("dialog[open]")) return;
  if (feed(event)) return event.preventDefault();
  if (event.ctrlKey || event.altKey || event.metaKey || keys === "off") return;
  const link = event.timeStamp - chord < 1500 && one(`a[data-go="${CSS.escape(key)}"]`);
  chord = key === "g" && !link ? event.timeStamp : -9999;
  const wanted = key === "Enter" && target.matches("[data-story]") ? "o" : key;
  const act = link ? () => link.click() : KEYS.find(([name]) => name === wanted)?.[2];
  if (!act || (event.repeat && !"jknp".includes(key))) return;
  event.preventDefault();
  act();
});
addEventListener("focusin", (event) => { at = event.target.closest("[data-story]") || at; });
addEventListener("pagehide", remember);
addEventListener("pageshow", () => {
  const known = list();
  const back = sessionStorage.getItem("back") || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  sessionStorage.removeItem("back");
  const item = back && known?.at && known.url === location.href && one(`[data-story="${CSS.escape(known.at)}"]`);
  if (item) focus(item);
});
const button = one("button[data-keys]");
button.hidden = keys === "off";
button.onclick = help;
