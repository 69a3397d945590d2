package api

import (
	"cmp"
	"context"

	"alex"
	"alex/internal/retirement"
)

// AssumptionList is the shipped sets of assumptions, the default first, and then
// the person's own, if they have figures of their own.
type AssumptionList struct {
	Items []retirement.Assumptions `json:"items" nullable:"false"`
}

func (s *Server) listAssumptions(ctx context.Context, _ *nothing) (*body[AssumptionList], error) {
	choices := []*alex.AssumptionChoice{}
	for _, set := range alex.DefaultSet.Known() {
		choices = append(choices, &alex.AssumptionChoice{Set: set})
	}
	own, err := s.choice(ctx, retirement.OwnSetID)
	if err != nil {
		return nil, err
	}
	if own.IsOwn() {
		choices = append(choices, own)
	}
	list := AssumptionList{}
	for _, choice := range choices {
		set, err := retirement.AssumptionsFor(choice)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, set)
	}
	return &body[AssumptionList]{list}, nil
}

// choice is what an id of a set stands for: nil is the default.
func (s *Server) choice(ctx context.Context, id string) (*alex.AssumptionChoice, error) {
	switch id {
	case "":
		return nil, nil
	case retirement.OwnSetID:
		person, err := s.mine(ctx).Person(ctx)
		return person.Assumptions, err
	}
	return &alex.AssumptionChoice{Set: alex.AssumptionSet(id)}, nil
}

// chosenSet is the id by which a projection goes by the choice.
func chosenSet(c *alex.AssumptionChoice) string {
	switch {
	case c == nil:
		return string(alex.DefaultSet)
	case c.IsOwn():
		return retirement.OwnSetID
	}
	return string(c.Set)
}

type getClaims struct {
	AnnualAtFullAge string `query:"annualAtFullAge" maxLength:"20" doc:"the benefit a year when claimed at full retirement age, in today's money"`
	BirthYear       int    `query:"birthYear" minimum:"1900" maximum:"2100" doc:"full retirement age is 67 where it is not given"`
}

// ClaimList is what a Social Security benefit comes to by the age at which it is
// claimed.
type ClaimList struct {
	FullAge AgeInMonths        `json:"fullAge"`
	Source  string             `json:"source"`
	Claims  []retirement.Claim `json:"claims" nullable:"false"`
}

// AgeInMonths is an age in years and months.
type AgeInMonths struct {
	Years  int `json:"years"`
	Months int `json:"months"`
}

func (s *Server) listClaims(_ context.Context, in *getClaims) (*body[ClaimList], error) {
	annual, err := alex.ParseMoney(cmp.Or(in.AnnualAtFullAge, "0"))
	if err != nil || annual.Sign() < 0 || annual.Cmp(alex.MustMoney("9999999999.99")) > 0 { // as a person's own incomes
		return nil, alex.Invalid("query.annualAtFullAge", "is not an amount of dollars a year, such as \"30000\"")
	}
	claims, full := retirement.Claims(annual, in.BirthYear)
	return &body[ClaimList]{ClaimList{
		FullAge: AgeInMonths{full / 12, full % 12}, Claims: claims,
		Source: "Social Security's rules for early and delayed retirement, 20 CFR 404.409, 404.410 and 404.313",
	}}, nil
}
