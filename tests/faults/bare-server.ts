// A server with a little work and no database. If it answers later than on a quiet machine, that is the machine's
// doing.
import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** The same work each time, some 10 ms. Work measured by processor time would not show that the processor is slow. */
const ROUNDS = 28;
const DOCUMENT = Array.from({ length: 250 }, (_, index) => ({
  id: `${index}`,
  title: `Film ${index}`,
  entries: [index],
}));

const server = http.createServer((_request, response) => {
  let work = "";
  for (let round = 0; round < ROUNDS; round++) work += JSON.stringify(JSON.parse(JSON.stringify(DOCUMENT)));
  response.end(createHash("sha256").update(work).digest("hex"));
});
server.listen(0, "127.0.0.1", () => {
  process.send!({ answer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on("disconnect", () => process.exit());
