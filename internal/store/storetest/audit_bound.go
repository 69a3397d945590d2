package storetest

import (
	"fmt"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// actsOfADay is how many of one act are written down of a person and a day.
const actsOfADay = 250

// theLogIsBounded: past so many of one act in a day one entry says that more
// were left out; every other act, an operator's, another's and the next day's are
// written as ever.
func theLogIsBounded(t *testing.T, b *bench) {
	b.now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for _, id := range []alex.PersonID{"a", "b"} {
		b.person(t, id)
	}
	acting := func() {
		_, _, err := b.As("a").CreateJob(b.ByGrantee(b.ctx, "b", "POST", "/api/analyze"), store.JobRequest{})
		must(t, err)
	}
	loops := map[alex.Act]func(){
		alex.ActExported:         func() { must(t, b.As("a").Record(b.ctx, alex.ActExported, nil)) },
		alex.ActSignIn:           func() { must(t, b.System().StartSession(b.ctx, b.begin("a", string(b.NewID())))) },
		alex.ActPortfolioCleared: func() { must(t, b.As("a").ClearPortfolio(b.ctx)) },
		alex.ActGranteeChanged:   acting,
		alex.ActSignInFailed: func() {
			must(t, b.System().CountFailure(b.ctx, store.Failure{
				Subject: "s", Now: b.now, Forget: time.Hour, Person: "a", Delay: func(int) time.Duration { return 0 },
			}))
		},
	}
	count := func(act alex.Act) string {
		return b.dump(t, fmt.Sprintf(`SELECT count(*) FROM audit_log WHERE clerk_user_id = 'a' AND act = '%s'`, act))
	}
	for act, do := range loops {
		for range actsOfADay + 20 {
			b.now = b.now.Add(time.Millisecond)
			do()
		}
		same(t, string(act), count(act), fmt.Sprint(actsOfADay, "|\n"))
	}
	same(t, "what says that more were left out", count(alex.ActLeftOut), fmt.Sprint(len(loops), "|\n"))
	same(t, "which acts", b.dump(t, `SELECT count(*) FROM audit_log WHERE act = 'acts_left_out' AND CAST(detail AS TEXT) LIKE '%sign_in_failed%' AND actor = 'system'`), "1|\n")

	b.now = b.now.Add(time.Millisecond)
	must(t, b.System().EndSecondFactor(b.ctx, "a"))
	same(t, "an act that was not done yet", count(alex.ActSecondFactorOff), "1|\n")
	must(t, b.As("b").Record(b.ctx, alex.ActExported, nil))
	same(t, "another's", b.acts(t, store.AuditFilter{Person: "b"}), []string{"exported self b"})
	must(t, b.System().Record(store.ActingAs(b.ctx, alex.OperatorActor("ops")), "a", alex.ActExported, nil))
	same(t, "an operator's", count(alex.ActExported), fmt.Sprint(actsOfADay+1, "|\n"))
	b.now = time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC)
	loops[alex.ActExported]()
	same(t, "the next day", count(alex.ActExported), fmt.Sprint(actsOfADay+2, "|\n"))
	t.Attr("measured", fmt.Sprintf("%d acts of 5 kinds in a day: %d entries of each, and one that says so", len(loops)*(actsOfADay+20), actsOfADay))
}

