import { createCookie, type Cookie } from "@remix-run/node";
import { config } from "#app/config.server.ts";
import { signingSecrets } from "./secrets.server.ts";

/**
 * A cookie that scripts cannot read, of this site and all of its pages; one that is signed is empty when somebody else
 * wrote it. It is made when first needed, so that importing a route needs no settings.
 */
export function lazyCookie(
  name: string,
  { maxAge, signed }: { maxAge: number; signed: boolean },
): () => Cookie {
  let made: Cookie | undefined;
  return () =>
    (made ??= createCookie(name, {
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure: config().publicUrl?.startsWith("https:") ?? false,
      maxAge,
      ...(signed && { secrets: signingSecrets() }),
    }));
}
