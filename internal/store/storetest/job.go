package storetest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func result() store.Result {
	share := pct("100")
	return store.Result{
		Report: alex.Report{
			AsOf: "2026-03-10", GeneratedBy: alex.AuthorRules, Summary: "In short.", Hash: "abc", EngineVersion: "1", Seed: "18446744073709551615",
			Sections: []alex.Section{{Key: "overview", Title: "Overview", Markdown: "Long.", Template: "{{x}}", Author: alex.AuthorRules}, {Key: "risk", Markdown: "More."}},
			Charts: []alex.Chart{{
				Key: "asset_class", Title: "All in stocks", Type: alex.Pie,
				Data: []alex.ChartPoint{{Name: "Stocks", Value: json.Number("10.00"), Percentage: &share, Color: "#000000"}},
			}},
			Facts: []alex.Fact{{ID: "value", Value: "10", Unit: alex.UnitDollars, Text: "$10.00", AsOf: "2026-03-10"}},
		},
		Retirement: &alex.Retirement{
			EstimatedIncome: alex.MustMoney("40000"), Summary: "s", Detail: "d", Chart: alex.Chart{Key: "retirement", Type: alex.Fan},
			Projection: []byte(`{"successRate":0.853,"seed":"42","assumptionSet":"2026"}`),
		},
		Tags:  []alex.Instrument{tag("SOFI", alex.SourceRules)},
		Steps: []alex.Step{{Agent: alex.Planner, Status: alex.StepDone, Author: alex.AuthorRules}},
		Data:  json.RawMessage(`{"riskScore":7}`),
	}
}

func jobs(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	request := store.JobRequest{Data: json.RawMessage(`{"note":"x"}`)}
	first, created, err := p.CreateJob(b.ctx, request)
	must(t, err)
	if !created || first.Status != alex.JobPending || first.Attempt != 0 || !first.CreatedAt.Equal(b.now) {
		t.Errorf("the new job is %+v, %v", first, created)
	}
	second, created, err := p.CreateJob(b.ctx, request)
	must(t, err)
	if created || second.ID != first.ID {
		t.Errorf("a second request answered %s (created %v), want %s", second.ID, created, first.ID)
	}
	cancelled, err := p.CancelJob(b.ctx, first.ID)
	must(t, err)
	if cancelled.Status != alex.JobCancelled || cancelled.CompletedAt == nil {
		t.Errorf("the cancelled job is %+v", cancelled)
	}
	again, err := p.CancelJob(b.ctx, first.ID)
	must(t, err)
	same(t, "cancelling twice", again, cancelled)
	third, created, err := p.CreateJob(b.ctx, request)
	must(t, err)
	if !created || third.ID == first.ID {
		t.Errorf("after the end of a job a request answers %s (created %v)", third.ID, created)
	}
	_, _, err = p.CreateJob(b.ctx, store.JobRequest{Data: json.RawMessage(`{`)})
	wantCode(t, "a request that is no JSON", err, alex.CodeInvalid)
	_, _, err = b.As("nobody").CreateJob(b.ctx, store.JobRequest{})
	wantCode(t, "a job of a person without a record", err, alex.CodeConflict)
	due, err := b.System().DueJobs(b.ctx, b.now, 10)
	must(t, err)
	same(t, "what is due", due, []alex.ID{third.ID})
}

