package storetest

import (
	"fmt"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
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
