package local_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/auth/local"
	"alex/internal/seed"
	"alex/internal/store"
)

// lines are an account's name, cash and positions, as text.
func lines(accounts []alex.Account) []string {
	var list []string
	for _, a := range accounts {
		list = append(list, a.Name+" "+string(a.Type)+" "+a.CashBalance.String()+" "+a.CashInterest.String())
		for _, p := range a.Positions {
			list = append(list, a.Name+" "+string(p.Symbol)+" "+p.Quantity.String())
		}
	}
	return list
}

func TestDemo(t *testing.T) {
	t.Parallel()
	o := open(t)
	one, err := o.Demo(o.ctx, "browser")
	must(t, err)
	two, err := o.Demo(o.ctx, "browser")
	must(t, err)
	person, accounts := seed.Household()
	seen := map[alex.ID]bool{}
	for _, demo := range []local.Session{one, two} {
		if demo.Person.DisplayName != person.DisplayName || *demo.Person.YearsUntilRetirement != 30 || !strings.HasPrefix(string(demo.Person.ID), "demo_") {
			t.Errorf("the person is %+v", demo.Person)
		}
		got, err := o.Store.As(demo.Person.ID).Accounts(o.ctx)
		must(t, err)
		for _, a := range got {
			for _, p := range a.Positions {
				seen[p.ID] = true
			}
			seen[a.ID] = true
		}
		sorted := cmp.Transformer("sorted", func(list []string) map[string]bool {
			set := map[string]bool{}
			for _, line := range list {
				set[line] = true
			}
			return set
		})
		if diff := cmp.Diff(lines(accounts), lines(got), sorted); diff != "" {
			t.Error(diff)
		}
		if _, err := o.verify(demo.AccessToken); err != nil {
			t.Error(err)
		}
	}
	if len(seen) != 2*(3+4) || seen[seed.Account401k] {
		t.Errorf("%d ids in two copies of 3 accounts and 4 positions", len(seen))
	}
}

func TestDemoEnds(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.signUp(t, ann)
	s, err := o.Demo(o.ctx, "browser")
	must(t, err)
	end := o.clock.Add(24 * time.Hour)
	o.wait(24*time.Hour - 30*time.Second)
	s, err = o.Refresh(o.ctx, s.RefreshToken, loopback)
	must(t, err)
	if !s.RefreshExpires.Equal(end) || s.ExpiresIn != 30 {
		t.Errorf("half a minute before its end the demo has a token until %v, good for %d seconds", s.RefreshExpires, s.ExpiresIn)
	}
	if n, err := o.Store.System().ExpireDemos(o.ctx, o.clock); n != 0 || err != nil {
		t.Errorf("%d demos ended early (%v)", n, err)
	}
	o.wait(30 * time.Second)
	_, err = o.verify(s.AccessToken)
	wantCode(t, "the access token at the end", err, alex.CodeUnauthorized)
	_, err = o.Refresh(o.ctx, s.RefreshToken, loopback)
	wantCode(t, "the refresh token at the end", err, alex.CodeUnauthorized)
	if n, err := o.Store.System().ExpireDemos(o.ctx, o.clock); n != 1 || err != nil {
		t.Errorf("%d demos ended (%v)", n, err)
	}
	his := o.Store.As(s.Person.ID)
	_, err = his.Person(o.ctx)
	wantCode(t, "the person", err, alex.CodeNotFound)
	accounts, err := his.Accounts(o.ctx)
	must(t, err)
	sessions, err := his.Sessions(o.ctx)
	must(t, err)
	if len(accounts)+len(sessions) != 0 {
		t.Errorf("of the demo there are still %v and %v", accounts, sessions)
	}
	list, err := o.List(o.ctx, store.Page{})
	must(t, err)
	if len(list.Items) != 1 || list.Items[0].Email != ann {
		t.Errorf("the people are %+v", list.Items)
	}
}

func TestDemoRefused(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Demos = false
	_, err := o.Demo(o.ctx, "")
	wantCode(t, "a demo where there is none", err, alex.CodeForbidden)

	o.Demos = true
	o.Sample = func() (alex.Person, []alex.Account) { return alex.Person{}, []alex.Account{{Name: ""}} }
	_, err = o.Demo(o.ctx, "")
	wantCode(t, "a household that is refused", err, alex.CodeInvalid)
	list, err := o.List(o.ctx, store.Page{})
	must(t, err)
	if len(list.Items) != 0 {
		t.Errorf("half a demo stays: %+v", list.Items)
	}
}

// TestMostDemos fills the house: the next one waits until one of them ends.
func TestMostDemos(t *testing.T) {
	t.Parallel()
	o := open(t)
	now := o.Now()
	for n := range local.MostDemos {
		id := alex.PersonID(fmt.Sprint("demo_", n))
		must(t, o.Store.System().AddDemo(o.ctx, id, now, now.Add(time.Hour)))
	}
	must(t, o.Store.System().AddDemo(o.ctx, "demo_over", now.Add(-time.Hour), now))
	_, err := o.Demo(o.ctx, "browser")
	full, ok := errors.AsType[*alex.Error](err)
	if !ok || full.Code != alex.CodeThrottled || full.RetryAfter <= 0 {
		t.Errorf("a demo too many: %v", err)
	}
	must(t, o.Store.As("demo_0").Delete(o.ctx))
	_, err = o.Demo(o.ctx, "browser")
	must(t, err)
}
