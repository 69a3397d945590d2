package store

import "context"

// Inhabited reports whether any table of Alex is in the database. Unlike
// Version it changes nothing, also where there is none.
func (s *Store) Inhabited(ctx context.Context) (bool, error) {
	schema, err := s.engine.Describe(ctx, checked{s.db})
	return len(schema.Tables) > 0, s.explain(err)
}
