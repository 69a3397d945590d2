package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"alex"
	"alex/internal/auth"
	"alex/internal/retirement"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// Authenticator tells whose a bearer token is. What is wrong with a token is
// an error of alex.CodeUnauthorized.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (alex.PersonID, error)
}

// Server is what the handlers need. Handler may be called once.
type Server struct {
	Store *store.Store
	Auth  Authenticator
	// Issuer signs people in here; nil where someone else does.
	Issuer auth.Issuer
	// SignOn is another issuer that people may sign in at; nil: there is none.
	SignOn auth.SignOn
	// Webhook reads what an outside issuer says of people; nil where there is none.
	Webhook auth.Webhook
	Now     func() time.Time
	Log     *slog.Logger

	// AccountKey keys the fingerprints of account numbers and seals files that
	// wait for a mapping; without it accounts are recognised by name alone.
	AccountKey []byte

	// Sample is the household that people may add to their own; its accounts
	// have fingerprints, and no ids. It may be nil: then there is none.
	Sample func() (alex.Person, []alex.Account)

	Version        string
	PublicURL      string         // as people reach it; empty is as they ask for it
	Loopback       bool           // it listens where this machine alone can ask
	AllowedOrigins []string       // other origins whose pages may call
	OriginSecrets  []string       // any of them is said by the network in front; none: there is no such
	TrustedProxies []netip.Prefix // whose X-Forwarded-For counts
	RateLimit      int            // requests a minute of one address; 0 is off
	UserRateLimit  int            // requests a minute of one person; 0 is off
	DailyAnalyses  int            // of one person on a day in UTC; 0 is off
	KeptReports    int            // of one person; 0 is store.MaxJobs
	Limits         store.Limits   // of one person's models a day; usage tells them
	Site           SiteConfig
	Metrics        *telemetry.Metrics // may be nil: then nothing is counted
	Office         Office             // of operators; nil: they have no routes
	Page           http.Handler       // what is no route of the API; may be nil

	// Library is where texts are kept and found; nil: no route of research is
	// there.
	Library Library
	// AdmitIngest says who brings an ingest key; its errors are those of
	// Office.Admit. Nil: nobody brings texts.
	AdmitIngest func(ctx context.Context, key, clientIP string) (alex.Actor, error)
	// Access makes access keys and says whose one is. Nil: there are none.
	Access Access
	// Programs answers POST /mcp to programs that bring an access key, which
	// ProgramOf tells it. Nil: there is no such route.
	Programs http.Handler
	// Research is the rounds that look for texts, for operators; nil: there are
	// none.
	Research Research

	// Wake tells workers that a job waits. It may be nil, fail or be late: the
	// job's row is found all the same.
	Wake      func(context.Context, alex.ID)
	Hub       Hub
	Patience  time.Duration // with a request, events aside; 0 is 15 seconds
	Recompute Recompute     // may be nil: then no report can be verified
	// Tagged classifies what a snapshot holds unclassified, as an analysis
	// does. It may be nil: then that stays unclassified.
	Tagged func(context.Context, alex.Snapshot) (alex.Snapshot, error)
	// AskModel answers what nobody foresaw. It may be nil: then no model does.
	AskModel AskModel

	begun      sync.Once
	processors *places // of what keeps one busy
	futures    *retirement.Cache
	files      *places // of files that come or are imported
	reading    chan struct{}
	count      func(context.Context, alex.PersonID) error
	pattern    func(*http.Request) string // of the route that a request is for
	refusals   refusals

	strangerForwards sync.Once // is told
	secretless       sync.Once // is told
	schemas          huma.Registry
}

// Limits of requests.
const (
	maxBody      = 1 << 20
	maxDepth     = 32 // of nested JSON
	bodyTimeout  = 10 * time.Second
	writeTimeout = 30 * time.Second
	workTimeout  = 15 * time.Second // of one request, events aside, unless Patience says otherwise
)

// Handler is the whole API as one handler.
func (s *Server) Handler() http.Handler {
	s.begin()
	s.files, s.reading = newPlaces(filesComing), make(chan struct{}, filesRead)
	s.count = s.countPerson()
	mux := http.NewServeMux()
	s.pattern = func(r *http.Request) string { return routeOf(mux, r) }
	api := humago.New(mux, s.config())
	api.UseMiddleware(unbroken, routed, s.deadline)
	s.routes(api)
	bounded(api.OpenAPI().Components.Schemas)
	s.document(mux, api.OpenAPI())
	if s.Metrics != nil {
		mux.HandleFunc("GET /metrics", s.metrics)
	}
	if s.Programs != nil && s.Access != nil {
		mux.Handle("POST "+programPath, s.programmed(s.Programs))
	}
	handler := s.route(mux)
	handler = limitBody(handler)
	handler = s.limitRate(handler)
	handler = s.cors(handler)
	handler = s.hosted(handler)
	handler = s.recovered(handler)
	handler = s.secured(handler)
	handler = s.fronted(handler)
	return withRequestID(handler)
}

// begin makes room for what is computed, once.
func (s *Server) begin() {
	s.begun.Do(func() {
		s.processors = newPlaces(retirement.Processors())
		s.futures = retirement.NewCache(mostFutures)
	})
}

func (s *Server) config() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	describe(registry)
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Alex", Version: s.Version,
				Description: "An educational financial planner. Money, prices and quantities are decimal strings; percents are numbers from 0 to 100; times are RFC 3339 in UTC.",
			},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					bearer:      {Type: "http", Scheme: "bearer", BearerFormat: "JWT"},
					operatorKey: {Type: "http", Scheme: "bearer", Description: "a key that alex key create has made, for operators"},
					ingestKey:   {Type: "apiKey", In: "header", Name: keyHeader, Description: "a key that alex key create --role ingest has made"},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": strictJSON(), "json": strictJSON()},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{asProblem},
	}
}

// patience is how long a request may take, events aside.
func (s *Server) patience() time.Duration { return or(s.Patience, workTimeout) }

// deadline ends the work of a request before its client gives up, and at once
// where the database is not there.
func (s *Server) deadline(ctx huma.Context, next func(huma.Context)) {
	prompt := store.Promptly(ctx.Context())
	if ctx.Operation().Metadata[streams] != nil {
		next(huma.WithContext(ctx, prompt))
		return
	}
	timed, cancel := context.WithTimeout(prompt, s.patience())
	defer cancel()
	next(huma.WithContext(ctx, timed))
}
