// Reads {cookie, chromium, flags, pages: [{url, scheme}]} from standard input, writes what pa11y finds as JSON.
import { readFileSync } from "node:fs";
import pa11y from "pa11y";
import puppeteer from "puppeteer";

const asked = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({ executablePath: asked.chromium, args: asked.flags });
const told = [];
for (const { url, scheme } of asked.pages) {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  const cookies = asked.cookie.split("; ").map((pair) => pair.split("=", 2));
  await page.setCookie(...cookies.map(([name, value]) => ({ name, value, url })));
  const found = await pa11y(url, { browser, page, standard: "WCAG2AA", timeout: 60000 });
  if (new URL(page.url()).pathname !== new URL(url).pathname) throw new Error(`${url} led to ${page.url()}`);
  told.push(...found.issues.map((issue) => ({ url, scheme, code: issue.code, what: issue.message, where: issue.selector, context: issue.context })));
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(told));
