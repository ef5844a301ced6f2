import type { Warning } from "../../rules/warning";

/** Where Entra makes client secrets. */
export interface SecretsShape {
  /** @default - a client secret is made */
  readonly credential?: object;
  readonly machineClients?: readonly ({ readonly credential: object } | { readonly clientId: string })[];
}

const IN_STATE =
  "is in Terraform's state with secrets: writeOnly too, because the azuread provider has no form of it that stays out";

/** The client secrets that Entra makes, where a stack keeps its secrets out of the state. */
export function secretsInStateWarnings({
  credential = { clientSecret: {} },
  machineClients = [],
}: SecretsShape): Warning[] {
  return [
    ...("clientSecret" in credential
      ? [
          {
            path: ["credential"],
            message: `the client secret ${IN_STATE}; write credential: { workloadIdentity: { issuer } }, which has no secret, or for one that you keep existingSecret: { name, key }`,
          },
        ]
      : []),
    ...machineClients.flatMap((client, i) =>
      "credential" in client && "clientSecret" in client.credential
        ? [
            {
              path: ["machineClients", i, "credential"],
              message: `its client secret ${IN_STATE}; write federated: { issuer, subject }, which has no secret, or for a registration that somebody else keeps its clientId`,
            },
          ]
        : [],
    ),
  ];
}
