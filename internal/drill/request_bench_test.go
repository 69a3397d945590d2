package drill

import (
	"context"
	"fmt"
	"net/http"
	"testing"
)

// BenchmarkRequest measures single requests over loopback, with one client and
// with eight.
func BenchmarkRequest(b *testing.B) {
	onEngines(b, func(b *testing.B, p *program) {
		visitor := visitor(b, p.URL, browser())
		account := all[struct{ ID string }](b, visitor, "/api/accounts")[0].ID
		position := all[struct{ ID string }](b, visitor, "/api/accounts/"+account+"/positions")[0].ID
		job := read[struct{ JobID string }](b, visitor.must(b, http.StatusAccepted, "POST", "/api/analyze", "")).JobID
		for read[struct{ Status string }](b, visitor.must(b, http.StatusOK, "GET", "/api/jobs/"+job, "")).Status != "completed" {
		}
		tag := visitor.must(b, http.StatusOK, "GET", "/api/jobs/"+job, "").header.Get("ETag")
		writer, growing := holder(b, p, 1, 0)
		rich, large := holder(b, p, 10, 1000)
		for _, c := range []struct {
			name   string
			who    *person
			status int
			send   request
		}{
			{"health", visitor, http.StatusOK, get("/api/health")},
			{"create", writer, http.StatusCreated, createPosition(growing)},
			{"create with a key", writer, http.StatusCreated, createKeyed(growing)},
			{"read", visitor, http.StatusOK, get("/api/positions/" + position)},
			{"accounts", visitor, http.StatusOK, get("/api/accounts")},
			{"page of 1000 positions", rich, http.StatusOK, get("/api/accounts/" + large + "/positions")},
			{"portfolio of 10000", rich, http.StatusOK, get("/api/portfolio")},
			{"job unchanged", visitor, http.StatusNotModified, get("/api/jobs/"+job, "If-None-Match", tag)},
			{"analyze", visitor, http.StatusAccepted, func(ctx context.Context, p *person, _ int) answer {
				return p.send(ctx, "POST", "/api/analyze", "")
			}},
		} {
			for _, clients := range []int{1, 8} {
				b.Run(fmt.Sprintf("%s/%d", c.name, clients), func(b *testing.B) { measure(b, clients, c.who, c.status, c.send) })
			}
		}
	})
}

func get(path string, headers ...string) request {
	return func(ctx context.Context, p *person, _ int) answer { return p.send(ctx, "GET", path, "", headers...) }
}

func createPosition(account string) request {
	return func(ctx context.Context, p *person, n int) answer {
		return p.send(ctx, "POST", "/api/accounts/"+account+"/positions", fmt.Sprintf(`{"symbol":"N%d","quantity":"1.5","price":"10"}`, n))
	}
}

func createKeyed(account string) request {
	return func(ctx context.Context, p *person, n int) answer {
		return p.send(ctx, "POST", "/api/accounts/"+account+"/positions",
			fmt.Sprintf(`{"symbol":"N%d","quantity":"1.5","price":"10"}`, n), "Idempotency-Key", fmt.Sprint(n))
	}
}
