package cloud_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/cloud"
	"alex/internal/cloud/cloudtest"
)

var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

func event(id string, seconds int, message string) cloudtest.Event {
	return cloudtest.Event{ID: id, At: noon.Add(time.Duration(seconds) * time.Second).UnixMilli(), Message: message}
}

func slogged(message string) string {
	return `{"time":"2026-11-29T12:00:00.5Z","level":"INFO","msg":"` + message + `","job":"j1","n":3}`
}

// shown collects lines as "role message".
func shown(lines *[]string) func(cloud.Line) error {
	return func(l cloud.Line) error {
		*lines = append(*lines, l.Role+" "+l.Message)
		return nil
	}
}

// TestLogsAreMerged over all functions and pages, in the order of time, and those that
// have said nothing yet are named.
func TestLogsAreMerged(t *testing.T) {
	t.Parallel()
	service := &cloudtest.Account{Page: 2, Logs: map[string][]cloudtest.Event{
		"/aws/lambda/alex-prod-planner":  {event("1", 1, slogged("a")), event("2", 4, slogged("d")), event("3", 5, slogged("e")), event("4", 5, slogged("f")), event("5", 5, slogged("g"))},
		"/aws/lambda/alex-prod-reporter": {event("1", -9, slogged("old")), event("2", 2, slogged("b")), event("3", 3, "c")},
	}}
	account, _ := over(t, service)
	logs, err := account.Logs("alex-prod", []string{"reporter", "planner", "api"})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	silent, err := logs.Read(t.Context(), noon, shown(&lines))
	if err != nil || strings.Join(silent, " ") != "api" {
		t.Errorf("silent are %q, %v", silent, err)
	}
	if diff := cmp.Diff([]string{"planner a", "reporter b", "reporter c", "planner d", "planner e", "planner f", "planner g"}, lines); diff != "" {
		t.Error(diff)
	}
	if _, err := account.Logs("alex-prod", []string{"agent"}); alex.CodeOf(err) != alex.CodeInvalid {
		t.Errorf("another role: %v", err)
	}
}

// TestLogsAreFollowed: each line once, also one that comes late, and one beside
// others of the same moment; throttling and outages are waited out.
func TestLogsAreFollowed(t *testing.T) {
	t.Parallel()
	const planner, tagger = "/aws/lambda/alex-prod-planner", "/aws/lambda/alex-prod-tagger"
	service := &cloudtest.Account{Page: 3, Logs: map[string][]cloudtest.Event{planner: {event("1", 0, "first")}}}
	account, c := over(t, service)
	looks := 0
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	steps := []func(){
		func() {
			service.Logs[planner] = append(service.Logs[planner], event("2", 30, "second"), event("3", 30, "third"))
		},
		func() { service.Logs[tagger] = []cloudtest.Event{event("1", 5, "late, of another")} },
		func() { service.Refuse = failing("logs:FilterLogEvents", 1<<20, 400, "ThrottlingException") },
		func() {
			service.Refuse = nil
			service.Logs[planner] = append(service.Logs[planner], event("4", 30, "of the same moment"), event("5", 31, "after it"))
		},
		func() {
			n := 0
			service.Refuse = func(action string, _ int) (int, string, string) {
				if n++; n > 1 { // the second of the two groups, however often it is tried
					return 500, "InternalFailure", ""
				}
				return 0, "", ""
			}
			service.Logs[planner] = append(service.Logs[planner], event("6", 200, "much later"))
		},
		func() { service.Refuse = nil },
		func() { service.Logs[planner] = append(service.Logs[planner], event("7", 500, "last")) },
	}
	following := cloud.New(cloud.Options{AWS: account.Settings(), Now: c.Now, Wait: func(context.Context, time.Duration) error {
		if looks++; looks <= len(steps) {
			service.Do(steps[looks-1])
			return nil
		}
		cancel()
		return context.Canceled
	}})
	logs, err := following.Logs("alex-prod", []string{"planner", "tagger"})
	if err != nil {
		t.Fatal(err)
	}
	var lines, told []string
	err = logs.Follow(ctx, noon, shown(&lines), func(err error) { told = append(told, err.Error()) })
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"planner first", "planner second", "planner third", "tagger late, of another", "planner of the same moment", "planner after it", "planner much later", "planner last"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if len(told) == 0 || !strings.Contains(told[0], "CloudWatch Logs is asked too often") {
		t.Errorf("it tells %q", told)
	}
}

