import {
  HttpMethod,
  KubernetesObjectApi,
  type KubernetesObject,
  PatchStrategy,
} from "@kubernetes/client-node";

/** Whose fields they are, as the API server keeps beside each of them. */
const FIELD_MANAGER = "lab";

/** Objects of any kind as they are, none of whose fields the client leaves out because it does not know it. */
export class StrictObjects extends KubernetesObjectApi {
  /**
   * Makes an object what is said here; a field that its kind does not have is an error.
   * @param force - whether fields of other managers are taken over
   */
  async apply<T extends KubernetesObject>(
    object: T,
    fieldManager = FIELD_MANAGER,
    force = true,
  ): Promise<KubernetesObject> {
    const path = await this.specUriPath(object, "patch");
    const request = this.configuration.baseServer.makeRequestContext(path, HttpMethod.PATCH);
    request.setHeaderParam("Accept", "application/json");
    request.setHeaderParam("Content-Type", PatchStrategy.ServerSideApply);
    request.setQueryParam("fieldManager", fieldManager);
    request.setQueryParam("force", String(force));
    request.setQueryParam("fieldValidation", "Strict");
    request.setBody(JSON.stringify(object));
    return this.requestPromise(request);
  }
}
