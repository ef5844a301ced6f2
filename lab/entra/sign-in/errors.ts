import { randomUUID } from "node:crypto";

/** The error codes of OAuth 2.0 that Entra uses. */
export type OAuthError =
  | "access_denied"
  | "consent_required"
  | "interaction_required"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_request"
  | "invalid_resource"
  | "invalid_scope"
  | "invalid_tenant"
  | "login_required"
  | "temporarily_unavailable"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_response_type";

/** An error of Entra's sign-in, with its AADSTS number. */
export class SignInError extends Error {
  constructor(
    readonly code: number,
    readonly error: OAuthError,
    readonly text: string,
    readonly status = 400,
  ) {
    super(`AADSTS${code}: ${text}`);
  }
}

/** The ids by which support finds a request again. */
export interface Trace {
  readonly traceId: string;
  readonly correlationId: string;
  readonly timestamp: string;
}

/** Makes the ids of one request. */
export function trace(now: number): Trace {
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace("T", " ")}Z`;
  return { traceId: randomUUID(), correlationId: randomUUID(), timestamp };
}

/** The description of an error, as it stands in answers and redirects. */
export function describe(error: SignInError, { traceId, correlationId, timestamp }: Trace): string {
  return `${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
}

/** The body in which the token endpoint answers an error. */
export function errorBody(error: SignInError, ids: Trace, loginUrl: string) {
  return {
    error: error.error,
    error_description: describe(error, ids),
    error_codes: [error.code],
    timestamp: ids.timestamp,
    trace_id: ids.traceId,
    correlation_id: ids.correlationId,
    error_uri: `${loginUrl}/error?code=${error.code}`,
    ...(error.error === "invalid_grant" && error.code === 65001 ? { suberror: "consent_required" } : {}),
  };
}
