package llmtest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"alex/internal/llm"
)

// transport is what goes wrong below the words.
func (s suite) transport(t *testing.T) {
	for name, run := range map[string]func(suite, *testing.T){
		"reset": suite.reset, "broken off": suite.brokenOff, "refused": suite.closed, "no such host": suite.nowhere,
		"untrusted": suite.untrusted, "too large": suite.tooLarge, "gzip bomb": suite.bomb, "not UTF-8": suite.bytes,
		"deadline": suite.deadline, "drip": suite.drip, "given up": suite.givenUp,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(s, t)
		})
	}
}

// against asks a handler and wants a fault.
func (s suite) against(ctx context.Context, t *testing.T, kind llm.Kind, handler http.HandlerFunc) {
	t.Helper()
	api := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { handler(w, r) })
	_, err := s.open(t, api.URL).Complete(ctx, asked())
	holdFault(t, err, llm.Fault{Kind: kind})
}

func (s suite) reset(t *testing.T) {
	s.against(t.Context(), t, llm.Unavailable, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

func (s suite) brokenOff(t *testing.T) {
	body := s.dialect.exchange(t, "text", 0).Response
	s.against(t.Context(), t, llm.Unavailable, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		say(w, http.StatusOK, nil, body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
}

func (s suite) closed(t *testing.T) {
	api := serve(t, nil)
	api.Close()
	_, err := s.open(t, api.URL).Complete(t.Context(), asked())
	holdFault(t, err, llm.Fault{Kind: llm.Unavailable})
}

// nowhere asks a host of a domain that never exists (RFC 6761, 6.4), which a
// name service that is away cannot tell.
func (s suite) nowhere(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := s.open(t, "http://model.invalid").Complete(ctx, asked())
	if kind := llm.KindOf(err); kind != llm.Unreachable && kind != llm.Unavailable && kind != llm.Timeout {
		t.Errorf("%v", err)
	}
}

// untrusted is a server whose certificate nobody vouches for.
func (s suite) untrusted(t *testing.T) {
	api := httptest.NewUnstartedServer(http.NotFoundHandler())
	api.Config.ErrorLog = log.New(io.Discard, "", 0) // it tells of the handshake
	api.StartTLS()
	t.Cleanup(api.Close)
	_, err := s.open(t, api.URL).Complete(t.Context(), asked())
	holdFault(t, err, llm.Fault{Kind: llm.Unreachable})
}

func (s suite) tooLarge(t *testing.T) {
	body := s.dialect.exchange(t, "text", 0).Response
	body = bytes.Replace(body, []byte("A fund."), bytes.Repeat([]byte("A fund. "), 5<<20/8), 1)
	s.against(t.Context(), t, llm.Malformed, func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, nil, body) })
}

func (s suite) bomb(t *testing.T) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	for range 64 {
		if _, err := zip.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	s.against(t.Context(), t, llm.Malformed, func(w http.ResponseWriter, _ *http.Request) {
		say(w, http.StatusOK, map[string]string{"Content-Encoding": "gzip"}, packed.Bytes())
	})
}

func (s suite) bytes(t *testing.T) {
	body := bytes.Replace(s.dialect.exchange(t, "text", 0).Response, []byte("A fund."), []byte("A \xff\xfe fund."), 1)
	s.against(t.Context(), t, llm.Malformed, func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, nil, body) })
}

func (s suite) deadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	s.against(ctx, t, llm.Timeout, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// drip is an answer whose end does not come in time.
func (s suite) drip(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	body := s.dialect.exchange(t, "text", 0).Response
	s.against(ctx, t, llm.Timeout, func(w http.ResponseWriter, r *http.Request) {
		say(w, http.StatusOK, nil, body[:1])
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
}

func (s suite) givenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	api := serve(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := s.open(t, api.URL).Complete(ctx, asked())
	if !errors.Is(err, context.Canceled) || llm.KindOf(err) != "" {
		t.Errorf("%v", err)
	}
}
