import { Construct } from "constructs";
import type { ServicePrincipalDelegatedPermissionGrant } from "@cdktf/provider-azuread/lib/service-principal-delegated-permission-grant";
import { rareKinds } from "../../terraform/rare-kinds";

/** What everybody of the tenant is to have consented to. */
export interface AdminConsentProps {
  /** The service principal that is granted the permissions. */
  readonly servicePrincipalObjectId: string;
  /** The client id of the API that has them. */
  readonly api: string;
  /** Their names. At least one. */
  readonly permissions: readonly string[];
}

/** Grants delegated permissions of an API for everybody in the tenant, so that nobody is asked at sign-in. */
export class AdminConsent extends Construct {
  readonly resource: ServicePrincipalDelegatedPermissionGrant;

  constructor(scope: Construct, id: string, props: AdminConsentProps) {
    super(scope, id);
    const { DataAzureadServicePrincipal, ServicePrincipalDelegatedPermissionGrant: Grant } = rareKinds;
    // At this address whatever the API is, because people have it in their states.
    const api = new DataAzureadServicePrincipal(this, "graph", { clientId: props.api });
    this.resource = new Grant(this, "grant", {
      servicePrincipalObjectId: props.servicePrincipalObjectId,
      resourceServicePrincipalObjectId: api.objectId,
      claimValues: [...props.permissions],
    });
  }
}
