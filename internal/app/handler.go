package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"alex"
	"alex/frontend"
	"alex/internal/api"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/config"
	"alex/internal/queue"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// handler is the API as it is configured, for who asks at an address. Streams
// end with ctx.
func (a *App) handler(ctx context.Context, cfg config.Config, log *slog.Logger, at net.Addr) (http.Handler, error) {
	proxies, err := networks(cfg.TrustedProxies)
	if err != nil {
		return nil, err
	}
	key, err := numberKey(cfg)
	if err != nil {
		return nil, err
	}
	sample, err := sampleHousehold()
	if err != nil {
		return nil, err
	}
	signIn := api.SiteAuth{Mode: cfg.Auth, PublishableKey: cfg.ClerkPublishableKey}
	page, err := api.NewPage(frontend.Dist(), signIn)
	if err != nil {
		return nil, err
	}
	server := &api.Server{
		Sample: sample, NumberKey: key, Wake: a.awaken, Recompute: a.Recompute, Tagged: a.Planner.Tagger.Tagged, Hub: api.Hub{Context: ctx},
		Store: a.Store, Now: a.Now, Log: log, Version: Version(), PublicURL: cfg.PublicURL,
		Loopback:       onLoopback(at),
		AllowedOrigins: cfg.AllowedOrigins, TrustedProxies: proxies,
		Metrics: a.Metrics, Office: a.office(cfg),
		DailyAnalyses: cfg.UserDailyAnalyses, KeptReports: cfg.KeepReports,
		RateLimit: cfg.RateLimit, UserRateLimit: cfg.UserRateLimit, Limits: limits(cfg), Page: page,
		Site: api.SiteConfig{
			Auth: signIn,
			Demo: cfg.Demo && cfg.Auth == "local", Signup: cfg.Signup, Models: a.Models.Told(), Traces: tracesTold(cfg),
		},
	}
	if _, found := a.Models.of(alex.Asker); found {
		server.AskModel = a.askModel
	}
	a.signIn(cfg, server)
	return server.Handler(), nil
}

// onLoopback reports that only this machine can reach an address.
func onLoopback(at net.Addr) bool {
	tcp, ok := at.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// signIn chooses who signs people in. One verifier checks the tokens of both.
func (a *App) signIn(cfg config.Config, server *api.Server) {
	verifier := &auth.Verifier{Issuer: cfg.ClerkIssuer, Parties: cfg.ClerkAuthorizedParties, Now: a.Now}
	if cfg.Auth == "local" {
		issuer := a.issuer(cfg)
		issuer.Sample = server.Sample
		server.Issuer = issuer
		verifier = &auth.Verifier{Issuer: issuer.Name, Keys: issuer, Now: a.Now}
	} else {
		verifier.Keys = &auth.RemoteKeys{URL: cfg.ClerkIssuer + "/.well-known/jwks.json", Client: &http.Client{}, Now: a.Now}
	}
	server.Auth = gate{verifier: verifier, store: a.Store, now: a.Now, admits: cfg.Auth != "local"}
}

// issuer is the embedded one. All processes over one database have the same,
// wherever they listen.
func (a *App) issuer(cfg config.Config) *local.Issuer {
	name := cfg.PublicURL
	if name == "" {
		name = "alex"
	}
	issuer := local.New(a.Store, name)
	issuer.Now, issuer.Signup, issuer.Demos = a.Now, cfg.Signup, cfg.Demo
	return issuer
}

// gate lets in whoever a good token speaks for.
type gate struct {
	verifier *auth.Verifier
	store    *store.Store
	now      func() time.Time
	admits   bool // whether people may come who have no record yet
}

// Authenticate verifies the token, and that its person may still come in.
func (g gate) Authenticate(ctx context.Context, token string) (alex.PersonID, error) {
	who, err := g.verifier.Verify(ctx, token)
	if err != nil {
		return "", err
	}
	err = g.live(ctx, who)
	switch {
	case alex.CodeOf(err) != alex.CodeNotFound:
		return who.Subject, err
	case g.admits:
		_, err = g.store.System().EnsurePerson(ctx, who.Subject, who.Name, who.Email)
		return who.Subject, err
	default:
		return "", alex.Errorf(alex.CodeUnauthorized, "this account no longer exists")
	}
}

// Stay tells whether the bearer of a token that is good now may stay, for as
// long as it is asked.
func (g gate) Stay(ctx context.Context, token string) (still func(context.Context) error, err error) {
	who, err := g.verifier.Verify(ctx, token)
	return func(ctx context.Context) error { return g.live(ctx, who) }, err
}

// SessionOf is the session of a token that is good now.
func (g gate) SessionOf(ctx context.Context, token string) (alex.ID, error) {
	who, err := g.verifier.Verify(ctx, token)
	return alex.ID(who.Session), err
}

// live asks for the person, and for the session where Alex keeps them: there a
// token of none is refused.
func (g gate) live(ctx context.Context, who auth.Identity) error {
	session := alex.ID(who.Session)
	switch {
	case g.admits:
		session = ""
	case session == "":
		return alex.Errorf(alex.CodeUnauthorized, "this token is of no session; sign in again")
	}
	return g.store.System().Live(ctx, who.Subject, session, g.now())
}

func networks(list []string) ([]netip.Prefix, error) {
	prefixes := make([]netip.Prefix, len(list))
	for i, text := range list {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			ip, err := netip.ParseAddr(text)
			if err != nil {
				return nil, alex.Invalid("ALEX_TRUSTED_PROXIES", "is not a list of addresses and networks")
			}
			prefix = netip.PrefixFrom(ip, ip.BitLen())
		}
		prefixes[i] = prefix
	}
	return prefixes, nil
}

// awaken wakes a worker of this process; one of another finds the row.
func (a *App) awaken(ctx context.Context, job alex.ID) {
	_ = a.wake.Send(ctx, queue.Message{Job: job, Trace: telemetry.Traceparent(ctx)}) // the row is the outbox
}

// jobCounts is the number of jobs in each status.
func (a *App) jobCounts(ctx context.Context) (map[string]int64, error) {
	counts, err := a.Store.System().JobCounts(ctx)
	named := make(map[string]int64, len(counts))
	for status, n := range counts {
		named[string(status)] = n
	}
	return named, err
}
