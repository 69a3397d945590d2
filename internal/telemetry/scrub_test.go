package telemetry_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"alex/internal/telemetry"
)

func TestScrubber(t *testing.T) {
	t.Parallel()
	s := telemetry.NewScrubber("hunter2", "hunter2-and-more", "tiny")
	for text, want := range map[string]string{
		"write to Ann.O'Neil+x@mail.example.org.":      "write to [e-mail].",
		"an address <jürgen@büro.example>":             "an address <[e-mail]>",
		"key sk-ant-api03-AbC_123-xyz ended":           "key [secret] ended",
		"pk-lf-12345678-90ab, sk-lf-12345678-90ab":     "[secret], [secret]",
		"AKIAIOSFODNN7EXAMPLE and ASIAIOSFODNN7EXAMP":  "[secret] and [secret]",
		"Authorization: Bearer abc.def-ghi":            "Authorization: [secret]",
		`"authorization":"Basic cGstbGY6c2stbGY6eA=="`: `"authorization":"[secret]"`,
		"eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2ln":    "[secret]",
		"postgres://alex:pw@db/alex":                   "postgres://[secret]@db/alex",
		"hunter2-and-more, then hunter2":               "[secret], then [secret]",
		"tiny words, risk-adjusted-returns, at 5 % @":  "tiny words, risk-adjusted-returns, at 5 % @",
		"the task-oriented bearer of news":             "the task-oriented bearer of news",
	} {
		if got := s.Text(text); got != want {
			t.Errorf("Text(%q) = %q, want %q", text, got, want)
		}
	}
	var none *telemetry.Scrubber
	if none.Text("a@b.example") != "[e-mail]" {
		t.Error("without secrets addresses stay")
	}
}

// FuzzScrubber: what was scrubbed has no address, and scrubbing again changes
// nothing that was planted.
func FuzzScrubber(f *testing.F) {
	s := telemetry.NewScrubber("hunter2")
	for _, seed := range []string{"", "a@b.c", "://x:y@z", "Bearer hunter2", "sk-lf-\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := s.Text(text + " hunter2 ann@example.org"); strings.Contains(got, "hunter2") || strings.Contains(got, "ann@example.org") {
			t.Errorf("%q keeps a secret: %q", text, got)
		}
	})
}

// TestLogLines: a job's lines say whose they are, and nothing private, in
// whatever form it comes.
func TestLogLines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	handler := telemetry.LogHandler(slog.NewJSONHandler(&out, nil), telemetry.NewScrubber("hunter2"))
	log := slog.New(telemetry.LogHandler(handler, nil)).With("from", "a@b.example") // wrapped twice is wrapped once
	tr, _ := tracing(t, nil)
	ctx, span := startJob(tr, t.Context())
	defer span.End()
	log.WarnContext(ctx, "hunter2 wrote", "job", "another", "error", errors.New("of ann canary, hunter2"), "number", 7,
		slog.Group("g", "x", "b@c.example"), "any", struct{ Mail string }{"d@e.example"}, "list", []string{"hunter2"})
	log.WithGroup("g").Info("outside of jobs", "x", "hunter2")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, canary := range []string{"hunter2", "ann canary", "@"} {
		if strings.Contains(out.String(), canary) {
			t.Errorf("the log says %q: %s", canary, out.String())
		}
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	if line["job"] != string(jobID) || line["trace"] != strings.ReplaceAll(string(jobID), "-", "") || line["number"] != 7.0 ||
		line["person"] != telemetry.PersonHash("p-1") || line["attempt"] != 2.0 || strings.Count(lines[0], `"job"`) != 1 {
		t.Errorf("the line is %s", lines[0])
	}
}
