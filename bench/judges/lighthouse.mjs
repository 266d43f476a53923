// Reads {cookie, chromium, flags, pages: [url]} from standard input, writes scores, times and failed audits as JSON.
// Lighthouse's own default: a middling phone on slow 4G.
import { readFileSync } from "node:fs";
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const asked = JSON.parse(readFileSync(0, "utf8"));
const chrome = await launcher.launch({ chromePath: asked.chromium, chromeFlags: ["--headless=new", ...asked.flags] });
const told = [];
for (const url of asked.pages) {
  const options = { port: chrome.port, extraHeaders: { Cookie: asked.cookie }, disableStorageReset: false };
  const { lhr } = await lighthouse(url, { ...options, onlyCategories: ["performance", "accessibility", "best-practices"] });
  const score = (name) => Math.round(lhr.categories[name].score * 100);
  const failed = ["accessibility", "best-practices"].flatMap((name) => lhr.categories[name].auditRefs)
    .map((ref) => lhr.audits[ref.id]).filter((audit) => audit.score !== null && audit.score < 1).map((audit) => audit.id);
  told.push({
    url, failed,
    performance: score("performance"), accessibility: score("accessibility"), practices: score("best-practices"),
    fcp: Math.round(lhr.audits["first-contentful-paint"].numericValue),
    lcp: Math.round(lhr.audits["largest-contentful-paint"].numericValue),
    cls: lhr.audits["cumulative-layout-shift"].numericValue,
    bytes: lhr.audits["total-byte-weight"].numericValue,
  });
}
await chrome.kill();
process.stdout.write(JSON.stringify(told));
