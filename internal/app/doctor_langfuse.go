package app

import (
	"context"
	"net/http"
	"strconv"

	"alex/internal/telemetry/otlp"
)

// langfuse sends one tiny trace, as an analysis does.
func (d Doctor) langfuse(ctx context.Context) Finding {
	const name = "LangFuse"
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	account, _ := langfuse(d.Config)
	status, err := otlp.Try(ctx, account, d.Client.Transport, traceOptions(d.Config))
	switch {
	case err == nil:
		return fine(name, "it took a trace called doctor at "+account.Address())
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return failure(name, "it refuses the keys: look at LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, and whether LANGFUSE_HOST is the region of the project")
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed:
		return failure(name, account.Address()+" is not there: look at LANGFUSE_HOST; LangFuse takes such traces from version 3.22 on")
	case status/100 == 3:
		return failure(name, account.Address()+" has moved: set LANGFUSE_HOST to the address that it moved to")
	case status != 0 && status/100 != 2:
		return warning(name, "it answers with status "+strconv.Itoa(status)+": try again later; until then traces are kept here alone")
	case status != 0:
		return warning(name, "it took the call, but not the trace: look at its log; traces are kept here in any case")
	case ctx.Err() != nil:
		return warning(name, "it does not answer in time: look at the way out; analyses go on without it, and their traces are kept here")
	default:
		return warning(name, account.Host+" cannot be reached: look at LANGFUSE_HOST and at the way out; analyses go on without it, and their traces are kept here")
	}
}