// nobodyHidesAnAct: what one editor does over and over keeps neither their other
// acts from the log nor another editor's, and what the owner does none of theirs.
func nobodyHidesAnAct(t *testing.T, b *bench) {
	b.now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	ann := b.person(t, "a")
	change := func(who alex.PersonID, method, route string) {
		b.now = b.now.Add(time.Millisecond)
		must(t, ann.Record(b.ByGrantee(b.ctx, who, method, route), alex.ActExported, nil))
	}
	count := func(where string) string {
		return b.dump(t, `SELECT count(*) FROM audit_log WHERE clerk_user_id = 'a' AND `+where)
	}
	for range actsOfADay + 20 {
		change("b", "PATCH", "/api/accounts/{id}")
	}
	same(t, "an edit over and over", count(`act = 'grantee_changed'`), fmt.Sprint(actsOfADay, "|\n"))
	for range 2 {
		change("b", "DELETE", "/api/accounts/{id}")
		change("b", "PATCH", "/api/positions/{id}")
		change("c", "PATCH", "/api/accounts/{id}")
	}
	deleted := count(`act = 'grantee_changed' AND CAST(detail AS TEXT) LIKE '%DELETE%'`)
	same(t, "the same editor's deletions", deleted, "2|\n")
	same(t, "their changes elsewhere", count(`act = 'grantee_changed' AND CAST(detail AS TEXT) LIKE '%positions%'`), "2|\n")
	same(t, "another editor's", count(fmt.Sprintf(`act = 'grantee_changed' AND actor = 'person:%s'`, telemetry.PersonHash("c"))), "2|\n")
	same(t, "what says that more were left out, and whose",
		count(fmt.Sprintf(`act = 'acts_left_out' AND actor = 'person:%s' AND CAST(detail AS TEXT) LIKE '%%PATCH%%'`, telemetry.PersonHash("b"))), "1|\n")
	same(t, "what is left out of all", count(`act = 'acts_left_out'`), "2|\n") // their edits and their exports

	for range actsOfADay + 20 {
		must(t, ann.Record(b.ctx, alex.ActExported, nil))
	}
	must(t, b.System().Record(b.ctx, "a", alex.ActExported, nil))
	same(t, "the system's, behind the owner's", count(`act = 'exported' AND actor = 'system'`), "1|\n")
	t.Attr("measured", fmt.Sprintf("after %d edits of one editor at one place: 2 of 2 at each other place, and of another editor", actsOfADay+20))
}

// failuresHideNoNetwork: however often one stranger fails to sign in, who comes from
// elsewhere after that is seen, once a day; and of ever new networks there are no
// more than twice as many as of one.
func failuresHideNoNetwork(t *testing.T, b *bench) {
	b.now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	b.person(t, "a")
	fails := func(network string) {
		b.now = b.now.Add(time.Millisecond)
		must(t, b.System().CountFailure(store.ComingFrom(b.ctx, network), store.Failure{
			Subject: "s", Now: b.now, Forget: time.Hour, Person: "a", Delay: func(int) time.Duration { return 0 },
		}))
	}
	count := func(where string) string {
		return b.dump(t, `SELECT count(*) FROM audit_log WHERE clerk_user_id = 'a' AND `+where)
	}
	for range actsOfADay + 20 {
		fails("192.0.2.0/24")
	}
	for range 3 {
		fails("198.51.100.0/24")
	}
	same(t, "one stranger's", count(`act = 'sign_in_failed' AND network = '192.0.2.0/24'`), fmt.Sprint(actsOfADay, "|\n"))
	same(t, "another's, after them", count(`act = 'sign_in_failed' AND network = '198.51.100.0/24'`), "1|\n")
	same(t, "what says that more were left out", count(`act = 'acts_left_out'`), "1|\n")
	for n := range actsOfADay + 20 {
		fails(fmt.Sprintf("10.%d.%d.0/24", n/250, n%250))
	}
	same(t, "from everywhere", count(`act = 'sign_in_failed'`), fmt.Sprint(2*actsOfADay, "|\n"))
	t.Attr("measured", fmt.Sprintf("behind %d failures from one network another is seen; of %d networks in all %d entries", actsOfADay+20, actsOfADay+22, 2*actsOfADay))
}

// sessionTooMany: the sign-in that puts the oldest session out says so.
func sessionTooMany(t *testing.T, b *bench) {
	b.signUp(t, "a")
	ended := func() string {
		return b.dump(t, `SELECT count(*) FROM audit_log WHERE clerk_user_id = 'a' AND act = 'session_ended' AND actor = 'system' AND CAST(detail AS TEXT) LIKE '%too_many%'`)
	}
	for n := range 50 {
		same(t, "with as many as there may be", ended(), "0|\n")
		b.now = b.now.Add(time.Second)
		must(t, b.System().StartSession(b.ctx, b.begin("a", fmt.Sprint("token ", n))))
	}
	same(t, "with one more", ended(), "1|\n")
	b.wantSessions(t, "a", 50)
}

