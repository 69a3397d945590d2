package app

import (
	"context"

	"alex"
	"alex/internal/api"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// permitOf lets what is a person's own go where it is embedded for who has said yes
// to that place; nil where it goes nowhere.
func permitOf(s *store.Store, at string) knowledge.Permit {
	if at == "" {
		return nil
	}
	return func(ctx context.Context, person alex.PersonID) error {
		p, err := s.As(person).Person(ctx)
		if err == nil && !p.Allows(at) {
			err = alex.Errorf(alex.CodeConflict, "this would be sent to %s to be understood, and that is not allowed so far: see Models and cost in the settings", at)
		}
		return err
	}
}

// told are the models as people read of them: those that write, and what embeds
// where that is elsewhere.
func (a *App) told() []api.Model {
	list := a.Models.Told()
	if a.TextsAt != "" {
		list = append(list, api.Model{Name: a.Library.Model().Name, SentTo: a.TextsAt, Embeds: true})
	}
	return list
}
