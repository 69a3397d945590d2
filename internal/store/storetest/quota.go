package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// previewBudget looks that a person's previews, and a demo's, take only so many
// bytes: the oldest go.
func previewBudget(t *testing.T, b *bench) {
	const mega = 1 << 20
	b.person(t, "user_a")
	must(t, b.System().AddDemo(b.ctx, "demo", b.now, b.now.Add(time.Hour)))
	for id, want := range map[alex.PersonID]int{"user_a": 3, "demo": 1} {
		p := b.As(id)
		var last store.Import
		for range 4 {
			b.now = b.now.Add(time.Second)
			var err error
			last, err = p.SavePreview(b.ctx, summary(), store.Preview{Body: []byte(`"` + strings.Repeat("x", 9*mega) + `"`)})
			must(t, err)
		}
		list, err := p.Imports(b.ctx, page(""))
		must(t, err)
		if len(list.Items) != want || list.Items[0].ID != last.ID {
			t.Errorf("%s keeps %d previews of 9 MiB, want the newest %d", id, len(list.Items), want)
		}
	}
	b.now = b.now.Add(time.Second)
	huge, err := b.As("demo").SavePreview(b.ctx, summary(), store.Preview{Body: []byte(`"` + strings.Repeat("x", 11*mega) + `"`)})
	must(t, err)
	list, err := b.As("demo").Imports(b.ctx, page(""))
	must(t, err)
	same(t, "a preview larger than the budget stands alone", []any{len(list.Items), list.Items[0].ID}, []any{1, huge.ID})
}

// pagesOfImports are kept of the newest twenty; the oldest can be undone all
// the same.
func pagesOfImports(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	var first store.Import
	for n := range 21 {
		b.now = b.now.Add(time.Second)
		preview := store.Preview{Accounts: named(1, fmt.Sprint("of file ", n, " ")), Body: []byte(`{"n":1}`)}
		saved, err := p.SavePreview(b.ctx, summary(), preview)
		must(t, err)
		applied, err := p.ApplyPreview(b.ctx, saved.ID, preview.Accounts)
		must(t, err)
		if n == 0 {
			first = applied
		}
		_, shown, err := p.Preview(b.ctx, saved.ID)
		must(t, err)
		same(t, "the page of a new import", string(shown.Body), `{"n":1}`)
	}
	_, shown, err := p.Preview(b.ctx, first.ID)
	must(t, err)
	same(t, "the page of the oldest import", string(shown.Body), "null")
	_, err = p.UndoImport(b.ctx, first.ID)
	must(t, err)
}

// sessionsEnd: the newest 50 of a person stay, and none outlives 180 days.
func sessionsEnd(t *testing.T, b *bench) {
	b.person(t, "user_a")
	b.person(t, "user_b")
	start := func(person alex.PersonID, n int) store.NewSession {
		t.Helper()
		s := store.NewSession{
			ID: b.NewID(), Person: person, TokenHash: fmt.Sprint(person, n), Now: b.now.Add(time.Duration(n) * time.Second),
			Expires: b.now.Add(300 * 24 * time.Hour),
		}
		must(t, b.System().StartSession(b.ctx, s))
		return s
	}
	other := start("user_b", 0)
	first := start("user_a", 0)
	for n := range 50 {
		start("user_a", n+1)
	}
	list, err := b.As("user_a").Sessions(b.ctx)
	must(t, err)
	if len(list) != 50 || list[49].ID == first.ID {
		t.Errorf("%d sessions stay, the oldest of them %s", len(list), list[len(list)-1].ID)
	}
	end := b.now.Add(180 * 24 * time.Hour)
	list, err = b.As("user_b").Sessions(b.ctx)
	must(t, err)
	same(t, "the end of a session that wanted more", list[0].ExpiresAt, end)
	rotation := store.Rotation{Session: other.ID, Presented: other.TokenHash, Next: "next", Now: end.Add(-time.Hour), Expires: end.Add(time.Hour)}
	done, err := b.System().RotateSession(b.ctx, rotation)
	must(t, err)
	same(t, "the end of a session in use", done.Expires, end)
	_, err = b.raw.ExecContext(b.ctx, `UPDATE sessions SET expires_at = $1`, end.Add(time.Hour).UnixMicro())
	must(t, err)
	rotation.Presented, rotation.Next, rotation.Now = "next", "later", end
	_, err = b.System().RotateSession(b.ctx, rotation)
	wantCode(t, "a session of 180 days", err, alex.CodeUnauthorized)
}

// jobsEnd: the newest 200 jobs stay, and what is active stays in any case.
func jobsEnd(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	b.jobIn(t, "user_b", alex.JobCompleted)
	first, _, err := p.CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	_, err = p.CancelJob(b.ctx, first.ID)
	must(t, err)
	for range store.MaxJobs {
		b.now = b.now.Add(time.Second)
		j, created, err := p.CreateJob(b.ctx, store.JobRequest{})
		if err != nil || !created {
			t.Fatal(created, err)
		}
		_, err = p.CancelJob(b.ctx, j.ID)
		must(t, err)
	}
	_, err = p.Job(b.ctx, first.ID)
	wantCode(t, "the oldest job", err, alex.CodeForbidden)
	if n := b.count(t, "analysis_jobs"); n != store.MaxJobs+1 {
		t.Errorf("%d jobs stay, want %d and another's", n, store.MaxJobs)
	}
}
