import { parse } from "yaml";
import { only } from "../support/auth-proxy";
import type { Resources } from "../support/auth-proxy";

export function pageOf(resources: Resources): unknown {
  return only<{ data: Record<string, string> }>(resources, "kubernetes_config_map_v1").data["error.html"];
}

/** The arguments of the Deployment, or the chart's values without what refers to other resources. */
export function argumentsOf(resources: Resources): unknown {
  if (resources.helm_release !== undefined) {
    const [values = ""] = only<{ values: string[] }>(resources, "helm_release").values;
    return values
      .replace(/"podAnnotations" = \{.*?\}, /, "")
      .replace(/kubernetes_config_map_v1\.[\w-]+\.metadata\[0\]\.name/, '"templates"');
  }
  const { spec } = only<{ spec: { template: { spec: { container: [{ args: string[] }] } } } }>(
    resources,
    "kubernetes_deployment_v1",
  );
  return spec.template.spec.container[0].args;
}

export function argumentList(read: unknown): string[] {
  return Array.isArray(read)
    ? (read as string[])
    : (parse(String(read)) as { extraArgs: string[] }).extraArgs;
}

/** A page as a browser shows it, once Go has filled in nothing. */
export function shown(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#123": "{" };
  return html.replace(/&(amp|lt|gt|quot|#123);/g, (_entity, name: string) => entities[name] ?? "");
}
