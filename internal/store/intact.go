package store

import (
	"context"
	"errors"
)

// ErrDamaged lies in the chain of an error that a damaged database file caused;
// its code is alex.CodeInternal.
var ErrDamaged = errors.New("the database file is damaged")

// QuickInspector is an engine whose file may be damaged by others than itself:
// QuickInspect looks for that, faster than Inspect.
type QuickInspector interface {
	QuickInspect(ctx context.Context, q Querier) error
}

// Intact is ErrDamaged where the database's file is damaged; it changes
// nothing.
func (s *Store) Intact(ctx context.Context) error {
	quick, may := s.engine.(QuickInspector)
	if !may {
		return nil
	}
	return s.explain(quick.QuickInspect(ctx, checked{s.db}))
}
