package app

import (
	"net/http"
	"testing"
	"time"

	"alex"
)

// analyzed asks for an analysis and waits for its end.
func (v *visitor) analyzed(t *testing.T) alex.Job {
	t.Helper()
	var started struct{ JobID string }
	v.ask(t, http.StatusAccepted, "POST", "/api/analyze", "", &started)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var job alex.Job
		v.ask(t, http.StatusOK, "GET", "/api/jobs/"+started.JobID, "", &job)
		if job.Status.Ended() {
			return job
		}
	}
	t.Fatal("the analysis does not end")
	return alex.Job{}
}

// TestUnknownSymbolIsClassified: what somebody types in is classified by the
// tagger, all five agents work, and everything is stored.
func TestUnknownSymbolIsClassified(t *testing.T) {
	t.Parallel()
	s := serving(t)
	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "sign-up", ann)
	at := v.ask(t, http.StatusCreated, "POST", "/api/accounts", `{"accountName":"IRA","accountType":"tax_deferred"}`, nil)
	v.ask(t, http.StatusCreated, "POST", "/api/instruments", `{"symbol":"QQZX","name":"Acme Total Bond Index Fund","price":"10"}`, nil)
	v.ask(t, http.StatusCreated, "POST", at.Get("Location")+"/positions", `{"symbol":"QQZX","quantity":"100"}`, nil)
	v.ask(t, http.StatusCreated, "POST", at.Get("Location")+"/positions", `{"symbol":"VTI","quantity":"10"}`, nil)

	job := v.analyzed(t)
	if job.Status != alex.JobCompleted || job.ReportID == "" {
		t.Fatalf("the job is %+v", job)
	}
	done := map[alex.Agent]bool{}
	for _, step := range job.Steps {
		done[step.Agent] = step.Status == alex.StepDone && step.Author == alex.AuthorRules
	}
	for _, agent := range []alex.Agent{alex.Planner, alex.Tagger, alex.Reporter, alex.Charter, alex.RetirementPlanner} {
		if !done[agent] {
			t.Errorf("the %s has not done its step: %+v", agent, job.Steps)
		}
	}
	var tagged alex.Instrument
	v.ask(t, http.StatusOK, "GET", "/api/instruments/QQZX", "", &tagged)
	if tagged.Classification.Source != alex.SourceRules || tagged.AssetClasses[alex.FixedIncome].Cmp(alex.DecimalOf(100)) != 0 {
		t.Errorf("it was tagged %+v", tagged)
	}
	var report alex.Report
	v.ask(t, http.StatusOK, "GET", "/api/reports/"+string(job.ReportID), "", &report)
	if len(report.Sections) < 7 || len(report.Charts) == 0 || len(report.Facts) == 0 {
		t.Errorf("the report has %d sections, %d charts, %d facts", len(report.Sections), len(report.Charts), len(report.Facts))
	}
	v.ask(t, http.StatusOK, "GET", "/api/retirement", "", nil)
	bob := s.visitor(t)
	bob.enter(t, http.StatusCreated, "sign-up", `{"email":"bob@example.org","password":"correct horse battery"}`)
	bob.ask(t, http.StatusNotFound, "GET", "/api/instruments/QQZX", "", nil)
}
