package drill

import (
	"bytes"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"alex/internal/app"
	"alex/internal/config"
)

// program is a running Alex, with its log.
type program struct {
	*app.Service
	log *logged
}

// start runs the program, without limits of rates, until the test ends.
func start(t testing.TB, cfg config.Config) *program {
	t.Helper()
	cfg.Addr, cfg.Auth, cfg.Signup, cfg.Demo, cfg.RateLimit = "127.0.0.1:0", "local", "open", true, 0
	if cfg.Data == "" {
		cfg.Data = t.TempDir()
	}
	p := &program{log: &logged{}}
	var err error
	if p.Service, err = app.Start(t.Context(), cfg, slog.New(slog.NewTextHandler(p.log, nil))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// logged keeps a log.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// lines are those of the log that hold a word.
func (l *logged) lines(word string) (found []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		if strings.Contains(line, word) {
			found = append(found, line)
		}
	}
	return found
}

// browser is what a client connects with.
func browser() *http.Client {
	// A connection that the server ends for its idleness must not be taken in that instant.
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 20 * time.Second}, Timeout: 40 * time.Second}
}

// settled is how many goroutines there are once those that are about to end
// have ended: no fewer for a second.
func settled(client *http.Client) int {
	client.CloseIdleConnections()
	fewest, since := goroutines(), time.Now()
	for time.Since(since) < time.Second {
		time.Sleep(20 * time.Millisecond)
		if n := goroutines(); n < fewest {
			fewest, since = n, time.Now()
		}
	}
	return fewest
}

// goroutines is how many there are, those of the wire aside.
func goroutines() (n int) {
	all := make([]byte, 1<<20)
	all = all[:runtime.Stack(all, true)]
	for one := range bytes.SplitSeq(all, []byte("\n\n")) {
		if !bytes.Contains(one, []byte("(*wire)")) {
			n++
		}
	}
	return n
}

func stacks() string {
	var text strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&text, 1)
	return text.String()
}
