import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const QUIET = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** A real Chromium. Fails with a sentence when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  return chromium.launch({ executablePath, args: QUIET }).catch((error: unknown) => {
    throw new Error(`The browser ${executablePath} does not start. Set CHROMIUM_PATH to one that does.`, {
      cause: error,
    });
  });
}

/** CHROMIUM_PATH, else an installed Chromium or Chrome, else the one that came from npm. */
async function findChromium(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given))
    throw new Error(`CHROMIUM_PATH names ${given}, but there is no such file.`);
  return given ?? INSTALLED.find((each) => existsSync(each)) ?? (await unpackChromium());
}

/** The package unpacks itself into the temporary folder, with nss libraries for machines without them. */
async function unpackChromium(): Promise<string> {
  try {
    // The package uses the libraries it brings only where it believes to be on Amazon's machines.
    process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs22.x";
    const { default: sparticuz } = await import("@sparticuz/chromium");
    return await sparticuz.executablePath();
  } catch (error) {
    throw new Error(
      "No browser for the tests: set CHROMIUM_PATH, install Chromium or Chrome, or run npm ci again.",
      { cause: error },
    );
  }
}
