import type { Application, Directory, Tenant } from "../directory";
import { findClient, need, redirectUri, type Fields } from "./clients";
import { ANY_TENANT } from "./discovery";
import { SignInError } from "./errors";
import type { AuthorizationCode } from "./grants";
import {
  missingParameter,
  singleTenantOnly,
  unknownTenant,
  unsupportedPrompt,
  unsupportedResponseType,
} from "./problems";
import { resourceScope } from "./token-endpoint";

const PROMPTS = ["none", "login", "select_account", "consent"];
const RESPONSE_MODES = ["query", "fragment", "form_post"] as const;
type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Who asks, and where the answer goes: once this is known, errors may go there too. */
export interface ReplyAddress {
  /** Absent where the path leaves it to the person. */
  readonly tenant?: Tenant;
  readonly client: Application;
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state?: string;
}

/** The rest of an authorization request. */
export interface AuthorizationRequest {
  readonly scope: string;
  readonly nonce?: string;
  readonly prompt?: string;
  readonly loginHint?: string;
  /** In seconds. */
  readonly maxAge?: number;
  readonly challenge?: AuthorizationCode["challenge"];
}

/** Reads who asks; what is wrong here shows on a page, because nobody can be trusted with it yet. */
export function readReplyAddress(directory: Directory, tenantName: string, form: Fields): ReplyAddress {
  const tenant = directory.findTenant(tenantName);
  if (!tenant && !ANY_TENANT.includes(tenantName)) throw unknownTenant(tenantName);
  const client = findClient(directory, tenant, need(form, "client_id"));
  if (!tenant && client.signInAudience === "AzureADMyOrg") throw singleTenantOnly(client, tenantName);
  const mode = form.response_mode ?? "query";
  const responseMode = RESPONSE_MODES.find((known) => known === mode);
  if (!responseMode)
    throw new SignInError(90023, "invalid_request", `Unsupported 'response_mode' value '${mode}'.`);
  return {
    tenant,
    client,
    redirectUri: redirectUri(client, form.redirect_uri),
    responseMode,
    state: form.state,
  };
}

/** Reads what is asked for. */
export function readAuthorizationRequest(form: Fields, version: 1 | 2): AuthorizationRequest {
  const responseType = need(form, "response_type");
  if (responseType !== "code") throw unsupportedResponseType(responseType);
  const { prompt } = form;
  if (prompt !== undefined && !PROMPTS.includes(prompt)) throw unsupportedPrompt(prompt);
  const method = form.code_challenge_method ?? "plain";
  if (method !== "S256" && method !== "plain") {
    throw new SignInError(
      501491,
      "invalid_request",
      "Invalid size of Code_Challenge parameter or unknown method.",
    );
  }
  if (form.code_challenge === "") throw missingParameter("code_challenge");
  return {
    scope: version === 2 ? need(form, "scope") : resourceScope(form.resource),
    nonce: form.nonce,
    prompt,
    loginHint: form.login_hint,
    maxAge: form.max_age === undefined ? undefined : Number(form.max_age),
    challenge: form.code_challenge === undefined ? undefined : { value: form.code_challenge, method },
  };
}
