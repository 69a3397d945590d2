package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// acts is the log as "act actor person", the oldest first.
func (b *bench) acts(t testing.TB, f store.AuditFilter) (list []string) {
	t.Helper()
	for page := (store.Page{Limit: 3}); ; {
		some, err := b.System().Audit(b.ctx, f, page)
		must(t, err)
		for _, e := range some.Items {
			list = append([]string{strings.TrimSpace(fmt.Sprint(e.Act, " ", e.Actor, " ", e.PersonID))}, list...)
		}
		if page.Cursor = some.Next; page.Cursor == "" {
			return list
		}
	}
}

// theLog: each act is one entry with whose it was, and no word of what it was
// about.
func theLog(t *testing.T, b *bench) {
	tick := func() { b.now = b.now.Add(time.Millisecond) }
	b.signUp(t, "a")
	tick()
	b.person(t, "b")
	ann, bob := b.As("a"), b.As("b")
	s := b.begin("a", "one")
	must(t, b.System().StartSession(store.ComingFrom(b.ctx, "192.0.2.0/24"), s))
	tick()
	must(t, b.System().SignOut(b.ctx, s.ID, "one"))
	must(t, b.System().SignOut(b.ctx, s.ID, "one")) // again, which is none
	tick()
	must(t, b.System().CountFailure(store.ComingFrom(b.ctx, "192.0.2.0/24"), store.Failure{
		Subject: "s", Now: b.now, Forget: time.Hour, Person: "a", Delay: func(int) time.Duration { return 0 },
	}))
	must(t, b.System().CountFailure(b.ctx, store.Failure{Subject: "s", Now: b.now, Forget: time.Hour, Delay: func(int) time.Duration { return 0 }}))
	tick()
	_, err := ann.Invite(b.ctx, store.NewInvitation{Role: alex.Editor, Label: "canary", CodeHash: "code"})
	must(t, err)
	tick()
	g, err := bob.Accept(b.ctx, "code")
	must(t, err)
	tick()
	acting := b.ByGrantee(b.ctx, "b", "POST", "/api/accounts")
	_, err = ann.CreateAccount(acting, household())
	must(t, err)
	tick()
	if _, err := ann.CreateAccount(acting, alex.Account{}); err == nil { // refused: nothing was changed
		t.Error("an account of nothing is taken")
	}
	must(t, bob.EndGrant(b.ctx, g.ID))
	tick()
	operator := store.ActingAs(b.ctx, alex.OperatorActor("ops"))
	must(t, b.System().Disable(operator, "a", b.now))
	tick()
	must(t, b.System().Enable(operator, "a"))
	tick()
	must(t, b.System().ReplacePassword(operator, "a", "hash", b.now))
	tick()
	must(t, b.System().EndSessions(operator, "a"))
	tick()
	must(t, ann.ClearPortfolio(b.ctx))
	hash := "person:" + telemetry.PersonHash("b")
	want := []string{
		"sign_up self a", "sign_in self a", "sign_out self a", "sign_in_failed system a", "grant_invited self a",
		"grant_accepted " + hash + " a", "grantee_changed " + hash + " a", "grant_ended " + hash + " a",
		"user_disabled operator:ops a", "user_enabled operator:ops a", "password_reset operator:ops a",
		"session_ended operator:ops a", "portfolio_cleared self a",
	}
	same(t, "the log of one", b.acts(t, store.AuditFilter{Person: "a"}), want)
	same(t, "the log of the other", b.acts(t, store.AuditFilter{Person: "b"}), []string{"grant_accepted self b", "grant_ended self b"})
	same(t, "one act", b.acts(t, store.AuditFilter{Act: alex.ActSignOut}), []string{"sign_out self a"})
	if text := b.dump(t, `SELECT detail FROM audit_log`); strings.Contains(text, "canary") || strings.Contains(text, "401k") {
		t.Errorf("the log tells what it was about: %s", text)
	}
	same(t, "where sign-ins came from", b.dump(t, `SELECT act, network FROM audit_log WHERE network IS NOT NULL ORDER BY at`),
		"sign_in|192.0.2.0/24|\nsign_in_failed|192.0.2.0/24|\n")
	b.ownActivity(t, len(want))
	t.Attr("measured", fmt.Sprintf("%d acts of two people, each once", len(want)+2))
}

