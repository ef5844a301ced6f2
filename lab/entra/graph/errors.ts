import { DirectoryError, type DirectoryProblem } from "../directory";

/** An error as Microsoft Graph answers it. */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const ANSWERS: Record<DirectoryProblem, readonly [status: number, code: string]> = {
  "not-found": [404, "Request_ResourceNotFound"],
  duplicate: [409, "Request_MultipleObjectsWithSameKeyValue"],
  "already-member": [400, "Request_BadRequest"],
  quota: [403, "Directory_QuotaExceeded"],
  invalid: [400, "Request_BadRequest"],
  forbidden: [403, "Authorization_RequestDenied"],
};

export function badRequest(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

export function unsupportedQuery(message: string): GraphError {
  return new GraphError(400, "Request_UnsupportedQuery", message);
}

export function insufficientPrivileges(): GraphError {
  return new GraphError(
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  );
}

export function invalidToken(message: string): GraphError {
  return new GraphError(401, "InvalidAuthenticationToken", message);
}

/** What Graph answers to an error of the directory. */
export function toGraphError(error: unknown): GraphError | undefined {
  if (error instanceof GraphError) return error;
  if (!(error instanceof DirectoryError)) return undefined;
  const [status, code] = ANSWERS[error.problem];
  return new GraphError(status, code, error.message);
}

/** The body of an error, with the ids that support asks for. */
export function errorBody(error: Pick<GraphError, "code" | "message">, requestId: string, now: Date) {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        date: now.toISOString().slice(0, 19),
        "request-id": requestId,
        "client-request-id": requestId,
      },
    },
  };
}
