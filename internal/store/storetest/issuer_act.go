package storetest

import (
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// issuerActs: that somebody is known elsewhere is written down once, and what the
// issuer changes of them each time, if it changes anything.
func issuerActs(t *testing.T, b *bench) {
	y := b.System()
	hear := func(h store.Heard) {
		b.now = b.now.Add(time.Second)
		must(t, y.Hear(b.ctx, h))
	}
	must(t, y.SignUpAs(b.ctx, store.NewIdentity{
		Person: "own", DisplayName: "Name", Issuer: "https://id.example", Subject: "sub",
	}, b.begin("own", "token")))
	log := b.acts(t, store.AuditFilter{Person: "own"})
	same(t, "who comes by an issuer", map[string]bool{log[0]: true, log[1]: true}, map[string]bool{"sign_up self own": true, "identity_linked self own": true})

	must(t, y.Admit(b.ctx, store.Entry{Person: "user_a", Name: "Ann", Email: "ann@example.com", Issued: b.now}))
	must(t, y.Admit(b.ctx, store.Entry{Person: "user_a", Issued: b.now}))
	hear(said("1", 10, "Ann", "ann@example.com"))
	same(t, "who comes, and is told as they are", b.acts(t, store.AuditFilter{Person: "user_a"}), []string{"identity_linked self user_a"})
	hear(said("2", 20, "Ann Lee", "ann@example.com"))
	hear(said("3", 15, "Old", "old@example.com"))
	hear(said("2", 20, "Ann Lee", "ann@example.com"))
	hear(said("4", 30, "Ann Lee", "new@example.com"))
	same(t, "who has another name, then another address", b.acts(t, store.AuditFilter{Person: "user_a"}),
		[]string{"identity_linked self user_a", "identity_synced system user_a", "identity_synced system user_a"})

	bob := said("5", 10, "Bob", "bob@example.com")
	bob.Person = "user_b"
	hear(bob)
	must(t, y.Admit(b.ctx, store.Entry{Person: "user_b", Issued: b.now}))
	same(t, "who is told of before they come", b.acts(t, store.AuditFilter{Person: "user_b"}), []string{"identity_linked system user_b"})
	if text := b.dump(t, `SELECT detail FROM audit_log WHERE act LIKE 'identity%' AND detail IS NOT NULL AND CAST(detail AS TEXT) <> 'null'`); text != "" {
		t.Errorf("the log tells what was changed: %s", text)
	}
}

// codesReplaced: new recovery codes leave an entry.
func codesReplaced(t *testing.T, b *bench) {
	y := b.System()
	b.signUp(t, "a")
	b.now = b.now.Add(time.Second)
	must(t, y.OfferSecondFactor(b.ctx, "a", "sealed", b.now))
	wantCode(t, "of one that is offered", y.ReplaceRecoveryCodes(b.ctx, "a", []string{"x"}), alex.CodeConflict)
	must(t, y.EnableSecondFactor(b.ctx, "a", "sealed", 1, []string{"h1"}, b.now))
	b.now = b.now.Add(time.Second)
	must(t, y.ReplaceRecoveryCodes(b.ctx, "a", []string{"h2"}))
	same(t, "the log", b.acts(t, store.AuditFilter{Person: "a"}),
		[]string{"sign_up self a", "second_factor_on self a", "recovery_codes_replaced self a"})
}
