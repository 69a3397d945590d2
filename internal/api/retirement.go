package api

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/retirement"
)

// SustainableIncome is the yearly income that is paid in full in at least that
// percent of the futures.
type SustainableIncome retirement.Income

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

// mostPaths is how many futures a request may ask for: what is answered while
// a person moves a slider.
const mostPaths = 20_000

type (
	postProjection struct {
		Mode   string `query:"mode" maxLength:"20" doc:"parametric unless said"`
		Timing string `query:"timing" enum:"start,end" doc:"when in its year money moves; start unless said"`
		Paths  int    `query:"paths" minimum:"1000" maximum:"20000" doc:"10,000 unless said"`
		Seed   string `query:"seed" pattern:"^[0-9]{1,20}$" patternDescription:"a whole number" doc:"that of the assumptions unless said"`

		RawBody []byte
		Body    ProjectionInput
	}
	// ProjectionInput is a plan, or the id of a stored one with changes.
	ProjectionInput map[string]json.RawMessage
)

// project simulates a plan at once, and stores nothing.
func (s *Server) project(ctx context.Context, in *postProjection) (*body[retirement.Projection], error) {
	opt, err := in.options()
	if err != nil {
		return nil, err
	}
	plan, err := s.planOf(ctx, in)
	if err != nil {
		return nil, err
	}
	var out retirement.Projection
	err = s.compute(ctx, func(ctx context.Context) (err error) {
		out, err = retirement.Project(ctx, plan, opt)
		return err
	})
	if err != nil {
		return nil, relocated(err, func(field string) string {
			if field == "mode" || field == "timing" || field == "paths" {
				return "query." + field
			}
			return in.placeOf(field)
		})
	}
	return &body[retirement.Projection]{out}, nil
}
