package api

import (
	"context"

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

	AllowOutsideModels bool `json:"allowModels"`
	AnsweredModels     bool `json:"modelsAnswered" doc:"they have said yes or no to language models"`

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
		AnnualContribution: p.AnnualContribution, EmergencyMonths: p.EmergencyMonths, Assumptions: p.Assumptions, AllowOutsideModels: p.AllowOutsideModels, AnsweredModels: p.AnsweredModels,
		Incomes:  append([]alex.Income{}, p.Incomes...),
		Spending: append([]alex.SpendingPhase{}, p.Spending...),
		Events:   append([]alex.Event{}, p.Events...),
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
	if acting(ctx) {
		if err := s.keepIdentity(ctx, &p); err != nil {
			return nil, err
		}
	}
	err := s.mine(ctx).SavePerson(ctx, p, func(stored alex.Person) error {
		if p.Email != "" && p.Email != stored.Email {
			return alex.Invalid("email", "is changed where you sign in, not here")
		}
		if acting(ctx) && !sameIdentity(p, stored) {
			return alex.Errorf(alex.CodeConflict, "the record was changed meanwhile: try again")
		}
		return unchanged(ctx, in.WhenMatching, personBody(stored))
	})
	if err != nil {
		return nil, err
	}
	return s.getUser(ctx, &UnlessMatching{})
}

// keepIdentity keeps the name by which others know a person, and whether models
// may see what they own. Another value is refused; none is none.
func (s *Server) keepIdentity(ctx context.Context, p *alex.Person) error {
	stored, err := s.mine(ctx).Person(ctx)
	if err != nil {
		return err
	}
	var problems alex.Problems
	if p.DisplayName != "" && p.DisplayName != stored.DisplayName {
		problems.Addf("displayName", "is changed by its owner alone")
	}
	if p.AllowOutsideModels && !stored.AllowOutsideModels {
		problems.Addf("allowModels", "is allowed by its owner alone")
	}
	p.DisplayName, p.AllowOutsideModels, p.AnsweredModels = stored.DisplayName, stored.AllowOutsideModels, stored.AnsweredModels
	return problems.Err()
}

func sameIdentity(a, b alex.Person) bool {
	return a.DisplayName == b.DisplayName && a.AllowOutsideModels == b.AllowOutsideModels
}

func (s *Server) deleteUser(ctx context.Context, _ *nothing) (*nothing, error) {
	return nil, s.mine(ctx).Delete(ctx)
}
