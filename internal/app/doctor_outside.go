package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/clerk"
)

// port tries to listen for a moment.
func (d Doctor) port(ctx context.Context) Finding {
	const name = "address"
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", d.Config.Addr)
	switch {
	case err == nil:
		_ = listener.Close()
		return fine(name, d.Config.Addr+" is free")
	case errors.Is(err, syscall.EADDRINUSE) && d.runs(ctx):
		return fine(name, "Alex answers at "+d.Config.Addr)
	default:
		return failure(name, cannotListen(d.Config.Addr, err).Error())
	}
}

// runs reports that what listens is Alex.
func (d Doctor) runs(ctx context.Context) bool {
	status, body, err := d.get(ctx, "http://"+reachable(d.Config.Addr)+"/api/health", "")
	var health struct{ Status, Version string }
	return err == nil && status == http.StatusOK && json.Unmarshal(body, &health) == nil && health.Status == "ok"
}

// reachable is an address to call where one to listen on is given.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("localhost", port)
	}
	return addr
}

// publicURL looks at how people reach Alex, and whether passwords are safe on
// the way.
func (d Doctor) publicURL() Finding {
	const name = "public URL"
	u, err := url.Parse(d.Config.PublicURL)
	switch {
	case d.Config.PublicURL == "" && loopback(d.Config.Addr):
		return fine(name, "Alex is reached from this machine alone, at http://"+d.Config.Addr)
	case d.Config.PublicURL == "":
		return warning(name, d.Config.Addr+" is reached from other machines without encryption: put a proxy with HTTPS before it and set ALEX_PUBLIC_URL")
	case err != nil || u.Scheme != "https" && !loopback(u.Host):
		return warning(name, d.Config.PublicURL+" is not encrypted: put a proxy with HTTPS before Alex, and set ALEX_PUBLIC_URL to its https:// address")
	case u.Scheme != "https" && !loopback(d.Config.Addr):
		return warning(name, "it is this machine's own, but other machines reach "+d.Config.Addr+
			" without encryption, unless something before Alex keeps them out: set ALEX_ADDR to 127.0.0.1 where nothing does")
	case u.Scheme == "https" && len(d.Config.TrustedProxies) == 0:
		return warning(name, d.Config.PublicURL+" is a proxy's, but ALEX_TRUSTED_PROXIES is empty: everyone shares one address's limits")
	default:
		return fine(name, d.Config.PublicURL)
	}
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		host = strings.Trim(addr, "[]")
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// clerk fetches the keys, as the verifier does.
func (d Doctor) clerk(ctx context.Context) Finding {
	const name = "Clerk"
	keys := auth.RemoteKeys{URL: d.Config.ClerkIssuer + "/.well-known/jwks.json", Client: d.Client, Now: d.Now}
	if _, err := keys.Key(ctx, "the doctor's"); alex.CodeOf(err) != alex.CodeUnauthorized {
		return failure(name, "its keys cannot be fetched from "+keys.URL+": look at CLERK_ISSUER and at the way out, or nobody can sign in")
	}
	secrets, err := clerk.Secrets(d.Config.ClerkWebhookSecret.Reveal())
	switch {
	case err != nil:
		return failure(name, err.Error())
	case len(secrets) == 0:
		return warning(name, "its keys are at "+keys.URL+"; CLERK_WEBHOOK_SECRET is empty, so webhooks are refused: who is deleted or changed at Clerk stays here as they were")
	default:
		return fine(name, "its keys are at "+keys.URL+"; webhooks are checked with "+counted(len(secrets), "secret")+"; tokens have to be made for "+strings.Join(parties(d.Config, nil), ", "))
	}
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

// priceFeed asks whether the market is open, which every key may know.
func (d Doctor) priceFeed(ctx context.Context) Finding {
	const name = "price feed"
	status, _, err := d.get(ctx, d.Prices+"/v1/marketstatus/now", d.Config.PolygonAPIKey.Reveal())
	switch {
	case err != nil:
		return warning(name, "it cannot be reached: look at the way out; until then the last prices count")
	case status == http.StatusOK:
		return fine(name, "it accepts POLYGON_API_KEY")
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return failure(name, "it refuses POLYGON_API_KEY: set the right one, or none")
	default:
		return warning(name, "it answers with status "+strconv.Itoa(status)+": try again later; until then the last prices count")
	}
}

// get is one call; a key goes into a header, and to no other address.
func (d Doctor) get(ctx context.Context, address, key string) (status int, body []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, nil, err
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	client := *d.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(response.Body, 64<<10))
	return response.StatusCode, body, err
}
