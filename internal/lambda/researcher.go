package lambda

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"alex"
	"alex/internal/app"
)

// Researcher leads a round of research for each event of a schedule.
type Researcher struct {
	// Round is as that of *app.ScheduledResearch.
	Round func(ctx context.Context, topic string) (app.Round, error)
}

// ending is how long before its deadline the function ends a round: to write down
// what was found takes 20 seconds at most.
const ending = 25 * time.Second

// researched is what a round came to. Pages are counted by what became of them;
// Error says why there was no round now, or why it broke off.
type researched struct {
	Round alex.ID        `json:"roundId,omitempty"`
	Pages map[string]int `json:"pages"`
	Error string         `json:"error,omitempty"`
}

// Invoke leads a round about the event's topic, {"topic": "…"}, or about one of
// Alex's own choice, {}. Where no round may begin now, and where one broke off
// that is written down, that is an answer and no error: another try soon would
// find nothing more.
func (r Researcher) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	topic, err := topicOf(event)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		within, cancel := context.WithDeadline(ctx, deadline.Add(-ending))
		defer cancel()
		if within.Err() != nil {
			return nil, alex.Invalid("timeout", "of the function leaves no time for a round: %v are kept to write down what was found", ending)
		}
		ctx = within
	}
	round, err := r.Round(ctx, topic)
	answer := researched{Round: round.ID, Pages: map[string]int{}, Error: round.Error}
	for _, p := range round.Pages {
		answer.Pages[p.Outcome]++
	}
	switch {
	case err == nil, round.EndedAt != nil:
	case round.ID == "" && alex.CodeOf(err) == alex.CodeConflict:
		answer.Error = err.Error()
	default:
		return nil, err
	}
	return json.Marshal(answer)
}

// topicOf reads an event. Its errors name the field.
func topicOf(event []byte) (topic string, err error) {
	var fields map[string]any
	if err := json.Unmarshal(event, &fields); err != nil || fields == nil {
		return "", alex.Invalid("event", "is not a JSON object")
	}
	var problems alex.Problems
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name != "topic" {
			problems.Addf(name, "is not known: an event has a topic, or nothing")
			continue
		}
		text, ok := fields[name].(string)
		if topic = text; !ok || text == "" {
			problems.Addf(name, "is not text")
		}
	}
	return topic, problems.Err()
}
