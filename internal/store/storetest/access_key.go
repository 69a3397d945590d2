package storetest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// accessKey is a key of the person's that reads reports, for a week.
func (b *bench) accessKey(t testing.TB, person alex.PersonID, name, hash string) alex.AccessKey {
	t.Helper()
	k, err := b.As(person).AddAccessKey(b.ctx, alex.AccessKeyRequest{Name: name, Scopes: []alex.KeyScope{alex.ScopeReport}, Days: 7}, hash)
	must(t, err)
	return k
}

// accessKeys opens what they are for until they end, each for its person alone.
func accessKeys(t *testing.T, b *bench) {
	y := b.System()
	ann, _ := b.person(t, "ann"), b.person(t, "bob")
	k, err := ann.AddAccessKey(b.ctx, alex.AccessKeyRequest{
		Name: "laptop", Scopes: []alex.KeyScope{alex.ScopeResearch, alex.ScopePortfolio, alex.ScopeResearch},
	}, "hash")
	must(t, err)
	same(t, "what is kept", k, alex.AccessKey{
		ID: k.ID, Name: "laptop", Scopes: []alex.KeyScope{alex.ScopePortfolio, alex.ScopeResearch}, CreatedAt: b.now.UTC(),
		ExpiresAt: b.now.UTC().AddDate(0, 0, alex.UsualKeyDays),
	})
	b.accessKey(t, "bob", "laptop", "hash of bob")
	opened, err := y.AccessKeyOf(b.ctx, "hash")
	must(t, err)
	same(t, "what it opens", opened, store.Opened{Key: k, Person: "ann"})
	must(t, y.AccessKeyUsed(b.ctx, k))
	used := b.now.UTC()
	b.now = b.now.Add(59 * time.Second)
	must(t, y.AccessKeyUsed(b.ctx, k)) // it is told of the first use, and writes nothing
	k.LastUsedAt = &used
	must(t, y.AccessKeyUsed(b.ctx, k))
	list, err := ann.AccessKeys(b.ctx)
	must(t, err)
	same(t, "what the person sees", list, []alex.AccessKey{k})
	_, err = y.AccessKeyOf(b.ctx, "another")
	wantCode(t, "an unknown hash", err, alex.CodeNotFound)

	must(t, ann.EndAccessKey(b.ctx, k.ID))
	_, err = y.AccessKeyOf(b.ctx, "hash")
	wantCode(t, "a key that was ended", err, alex.CodeNotFound)
	b.now = b.now.Add(7*24*time.Hour - time.Minute)
	_, err = y.AccessKeyOf(b.ctx, "hash of bob")
	must(t, err)
	b.now = b.now.Add(time.Minute)
	_, err = y.AccessKeyOf(b.ctx, "hash of bob")
	wantCode(t, "a key that is over", err, alex.CodeNotFound)
	b.wantActs(t, "ann", alex.ActAccessKeyMade, alex.ActAccessKeyEnded)
}

// wantActs are the kinds of what was done to a person's account, in its order.
func (b *bench) wantActs(t testing.TB, person alex.PersonID, want ...alex.Act) {
	t.Helper()
	list, err := b.As(person).Activity(b.ctx, page(""))
	must(t, err)
	got := []alex.Act{}
	for _, e := range slices.Backward(list.Items) {
		got = append(got, e.Act)
	}
	same(t, "the acts of "+string(person), got, want)
}

func accessKeysRefused(t *testing.T, b *bench) {
	ann, bob := b.person(t, "ann"), b.person(t, "bob")
	report := []alex.KeyScope{alex.ScopeReport}
	for name, in := range map[string]alex.AccessKeyRequest{
		"no name":          {Scopes: report},
		"a name of signs":  {Name: "<script>", Scopes: report},
		"no scope":         {Name: "a"},
		"an unknown scope": {Name: "a", Scopes: []alex.KeyScope{alex.ScopeReport, "everything"}},
		"days of before":   {Name: "a", Scopes: report, Days: -1},
		"no end":           {Name: "a", Scopes: report, Days: alex.MostKeyDays + 1},
	} {
		_, err := ann.AddAccessKey(b.ctx, in, "hash")
		wantCode(t, name, err, alex.CodeInvalid)
	}
	mine := b.accessKey(t, "ann", "mine", "0")
	_, err := ann.AddAccessKey(b.ctx, alex.AccessKeyRequest{Name: "mine", Scopes: report}, "again")
	wantCode(t, "a name twice", err, alex.CodeConflict)
	wantCode(t, "another's key", bob.EndAccessKey(b.ctx, mine.ID), alex.CodeForbidden)
	wantCode(t, "an unknown key", bob.EndAccessKey(b.ctx, b.NewID()), alex.CodeForbidden)
	wantCode(t, "what is no id", bob.EndAccessKey(b.ctx, "x"), alex.CodeInvalid)
	for n := 1; n < alex.MaxAccessKeys; n++ {
		b.accessKey(t, "ann", fmt.Sprint("key ", n), fmt.Sprint(n))
	}
	_, err = ann.AddAccessKey(b.ctx, alex.AccessKeyRequest{Name: "one more", Scopes: report}, "more")
	wantCode(t, "one key more", err, alex.CodeConflict)
	must(t, ann.EndAccessKey(b.ctx, mine.ID))
	wantCode(t, "a key that was ended", ann.EndAccessKey(b.ctx, mine.ID), alex.CodeForbidden)
	b.accessKey(t, "ann", "mine", "again")

	// However often keys are made and ended, no more rows are kept.
	for n := range alex.KeptAccessKeys + 5 {
		b.now = b.now.Add(time.Second)
		must(t, bob.EndAccessKey(b.ctx, b.accessKey(t, "bob", "short", fmt.Sprint("short ", n)).ID))
	}
	list, err := bob.AccessKeys(b.ctx)
	must(t, err)
	same(t, "how many are kept", len(list), alex.KeptAccessKeys)
	for n := alex.KeptAccessKeys + 5; n < alex.MostKeysADay; n++ {
		must(t, bob.EndAccessKey(b.ctx, b.accessKey(t, "bob", "short", fmt.Sprint("short ", n)).ID))
	}
	_, err = bob.AddAccessKey(b.ctx, alex.AccessKeyRequest{Name: "short", Scopes: report}, "too often")
	wantCode(t, "one key more on a day", err, alex.CodeThrottled)
}

