package dataapitest

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// transaction is open on a connection of its own, for one call at a time.
type transaction struct {
	turn     sync.Mutex
	conn     *pgconn.PgConn
	database string
	begun    time.Time
	used     time.Time
}

// kept is how many connections to a database wait for the next call.
const kept = 4

func (s *Service) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// take is a connection to a database.
func (s *Service) take(ctx context.Context, database string) (*pgconn.PgConn, *refusal) {
	url, ok := s.Databases[database]
	if !ok {
		return nil, &refusal{http.StatusBadRequest, "DatabaseErrorException", `FATAL: database "` + database + `" does not exist; SQLState: 3D000`}
	}
	s.mu.Lock()
	if idle := s.idle[database]; len(idle) > 0 {
		conn := idle[len(idle)-1]
		s.idle[database] = idle[:len(idle)-1]
		s.mu.Unlock()
		return conn, nil
	}
	s.mu.Unlock()
	conn, err := pgconn.Connect(ctx, url)
	if err != nil {
		return nil, &refusal{http.StatusGatewayTimeout, "DatabaseUnavailableException", "The writer instance in the DB cluster isn't available"}
	}
	return conn, nil
}

// give keeps a connection, or closes it.
func (s *Service) give(database string, conn *pgconn.PgConn) {
	s.mu.Lock()
	keep := !conn.IsClosed() && conn.TxStatus() == 'I' && len(s.idle[database]) < kept
	if keep {
		if s.idle == nil {
			s.idle = map[string][]*pgconn.PgConn{}
		}
		s.idle[database] = append(s.idle[database], conn)
	}
	s.mu.Unlock()
	if !keep {
		shut(conn)
	}
}

func shut(conn *pgconn.PgConn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}

// Close ends every connection.
func (s *Service) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conns := range s.idle {
		for _, conn := range conns {
			shut(conn)
		}
	}
	for _, t := range s.transactions {
		shut(t.conn)
	}
	s.idle, s.transactions = nil, nil
}

func (s *Service) begin(ctx context.Context, in input) (any, *refusal) {
	conn, wrong := s.take(ctx, in.Database)
	if wrong != nil {
		return nil, wrong
	}
	if _, err := conn.Exec(context.WithoutCancel(ctx), "BEGIN").ReadAll(); err != nil {
		shut(conn)
		return nil, said(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun++
	id := "transaction-" + strconv.Itoa(s.begun)
	if s.transactions == nil {
		s.transactions = map[string]*transaction{}
	}
	s.transactions[id] = &transaction{conn: conn, database: in.Database, begun: s.now(), used: s.now()}
	return map[string]string{"transactionId": id}, nil
}

// expire ends what was not used for three minutes, and what is a day old.
func (s *Service) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, t := range s.transactions {
		if now := s.now(); now.Sub(t.used) >= MaxIdle || now.Sub(t.begun) >= MaxAge {
			delete(s.transactions, id)
			shut(t.conn)
		}
	}
}

// enter is a transaction for the length of one call.
func (s *Service) enter(id string) (*transaction, *refusal) {
	s.mu.Lock()
	t := s.transactions[id]
	if t != nil {
		t.used = s.now()
	}
	s.mu.Unlock()
	if t == nil {
		return nil, &refusal{http.StatusNotFound, "TransactionNotFoundException", "Transaction " + id + " is not found"}
	}
	t.turn.Lock()
	return t, nil
}

// drop ends a transaction without a word, as the service does where an answer is
// too large.
func (s *Service) drop(id string) {
	s.mu.Lock()
	t := s.transactions[id]
	delete(s.transactions, id)
	s.mu.Unlock()
	if t != nil {
		shut(t.conn)
	}
}

func (s *Service) end(ctx context.Context, in input, how, done string) (any, *refusal) {
	t, wrong := s.enter(in.TransactionID)
	if wrong != nil {
		return nil, wrong
	}
	defer t.turn.Unlock()
	s.mu.Lock()
	delete(s.transactions, in.TransactionID)
	s.mu.Unlock()
	results, err := t.conn.Exec(context.WithoutCancel(ctx), how).ReadAll()
	s.give(t.database, t.conn)
	if err != nil {
		return nil, said(err)
	}
	if how == "COMMIT" && len(results) == 1 && results[0].CommandTag.String() == "ROLLBACK" {
		return nil, &refusal{http.StatusBadRequest, "DatabaseErrorException", "ERROR: current transaction is aborted, commands ignored until end of transaction block; SQLState: 25P02"}
	}
	return map[string]string{"transactionStatus": done}, nil
}

// said is what the database said, as the service writes it.
func said(err error) *refusal {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		text := e.Severity + ": " + e.Message
		if e.Detail != "" {
			text += "\n  Detail: " + e.Detail
		}
		return &refusal{http.StatusBadRequest, "DatabaseErrorException", text + "; SQLState: " + e.Code}
	}
	return &refusal{http.StatusInternalServerError, "InternalServerErrorException", "An internal error occurred"}
}
