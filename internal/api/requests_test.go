package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/knowledge"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// requests is how many are made; the n-th is the same in every run.
var requests = flag.Int("requests", 4000, "requests that TestNothingBreaksTheServer makes")

const (
	// anAnswer is how long one may take; what never ends is a defect too.
	anAnswer = 30 * time.Second
	// aLife is how many requests one person makes: lists stay short. It is no
	// multiple of the routes, so that each life begins at another.
	aLife = 103
	// leastGood is how many of a hundred requests have to be taken, or the
	// generator asks for nothing that is allowed.
	leastGood = 15
	// calmRound is how often all routes are asked without anything odd.
	calmRound = 3
)

// TestNothingBreaksTheServer sends what the document allows, and what is wrong
// in one place. Every answer is one that the document has, and none is 5xx.
func TestNothingBreaksTheServer(t *testing.T) {
	t.Parallel()
	b := newBarrage(t)
	if racing {
		*requests = min(*requests, 800)
	}
	for n := range *requests {
		if n%aLife == 0 {
			b.reincarnate(t, n/aLife)
		}
		b.shoot(t, n)
		if t.Failed() {
			t.Fatalf("request %d of TestNothingBreaksTheServer", n)
		}
	}
	t.Attr("measured", fmt.Sprintf("derived=%d malformed=%d broken=0 routes=%d", b.calm, *requests-b.calm, len(b.routes)))
	t.Logf("%d requests: %v", *requests, b.statuses)
	b.must(t, http.StatusOK, "", "GET", "/api/ready", "")
	good := 0
	for status, count := range b.statuses {
		if status < 300 {
			good += count
		}
	}
	if good*100 < *requests*leastGood {
		t.Errorf("%d of %d requests were taken", good, *requests)
	}
	for route := range b.doc.operations() {
		if b.taken[route] == 0 && !racing && !slices.Contains(undrawn(), route) {
			t.Errorf("no %s of %d requests was taken", route, *requests)
		}
	}
}

// undrawn are the routes that no schema leads into: an option's key is its
// report's own, nobody draws what is signed, sealed or shown by a device, no
// e-mail is sent here, and another issuer's answer is none.
func undrawn() []string {
	return []string{
		"PUT /api/reports/{id}/choices", "POST /api/webhooks/clerk", "POST /api/mail/stop",
		"POST /api/auth/email", "POST /api/auth/email/letter", "POST /api/auth/email/confirm",
		"POST /api/auth/reset", "POST /api/auth/reset/confirm", "GET /api/auth/oidc", "GET /api/auth/oidc/callback",
		"POST /api/user/second-factor/confirm", "POST /api/user/second-factor/recovery-codes", "POST /api/user/second-factor/off",
	}
}

// barrage is a world under fire.
type barrage struct {
	*arena
	routes   []string
	statuses map[int]int
	givers   int // people who have given the person a code
	taken    map[string]int
	calm     int    // requests that are as the document has them
	stuck    string // a job that has failed
	shared   string // a document of everybody's
	log      *defects
}

// defects keeps what the server says is a defect of its own.
type defects struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (d *defects) Write(text []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.said.Write(text)
}

func (d *defects) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.said.String()
}

func newBarrage(t testing.TB) *barrage {
	t.Helper()
	s := sqlitetest.Seeded(t)
	return newBarrageOver(t, s)
}

func newBarrageOver(t testing.TB, s *store.Store) *barrage {
	t.Helper()
	log := &defects{}
	b := &barrage{statuses: map[int]int{}, taken: map[string]int{}, log: log}
	b.arena = newEmptyArena(t, s, func(s *api.Server) {
		s.Site = api.SiteConfig{Auth: api.SiteAuth{Mode: "local"}, Signup: "open", Demo: true}
		s.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		s.Hub.Brief = true // or the events of a job that waits would not end
		s.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError}))
		s.Recompute = func(context.Context, alex.Snapshot, []alex.Instrument) ([]alex.Fact, error) { return nil, nil }
	})
	for route := range b.doc.operations() {
		b.routes = append(b.routes, route)
	}
	slices.Sort(b.routes)
	return b
}

