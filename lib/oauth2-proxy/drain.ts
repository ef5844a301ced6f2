/**
 * How long a Pod goes on answering after it was told to end, in seconds. oauth2-proxy closes its port at
 * SIGTERM, while ingress controllers and kube-proxy need a moment to stop sending checks to it.
 */
export const DRAIN_SECONDS = 5;

/** Set and delete, which oauth2-proxy tries before it gives Redis up. */
const REDIS_COMMANDS = 2;

/**
 * A command that lasts at least so long in an image that holds oauth2-proxy and nothing else, for providers
 * that do not know the hook `sleep`: oauth2-proxy asks a Redis that is not there, waits, asks once more and
 * ends. Only the loopback interface of the Pod is involved.
 */
export function pauseCommand(seconds: number): string[] {
  const backOff = `${(seconds * 1_000) / REDIS_COMMANDS}ms`;
  return [
    "oauth2-proxy",
    "--session-store-type=redis",
    `--redis-connection-url=redis://127.0.0.1:1?max_retries=1&min_retry_backoff=${backOff}&max_retry_backoff=${backOff}`,
  ];
}
