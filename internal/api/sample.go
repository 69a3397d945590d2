package api

import (
	"bytes"
	"context"
	"encoding/json"

	"alex"
	"alex/internal/seed"
	"alex/internal/store"
)

type postSample struct{ Keyed }

// SampleBody is the accounts of the sample household, now the person's own.
type SampleBody struct {
	Accounts []AccountBody `json:"accounts" nullable:"false"`
}

// addSample adds the household's accounts beside the person's own. They are
// recognised again, whatever the person calls theirs.
func (s *Server) addSample(ctx context.Context, in *postSample) (*created[SampleBody], error) {
	if s.Sample == nil {
		return nil, alex.Errorf(alex.CodeNotFound, "there is no sample household here")
	}
	sample, accounts := s.Sample()
	reference, err := seed.Book()
	if err != nil {
		return nil, err
	}
	return create(ctx, s, creation[[]alex.Account, SampleBody]{
		Keyed: in.Keyed, Route: "sample-portfolio", Asked: nothing{},
		Do: func(p *store.Personal) ([]alex.Account, error) {
			return p.AddSample(ctx, accounts, func(own alex.Person) alex.Person { return answered(own, sample) })
		},
		View: func(added []alex.Account) SampleBody {
			shown := SampleBody{Accounts: []AccountBody{}}
			for _, a := range added {
				shown.Accounts = append(shown.Accounts, valued(a, reference))
			}
			return shown
		},
		Location: func([]alex.Account) string { return "/api/accounts" },
	})
}

// answered is the sample's answers under the person's own name where the person
// has given none yet; who has given any keeps to their own.
func answered(own, sample alex.Person) alex.Person {
	if !samePerson(own, unanswered(own)) {
		return own
	}
	named := unanswered(own)
	sample.ID, sample.Email, sample.DisplayName = named.ID, named.Email, named.DisplayName
	sample.ModelConsent = named.ModelConsent
	return sample
}

// unanswered is a person of whom no more is known than who they are, and
// whether models may see what they own.
func unanswered(p alex.Person) alex.Person {
	return alex.Person{ID: p.ID, Email: p.Email, DisplayName: p.DisplayName, ModelConsent: p.ModelConsent}
}

// samePerson reports that two records say the same.
func samePerson(a, b alex.Person) bool {
	said, errA := json.Marshal(a)
	again, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(said, again)
}

// takeBack takes the sample's answers back from who has changed none of them.
func (s *Server) takeBack(ctx context.Context) error {
	if s.Sample == nil {
		return nil
	}
	own, err := s.mine(ctx).Person(ctx)
	if err != nil {
		return err
	}
	sample, _ := s.Sample()
	if !samePerson(own, answered(unanswered(own), sample)) {
		return nil
	}
	return s.mine(ctx).SavePerson(ctx, unanswered(own), func(stored alex.Person) error {
		if !samePerson(stored, own) {
			return alex.Errorf(alex.CodeConflict, "the record was changed meanwhile: try again")
		}
		return nil
	})
}
