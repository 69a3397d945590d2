package app

import (
	"context"
	"log/slog"
	"time"

	"alex/internal/api"
	"alex/internal/config"
	"alex/internal/telemetry"
	"alex/internal/telemetry/otlp"
	"alex/internal/telemetry/sqlspan"
)

// langfuse is the configured project; false where there is none.
func langfuse(cfg config.Config) (otlp.Account, bool) {
	return otlp.Account{
		Host: cfg.LangfuseHost, PublicKey: cfg.LangfusePublicKey, SecretKey: cfg.LangfuseSecretKey.Reveal(),
	}, cfg.LangfuseHost != ""
}

// tracesTold is where traces go, as people read of it; nil where they stay here.
func tracesTold(cfg config.Config) *api.Traces {
	account, ok := langfuse(cfg)
	if !ok {
		return nil
	}
	return &api.Traces{SentTo: hostOf(account.Host), Texts: cfg.TraceText}
}

// scrubber knows what the configuration keeps secret.
func scrubber(cfg config.Config) *telemetry.Scrubber {
	secrets := cfg.Secrets()
	if account, ok := langfuse(cfg); ok {
		secrets = append(secrets, account.PublicKey, account.Credentials())
	}
	return telemetry.NewScrubber(secrets...)
}

// guarded is a log that says of a job's lines whose they are, and shows no
// secret.
func guarded(log *slog.Logger, cfg config.Config) *slog.Logger {
	return slog.New(telemetry.LogHandler(log.Handler(), scrubber(cfg)))
}

// traceOptions are what the configuration says of traces.
func traceOptions(cfg config.Config) telemetry.Options {
	return telemetry.Options{
		Release: Version(), Environment: cfg.LangfuseEnvironment, Record: cfg.TraceText, Scrubber: scrubber(cfg),
	}
}

// trace begins to make traces: they are kept here, and sent to LangFuse where
// one is configured.
func (a *App) trace(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	return a.traceTo(ctx, cfg, log, sqlspan.Sink(a.Store))
}

func (a *App) traceTo(ctx context.Context, cfg config.Config, log *slog.Logger, sinks ...telemetry.Sink) error {
	if account, ok := langfuse(cfg); ok {
		sink, err := otlp.Sink(ctx, account)
		if err != nil {
			return err
		}
		sinks = append(sinks, sink)
	}
	o := traceOptions(cfg)
	o.Sinks, o.Metrics, o.Log = sinks, a.Metrics, log
	a.Tracing = telemetry.NewTracing(o)
	a.Runner.Tracing = a.Tracing
	a.TraceKept = time.Duration(cfg.TraceDays) * 24 * time.Hour
	return nil
}
