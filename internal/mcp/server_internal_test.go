package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	protocol "github.com/modelcontextprotocol/go-sdk/mcp"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
)

// TestADefectEndsOneCall: a tool that panics, or fails of itself, is answered without a
// word of the inside, which goes to the log.
func TestADefectEndsOneCall(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(context.Context, api.Reading, alex.PersonID, json.RawMessage) (any, error){
		"a panic": func(context.Context, api.Reading, alex.PersonID, json.RawMessage) (any, error) { panic("canary") },
		"a fault": func(context.Context, api.Reading, alex.PersonID, json.RawMessage) (any, error) {
			return nil, errors.New("canary")
		},
		"what is no JSON": func(context.Context, api.Reading, alex.PersonID, json.RawMessage) (any, error) {
			return map[string]any{"canary": func() {}}, nil
		},
	} {
		var log bytes.Buffer
		s := &Server{Log: slog.New(slog.NewTextHandler(&log, nil))}
		answer, err := s.run(t.Context(), tool{name: "t", run: run}, "ann", nil)
		if said := s.reason(t.Context(), err); err == nil || answer != "" || said != "something failed on our side" || log.Len() == 0 {
			t.Errorf("%s is answered %q, %q; the log has %q", name, answer, said, log.String())
		}
	}
}

// TestACallHasItsTime: what takes longer is ended and said to be, and the next call is
// answered.
func TestACallHasItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &Server{Log: slog.New(slog.DiscardHandler), Patience: 15 * time.Second}
		ours, theirs := net.Pipe()
		served := make(chan struct{})
		go func() {
			defer close(served)
			_ = s.Serve(t.Context(), ours, ours, "a key", func(ctx context.Context, _ string) (store.Opened, error) {
				<-ctx.Done()
				return store.Opened{}, &alex.Error{Code: alex.CodeUnavailable, Message: "the request ended", Err: ctx.Err()} // as the store says it
			})
		}()
		session, err := protocol.NewClient(&protocol.Implementation{Name: "test", Version: "1"}, nil).
			Connect(t.Context(), &protocol.IOTransport{Reader: theirs, Writer: theirs}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			begun := time.Now()
			result, err := session.CallTool(t.Context(), &protocol.CallToolParams{Name: "get_portfolio"})
			if err != nil || !result.IsError || result.Content[0].(*protocol.TextContent).Text != "this took too long; try again" || time.Since(begun) != s.Patience {
				t.Errorf("after %v: %+v (%v)", time.Since(begun), result, err)
			}
		}
		if err := session.Close(); err != nil {
			t.Error(err)
		}
		_ = ours.Close()
		<-served
	})
}

// TestReasonsAreShort: what was sent does not come back at length.
func TestReasonsAreShort(t *testing.T) {
	t.Parallel()
	var problems alex.Problems
	for range 1000 {
		problems.Addf(strings.Repeat("a", 1000), "%s", strings.Repeat("é", 1000))
	}
	s := &Server{Log: slog.New(slog.DiscardHandler)}
	for name, err := range map[string]error{"fields": problems.Err(), "a message": alex.Errorf(alex.CodeConflict, "%s", strings.Repeat("é", 10_000))} {
		if said := s.reason(t.Context(), err); said == "" || len([]rune(said)) > mostReasons*(2*longestReason+4) {
			t.Errorf("%s: %d characters", name, len(said))
		}
	}
}

// TestToolsAreDescribed: each has a text, a closed schema and one of the scopes.
func TestToolsAreDescribed(t *testing.T) {
	t.Parallel()
	scopes := map[alex.KeyScope]bool{}
	for _, tool := range tools() {
		scopes[tool.scope] = true
		var schema struct {
			Type                 string
			AdditionalProperties *bool
		}
		if err := json.Unmarshal(tool.schema, &schema); err != nil || schema.Type != "object" || schema.AdditionalProperties == nil || *schema.AdditionalProperties {
			t.Errorf("%s takes %s (%v)", tool.name, tool.schema, err)
		}
		if d := tool.described(); len(d.Description) < 100 || !d.Annotations.ReadOnlyHint || *d.Annotations.DestructiveHint || *d.Annotations.OpenWorldHint {
			t.Errorf("%s is described as %+v", tool.name, d)
		}
	}
	for _, scope := range alex.KeyScope("").Known() {
		if !scopes[scope] {
			t.Errorf("no tool is of the scope %s", scope)
		}
	}
}
