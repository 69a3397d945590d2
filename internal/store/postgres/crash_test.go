package postgres_test

import (
	"context"
	"flag"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/store/postgres/postgrestest"
)

var crashes = flag.Int("crashes", 3, "how often TestAcknowledgedWritesSurviveACrash crashes its server")

// What was acknowledged before a crash of the server is there afterwards, and
// nothing is there by half.
func TestAcknowledgedWritesSurviveACrash(t *testing.T) {
	t.Parallel()
	const writers, positions = 4, 10
	fragile := postgrestest.Start(t, postgrestest.Options{Durable: true, Prepare: postgrestest.Migrate})
	url := fragile.Database(t)
	s := openAt(t, url)
	var people []alex.PersonID
	for crash := range *crashes {
		var mu sync.Mutex
		acknowledged := []alex.PersonID{}
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for writer := range writers {
			group.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					id := alex.PersonID(strconv.Itoa(crash) + "_" + strconv.Itoa(writer) + "_" + strconv.Itoa(n))
					if write(ctx, s, id, positions) == nil {
						mu.Lock()
						acknowledged = append(acknowledged, id)
						mu.Unlock()
					}
				}
			})
		}
		for enough := 5 + 3*(crash%10); ; time.Sleep(time.Millisecond) {
			mu.Lock()
			done := len(acknowledged)
			mu.Unlock()
			if done >= enough {
				break
			}
		}
		if err := fragile.Stop(postgrestest.Immediate); err != nil {
			t.Fatal(err)
		}
		cancel()
		group.Wait()
		if err := fragile.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		people = append(people, acknowledged...)
		for _, id := range people {
			accounts, err := s.As(id).Accounts(t.Context())
			if err != nil || len(accounts) != 1 {
				t.Errorf("crash %d: of the acknowledged %s there are %d accounts (%v)", crash, id, len(accounts), err)
			}
		}
	}
	wantWhole(t, s, url, positions)
	t.Attr("measured", fmt.Sprintf("crashes=%d acknowledged=%d lost=0 halves=0", *crashes, len(people)))
}

func write(ctx context.Context, s *store.Store, id alex.PersonID, positions int) error {
	if _, err := s.System().EnsurePerson(ctx, id, "", ""); err != nil {
		return err
	}
	account := alex.Account{Name: "a", Type: alex.Taxable}
	for n := range positions {
		account.Positions = append(account.Positions, alex.Position{Symbol: alex.Symbol("S" + strconv.Itoa(n)), Quantity: alex.DecimalOf(1)})
	}
	_, err := s.As(id).CreateAccount(ctx, account)
	return err
}

// wantWhole counts the positions of every account there is, acknowledged or not.
func wantWhole(t testing.TB, s *store.Store, url string, positions int) {
	t.Helper()
	problems, err := s.Verify(t.Context(), store.Expected{})
	if err != nil || len(problems) != 0 {
		t.Errorf("after the crashes Verify() = %v, %v", problems, err)
	}
	var accounts, halves int
	if err := connect(t, url).QueryRowContext(t.Context(), `SELECT count(*), count(*) FILTER (WHERE $1 <>
		(SELECT count(*) FROM positions p WHERE p.account_id = a.id)) FROM accounts a`, positions).Scan(&accounts, &halves); err != nil {
		t.Fatal(err)
	}
	if accounts == 0 || halves != 0 {
		t.Errorf("after the crashes %d of %d accounts are there by half", halves, accounts)
	}
}
