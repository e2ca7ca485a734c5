import { config } from "#app/config.server.ts";

/** Whether people come by https: they do when the address that is given to people says so. */
export function isHttps(): boolean {
  return config().publicUrl?.startsWith("https:") ?? false;
}

/** Browsers come by https alone for a year after each visit; to this host, as others of its domain are not ours. */
export const ONLY_HTTPS = "max-age=31536000";