// reincarnate makes the person who asks from now on.
func (b *barrage) reincarnate(t testing.TB, n int) {
	t.Helper()
	if b.ann != nil {
		b.by(t, b.ann, "DELETE", "/api/user", "")
	}
	waiting, err := b.store.System().AllJobs(t.Context(), alex.JobPending, store.Page{Limit: store.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range waiting.Items { // that were begun again
		if _, err := b.store.As(j.PersonID).CancelJob(t.Context(), j.ID); err != nil {
			t.Fatal(err)
		}
	}
	b.ann = b.settle(t, fmt.Sprint("person", n))
	b.make(t, b.ann, kindJob, "/api/analyze", "") // which waits
}

// shoot makes the n-th request, and judges its answer.
func (b *barrage) shoot(t *testing.T, n int) {
	t.Helper()
	g := &generator{Rand: rand.New(rand.NewPCG(1, uint64(n))), doc: b.doc, own: b.ann, odd: 100}
	route := b.routes[n%len(b.routes)]
	method, path, _ := strings.Cut(route, " ")
	op, d := b.doc.operations()[route], doors()[route]
	if office, is := officeDoors()[route]; is {
		d = office
		b.furnish(t, n)
	}
	brings, byKey := ingestDoors()[route]
	if byKey {
		d = brings
	}
	if calm := n/len(b.routes)%calmRound == 0; calm {
		g.odd = 0
		b.calm++
	}
	path = b.target(g, op, d, path)
	body, headers := b.payload(t, g, op, d)
	if g.oddly(30) {
		headers = append(headers, g.headers()...)
	}
	mostly := 70
	if path == "/api/auth/sign-out?" { // after which no cookie is any good in this life
		mostly = 20
	}
	if d.open && g.often(mostly) {
		headers = append(headers, "Cookie: "+b.ann.cookie)
	}
	if byKey {
		headers = append(headers, fmt.Sprint("X-Api-Key: ingest-key-", n))
	}
	headers = append([]string{"Authorization: Bearer " + b.token(t, d, n)}, headers...)
	r, err := b.ask(t, method, path, body, headers)
	if err != nil {
		t.Errorf("%s %s: %v", method, path, err)
		return
	}
	b.statuses[r.status]++
	if r.status < 300 {
		b.taken[route]++
	}
	if cookie, _, _ := strings.Cut(r.header.Get("Set-Cookie"), ";"); path == "/api/auth/token?" && r.status < 300 {
		b.ann.cookie = cookie
	}
	if what := b.judged(op, r); what != "" || b.log.String() != "" {
		t.Errorf("%s %.300s %.2000q with %.400q\n%d %.600s\n%s\n%s", method, path, body, headers[1:], r.status, r.text, what, b.log)
	}
}

// furnish makes what operators look after: someone, an invitation, a job that
// has failed.
func (b *barrage) furnish(t testing.TB, n int) {
	t.Helper()
	ctx, y, who := t.Context(), b.store.System(), alex.PersonID(fmt.Sprint("stuck", n))
	_, err := y.EnsurePerson(ctx, "resident", "", "")
	invited := y.AddInvite(ctx, store.NewInvite{TokenHash: nobodysInvite, EmailKey: "x", Now: b.now, Expires: b.now.Add(time.Hour)})
	if alex.CodeOf(invited) == alex.CodeConflict { // it is there
		invited = nil
	}
	_, known := y.EnsurePerson(ctx, who, "", "")
	j, _, made := b.store.As(who).CreateJob(ctx, store.JobRequest{})
	j, _, claimed := y.ClaimJob(ctx, j.ID, b.now, time.Minute)
	if err := errors.Join(err, invited, known, made, claimed, y.Fail(ctx, store.HeldBy(j), "no", b.now)); err != nil {
		t.Fatal(err)
	}
	b.stuck = string(j.ID)
	d, err := library(b.store).Add(ctx, knowledge.Everybody, knowledge.Text{Origin: alex.OriginIngest, Body: "Words for all."})
	if err != nil {
		t.Fatal(err)
	}
	b.shared = string(d.ID)
}

func (b *barrage) idsOf(d door, kind string) []string {
	switch {
	case kind == kindPerson:
		return []string{"resident"}
	case kind == kindInvite:
		return []string{nobodysInvite}
	case d.office && kind == kindDocument:
		return []string{b.shared}
	case d.office:
		return []string{b.stuck}
	default:
		return b.ann.ids[kind]
	}
}

// token is the person's; what ends a person is tried by one who may go.
func (b *barrage) token(t testing.TB, d door, n int) string {
	switch {
	case d.office:
		return "key-of-ops"
	case !d.ends:
		return b.ann.token
	}
	name := fmt.Sprint("passer", n)
	return field(t, b.must(t, http.StatusCreated, "", "POST", "/api/auth/sign-up", login(name), elsewhere(n)), "accessToken")
}

// elsewhere is another address: this one may have failed to sign in too often.
func elsewhere(n int) string { return fmt.Sprintf("X-Forwarded-For: 10.0.%d.%d", n/256%256, n%256) }

// target is the path with ids, and a query.
func (b *barrage) target(g *generator, op operation, d door, path string) string {
	query := url.Values{}
	for _, p := range op.Parameters {
		text := fmt.Sprint(g.value(p.Schema, p.Name))
		wrong := g.oddly(10)
		if wrong {
			text = strings.Trim(string(encoded(g.anything(0))), `"`)
			text = text[:min(len(text), 5000)]
		}
		switch {
		case p.In == "path":
			if kind := d.ids["path."+p.Name]; !wrong && kind != kindSymbol && !g.oddly(15) {
				text = one(g, b.idsOf(d, kind)...)
			} else if !wrong && kind == kindSymbol {
				text = one(g, "VTI", "VOO", b.ann.symbols[0], "none")
			}
			path = strings.Replace(path, "{"+p.Name+"}", url.PathEscape(text), 1)
		case p.In == "query" && p.Name == "cursor":
			if cursor := b.ann.cursors[path]; g.oddly(30) {
				query.Set(p.Name, cursor+one(g, "", "", "x", "="))
			}
		case p.In == "query" && p.Name == "paths" && !wrong:
			query.Set(p.Name, one(g, "1000", "2000", "999", "20001"))
		case p.In == "query" && p.Name == "mode" && !wrong:
			query.Set(p.Name, one(g, "", "parametric", "bootstrap", "historical"))
		case p.In == "query" && (g.oddly(50) || p.Required && !g.oddly(20)):
			query.Set(p.Name, text)
		}
	}
	if g.oddly(5) {
		query.Set(g.words(), g.words())
	}
	return path + "?" + query.Encode()
}

// payload is a body with its type: good, wrong in one place, or broken.
func (b *barrage) payload(t testing.TB, g *generator, op operation, d door) (body []byte, headers []string) {
	if d.upload {
		text := one(g, october, november, "symbol,quantity,price\n"+g.words()+",1,1\nVTI,"+g.words()+",1\n", "a,b\n1,2\n", "", "\x00", strings.Repeat("VTI,1\n", 30_000))
		form, header := form(t, part{"file", one(g, "f.csv", "\u202e.csv", "../../f"), text}, part{field: one(g, "mapping", "mapping", "file", "x"), text: one(g, germanMapping, "", "{}", "[", `{"columns":{"symbol":1}}`)})
		if !g.oddly(60) {
			form, header = formOf(t, one(g, october, november))
		}
		body = []byte(form)
		if g.oddly(20) {
			body = g.broken(body)
		}
		return body, []string{header}
	}
	if op.Body == nil {
		if g.oddly(10) {
			return []byte(one(g, "{}", "[", "null", "x")), []string{"Content-Type: application/json"}
		}
		return nil, nil
	}
	value := g.value(op.Body.Content["application/json"].Schema, "")
	if d.body != "" && !g.oddly(75) {
		text := strings.Replace(d.body, `"{symbol}"`, fmt.Sprintf(`"NEW%d"`, g.IntN(100_000)), 1)
		if before, after, asks := strings.Cut(text, "{code}"); asks {
			text = before + b.code(t) + after
		}
		if err := json.Unmarshal([]byte(filled(text, b.ann, d)), &value); err != nil {
			t.Fatal(err)
		}
	}
	if g.oddly(40) {
		value = g.mutated(value)
	}
	body = encoded(value)
	if g.oddly(15) {
		body = g.broken(body)
	}
	return body, []string{"Content-Type: application/json"}
}

// code is one that somebody new gives the person.
func (b *barrage) code(t testing.TB) string {
	t.Helper()
	b.givers++
	name := fmt.Sprint("giver", b.givers)
	giver := "Authorization: Bearer " + field(t, b.must(t, http.StatusCreated, "", "POST", "/api/auth/sign-up", login(name), elsewhere(b.givers)), "accessToken")
	return field(t, b.must(t, http.StatusCreated, "", "POST", "/api/grants", `{"role":"viewer"}`, giver), "code")
}

func formOf(t testing.TB, text string) (body, header string) {
	t.Helper()
	return form(t, part{"file", "f.csv", text})
}

func (b *barrage) ask(t testing.TB, method, path string, body []byte, headers []string) (reply, error) {
	ctx, cancel := context.WithTimeout(t.Context(), anAnswer)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, b.URL+path, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			value = "\xfe" // what no client can send
		}
		request.Header.Set(name, value)
	}
	response, err := b.Client().Transport.RoundTrip(request)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, string(text)}, err
}

