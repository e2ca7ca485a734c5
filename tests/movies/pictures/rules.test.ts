import { describe, expect, test } from "vitest";
import { isPublic, publicRules } from "#app/movies/pictures/rules.server.ts";

const rules = publicRules({ anywhere: true, origins: ["http://nas.local:8080"] });

describe("an address", () => {
  test.each([
    ["https://image.tmdb.org/t/p/w500/a.jpg", null],
    ["https://кино.рф/постер.jpg", null],
    ["http://nas.local:8080/a.jpg", null],
    ["http://image.tmdb.org/a.jpg", "not https"],
    ["http://nas.local:8081/a.jpg", "not https"],
    ["data:image/png;base64,AAAA", "not https"],
    ["file:///etc/passwd", "not https"],
    ["ftp://image.tmdb.org/a.jpg", "not https"],
    ["https://me:secret@image.tmdb.org/a.jpg", "credentials"],
    ["https://image.tmdb.org:8443/a.jpg", "a port"],
    ["https://[::1]/a.jpg", "no name"],
    ["https://127.0.0.1/a.jpg", "no name"],
    ["https://2130706433/a.jpg", "no name"],
    ["https://0x7f.1/a.jpg", "no name"],
    ["https://8.8.8.8/a.jpg", "no name"],
    ["https://localhost/a.jpg", "no public name"],
    ["https://image.tmdb.org./a.jpg", "no public name"],
  ])("%s: %s", (address, objection) => {
    expect(rules.objection(new URL(address))).toBe(objection);
  });
});

test.each([
  "127.0.0.1",
  "127.8.8.8",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "192.0.2.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "fe80::1",
  "fc00::1",
  "fd00:ec2::254",
  "ff02::1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:db8::1",
  "no address",
  "",
])("the machine at %s is not of the open internet", (address) => {
  expect(isPublic(address)).toBe(false);
  expect(rules.mayConnect(address, new URL("https://image.tmdb.org/a.jpg"))).toBe(false);
});

test.each(["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"])(
  "the machine at %s is",
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);

test("where nothing else is to be asked, only the origins are", () => {
  const few = publicRules({ anywhere: false, origins: ["https://nas.home"] });
  expect(few.objection(new URL("https://nas.home/a.jpg"))).toBeNull();
  expect(few.objection(new URL("https://image.tmdb.org/a.jpg"))).toBe("another origin");
});

test("an origin that was named in the settings may be anywhere", () => {
  expect(rules.mayConnect("192.168.1.1", new URL("http://nas.local:8080/a.jpg"))).toBe(true);
});
