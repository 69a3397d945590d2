package telemetry_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"

	"alex/internal/telemetry"
)

// TestEachEntryIsOneLine: what somebody sends cannot begin a line of the log, nor
// move a terminal that shows it, in either of its forms.
func TestEachEntryIsOneLine(t *testing.T) {
	t.Parallel()
	const evil = "a\nlevel=ERROR msg=forged\r\x1b[2J\x00b"
	for name, form := range map[string]func(io.Writer) slog.Handler{
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			slog.New(telemetry.LogHandler(form(&out), nil)).With(evil, evil).Error(evil, "text", evil, "error", errors.New(evil), "list", []string{evil}, slog.Group(evil, evil, evil))
			line, ended := strings.CutSuffix(out.String(), "\n")
			if !ended || strings.ContainsAny(line, "\n\r\x1b\x00") || !strings.Contains(line, "forged") {
				t.Errorf("the entry is %q", out.String())
			}
		})
	}
}
