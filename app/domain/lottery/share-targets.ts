/** The ways to pass on a link that are plain links themselves. */
export type ShareTargets = { telegram: string; whatsapp: string; vk: string; mail: string };

/**
 * Where each service takes a link to pass on. `text` is a sentence without the link, `subject` the line of a mail; both
 * well-formed Unicode.
 */
export function shareTargets({
  link,
  text,
  subject,
}: {
  link: string;
  text: string;
  subject: string;
}): ShareTargets {
  return {
    telegram: withQuery("https://t.me/share/url", { url: link, text }),
    whatsapp: withQuery("https://wa.me/", { text: `${text} ${link}` }),
    vk: withQuery("https://vk.com/share.php", { url: link, title: text }),
    mail: withQuery("mailto:", { subject, body: `${text}\r\n\r\n${link}` }),
  };
}

/** Not URLSearchParams: it writes spaces as plus signs, and mail programs show those (RFC 6068 §5). */
function withQuery(address: string, query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${address}?${pairs.join("&")}`;
}
