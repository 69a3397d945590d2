package mcp

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	protocol "github.com/modelcontextprotocol/go-sdk/mcp"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
)

//go:embed instructions.md
var instructions string

// Server answers assistants. All its fields but Log are needed.
type Server struct {
	Reading api.Reading
	Store   *store.Store // of the log of acts
	Version string
	Log     *slog.Logger
	// Patience is how long one call may take.
	Patience time.Duration
}

// caller says whose key a call comes with. alex.CodeUnauthorized where it is none.
type caller func(ctx context.Context) (store.Opened, error)

// Handler answers POST requests of HTTP, each by itself and with JSON, so that it
// may stand behind what buffers. The request has been let in: api.ProgramOf names
// its key.
func (s *Server) Handler() http.Handler {
	streams := protocol.NewStreamableHTTPHandler(func(r *http.Request) *protocol.Server {
		server, _ := r.Context().Value(serverKey).(*protocol.Server)
		return server
	}, &protocol.StreamableHTTPOptions{
		Stateless: true, JSONResponse: true, Logger: slog.New(slog.DiscardHandler), PropagateRequestCancellation: true,
		DisableLocalhostProtection: true, // api looks at names and origins, with the proxies that are trusted in mind
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o, known := api.ProgramOf(r.Context())
		if !known {
			http.Error(w, "no access key", http.StatusUnauthorized)
			return
		}
		asked := r.Context() // older versions of the protocol part a call from its request
		server := s.server(func(context.Context) (store.Opened, error) { return o, nil },
			func(ctx context.Context) (context.Context, context.CancelFunc) {
				return within(asked, ctx)
			})
		streams.ServeHTTP(w, r.WithContext(context.WithValue(asked, serverKey, server)))
	})
}

type contextKey int

const serverKey contextKey = iota

// within is a context of a request that also ends with another.
func within(request, other context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(request)
	stop := context.AfterFunc(other, cancel)
	return ctx, func() { stop(); cancel() }
}

// Admit says whose an access key is, and what it lets read.
type Admit func(ctx context.Context, key string) (store.Opened, error)

// Try is nil where a key opens something now; otherwise its error says what to do.
func (admit Admit) Try(ctx context.Context, key string) error {
	_, err := admit.with(key)(ctx)
	return err
}

// with is who calls with a key, which is looked at anew each time.
func (admit Admit) with(key string) caller {
	return func(ctx context.Context) (store.Opened, error) {
		if key == "" {
			return store.Opened{}, errNoKey()
		}
		return admit(ctx, key)
	}
}

// Serve answers one assistant, which writes to in, until it goes or ctx ends, with one
// key, which is looked at anew at each call. Without a key it tells what tools there
// are, and refuses each call with what to do.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer, key string, admit Admit) error {
	return s.server(admit.with(key), func(ctx context.Context) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, s.Patience)
	}).Run(ctx, &protocol.IOTransport{Reader: io.NopCloser(in), Writer: staysOpen{out}, MaxLineLength: longestMessage})
}

// longestMessage is the most bytes of one message, far more than any tool takes.
const longestMessage = 4 << 20

// staysOpen is the output of a process, which closes it.
type staysOpen struct{ io.Writer }

func (staysOpen) Close() error { return nil }

func errNoKey() error {
	return alex.Errorf(alex.CodeUnauthorized, "there is no access key: make one in Alex, under Settings, Assistants, "+
		"or by alex user key EMAIL --scope portfolio, and put it into ALEX_MCP_KEY where this assistant starts alex mcp")
}

// server offers the tools to whoever who says.
func (s *Server) server(who caller, bound func(context.Context) (context.Context, context.CancelFunc)) *protocol.Server {
	server := protocol.NewServer(&protocol.Implementation{Name: "alex", Title: "Alex", Version: s.Version}, &protocol.ServerOptions{
		Instructions: instructions, Capabilities: &protocol.ServerCapabilities{Tools: &protocol.ToolCapabilities{}},
		Logger: slog.New(slog.DiscardHandler),
	})
	for _, t := range tools() {
		server.AddTool(t.described(), func(context.Context, *protocol.CallToolRequest) (*protocol.CallToolResult, error) {
			return nil, fmt.Errorf("%s was called past the log of acts", t.name) // answered has it
		})
	}
	server.AddReceivingMiddleware(func(next protocol.MethodHandler) protocol.MethodHandler {
		return func(ctx context.Context, method string, r protocol.Request) (protocol.Result, error) {
			switch method {
			case "tools/list":
				result, err := next(ctx, method, r)
				if list, is := result.(*protocol.ListToolsResult); is && err == nil {
					list.Tools, list.CacheScope = s.listed(ctx, list.Tools, who), "private"
				}
				return result, err
			case "tools/call":
				call, is := r.(*protocol.CallToolRequest)
				if !is {
					return next(ctx, method, r)
				}
				ctx, end := bound(ctx)
				defer end()
				return s.answered(ctx, call.Params.Name, call.Params.Arguments, who), nil
			}
			return next(ctx, method, r)
		}
	})
	return server
}

