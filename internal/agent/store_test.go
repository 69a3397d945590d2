package agent_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/agent"
	"alex/internal/job"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// service is the planner over the real store and its runner.
type service struct {
	store   *store.Store
	planner agent.Planner
	runner  *job.Runner
}

func newService(t *testing.T) *service {
	t.Helper()
	db := sqlitetest.Seeded(t)
	s := &service{store: db, planner: planner(t)}
	s.runner = &job.Runner{Store: db, Work: s.work, Now: time.Now, Rand: func() float64 { return 0 }, Backoff: time.Nanosecond, Lease: time.Hour}
	return s
}

func (s *service) work(ctx context.Context, j alex.Job, h *job.Handle) error {
	result, err := s.planner.Run(ctx, h, func(ctx context.Context) (alex.Snapshot, error) {
		snapshot, err := s.store.As(j.PersonID).Snapshot(ctx)
		snapshot.AsOf, snapshot.Assumptions = "2026-10-30", "default"
		snapshot.Versions = alex.Versions{Engine: "test", Facts: "test", Reference: seed.Version()}
		return snapshot, err
	})
	if err != nil {
		return err
	}
	_, err = h.Complete(ctx, store.Result{Report: result.Report, Retirement: result.Retirement, Tags: result.Tags, Steps: result.Steps, Data: []byte("{}")})
	return err
}

// someone has a fund that the reference knows, and one that its name tells.
func (s *service) someone(t *testing.T, id alex.PersonID) *store.Personal {
	t.Helper()
	if _, err := s.store.System().EnsurePerson(t.Context(), id, "", ""); err != nil {
		t.Fatal(err)
	}
	mine := s.store.As(id)
	accounts := snapshot(t, unknown("QQXY", "")).Accounts
	if _, err := mine.ApplyImport(t.Context(), accounts); err != nil {
		t.Fatal(err)
	}
	if err := mine.SaveNames(t.Context(), map[alex.Symbol]string{"QQXY": "Acme Treasury Bond Fund"}); err != nil {
		t.Fatal(err)
	}
	return mine
}

func (s *service) run(t *testing.T, mine *store.Personal, j alex.Job) alex.Job {
	t.Helper()
	if _, err := s.runner.RunOne(t.Context()); err != nil {
		t.Fatal(err)
	}
	j, err := mine.Job(t.Context(), j.ID)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestJobIsTakenUpAgainOverTheStore fails the reporter at first; the second
// claim repeats nothing that was finished, and stores everything at once.
func TestJobIsTakenUpAgainOverTheStore(t *testing.T) {
	t.Parallel()
	s := newService(t)
	mine := s.someone(t, "someone")
	j, _, err := mine.CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	sound := s.planner.Reporter
	s.planner.Reporter = agent.Reporter{}
	j = s.run(t, mine, j)
	if j.Status.Ended() || j.Steps[2].Status != alex.StepFailed || j.Steps[3].Status != alex.StepDone {
		t.Fatalf("after the failure: %s, %+v", j.Status, j.Steps)
	}
	before := s.parts(t, j.ID)
	// What is bought meanwhile does not reach a job that has begun.
	if _, err := mine.CreateAccount(t.Context(), alex.Account{Name: "New", Type: alex.Taxable, CashBalance: alex.MustMoney("1000000")}); err != nil {
		t.Fatal(err)
	}
	s.planner.Reporter = sound
	if j = s.run(t, mine, j); j.Status != alex.JobCompleted || j.Attempt != 2 {
		t.Fatalf("after the second claim: %s, attempt %d, %q", j.Status, j.Attempt, j.Error)
	}
	after := s.parts(t, j.ID)
	for kind, body := range before {
		if diff := cmp.Diff(body, after[kind]); body != "" && diff != "" {
			t.Errorf("part %s was made again: %s", kind, diff)
		}
	}
	checkStored(t, mine, j)
}

func (s *service) parts(t *testing.T, id alex.ID) map[alex.PartKind]string {
	t.Helper()
	parts := map[alex.PartKind]string{}
	for _, kind := range []alex.PartKind{alex.PartSnapshot, alex.PartTags, alex.PartFacts, alex.PartReporter, alex.PartCharts, alex.PartRetirement} {
		body, _, err := s.store.System().Part(t.Context(), id, kind)
		if err != nil {
			t.Fatal(err)
		}
		parts[kind] = string(body)
	}
	return parts
}

func checkStored(t *testing.T, mine *store.Personal, j alex.Job) {
	t.Helper()
	r, err := mine.Report(t.Context(), j.ReportID)
	if err != nil || len(r.Sections) < 7 || len(r.Charts) < 5 || len(r.Facts) < 100 {
		t.Errorf("Report() has %d sections, %d charts, %d facts, %v", len(r.Sections), len(r.Charts), len(r.Facts), err)
	}
	if row, err := mine.LatestRetirement(t.Context()); err != nil || row.EstimatedIncome.Sign() < 0 || len(row.Projection) == 0 {
		t.Errorf("LatestRetirement() = %+v, %v", row, err)
	}
	tagged, err := mine.Instrument(t.Context(), "QQXY")
	if err != nil || !tagged.Classified() || tagged.Classification.Source != alex.SourceRules || tagged.Price != nil {
		t.Errorf("the tag is not the person's: %+v, %v", tagged, err)
	}
}

// TestTagsReachNobodyElse holds one person's tag against another's instruments.
func TestTagsReachNobodyElse(t *testing.T) {
	t.Parallel()
	s := newService(t)
	mine, other := s.someone(t, "someone"), s.someone(t, "another")
	j, _, err := mine.CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if j = s.run(t, mine, j); j.Status != alex.JobCompleted {
		t.Fatalf("%s: %s", j.Status, j.Error)
	}
	if i, err := other.Instrument(t.Context(), "QQXY"); err != nil || i.Classified() {
		t.Errorf("another's instrument is classified: %+v, %v", i, err)
	}
}

// TestLostLeaseStopsThePlanner lets a rival claim the job while the planner is
// at work: what it writes then is refused, and the rival's run stands.
func TestLostLeaseStopsThePlanner(t *testing.T) {
	t.Parallel()
	s := newService(t)
	mine := s.someone(t, "someone")
	j, _, err := mine.CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	classify := s.planner.Tagger.Classify
	s.planner.Tagger.Classify = func(symbol alex.Symbol, name string, asOf alex.Date) (alex.Instrument, bool) {
		far := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
		if _, ok, err := s.store.System().ClaimJob(context.Background(), j.ID, far, time.Hour); err != nil || !ok {
			t.Errorf("the rival's claim: %v, %v", ok, err)
		}
		return classify(symbol, name, asOf)
	}
	j = s.run(t, mine, j)
	if j.Status != alex.JobRunning || j.Attempt != 2 {
		t.Errorf("the job is %s at attempt %d", j.Status, j.Attempt)
	}
	if parts := s.parts(t, j.ID); parts[alex.PartSnapshot] == "" || parts[alex.PartTags]+parts[alex.PartFacts]+parts[alex.PartReporter] != "" {
		t.Error("the planner wrote after it had lost the job")
	}
}
