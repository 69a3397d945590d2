// Package telemetry tells operators how Alex is, and people what happened in
// their analysis: metrics without a name, an amount or a symbol in them, logs
// without secrets, and one trace for each job.
//
// # Traces
//
// The id of a job's trace is the job's own UUID, so that every attempt, in
// whatever process, and every function of it belongs to one trace. Each attempt
// has one span without a parent, "📊 Analysis"; below it the planner and below
// the planner the specialists, with what they do as their children. Spans are
// begun with Begin or BeginAgent, ended with End or EndAgent, and decisions are
// events of the span they were made in (Decide).
//
// A question to a model has a trace of its own in the same way, with an id of its
// own in the place of the job's; the Asker's span has no parent.
//
// Every span of a trace carries langfuse.user.id (PersonHash),
// langfuse.session.id (the job or question), langfuse.trace.name, langfuse.trace.tags,
// langfuse.environment, langfuse.version, langfuse.trace.metadata.positions,
// .portfolio_value (two significant digits) and .agents once Describe has said
// them, and alex.attempt. Whoever begins a span sets none of these.
//
// These attributes are stable: metrics, sums and the page are made of them.
//
//	langfuse.observation.type           what the span is (Begin sets it)
//	alex.agent                          of agents: planner, tagger, …
//	alex.status                         of agents and attempts: done, failed, …
//	alex.fell_back, alex.fallback.reason of agents: the rules stepped in, and why
//	alex.tool                           of tools: the tool's name
//	alex.outcome                        of tools, checks and generations: ok, or what went wrong
//	langfuse.observation.model.name     of generations: provider:model
//	langfuse.observation.usage_details, .cost_details   of generations (Usage sets them)
//	alex.tokens, alex.cost              of generations: their own; of agents: the sum of the
//	                                    generations below them, those of agents below aside; of an
//	                                    attempt: the sum of all
//	langfuse.observation.input, .output texts: set only where Recording says so, as are
//	                                    words of a model's in a decision or an error
//	langfuse.observation.metadata.*     what else is worth knowing: role, author, instruments_tagged
//
// An agent's and an attempt's sums are worked out as spans end: nobody sets
// them. No text leaves with an e-mail address, a key, a configured secret or a
// person's name in it (Scrubber), and none at all where it may not be recorded.
//
// What takes spans costs no time: each has a queue and a goroutine, and a queue
// that is full drops what comes, and counts it.
package telemetry