func claims(t *testing.T, b *bench) {
	_, ok, err := b.System().Claim(b.ctx, b.now, time.Minute)
	if ok || err != nil {
		t.Errorf("Claim() of nothing = %v, %v", ok, err)
	}
	_, older := b.claimed(t, "user_a")
	must(t, b.System().Release(b.ctx, older, b.now))
	b.now = b.now.Add(time.Second)
	_, ok, err = b.System().Claim(b.ctx, b.now.Add(-2*time.Second), time.Minute)
	if ok || err != nil {
		t.Errorf("Claim() before anything is due = %v, %v", ok, err)
	}
	_, _, err = b.person(t, "user_b").CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	j, ok, err := b.System().Claim(b.ctx, b.now, time.Minute)
	if err != nil || !ok || j.ID != older.Job || j.Attempt != 2 || j.Lapses != 0 || j.PersonID != "user_a" {
		t.Errorf("Claim() = %+v, %v, %v; want the oldest, given back without a lapse", j, ok, err)
	}
	c := store.HeldBy(j)
	must(t, b.System().Heartbeat(b.ctx, c, b.now.Add(time.Hour)))
	seen, err := b.System().HeldJob(b.ctx, c)
	must(t, err)
	same(t, "the job as another process sees it", seen, j)
	for id, want := range map[alex.ID]bool{j.ID: true, "00000000-0000-4000-8000-000000000000": false} {
		open, err := b.System().JobOpen(b.ctx, id)
		if err != nil || open != want {
			t.Errorf("JobOpen(%s) = %v, %v", id, open, err)
		}
	}
	_, err = b.System().HeldJob(b.ctx, older)
	wantCode(t, "the job as who lost it sees it", err, alex.CodeFenced)
	_, err = b.System().HeldJob(b.ctx, store.Claimed{Job: "no id", Attempt: 2})
	wantCode(t, "a job without an id", err, alex.CodeInvalid)
	_, ok, err = b.System().ClaimJob(b.ctx, j.ID, b.now.Add(time.Hour-1), time.Minute)
	if ok || err != nil {
		t.Errorf("ClaimJob() within the lease = %v, %v", ok, err)
	}
	j, ok, err = b.System().ClaimJob(b.ctx, j.ID, b.now.Add(time.Hour), time.Minute)
	if err != nil || !ok || j.Attempt != 3 || j.Lapses != 1 {
		t.Errorf("ClaimJob() at the end of the lease = %+v, %v, %v", j, ok, err)
	}
	wantCode(t, "a heartbeat of the one before", b.System().Heartbeat(b.ctx, c, b.now.Add(time.Hour)), alex.CodeFenced)
	must(t, b.System().Retry(b.ctx, store.HeldBy(j), b.now.Add(3*time.Hour)))
	wantCode(t, "a write after giving back", b.System().SaveSteps(b.ctx, store.HeldBy(j), nil), alex.CodeFenced)
	_, ok, err = b.System().ClaimJob(b.ctx, j.ID, b.now.Add(3*time.Hour-1), time.Minute)
	if ok || err != nil {
		t.Errorf("ClaimJob() within the backoff = %v, %v", ok, err)
	}
	j, ok, err = b.System().ClaimJob(b.ctx, j.ID, b.now.Add(3*time.Hour), time.Minute)
	if err != nil || !ok || j.Failures != 1 || j.Lapses != 1 {
		t.Errorf("ClaimJob() after the backoff = %+v, %v, %v", j, ok, err)
	}
}

// lostFirst: a job whose worker died waits for its lease, not for the queue.
func lostFirst(t *testing.T, b *bench) {
	_, _, err := b.person(t, "waiting_1").CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	_, _, err = b.person(t, "waiting_2").CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	b.now = b.now.Add(time.Hour)
	lost, ok, err := b.System().Claim(b.ctx, b.now, time.Minute)
	if err != nil || !ok {
		t.Fatalf("Claim() = %v, %v", ok, err)
	}
	b.now = b.now.Add(time.Minute)
	again, ok, err := b.System().Claim(b.ctx, b.now, time.Minute)
	if err != nil || !ok || again.ID != lost.ID {
		t.Errorf("Claim() = %s, %v, %v; want the lost job %s before the older one that waits", again.ID, ok, err, lost.ID)
	}
	next, ok, err := b.System().Claim(b.ctx, b.now, time.Minute)
	if err != nil || !ok || next.ID == lost.ID {
		t.Errorf("the next Claim() = %s, %v, %v; want the one that waits", next.ID, ok, err)
	}
}

func parts(t *testing.T, b *bench) {
	j, c := b.claimed(t, "user_a")
	_, found, err := b.System().Part(b.ctx, j.ID, alex.PartFacts)
	if found || err != nil {
		t.Errorf("a part that was never saved: %v, %v", found, err)
	}
	for name, body := range map[string]string{
		"small":       `{"a":1}`,
		"a full row":  strings.Repeat("x", store.PartSize),
		"one more":    strings.Repeat("x", store.PartSize+1),
		"three rows":  strings.Repeat("0123456789", 14000),
		"wide":        "x" + strings.Repeat("🙂", 30000),
		"small again": `[]`,
	} {
		must(t, b.System().SavePart(b.ctx, c, alex.PartFacts, []byte(body)))
		got, found, err := b.System().Part(b.ctx, j.ID, alex.PartFacts)
		if err != nil || !found || string(got) != body {
			t.Errorf("%s: %d bytes came back as %d (%v)", name, len(body), len(got), err)
		}
		own, found, err := b.As("user_a").Part(b.ctx, j.ID, alex.PartFacts)
		if err != nil || !found || string(own) != body {
			t.Errorf("%s: the person reads %d bytes (%v)", name, len(own), err)
		}
	}
	for name, body := range map[string]string{"empty": "", "bytes": "a\xff"} {
		wantCode(t, name, b.System().SavePart(b.ctx, c, alex.PartFacts, []byte(body)), alex.CodeInvalid)
	}
	wantCode(t, "a part without a kind", b.System().SavePart(b.ctx, c, "", []byte("x")), alex.CodeInvalid)
}

