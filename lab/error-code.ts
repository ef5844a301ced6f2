/** Whether an error has this code: an answer's status such as 404, or the system's such as ESRCH. */
export function hasCode(error: unknown, code: number | string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