// ownActivity is a person's own, and what is left when they are erased.
func (b *bench) ownActivity(t testing.TB, count int) {
	t.Helper()
	list, err := b.As("a").Activity(b.ctx, store.Page{Limit: store.MaxLimit})
	must(t, err)
	if len(list.Items) != count || list.Items[0].Act != alex.ActPortfolioCleared {
		t.Errorf("one reads %d acts of one's own, the newest %+v", len(list.Items), list.Items[0])
	}
	_, err = b.As("a").Activity(b.ctx, store.Page{Cursor: "x"})
	wantCode(t, "a cursor that is none", err, alex.CodeInvalid)
	must(t, b.As("a").Delete(b.ctx))
	same(t, "what is left of the erased", b.acts(t, store.AuditFilter{Person: "a"}), []string(nil))
	same(t, "the erasure", b.dump(t, `SELECT clerk_user_id, actor, act FROM audit_log WHERE act = 'erased'`), "<nil>|self|erased|\n")
	if text := b.dump(t, `SELECT detail FROM audit_log WHERE act = 'erased'`); !strings.Contains(text, telemetry.PersonHash("a")) {
		t.Errorf("the erasure is told as %s", text)
	}
}

// theLogStays tries to change the log past the store, and to forget what is not
// old.
func theLogStays(t *testing.T, b *bench) {
	b.now = time.Now().UTC()
	b.person(t, "user_a")
	must(t, b.As("user_a").Record(b.ctx, alex.ActExported, nil))
	must(t, b.System().Record(b.ctx, "", alex.ActBackupMade, nil))
	const everything = `SELECT * FROM audit_log ORDER BY id`
	before := b.dump(t, everything)
	for name, statement := range map[string]string{
		"another act":      `UPDATE audit_log SET act = 'erased'`,
		"the same act":     `UPDATE audit_log SET act = act`,
		"another actor":    `UPDATE audit_log SET actor = 'system' WHERE clerk_user_id = 'user_a'`,
		"no log at all":    `DELETE FROM audit_log`,
		"one row the less": `DELETE FROM audit_log WHERE clerk_user_id = 'user_a'`,
		"nobody's rows":    `DELETE FROM audit_log WHERE clerk_user_id IS NULL`,
		"an act of nobody": `INSERT INTO audit_log (id, at, actor, act) VALUES ('0a0b0c0d-0000-4000-8000-000000000101', 1, '', 'erased')`,
	} {
		if _, err := b.raw.ExecContext(b.ctx, statement); err == nil {
			t.Errorf("the database took %s", name)
		}
	}
	_, _ = b.raw.ExecContext(b.ctx, `INSERT INTO audit_log SELECT * FROM audit_log WHERE true ON CONFLICT (id) DO UPDATE SET act = 'erased'`)
	_, err := b.System().PurgeAudit(b.ctx, b.now.Add(time.Hour))
	wantCode(t, "forgetting what is not old", err, alex.CodeInvalid)
	same(t, "the log", b.dump(t, everything), before)

	real := b.now
	b.now = real.Add(-31 * 24 * time.Hour)
	must(t, b.As("user_a").Record(b.ctx, alex.ActExported, nil))
	must(t, b.System().Record(b.ctx, "", alex.ActBackupMade, nil))
	b.now = real
	n, err := b.System().PurgeAudit(b.ctx, real.Add(-30*24*time.Hour))
	must(t, err)
	same(t, "how many were old", n, int64(2))
	same(t, "the log afterwards", b.dump(t, everything), before)
}

