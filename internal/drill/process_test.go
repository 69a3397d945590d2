package drill

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"alex/internal/store/postgres/postgrestest"
)

// folder takes the program that every test of this package runs.
var folder string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if folder, err = os.MkdirTemp("", "alex-drill"); err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		return m.Run()
	}())
}

// build makes the program once for all tests.
var build = sync.OnceValues(func() (path string, err error) {
	path = filepath.Join(folder, "alex")
	cmd := exec.Command("go", "build", "-trimpath", "-o", path, "alex/cmd/alex")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, text)
	}
	return path, nil
})

// built is the program as people have it.
func built(t testing.TB) (path string) {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// process is the program at work over a data folder.
type process struct {
	*exec.Cmd
	url   string
	ready time.Duration // from its start to the first answer that it is ready
}

func serve(t testing.TB, path, data string, environ ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(context.WithoutCancel(t.Context()), path, "serve")}
	p.Env = append(append(os.Environ(), "ALEX_DATA="+data, "ALEX_ADDR=127.0.0.1:0", "ALEX_RATE_LIMIT=0"), environ...)
	p.Stderr = t.Output()
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(line, err)
	}
	p.url = strings.TrimSpace(strings.TrimPrefix(line, "listening on"))
	anyone := &person{url: p.url, client: browser()}
	if a := anyone.send(t.Context(), "GET", "/api/ready", ""); a.status != http.StatusOK {
		t.Fatal(a)
	}
	p.ready = time.Since(began)
	anyone.client.CloseIdleConnections()
	return p
}

func (p *process) end(t testing.TB) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Error(err)
	}
}

// onProcesses is onEngines with the program as a process of its own.
func onProcesses(b *testing.B, run func(*testing.B, *process)) {
	b.Helper()
	serving := func(environ ...string) func(*testing.B) {
		return func(b *testing.B) {
			p := serve(b, built(b), b.TempDir(), environ...)
			defer p.end(b)
			run(b, p)
		}
	}
	b.Run("SQLite", serving())
	server := postgrestest.Start(b, postgrestest.Options{Durable: true})
	b.Run("PostgreSQL", serving("ALEX_DATABASE_URL="+server.Empty(b)))
}

// BenchmarkStart is from the start of the process to its first answer that it
// is ready, over a data folder that has been served before.
func BenchmarkStart(b *testing.B) {
	path, data := built(b), b.TempDir()
	serve(b, path, data).end(b)
	var m took
	for b.Loop() {
		for range 100 {
			p := serve(b, path, data)
			m.add(p.ready)
			p.end(b)
		}
	}
	b.ReportMetric(0, "ns/op") // of a hundred
	m.report(b)
}
