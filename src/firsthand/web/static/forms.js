// What marks something ([data-save], [data-read], [data-quick]) is sent without leaving the page: what the answer shows
// of the same story takes its place. Where that cannot be, the page is loaded anew.
const one = (css, from = document) => from.querySelector(css);
const tell = (words) => { one("#told").textContent = words; };

const swap = (old, fresh, held) => { // what was unfolded stays so, and the focus where it was
  const open = [...old.querySelectorAll("details")].map((each) => each.open);
  fresh.querySelectorAll("details").forEach((each, index) => { each.open = open[index]; });
  old.replaceWith(fresh);
  const target = (held && one(held, fresh)) || fresh;
  if (target === fresh) fresh.tabIndex = -1;
  target.focus({ preventScroll: true });
};
const send = async (form, button, item, kind) => {
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(button.getAttribute("formaction") || form.getAttribute("action"), { method: "POST", body });
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const name = item.dataset.story ? `[data-story="${CSS.escape(item.dataset.story)}"]` : `#${CSS.escape(item.id)}`;
  const inside = item.contains(document.activeElement) && document.activeElement !== item;
  const fresh = one(`main ${name}`, page);
  if (fresh) swap(item, fresh, inside && `form[data-${kind}] button, button[data-${kind}]`);
  else if (item.dataset.story) item.classList.add("done"); // it is no more in this list
  else return location.reload();
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const now = page.getElementById(old.id);
    if (now) old.replaceWith(now);
  }
  tell(form.dataset.said || `${button.textContent.trim()}: done.`);
};

addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter || one("button", form);
  const item = button.closest("[data-story], [data-replace]"); // a button may be outside of its form
  const kind = ["save", "read", "quick"].find((each) => each in button.dataset || each in form.dataset);
  if (!item || !kind) return;
  event.preventDefault();
  if (item.ariaBusy === "true") return;
  item.ariaBusy = "true";
  send(form, button, item, kind)
    .catch(() => tell("That was not sent: Firsthand cannot be reached."))
    .finally(() => { item.ariaBusy = "false"; });
});

// What only a script can do is hidden until there is one.
for (const copy of document.querySelectorAll("[data-copy], [data-print]")) {
  copy.hidden = false;
  const words = copy.textContent;
  copy.onclick = async (event) => {
    event.preventDefault();
    if ("print" in copy.dataset) return print();
    await navigator.clipboard.writeText(new URL(copy.dataset.copy, location.href).href);
    tell("Copied.");
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = words; }, 2000);
  };
}
