package api

import (
	"encoding/base64"
	"strings"
)

// pagePolicy is the Content-Security-Policy of the page: its own files and
// nothing else. Mantine writes style elements while it runs, so styles may be
// inline; scripts may not. Where Clerk signs people in, its host, its pictures
// and its check against robots come in, as Clerk documents them.
func pagePolicy(signIn SiteAuth) string {
	var scripts, connections, pictures, frames, workers string
	if host := clerkHost(signIn.PublishableKey); signIn.Mode == "clerk" && host != "" {
		scripts = " https://" + host + " https://challenges.cloudflare.com"
		connections = " https://" + host + " https://clerk-telemetry.com"
		pictures = " https://img.clerk.com"
		frames = "; frame-src https://challenges.cloudflare.com"
		workers = "; worker-src 'self' blob:"
	}
	return "default-src 'none'; script-src 'self'" + scripts + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:" + pictures +
		"; font-src 'self'; connect-src 'self'" + connections + frames + workers +
		"; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}

// clerkHost is the host that a publishable key names: pk_test_ or pk_live_, and
// then the host and a dollar sign in base64. Anything else names none.
func clerkHost(key string) string {
	parts := strings.SplitN(key, "_", 3)
	if len(parts) != 3 || parts[0] != "pk" {
		return ""
	}
	text, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(parts[2], "="))
	host, ended := strings.CutSuffix(string(text), "$")
	if err != nil || !ended {
		return ""
	}
	for _, r := range host {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789.-", r) {
			return ""
		}
	}
	return host
}
