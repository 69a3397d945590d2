package postgrestest_test

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// A test program that is killed takes its server along.
func TestKilledProgramLeavesNoServer(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := exec.CommandContext(t.Context(), exe)
	program.Env = append(os.Environ(), orphaned+"=1", "TMPDIR="+reachable(t), "ALEX_TEST_SERVERS=")
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the program says no URL")
	}
	url := strings.TrimSpace(lines.Text())
	if got := mustAsk(t, url, `SELECT 'x'`); got != "x" {
		t.Fatal(got)
	}
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := program.Wait(); err == nil {
		t.Error("the program ended by itself")
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		_, err := ask(t.Context(), url, `SELECT 'x'`)
		if _, alive := errors.AsType[*pgconn.PgError](err); err != nil && !alive {
			return // nobody is there to refuse
		}
		if time.Now().After(end) {
			t.Fatal("the server outlives its program")
		}
	}
}