// installationKeys are kept by their hashes, and end.
func installationKeys(t *testing.T, b *bench) {
	y := b.System()
	for name, k := range map[string]store.NewKey{
		"no name": {Role: alex.KeyOperator, Hash: "h"}, "a role of none": {Name: "n", Role: "root", Hash: "h"},
		"the command line's": {Name: "command line", Role: alex.KeyOperator, Hash: "h"}, "no word": {Name: "a\nb", Role: alex.KeyOperator, Hash: "h"},
	} {
		_, err := y.AddKey(b.ctx, k)
		wantCode(t, name, err, alex.CodeInvalid)
	}
	k, err := y.AddKey(b.ctx, store.NewKey{Name: "ops", Role: alex.KeyOperator, Hash: "hash", Expires: b.now.Add(time.Hour)})
	must(t, err)
	_, err = y.AddKey(b.ctx, store.NewKey{Name: "ops", Role: alex.KeyIngest, Hash: "other"})
	wantCode(t, "a name that is taken", err, alex.CodeConflict)
	found, err := y.KeyOf(b.ctx, "hash")
	must(t, err)
	same(t, "the key", found, k)
	_, err = y.KeyOf(b.ctx, "hush")
	wantCode(t, "no key", err, alex.CodeNotFound)
	must(t, y.KeyUsed(b.ctx, found))
	found, err = y.KeyOf(b.ctx, "hash")
	must(t, err)
	used := *found.LastUsedAt
	b.now = b.now.Add(59 * time.Second)
	must(t, y.KeyUsed(b.ctx, found))
	found, err = y.KeyOf(b.ctx, "hash")
	must(t, err)
	same(t, "within a minute", *found.LastUsedAt, used)
	b.now = b.now.Add(time.Second)
	must(t, y.KeyUsed(b.ctx, found))
	found, err = y.KeyOf(b.ctx, "hash")
	must(t, err)
	same(t, "after a minute", *found.LastUsedAt, b.now)
	b.now = b.now.Add(time.Hour)
	_, err = y.KeyOf(b.ctx, "hash")
	wantCode(t, "a key that is over", err, alex.CodeNotFound)
	b.now = b.now.Add(-time.Hour)
	_, err = y.RevokeKey(b.ctx, string(k.ID))
	must(t, err)
	b.now = b.now.Add(time.Second)
	_, err = y.KeyOf(b.ctx, "hash")
	wantCode(t, "a key that is revoked", err, alex.CodeNotFound)
	_, err = y.RevokeKey(b.ctx, "ops")
	wantCode(t, "revoking twice", err, alex.CodeNotFound)
	_, err = y.AddKey(b.ctx, store.NewKey{Name: "ops", Role: alex.KeyIngest, Hash: "third"})
	must(t, err)
	keys, err := y.Keys(b.ctx)
	must(t, err)
	if len(keys) != 2 || keys[0].RevokedAt == nil || keys[1].RevokedAt != nil {
		t.Errorf("the keys are %+v", keys)
	}
	same(t, "the log", b.acts(t, store.AuditFilter{}), []string{"key_created system", "key_revoked system", "key_created system"})
}

// theInstallation: of several servers that are first, one says which key it is.
func theInstallation(t *testing.T, b *bench) {
	y := b.System()
	_, err := y.Installation(b.ctx)
	wantCode(t, "before the first start", err, alex.CodeNotFound)
	const offered = "11111111-1111-4111-8111-111111111111" // not taken: nobody is here
	told := make(chan store.Installation, 4)
	for n := range cap(told) {
		go func() {
			is, err := y.Settle(b.ctx, offered, fmt.Sprint("key ", n))
			if err != nil {
				t.Error(err)
			}
			told <- is
		}()
	}
	is := <-told
	for range cap(told) - 1 {
		same(t, "what another server is told", <-told, is)
	}
	if is.ID == "" || is.ID == offered || !strings.HasPrefix(is.KeyCheck, "key ") {
		t.Errorf("the installation is %+v", is)
	}
	must(t, y.ReplaceAccountKey(b.ctx, offered, "another"))
	now, err := y.Installation(b.ctx)
	must(t, err)
	same(t, "with another key", now, store.Installation{ID: is.ID, KeyCheck: "another"})
	same(t, "the log", b.acts(t, store.AuditFilter{}), []string{"account_key_replaced system"})
}

