package mcp

import (
	"context"
	"encoding/json"

	"alex"
	"alex/internal/api"
	"alex/internal/retirement"
)

// futures is how a projection came about.
type futures struct {
	Mode          string `json:"mode"`
	Paths         int    `json:"paths,omitempty"`
	Windows       int    `json:"windows,omitempty"`
	Seed          string `json:"seed"`
	EngineVersion string `json:"engineVersion"`
	AssumptionSet string `json:"assumptionSet"`
	InputsHash    string `json:"inputsHash"`
}

// outcome is what of a projection is told.
type outcome struct {
	SuccessRate       float64                   `json:"successRate"`
	SuccessLow        *float64                  `json:"successLow"`
	SuccessHigh       *float64                  `json:"successHigh"`
	StandardError     *float64                  `json:"standardError"`
	SustainableIncome *retirement.Income        `json:"sustainableIncome"`
	EndingBalance     retirement.Band           `json:"endingBalance"`
	DepletionAges     *retirement.DepletionAges `json:"depletionAges"`
	ExpectedShortfall alex.Money                `json:"expectedShortfall"`
	MedianTotalSpent  alex.Money                `json:"medianTotalSpent"`
	Warnings          []string                  `json:"warnings"`
}

const unitsOfProjections = "money: US dollars of today, decimal strings with cents; rates: 0–1; successLow and successHigh bound the simulation's own 95 % " +
	"uncertainty; sustainableIncome: a year, p90 is paid in full in at least 90 % of the futures; depletionAges: of the futures that fall short; " +
	"expectedShortfall: unpaid spending, mean of the worst twentieth of the futures"

func futuresOf(p retirement.Projection) futures {
	return futures{p.Mode, p.Paths, p.Windows, p.Seed, p.EngineVersion, p.AssumptionSet, p.InputsHash}
}

func outcomeOf(p retirement.Projection) outcome {
	return outcome{
		p.SuccessRate, p.SuccessLow, p.SuccessHigh, p.StandardError, p.SustainableIncome, p.EndingBalance,
		p.DepletionAges, p.ExpectedShortfall, p.MedianTotalSpent, p.Warnings,
	}
}

type namedPlan struct {
	ID   alex.ID `json:"id"`
	Name string  `json:"name"`
}

type projectionAnswer struct {
	provenance
	Summary string             `json:"summary"`
	Futures *futures           `json:"futures"` // null where none was simulated
	Outcome *outcome           `json:"outcome"`
	Levers  []retirement.Lever `json:"levers"`
	Plans   []namedPlan        `json:"plans"`
}

// getProjection tells the newest stored projection, as of the day of the newest
// report: the two are written together.
func getProjection(ctx context.Context, r api.Reading, person alex.PersonID, _ nothing) (projectionAnswer, error) {
	out := projectionAnswer{
		provenance: provenance{Source: "Alex: the projection of the newest analysis", Units: unitsOfProjections},
		Levers:     []retirement.Lever{}, Plans: []namedPlan{},
	}
	stored, err := r.Projection(ctx, person)
	if err != nil {
		return out, err
	}
	out.Summary = stored.Summary
	whole, err := r.Report(ctx, person, "")
	if err != nil {
		return out, err
	}
	out.AsOf = whole.AsOf
	plans, err := r.Plans(ctx, person)
	if err != nil {
		return out, err
	}
	for _, p := range plans {
		out.Plans = append(out.Plans, namedPlan{p.ID, p.Name})
	}
	if len(stored.Projection) == 0 {
		return out, nil
	}
	var p retirement.Projection
	if err := json.Unmarshal(stored.Projection, &p); err != nil {
		return out, err
	}
	how, what := futuresOf(p), outcomeOf(p)
	out.Futures, out.Outcome, out.Levers = &how, &what, p.Levers
	return out, nil
}

type whatIfInput struct {
	PlanID  string  `json:"planId,omitempty" description:"the id of a named plan; the plan that Alex makes unless said" jsonschema:"format=uuid,maxLength=36"`
	Changes changes `json:"changes"`
}

// changes are what may be otherwise; at least one is.
type changes struct {
	RetirementAge      *int                 `json:"retirementAge,omitempty" description:"the age at which spending from the plan begins"`
	HorizonAge         *int                 `json:"horizonAge,omitempty" description:"the age to which the plan reaches"`
	AnnualSpending     *alex.Money          `json:"annualSpending,omitempty" description:"a year from retirement on, in today's dollars"`
	AnnualContribution *alex.Money          `json:"annualContribution,omitempty" description:"saved each year before retirement"`
	Allocation         alex.ClassAllocation `json:"allocation,omitempty" description:"the whole mix: percent by asset class, 100 in all"`
	ClaimingAge        *int                 `json:"claimingAge,omitempty" description:"62 to 70: the age at which the person's own Social Security begins" jsonschema:"minimum=62,maximum=70"`
}

type whatIfAnswer struct {
	provenance
	Plan    string   `json:"plan"`
	Changes changes  `json:"changes"`
	Futures futures  `json:"futures"`
	Changed outcome  `json:"changed"`
	Against against  `json:"comparison"`
	Notes   []string `json:"notes"`
}

// against is the comparison with the plan as it is, with what it means in words.
type against struct {
	retirement.Comparison
	Meaning string `json:"meaning"`
}

func whatIf(ctx context.Context, r api.Reading, person alex.PersonID, in whatIfInput) (whatIfAnswer, error) {
	if c := in.Changes; c.RetirementAge == nil && c.HorizonAge == nil && c.AnnualSpending == nil && c.AnnualContribution == nil && c.Allocation == nil && c.ClaimingAge == nil {
		return whatIfAnswer{}, alex.Invalid("changes", "name nothing that shall be otherwise")
	}
	w, err := r.WhatIf(ctx, person, alex.ID(in.PlanID), api.PlanChange(in.Changes))
	if err != nil {
		return whatIfAnswer{}, err
	}
	out := whatIfAnswer{
		provenance: provenance{"Alex: simulated now, in the same futures for both plans", w.AsOf, unitsOfProjections + "; delta and pairedError: differences of success rates"},
		Plan:       "the plan that Alex makes of what the person owns and has said", Changes: in.Changes,
		Futures: futuresOf(w.Projection), Changed: outcomeOf(w.Projection),
		Against: against{w.Comparison, "The difference is larger than the simulation's own noise."}, Notes: w.Notes,
	}
	if w.Plan != "" {
		out.Plan = w.Plan
	}
	if w.Comparison.WithinNoise {
		out.Against.Meaning = "The difference is within the simulation's own noise: do not call it real."
	}
	return out, nil
}
