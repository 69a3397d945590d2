package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// seen renders an answer that shows what render saw.
func seen(created any) (store.Answer, error) {
	return store.Answer{Status: 201, Location: "/api/x", Body: fmt.Appendf(nil, "%T", created)}, nil
}

// creating are all the calls that happen once for a key, with the type of what
// they create.
func (b *bench) creating() map[string]func(p *store.Personal) error {
	return map[string]func(p *store.Personal) error{
		"alex.Account": func(p *store.Personal) error {
			_, err := p.CreateAccount(b.ctx, alex.Account{Name: "New", Type: alex.Taxable})
			return err
		},
		"alex.Position": func(p *store.Personal) error {
			list, err := p.Accounts(b.ctx)
			if err != nil {
				return err
			}
			_, err = p.CreatePosition(b.ctx, alex.Position{AccountID: list[0].ID, Symbol: "NEW", Quantity: alex.DecimalOf(1)})
			return err
		},
		"alex.Instrument": func(p *store.Personal) error {
			_, err := p.CreateOwnInstrument(b.ctx, alex.Instrument{Symbol: "OWN", Name: "Mine"})
			return err
		},
		"alex.NamedPlan": func(p *store.Personal) error { _, err := p.CreatePlan(b.ctx, namedPlan("New")); return err },
		"alex.Job":       func(p *store.Personal) error { _, _, err := p.CreateJob(b.ctx, store.JobRequest{}); return err },
		"[]alex.Account": func(p *store.Personal) error {
			_, err := p.ApplyImport(b.ctx, []alex.Account{{Name: "Imported", Type: alex.Taxable}})
			return err
		},
	}
}

// keys make each creating call happen once, whatever it creates.
func keys(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	b.account(t, p)
	for kind, do := range b.creating() {
		must(t, do(p.Once(kind, "h", seen)))
		before := b.state(t)
		r := wantReplayed(t, kind, do(p.Once(kind, "h", seen)))
		if r.Status != 201 || r.Location != "/api/x" || string(r.Body) != kind {
			t.Errorf("%s: the answer came back as %d, %q, %q", kind, r.Status, r.Location, r.Body)
		}
		wantField(t, kind+" of another hash", do(p.Once(kind, "other", seen)), "Idempotency-Key")
		if b.state(t) != before {
			t.Errorf("%s: a replay changed something", kind)
		}
	}
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "OWN", Name: "Mine"}, nil))
	_, err := p.CreateOwnInstrument(b.ctx, alex.Instrument{Symbol: "OWN", Name: "Mine"})
	wantCode(t, "creating what was said already", err, alex.CodeConflict)

	_, err = b.person(t, "user_b").Once("alex.Account", "h", seen).CreateAccount(b.ctx, household())
	must(t, err)
	_, err = p.Once("", "h", nil).CreateAccount(b.ctx, alex.Account{Name: "No key", Type: alex.Taxable})
	must(t, err)
	_, err = b.As("nobody").Once("k", "h", seen).CreateAccount(b.ctx, household())
	wantCode(t, "a key of a person without a record", err, alex.CodeConflict)
}

func wantReplayed(t testing.TB, what string, err error) *store.Replayed {
	t.Helper()
	var r *store.Replayed
	if !errors.As(err, &r) {
		t.Fatalf("%s: %v is no replay", what, err)
	}
	return r
}

// keyedJobs answer the active job under the key, and later still that one.
func keyedJobs(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	first, _, err := p.CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	render := func(created any) (store.Answer, error) {
		return store.Answer{Status: 202, Body: []byte(created.(alex.Job).ID)}, nil
	}
	again, created, err := p.Once("k", "h", render).CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	if created || again.ID != first.ID {
		t.Errorf("under a key the active job is %s, %v", again.ID, created)
	}
	_, err = p.CancelJob(b.ctx, first.ID)
	must(t, err)
	_, _, err = p.Once("k", "h", render).CreateJob(b.ctx, store.JobRequest{})
	if r := wantReplayed(t, "the same key", err); string(r.Body) != string(first.ID) {
		t.Errorf("the replay names %s, want %s", r.Body, first.ID)
	}
	_, created, err = p.Once("other", "h", render).CreateJob(b.ctx, store.JobRequest{})
	if err != nil || !created {
		t.Errorf("another key = %v, %v", created, err)
	}
}

