// Network first. MARK, BASE, SHELL come before this.
const OURS = `firsthand${BASE}:`;
const FILES = `${OURS}${MARK}`;
const PAGES = `${OURS}pages`;
const MOST = 60;
const KEPT = /^\/(?:(?:story|document|compare|thread)\/.+)?$/;

const inside = (url) => new URL(url).pathname.slice(BASE.length);
const keep = async (request, answer) => {
  if (!answer.ok || answer.redirected || !KEPT.test(inside(request.url))) return;
  const pages = await caches.open(PAGES);
  await pages.delete(request.url);
  await pages.put(request.url, answer);
  const old = await pages.keys();
  await Promise.all(old.slice(0, Math.max(0, old.length - MOST)).map((each) => pages.delete(each)));
};
const page = async (event) => {
  try {
    const answer = await fetch(event.request);
    // Signed out elsewhere; or the door is shown: another may come in by it.
    if (answer.status === 401 || (answer.ok && /^\/(?:login|register)(?:\/|$)/.test(inside(event.request.url)))) await caches.delete(PAGES);
    event.waitUntil(keep(event.request, answer.clone()));
    return answer;
  } catch {
    const pages = await caches.open(PAGES);
    return (await pages.match(event.request.url)) || (await caches.match(`${BASE}/offline`));
  }
};
const file = async (event) => {
  const files = await caches.open(FILES);
  const kept = await files.match(event.request);
  const answer = kept || await fetch(event.request);
  if (!kept && answer.ok) event.waitUntil(files.put(event.request, answer.clone()));
  return answer;
};
const ahead = async (urls) => {
  const pages = await caches.open(PAGES);
  for (const url of urls) {
    if (await pages.match(url)) continue;
    const answer = await fetch(url, { headers: { purpose: "prefetch" } }).catch(() => null);
    if (!answer?.ok) return;
    await keep(new Request(url), answer);
    await new Promise((done) => { setTimeout(done, 1000); });
  }
};

addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll(SHELL)).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  const stale = async () => {
    for (const name of await caches.keys()) if (name.startsWith(OURS) && ![FILES, PAGES].includes(name)) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(stale());
});
addEventListener("message", (event) => {
  if (event.data.forget) event.waitUntil(caches.delete(PAGES));
  if (event.data.ahead) event.waitUntil(ahead(event.data.ahead));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/(static|sheet)\//.test(inside(request.url))) event.respondWith(file(event));
});