// judged says what is wrong with an answer; nothing, if it is one that the
// document has.
func (b *barrage) judged(op operation, r reply) string {
	var v any
	if strings.HasSuffix(r.header.Get("Content-Type"), "json") {
		if err := json.Unmarshal([]byte(r.text), &v); err != nil {
			return err.Error()
		}
	}
	switch {
	case r.status >= 500:
		return "the server broke"
	case r.header.Get("X-Request-Id") == "" || r.header.Get("X-Content-Type-Options") != "nosniff":
		return "the answer lacks its headers"
	case r.status == http.StatusTemporaryRedirect: // a path that is not clean
		return ""
	case r.status == http.StatusFound && op.redirects():
		if to := r.header.Get("Location"); !strings.HasPrefix(to, "/sign-in?problem=") {
			return "the browser is sent to " + to
		}
		return ""
	case r.status >= 300 && r.status < 400 && (r.status != http.StatusNotModified || r.text != ""):
		return "the answer is " + strconv.Itoa(r.status)
	case r.status >= 400:
		problem, _ := v.(map[string]any)
		if problem["requestId"] != r.header.Get("X-Request-Id") || problem["status"] != float64(r.status) || problem["code"] == "internal" {
			return "the answer is no problem of its request"
		}
		if problem["code"] == "invalid" && len(problem["errors"].([]any)) == 0 {
			return "the problem names no field"
		}
	}
	return b.doc.answered(op, r, v)
}
