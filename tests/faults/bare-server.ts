// A server with a little work and no database: how much longer than the work it takes is the machine's doing.
import http from "node:http";
import type { AddressInfo } from "node:net";

const WORK_MS = 10;

const server = http.createServer((_request, response) => {
  const before = process.cpuUsage();
  let spent = 0;
  while (spent < WORK_MS) {
    const { user, system } = process.cpuUsage(before);
    spent = (user + system) / 1_000;
  }
  response.end("ok");
});
server.listen(0, "127.0.0.1", () => {
  process.send!({ answer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on("disconnect", () => process.exit());
