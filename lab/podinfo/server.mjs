// The protected app: answers every request with what reached it.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const server = createServer({ maxHeaderSize: 1_048_576 }, async (request, response) => {
  let received = 0;
  for await (const part of request) received += part.length;
  const { url, method, headers } = request;
  const seconds = /^\/slow\/(\d+)/.exec(url)?.[1];
  if (seconds === undefined) {
    response.setHeader("content-type", "application/json");
    response.end(`${JSON.stringify({ app: "podinfo", url, method, received, headers }, null, 2)}\n`);
    return;
  }
  // A download that takes this long: a line each second.
  for (let second = 1; second <= Number(seconds); second += 1) {
    response.write(`${second}\n`);
    await delay(1_000);
  }
  response.end("done\n");
});

// A websocket that says whom it sees, and repeats short texts.
server.on("upgrade", ({ headers }, socket) => {
  const accept = createHash("sha1")
    .update(`${headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  const say = (text) =>
    socket.write(Buffer.concat([Buffer.from([0x81, Buffer.byteLength(text)]), Buffer.from(text)]));
  socket.on("error", () => socket.destroy());
  socket.on("data", (frame) => {
    if ((frame[0] & 0x0f) !== 1) return void socket.end();
    const mask = frame.subarray(2, 6);
    say(Buffer.from(frame.subarray(6).map((byte, i) => byte ^ mask[i % 4])).toString());
  });
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  say(`hello ${headers["x-auth-request-email"] ?? headers["x-forwarded-email"]}`);
});

server.listen(9898, "0.0.0.0");
process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