// verdicts are the person's own to give, and the last one counts.
func verdicts(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	_, c := b.claimed(t, "user_a")
	r := result()
	r.Report.Sections[0].Markdown = strings.Repeat("long ", store.PartSize/2) // in several pieces
	id, err := b.System().Complete(b.ctx, c, r, b.now)
	must(t, err)
	for _, want := range []alex.Verified{
		{Result: alex.VerifyDifferent, At: b.now},
		{Result: alex.VerifyEngineChanged, At: b.now.Add(time.Hour)},
		{Result: alex.VerifySame, At: b.now.Add(2 * time.Hour)},
	} {
		must(t, p.SaveVerified(b.ctx, id, want))
		whole, err := p.Report(b.ctx, id)
		must(t, err)
		list, err := p.Reports(b.ctx, page(""))
		must(t, err)
		same(t, "the report's", whole.Verified, &want)
		same(t, "the list's", list.Items[0].Verified, &want)
	}
	verified := alex.Verified{Result: alex.VerifySame, At: b.now}
	wantCode(t, "a stranger's verdict", b.person(t, "user_b").SaveVerified(b.ctx, id, verified), alex.CodeForbidden)
	wantCode(t, "a verdict on nothing", p.SaveVerified(b.ctx, b.NewID(), verified), alex.CodeForbidden)
	wantCode(t, "a verdict on what is no id", p.SaveVerified(b.ctx, "x", verified), alex.CodeInvalid)
	verified.Result = "perhaps"
	wantCode(t, "a verdict that is none", p.SaveVerified(b.ctx, id, verified), alex.CodeInvalid)
}

func completion(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	_, err := p.LatestRetirement(b.ctx)
	wantCode(t, "no projection yet", err, alex.CodeNotFound)
	j, c := b.claimed(t, "user_a")
	ended := b.now.Add(1500 * time.Millisecond)
	for name, edit := range map[string]func(*store.Result){
		"no sections":    func(r *store.Result) { r.Report.Sections = nil },
		"no date":        func(r *store.Result) { r.Report.AsOf = "" },
		"data not JSON":  func(r *store.Result) { r.Data = []byte("{") },
		"a bad tag":      func(r *store.Result) { r.Tags[0].Regions = nil },
		"bad projection": func(r *store.Result) { r.Retirement.Projection = []byte("{") },
	} {
		bad := result()
		edit(&bad)
		_, err := b.System().Complete(b.ctx, c, bad, ended)
		wantCode(t, name, err, alex.CodeInvalid)
	}
	id, err := b.System().Complete(b.ctx, c, result(), ended)
	must(t, err)
	_, err = b.System().Complete(b.ctx, c, result(), ended)
	wantCode(t, "completing twice", err, alex.CodeFenced)

	want := result().Report
	want.ID, want.JobID, want.GeneratedAt = id, j.ID, &ended
	report, err := p.Report(b.ctx, id)
	must(t, err)
	same(t, "the report", report, want)
	list, err := p.Reports(b.ctx, page(""))
	must(t, err)
	want.Sections, want.Charts, want.Facts = nil, nil, nil
	same(t, "the list of reports", list, store.List[alex.Report]{Items: []alex.Report{want}})
	retired, err := p.LatestRetirement(b.ctx)
	must(t, err)
	wantRetired := *result().Retirement
	wantRetired.ID = retired.ID
	same(t, "the projection", retired, wantRetired)
	tagged, err := p.Instrument(b.ctx, "SOFI")
	must(t, err)
	same(t, "the tag", tagged.Classification.Source, alex.SourceRules)
	done, err := p.Job(b.ctx, j.ID)
	must(t, err)
	if done.Status != alex.JobCompleted || done.ReportID != id || len(done.Steps) != 1 || !done.CompletedAt.Equal(ended) {
		t.Errorf("the job is %+v", done)
	}
	var detail, data, rate string
	var ms int64
	must(t, b.raw.QueryRowContext(b.ctx, `SELECT r.report_detail, r.processing_time_ms, j.result_data, t.success_rate
		FROM reports r JOIN analysis_jobs j ON j.id = r.job_id JOIN retirement t ON t.job_id = j.id`).Scan(&detail, &ms, &data, &rate))
	if detail != "Long.\n\nMore." || ms != 1500 || !strings.Contains(data, "riskScore") || !strings.HasPrefix(rate, "0.853") {
		t.Errorf("the rows say %q, %d ms, %s, %s", detail, ms, data, rate)
	}
	_, err = p.CancelJob(b.ctx, j.ID)
	wantCode(t, "cancelling what is done", err, alex.CodeConflict)
}