// listed are the tools that the key's scopes let be called; all where there is no
// good key, whose calls are refused with the reason.
func (s *Server) listed(ctx context.Context, all []*protocol.Tool, who caller) []*protocol.Tool {
	o, err := who(ctx)
	if err != nil {
		return all
	}
	list := []*protocol.Tool{}
	for _, described := range all {
		if t, known := toolNamed(described.Name); known && o.Key.Lets(t.scope) {
			list = append(list, described)
		}
	}
	return list
}

// What came of a call, as the log of acts says it.
const (
	outcomeAnswered = "answered"
	outcomeFailed   = "failed"
	outcomeRefused  = "refused"
)

// unknownTool stands for a name that is no tool's: what was sent is not written down.
const unknownTool = "unknown"

// answered runs a tool for whoever calls, and writes down that it was called, before
// its answer is given. What cannot be written down is not answered.
func (s *Server) answered(ctx context.Context, name string, arguments json.RawMessage, who caller) *protocol.CallToolResult {
	o, err := who(ctx)
	if err != nil {
		return s.failed(ctx, err)
	}
	t, known := toolNamed(name)
	outcome, answer := outcomeAnswered, ""
	switch {
	case !known:
		name, outcome = unknownTool, outcomeRefused
		err = alex.Errorf(alex.CodeNotFound, "there is no such tool")
	case !o.Key.Lets(t.scope):
		outcome = outcomeRefused
		err = alex.Errorf(alex.CodeForbidden, "the access key does not have the scope %q, which %s needs; its scopes are %s. "+
			"Make a key with it in Alex, under Settings, Assistants", t.scope, t.name, scopes(o.Key))
	default:
		if answer, err = s.run(ctx, t, o.Person, arguments); err != nil {
			outcome = outcomeFailed
		}
	}
	if noted := s.note(ctx, o, name, outcome); noted != nil {
		err = noted
	}
	if err != nil {
		return s.failed(ctx, err)
	}
	return &protocol.CallToolResult{Content: []protocol.Content{&protocol.TextContent{Text: answer}}}
}

// noteTime is for the log of acts alone, so that what took too long is in it.
const noteTime = 5 * time.Second

func (s *Server) note(ctx context.Context, o store.Opened, tool, outcome string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer cancel()
	ctx = store.ActingAs(ctx, alex.KeyActor(o.Key.Name))
	return s.Store.As(o.Person).Record(ctx, alex.ActAssistantCalled, map[string]string{"tool": tool, "outcome": outcome})
}

func scopes(k alex.AccessKey) string {
	names := make([]string, len(k.Scopes))
	for i, scope := range k.Scopes {
		names[i] = string(scope)
	}
	return strings.Join(names, ", ")
}

// run is a tool's answer as JSON. A panic is a defect of ours, and ends nothing else.
func (s *Server) run(ctx context.Context, t tool, person alex.PersonID, arguments json.RawMessage) (answer string, err error) {
	defer func() {
		if what := recover(); what != nil {
			s.Log.LogAttrs(ctx, slog.LevelError, "a tool panicked", slog.String("tool", t.name), slog.Any("panic", what), slog.String("stack", string(debug.Stack())))
			err = alex.Errorf(alex.CodeInternal, "a tool panicked")
		}
	}()
	out, err := t.run(ctx, s.Reading, person, arguments)
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(out)
	return string(body), err
}

// failed says why there is no answer, as far as it is the person's to know.
func (s *Server) failed(ctx context.Context, err error) *protocol.CallToolResult {
	return &protocol.CallToolResult{IsError: true, Content: []protocol.Content{&protocol.TextContent{Text: s.reason(ctx, err)}}}
}

const tookTooLong = "this took too long; try again"

func (s *Server) reason(ctx context.Context, err error) string {
	said, ours := errors.AsType[*alex.Error](err)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return tookTooLong
	case ours && said.Code == alex.CodeUnavailable:
		return clipped(said.Message)
	case ctx.Err() != nil:
		return tookTooLong
	case !ours || said.Code == alex.CodeInternal:
		s.Log.LogAttrs(ctx, slog.LevelError, "a tool failed", slog.Any("error", err))
		return "something failed on our side"
	case len(said.Fields) == 0:
		return clipped(said.Message)
	}
	reasons := []string{}
	for _, f := range said.Fields[:min(len(said.Fields), mostReasons)] {
		reasons = append(reasons, clipped(f.Location)+": "+clipped(f.Message))
	}
	return strings.Join(reasons, "; ")
}

// A reason tells enough to mend a call, and is not a copy of it.
const (
	mostReasons   = 20
	longestReason = 300 // characters
)

func clipped(text string) string {
	if runes := []rune(text); len(runes) > longestReason {
		return string(runes[:longestReason-1]) + "…"
	}
	return text
}
