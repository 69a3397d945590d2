package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// PersonInput is what a person may say of themselves: everything but the id.
type PersonInput alex.Person

// TransformSchema takes the id away, and requires nothing.
func (PersonInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	delete(s.Properties, "id")
	s.Required = nil
	return s
}

type putUser struct {
	WhenMatching
	Body PersonInput
}

func (s *Server) getUser(ctx context.Context, in *UnlessMatching) (*tagged[alex.Person], error) {
	p, err := s.mine(ctx).Person(ctx)
	if err != nil {
		return nil, err
	}
	return answer(p, *in), nil
}

// putUser keeps the e-mail address, whether the body repeats it or not.
func (s *Server) putUser(ctx context.Context, in *putUser) (*tagged[alex.Person], error) {
	p := alex.Person(in.Body)
	p.ID = person(ctx)
	if p.Email == "" {
		known, err := s.mine(ctx).Person(ctx)
		if err != nil {
			return nil, err
		}
		p.Email = known.Email
	}
	err := s.mine(ctx).SavePerson(ctx, p, func(stored alex.Person) error {
		if p.Email != stored.Email {
			return alex.Invalid("email", "is changed where you sign in, not here")
		}
		return unchanged(in.WhenMatching, stored)
	})
	if err != nil {
		return nil, err
	}
	return s.getUser(ctx, &UnlessMatching{})
}

func (s *Server) deleteUser(ctx context.Context, _ *nothing) (*nothing, error) {
	return nil, s.mine(ctx).Delete(ctx)
}
