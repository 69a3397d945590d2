package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/retirement"
)

const projectionPath = "/api/retirement/projection"

// PlanChanges is a stored plan with changes to it.
type PlanChanges struct {
	PlanID  alex.ID        `json:"planId" format:"uuid"`
	Changes map[string]any `json:"changes,omitempty" doc:"a JSON merge patch (RFC 7396) over the plan"`
}

// PlanAgainst is a plan, and another one that it is compared with in the same
// futures.
type PlanAgainst struct {
	Plan    PlanInput `json:"plan"`
	Against PlanInput `json:"against"`
}

// Schema lets every object pass: the engine's own reader is the strict one, and
// names the fields that it refuses.
func (ProjectionInput) Schema(huma.Registry) *huma.Schema {
	return ready(&huma.Schema{Type: huma.TypeObject, AdditionalProperties: true})
}

// describeProjection puts the forms of the body into the document. It
// comes after the route, which takes any object.
func (s *Server) describeProjection(api *huma.OpenAPI) {
	s.schemas = api.Components.Schemas
	content := api.Paths[projectionPath].Post.RequestBody.Content
	delete(content, "application/octet-stream") // the framework's, for the bytes beside the body
	content["application/json"].Schema = &huma.Schema{OneOf: []*huma.Schema{
		s.schemas.Schema(reflect.TypeFor[PlanInput](), true, "PlanInput"),
		s.schemas.Schema(reflect.TypeFor[PlanChanges](), true, "PlanChanges"),
		s.schemas.Schema(reflect.TypeFor[PlanAgainst](), true, "PlanAgainst"),
	}}
}

func (s *Server) options(ctx context.Context, in *postProjection) (retirement.Options, error) {
	opt := retirement.Options{
		Mode: in.Mode, Timing: in.Timing, Paths: in.Paths, Detail: retirement.Detail(cmp.Or(in.Detail, string(retirement.DetailStandard))),
	}
	choice, err := s.choice(ctx, in.Assumptions)
	if err != nil {
		return opt, err
	}
	if opt.Assumptions, err = retirement.AssumptionsFor(choice); err != nil {
		return opt, err
	}
	opt.Cache = s.futuresFor(choice)
	if in.Seed != "" {
		seed, err := strconv.ParseUint(in.Seed, 10, 64)
		if err != nil {
			return opt, alex.Invalid("query.seed", "is not between 0 and 2⁶⁴ − 1")
		}
		opt.Seed = &seed
	}
	return opt, nil
}

// changes reports that the body names a stored plan.
func (in *postProjection) changes() bool {
	_, names := in.Body["planId"]
	return names
}

// against reports that the body gives a plan and another one to compare it with.
func (in *postProjection) against() bool {
	_, plan := in.Body["plan"]
	_, against := in.Body["against"]
	return plan || against
}

// placeOf is where in the request an option or a field of the plan stands.
func (in *postProjection) placeOf(field string) string {
	switch {
	case slices.Contains([]string{"mode", "timing", "detail", "assumptions", "paths", "seed"}, field):
		return "query." + field
	case in.changes():
		return "body.changes." + field
	case in.against():
		return within("body.plan", field)
	}
	return "body." + field
}

// within is the place of a field of a plan, of which the reader itself says
// "plan" where it is none.
func within(place, field string) string {
	if field == "plan" {
		return place
	}
	return place + "." + field
}

// planOf is the plan of the body, or the stored one with its changes, and then
// base is it without them; or base is the plan to compare with.
func (s *Server) planOf(ctx context.Context, in *postProjection) (plan alex.Plan, base *alex.Plan, err error) {
	text := tidied(in.RawBody)
	switch {
	case in.changes() && in.against():
		return plan, nil, alex.Invalid("body.planId", "is another form of this request than plan and against; give one")
	case in.changes():
		text, base, err = s.changedPlan(ctx, in.RawBody)
	case in.against():
		text, base, err = s.comparedPlan(text)
	}
	if err != nil {
		return plan, base, err
	}
	plan, err = s.parsed(text)
	return plan, base, relocated(err, in.placeOf)
}

func (s *Server) parsed(text []byte) (alex.Plan, error) {
	plan, err := retirement.ParsePlan(bytes.NewReader(text))
	if err == nil {
		err = s.strictly(text)
	}
	return plan, err
}

// comparedPlan is the text of the plan, and the plan to compare it with.
func (s *Server) comparedPlan(body []byte) (plan []byte, base *alex.Plan, err error) {
	asked, err := retirement.Decode[struct {
		Plan    json.RawMessage `json:"plan"`
		Against json.RawMessage `json:"against"`
	}](bytes.NewReader(body), "body")
	if err != nil {
		return nil, nil, err
	}
	switch {
	case len(asked.Plan) == 0:
		return nil, nil, alex.Invalid("body.plan", "is missing")
	case len(asked.Against) == 0:
		return nil, nil, alex.Invalid("body.against", "is missing: what to compare the plan with")
	}
	other, err := s.parsed(asked.Against)
	return asked.Plan, &other, relocated(err, againstPlace)
}

func againstPlace(field string) string { return within("body.against", field) }

// strictly holds a plan that can be read to its schema: the engine's reader
// takes money as a number too, which here is a string.
func (s *Server) strictly(plan []byte) error {
	var value any
	if err := json.Unmarshal(plan, &value); err != nil {
		return err
	}
	path, result := huma.NewPathBuffer([]byte{}, 0), &huma.ValidateResult{}
	huma.Validate(s.schemas, s.schemas.Schema(reflect.TypeFor[PlanInput](), true, "PlanInput"), path, huma.ModeWriteToServer, value, result)
	var problems alex.Problems
	for _, err := range result.Errors {
		detail, _ := errors.AsType[*huma.ErrorDetail](err)
		problems.Addf(detail.Location, "%s", detail.Message)
	}
	return problems.Err()
}

func (s *Server) changedPlan(ctx context.Context, body []byte) (changed []byte, base *alex.Plan, err error) {
	asked, err := retirement.Decode[struct {
		PlanID  alex.ID         `json:"planId"`
		Changes json.RawMessage `json:"changes"`
	}](bytes.NewReader(body), "body")
	if err != nil {
		return nil, nil, err
	}
	changes := bytes.TrimSpace(asked.Changes)
	switch {
	case len(changes) == 0 || string(changes) == "null":
		changes = []byte("{}")
	case changes[0] != '{':
		return nil, nil, alex.Invalid("changes", "is not a JSON object")
	}
	stored, err := s.mine(ctx).Plan(ctx, asked.PlanID)
	if err != nil {
		return nil, nil, relocated(err, func(string) string { return "body.planId" })
	}
	changed, err = patched(stored.Plan, changes)
	return changed, &stored.Plan, err
}

func patched(plan alex.Plan, changes []byte) ([]byte, error) {
	text, err := json.Marshal(plan)
	if err != nil {
		return nil, err
	}
	return mergePatch(text, changes)
}

// relocated gives the refused fields of err their place in the request.
func relocated(err error, place func(field string) string) error {
	e, ok := errors.AsType[*alex.Error](err)
	if !ok {
		return err
	}
	moved := *e
	moved.Fields = nil
	for _, f := range e.Fields {
		moved.Fields = append(moved.Fields, alex.FieldError{Location: place(f.Location), Message: f.Message})
	}
	return &moved
}