// choresOfOne: of several who ask, one is told yes.
func choresOfOne(t *testing.T, b *bench) {
	y := b.System()
	_, err := y.Chore(b.ctx, "backup")
	wantCode(t, "a chore of nobody", err, alex.CodeNotFound)
	first := b.now.Add(time.Minute)
	ask := func(now time.Time) bool {
		due, err := y.TakeChore(b.ctx, store.Taking{Name: "backup", Now: now, First: first, Then: now.Add(time.Hour), Latest: now.Add(24 * time.Hour)})
		must(t, err)
		return due
	}
	if ask(b.now) || ask(first.Add(-time.Microsecond)) {
		t.Error("a chore is due before its time")
	}
	told := make(chan bool, 8)
	for range cap(told) {
		go func() { told <- ask(first) }()
	}
	yes := 0
	for range cap(told) {
		if <-told {
			yes++
		}
	}
	same(t, "who was told yes, of 8", yes, 1)
	must(t, y.ChoreFailed(b.ctx, "backup", first.Add(time.Hour)))
	must(t, y.ChoreFailed(b.ctx, "backup", first.Add(time.Hour)))
	c, err := y.Chore(b.ctx, "backup")
	must(t, err)
	same(t, "after two failures", c, store.Chore{Name: "backup", RunAfter: first.Add(time.Hour), Failures: 2})
	must(t, y.ChoreDone(b.ctx, "backup", first, first.Add(48*time.Hour)))
	c, err = y.Chore(b.ctx, "backup")
	must(t, err)
	same(t, "after a success", c, store.Chore{Name: "backup", RunAfter: first.Add(48 * time.Hour), SucceededAt: &first})
	if !ask(first) {
		t.Error("a chore that is planned later than it may be waits")
	}
}

// residents are counted without a look at what they own.
func residents(t *testing.T, b *bench) {
	b.seed(t)
	b.signUp(t, "a")
	b.account(t, b.As("a"))
	b.now = b.now.Add(time.Second)
	b.jobIn(t, "b_%", alex.JobFailed)
	must(t, b.System().AddDemo(b.ctx, "demo", b.now.Add(time.Second), b.now.Add(time.Hour)))
	must(t, b.System().Disable(b.ctx, "b_%", b.now))
	b.called(t, b.modelCall("b_%", ""))
	list, err := b.System().Residents(b.ctx, "", b.now.Add(-time.Hour), store.Page{Limit: 2})
	must(t, err)
	if len(list.Items) != 2 || list.Next == "" {
		t.Fatalf("a page of two: %+v", list)
	}
	ann, bob := list.Items[0], list.Items[1]
	if ann.ID != "a" || ann.Accounts != 1 || ann.Positions != 2 || ann.Jobs != 0 || ann.LastSeenAt == nil {
		t.Errorf("the first is %+v", ann)
	}
	if bob.ID != "b_%" || bob.Jobs != 1 || bob.Month.Calls != 1 || bob.Month.Tokens != 1650 || bob.DisabledAt == nil || bob.LastSeenAt != nil {
		t.Errorf("the second is %+v", bob)
	}
	for search, want := range map[string]int{"A@EX": 1, "_%": 1, "%": 1, "b_%": 1, "nobody": 0, "a": 2, "example.com": 2} {
		list, err := b.System().Residents(b.ctx, search, b.now, store.Page{})
		must(t, err)
		if len(list.Items) != want {
			t.Errorf("%q finds %d people, want %d", search, len(list.Items), want)
		}
	}
	census, err := b.System().Census(b.ctx, b.now.Add(-time.Hour))
	must(t, err)
	same(t, "the census", census, store.Census{Active: 1, Disabled: 1, Demos: 1, Failed: 1, Jobs: map[alex.JobStatus]int64{alex.JobFailed: 1}})
}

// sentInvites are listed and taken back.
func sentInvites(t *testing.T, b *bench) {
	for n := range 3 {
		b.now = b.now.Add(time.Second)
		must(t, b.System().AddInvite(b.ctx, store.NewInvite{TokenHash: fmt.Sprint("hash", n), EmailKey: fmt.Sprint(n, "@example.com"), Now: b.now, Expires: b.now.Add(time.Hour)}))
	}
	list, err := b.System().Sent(b.ctx, store.Page{Limit: 2})
	must(t, err)
	rest, err := b.System().Sent(b.ctx, store.Page{Limit: 2, Cursor: list.Next})
	must(t, err)
	if len(list.Items) != 2 || len(rest.Items) != 1 || list.Items[0].ID != "hash2" || rest.Items[0].Email != "0@example.com" {
		t.Errorf("the invitations are %+v and %+v", list, rest)
	}
	must(t, b.System().TakeBack(b.ctx, "hash1"))
	wantCode(t, "taking back twice", b.System().TakeBack(b.ctx, "hash1"), alex.CodeNotFound)
}

