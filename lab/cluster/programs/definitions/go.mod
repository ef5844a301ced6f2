// Modules that carry custom resource definitions; nothing is built of them.
module entra-ingress-auth/lab/definitions

go 1.26.7

require (
	github.com/envoyproxy/gateway v1.9.1
	istio.io/api v1.32.0
	sigs.k8s.io/gateway-api v1.6.3
)
