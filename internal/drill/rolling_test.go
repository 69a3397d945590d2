package drill

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"alex/internal/store/postgres/postgrestest"
)

var rolls = flag.Int("rolls", 1, "how often TestRollingRestart replaces both processes")

// front takes connections for whichever of the processes takes them.
type front struct {
	net.Listener
	refused atomic.Int64

	mu      sync.Mutex
	targets []string
	group   sync.WaitGroup
}

func newFront(t *testing.T) *front {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &front{Listener: l}
	f.group.Go(f.accept)
	t.Cleanup(func() {
		_ = l.Close()
		f.group.Wait()
	})
	return f
}

// to names the processes, the preferred one first.
func (f *front) to(urls ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.targets = nil
	for _, url := range urls {
		f.targets = append(f.targets, strings.TrimPrefix(url, "http://"))
	}
}

func (f *front) accept() {
	for {
		near, err := f.Accept()
		if err != nil {
			return
		}
		f.group.Go(func() { f.join(near) })
	}
}

func (f *front) join(near net.Conn) {
	defer func() { _ = near.Close() }()
	f.mu.Lock()
	targets := f.targets
	f.mu.Unlock()
	for _, target := range targets {
		far, err := net.Dial("tcp", target)
		if errors.Is(err, syscall.ECONNREFUSED) {
			f.refused.Add(1)
			continue
		}
		if err != nil {
			return
		}
		f.group.Go(func() {
			_, _ = io.Copy(far, near)
			_ = far.(*net.TCPConn).CloseWrite()
		})
		_, _ = io.Copy(near, far)
		_ = far.Close()
		return
	}
}

// Two processes over one database are replaced one after the other, while
// people work and analyses run: nobody notices.
func TestRollingRestart(t *testing.T) {
	path := built(t)
	server := postgrestest.Start(t, postgrestest.Options{Durable: true})
	environ := []string{"ALEX_DATABASE_URL=" + server.Empty(t), "ALEX_ACCOUNT_KEY=" + strings.Repeat("k", 32)}
	next := func() *process { return serve(t, path, t.TempDir(), environ...) }
	f, one, two := newFront(t), next(), next()
	defer func() { one.end(t); two.end(t) }()
	f.to(one.url, two.url)
	var mu sync.Mutex
	var answers []answer
	client := browser()
	var people []*diligent
	for range 8 {
		d := &diligent{person: visitor(t, "http://"+f.Addr().String(), client), made: map[string][]string{}}
		d.note = func(a answer) {
			mu.Lock()
			defer mu.Unlock()
			answers = append(answers, a)
		}
		people = append(people, d)
	}
	analyses := 0
	for range *rolls {
		for _, which := range []**process{&one, &two} {
			for _, d := range people {
				d.analyze(t)
				analyses++
			}
			replaced := *which
			atWork(t, people, func() {
				fresh := next()
				f.to(replaced.url, fresh.url, one.url, two.url) // the front does not know who leaves
				time.Sleep(time.Second)
				replaced.end(t)
				*which = fresh
				time.Sleep(time.Second)
			})
			f.to(one.url, two.url)
			for _, d := range people {
				d.ends(t)
			}
		}
	}
	for _, a := range answers {
		if a.status/100 != 2 {
			t.Errorf("while processes were replaced: %s", a)
		}
	}
	if f.refused.Load() == 0 {
		t.Error("no connection was refused: nobody was away")
	}
	for _, d := range people {
		d.finish(t)
		d.kept(t)
		reports := all[struct{ JobID string }](t, d.person, "/api/reports")
		if of := len(reports); of != analyses/len(people) {
			t.Errorf("%d reports of %d analyses", of, analyses/len(people))
		}
	}
	t.Attr("measured", fmt.Sprintf("replaced=%d requests=%d failed=0 analyses=%d lost=0 refused=%d", 2**rolls, len(answers), analyses, f.refused.Load()))
}

// atWork lets everyone work for as long as do takes.
func atWork(t *testing.T, people []*diligent, do func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for _, d := range people {
		group.Go(func() { d.run(ctx) })
	}
	do()
	cancel()
	group.Wait()
}

// ends waits until the newest analysis is completed.
func (d *diligent) ends(t *testing.T) {
	t.Helper()
	status := ""
	for end := time.Now().Add(time.Minute); status != "completed" && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		status = read[struct{ Status string }](t, d.must(t, http.StatusOK, "GET", "/api/jobs/"+d.job, "")).Status
	}
	if status != "completed" {
		t.Errorf("the analysis is %s", status)
	}
}
