package drill

import (
	"errors"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// wire lies between the program and its database, and can fall silent: then it
// takes connections and bytes, and nothing comes of them.
type wire struct {
	listener net.Listener
	target   string

	mu    sync.Mutex
	line  *line
	drag  time.Duration // that each piece of bytes takes longer
	near  []net.Conn
	far   []net.Conn
	group sync.WaitGroup
}

// line is what connections run over, until it is silent for good.
type line struct{ dead chan struct{} }

// newWire answers the wire before the database of a URL, and the URL to reach
// it by.
func newWire(t testing.TB, database string) (*wire, string) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, target: u.Host, line: &line{dead: make(chan struct{})}}
	w.group.Go(w.accept)
	t.Cleanup(w.close)
	u.Host = l.Addr().String()
	return w, u.String()
}

func (w *wire) accept() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		w.mu.Lock()
		w.near = append(w.near, near)
		on := w.line
		w.mu.Unlock()
		w.group.Go(func() { w.join(near, on) })
	}
}

// join carries bytes both ways until an end closes, or the line is dead: then
// it only keeps both ends open.
func (w *wire) join(near net.Conn, on *line) {
	if w.silent(on) {
		return
	}
	far, err := net.Dial("tcp", w.target) //nolint:noctx // it ends with the wire
	if err != nil {
		_ = near.Close()
		return
	}
	w.mu.Lock()
	w.far = append(w.far, far)
	w.mu.Unlock()
	w.group.Go(func() { w.carry(far, near, on) })
	w.carry(near, far, on)
}

func (w *wire) carry(to, from net.Conn, on *line) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if w.silent(on) {
			return
		}
		if n > 0 {
			time.Sleep(w.dragged())
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				_ = to.Close()
			}
			return
		}
	}
}

// slow makes each way over the wire take so much longer.
func (w *wire) slow(by time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drag = by
}

func (w *wire) dragged() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.drag
}

func (w *wire) silent(on *line) bool {
	select {
	case <-on.dead:
		return true
	default:
		return false
	}
}

// hush makes the wire silent: what runs over it now never hears again.
func (w *wire) hush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.line.dead)
	for _, conn := range w.far {
		_ = conn.Close() // the program does not hear of it
	}
	w.far = nil
	return nil
}

// speak carries new connections again.
func (w *wire) speak() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.line = &line{dead: make(chan struct{})}
	return nil
}

func (w *wire) close() {
	_ = w.listener.Close()
	w.mu.Lock()
	for _, conn := range append(w.near, w.far...) {
		_ = conn.Close()
	}
	w.mu.Unlock()
	w.group.Wait()
}
