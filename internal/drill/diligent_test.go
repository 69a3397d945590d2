package drill

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"
)

// creation is one creating request with its key, sent until it is answered.
type creation struct{ path, body, key, name string }

// diligent is a person who never stops: creating, reading, listing, polling.
type diligent struct {
	*person
	n        int
	creating *creation           // what was not answered yet
	account  string              // the newest
	made     map[string][]string // names that were acknowledged, by path
	job      string              // the newest analysis
}

// pause is what a person takes between two requests: after a refusal longer,
// though not as long as they are asked to, so that the return is noticed.
func pause(a answer) time.Duration {
	if a.status == http.StatusServiceUnavailable {
		return 50 * time.Millisecond
	}
	return 2 * time.Millisecond
}

func (d *diligent) run(ctx context.Context) {
	for ctx.Err() == nil {
		a := d.step(context.WithoutCancel(ctx)) // what was sent is waited for
		select {
		case <-ctx.Done():
		case <-time.After(pause(a)):
		}
	}
}

// step is the next request. What was to be created comes again, with its key,
// until the answer says that it is there.
func (d *diligent) step(ctx context.Context) answer {
	d.n++
	switch d.n % 8 {
	case 0:
		return d.create(ctx)
	case 1:
		return d.ask(ctx, "GET", "/api/portfolio", "")
	case 2:
		return d.create(ctx)
	case 3:
		return d.ask(ctx, "GET", "/api/accounts", "")
	case 4:
		return d.create(ctx)
	case 5:
		if d.account != "" {
			return d.ask(ctx, "GET", "/api/accounts/"+d.account+"/positions", "")
		}
		return d.ask(ctx, "GET", "/api/instruments?query=fund", "")
	case 6:
		return d.ask(ctx, "GET", "/api/jobs", "")
	default:
		if d.job != "" {
			return d.ask(ctx, "GET", "/api/jobs/"+d.job, "")
		}
		return d.ask(ctx, "GET", "/api/user", "")
	}
}

func (d *diligent) create(ctx context.Context) answer {
	if d.creating == nil {
		d.creating = d.next()
	}
	c := d.creating
	a := d.ask(ctx, "POST", c.path, c.body, "Idempotency-Key", c.key)
	if a.status == http.StatusCreated && a.what == "POST "+c.path {
		d.made[c.path] = append(d.made[c.path], c.name)
		d.creating = nil
		if c.path == "/api/accounts" {
			var account struct{ ID string }
			_ = json.Unmarshal(a.body, &account)
			d.account = account.ID
		}
	}
	return a
}

// next is a position in the newest account, or now and then another account.
func (d *diligent) next() *creation {
	n, key := d.n, fmt.Sprintf("key-%d", d.n)
	if d.account == "" || n%20 == 0 {
		name := fmt.Sprintf("Account %d", n)
		return &creation{"/api/accounts", fmt.Sprintf(`{"accountName":%q,"accountType":"taxable"}`, name), key, name}
	}
	symbol := fmt.Sprintf("ZZ%d", n)
	return &creation{
		"/api/accounts/" + d.account + "/positions",
		fmt.Sprintf(`{"symbol":%q,"quantity":"1.5","price":"10"}`, symbol), key, symbol,
	}
}

// analyze starts an analysis.
func (d *diligent) analyze(t testing.TB) {
	t.Helper()
	d.job = read[struct{ JobID string }](t, d.must(t, http.StatusAccepted, "POST", "/api/analyze", "")).JobID
}

// finish sends what was not answered, once more.
func (d *diligent) finish(t testing.TB) {
	t.Helper()
	if d.creating == nil {
		return
	}
	if a := d.create(t.Context()); a.status != http.StatusCreated {
		t.Errorf("again, when all is well: %s", a)
	}
}

// kept fails where something that was acknowledged is not there, or anything
// is there twice.
func (d *diligent) kept(t testing.TB) {
	t.Helper()
	for path, want := range d.made {
		got := map[string]int{}
		for _, item := range all[struct{ Symbol, AccountName string }](t, d.person, path) {
			got[item.Symbol+item.AccountName]++
		}
		for _, name := range want {
			if got[name] != 1 {
				t.Errorf("%s, acknowledged under %s, is there %d times", name, path, got[name])
			}
		}
		for name, times := range got {
			if times != 1 {
				t.Errorf("%s is there %d times under %s", name, times, path)
			}
		}
	}
}
