package lambda

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"alex"
	"alex/internal/app"
)

// Planner works the jobs that messages of SQS name.
type Planner struct {
	// Work is as that of *app.Function.
	Work func(ctx context.Context, b app.Batch) app.Failed
}

// Invoke works the jobs of a batch and answers which messages failed, as SQS reads
// it of a function that reports them (ReportBatchItemFailures).
func (p Planner) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	var b app.Batch
	if err := json.Unmarshal(event, &b); err != nil || len(b.Records) == 0 {
		return nil, alex.Invalid("Records", "are none: this function is for messages of SQS")
	}
	return json.Marshal(p.Work(ctx, b))
}

// Specialist does the part of one agent in the job of a planner that waits for it.
type Specialist struct {
	Agent alex.Agent
	// Assist is as that of *app.Function.
	Assist func(ctx context.Context, who alex.Agent, call app.Call) ([]byte, error)
}

// Invoke answers the part.
func (s Specialist) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	var call app.Call
	if err := json.Unmarshal(event, &call); err != nil {
		return nil, alex.Invalid("event", "is no call: {\"jobId\": …, \"attempt\": …, \"traceparent\": …}")
	}
	var problems alex.Problems
	if id, err := uuid.Parse(string(call.Job)); err != nil || id.String() != string(call.Job) {
		problems.Addf("jobId", "is no id of a job")
	}
	if call.Attempt < 1 {
		problems.Addf("attempt", "is below 1")
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return s.Assist(ctx, s.Agent, call)
}
