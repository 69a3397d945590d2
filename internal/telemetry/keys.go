package telemetry

// Attributes of spans in LangFuse's words, as of August 2026.
const (
	KeyObservation     = "langfuse.observation.type" // what the span is
	KeyInput           = "langfuse.observation.input"
	KeyOutput          = "langfuse.observation.output"
	KeyModel           = "langfuse.observation.model.name"
	KeyModelParameters = "langfuse.observation.model.parameters" // JSON text
	KeyUsage           = "langfuse.observation.usage_details"    // JSON text
	KeyCostDetails     = "langfuse.observation.cost_details"     // JSON text, dollars
	KeyCompletionStart = "langfuse.observation.completion_start_time"
	KeyPromptName      = "langfuse.observation.prompt.name"
	KeyPromptVersion   = "langfuse.observation.prompt.version"
	KeyPromptHash      = "langfuse.observation.metadata.prompt_hash"
	KeyLevel           = "langfuse.observation.level"
	KeyStatusMessage   = "langfuse.observation.status_message"
	KeyRole            = "langfuse.observation.metadata.role"
	KeyAuthor          = "langfuse.observation.metadata.author"
	KeyTagged          = "langfuse.observation.metadata.instruments_tagged"
)

// Attributes of every span of a job's trace.
const (
	KeyUser        = "langfuse.user.id"
	KeySession     = "langfuse.session.id"
	KeyTraceName   = "langfuse.trace.name"
	KeyTags        = "langfuse.trace.tags"
	KeyEnvironment = "langfuse.environment"
	KeyVersion     = "langfuse.version"
	KeyPositions   = "langfuse.trace.metadata.positions"
	KeyValue       = "langfuse.trace.metadata.portfolio_value"
	KeyAgents      = "langfuse.trace.metadata.agents"
	KeyAttempt     = "alex.attempt"
)

// Attributes of our own, from which metrics, sums and the page are made.
const (
	KeyAgent          = "alex.agent"
	KeyStatus         = "alex.status"
	KeyFellBack       = "alex.fell_back"
	KeyFallbackReason = "alex.fallback.reason"
	KeyTool           = "alex.tool"
	KeyOutcome        = "alex.outcome"
	KeyTokens         = "alex.tokens" // a whole number
	KeyCost           = "alex.cost"   // dollars, as text
)

// RootName is the span of one attempt at a job.
const RootName = "📊 Analysis"

// textKeys hold what was asked and answered. Where that may not be recorded
// they are taken off every span, whoever set them.
var textKeys = map[string]bool{
	KeyInput: true, KeyOutput: true, "langfuse.trace.input": true, "langfuse.trace.output": true,
	"gen_ai.prompt": true, "gen_ai.completion": true, "gen_ai.system_instructions": true,
	"gen_ai.input.messages": true, "gen_ai.output.messages": true, "input.value": true, "output.value": true,
	"gen_ai.tool.call.arguments": true, "gen_ai.tool.call.result": true,
}
