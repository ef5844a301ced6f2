// The module that carries the custom resource definitions of an operator of Prometheus; nothing is built of it.
module entra-ingress-auth/lab/monitoring

go 1.26.7

require github.com/prometheus-operator/prometheus-operator v0.85.0
