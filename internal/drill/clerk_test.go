package drill

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"alex/internal/auth/clerk/clerktest"
)

// told delivers a message of Clerk's to the program.
func told(t *testing.T, p *process, want int, id, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", p.url+"/api/webhooks/clerk", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = clerktest.Message(id, time.Now(), body)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != want {
		t.Fatalf("%s = %s, want %d", id, response.Status, want)
	}
}

// TestClerkAcrossCrashes tells the program of a person, kills it after each
// message, and repeats to the next process all that was told before: what was
// acknowledged holds, and has its effect once.
func TestClerkAcrossCrashes(t *testing.T) {
	t.Parallel()
	issuer, err := clerktest.New(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(issuer.Close)
	issuer.Party = "https://alex.example.org"
	path, data := built(t), t.TempDir()
	begin := func() *process {
		return serve(t, path, data, "ALEX_AUTH=clerk", "CLERK_ISSUER="+issuer.URL, "CLERK_PUBLISHABLE_KEY=pk_test",
			"CLERK_AUTHORIZED_PARTIES="+issuer.Party, "CLERK_WEBHOOK_SECRET=whsec_b2xkb2xkb2xkb2xkb2xkb2xk "+clerktest.Secret)
	}
	at := time.Now()
	steps := []struct {
		id, body, name string
		status         int
	}{
		{"msg_1", clerktest.Changed("created", "user_1", "Ann", "ann@example.org", at), "Ann", http.StatusOK},
		{"msg_2", clerktest.Changed("updated", "user_1", "Ann Lee", "lee@example.org", at.Add(time.Second)), "Ann Lee", http.StatusOK},
		{"msg_3", clerktest.Deleted("user_1"), "", http.StatusUnauthorized},
	}
	for n, step := range steps {
		p := begin()
		told(t, p, http.StatusNoContent, step.id, step.body)
		if err := p.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = p.Wait() // it was killed
		p = begin()
		for _, before := range steps[:n+1] {
			told(t, p, http.StatusNoContent, before.id, before.body)
			told(t, p, http.StatusNoContent, before.id+"_again", before.body)
		}
		who := &person{url: p.url, client: browser(), fresh: time.Now()}
		if who.token, err = issuer.Token(issuer.Claims("user_1")); err != nil {
			t.Fatal(err)
		}
		a := who.send(t.Context(), "GET", "/api/user", "")
		if a.status != step.status || !strings.Contains(string(a.body), step.name) {
			t.Errorf("after %s: %v", step.id, a)
		}
		p.end(t)
	}
	t.Attr("measured", "3 kills, 12 repeated deliveries: each state held")
}
