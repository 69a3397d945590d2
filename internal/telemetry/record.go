package telemetry

import "context"

type withoutTextKey struct{}

// Recording says whether spans of ctx may hold what was asked of a model, and
// what it answered. It is the only thing to ask before setting KeyInput or
// KeyOutput; where it says no they would be taken off again. It is to be asked
// also before a model's words become part of a decision or of an error, which
// nothing takes off.
func Recording(ctx context.Context) bool {
	t := tracingOf(ctx)
	return t != nil && t.pipeline.record && !textless(ctx)
}

// WithoutText is ctx whose spans keep no text, whatever is configured.
func WithoutText(ctx context.Context) context.Context {
	return context.WithValue(ctx, withoutTextKey{}, true)
}

func textless(ctx context.Context) bool { return ctx.Value(withoutTextKey{}) != nil }
