package telemetry_test

import (
	"context"
	"testing"

	"alex/internal/telemetry"
)

func TestRecording(t *testing.T) {
	t.Parallel()
	type key struct{}
	without := telemetry.WithoutText(t.Context())
	if !telemetry.Recording(t.Context()) || telemetry.Recording(without) || telemetry.Recording(context.WithValue(without, key{}, 1)) {
		t.Error("text is recorded unless the context, or one above it, says no")
	}
}
