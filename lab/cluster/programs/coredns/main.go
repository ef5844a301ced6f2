// CoreDNS with the plugins that the lab's Corefile names: the full set would compile three cloud vendors' clients.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/template"
)

func main() {
	// The order in which they are asked; template, the last, says that all else does not exist.
	dnsserver.Directives = []string{"bind", "errors", "kubernetes", "hosts", "template"}
	coremain.Run()
}
