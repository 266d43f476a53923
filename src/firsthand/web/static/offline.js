// Starts the service worker (sw.js), says when there is no connection, empties it on leaving.
const worker = navigator.serviceWorker; // none without https, but for localhost
if (worker) {
  const { base } = document.documentElement.dataset;
  worker.register(`${base}/sw.js`, { scope: `${base}/` }).catch(() => {});
  const banner = Object.assign(document.createElement("p"), { className: "offline", role: "status" });
  document.querySelector("main").before(banner);
  const look = () => {
    banner.textContent = navigator.onLine ? "" : "No connection. What was opened before can be read as it was then.";
  };
  addEventListener("online", look);
  addEventListener("offline", look);
  look();

  // Whoever signs out leaves nothing to read.
  addEventListener("submit", (event) => {
    if (/\/(login|logout|sign-out)\b/.test(event.target.action)) worker.controller?.postMessage({ forget: true });
  });

  // Installed as an app: the first stories of a list are fetched ahead, unless bytes cost.
  const stories = [...document.querySelectorAll("[data-story] a[data-open]")].slice(0, 10).map((link) => link.href);
  if (matchMedia("(display-mode: standalone)").matches && !navigator.connection?.saveData) {
    worker.ready.then((found) => setTimeout(() => found.active.postMessage({ ahead: stories }), 3000));
  }
}
