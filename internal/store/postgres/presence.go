package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"alex"
)

// Presence is a lock on a database, on a connection of its own: of those who serve
// it, who share it, or of one who replaces what is in it, who has it alone.
type Presence struct {
	cfg    *pgx.ConnConfig
	cancel context.CancelFunc
	ended  chan struct{}
}

const (
	attend     = `SELECT pg_try_advisory_lock_shared(hashtextextended('alex serves', 0))`
	attendByMe = `SELECT pg_try_advisory_lock(hashtextextended('alex serves', 0))`
	// A process that has just ended may be on its way out of the server.
	leaving = 3 * time.Second
)

// Attend says that a server or a worker is at the database that url names, until
// Close. A connection that is lost is made again, and the lock taken again, as soon
// as that is possible. alex.CodeConflict while another is there alone.
func Attend(ctx context.Context, url string) (*Presence, error) { return begin(ctx, url, attend) }

// AttendAlone says that one who replaces everything is at the database, until
// Close. alex.CodeConflict while anybody is there.
func AttendAlone(ctx context.Context, url string) (*Presence, error) {
	return begin(ctx, url, attendByMe)
}

func begin(ctx context.Context, url, how string) (*Presence, error) {
	cfg, err := configure(url)
	if err != nil {
		return nil, err
	}
	conn, err := take(ctx, cfg, how)
	for end := time.Now().Add(leaving); alex.CodeOf(err) == alex.CodeConflict && ctx.Err() == nil && time.Now().Before(end); {
		time.Sleep(firstBackoff)
		conn, err = take(ctx, cfg, how)
	}
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p := &Presence{cfg: cfg, cancel: cancel, ended: make(chan struct{})}
	go p.run(running, conn, how)
	return p, nil
}

// Close lets go of the lock.
func (p *Presence) Close() {
	p.cancel()
	<-p.ended
}

// take connects and takes the lock, which goes with the connection.
func take(ctx context.Context, cfg *pgx.ConnConfig, how string) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, unreachable(err)
	}
	var taken bool
	if err = conn.QueryRow(ctx, how).Scan(&taken); err != nil {
		err = unreachable(err)
	} else if !taken {
		err = alex.Errorf(alex.CodeConflict, "the database is in use")
	}
	if err != nil {
		leave(ctx, conn)
		return nil, err
	}
	return conn, nil
}

func (p *Presence) run(ctx context.Context, conn *pgx.Conn, how string) {
	defer close(p.ended)
	backoff := firstBackoff
	for {
		if conn != nil {
			for alive := true; alive; {
				_, alive = await(ctx, conn)
			}
			leave(ctx, conn)
			backoff = firstBackoff
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(backoff):
		}
		backoff = min(2*backoff, lastBackoff)
		conn, _ = take(ctx, p.cfg, how) // nil while the server is away
	}
}

// leave closes a connection, also where nobody waits for it any more.
func leave(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
