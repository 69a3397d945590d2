package openai

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// covered reports an address that nobody listens on the way to: by TLS, or on
// this machine or its own network.
func covered(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && near(strings.ToLower(u.Hostname())))
}

// near reports a loopback or private address, a name without a dot, as
// containers have, or a name that networks keep to themselves: the rule that
// settings are held to.
func near(host string) bool {
	if at, err := netip.ParseAddr(host); err == nil {
		at = at.Unmap()
		return at.IsLoopback() || at.IsPrivate() || at.IsLinkLocalUnicast()
	}
	if _, err := strconv.ParseUint(host, 0, 64); err == nil { // resolvers read it as an address
		return false
	}
	own := func(ending string) bool { return strings.HasSuffix(strings.TrimSuffix(host, "."), ending) }
	return host != "" && !strings.ContainsAny(host, ".:") || slices.ContainsFunc([]string{".local", ".internal", ".localhost"}, own)
}
