package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"alex"
	"alex/internal/agent"
	"alex/internal/api"
	"alex/internal/config"
	"alex/internal/mcp"
	"alex/internal/seed"
	"alex/internal/store"
)

// callTime is how long an assistant waits for one call: as long as a request of the
// API may take.
const callTime = 15 * time.Second

// Assistant answers one assistant as a process of its own, over the database that a
// server may be at work on. It changes nothing there but the log of acts, and when a
// key was last used.
type Assistant struct {
	people People
	server *mcp.Server
	key    string
}

// OpenAssistant opens the configured database, which has to be there.
func OpenAssistant(ctx context.Context, cfg config.Config, log *slog.Logger) (a Assistant, err error) {
	if a.people, err = OpenPeople(ctx, cfg); err != nil {
		return a, err
	}
	a.key = cfg.MCPKey.Reveal()
	log = guarded(log, cfg)
	if a.server, err = assistantServer(ctx, cfg, a.people.store, log); err != nil {
		return a, errors.Join(err, a.people.Close())
	}
	return a, nil
}

func assistantServer(ctx context.Context, cfg config.Config, s *store.Store, log *slog.Logger) (*mcp.Server, error) {
	words, err := seed.NewWords()
	if err != nil {
		return nil, err
	}
	texts, err := newTexts(ctx, cfg, s, nil)
	if err != nil {
		return nil, err
	}
	tagger := agent.Tagger{Classify: seed.Classify, Words: words.Of}
	server := &api.Server{Store: s, Now: time.Now, Log: log, Library: texts.library, Tagged: tagger.Tagged}
	return &mcp.Server{Reading: server.Reading(), Store: s, Version: Version(), Log: log, Patience: callTime}, nil
}

// Close closes the database.
func (a Assistant) Close() error { return a.people.Close() }

// Serve answers whoever writes to in, until that ends or ctx does.
func (a Assistant) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	return a.server.Serve(ctx, in, out, a.key, a.admit)
}

// tryTime is how long an assistant's first message may wait for a look at its key.
const tryTime = 3 * time.Second

// TryKey is nil where the key opens something now; otherwise its error says what to do.
func (a Assistant) TryKey(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	return mcp.Admit(a.admit).Try(ctx, a.key)
}

func (a Assistant) admit(ctx context.Context, key string) (store.Opened, error) {
	return a.people.issuer.Opens(ctx, key, "")
}

// AccessKey makes an access key for a person, which is shown here and nowhere else.
func (p People) AccessKey(ctx context.Context, who string, in alex.AccessKeyRequest) (m Member, k alex.AccessKey, key string, err error) {
	if m, err = p.find(ctx, who); err != nil {
		return m, k, "", err
	}
	if m.DisabledAt != nil {
		return m, k, "", alex.Errorf(alex.CodeConflict, "this person is disabled; enable them first")
	}
	k, key, err = p.issuer.NewAccessKey(p.acting(ctx), p.store.As(m.ID), in)
	return m, k, key, err
}
