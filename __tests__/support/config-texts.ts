import { ConfigError, parseConfig, type Config, type Environment } from "../../lib/config";

/** The shortest config file that keeps every rule. Nine lines; tests change one and count on the others. */
export const SHORTEST = `entra:
  accessGroup:
    name: users
ingressController:
  kind: ingress-nginx
apps:
  - name: podinfo
    host: podinfo.example.com
    service: { namespace: default, name: podinfo, port: 9898 }
`;

/** The shortest config with one piece of text exchanged. */
export function instead(of: string, text: string): string {
  if (!SHORTEST.includes(of)) {
    throw new Error(`the config has no ${JSON.stringify(of)}`);
  }
  return SHORTEST.replace(of, () => text);
}

/** The shortest config with something after it: line 10 on. */
export function andThen(text: string): string {
  return `${SHORTEST}${text}`;
}

/** A config that is expected to keep every rule. */
export function accepted(text: string, environment: Environment = {}): Config {
  return parseConfig(text, environment, "config.yaml");
}

/** What is said about a config, one line for each problem. Anything but a `ConfigError` is thrown on. */
export function complaints(text: string, environment: Environment = {}): string[] {
  try {
    accepted(text, environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.split("\n");
    }
    throw error;
  }
}
