package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"alex"
	"alex/internal/retirement"
)

// Verification is what projecting a plan once more gave. Another engine may
// rightly give other figures, so that nothing is compared then.
type Verification struct {
	Result      alex.VerifyResult      `json:"result"`
	Differences []ProjectionDifference `json:"differences"`
	Stored      string                 `json:"storedEngine"`
	Current     string                 `json:"currentEngine"`
}

// ProjectionDifference is a value of a result that is not as it was. A null is
// one that there is not.
type ProjectionDifference struct {
	Field      string `json:"field"`
	Stored     any    `json:"stored"`
	Recomputed any    `json:"recomputed"`
}

// storedResult is what a stored projection says of how it was made, and all of
// it as it was read.
type storedResult struct {
	Mode, Timing  string
	Paths         int
	Seed          string
	EngineVersion string
	AssumptionSet string
	Sensitivities []json.RawMessage
	Methods       []json.RawMessage
	Comparison    json.RawMessage

	all any
}

// VerifyProjection projects the plan as the stored result says it was, and
// compares every value. Assumptions that do not ship with the program have to
// be given again.
func VerifyProjection(ctx context.Context, in Projection, stored io.Reader) (Verification, error) {
	s, err := parseStored(stored)
	if err != nil {
		return Verification{}, fmt.Errorf("the stored result: %w", err)
	}
	v := Verification{Result: alex.VerifyEngineChanged, Differences: []ProjectionDifference{}, Stored: s.EngineVersion, Current: retirement.EngineVersion}
	if v.Stored != v.Current {
		return v, nil
	}
	if in, err = s.request(in); err != nil {
		return v, fmt.Errorf("the stored result: %w", err)
	}
	again, err := Project(ctx, in)
	if err != nil {
		return v, err
	}
	now, err := asTree(again)
	if err != nil {
		return v, err
	}
	leaveOutNewer(s.all, now)
	v.Result = alex.VerifySame
	if v.Differences = differences(v.Differences, "", s.all, now); len(v.Differences) > 0 {
		v.Result = alex.VerifyDifferent
	}
	return v, nil
}

// mostStored is the size of a stored result in bytes that is read.
const mostStored = 4 << 20

func parseStored(r io.Reader) (s storedResult, err error) {
	data, err := io.ReadAll(io.LimitReader(r, mostStored))
	if err != nil {
		return s, bare(err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("is not the JSON of a projection: %w", err)
	}
	if s.EngineVersion == "" {
		return s, alex.Invalid("engineVersion", "is missing; give what alex project --json printed")
	}
	s.all, err = tree(data)
	return s, err
}

// request is in with everything that the stored result decides.
func (s storedResult) request(in Projection) (Projection, error) {
	seed, err := strconv.ParseUint(s.Seed, 10, 64)
	if err != nil {
		return in, alex.Invalid("seed", "is no whole number below 2⁶⁴")
	}
	in.Mode, in.Timing, in.Paths, in.Seed, in.Detail = s.Mode, s.Timing, s.Paths, &seed, s.detail()
	if len(s.Comparison) > 0 && in.Against == "" {
		return in, alex.Invalid("comparison", "is with a second plan; give it with --against")
	}
	parametric := s.Mode == retirement.ModeParametric
	switch {
	case parametric && in.Assumptions == "" && slices.Contains(retirement.ShippedIDs(), s.AssumptionSet):
		in.Assumptions = s.AssumptionSet
	case parametric && in.Assumptions == "":
		return in, alex.Invalid("assumptionSet", "%q does not ship with Alex; give its file with --assumptions", s.AssumptionSet)
	case !parametric && in.Returns == "" && s.AssumptionSet != retirement.ShippedSeries().ID:
		return in, alex.Invalid("assumptionSet", "%q does not ship with Alex; give its file with --returns", s.AssumptionSet)
	}
	return in, nil
}

// detail is how closely the stored result looked.
func (s storedResult) detail() string {
	switch {
	case len(s.Methods) > 0:
		return string(retirement.DetailFull)
	case len(s.Sensitivities) > 0:
		return string(retirement.DetailStandard)
	}
	return string(retirement.DetailQuick)
}

func asTree(value any) (any, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return tree(data)
}

func tree(data []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return value, decoder.Decode(&value)
}

// leaveOutNewer takes from a result what projections tell only since one of the
// same engine was stored without it.
func leaveOutNewer(stored, again any) {
	was, object := stored.(map[string]any)
	is, still := again.(map[string]any)
	if !object || !still {
		return
	}
	for _, name := range []string{"endingHistogram", "cashFlows", "nominalPercentiles"} {
		if _, told := was[name]; !told {
			delete(is, name)
		}
	}
}

// differences adds to list every place at which two documents differ.
func differences(list []ProjectionDifference, at string, stored, again any) []ProjectionDifference {
	was, object := stored.(map[string]any)
	is, still := again.(map[string]any)
	before, array := stored.([]any)
	after, stays := again.([]any)
	switch {
	case object && still:
		both := maps.Clone(was)
		maps.Copy(both, is)
		for _, name := range slices.Sorted(maps.Keys(both)) {
			list = differences(list, join(at, name), was[name], is[name])
		}
	case array && stays && len(before) == len(after):
		for i := range before {
			list = differences(list, fmt.Sprintf("%s[%d]", at, i), before[i], after[i])
		}
	case array && stays:
		list = append(list, ProjectionDifference{at, fmt.Sprintf("a list of %d", len(before)), fmt.Sprintf("a list of %d", len(after))})
	case !sameValue(stored, again):
		list = append(list, ProjectionDifference{at, stored, again})
	}
	return list
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// sameValue compares numbers by what they are, however they are written.
func sameValue(stored, again any) bool {
	was, number := stored.(json.Number)
	is, still := again.(json.Number)
	if !number || !still {
		return isPlain(stored) && isPlain(again) && stored == again
	}
	x, err := was.Float64()
	y, err2 := is.Float64()
	return err == nil && err2 == nil && x == y
}

// isPlain is false for what cannot be compared.
func isPlain(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return false
	}
	return true
}
