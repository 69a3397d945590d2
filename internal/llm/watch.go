package llm

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// Watch is a context for one call, and how long it took from now to the first
// byte of the answer: 0 while there is none, and where the transport does not
// tell.
func Watch(ctx context.Context) (context.Context, func() time.Duration) {
	var first atomic.Int64
	began := time.Now()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotFirstResponseByte: func() { first.Store(int64(time.Since(began))) },
	})
	return ctx, func() time.Duration { return time.Duration(first.Load()) }
}

// dialing is a context for one call, and whether it wanted a connection and has
// had none so far: then nothing was sent. A transport that does not tell may
// have had one.
func dialing(ctx context.Context) (context.Context, func() bool) {
	var began, ended atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { began.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { ended.Store(true) },
	})
	return ctx, func() bool { return began.Load() && !ended.Load() }
}
