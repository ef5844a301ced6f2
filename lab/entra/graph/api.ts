import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Tenant } from "../directory";
import type { Entra } from "../entra";
import { authenticate, authorize, type Caller, type Permissions } from "./caller";
import { page, select, type Query, type Resource } from "./odata";

export type Version = "v1.0" | "beta";
export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** One authenticated request to Graph, and the ways to answer it. */
export class GraphRequest {
  constructor(
    readonly entra: Entra,
    readonly version: Version,
    readonly caller: Caller,
    readonly permissions: Permissions,
    private readonly request: FastifyRequest,
  ) {}

  get tenant(): Tenant {
    return this.caller.tenant;
  }

  get body(): unknown {
    return this.request.body;
  }

  get query(): Query {
    return record(this.request.query);
  }

  /** A part of the path, such as an object id. */
  param(name: string): string {
    const value = record(this.request.params)[name];
    return typeof value === "string" ? value : "";
  }

  /** One resource, reduced to what `$select` asks for. */
  entity(set: string, resource: Resource, byDefault?: readonly string[]): Resource {
    return { "@odata.context": this.context(`${set}/$entity`), ...select(resource, this.query, byDefault) };
  }

  /** A list of resources: filtered, reduced and paged. */
  list(set: string, resources: readonly Resource[], byDefault?: readonly string[]): Resource {
    const [path = ""] = this.request.url.split("?");
    const url = `${this.entra.origins.graph}${path}`;
    return page(resources, { query: this.query, url, context: this.context(set) }, byDefault);
  }

  context(fragment: string): string {
    return `${this.entra.origins.graph}/${this.version}/$metadata#${fragment}`;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** What a handler answers: a resource, or nothing (204). */
export type Answer = Resource | undefined;

/** The part of Graph on which a family of resources registers its routes. */
export class GraphApi {
  constructor(
    private readonly server: FastifyInstance,
    private readonly entra: Entra,
    private readonly version: Version,
    private readonly host: RegExp,
  ) {}

  /** Adds a route for those who have one of the permissions. */
  route(
    method: Method,
    path: string,
    permissions: Permissions,
    handler: (request: GraphRequest) => Answer,
    status = 200,
  ): void {
    this.server.route({
      method,
      url: `/${this.version}${path}`,
      constraints: { host: this.host },
      handler: async (request, reply) => {
        const caller = await authenticate(request.headers.authorization, {
          directory: this.entra.directory,
          keys: this.entra.keys,
          graphUrl: this.entra.origins.graph,
          now: new Date(this.entra.now()),
        });
        authorize(caller, permissions);
        const answer = handler(new GraphRequest(this.entra, this.version, caller, permissions, request));
        if (answer === undefined) return reply.code(204).send();
        return reply.code(status).type("application/json; odata.metadata=minimal").send(answer);
      },
    });
  }
}
