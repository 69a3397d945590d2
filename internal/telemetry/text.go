package telemetry

import "context"

type withoutText struct{}

// WithoutText is a context whose spans have no prompts and no answers in them.
func WithoutText(ctx context.Context) context.Context {
	return context.WithValue(ctx, withoutText{}, true)
}

// Recording reports that prompts and answers may stand in the spans of ctx.
func Recording(ctx context.Context) bool { return ctx.Value(withoutText{}) == nil }
