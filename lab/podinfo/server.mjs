// The protected app: answers every request with what reached it.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(
    `${JSON.stringify({ app: "podinfo", url: request.url, headers: request.headers }, null, 2)}\n`,
  );
});
server.listen(9898, "0.0.0.0");
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
