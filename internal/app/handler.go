package app

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"alex"
	"alex/frontend"
	"alex/internal/api"
	"alex/internal/auth"
	"alex/internal/auth/clerk"
	"alex/internal/auth/local"
	"alex/internal/auth/oidc"
	"alex/internal/config"
	"alex/internal/mcp"
	"alex/internal/store"
)

// handler is the API as it is configured, for who asks at an address. Streams
// end with ctx.
func (a *App) handler(ctx context.Context, cfg config.Config, log *slog.Logger, at net.Addr) (http.Handler, error) {
	server, err := a.server(ctx, cfg, log, at)
	if err != nil {
		return nil, err
	}
	return server.Handler(), nil
}

func (a *App) server(ctx context.Context, cfg config.Config, log *slog.Logger, at net.Addr) (*api.Server, error) {
	proxies, err := networks(cfg.TrustedProxies)
	if err != nil {
		return nil, err
	}
	var key []byte
	if cfg.Role != "webhook" { // which has nothing to seal
		if key, err = a.ownKey(ctx, cfg, log); err != nil {
			return nil, err
		}
	}
	issuer := a.issuer(cfg)
	issuer.Sample, issuer.SealKey, issuer.Log = sampleHousehold, key, log
	a.posting, a.posted = issuer.Wait, issuer.Begun
	signIn := signInOf(cfg, issuer)
	page, err := api.NewPage(frontend.Dist(), signIn)
	if err != nil {
		return nil, err
	}
	server := &api.Server{
		Sample: sampleHousehold, AccountKey: key, Wake: a.awaken, Recompute: a.Recompute, Tagged: a.Planner.Tagger.Tagged, Hub: api.Hub{Context: ctx},
		Store: a.Store, Now: a.Now, Log: log, Version: Version(), PublicURL: cfg.PublicURL,
		Loopback:       onLoopback(at),
		AllowedOrigins: cfg.AllowedOrigins, TrustedProxies: proxies, OriginSecrets: revealed(cfg.OriginSecrets()),
		Metrics: a.Metrics, Office: a.office(cfg, issuer),
		DailyAnalyses: cfg.UserDailyAnalyses, KeptReports: cfg.KeepReports,
		RateLimit: cfg.RateLimit, UserRateLimit: cfg.UserRateLimit, Limits: limits(cfg), Page: page,
		Site: api.SiteConfig{
			Auth: signIn,
			Demo: cfg.Demo && cfg.Auth == "local", Signup: cfg.Signup, Models: a.told(), Traces: tracesTold(cfg), Mail: a.Mail != nil,
		},
	}
	if _, found := a.Models.of(alex.Asker); found {
		server.AskModel = a.askModel
	}
	a.texts(server, issuer)
	server.Access = issuer
	server.Programs = (&mcp.Server{Reading: server.Reading(), Store: a.Store, Version: Version(), Log: log, Patience: callTime}).Handler()
	if err := a.signIn(cfg, server, issuer, at); err != nil {
		return nil, err
	}
	return server, nil
}

func revealed(secrets []config.Secret) (list []string) {
	for _, secret := range secrets {
		list = append(list, secret.Reveal())
	}
	return list
}

// texts lets texts be brought and found where there is a library, and operators
// look for them.
func (a *App) texts(server *api.Server, issuer *local.Issuer) {
	if a.Library == nil {
		return
	}
	server.Library = a.Library
	server.AdmitIngest = func(ctx context.Context, key, clientIP string) (alex.Actor, error) {
		k, err := issuer.Ingest(ctx, key, clientIP)
		return alex.OperatorActor(k.Name), err
	}
	if a.Research != nil {
		server.Research = a.Research
	}
}

// onLoopback reports that only this machine can reach an address.
func onLoopback(at net.Addr) bool {
	tcp, ok := at.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// signIn chooses who signs people in. One verifier checks the tokens of both.
func (a *App) signIn(cfg config.Config, server *api.Server, issuer *local.Issuer, at net.Addr) error {
	if cfg.Auth == "local" {
		server.Issuer, server.SignOn = issuer, a.signOn(cfg, server.AccountKey)
		server.Auth = a.gate(&auth.Verifier{Issuer: issuer.Name, Keys: issuer, Now: a.Now}, false)
		return nil
	}
	secrets, err := clerk.Secrets(cfg.ClerkWebhookSecret.Reveal())
	if err != nil {
		return err
	}
	server.Webhook = &clerk.Webhook{Secrets: secrets, Now: a.Now}
	keys := &auth.RemoteKeys{URL: cfg.ClerkIssuer + "/.well-known/jwks.json", Client: straight(), Now: a.Now}
	server.Auth = a.gate(&auth.Verifier{Issuer: cfg.ClerkIssuer, Keys: keys, Parties: parties(cfg, at), Now: a.Now}, true)
	return nil
}

// straight is a client that follows no redirect: an issuer's keys are where it
// says, and nowhere else.
func straight() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// parties are the origins that a token may be made for: those that are set, or
// else where people reach Alex, which is this machine where nothing is said.
func parties(cfg config.Config, at net.Addr) []string {
	switch tcp, ok := at.(*net.TCPAddr); {
	case len(cfg.ClerkAuthorizedParties) > 0:
		return cfg.ClerkAuthorizedParties
	case cfg.PublicURL != "":
		return []string{cfg.PublicURL}
	case ok:
		port := strconv.Itoa(tcp.Port)
		return []string{"http://" + net.JoinHostPort(tcp.IP.String(), port), "http://localhost:" + port}
	default:
		return []string{"http://" + cfg.Addr}
	}
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
	issuer.Mail, issuer.PublicURL = a.Mail, cfg.PublicURL
	return issuer
}

// signInOf is how the page signs people in.
func signInOf(cfg config.Config, issuer *local.Issuer) api.SiteAuth {
	site := api.SiteAuth{Mode: cfg.Auth, PublishableKey: cfg.ClerkPublishableKey}
	if cfg.Auth != "local" {
		return site
	}
	site.Reset = issuer.Resets()
	if cfg.OIDCIssuer != "" {
		site.OIDC = &api.SiteSignOn{Name: cfg.OIDCName}
	}
	return site
}

// signOn is the other issuer, which is asked for nothing yet; nil where there
// is none.
func (a *App) signOn(cfg config.Config, key []byte) auth.SignOn {
	if cfg.OIDCIssuer == "" {
		return nil
	}
	provider := oidc.NewProvider(cfg.OIDCIssuer, cfg.OIDCClientID, cfg.OIDCClientSecret.Reveal(),
		cfg.PublicURL+"/api/auth/oidc/callback", key)
	provider.Now = a.Now
	return provider
}

// gate lets in whoever a good token speaks for.
type gate struct {
	verifier *auth.Verifier
	store    *store.Store
	now      func() time.Time
	admits   bool // whether people may come who have no record yet
}

func (a *App) gate(verifier *auth.Verifier, admits bool) gate {
	return gate{verifier: verifier, store: a.Store, now: a.Now, admits: admits}
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
		return who.Subject, g.store.System().Admit(ctx, store.Entry{Person: who.Subject, Name: who.Name, Email: who.Email, Issued: who.Issued})
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

// jobCounts is the number of jobs in each status.
func (a *App) jobCounts(ctx context.Context) (map[string]int64, error) {
	counts, err := a.Store.System().JobCounts(ctx)
	named := make(map[string]int64, len(counts))
	for status, n := range counts {
		named[string(status)] = n
	}
	return named, err
}
