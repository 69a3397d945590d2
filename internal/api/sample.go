package api

import (
	"context"

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
	sample, accounts := seed.Household()
	for i := range accounts {
		accounts[i].Fingerprint = "sample " + string(accounts[i].ID)
		accounts[i].ID = ""
		for n := range accounts[i].Positions {
			accounts[i].Positions[n].ID, accounts[i].Positions[n].AccountID = "", ""
		}
	}
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

// answered takes from the sample only what the person has not answered: when
// they retire.
func answered(own, sample alex.Person) alex.Person {
	if own.BirthDate.IsZero() && own.RetirementAge == nil && own.YearsUntilRetirement == nil {
		own.YearsUntilRetirement = sample.YearsUntilRetirement
	}
	return own
}
