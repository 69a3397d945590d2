package telemetry

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"alex"
)

// agentSpan is how an agent is named in a trace, and what it is for.
type agentSpan struct{ name, role string }

var agentSpans = map[alex.Agent]agentSpan{
	alex.Planner:           {"🎯 Financial Planner", "decides which specialists work, and why"},
	alex.Tagger:            {"🏷️ InstrumentTagger", "classifies instruments that nobody has classified"},
	alex.Reporter:          {"📝 Report Writer", "writes the sections of the report around its figures"},
	alex.Charter:           {"📊 Chart Maker", "draws the figures"},
	alex.RetirementPlanner: {"🎯 Retirement Specialist", "explains the projection of the plan"},
	alex.Judge:             {"⚖️ Judge", "judges what was written"},
	alex.Asker:             {"💬 Question", "answers a question over the report's facts"},
}

// BeginAgent starts the span of one agent's work below the span of ctx.
func BeginAgent(ctx context.Context, agent alex.Agent) (context.Context, trace.Span) {
	as, known := agentSpans[agent]
	if !known {
		as.name = string(agent)
	}
	return Begin(ctx, ObserveAgent, as.name, attribute.String(KeyAgent, string(agent)), attribute.String(KeyRole, as.role))
}

// EndAgent ends an agent's span as its step says it went. A failed one is red,
// with the step's message, which is safe to show.
func EndAgent(span trace.Span, step alex.Step) {
	span.SetAttributes(attribute.String(KeyStatus, string(step.Status)), attribute.String(KeyAuthor, step.Author),
		attribute.Bool(KeyFellBack, step.FellBack))
	var err error
	if step.Status == alex.StepFailed {
		err = errors.New(step.Error)
	}
	End(span, err)
}
