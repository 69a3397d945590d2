package main

import (
	"context"
	"log/slog"
	"maps"
	"time"

	"alex/internal/cloud"
	"alex/internal/config"
)

// secretsEvery is how often a function reads its secrets again: one that was changed
// is known after that, without anything to be begun anew.
const secretsEvery = 5 * time.Minute

// secretsWithin is how long an event waits for them: those of before are good still.
const secretsWithin = 3 * time.Second

// renewed is a function that is opened anew where a secret that its settings name has
// changed, between two events. Lambda has one in hand at a time.
type renewed struct {
	open    func(ctx context.Context, cfg config.Config) (answering, error)
	environ map[string]string // as it names secrets
	secrets *cloud.Secrets
	now     func() time.Time
	log     *slog.Logger

	opened   answering
	resolved map[string]string
	read     time.Time
}

// begin opens the function for the first time.
func (r *renewed) begin(ctx context.Context) error {
	resolved, err := r.secrets.Resolve(ctx, r.environ)
	if err != nil {
		return err
	}
	cfg, err := config.Load(resolved)
	if err != nil {
		return err
	}
	opened, err := r.open(ctx, cfg)
	if err != nil {
		return err
	}
	r.opened, r.resolved, r.read = opened, resolved, r.now()
	return nil
}

// Invoke answers an event.
func (r *renewed) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	r.renew(ctx)
	return r.opened.handler.Invoke(ctx, event)
}

// renew reads the secrets again where that is long ago. While they cannot be read, or
// what they hold now does not open the function, those of before are used.
func (r *renewed) renew(ctx context.Context) {
	if maps.Equal(r.environ, r.resolved) || r.now().Sub(r.read) < secretsEvery {
		return
	}
	r.read = r.now()
	before := r.opened
	resolved := r.resolved
	reading, cancel := context.WithTimeout(ctx, secretsWithin)
	defer cancel()
	err := r.secrets.Refresh(reading)
	if err == nil {
		resolved, err = r.secrets.Resolve(reading, r.environ)
	}
	if err == nil && maps.Equal(resolved, r.resolved) {
		return
	}
	if err == nil {
		err = r.begin(context.WithoutCancel(ctx))
	}
	if err != nil {
		r.log.LogAttrs(ctx, slog.LevelWarn, "secrets were not read again, those of before are used", slog.Any("error", err))
		return
	}
	r.log.LogAttrs(ctx, slog.LevelInfo, "a secret has changed, and is used from now on")
	if err := before.end(); err != nil {
		r.log.LogAttrs(ctx, slog.LevelWarn, "what was opened before does not close", slog.Any("error", err))
	}
}
