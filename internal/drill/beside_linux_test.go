package drill

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// BenchmarkBesidePocketBase sets single rows of the API beside PocketBase's: the
// same table behind the same owner's rule, both waiting for the disk at every commit,
// as processes of their own.
func BenchmarkBesidePocketBase(b *testing.B) {
	data := b.TempDir()
	ours := serve(b, built(b), data)
	defer ours.end(b)
	who := visitor(b, ours.url, browser())
	account := read[struct{ ID string }](b, who.must(b, http.StatusCreated, "POST", "/api/accounts", `{"accountName":"A","accountType":"taxable"}`)).ID
	peer := servePocketBase(b)
	for n := range 200 { // as many rows in both before anything is measured
		who.must(b, http.StatusCreated, "POST", "/api/accounts/"+account+"/positions", position(n))
		peer.must(b, http.StatusOK, "POST", peerRows, peer.position(n))
	}
	one := all[struct{ ID string }](b, who, "/api/accounts/"+account+"/positions")[0].ID
	theirs := read[struct{ Items []struct{ ID string } }](b, peer.must(b, http.StatusOK, "GET", peerRows, "")).Items[0].ID
	path := "/api/accounts/" + account + "/positions"
	inTurns := func(b *testing.B, here, there func(n int) answer) {
		if a := who.signedIn(b.Context(), "/api/auth/token"); a.status != http.StatusOK {
			b.Fatal(a)
		}
		inTurns(b, side{ours.Process.Pid, here}, side{peer.pid, there})
	}
	b.Run("create", func(b *testing.B) {
		inTurns(b,
			func(n int) answer { return who.send(b.Context(), "POST", path, position(1000+n)) },
			func(n int) answer { return peer.send(b.Context(), "POST", peerRows, peer.position(1000+n)) })
	})
	b.Run("read", func(b *testing.B) {
		inTurns(b,
			func(int) answer { return who.send(b.Context(), "GET", "/api/positions/"+one, "") },
			func(int) answer { return peer.send(b.Context(), "GET", peerRows+"/"+theirs, "") })
	})
	b.Run("list of 50", func(b *testing.B) {
		inTurns(b,
			func(int) answer { return who.send(b.Context(), "GET", path+"?limit=50", "") },
			func(int) answer {
				return peer.send(b.Context(), "GET", peerRows+"?perPage=50&sort=symbol&filter="+peer.filter, "")
			})
	})
}

func position(n int) string { return fmt.Sprintf(`{"symbol":"N%d","quantity":"1.5","price":"10"}`, n) }

// side is one of two servers: its process, and a request of it.
type side struct {
	pid int
	ask func(n int) answer
}

// atOnce is how many clients ask a server at the same time, and inTurn how many
// requests they send before the other server has its turn.
const (
	atOnce = 8
	inTurn = 64
)

// inTurns measures both by turns: how many requests a second each answers, and how long
// each server's processors are busy with one. One client alone would measure how long
// this machine takes to wake a process.
func inTurns(b *testing.B, ours, theirs side) {
	b.Helper()
	var here, there took
	busyHere, busyThere := busy(b, ours.pid), busy(b, theirs.pid)
	for b.Loop() {
		here.add(ours.turn(b))
		there.add(theirs.turn(b))
	}
	busyHere, busyThere = busy(b, ours.pid)-busyHere, busy(b, theirs.pid)-busyThere
	requests := float64(b.N) * inTurn
	b.ReportMetric(inTurn*1000/here.quantile(50), "alex/s")
	b.ReportMetric(inTurn*1000/there.quantile(50), "pocketbase/s")
	b.ReportMetric(there.quantile(50)/here.quantile(50), "alex/pocketbase")
	b.ReportMetric(busyHere.Seconds()*1000/requests, "alex-cpu-ms")
	b.ReportMetric(busyThere.Seconds()*1000/requests, "pocketbase-cpu-ms")
	b.ReportMetric(busyThere.Seconds()/busyHere.Seconds(), "pocketbase/alex-cpu")
}

// turn is how long a server takes to answer the requests of one turn.
func (s side) turn(b *testing.B) time.Duration {
	b.Helper()
	var next atomic.Int64
	var group sync.WaitGroup
	began := time.Now()
	for range atOnce {
		group.Go(func() {
			for next.Add(1) <= inTurn {
				if a := s.ask(int(serial.Add(1))); a.status/100 != 2 {
					b.Error(a)
					return
				}
			}
		})
	}
	group.Wait()
	return time.Since(began)
}

// peerRows is where PocketBase keeps positions.
const peerRows = "/api/collections/positions/records"

// peer is an owner who is signed in at PocketBase.
type peer struct {
	person
	pid             int
	account, filter string
}

func (p *peer) position(n int) string {
	return fmt.Sprintf(`{"account":%q,"symbol":"N%d","quantity":1.5,"price":10}`, p.account, n)
}

// servePocketBase builds .bench/pocketbase and serves it until the benchmark ends.
func servePocketBase(b *testing.B) *peer {
	b.Helper()
	path := filepath.Join(folder, "pocketbase")
	build := exec.CommandContext(b.Context(), "go", "build", "-o", path, ".")
	build.Dir, build.Env = "../../.bench/pocketbase", append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		b.Fatalf("PocketBase cannot be built: %v: %s", err, text)
	}
	address := freeAddress(b)
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), path, "serve", "--http", address, "--dir", b.TempDir())
	cmd.Stderr = b.Output()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	token, account, said := strings.Cut(strings.TrimSpace(line), " ")
	if err != nil || !said {
		b.Fatalf("PocketBase says %q: %v", line, err)
	}
	p := &peer{person: person{url: "http://" + address, client: browser(), token: token}, account: account, pid: cmd.Process.Pid}
	p.fresh = time.Now().Add(24 * time.Hour) // its tokens are good for a week
	p.filter = "account%3D%22" + account + "%22"
	for p.send(b.Context(), "GET", "/api/health", "").status != http.StatusOK {
		time.Sleep(10 * time.Millisecond)
	}
	return p
}

func freeAddress(b *testing.B) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is closed at once
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
