package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"alex"
)

// Listener hears of jobs that any process stores. It holds one connection
// beside the pool. While it has none, because the server is away or lets
// nobody listen, it is silent, and workers find jobs by their scan.
type Listener struct {
	cfg    *pgx.ConnConfig
	jobs   chan alex.ID
	cancel context.CancelFunc
	ended  chan struct{}
}

const (
	// remembered is how many jobs wait for Next; workers that are so far
	// behind find the rest by their scan.
	remembered   = 64
	firstBackoff = 100 * time.Millisecond
	lastBackoff  = 5 * time.Second
	// A connection that says nothing is asked this often whether it lives.
	silence = 30 * time.Second
)

// Listen begins to listen in the background, until Close or until ctx ends. The
// only error is that of a URL that cannot be read.
func Listen(ctx context.Context, url string) (*Listener, error) {
	cfg, err := configure(url)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	l := &Listener{cfg: cfg, jobs: make(chan alex.ID, remembered), cancel: cancel, ended: make(chan struct{})}
	go l.run(ctx)
	return l, nil
}

// Next waits for a job, and ends with the context's error when the context ends
// first. Each job is answered once, whoever asks.
func (l *Listener) Next(ctx context.Context) (alex.ID, error) {
	select {
	case id := <-l.jobs:
		return id, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Close ends the connection.
func (l *Listener) Close() {
	l.cancel()
	<-l.ended
}

func (l *Listener) run(ctx context.Context) {
	defer close(l.ended)
	backoff := firstBackoff
	for {
		if l.listen(ctx) {
			backoff = firstBackoff
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(backoff):
		}
		backoff = min(2*backoff, lastBackoff)
	}
}

// listen hears until the connection ends; ok is whether it ever heard.
func (l *Listener) listen(ctx context.Context) (ok bool) {
	conn, err := pgx.ConnectConfig(ctx, l.cfg)
	if err != nil {
		return false
	}
	defer leave(ctx, conn)
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return false
	}
	for l.hear(ctx, conn) {
	}
	return true
}

// hear waits for one notification, or for long enough to ask whether the
// connection lives; ok is whether it does.
func (l *Listener) hear(ctx context.Context, conn *pgx.Conn) (ok bool) {
	n, ok := await(ctx, conn)
	if n == nil {
		return ok
	}
	select {
	case l.jobs <- alex.ID(n.Payload):
	default:
	}
	return true
}

// await is the next notification; nil where a connection was silent for long, and
// ok whether it lives.
func await(ctx context.Context, conn *pgx.Conn) (n *pgconn.Notification, ok bool) {
	wait, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	n, err := conn.WaitForNotification(wait)
	if err == nil {
		return n, true
	}
	if ctx.Err() != nil || wait.Err() == nil {
		return nil, false
	}
	ask, cancel := context.WithTimeout(ctx, connectWait)
	defer cancel()
	return nil, conn.Ping(ask) == nil
}
