import { entriesOf, partOf, type Draft } from "../contracts/draft";
import { resourceProblems } from "../edge/resource-problems";
import { edgePlaceProblems } from "../edge/sections";
import { besideProblems, edgeReferenceProblems } from "../model/edges";
import { refusedByEdges, refusedCheck, refusedForStack, type AskedForStack } from "../model/refused-by-edge";
import { below, type Problem } from "../rules/rule";
import { edgeNames, edgesOfDraft, edgesOfFile, fileEdges } from "./edges";
import type { FileDraft } from "./schema";

/** What a file asks of its edges that cannot be. */
export function edgeProblemsOf(file: FileDraft): Problem[] {
  const edges = edgesOfFile(file);
  const all = edges.map(({ edge }) => edge);
  return [
    ...edgePlaceProblems(fileEdges(file), partOf(file, "edges").isWhole),
    ...besideProblems(edges),
    ...edges.flatMap(({ edge, at }) => below(at, resourceProblems(edge))),
    ...refusedCheck(partOf(file, "authCheck").whole, all),
    ...refusedForStack(askedForStack(file), all),
    ...(edges.length === fileEdges(file).length
      ? refusedByEdges({ tls: partOf(file, "signIn", "tls").whole }, all, ["signIn"])
      : []),
    ...appProblems(file),
  ];
}

function appProblems(file: FileDraft): Problem[] {
  const names = edgeNames(file);
  const known = new Map(edgesOfFile(file).map(({ name, edge }) => [name, edge]));
  return entriesOf(partOf(file, "apps")).flatMap((app, i): Problem[] => {
    const at = ["apps", i];
    const said = partOf(app, "edge");
    const externalIngress = partOf(app, "externalIngress").whole;
    const references =
      names === undefined || !said.isWhole
        ? []
        : edgeReferenceProblems({ edge: said.whole, externalIngress }, names);
    const asked = {
      tls: partOf(app, "tls").whole,
      externalIngress,
      cors: partOf(app, "cors").isSaid ? true : undefined,
      service: { port: partOf(app, "service", "port").whole },
    };
    const edges = edgesOfDraft(app, names, (name) => known.get(name)) ?? [];
    return [...below(at, references), ...refusedByEdges(asked, edges, at)];
  });
}

/** What a file asks for the whole stack. */
function askedForStack(file: FileDraft): AskedForStack {
  const isSaid = (part: Draft<unknown>): true | undefined => (part.isSaid ? true : undefined);
  const authProxy = partOf(file, "authProxy");
  return {
    signIn: isSaid(partOf(file, "signIn")),
    authProxy: {
      service: isSaid(partOf(authProxy, "service")),
      helm: isSaid(partOf(authProxy, "helm")),
      bufferSize: isSaid(partOf(authProxy, "bufferSize")),
    },
  };
}
