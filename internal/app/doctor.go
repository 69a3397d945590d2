package app

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"path/filepath"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/price/polygon"
	"alex/internal/seed"
)

// What a check came to.
const (
	FindingOK   = "ok"
	FindingWarn = "warn" // Alex runs, but not as well as it could
	FindingFail = "fail" // Alex does not run, or not safely
)

// Finding is what one check came to, and what to do about it. It holds no
// secret.
type Finding struct {
	Status string `json:"status"`
	Name   string `json:"name"`
	Text   string `json:"text"`
}

func fine(name, text string) Finding    { return Finding{FindingOK, name, text} }
func warning(name, text string) Finding { return Finding{FindingWarn, name, text} }
func failure(name, text string) Finding { return Finding{FindingFail, name, text} }

// Doctor checks a configuration and what it depends on. It asks each outside
// party once, and changes nothing.
type Doctor struct {
	Config config.Config
	Now    func() time.Time
	Client *http.Client
	Prices string // address of the price feed

	MailRoots *tls.Config // trust of mail servers of tests; nil is the system's own
}

// NewDoctor is a doctor for a configuration.
func NewDoctor(cfg config.Config) Doctor {
	return Doctor{Config: cfg, Now: time.Now, Client: &http.Client{}, Prices: polygon.DefaultBase}
}

// answerTime is how long a party may take to answer.
const answerTime = 5 * time.Second

// resumeTime is how long a paused cluster may take to wake up.
const resumeTime = time.Minute

// Examine runs every check that the configuration calls for.
func (d Doctor) Examine(ctx context.Context) []Finding {
	findings := []Finding{fine("configuration", "every setting can be read"), d.dataFolder(), d.space()}
	database, mark := d.database(ctx)
	findings = append(findings, database...)
	findings = append(findings, d.port(ctx), d.publicURL(), d.clock(), d.accountKey())
	findings = append(findings, d.backups(ctx, mark)...)
	if d.Config.Auth == "clerk" {
		findings = append(findings, d.clerk(ctx))
	}
	if d.Config.PolygonAPIKey != "" {
		findings = append(findings, d.priceFeed(ctx))
	}
	if d.Config.LangfuseHost != "" {
		findings = append(findings, d.langfuse(ctx))
	}
	if d.Config.SMTPURL != "" {
		findings = append(findings, d.mail(ctx))
	}
	findings = append(findings, d.models(ctx)...)
	return append(findings, d.texts(ctx)...)
}

// Misconfigured are the findings about settings that cannot be read.
func Misconfigured(err error) []Finding {
	e, structured := errors.AsType[*alex.Error](err)
	if !structured || len(e.Fields) == 0 {
		return []Finding{failure("configuration", err.Error())}
	}
	findings := make([]Finding, len(e.Fields))
	for i, f := range e.Fields {
		findings[i] = failure("configuration", f.Location+" "+f.Message)
	}
	return findings
}

// clock compares with what this release knows to be past.
func (d Doctor) clock() Finding {
	now := d.Now().UTC()
	if alex.DateOf(now) < seed.TableDate {
		return failure("clock", "it shows "+now.Format(time.RFC3339)+", which is before this release was made: set it, or no token is valid")
	}
	return fine("clock", now.Format(time.RFC3339))
}

func (d Doctor) databasePath() string { return filepath.Join(d.Config.Data, databaseFile) }
