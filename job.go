package alex

import "time"

// JobStatus is where a job stands. A job moves pending → running → completed,
// failed or cancelled; one that is given back stays running without a lease.
type JobStatus string

const (
	JobPending   JobStatus = "pending"
	JobRunning   JobStatus = "running"
	JobCompleted JobStatus = "completed"
	JobFailed    JobStatus = "failed"
	JobCancelled JobStatus = "cancelled"
)

// Ended reports that the status is final.
func (s JobStatus) Ended() bool {
	return s == JobCompleted || s == JobFailed || s == JobCancelled
}

// Job is one analysis. Attempt is the fencing token: each claim adds one, and
// a write with an older attempt changes nothing.
type Job struct {
	ID       ID        `json:"id"`
	PersonID PersonID  `json:"-"`
	Status   JobStatus `json:"status"`
	Steps    []Step    `json:"steps"`
	Error    string    `json:"error,omitempty"`
	Attempt  int       `json:"attempt"`
	Failures int       `json:"-"` // real failures
	Lapses   int       `json:"-"` // leases that ran out

	CreatedAt   time.Time  `json:"createdAt"`
	StartedAt   *time.Time `json:"startedAt,omitempty"`
	CompletedAt *time.Time `json:"completedAt,omitempty"`
	ReportID    ID         `json:"reportId,omitempty"`
}

// Shown is the job as a person sees it: the steps of one that was cancelled or
// failed do not go on.
func (j Job) Shown() Job {
	if !j.Status.Ended() || j.Status == JobCompleted {
		return j
	}
	steps := make([]Step, len(j.Steps))
	for i, step := range j.Steps {
		switch step.Status {
		case StepRunning:
			step.Status, step.CompletedAt = StepFailed, j.CompletedAt
		case StepQueued:
			step.Status = StepSkipped
		}
		steps[i] = step
	}
	j.Steps = steps
	return j
}

// Limits of a job's life.
const (
	MaxFailures = 5  // then the job has failed
	MaxLapses   = 20 // leases lost to crashes
)

// Agent is one of the five that cooperate on a job.
type Agent string

const (
	Planner           Agent = "planner"
	Tagger            Agent = "tagger"
	Reporter          Agent = "reporter"
	Charter           Agent = "charter"
	RetirementPlanner Agent = "retirement"
)

// Who else asks models: of a job's texts, or of a person's question. They have
// no step.
const (
	Judge Agent = "judge"
	Asker Agent = "ask"
)

// StepStatus is where one agent's part of a job stands.
type StepStatus string

const (
	StepQueued  StepStatus = "queued"
	StepRunning StepStatus = "running"
	StepDone    StepStatus = "done"
	StepFailed  StepStatus = "failed"
	StepSkipped StepStatus = "skipped"
)

// AuthorRules is the author of text that code wrote.
const AuthorRules = "rules"

// Step is one agent's part of a job. Decision is what it decided and why, in
// a sentence.
type Step struct {
	Agent       Agent      `json:"agent"`
	Status      StepStatus `json:"status"`
	Author      string     `json:"author,omitempty"`
	FellBack    bool       `json:"fellBack"`
	Decisions   []Decision `json:"decisions,omitempty"`
	StartedAt   *time.Time `json:"startedAt,omitempty"`
	CompletedAt *time.Time `json:"completedAt,omitempty"`
	Tokens      int        `json:"tokens"`
	Cost        Cost       `json:"cost"`
	Error       string     `json:"error,omitempty"`
}

// Decision is one choice of an agent and its reason. Section is the key of the
// one that it is about, if it is about one.
type Decision struct {
	What    string   `json:"what"`
	Why     string   `json:"why"`
	Section string   `json:"section,omitempty"`
	Symbols []Symbol `json:"symbols,omitempty"`
}

// PartKind is what a stored part of a job holds.
type PartKind string

const (
	PartSnapshot   PartKind = "snapshot"
	PartTags       PartKind = "tags"
	PartFacts      PartKind = "facts"
	PartPlan       PartKind = "plan"    // the planner's
	PartReporter   PartKind = "written" // the reporter's sections
	PartRetirement PartKind = "written_retirement"
	PartCharts     PartKind = "pictures"
	PartSummary    PartKind = "written_summary" // the planner's section
	PartVerdict    PartKind = "verdict"         // the judge's
)