// accessKeyRace: of many made at once one has a name, and there are never more than
// the most.
func accessKeyRace(t *testing.T, b *bench) {
	const rivals = alex.MaxAccessKeys + 4
	for name, c := range map[alex.PersonID]struct {
		named func(n int) string
		made  int32
	}{
		"one-name":   {func(int) string { return "laptop" }, 1},
		"many-names": {func(n int) string { return fmt.Sprint("laptop ", n) }, alex.MaxAccessKeys},
	} {
		person := b.person(t, name)
		var made atomic.Int32
		var group sync.WaitGroup
		for n := range rivals {
			group.Go(func() {
				in := alex.AccessKeyRequest{Name: c.named(n), Scopes: []alex.KeyScope{alex.ScopeReport}}
				if _, err := person.AddAccessKey(b.ctx, in, fmt.Sprint(name, n)); err == nil {
					made.Add(1)
				} else {
					wantCode(t, string(name), err, alex.CodeConflict)
				}
			})
		}
		group.Wait()
		same(t, "keys made at once of "+string(name), made.Load(), c.made)
	}
	t.Attr("measured", fmt.Sprintf("%d keys at once: 1 of one name, %d of different ones", rivals, alex.MaxAccessKeys))
}

// assistantsFillNoLog: keys that come and go do not make room in the log, and calls
// of one kind do not hide those of another.
func assistantsFillNoLog(t *testing.T, b *bench) {
	ann := b.person(t, "ann")
	call := func(key, tool string, times int) {
		ctx := store.ActingAs(b.ctx, alex.KeyActor(key))
		for range times {
			must(t, ann.Record(ctx, alex.ActAssistantCalled, map[string]string{"tool": tool, "outcome": "answered"}))
		}
	}
	call("first", "get_portfolio", alex.MostActs)
	call("second", "get_portfolio", 20)
	call("second", "get_report", 1)
	counts := map[string]int{}
	for cursor := ""; ; {
		list, err := ann.Activity(b.ctx, page(cursor))
		must(t, err)
		for _, e := range list.Items {
			counts[string(e.Act)+" "+e.Detail["tool"]]++
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	same(t, "what is written down", counts, map[string]int{
		"assistant_called get_portfolio": alex.MostActs, "assistant_called get_report": 1, "acts_left_out get_portfolio": 1,
	})
}

// accessKeysStolen: whoever had to be helped in again may not be the one who made
// the keys; and who is shut out reads nothing by them.
func accessKeysStolen(t *testing.T, b *bench) {
	y := b.System()
	for name, help := range map[alex.PersonID]func(alex.PersonID) error{
		"signed-out": func(id alex.PersonID) error { return y.EndSessions(b.ctx, id) },
		"factor":     func(id alex.PersonID) error { return y.ResetSecondFactor(b.ctx, id) },
		"password":   func(id alex.PersonID) error { return y.ReplacePassword(b.ctx, id, "other", b.now) },
		"changed": func(id alex.PersonID) error {
			return y.ChangePassword(b.ctx, store.Login{Person: id, PasswordHash: "hash of " + string(id)}, "other", b.NewID(), b.now)
		},
		"elsewhere": func(id alex.PersonID) error { return b.As(id).EndOtherSessions(b.ctx, b.NewID()) },
		"letter": func(id alex.PersonID) error {
			r := store.NewReset{Person: id, EmailKey: string(id) + "@example.com", TokenHash: "t", Now: b.now, Expires: b.now.Add(time.Hour)}
			if err := b.addReset(r); err != nil {
				return err
			}
			return y.UseReset(b.ctx, id, "t", "other", b.now)
		},
	} {
		b.signUp(t, name)
		b.accessKey(t, name, "laptop", "hash of "+string(name))
		must(t, help(name))
		_, err := y.AccessKeyOf(b.ctx, "hash of "+string(name))
		wantCode(t, "the key of who is helped by "+string(name), err, alex.CodeNotFound)
	}
	b.signUp(t, "shut")
	b.accessKey(t, "shut", "laptop", "hash of shut")
	must(t, y.Disable(b.ctx, "shut", b.now))
	_, err := y.AccessKeyOf(b.ctx, "hash of shut")
	wantCode(t, "the key of who is shut out", err, alex.CodeNotFound)
	must(t, y.Enable(b.ctx, "shut"))
	_, err = y.AccessKeyOf(b.ctx, "hash of shut")
	wantCode(t, "the key of who was shut out", err, alex.CodeNotFound)
	must(t, y.Erase(b.ctx, "shut"))
	_, err = y.AccessKeyOf(b.ctx, "hash of shut")
	wantCode(t, "the key of who is erased", err, alex.CodeNotFound)

	must(t, y.AddDemo(b.ctx, "demo", b.now, b.now.Add(time.Hour)))
	b.accessKey(t, "demo", "laptop", "hash of demo")
	_, err = y.AccessKeyOf(b.ctx, "hash of demo")
	must(t, err)
	b.now = b.now.Add(time.Hour)
	_, err = y.AccessKeyOf(b.ctx, "hash of demo")
	wantCode(t, "the key of a demo that is over", err, alex.CodeUnauthorized)
}
