package api

import (
	"context"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// PersonInput is what a person may say of themselves: everything but the id.
type PersonInput alex.Person

// TransformSchema takes away the id and what has a route of its own, and requires
// nothing.
func (PersonInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	delete(s.Properties, "id")
	delete(s.Properties, "marks")
	s.Required = nil
	return s
}

type putUser struct {
	WhenMatching
	Body PersonInput
}

// PersonBody is a person as answers show them: what was not said is null, an
// empty list or false, so that every field is there.
type PersonBody struct {
	alex.Person

	Email       string `json:"email"`
	DisplayName string `json:"displayName"`

	BirthDate              *alex.Date    `json:"birthDate"`
	YearsUntilRetirement   *int          `json:"yearsUntilRetirement"`
	RetirementAge          *int          `json:"retirementAge"`
	HorizonAge             *int          `json:"horizonAge"`
	TargetRetirementIncome *alex.Money   `json:"targetRetirementIncome"`
	TargetBeforeTax        bool          `json:"targetBeforeTax"`
	Tax                    *alex.Percent `json:"taxPercent"`
	CurrentAnnualSpending  *alex.Money   `json:"currentAnnualSpending"`
	AnnualContribution     *alex.Money   `json:"annualContribution"`
	EmergencyMonths        *int          `json:"emergencyMonths"`

	Incomes  []alex.Income        `json:"incomes" nullable:"false"`
	Spending []alex.SpendingPhase `json:"spending" nullable:"false"`
	Events   []alex.Event         `json:"events" nullable:"false"`

	Assumptions *alex.AssumptionChoice `json:"assumptions"`

	MonthlyReview bool `json:"monthlyReview" doc:"they want an e-mail a month, where something has changed"`
	EmailVerified bool `json:"emailVerified" doc:"the address is known to be theirs; others get no letters"`

	AllowModels    bool     `json:"allowModels"`
	AnsweredModels bool     `json:"modelsAnswered" doc:"they have said yes or no to language models"`
	ModelsSentTo   []string `json:"modelsSentTo" nullable:"false" doc:"where what models are sent may go"`

	Marks *struct{} `json:"marks,omitempty"` // they are shown with the reports
}

// TransformSchema lets what was not said be null.
func (PersonBody) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	delete(s.Properties, "marks")
	s = orNullMembers(s, "assumptions")
	return nullable(s, "birthDate", "yearsUntilRetirement", "retirementAge", "horizonAge", "targetRetirementIncome",
		"taxPercent", "currentAnnualSpending", "annualContribution", "emergencyMonths")
}

func personBody(p alex.Person) PersonBody {
	b := PersonBody{
		Person: p, Email: p.Email, DisplayName: p.DisplayName, YearsUntilRetirement: p.YearsUntilRetirement,
		RetirementAge: p.RetirementAge, HorizonAge: p.HorizonAge, TargetRetirementIncome: p.TargetRetirementIncome,
		TargetBeforeTax: p.TargetBeforeTax, Tax: p.Tax, CurrentAnnualSpending: p.CurrentAnnualSpending,
		AnnualContribution: p.AnnualContribution, EmergencyMonths: p.EmergencyMonths, Assumptions: p.Assumptions,
		AllowModels: p.AllowModels, AnsweredModels: p.AnsweredModels, MonthlyReview: p.MonthlyReview, EmailVerified: p.EmailVerified,
		ModelsSentTo: append([]string{}, p.ModelsSentTo...),
		Incomes:      append([]alex.Income{}, p.Incomes...),
		Spending:     append([]alex.SpendingPhase{}, p.Spending...),
		Events:       append([]alex.Event{}, p.Events...),
	}
	if !p.BirthDate.IsZero() {
		b.BirthDate = &p.BirthDate
	}
	return b
}

func (s *Server) getUser(ctx context.Context, in *UnlessMatching) (*tagged[PersonBody], error) {
	p, err := s.mine(ctx).Person(ctx)
	if err != nil {
		return nil, err
	}
	return answer(personBody(p), *in), nil
}

// putUser keeps the e-mail address, whether the body repeats it or not. For who
// acts for the person it keeps also what is the person's alone to say.
func (s *Server) putUser(ctx context.Context, in *putUser) (*tagged[PersonBody], error) {
	p := alex.Person(in.Body)
	p.ID = person(ctx)
	if err := s.settle(ctx, &p); err != nil {
		return nil, err
	}
	err := s.mine(ctx).SavePerson(ctx, p, func(stored alex.Person) error {
		if err := unchanged(ctx, in.WhenMatching, personBody(stored)); err != nil { // an address may have changed since
			return err
		}
		if p.Email != "" && p.Email != stored.Email {
			return alex.Invalid("email", "%s", s.whereAddressesChange())
		}
		if p.EmailVerified && !stored.EmailVerified {
			return alex.Invalid("emailVerified", "is not said by the person")
		}
		if acting(ctx) && !sameIdentity(p, stored) {
			return alex.Errorf(alex.CodeConflict, "the record was changed meanwhile: try again")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.getUser(ctx, &UnlessMatching{})
}

// whereAddressesChange also sends who signs in elsewhere to Settings, which says so.
func (s *Server) whereAddressesChange() string {
	if s.Issuer == nil {
		return "is changed where you sign in, not here"
	}
	return "is changed in Settings, under “Sign-in and security”, not here"
}

// settle fills in what a record says only in part: who acts for the owner leaves
// the owner's own, and a new yes to models that names no place is for those that
// there are.
func (s *Server) settle(ctx context.Context, p *alex.Person) error {
	places := p.ModelsSentTo
	if !p.AllowModels {
		p.ModelsSentTo = nil
	}
	if !acting(ctx) && (!p.AllowModels || len(places) > 0) {
		return nil
	}
	stored, err := s.mine(ctx).Person(ctx)
	if err != nil {
		return err
	}
	if acting(ctx) {
		return keepIdentity(p, stored)
	}
	switch {
	case !stored.AllowModels:
		p.ModelsSentTo = s.Site.places()
	case places == nil:
		p.ModelsSentTo = stored.ModelsSentTo
	}
	return nil
}

// keepIdentity keeps the name by which others know a person, and whether models
// may see what they own. Another value is refused; none is none.
func keepIdentity(p *alex.Person, stored alex.Person) error {
	var problems alex.Problems
	if p.DisplayName != "" && p.DisplayName != stored.DisplayName {
		problems.Addf("displayName", "is changed by its owner alone")
	}
	if p.AllowModels && !stored.AllowModels {
		problems.Addf("allowModels", "is allowed by its owner alone")
	}
	if p.MonthlyReview && !stored.MonthlyReview {
		problems.Addf("monthlyReview", "is asked for by its owner alone")
	}
	p.DisplayName, p.ModelConsent, p.MonthlyReview = stored.DisplayName, stored.ModelConsent, stored.MonthlyReview
	return problems.Err()
}

func sameIdentity(a, b alex.Person) bool {
	return a.DisplayName == b.DisplayName && a.AllowModels == b.AllowModels && a.AnsweredModels == b.AnsweredModels && a.MonthlyReview == b.MonthlyReview && slices.Equal(a.ModelsSentTo, b.ModelsSentTo)
}

func (s *Server) deleteUser(ctx context.Context, _ *nothing) (*nothing, error) {
	return nil, s.mine(ctx).Delete(ctx)
}
