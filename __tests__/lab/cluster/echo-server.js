const http = require("node:http");
const { readFileSync, writeFileSync } = require("node:fs");

/** What the container sees of itself, for tests. */
function report(request) {
  const read = (path) => {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      return error.code;
    }
  };
  const write = (path) => {
    try {
      return writeFileSync(path, "x") ?? "ok";
    } catch (error) {
      return error.code;
    }
  };
  const url = new URL(request.url, "http://localhost");
  return {
    pid: process.pid,
    user: process.getuid(),
    env: process.env,
    hostname: require("node:os").hostname(),
    from: request.socket.remoteAddress,
    files: Object.fromEntries(url.searchParams.getAll("read").map((path) => [path, read(path)])),
    written: Object.fromEntries(url.searchParams.getAll("write").map((path) => [path, write(path)])),
  };
}

let healthy = true;
const server = http.createServer((request, response) => {
  if (request.url === "/break") healthy = false;
  if (request.url === "/exit") process.exit(9);
  if (request.url === "/health") return response.writeHead(healthy ? 200 : 503).end();
  response.setHeader("content-type", "application/json").end(JSON.stringify(report(request)));
});
server.listen(Number(process.env.PORT ?? 80), "0.0.0.0", () => console.log("listening"));
process.on("SIGTERM", () => {
  console.log("ending");
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
