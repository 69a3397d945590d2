package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// exported is the whole export as text, with its collections in their order.
func (b *bench) exported(t testing.TB, p *store.Personal) (text string, names []string) {
	t.Helper()
	var all strings.Builder
	must(t, p.Export(b.ctx, func(name string, value any) error {
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
		data, err := json.Marshal(value)
		all.WriteString(name + ": " + string(data) + "\n")
		return err
	}))
	return all.String(), names
}

// export holds every canary of the person's own and nothing of another's.
func export(t *testing.T, b *bench) {
	b.seed(t)
	mine, others := b.plant(t, "mine"), b.plant(t, "others")
	_, err := b.raw.ExecContext(b.ctx, `INSERT INTO grants (id, owner, grantee, role, created_at)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000101', 'mine', 'others', 'viewer', 1), ('0a0b0c0d-0000-4000-8000-000000000102', 'others', 'mine', 'editor', 1)`)
	must(t, err)
	text, names := b.exported(t, b.As("mine"))
	same(t, "the collections", names, []string{
		"person", "accounts", "instruments", "plans", "imports", "values", "jobs", "reports", "retirement",
		"modelCalls", "modelDays", "reviews", "documents", "sessions", "identities", "accessKeys", "activity", "grants", "invitations",
	})
	for _, canary := range append(mine.texts, "viewer", "editor") {
		if !strings.Contains(text, canary) {
			t.Errorf("the export lacks %s", canary)
		}
	}
	for _, canary := range append(others.texts, "secret-", "key-of-") {
		if strings.Contains(text, canary) {
			t.Errorf("the export holds %s", canary)
		}
	}
	stop := errors.New("the reader has gone")
	if err := b.As("mine").Export(b.ctx, func(string, any) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an export that nobody reads = %v", err)
	}
	wantCode(t, "the export of nobody", b.As("nobody").Export(b.ctx, func(string, any) error { return nil }), alex.CodeNotFound)
}

// exportPages reads collections of more than a page, and empty ones.
func exportPages(t *testing.T, b *bench) {
	const count = store.MaxLimit + 1
	p := b.person(t, "user_a")
	_, names := b.exported(t, p)
	if len(names) != 19 {
		t.Errorf("who has nothing exports %v", names)
	}
	for n := range count {
		must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: alex.Symbol(fmt.Sprintf("X%03d", n)), Name: "one of many"}, nil))
	}
	exported := 0
	must(t, p.Export(b.ctx, func(name string, value any) error {
		data, err := json.Marshal(value)
		exported += strings.Count(string(data), "one of many")
		return err
	}))
	if exported != count {
		t.Errorf("%d instruments were exported, want %d", exported, count)
	}
}

// exportedActs says who did what as the person knows them: no name of a key, no
// hash, and of who was let in the address by which they let them in, while they do.
func exportedActs(t *testing.T, b *bench) {
	ann := b.person(t, "ann")
	var grant alex.Grant
	for _, id := range []alex.PersonID{"bob", "eve"} {
		b.now = b.now.Add(time.Millisecond)
		_, err := ann.Invite(b.ctx, store.NewInvitation{Role: alex.Editor, CodeHash: string(id)})
		must(t, err)
		b.now = b.now.Add(time.Millisecond)
		grant, err = b.person(t, id).Accept(b.ctx, string(id))
		must(t, err)
	}
	b.now = b.now.Add(time.Millisecond)
	must(t, b.As("eve").EndGrant(b.ctx, grant.ID))
	b.now = b.now.Add(time.Millisecond)
	must(t, b.System().EndSessions(store.ActingAs(b.ctx, alex.OperatorActor("ops laptop")), "ann"))
	must(t, b.System().Record(b.ctx, "ann", alex.ActRefreshReuse, nil))
	actors := map[string]int{}
	must(t, ann.Export(b.ctx, func(name string, value any) error {
		data, err := json.Marshal(value)
		if err != nil || name != "activity" {
			return err
		}
		var acts []struct {
			Act   alex.Act `json:"act"`
			Actor string   `json:"actor"`
		}
		err = json.Unmarshal(data, &acts)
		for _, a := range acts {
			actors[string(a.Act)+" by "+a.Actor]++
		}
		return err
	}))
	same(t, "who did what", actors, map[string]int{
		"grant_invited by self": 2, "grant_accepted by bob@example.com": 1, "grant_accepted by someone you shared with": 1,
		"grant_ended by someone you shared with": 1, "session_ended by operator": 1, "refresh_reuse by system": 1,
	})
	text, _ := b.exported(t, ann)
	for _, canary := range []string{"ops laptop", `"operator:`, `"person:`, telemetry.PersonHash("bob"), telemetry.PersonHash("eve")} {
		if strings.Contains(text, canary) {
			t.Errorf("the export holds %q", canary)
		}
	}
}

