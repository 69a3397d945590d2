package api

import (
	"cmp"
	"context"

	"alex"
	"alex/internal/retirement"
)

// AssumptionList is the shipped sets of assumptions, the default first.
type AssumptionList struct {
	Items []retirement.Assumptions `json:"items" nullable:"false"`
}

func (s *Server) listAssumptions(context.Context, *nothing) (*body[AssumptionList], error) {
	list := AssumptionList{}
	for _, id := range retirement.ShippedIDs() {
		set, err := retirement.ShippedAssumptions(id)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, set)
	}
	return &body[AssumptionList]{list}, nil
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
	if err != nil || annual.Sign() < 0 {
		return nil, alex.Invalid("query.annualAtFullAge", "is not an amount of dollars a year, such as \"30000\"")
	}
	claims, full := retirement.Claims(annual, in.BirthYear)
	return &body[ClaimList]{ClaimList{
		FullAge: AgeInMonths{full / 12, full % 12}, Claims: claims,
		Source: "Social Security's rules for early and delayed retirement, 20 CFR 404.409, 404.410 and 404.313",
	}}, nil
}
