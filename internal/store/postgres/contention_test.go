package postgres_test

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// Eight workers, on connections of their own, claim each job exactly once, and
// none comes back empty while jobs are due.
func TestJobsAreClaimedOnce(t *testing.T) {
	t.Parallel()
	const workers, jobs = 8, 200
	s, url := open(t)
	for n := range jobs {
		id := alex.PersonID("p" + strconv.Itoa(n))
		if _, err := s.System().EnsurePerson(t.Context(), id, "", ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.As(id).CreateJob(t.Context(), store.JobRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	claimed := map[alex.ID]int{}
	var group sync.WaitGroup
	now := time.Now()
	for range workers {
		worker := openAt(t, url)
		group.Go(func() {
			for {
				job, ok, err := worker.System().Claim(t.Context(), now, time.Hour)
				if err != nil {
					t.Error(err)
				}
				if !ok || err != nil {
					return
				}
				mu.Lock()
				claimed[job.ID]++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	for id, times := range claimed {
		if times != 1 {
			t.Errorf("job %s was claimed %d times", id, times)
		}
	}
	if len(claimed) != jobs {
		t.Errorf("%d jobs were claimed before the workers found none, of %d", len(claimed), jobs)
	}
}

// One job by name, asked for by all at once: one gets it.
func TestOneJobIsClaimedOnce(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	job, _, err := s.As("p").CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	won := 0
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			_, ok, err := s.System().ClaimJob(t.Context(), job.ID, time.Now(), time.Hour)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if ok {
				won++
			}
		})
	}
	group.Wait()
	if won != 1 {
		t.Errorf("%d workers hold the job", won)
	}
}

// Many requests of one person at once make one job.
func TestOneActiveJob(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	made := map[alex.ID]bool{}
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			job, _, err := s.As("p").CreateJob(t.Context(), store.JobRequest{})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			made[job.ID] = true
		})
	}
	group.Wait()
	if len(made) != 1 {
		t.Errorf("%d jobs were made", len(made))
	}
}

// Two tabs edit one account: whoever saw a stale one is told, and no edit is
// lost.
func TestNoEditIsLost(t *testing.T) {
	t.Parallel()
	const tabs, edits = 4, 10
	s, _ := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	p := s.As("p")
	a, err := p.CreateAccount(t.Context(), alex.Account{Name: "a", Type: alex.Taxable})
	if err != nil {
		t.Fatal(err)
	}
	stale := errors.New("stale")
	increment := func() error {
		seen, err := p.Account(t.Context(), a.ID)
		if err != nil {
			return err
		}
		edit := seen
		edit.CashBalance = edit.CashBalance.Add(alex.MustMoney("1"))
		_, err = p.UpdateAccount(t.Context(), edit, func(stored alex.Account) error {
			if stored.CashBalance.Cmp(seen.CashBalance) != 0 {
				return stale
			}
			return nil
		})
		return err
	}
	var group sync.WaitGroup
	for range tabs {
		group.Go(func() {
			for done := 0; done < edits; {
				switch err := increment(); {
				case err == nil:
					done++
				case !errors.Is(err, stale):
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	got, err := p.Account(t.Context(), a.ID)
	if err != nil || got.CashBalance.Cmp(alex.MustMoney(strconv.Itoa(tabs*edits))) != 0 {
		t.Errorf("after %d edits the balance is %s (%v)", tabs*edits, got.CashBalance, err)
	}
}

// The same file twice at once makes no account twice.
func TestOneImportAtATime(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := s.As("p").ApplyImport(t.Context(), []alex.Account{{Name: "IRA", Type: alex.TaxFree}}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if accounts, err := s.As("p").Accounts(t.Context()); err != nil || len(accounts) != 1 {
		t.Errorf("%d accounts, want one (%v)", len(accounts), err)
	}
}

// Two persons name the same new symbols in opposite order: whom the database
// stops to untie them begins again.
func TestDeadlocksAreUntied(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	const rounds, symbols = 5, 60
	var group sync.WaitGroup
	for person := range 2 {
		id := alex.PersonID("p" + strconv.Itoa(person))
		if _, err := s.System().EnsurePerson(t.Context(), id, "", ""); err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			for round := range rounds {
				account := alex.Account{Name: "a" + strconv.Itoa(round), Type: alex.Taxable}
				for n := range symbols {
					if person == 1 {
						n = symbols - 1 - n
					}
					symbol := alex.Symbol("R" + strconv.Itoa(round) + "S" + strconv.Itoa(n))
					account.Positions = append(account.Positions, alex.Position{Symbol: symbol, Quantity: alex.DecimalOf(1)})
				}
				if _, err := s.As(id).ApplyImport(t.Context(), []alex.Account{account}); err != nil {
					t.Errorf("%s, round %d: %v", id, round, err)
				}
			}
		})
	}
	group.Wait()
}