// redriven: a failed job begins again, once, and never beside another one.
func redriven(t *testing.T, b *bench) {
	failed := b.jobIn(t, "user_a", alex.JobFailed)
	done := b.jobIn(t, "user_b", alex.JobCompleted)
	_, _, err := b.System().Redrive(b.ctx, done)
	wantCode(t, "one that did not fail", err, alex.CodeConflict)
	_, _, err = b.System().Redrive(b.ctx, b.NewID())
	wantCode(t, "one that there is not", err, alex.CodeNotFound)
	_, _, err = b.System().Redrive(b.ctx, "x")
	wantCode(t, "no id", err, alex.CodeInvalid)

	mine, _, err := b.As("user_a").CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	_, _, err = b.System().Redrive(b.ctx, failed)
	wantCode(t, "beside one under way", err, alex.CodeConflict)
	_, err = b.As("user_a").CancelJob(b.ctx, mine.ID)
	must(t, err)

	type outcome struct {
		id      alex.ID
		created bool
		err     error
	}
	got := make(chan outcome, 8)
	for range cap(got) {
		go func() {
			j, created, err := b.System().Redrive(b.ctx, failed)
			got <- outcome{j.ID, created, err}
		}()
	}
	ids, created := map[alex.ID]bool{}, 0
	for range cap(got) {
		o := <-got
		if o.err != nil && alex.CodeOf(o.err) != alex.CodeConflict { // of a race that an engine of many writers lost
			t.Error(o.err)
		}
		if o.err == nil {
			ids[o.id] = true
		}
		if o.created {
			created++
		}
	}
	if len(ids) != 1 || created != 1 {
		t.Errorf("eight at once made %d jobs, %d times", len(ids), created)
	}
	list, err := b.System().AllJobs(b.ctx, alex.JobPending, store.Page{})
	must(t, err)
	if len(list.Items) != 1 || !ids[list.Items[0].ID] || list.Items[0].PersonID != "user_a" {
		t.Errorf("what waits: %+v", list.Items)
	}
	every, err := b.System().AllJobs(b.ctx, "", store.Page{})
	must(t, err)
	same(t, "all jobs", len(every.Items), 4)
	t.Attr("measured", "8 redrives at once: 1 job")
}

// analysesOfADay: as many as there may be, and again after midnight; the latest
// report stays however many come after it.
func analysesOfADay(t *testing.T, b *bench) {
	b.now = time.Date(2026, 3, 10, 23, 0, 0, 0, time.UTC)
	report := b.jobIn(t, "user_a", alex.JobCompleted)
	p := b.As("user_a")
	ask := func() error {
		b.now = b.now.Add(time.Second)
		j, _, err := p.CreateJob(b.ctx, store.JobRequest{Daily: 5, Kept: 3})
		if err != nil {
			return err
		}
		_, err = p.CancelJob(b.ctx, j.ID)
		return err
	}
	for range 3 {
		must(t, ask())
	}
	must(t, ask())
	wantCode(t, "a sixth that day", func() error {
		_, _, err := p.CreateJob(b.ctx, store.JobRequest{Daily: 4})
		return err
	}(), alex.CodeThrottled)
	_, err := p.Job(b.ctx, report)
	must(t, err) // though three others are newer
	same(t, "how many are kept", b.count(t, "analysis_jobs"), 4)

	b.now = time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	for n := range 2 {
		_, _, err = p.CreateJob(b.ctx, store.JobRequest{Daily: 1})
		must(t, err) // the second is the first, which is under way
		same(t, "under way", n < 2, true)
	}
	list, err := p.Jobs(b.ctx, store.Page{Limit: 1})
	must(t, err)
	_, err = p.CancelJob(b.ctx, list.Items[0].ID)
	must(t, err)
	_, _, err = p.CreateJob(b.ctx, store.JobRequest{Daily: 1})
	var e *alex.Error
	if e, _ = err.(*alex.Error); e == nil || e.Code != alex.CodeThrottled || e.RetryAfter != 12*time.Hour { //nolint:errorlint // the store answers it plainly
		t.Errorf("one more is refused with %v", err)
	}
}
