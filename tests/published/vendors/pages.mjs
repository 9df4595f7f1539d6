// Looks at pages as a browser shows them: `node pages.mjs NODE_MODULES CHROMIUM JSON`, where the JSON is a list of pages, each
// {"file": …, "ways": [[colours, width], …]}. One JSON object a line for each way: what axe finds against WCAG 2.2 AA, whether
// the page is wider than the window, and what it asked for and got from elsewhere. With SHOTS=DIR, it writes a picture of each.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromium, given] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "packages.js"));
const playwright = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const CONTRAST = "color-contrast";
const DESK = 1280;

const told = (results) => [...new Set(results.map(({ id }) => id))].sort();

const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
for (const { file, ways } of JSON.parse(given)) {
  for (const [colorScheme, width] of ways) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    const asked = [];
    const got = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("requestfinished", (request) => got.push(request.url()));
    const address = pathToFileURL(resolve(file)).href;
    await page.goto(address);
    await page.evaluate(axe);
    const found = await page.evaluate(
      ([tags, contrast]) => axe.run(document, { runOnly: tags, rules: { [contrast]: { enabled: false } } }),
      [TAGS, CONTRAST],
    );
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    // The first step of the keyboard is the way past the head of the page, and it can be seen.
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => {
      const at = document.activeElement;
      const box = at.getBoundingClientRect();
      return { href: at.getAttribute("href"), seen: box.left >= 0 && box.top >= 0 && box.width > 0 };
    });
    await page.evaluate(() => document.activeElement.blur());
    if (process.env.SHOTS) {
      const name = `${basename(file, ".html")}-${colorScheme}-${width}.png`;
      await page.screenshot({ path: join(process.env.SHOTS, name), fullPage: true });
    }
    // Colours do not depend on the width, and what is scrolled out of sight has no contrast that could be measured.
    let contrast = { violations: [], incomplete: [] };
    if (width === DESK) {
      await page.setViewportSize({ width: 2 * DESK, height: 900 });
      contrast = await page.evaluate((rule) => axe.run(document, { runOnly: [rule] }), CONTRAST);
    }
    console.log(
      JSON.stringify({
        page: basename(file),
        colorScheme,
        width,
        passed: found.passes.length,
        violations: told([...found.violations, ...contrast.violations]),
        unsure: told([...found.incomplete, ...contrast.incomplete]),
        wider,
        first,
        elsewhere: asked.filter((url) => url !== address),
        got: got.filter((url) => url !== address),
      }),
    );
    await context.close();
  }
}
await browser.close();
