package sqlite_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

var kills = flag.Int("kills", 10, "how often TestAcknowledgedWritesSurviveAKill kills its writer")

// crashFile names the database of the process that TestAcknowledged kills.
const crashFile = "ALEX_TEST_CRASH_FILE"

// TestMain is also the process that writes until it is killed.
func TestMain(m *testing.M) {
	path := os.Getenv(crashFile)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := writeForever(path); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// writeForever says each person's number after the commit.
func writeForever(path string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		id := alex.PersonID("p" + strconv.Itoa(n))
		if _, err := s.System().EnsurePerson(ctx, id, "", ""); err != nil {
			return err
		}
		account := alex.Account{Name: "a", Type: alex.Taxable}
		for i := range 20 {
			account.Positions = append(account.Positions, alex.Position{Symbol: alex.Symbol("S" + strconv.Itoa(i)), Quantity: alex.DecimalOf(1)})
		}
		if _, err := s.As(id).CreateAccount(ctx, account); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

// What was acknowledged before a kill is there afterwards, and nothing is there
// by half.
func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	t.Parallel()
	acknowledged := 0
	for kill := range *kills {
		_, path := open(t)
		last := killAfter(t, path, 3+kill%20)
		acknowledged += last + 1
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if problems, err := s.Verify(t.Context(), store.Expected{}); err != nil || len(problems) != 0 {
			t.Errorf("after a kill Verify() = %v, %v", problems, err)
		}
		for n := range last + 2 {
			accounts, err := s.As(alex.PersonID("p" + strconv.Itoa(n))).Accounts(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case n <= last && len(accounts) != 1:
				t.Errorf("the acknowledged account %d of %d is lost", n, last)
			case len(accounts) == 1 && len(accounts[0].Positions) != 20:
				t.Errorf("account %d has %d positions, want all or none", n, len(accounts[0].Positions))
			}
		}
		_ = s.Close()
	}
	t.Attr("measured", fmt.Sprintf("kills=%d acknowledged=%d lost=0 halves=0", *kills, acknowledged))
}

// killAfter lets the writer acknowledge some writes, kills it, and answers the
// last number that it said.
func killAfter(t *testing.T, path string, writes int) int {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	writer := exec.CommandContext(t.Context(), filepath.Clean(exe))
	writer.Env = append(os.Environ(), crashFile+"="+path)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	last := -1
	for lines := bufio.NewScanner(out); lines.Scan(); {
		n, err := strconv.Atoi(strings.TrimSpace(lines.Text()))
		if err != nil {
			t.Fatalf("the writer says %q", lines.Text())
		}
		if last = n; n == writes {
			if err := writer.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := writer.Wait(); err == nil {
		t.Error("the writer ended by itself")
	}
	if last < writes {
		t.Fatalf("the writer stopped after %d writes", last)
	}
	return last
}
