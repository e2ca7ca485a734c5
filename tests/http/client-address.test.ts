import { describe, expect, test } from "vitest";
import { clientOf } from "#app/http/client-address.server.ts";
import { parseConfig } from "#app/config.server.ts";

type Came = { from?: string; forwarded?: string; proxies?: number };

function counted({ from = "192.0.2.1", forwarded, proxies = 0 }: Came): string {
  const request = { headers: { "x-forwarded-for": forwarded }, socket: { remoteAddress: from } };
  return clientOf(request, { ...parseConfig({}), trustedProxies: proxies });
}

describe("without a proxy", () => {
  test("the connection tells, whatever the client writes", () => {
    expect(counted({ forwarded: "203.0.113.9" })).toBe("192.0.2.1");
  });

  test("an IPv4 address through an IPv6 socket is the same client", () => {
    expect(counted({ from: "::ffff:192.0.2.1" })).toBe("192.0.2.1");
  });

  test("all addresses of one IPv6 network are one client", () => {
    const one = counted({ from: "2001:db8:1:2::1" });
    expect(one).toBe("2001:db8:1:2::/64");
    expect(counted({ from: "2001:0DB8:0001:0002:ffff:ffff:ffff:ffff" })).toBe(one);
    expect(counted({ from: "2001:db8:1:3::1" })).not.toBe(one);
    expect(counted({ from: "fe80::1%eth0" })).toBe("fe80::/64");
  });

  test("a connection that has gone is counted too", () => {
    const request = { headers: {}, socket: {} };
    expect(clientOf(request, parseConfig({}))).toBe("unknown");
  });
});

describe("behind proxies", () => {
  test.each([
    { forwarded: "203.0.113.9", proxies: 1, client: "203.0.113.9" },
    { forwarded: "203.0.113.9, 104.22.17.40", proxies: 2, client: "203.0.113.9" },
    // What the client wrote itself stands further left.
    { forwarded: "10.9.9.9, 203.0.113.9, 104.22.17.40", proxies: 2, client: "203.0.113.9" },
    { forwarded: " 2001:db8::5 ", proxies: 1, client: "2001:db8::/64" },
    { forwarded: "::ffff:203.0.113.9", proxies: 1, client: "203.0.113.9" },
  ])("$forwarded through $proxies: $client", ({ client, ...came }) => {
    expect(counted(came)).toBe(client);
  });

  test.each([
    undefined,
    "",
    ",",
    "unknown",
    "203.0.113.9, ",
    "1",
    "0x7f.1",
    "999.1.1.1",
    "203.0.113.9:80",
    "a".repeat(8_000),
  ])("%j is not trusted, and the connection tells", (forwarded) => {
    expect(counted({ forwarded, proxies: 1 })).toBe("192.0.2.1");
  });

  test("a list shorter than the proxies came by another way", () => {
    expect(counted({ forwarded: "203.0.113.9", proxies: 2 })).toBe("192.0.2.1");
  });
});
