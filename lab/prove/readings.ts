/** How nginx reads a path before it compares it: up to a query or fragment, decoded, and without dots and doubled slashes. */
export function tidied(path: string): string {
  const [plain = ""] = path.split(/[?#]/);
  return resolved(decoded(plain).replaceAll(/\/{2,}/g, "/"));
}

/** The paths for which apps may take a request line, by how much of it they decode and resolve. */
export function readings(url: string): string[] {
  const [line = ""] = url.split("?");
  const withoutFragment = line.split("#")[0] ?? "";
  const found = new Set([line, withoutFragment]);
  for (const path of [line, withoutFragment]) {
    // As it came; with parameters of segments cut off; and each with backslashes for slashes.
    for (const one of [path, path.replaceAll(/;[^/]*/g, ""), path.replaceAll("\\", "/")]) {
      for (const form of [
        one,
        decoded(one),
        decoded(one)
          .replaceAll("\\", "/")
          .replaceAll(/;[^/]*/g, ""),
      ]) {
        found.add(form);
        found.add(resolved(form.replaceAll(/\/{2,}/g, "/")));
      }
    }
  }
  return [...found].filter((path) => path.startsWith("/")).sort();
}

function decoded(path: string): string {
  return path.replaceAll(/(%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = Buffer.from(escapes.replaceAll("%", ""), "hex");
    return bytes.toString("latin1");
  });
}

function resolved(path: string): string {
  const kept: string[] = [];
  const parts = path.split("/").slice(1);
  parts.forEach((part, i) => {
    if (part === "..") kept.pop();
    else if (part !== ".") kept.push(part);
    // A step that ends the path leaves its slash.
    if ((part === ".." || part === ".") && i === parts.length - 1) kept.push("");
  });
  return `/${kept.join("/")}`;
}
