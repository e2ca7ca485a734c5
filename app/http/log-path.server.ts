type Address = string | ((...ids: string[]) => string);

/** Replaces every path that is not one of the app's. */
export const UNKNOWN_PATH = "(other)";
const FILE = /^\/(?:[\w-]+|build\/assets\/[\w.-]+)\.(?:css|ico|js|png|svg|txt|webmanifest|woff2)$/;

/**
 * Makes the function that names the path of an address in the log: one with ids in it as `/a/:id`, and without the query.
 *
 * Whoever has an id may see what it stands for, and an unknown path may hold one mistyped: neither is ever written.
 */
export function pathNames(addresses: readonly Address[]): (url: string) => string {
  const patterns = addresses.map((each) => {
    const address = typeof each === "string" ? each : each(":id", ":id", ":id");
    return segmentsOf(address);
  });
  return (url) => {
    const path = withoutQuery(url);
    if (FILE.test(path)) return path;
    const data = path.endsWith(".data") ? ".data" : "";
    const page = data ? path.slice(0, -data.length) : path;
    const segments = page === "/_root" ? [""] : segmentsOf(page);
    const pattern = patterns.find((each) => isLike(segments, each));
    return pattern ? `/${pattern.join("/")}${data}` : UNKNOWN_PATH;
  };
}

function isLike(segments: string[], pattern: string[]): boolean {
  return (
    segments.length === pattern.length && pattern.every((each, i) => each === ":id" || each === segments[i])
  );
}

function segmentsOf(address: string): string[] {
  return withoutQuery(address).slice(1).split("/");
}

function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
