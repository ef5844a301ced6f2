import { agrees, isSafe, readAnswer, type Says } from "../../../lab/prove/answer";
import type { Answer } from "../../../lab/e2e/requests";

const READING = { prefix: "/oauth2", name: "alice@contoso.com" };

const answer = (status: number, more: Partial<Answer> = {}): Answer => ({
  status,
  headers: {},
  body: "",
  ...more,
});

/** What a stand-in answers to a request with these headers. */
function fromApp(headers: Readonly<Record<string, string>>): Answer {
  const body = JSON.stringify({ service: "wiki/wiki", url: "/", headers });
  return answer(200, { headers: { "x-lab-stand-in": "wiki/wiki" }, body });
}

describe("what an edge answered", () => {
  it.each<[string, Answer, Says]>([
    [
      "a redirect to the sign-in",
      answer(302, { location: "https://wiki.contoso.com/oauth2/start?rd=%2F" }),
      "sign-in",
    ],
    [
      "a redirect to a shared sign-in",
      answer(302, { location: "https://auth.contoso.com/oauth2/start" }),
      "sign-in",
    ],
    [
      "a redirect to where people sign in",
      answer(302, { location: "https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize?client_id=a" }),
      "sign-in",
    ],
    ["a 401", answer(401), "401"],
    ["the page for those who lack something", answer(403), "403"],
    ["a page that is not there", answer(404), "not-served"],
    ["the app", fromApp({ "x-auth-request-preferred-username": "alice@contoso.com" }), "let-in"],
    ["an app that is told nothing", fromApp({}), "let-in"],
  ])("is read from %s", (_, given, says) => {
    const read = readAnswer(given, says, READING);

    expect(read.answer).toBe(says);
    expect(agrees(says, read)).toBe(true);
  });

  it("is another thing where the app is told what a client made up", () => {
    const read = readAnswer(fromApp({ "x-auth-request-user": "forged" }), "let-in", READING);

    expect(read.answer).toBe("let in with a forged identity");
    expect(agrees("let-in", read)).toBe(false);
  });

  it("is another thing where the app is told somebody else's name", () => {
    const given = fromApp({ "x-auth-request-preferred-username": "bob@contoso.com" });

    expect(readAnswer(given, "let-in", READING).answer).toBe("let in as somebody else");
  });

  it("is not as the file says where the app was reached and the file keeps out", () => {
    const read = readAnswer(fromApp({}), "403", READING);

    expect(agrees("403", read)).toBe(false);
    expect(isSafe("403", read)).toBe(false);
  });

  it("is neither a redirect elsewhere nor a failure of the check", () => {
    expect(readAnswer(answer(302, { location: "https://evil.test/" }), "sign-in", READING).answer).toBe(
      "status 302",
    );
    expect(readAnswer(answer(500), "let-in", READING).answer).toBe("status 500");
  });

  it("lets nobody in where an odd spelling is refused", () => {
    expect(isSafe("403", readAnswer(answer(400), "403", READING))).toBe(true);
  });
});
