# The sample's stack (entra-ingress-auth.yaml) as somebody writes it by hand, for `npm run bench:deploy`: the same
# kinds of resources, as many of each, and the same settings wherever they decide how long something takes. The bench
# adds the versions of the providers, which are those of the sample.

variable "kubeconfig" {
  type    = string
  default = "~/.kube/config"
}

variable "member" {
  type    = string
  default = "alice@contoso.com"
}

locals {
  host      = "podinfo.example.com"
  name      = "oauth2-proxy"
  namespace = "kube-system"
  port      = 4180
  labels = {
    "app.kubernetes.io/name"     = local.name
    "app.kubernetes.io/instance" = local.name
  }
  issuer = "https://login.microsoftonline.com/${data.azuread_client_config.current.tenant_id}/v2.0"
}

provider "azuread" {}

provider "kubernetes" {
  config_path = var.kubeconfig
}

# Entra ID

data "azuread_client_config" "current" {}

data "azuread_user" "member" {
  user_principal_name = var.member
}

resource "azuread_application" "proxy" {
  display_name            = local.name
  sign_in_audience        = "AzureADMyOrg"
  group_membership_claims = ["SecurityGroup"]
  prevent_duplicate_names = true

  api {
    requested_access_token_version = 2
  }

  required_resource_access {
    resource_app_id = "00000003-0000-0000-c000-000000000000" # Microsoft Graph

    resource_access {
      id   = "37f7f235-527c-4136-accd-4a02d197296e" # openid
      type = "Scope"
    }
    resource_access {
      id   = "14dad69e-099b-42c9-810b-d002981feec1" # profile
      type = "Scope"
    }
    resource_access {
      id   = "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0" # email
      type = "Scope"
    }
  }

  web {
    homepage_url  = "https://${local.host}"
    redirect_uris = ["https://${local.host}/oauth2/callback"]
  }
}

resource "azuread_service_principal" "proxy" {
  client_id                    = azuread_application.proxy.client_id
  app_role_assignment_required = false
}

resource "azuread_group" "users" {
  display_name            = "oauth2-proxy-users"
  security_enabled        = true
  prevent_duplicate_names = true
}

resource "azuread_group_member" "member" {
  group_object_id  = azuread_group.users.object_id
  member_object_id = data.azuread_user.member.object_id
}

resource "azuread_group_member" "self" {
  group_object_id  = azuread_group.users.object_id
  member_object_id = azuread_service_principal.proxy.object_id
}

resource "time_rotating" "secret" {
  rotation_days = 90
}

resource "time_static" "first_secret" {}

resource "azuread_application_password" "proxy" {
  application_id = azuread_application.proxy.id
  display_name   = local.name
  end_date       = timeadd(time_rotating.secret.rfc3339, "4320h")
  rotate_when_changed = {
    rotation = time_rotating.secret.id
  }

  lifecycle {
    create_before_destroy = true
  }
}

# A new secret needs a minute to reach all of Entra; nobody has used another one before the first.
resource "time_sleep" "secret" {
  create_duration = timecmp(time_rotating.secret.rfc3339, timeadd(time_static.first_secret.rfc3339, "1h")) > 0 ? "60s" : "0s"
  triggers = {
    secret = azuread_application_password.proxy.key_id
  }
}

# The auth proxy

resource "random_password" "cookie" {
  length  = 32
  special = false
}

resource "kubernetes_secret_v1" "client_id" {
  metadata {
    name      = "oauth2-proxy-id"
    namespace = local.namespace
    labels    = local.labels
  }
  data = {
    OAUTH2_PROXY_CLIENT_ID = azuread_application.proxy.client_id
  }
}

resource "kubernetes_secret_v1" "client_secret" {
  metadata {
    name      = "oauth2-proxy-secret"
    namespace = local.namespace
    labels    = local.labels
  }
  data = {
    OAUTH2_PROXY_CLIENT_SECRET = azuread_application_password.proxy.value
  }
  depends_on = [time_sleep.secret]
}

resource "kubernetes_secret_v1" "issuer" {
  metadata {
    name      = "oauth2-proxy-oidc-issuer-url"
    namespace = local.namespace
    labels    = local.labels
  }
  data = {
    OAUTH2_PROXY_OIDC_ISSUER_URL = local.issuer
  }
}

resource "kubernetes_secret_v1" "allowed_groups" {
  metadata {
    name      = "oauth2-proxy-allowed-groups"
    namespace = local.namespace
    labels    = local.labels
  }
  data = {
    OAUTH2_PROXY_ALLOWED_GROUPS = azuread_group.users.object_id
  }
}

resource "kubernetes_secret_v1" "cookie" {
  metadata {
    name      = "oauth2-proxy-cookie-secret"
    namespace = local.namespace
    labels    = local.labels
  }
  data = {
    OAUTH2_PROXY_COOKIE_SECRET = random_password.cookie.result
  }
}

