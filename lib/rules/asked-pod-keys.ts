import type { AskedFor } from "./asked-row";

/** A key that stands in the auth proxy's section alone. */
const IN_PROXY = "extraFlags";

/** What people write of the auth proxy's Pods, and a config file says otherwise or not; each is a sentence of its own. */
export const ASKED_POD_KEYS: readonly AskedFor[] = [
  {
    asked: /^((extra-)?env(ironment)?(-vars?)?|env-from)$/,
    beside: IN_PROXY,
    why: 'the environment of the Pods cannot be set, because a variable can decide who gets in; a proxy to the Internet is said by "egressProxy", certificate authorities by "caBundle", and flags of oauth2-proxy by "extraFlags"',
  },
  {
    asked: /^(https?-|no-|outbound-|forward-|egress-|web-)?proxy(-url)?$|^egress$/,
    beside: IN_PROXY,
    why: "a proxy to the Internet is said by egressProxy: { url, noProxy }",
  },
  {
    asked:
      /^((extra-|custom-|private-|root-|trusted-|additional-)?(ca|cas|ca-?certs?|certs|certificates|ca-certificates|certificate-authorit(y|ies))(-file|-path|-pem|-bundle|-secret|-config-map)?|trust-store|ssl-cert-(file|dir))$/,
    beside: IN_PROXY,
    why: "certificate authorities that are trusted beside those of the image are said by caBundle: { configMap: { name, key } }",
  },
  {
    asked: /^((image-)?(registry|pull)-(secrets?|credentials?)|docker-config(-json)?)$/,
    beside: IN_PROXY,
    why: 'Secrets for a registry are named in "imagePullSecrets"',
  },
  {
    asked: /^(image-)?(tag|digest|registry|repository)$/,
    beside: IN_PROXY,
    why: 'the image is written as one, with registry, tag and digest, in "image"',
  },
  {
    asked: /^((extra-|custom-|common-|deployment-)?(labels|annotations))$/,
    beside: IN_PROXY,
    why: 'labels and annotations of the Pods stand in "podLabels" and "podAnnotations", those of their ServiceAccount in "serviceAccount"',
  },
  {
    asked: /^(service-account-(name|annotations)|sa|sa-name)$/,
    beside: IN_PROXY,
    why: 'a ServiceAccount that is there is said by serviceAccount: { name }, and what one that is made has beside its name by "serviceAccount.annotations"',
  },
  {
    asked:
      /^((pod-|container-)security-context|run-as-(user|group|non-root)|fs-group|uid|gid|open-?shift|scc)$/,
    beside: IN_PROXY,
    why: "user and group are the platform's with securityContext: platform, and otherwise 65532; what else is hardened stays",
  },
  {
    asked: /^(extra-)?args?$|^(extra-)?(flags|options|arguments)$|^config(-file)?$/,
    beside: IN_PROXY,
    why: 'flags of oauth2-proxy that leave the check alone stand in "extraFlags"',
  },
  {
    asked: /^(min|max)-replicas$|^hpa$|^auto-?scal.*$|^horizontal-pod-autoscaler$/,
    beside: IN_PROXY,
    why: 'the number of Pods is said by "replicas", and replicas: { min: 2, max: 5 } makes a HorizontalPodAutoscaler',
  },
  {
    asked: /^(prometheus.*|service-?monitors?|monitoring|pod-monitor|alert(ing|s)?)$/,
    beside: IN_PROXY,
    why: "what is measured, and who may read it, is said by metrics: { scrapedBy: { namespace, podLabels } }",
  },
  {
    asked: /^(logging|logs?|log-level|json-logs?|logger)$/,
    beside: IN_PROXY,
    why: "the log goes to the output of the Pods, with logFormat: json one JSON object a line",
  },
  {
    asked: /^((topology-)?spread|zones?|zone-spread|(pod-)?(anti-)?affinity|topology-key)$/,
    beside: "nodeSelector",
    why: "over zones the Pods are spread by topologySpreadConstraints: [{ topologyKey: topology.kubernetes.io/zone }]",
  },
  {
    asked: /^pdb$|^pod-disruption-budget$/,
    beside: IN_PROXY,
    why: 'two or more "replicas" have a PodDisruptionBudget',
  },
  {
    asked: /^(liveness|readiness|startup)-probe$|^health-?checks?$|^termination-grace.*$|^lifecycle$/,
    beside: IN_PROXY,
    why: "probes and the end of a Pod are set by the library, which measured what loses no request",
  },
  {
    asked:
      /^((extra-)?volumes?|volume-mounts?|(extra-|init-|side-?car)-?containers?|sidecars?|host-network|host-aliases|dns-(policy|config))$/,
    beside: IN_PROXY,
    why: "the Pods take nothing further here; in TypeScript their resource can be changed (docs/library.md, Changing what is made)",
  },
  {
    asked: /^(nodes?|node-name|toleration|priority-class)$/,
    beside: IN_PROXY,
    why: 'where the Pods run is said by "scheduling"',
  },
  {
    asked:
      /^(branding|theme|css|(custom-)?(templates?|logo|css|pages|template-dir|templates-dir)|banner|footer|languages?|locale)$/,
    beside: IN_PROXY,
    why: 'the pages that people see have a name and a logo by "pages", and the language that the browser wishes; pages of your own are not possible yet',
  },
  {
    asked: /^(chart|values|helm-values|set)$/,
    beside: IN_PROXY,
    why: "the official chart is deployed with helm: {}; its values follow from this file",
  },
];
