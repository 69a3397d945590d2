package store

import "context"

// rolesSince is the migration that brings roles to the engines that have them.
const rolesSince = 5

// Settled reports whether there are people in the database, whatever its schema
// version is, and which version that is.
func (s *Store) Settled(ctx context.Context) (people bool, applied, known int64, err error) {
	if applied, known, err = s.Version(ctx); err != nil || applied == 0 {
		return false, applied, known, err
	}
	look := func(q Querier) error {
		return q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM users)`).Scan(&people)
	}
	if _, guards := s.engine.(Scoper); guards && applied < rolesSince {
		err = s.unscoped(ctx, look)
		return people, applied, known, err
	}
	err = s.asKeeper(ctx, true, look)
	return people, applied, known, err
}
