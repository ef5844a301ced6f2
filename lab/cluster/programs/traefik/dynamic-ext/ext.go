// Package ext stands in for the package that Traefik's repository has under pkg/config/dynamic/ext: being a module
// of its own there, it is missing from Traefik's published module. Traefik embeds these types, which add nothing.
package ext

// HTTP adds nothing to Traefik's HTTP configuration.
type HTTP struct{}

// Router adds nothing to Traefik's router configuration.
type Router struct{}