// TestLogsRefused: who follows hears of a permission that lacks, and of who cannot
// write.
func TestLogsRefused(t *testing.T) {
	t.Parallel()
	service := &cloudtest.Account{Logs: map[string][]cloudtest.Event{"/aws/lambda/alex-prod-planner": {event("1", 0, "x")}}}
	account, _ := over(t, service)
	logs, err := account.Logs("alex-prod", []string{"planner"})
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("full")
	if _, err := logs.Read(t.Context(), noon, func(cloud.Line) error { return full }); !errors.Is(err, full) {
		t.Errorf("it says %v", err)
	}
	arn := "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/alex-prod-planner:log-stream:"
	service.Do(func() { service.Refuse = denying("logs:FilterLogEvents", arn) })
	err = logs.Follow(t.Context(), noon, nil, nil)
	if alex.CodeOf(err) != alex.CodeForbidden || !strings.Contains(err.Error(), "lack logs:FilterLogEvents on "+arn) {
		t.Errorf("it says %v", err)
	}
}

// TestLinesAreRead as slog, Lambda and anybody write them.
func TestLinesAreRead(t *testing.T) {
	t.Parallel()
	at := noon.Add(time.Hour)
	for text, want := range map[string]cloud.Line{
		slogged("done") + "\n": {Time: noon.Add(500 * time.Millisecond), Role: "planner", Level: "INFO", Message: "done", Attrs: []cloud.Attr{{Key: "job", Value: "j1"}, {Key: "n", Value: "3"}}},
		`{"level":"warn","msg":"x","agent":"charter","o":{"a": [1, "b"]},"time":"later"}`: {
			Time: at, Role: "charter", Level: "WARN", Message: "x", Attrs: []cloud.Attr{{Key: "o", Value: `{"a":[1,"b"]}`}, {Key: "time", Value: "later"}},
		},
		`{"time":"2026-11-29T12:00:00Z","type":"platform.report","record":{"status":"timeout"}}`: {
			Time: noon, Role: "planner", Message: "report", Runtime: true, Attrs: []cloud.Attr{{Key: "record", Value: `{"status":"timeout"}`}},
		},
		`{"_aws":{"Timestamp":1},"Agent":"planner","InvocationCount":1}`: {
			Time: at, Role: "planner", Message: "(no message)", Metric: true, Attrs: []cloud.Attr{{Key: "Agent", Value: "planner"}, {Key: "InvocationCount", Value: "1"}},
		},
		"START RequestId: 1 Version: $LATEST": {Time: at, Role: "planner", Message: "START RequestId: 1 Version: $LATEST", Runtime: true},
		"panic: {broken":                      {Time: at, Role: "planner", Message: "panic: {broken"},
		`{"msg":"cut`:                         {Time: at, Role: "planner", Message: `{"msg":"cut`},
		`{"msg":"two"}{"msg":"of them"}`:      {Time: at, Role: "planner", Message: `{"msg":"two"}{"msg":"of them"}`},
		`[1]`:                                 {Time: at, Role: "planner", Message: "[1]"},
		`{"msg":"x","role":"a stranger"}`:     {Time: at, Role: "planner", Message: "x", Attrs: []cloud.Attr{{Key: "role", Value: "a stranger"}}},
	} {
		if diff := cmp.Diff(want, cloud.ParseLine(text, "planner", at)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// TestALocalLogIsRead to its end, or on as it grows; a line without an end is shown at
// the end, and one that grows once it has one.
func TestALocalLogIsRead(t *testing.T) {
	t.Parallel()
	var lines []string
	if err := cloud.ReadLog(strings.NewReader(slogged("a")+"\n\nplain\n"+slogged("no end")), shown(&lines), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"alex a", "alex plain", "alex no end"}, lines); diff != "" {
		t.Error(diff)
	}
	lines = nil
	if err := cloud.ReadLog(strings.NewReader(strings.Repeat("x", 3<<20)+"\nshort\n"), shown(&lines), nil); err != nil || len(lines) != 2 || len(lines[0]) > 1<<20+len("alex ") || lines[1] != "alex short" {
		t.Errorf("%d lines, %v", len(lines), err)
	}

	lines = nil
	growing := &file{parts: []string{"half", " a line\nnext", "", " one\n"}}
	waits := 0
	err := cloud.ReadLog(growing, shown(&lines), func() error {
		if waits++; waits > 6 {
			return io.EOF
		}
		return nil
	})
	if diff := cmp.Diff([]string{"alex half a line", "alex next one"}, lines); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if err := cloud.ReadLog(broken{}, shown(&lines), nil); err == nil || !strings.Contains(err.Error(), "the disk") {
		t.Errorf("a file that breaks: %v", err)
	}
}

// file ends after each part, as a file does that grows.
type file struct{ parts []string }

func (f *file) Read(p []byte) (int, error) {
	if len(f.parts) == 0 {
		return 0, io.EOF
	}
	if f.parts[0] == "" {
		f.parts = f.parts[1:]
		return 0, io.EOF
	}
	n := copy(p, f.parts[0])
	f.parts[0] = f.parts[0][n:]
	return n, nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, fmt.Errorf("the disk is gone") }
