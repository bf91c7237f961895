// What someone who has just started the service sees: Swagger UI, the demo key, "Try it out", a picture.
// BASE_URL names a running service of the dev profile; CHROMIUM the browser, else it is looked for on the PATH.
// The screenshot goes to target/, or with UPDATE_SCREENSHOT=1 over the README's own, docs/swagger-ui.png.
import assert from "node:assert/strict";
import { accessSync, constants, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
const SCREENSHOT = join(PROJECT, process.env.UPDATE_SCREENSHOT ? "docs/swagger-ui.png" : "target/swagger-ui.png");
const BASE_URL = process.env.BASE_URL;
const OPERATION = "#operations-Characters-createCharacterImages";

// As root there is no sandbox, and without a network the browser's own requests would only fail, one after another.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;
let page;
let problems;

before(async () => {
  assert.ok(BASE_URL, "BASE_URL must name a running service, such as http://localhost:8080");
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? onPath("chromium"), args: FLAGS });
  page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  page.setDefaultTimeout(60_000);
  problems = [];
  page.on("pageerror", (error) => problems.push(`${error}`));
});

after(async () => {
  await browser?.close();
});

test("Swagger UI shows a picture to someone who types nothing but the demo key", async () => {
  await page.goto(new URL("/q/swagger-ui/", BASE_URL).href);

  await page.locator(".auth-wrapper > .authorize").click();
  const dialog = page.locator(".dialog-ux .modal-ux");
  // One for callers, and one for administrators, which stays empty.
  const scheme = dialog.locator(".auth-container", { hasText: "x-api-key" });
  const key = scheme.locator("input");
  const known = scheme.getByText("Logout");
  await key.or(known).waitFor();
  // Under quarkus:dev the page knows the key from the start.
  if (await key.isVisible()) {
    await key.fill("demo");
    await scheme.locator("button.authorize").click();
  }
  await known.waitFor();
  await scheme.locator("button.btn-done").click();

  const operation = page.locator(OPERATION);
  await operation.locator(".opblock-summary-control").click();
  const tryItOut = operation.locator(".try-out button", { hasText: "Try it out" });
  await operation.locator(".try-out button").waitFor();
  if (await tryItOut.isVisible()) {
    await tryItOut.click();
  }
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === "POST"),
    operation.locator("button.execute").click(),
  ]);

  assert.equal(response.status(), 200, `the example as it stands: ${await said(response)}`);
  assert.equal(response.headers()["content-type"], "image/png");
  const live = operation.locator(".live-responses-table");
  assert.match(await live.locator(".response-col_status").last().innerText(), /^200/);
  const picture = live.locator("img");
  await picture.waitFor();
  const size = await picture.evaluate(async (image) => {
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  });
  const sent = await example();
  assert.deepEqual(size, sent, "the picture has the pose image's size");
  assert.deepEqual(problems, [], "the page has no errors of its own");

  const from = await operation.locator(".opblock-section-request-body").boundingBox();
  const to = await live.boundingBox();
  const scrolled = await page.evaluate(() => window.scrollY);
  mkdirSync(dirname(SCREENSHOT), { recursive: true });
  await page.screenshot({
    path: SCREENSHOT,
    fullPage: true,
    clip: { x: from.x, y: from.y + scrolled, width: from.width, height: to.y + to.height - from.y },
  });
});

/** The size of the pose image in the published example, as the browser itself decodes it. */
async function example() {
  const document = await (await fetch(new URL("/q/openapi?format=json", BASE_URL))).json();
  const media = document.paths["/v1/consistent-character-with-pose"].post.requestBody.content["application/json"];
  const pose = Object.values(media.examples)[0].value.pose_image;
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = base64.startsWith("data:") ? base64 : `data:image/png;base64,${base64}`;
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  }, pose);
}

async function said(response) {
  return response.ok() ? "" : response.text();
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`${name} is not on the PATH; install it (apt-get install ${name}) or name it in CHROMIUM`);
}
