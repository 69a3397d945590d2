package telemetry_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"alex/internal/telemetry"
)

// TestNamesAreNoPatterns: a person who is called like a pattern is hidden by that
// name, and hides nothing else.
func TestNamesAreNoPatterns(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"A.*B", "(a+)+$", "[unclosed", `\Qname`, "a|level", "x{9999}", "$1 $0", "(?i)who"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr, _ := tracing(t, nil)
			ctx, span := tr.StartJob(t.Context(), telemetry.JobTrace{Job: jobID, Attempt: 1, PersonHash: "p", Private: []string{name}})
			defer span.End()
			var out bytes.Buffer
			slog.New(telemetry.LogHandler(slog.NewTextHandler(&out, nil), nil)).InfoContext(ctx, "of "+name+"; other words: Annabelle, level, aaaa")
			if text := out.String(); strings.Contains(text, name) || !strings.Contains(text, "of [private]; other words: Annabelle, level, aaaa") {
				t.Errorf("the line is %s", text)
			}
		})
	}
}
