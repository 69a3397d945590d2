package app

import (
	"encoding/json"
	"net/http"
	"testing"

	"alex/internal/api"
	"alex/internal/retirement"
)

// TestDerivedPlanIsTheAnalyses: the plan that the page moves its sliders on is
// the one that an analysis projects, and its odds are the report's.
func TestDerivedPlanIsTheAnalyses(t *testing.T) {
	t.Parallel()
	v := serving(t).visitor(t)
	v.enter(t, http.StatusCreated, "demo", "")
	var derived struct {
		Plan    json.RawMessage      `json:"plan"`
		Assumed []retirement.Assumed `json:"assumed"`
	}
	v.ask(t, http.StatusOK, "GET", "/api/retirement/plan", "", &derived)
	if len(derived.Assumed) == 0 {
		t.Error("the sample says nothing of its cash, and nothing is said to be assumed")
	}
	v.analyzed(t)
	var stored struct {
		Projection retirement.Projection `json:"projection"`
	}
	v.ask(t, http.StatusOK, "GET", "/api/retirement", "", &stored)
	var fresh api.ComparedProjection
	v.ask(t, http.StatusOK, "POST", "/api/retirement/projection?detail=full", string(derived.Plan), &fresh)
	if fresh.SuccessRate != stored.Projection.SuccessRate || fresh.InputsHash != stored.Projection.InputsHash {
		t.Errorf("projected anew the plan has %v (%s), the analysis %v (%s)",
			fresh.SuccessRate, fresh.InputsHash, stored.Projection.SuccessRate, stored.Projection.InputsHash)
	}
}
