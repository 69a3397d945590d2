package store

import (
	"context"
	"database/sql"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"alex"
)

// Store is one database. It is safe for concurrent use.
type Store struct {
	// Now and NewID are the clock and the source of ids of what people
	// write; a job's life takes its times as parameters.
	Now   func() time.Time
	NewID func() alex.ID

	// Observe is told how long each transaction took and its error, and each statement
	// outside any. Nil tells nobody; it is set before the store is used.
	Observe func(operation string, took time.Duration, err error)

	db      *sql.DB
	engine  Engine
	writer  chan struct{} // holds the one writer, where there can be only one
	turns   turns         // of each person's writers
	onClose []func() error
	closed  atomic.Bool
}

// New is a store over db, which speaks engine's dialect.
func New(db *sql.DB, engine Engine) *Store {
	s := &Store{
		Now:    time.Now,
		NewID:  func() alex.ID { return alex.ID(uuid.NewString()) },
		db:     db,
		engine: engine,
	}
	if _, one := engine.(OneWriter); one {
		s.writer = make(chan struct{}, 1)
	}
	return s
}

// Engine is the name of the database's engine.
func (s *Store) Engine() string { return s.engine.Name() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.explain(s.db.PingContext(ctx)) }

// Time is what the clock of the database shows, and Now where that is on this
// machine: what one process dates and others compare with their clocks.
func (s *Store) Time(ctx context.Context) (now time.Time, err error) {
	keeper, elsewhere := s.engine.(Timekeeper)
	if !elsewhere {
		return s.Now(), nil
	}
	err = s.db.QueryRowContext(ctx, keeper.TimeQuery()).Scan(instant{&now})
	return now, s.explain(err)
}

// OnClose adds something to do after the database is closed.
func (s *Store) OnClose(f func() error) { s.onClose = append(s.onClose, f) }

// Close closes the database.
func (s *Store) Close() error {
	s.closed.Store(true)
	err := s.db.Close()
	for _, f := range s.onClose {
		if e := f(); err == nil {
			err = e
		}
	}
	return err
}

// Personal is the door to what belongs to one person.
type Personal struct {
	store  *Store
	person alex.PersonID
	once   *once // nil: creating calls happen as often as they are made
}

// As opens the door to what belongs to person, whose id comes from a verified
// token or from a job's row, never from a request's body or a model.
func (s *Store) As(person alex.PersonID) *Personal { return &Personal{store: s, person: person} }

// System is the door to what belongs to nobody; its list of methods is tested.
type System struct{ store *Store }

// System opens the door to what belongs to nobody.
func (s *Store) System() *System { return &System{store: s} }

func (s *Store) micros() int64 { return s.Now().UnixMicro() }