// exportedTables says of every table with rows of a person what an export does
// with it, so that a new table is thought of.
var exportedTables = map[string]string{
	"users": "person", "accounts": "accounts", "user_instruments": "instruments", "plans": "plans", "imports": "imports",
	"portfolio_values": "values", "analysis_jobs": "jobs", "reports": "reports", "retirement": "retirement",
	"sessions": "sessions", "grants": "grants", "invitations": "invitations", "positions": "accounts", "job_parts": "jobs", "job_spans": "jobs", "import_parts": "imports",
	"model_calls": "modelCalls", "model_days": "modelDays", "reviews": "reviews", "audit_log": "activity",
	"identities":          "identities",
	"access_keys":         "accessKeys",
	"documents":           "documents",
	"passages":            "documents",
	"research_pages":      "left out: pages of everybody's, which nobody is told who asked for",
	"second_factors":      "left out: a secret that is sealed",
	"recovery_codes":      "left out: hashes",
	"password_resets":     "left out: a hash, for half an hour",
	"email_confirmations": "left out: a hash and an address, for a day",
	"credentials":         "left out: a hash, and the e-mail address that the person has",
	"idempotency":         "left out: answers that repeat other rows for a day",
}

// erase leaves no row anywhere that names the person, in any table.
func erase(t *testing.T, b *bench) {
	b.seed(t)
	c := b.plant(t, "mine")
	other := b.plant(t, "others")
	_, err := b.raw.ExecContext(b.ctx, `INSERT INTO grants (id, owner, grantee, role, created_at)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000103', 'mine', 'others', 'viewer', 1), ('0a0b0c0d-0000-4000-8000-000000000104', 'others', 'mine', 'editor', 1)`)
	must(t, err)
	for _, key := range []string{"key-of-mine", "key-of-others"} {
		must(t, b.System().AddInvite(b.ctx, store.NewInvite{TokenHash: "invite-for-" + key, EmailKey: key, Now: b.now, Expires: b.now}))
		b.fail(t, store.AccountSubject(key))
	}
	b.fail(t, store.ResetSubject("key-of-mine"))
	b.fail(t, store.LettersOf("mine"))
	b.round(t, "bonds")
	schema, err := b.Describe(b.ctx)
	must(t, err)
	before := map[string]string{}
	theirs := map[string]bool{"users": true}
	for range schema.Tables { // a table of a person's refers to another one of a person's
		for _, table := range schema.Tables {
			for _, key := range table.ForeignKeys {
				theirs[table.Name] = theirs[table.Name] || theirs[key.Table]
			}
		}
	}
	for _, table := range schema.Tables {
		before[table.Name] = b.dump(t, `SELECT * FROM `+table.Name)
		if theirs[table.Name] && (before[table.Name] == "" || exportedTables[table.Name] == "") {
			t.Errorf("%s has rows of people, but none here, or nobody has said whether they are exported", table.Name)
		}
	}
	must(t, b.As("mine").Delete(b.ctx))
	for _, table := range schema.Tables {
		rows := b.dump(t, `SELECT * FROM `+table.Name)
		for _, canary := range append(c.texts, "mine|", "canary@clerk-of-mine", "secret-token-mine", "secret-previous-mine", "secret-password-mine", "secret-sealed-mine", "secret-recovery-mine", "secret-reset-mine", "secret-confirmation-mine", "secret-key-mine", "next-of-mine", "key-of-mine", store.AccountSubject("key-of-mine")) {
			if strings.Contains(rows, canary) {
				t.Errorf("%s still says %s", table.Name, canary)
			}
		}
		if theirs[table.Name] && table.Name != "grants" && rows == "" {
			t.Errorf("%s has lost the rows of another", table.Name)
		}
	}
	same(t, "the invites that are left", b.dump(t, `SELECT email_key FROM invites`), "key-of-others|\n")
	same(t, "the failures that are left", b.dump(t, `SELECT subject FROM throttles`), store.AccountSubject("key-of-others")+"|\n")
	text, _ := b.exported(t, b.As("others"))
	for _, canary := range other.texts {
		if !strings.Contains(text, canary) {
			t.Errorf("the other person has lost %s", canary)
		}
	}
}

// eraseElsewhere erases someone who signs in elsewhere: the address is that of
// the record.
func eraseElsewhere(t *testing.T, b *bench) {
	_, err := b.System().EnsurePerson(b.ctx, "elsewhere", "Name", "Else.Where@Example.com")
	must(t, err)
	b.person(t, "nameless")
	b.fail(t, store.AccountSubject("else.where@example.com"))
	b.fail(t, "ip:192.0.2.1")
	must(t, b.System().Erase(b.ctx, "elsewhere"))
	must(t, b.System().Erase(b.ctx, "elsewhere"))
	same(t, "the failures that are left", b.dump(t, `SELECT subject FROM throttles`), "ip:192.0.2.1|\n")
	same(t, "the people that are left", b.dump(t, `SELECT clerk_user_id FROM users`), "nameless|\n")
}