// keysRefused leave nothing behind: neither what was to be created nor a key.
func keysRefused(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	before := b.state(t)
	stop := alex.Errorf(alex.CodeTooLarge, "no")
	for name, c := range map[string]struct {
		key, hash string
		answer    store.Answer
		err       error
		code      alex.Code
	}{
		"render fails":     {"k", "h", store.Answer{}, stop, alex.CodeTooLarge},
		"a long answer":    {"k", "h", store.Answer{Status: 201, Body: []byte(strings.Repeat("x", store.PartSize+1))}, nil, alex.CodeTooLarge},
		"a failed status":  {"k", "h", store.Answer{Status: 500}, nil, alex.CodeInvalid},
		"a long key":       {strings.Repeat("k", 256), "h", store.Answer{Status: 201}, nil, alex.CodeInvalid},
		"a long hash":      {"k", strings.Repeat("h", 129), store.Answer{Status: 201}, nil, alex.CodeInvalid},
		"a key with NUL":   {"a\x00b", "h", store.Answer{Status: 201}, nil, alex.CodeInvalid},
		"a body of no use": {"k", "h", store.Answer{Status: 201, Body: []byte("a\xff")}, nil, alex.CodeInvalid},
	} {
		_, err := p.Once(c.key, c.hash, func(any) (store.Answer, error) { return c.answer, c.err }).CreateAccount(b.ctx, household())
		wantCode(t, name, err, c.code)
		if b.state(t) != before {
			t.Errorf("%s leaves something behind", name)
		}
	}
	full := store.Answer{Status: 201, Body: []byte(strings.Repeat("x", store.PartSize))}
	_, err := p.Once("k", "h", func(any) (store.Answer, error) { return full, nil }).CreateAccount(b.ctx, household())
	must(t, err)
}

// keyRace sends the same request twenty times at once: one creates, and
// nineteen are told what it was answered.
func keyRace(t *testing.T, b *bench) {
	const rivals = 20
	p := b.person(t, "user_a")
	for kind, do := range map[string]func(*store.Personal) error{
		"account": func(p *store.Personal) error { _, err := p.CreateAccount(b.ctx, household()); return err },
		"plan":    func(p *store.Personal) error { _, err := p.CreatePlan(b.ctx, namedPlan("x")); return err },
		"job":     func(p *store.Personal) error { _, _, err := p.CreateJob(b.ctx, store.JobRequest{}); return err },
	} {
		errs := make([]error, rivals)
		var all sync.WaitGroup
		for i := range rivals {
			all.Go(func() { errs[i] = do(p.Once(kind, "h", seen)) })
		}
		all.Wait()
		created, replayed := 0, 0
		for _, err := range errs {
			var r *store.Replayed
			switch {
			case err == nil:
				created++
			case errors.As(err, &r):
				replayed++
			default:
				t.Errorf("%s: %v", kind, err)
			}
		}
		if created != 1 || replayed != rivals-1 {
			t.Errorf("%s: %d created, %d replayed", kind, created, replayed)
		}
	}
	for _, table := range []string{"accounts", "plans", "analysis_jobs"} {
		if n := b.count(t, table); n != 1 {
			t.Errorf("%d rows of %s", n, table)
		}
	}
}

func purges(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	_, err := p.Once("old", "h", seen).CreateAccount(b.ctx, household())
	must(t, err)
	b.preview(t, p)
	b.now = b.now.Add(time.Hour)
	b.preview(t, p)
	_, err = p.Once("new", "h", seen).CreatePlan(b.ctx, namedPlan("x"))
	must(t, err)
	for name, purge := range map[string]struct {
		do    func(context.Context, time.Time) (int64, error)
		table string
		left  int
	}{
		"keys":     {b.System().PurgeKeys, "idempotency", 1},
		"previews": {b.System().PurgePreviews, "imports", 1},
	} {
		n, err := purge.do(b.ctx, b.now)
		must(t, err)
		if n != 1 || b.count(t, purge.table) != purge.left {
			t.Errorf("%s: %d purged, %d left", name, n, b.count(t, purge.table))
		}
	}
	_, err = p.Once("new", "h", seen).CreatePlan(b.ctx, namedPlan("x"))
	if r := wantReplayed(t, "the newer key", err); r.Status != 201 {
		t.Errorf("the newer key answers %d", r.Status)
	}
}
