package api

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/retirement"
)

// StoredRetirement is the newest projection of an analysis. Projection is as
// the engine of that day wrote it.
type StoredRetirement struct {
	alex.Retirement
	Projection StoredProjection `json:"projection"`
}

// StoredProjection is a projection as it is stored.
type StoredProjection []byte

// MarshalJSON is the projection itself.
func (p StoredProjection) MarshalJSON() ([]byte, error) {
	if len(p) == 0 {
		return []byte("null"), nil
	}
	return p, nil
}

// UnmarshalJSON takes the projection as it is.
func (p *StoredProjection) UnmarshalJSON(data []byte) error {
	*p = append((*p)[:0], data...)
	return nil
}

// Schema is that of what the engine writes today; null where none was stored.
func (StoredProjection) Schema(r huma.Registry) *huma.Schema {
	return orNull(r.Schema(reflect.TypeFor[retirement.Projection](), true, "Projection"))
}

func (s *Server) getRetirement(ctx context.Context, in *UnlessMatching) (*tagged[StoredRetirement], error) {
	r, err := s.mine(ctx).LatestRetirement(ctx)
	if err != nil {
		return nil, err
	}
	return answer(StoredRetirement{r, r.Projection}, *in), nil
}

// mostFutures is how many bytes of drawn futures are kept, so that the next
// question about a plan only walks them: about three sets of the usual size.
const mostFutures = 128 << 20

type (
	// postProjection asks for no more paths than are answered while a person
	// moves a slider.
	postProjection struct {
		Mode        string `query:"mode" enum:"parametric,historical,bootstrap" doc:"how futures are made; parametric unless said"`
		Timing      string `query:"timing" enum:"start,end" doc:"when in its year money moves; start unless said"`
		Detail      string `query:"detail" enum:"quick,standard,full" doc:"quick is the plan alone; standard, unless said, adds levers and sensitivities; full adds other methods and bad years of history"`
		Assumptions string `query:"assumptions" enum:"default,cautious,historical,own" doc:"the assumption set: a shipped one, or own for what the person chose; default unless said"`
		Paths       int    `query:"paths" minimum:"1000" maximum:"20000" doc:"10,000 unless said; historical mode takes every start year instead"`
		Seed        string `query:"seed" pattern:"^[0-9]{1,20}$" patternDescription:"a whole number" doc:"that of the assumptions or the series unless said"`

		RawBody []byte
		Body    ProjectionInput
	}
	// ProjectionInput is a plan, or the id of a stored one with changes, or a
	// plan and another one to compare it with.
	ProjectionInput map[string]json.RawMessage

	// ComparedProjection is a projection, and what it has better or worse than
	// the stored plan, or the other plan, in the same futures.
	ComparedProjection struct {
		retirement.Projection
		Comparison *retirement.Comparison `json:"comparison,omitempty"`
	}
)

// project simulates a plan at once, and stores nothing.
func (s *Server) project(ctx context.Context, in *postProjection) (*body[ComparedProjection], error) {
	opt, err := s.options(ctx, in)
	if err != nil {
		return nil, err
	}
	plan, base, err := s.planOf(ctx, in)
	if err != nil {
		return nil, err
	}
	out, err := computed(ctx, s, func(ctx context.Context) (ComparedProjection, error) {
		return in.compared(ctx, plan, base, opt)
	})
	return &body[ComparedProjection]{out}, err
}

// compared is the plan's projection, against base where there is one.
func (in *postProjection) compared(ctx context.Context, plan alex.Plan, base *alex.Plan, opt retirement.Options) (out ComparedProjection, err error) {
	if out.Projection, err = retirement.Project(ctx, plan, opt); err != nil || base == nil {
		return out, relocated(err, in.placeOf)
	}
	c, err := retirement.Compare(ctx, *base, plan, out.Projection, opt)
	out.Comparison = &c
	if in.against() {
		return out, relocated(err, againstPlace)
	}
	return out, relocated(err, func(string) string { return "body.planId" }) // the plan itself has been projected
}
