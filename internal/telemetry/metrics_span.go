package telemetry

import (
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"

	"alex"
)

// ended counts what a span was about.
func (m *Metrics) ended(s finished) {
	if m == nil {
		return
	}
	set := attribute.NewSet(s.attributes...)
	switch kindOf(set) {
	case ObserveAgent:
		m.Agent(s.agent, or(textOf(set, KeyStatus), outcomeOf(s)), s.EndTime().Sub(s.StartTime()))
		if fell, _ := set.Value(KeyFellBack); fell.AsBool() {
			m.Fallback(s.agent, or(textOf(set, KeyFallbackReason), "unknown"))
		}
	case ObserveTool:
		m.Tool(or(textOf(set, KeyTool), "unknown"), or(textOf(set, KeyOutcome), outcomeOf(s)))
	case ObserveGeneration:
		used := usageOf(set)
		m.Model(or(s.agent, "none"), or(textOf(set, KeyModel), "unknown"), or(textOf(set, KeyOutcome), outcomeOf(s)), used.tokens, used.cost)
	case ObserveSpan:
		if s.Name() == RootName {
			m.attempts.WithLabelValues(or(textOf(set, KeyStatus), "unknown")).Inc()
		}
	default: // of the others nothing is counted
	}
}

func outcomeOf(s finished) string {
	if s.status.Code == codes.Error {
		return "error"
	}
	return alex.OutcomeOK
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

// Agent counts one agent's work, by how it ended.
func (m *Metrics) Agent(agent, status string, took time.Duration) {
	m.agents.WithLabelValues(agent, status).Observe(took.Seconds())
}

// Tool counts one call of a tool.
func (m *Metrics) Tool(tool, outcome string) { m.tools.WithLabelValues(tool, outcome).Inc() }

// Model counts one call of a model with what it came to.
func (m *Metrics) Model(agent, model, outcome string, tokens alex.Tokens, cost alex.Cost) {
	m.calls.WithLabelValues(agent, model, outcome).Inc()
	for kind, n := range map[string]int{
		"input": tokens.Input, "output": tokens.Output, "cache_read": tokens.CacheRead, "cache_write": tokens.CacheWrite,
	} {
		m.tokens.WithLabelValues(agent, model, outcome, kind).Add(float64(max(n, 0)))
	}
	m.cost.WithLabelValues(agent, model, outcome).Add(float64(max(cost, 0)) / float64(alex.Dollar))
}

// Fallback counts a time that the rules stepped in for an agent.
func (m *Metrics) Fallback(agent, reason string) { m.fallbacks.WithLabelValues(agent, reason).Inc() }

// SpansDropped counts spans that a sink did not take. It is for a nil Metrics
// too.
func (m *Metrics) SpansDropped(sink string, n int) {
	if m != nil {
		m.dropped.WithLabelValues(sink).Add(float64(n))
	}
}

// Outcomes of a transaction that is not ok.
const (
	databaseAway    = "unavailable" // there was no connection, or no answer in time
	databaseFailed  = "error"       // a defect
	databaseRefused = "refused"     // a value or a person, as it should be
)

// Database counts one transaction or single statement, by what it did and what came
// of it.
func (m *Metrics) Database(operation string, took time.Duration, err error) {
	outcome := databaseRefused
	switch {
	case err == nil:
		outcome = alex.OutcomeOK
	case alex.CodeOf(err) == alex.CodeUnavailable:
		outcome = databaseAway
	case alex.CodeOf(err) == alex.CodeInternal:
		outcome = databaseFailed
	}
	m.database.WithLabelValues(operation, outcome).Observe(took.Seconds())
}