resource "kubernetes_config_map_v1" "templates" {
  metadata {
    name      = "oauth2-proxy-templates"
    namespace = local.namespace
    labels    = local.labels
  }
  data = {
    "error.html" = <<-EOT
      {{define "error.html"}}<!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>{{.StatusCode}} {{.Title}}</title></head>
      <body>
      <h1>{{.StatusCode}} {{.Title}}</h1>
      <p>{{.Message}}</p>
      <p><a href="{{.ProxyPrefix}}/start?rd={{.Redirect}}">Try to sign in again</a></p>
      </body>
      </html>
      {{end}}
    EOT
  }
}

resource "kubernetes_service_account_v1" "proxy" {
  metadata {
    name      = local.name
    namespace = local.namespace
    labels    = local.labels
  }
  automount_service_account_token = false
}

resource "kubernetes_deployment_v1" "proxy" {
  metadata {
    name      = local.name
    namespace = local.namespace
    labels    = local.labels
  }

  spec {
    replicas = 2

    selector {
      match_labels = local.labels
    }

    strategy {
      type = "RollingUpdate"
      rolling_update {
        max_surge       = "1"
        max_unavailable = "0"
      }
    }

    template {
      metadata {
        labels = local.labels
        annotations = {
          "checksum/secrets" = nonsensitive(sha256(jsonencode([
            kubernetes_secret_v1.client_id.data,
            kubernetes_secret_v1.client_secret.data,
            kubernetes_secret_v1.issuer.data,
            kubernetes_secret_v1.allowed_groups.data,
            kubernetes_secret_v1.cookie.data,
          ])))
          "checksum/templates" = sha256(jsonencode(kubernetes_config_map_v1.templates.data))
        }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.proxy.metadata[0].name
        automount_service_account_token = false
        enable_service_links            = false

        security_context {
          run_as_non_root = true
          run_as_user     = "65532"
          run_as_group    = "65532"
          seccomp_profile {
            type = "RuntimeDefault"
          }
        }

        topology_spread_constraint {
          max_skew           = 1
          topology_key       = "kubernetes.io/hostname"
          when_unsatisfiable = "ScheduleAnyway"
          label_selector {
            match_labels = local.labels
          }
        }

        container {
          name              = local.name
          image             = "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4"
          image_pull_policy = "IfNotPresent"
          args = [
            "--provider=oidc",
            "--scope=openid profile email",
            "--email-domain=*",
            "--oidc-email-claim=preferred_username",
            "--oidc-groups-claim=groups",
            "--skip-claims-from-profile-url=true",
            "--skip-provider-button=true",
            "--code-challenge-method=S256",
            "--insecure-oidc-skip-nonce=false",
            "--skip-jwt-bearer-tokens=true",
            "--http-address=0.0.0.0:${local.port}",
            "--upstream=file:///dev/null",
            "--reverse-proxy=true",
            "--trusted-proxy-ip=10.0.0.0/8",
            "--redirect-url=https://${local.host}/oauth2/callback",
            "--cookie-name=__Host-oauth2-proxy",
            "--cookie-secure=true",
            "--cookie-samesite=lax",
            "--cookie-expire=8h",
            "--cookie-csrf-per-request=true",
            "--cookie-csrf-per-request-limit=10",
            "--session-cookie-minimal=true",
            "--set-xauthrequest=true",
            "--custom-templates-dir=/templates",
            "--silence-ping-logging=true",
          ]

          env {
            name = "OAUTH2_PROXY_CLIENT_ID"
            value_from {
              secret_key_ref {
                name = kubernetes_secret_v1.client_id.metadata[0].name
                key  = "OAUTH2_PROXY_CLIENT_ID"
              }
            }
          }
          env {
            name = "OAUTH2_PROXY_CLIENT_SECRET"
            value_from {
              secret_key_ref {
                name = kubernetes_secret_v1.client_secret.metadata[0].name
                key  = "OAUTH2_PROXY_CLIENT_SECRET"
              }
            }
          }
          env {
            name = "OAUTH2_PROXY_OIDC_ISSUER_URL"
            value_from {
              secret_key_ref {
                name = kubernetes_secret_v1.issuer.metadata[0].name
                key  = "OAUTH2_PROXY_OIDC_ISSUER_URL"
              }
            }
          }
          env {
            name = "OAUTH2_PROXY_ALLOWED_GROUPS"
            value_from {
              secret_key_ref {
                name = kubernetes_secret_v1.allowed_groups.metadata[0].name
                key  = "OAUTH2_PROXY_ALLOWED_GROUPS"
              }
            }
          }
          env {
            name = "OAUTH2_PROXY_COOKIE_SECRET"
            value_from {
              secret_key_ref {
                name = kubernetes_secret_v1.cookie.metadata[0].name
                key  = "OAUTH2_PROXY_COOKIE_SECRET"
              }
            }
          }

          port {
            name           = "http"
            container_port = local.port
            protocol       = "TCP"
          }

          startup_probe {
            http_get {
              path = "/ping"
              port = "http"
            }
            period_seconds    = 2
            failure_threshold = 30
          }
          liveness_probe {
            http_get {
              path = "/ping"
              port = "http"
            }
            period_seconds  = 10
            timeout_seconds = 3
          }
          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
            period_seconds  = 5
            timeout_seconds = 3
          }

          # The image has no `sleep`: this asks a Redis that is not there, twice, and takes five seconds.
          lifecycle {
            pre_stop {
              exec {
                command = [
                  "oauth2-proxy",
                  "--session-store-type=redis",
                  "--redis-connection-url=redis://127.0.0.1:1?max_retries=1&min_retry_backoff=2500ms&max_retry_backoff=2500ms",
                ]
              }
            }
          }

          resources {
            requests = { cpu = "250m", memory = "64Mi" }
            limits   = { cpu = "500m", memory = "128Mi" }
          }

          security_context {
            allow_privilege_escalation = false
            read_only_root_filesystem  = true
            run_as_non_root            = true
            capabilities {
              drop = ["ALL"]
            }
          }

          volume_mount {
            name       = "templates"
            mount_path = "/templates"
            read_only  = true
          }
        }

        volume {
          name = "templates"
          config_map {
            name = kubernetes_config_map_v1.templates.metadata[0].name
          }
        }
      }
    }
  }
}