// nobodysActsAreBounded: demos that are made and erased over and over leave so many
// entries a day, and one that says so; whoever is no demo leaves one all the same.
func nobodysActsAreBounded(t *testing.T, b *bench) {
	const most = 1000
	b.now = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	demo := func() {
		b.now = b.now.Add(time.Millisecond)
		id := alex.PersonID(b.NewID())
		must(t, b.System().AddDemo(b.ctx, id, b.now, b.now.Add(24*time.Hour)))
		must(t, b.As(id).Delete(b.ctx))
	}
	count := func(act alex.Act, actor alex.Actor) string {
		return b.dump(t, fmt.Sprintf(`SELECT count(*) FROM audit_log WHERE clerk_user_id IS NULL AND act = '%s' AND actor = '%s'`, act, actor))
	}
	for range most {
		demo()
	}
	same(t, "what says that more were left out, of none", count(alex.ActLeftOut, alex.ActorDemo), "0|\n")
	for range 3 {
		demo()
	}
	same(t, "erasures of demos", count(alex.ActErased, alex.ActorDemo), fmt.Sprint(most, "|\n"))
	same(t, "what says that more were left out", count(alex.ActLeftOut, alex.ActorDemo), "1|\n")

	b.signUp(t, "ann")
	must(t, b.As("ann").Delete(b.ctx))
	line := b.dump(t, fmt.Sprintf(`SELECT count(*) FROM audit_log WHERE act = 'erased' AND CAST(detail AS TEXT) LIKE '%%%s%%'`, telemetry.PersonHash("ann")))
	same(t, "the line of a person, behind the demos", line, "1|\n")
	for range most + 5 {
		b.now = b.now.Add(time.Millisecond)
		must(t, b.System().Record(store.ActingAs(b.ctx, alex.ActorSelf), "", alex.ActErased, map[string]string{"person": string(b.NewID())}))
	}
	b.signUp(t, "bob")
	must(t, b.As("bob").Delete(b.ctx))
	same(t, "erasures of people", count(alex.ActErased, alex.ActorSelf), fmt.Sprint(most+7, "|\n"))
	must(t, b.System().AddDemo(b.ctx, "late", b.now, b.now.Add(24*time.Hour)))
	must(t, b.System().Erase(store.ActingAs(b.ctx, alex.OperatorActor("ops")), "late"))
	same(t, "an operator's", count(alex.ActErased, alex.OperatorActor("ops")), "1|\n")
	must(t, b.System().Record(b.ctx, "", alex.ActBackupMade, nil))
	same(t, "another act", count(alex.ActBackupMade, alex.ActorSystem), "1|\n")
	b.now = b.now.Add(24 * time.Hour)
	demo()
	same(t, "the next day", count(alex.ActErased, alex.ActorDemo), fmt.Sprint(most+1, "|\n"))
	t.Attr("measured", fmt.Sprintf("%d erasures of demos in a day: %d entries, and one that says so; %d of people: all", most+3, most, most+7))
}

// invitationsOfADay: with them goes how often others can be let in and leave,
// which is written down with the owner.
func invitationsOfADay(t *testing.T, b *bench) {
	b.now = time.Date(2026, 3, 10, 23, 0, 0, 0, time.UTC)
	ann := b.person(t, "a")
	bob := b.person(t, "b")
	invite := func() error {
		b.now = b.now.Add(time.Millisecond)
		code := string(b.NewID())
		if _, err := ann.Invite(b.ctx, store.NewInvitation{Role: alex.Viewer, CodeHash: code}); err != nil {
			return err
		}
		g, err := bob.Accept(b.ctx, code)
		must(t, err)
		return bob.EndGrant(b.ctx, g.ID)
	}
	for range actsOfADay {
		must(t, invite())
	}
	wantCode(t, "one more", invite(), alex.CodeThrottled)
	list := b.acts(t, store.AuditFilter{Person: "a"})
	same(t, "what stands with the owner", len(list), 3*actsOfADay)
	b.now = b.now.Add(time.Hour)
	must(t, invite())
}
