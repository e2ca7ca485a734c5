import { createCookie, type Cookie } from "@remix-run/node";
import { isHttps } from "./secure.server.ts";
import { signingSecrets } from "./secrets.server.ts";

type SiteCookie = Pick<Cookie, "name" | "parse" | "serialize">;

/**
 * A cookie that scripts cannot read, of this site and all of its pages; one that is signed is empty when somebody else
 * wrote it. It is made when first needed, so that importing a route needs no settings.
 */
export function lazyCookie(
  name: string,
  { maxAge, signed }: { maxAge: number; signed: boolean },
): () => SiteCookie {
  let made: SiteCookie | undefined;
  return () => (made ??= siteCookie(name, { maxAge, ...(signed && { secrets: signingSecrets() }) }));
}

/**
 * Over https its name begins with `__Host-`, which no other server of the domain can set (RFC 6265bis §4.1.3.2). One that
 * an earlier release set without is still read.
 */
function siteCookie(name: string, options: { maxAge: number; secrets?: string[] }): SiteCookie {
  const secure = isHttps();
  const settings = { path: "/", httpOnly: true, sameSite: "lax", secure, ...options } as const;
  const plain = createCookie(name, settings);
  if (!secure) return plain;
  const prefixed = createCookie(`__Host-${name}`, settings);
  return {
    name: prefixed.name,
    serialize: (value) => prefixed.serialize(value),
    parse: (header) => (header?.includes(`${prefixed.name}=`) ? prefixed : plain).parse(header),
  };
}