resource "kubernetes_service_v1" "proxy" {
  metadata {
    name      = local.name
    namespace = local.namespace
    labels    = local.labels
  }
  spec {
    selector = local.labels
    port {
      name        = "http"
      port        = local.port
      target_port = "http"
      protocol    = "TCP"
    }
  }
}

resource "kubernetes_pod_disruption_budget_v1" "proxy" {
  metadata {
    name      = local.name
    namespace = local.namespace
    labels    = local.labels
  }
  spec {
    min_available = "1"
    selector {
      match_labels = local.labels
    }
  }
}

resource "kubernetes_network_policy_v1" "proxy" {
  metadata {
    name      = local.name
    namespace = local.namespace
    labels    = local.labels
  }
  spec {
    policy_types = ["Ingress"]
    pod_selector {
      match_labels = local.labels
    }
    ingress {
      from {
        namespace_selector {
          match_labels = {
            "kubernetes.io/metadata.name" = "ingress-nginx"
          }
        }
        pod_selector {
          match_labels = {
            "app.kubernetes.io/name"      = "ingress-nginx"
            "app.kubernetes.io/component" = "controller"
          }
        }
      }
      ports {
        port     = "http"
        protocol = "TCP"
      }
    }
  }
}

# The edge

resource "kubernetes_ingress_v1" "proxy" {
  metadata {
    name      = local.name
    namespace = local.namespace
    annotations = {
      "nginx.ingress.kubernetes.io/enable-global-auth" = "false"
      "nginx.ingress.kubernetes.io/proxy-buffer-size"  = "512k"
      "nginx.ingress.kubernetes.io/ssl-redirect"       = "true"
    }
  }
  spec {
    ingress_class_name = "nginx"
    tls {
      hosts       = [local.host]
      secret_name = "tls-secret"
    }
    rule {
      host = local.host
      http {
        path {
          path      = "/oauth2"
          path_type = "Prefix"
          backend {
            service {
              name = kubernetes_service_v1.proxy.metadata[0].name
              port {
                number = local.port
              }
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_ingress_v1" "podinfo" {
  metadata {
    name      = "podinfo"
    namespace = "default"
    annotations = {
      "nginx.ingress.kubernetes.io/auth-url"              = "https://$host/oauth2/auth"
      "nginx.ingress.kubernetes.io/auth-signin"           = "https://$host/oauth2/start?rd=$escaped_request_uri"
      "nginx.ingress.kubernetes.io/auth-response-headers" = "X-Auth-Request-User,X-Auth-Request-Email,X-Auth-Request-Preferred-Username,X-Auth-Request-Groups,X-Auth-Request-Access-Token,X-Forwarded-User,X-Forwarded-Email,X-Forwarded-Preferred-Username,X-Forwarded-Groups,X-Forwarded-Access-Token"
      "nginx.ingress.kubernetes.io/proxy-buffer-size"     = "512k"
      "nginx.ingress.kubernetes.io/ssl-redirect"          = "true"
    }
  }
  spec {
    ingress_class_name = "nginx"
    tls {
      hosts       = [local.host]
      secret_name = "tls-secret"
    }
    rule {
      host = local.host
      http {
        path {
          path      = "/"
          path_type = "Prefix"
          backend {
            service {
              name = "podinfo"
              port {
                number = 9898
              }
            }
          }
        }
      }
    }
  }
}

# What is protected, for whatever is to happen when that changes.
resource "terraform_data" "paths" {
  input      = { host = local.host, paths = "/" }
  depends_on = [kubernetes_ingress_v1.podinfo]
}

output "client_id" {
  value = azuread_application.proxy.client_id
}

output "client_secret" {
  value     = azuread_application_password.proxy.value
  sensitive = true
}

output "tenant_id" {
  value = data.azuread_client_config.current.tenant_id
}

output "group_id" {
  value = azuread_group.users.object_id
}

output "oidc_issuer_url" {
  value = local.issuer
}
