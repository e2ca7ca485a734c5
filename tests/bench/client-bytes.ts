import { gzipSync } from "node:zlib";

export type ClientBytes = { scripts: number; scriptBytes: number; styleBytes: number };

/** What `/` loads, gzipped: all scripts that its document names or they import, in one language, and all styles. */
export async function clientBytes(url: string): Promise<ClientBytes> {
  const html = await text(url);
  const scripts = new Map<string, number>();
  const waiting = [...html.matchAll(/["'](\/build\/[^"']+\.js)["']/g)].map(([, path]) => path!);
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (scripts.has(path)) continue;
    const code = await text(url + path);
    scripts.set(path, gzipSync(code).length);
    // The other language's words and those of the proof's page are not fetched; everything else that is imported is.
    for (const [, file] of code.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+\.js)["']/g)) {
      if (!/\/(?:ru|proof)-[^/]*$/.test(file!)) waiting.push(new URL(file!, url + path).pathname);
    }
  }
  const styles = [...html.matchAll(/href="(\/build\/[^"]+\.css)"/g)].map(([, path]) => path!);
  const sheets = await Promise.all([...new Set(styles)].map((path) => text(url + path)));
  return {
    scripts: scripts.size,
    scriptBytes: sum([...scripts.values()]),
    styleBytes: sum(sheets.map((sheet) => gzipSync(sheet).length)),
  };
}

async function text(address: string): Promise<string> {
  const answer = await fetch(address, { headers: { "Accept-Language": "en" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
