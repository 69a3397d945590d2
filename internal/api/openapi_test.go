package api_test

import (
	compare "cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"alex/internal/goldenfile"
)

var update = flag.Bool("update", false, "rewrite golden files")

// openRoutes are those that need no token. Every other is closed.
func openRoutes() []string {
	return []string{
		"GET /.well-known/jwks.json",
		"GET /api/auth/oidc",
		"GET /api/auth/oidc/callback",
		"GET /api/health",
		"GET /api/ready",
		"GET /config.json",
		"POST /api/auth/demo",
		"POST /api/auth/email/confirm",
		"POST /api/auth/reset",
		"POST /api/auth/reset/confirm",
		"POST /api/auth/sign-in",
		"POST /api/auth/sign-out",
		"POST /api/auth/sign-up",
		"POST /api/auth/token",
		"POST /api/mail/stop",
		"POST /api/webhooks/clerk",
	}
}

// contract is what other programs are written against: it may only grow.
const contract = `
GET /api/health
GET /api/ready
GET /config.json
POST /api/auth/sign-up
POST /api/auth/sign-in
POST /api/auth/demo
POST /api/auth/token
POST /api/auth/sign-out
GET /.well-known/jwks.json
GET /api/user
PUT /api/user
DELETE /api/user
GET /api/user/export
GET /api/instruments
GET /api/instruments/{symbol}
PUT /api/instruments/{symbol}
POST /api/instruments
GET /api/accounts
POST /api/accounts
GET /api/accounts/{id}
PUT /api/accounts/{id}
DELETE /api/accounts/{id}
GET /api/accounts/{id}/positions
POST /api/accounts/{id}/positions
PUT /api/positions/{id}
DELETE /api/positions/{id}
GET /api/portfolio
GET /api/portfolio/history
POST /api/import/preview
POST /api/import
POST /api/import/{id}/undo
POST /api/sample-portfolio
DELETE /api/portfolio
POST /api/rebalance
GET /api/plans
POST /api/plans
GET /api/plans/{id}
PUT /api/plans/{id}
DELETE /api/plans/{id}
POST /api/analyze
GET /api/jobs
GET /api/jobs/{id}
GET /api/jobs/{id}/events
POST /api/jobs/{id}/cancel
GET /api/jobs/{id}/trace
GET /api/reports
GET /api/reports/{id}
GET /api/reports/{id}/evidence
POST /api/reports/{id}/verify
GET /api/retirement
POST /api/retirement/projection
GET /api/usage
GET /api/usage/calls
GET /api/grants
POST /api/grants
POST /api/grants/accept
DELETE /api/grants/{id}
GET /api/user/keys
POST /api/user/keys
DELETE /api/user/keys/{id}
GET /api/sessions
DELETE /api/sessions/{id}
DELETE /api/sessions
GET /api/user/second-factor
POST /api/user/second-factor
POST /api/user/second-factor/confirm
POST /api/user/second-factor/recovery-codes
POST /api/user/second-factor/off
POST /api/user/password
POST /api/auth/reset
POST /api/auth/reset/confirm
GET /api/auth/email
POST /api/auth/email
DELETE /api/auth/email
POST /api/auth/email/letter
POST /api/auth/email/confirm
GET /api/auth/oidc
GET /api/auth/oidc/callback
POST /api/ingest
GET /api/research
GET /api/research/documents
POST /api/research/documents
DELETE /api/research/documents/{id}
GET /api/admin/research
POST /api/admin/research
DELETE /api/admin/research/documents/{id}
`

func served(t *testing.T) document {
	t.Helper()
	w := newWorld(t, keyed, signingIn)
	return as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
}

// routesMark stands above the routes of docs/api.md.
const routesMark = "<!-- routes: go test ./internal/api -run RoutesAreGolden -update -->\n"

// TestRoutesAreGolden holds the table of docs/api.md to what is served, and what is
// served to what is promised.
func TestRoutesAreGolden(t *testing.T) {
	t.Parallel()
	const path = "../../docs/api.md"
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	prose, _, marked := strings.Cut(string(file), routesMark)
	if !marked {
		t.Fatalf("%s has no %s", path, routesMark)
	}
	operations := served(t).operations()
	goldenfile.Compare(t, *update, path, prose+routesMark+routesTable(operations))
	for route := range strings.Lines(strings.TrimPrefix(contract, "\n")) {
		if route = strings.TrimSpace(route); operations[route].Summary == "" {
			t.Errorf("%s is promised, and not served", route)
		}
	}
}

// routesTable lists operations by their paths: who may ask, and what for.
func routesTable(operations map[string]operation) string {
	byPath := func(x, y string) int {
		methodX, pathX, _ := strings.Cut(x, " ")
		methodY, pathY, _ := strings.Cut(y, " ")
		return compare.Or(compare.Compare(pathX, pathY), compare.Compare(methodX, methodY))
	}
	var table strings.Builder
	table.WriteString("\n| route | who | what |\n|---|---|---|\n")
	for _, route := range slices.SortedFunc(maps.Keys(operations), byPath) {
		who := "anybody"
		for _, scheme := range operations[route].Security {
			for name := range scheme {
				who = map[string]string{"bearer": "you", "operator": "operator", "ingestKey": "ingest"}[name]
			}
		}
		_, _ = fmt.Fprintf(&table, "| `%s` | %s | %s |\n", route, who, operations[route].Summary)
	}
	return table.String()
}

func TestTheDocument(t *testing.T) {
	t.Parallel()
	doc := served(t)
	if !strings.HasPrefix(doc.OpenAPI, "3.1.") || doc.Components.Security["bearer"] == nil {
		t.Errorf("the document is OpenAPI %q with the security %v", doc.OpenAPI, doc.Components.Security)
	}
	ids := map[string]string{}
	for route, op := range doc.operations() {
		if other, taken := ids[op.ID]; taken || op.ID == "" || op.Summary == "" {
			t.Errorf("%s has the id %q, which is that of %q, and the summary %q", route, op.ID, other, op.Summary)
		}
		ids[op.ID] = route
		scheme := "bearer"
		if strings.Contains(route, " /api/admin/") {
			scheme = "operator"
		}
		if route == "POST /api/ingest" {
			scheme = "ingestKey"
		}
		if closed := len(op.Security) == 1 && op.Security[0][scheme] != nil; closed == slices.Contains(openRoutes(), route) {
			t.Errorf("%s has the security %v", route, op.Security)
		}
		problem := op.Responses["default"].Content["application/problem+json"].Schema
		if problem.Ref != "#/components/schemas/Problem" {
			t.Errorf("%s does not document its errors: %+v", route, op.Responses["default"])
		}
		doc.wellFormed(t, route, op)
	}
}

// wellFormed checks parameters, bodies and answers of an operation.
func (d document) wellFormed(t *testing.T, route string, op operation) {
	t.Helper()
	if strings.Count(route, "{") != len(slices.DeleteFunc(slices.Clone(op.Parameters), func(p parameter) bool { return p.In != "path" || !p.Required })) {
		t.Errorf("%s has the parameters %+v", route, op.Parameters)
	}
	method, _, _ := strings.Cut(route, " ")
	if (method == "GET" || method == "DELETE") && op.Body != nil {
		t.Errorf("%s takes a body", route)
	}
	good := 0
	for status, r := range op.Responses {
		if !strings.HasPrefix(status, "2") && status != "302" {
			continue
		}
		good++
		for media, content := range r.Content {
			if strings.HasSuffix(media, "json") && len(d.resolved(content.Schema).types()) == 0 && route != "GET /.well-known/jwks.json" {
				t.Errorf("%s says nothing of its answer %s", route, status)
			}
		}
		if bare := status == "204" || status == "302" || route == "POST /api/auth/reset"; bare != (len(r.Content) == 0) {
			t.Errorf("%s answers %s with %d kinds of content", route, status, len(r.Content))
		}
	}
	if good != 1 {
		t.Errorf("%s has %d good answers", route, good)
	}
}

// TestReferencesHold follows every reference of the document.
func TestReferencesHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed, signingIn)
	text := w.must(t, 200, "", "GET", "/api/openapi.json", "").text
	doc := as[document](t, reply{text: text})
	for part := range strings.SplitSeq(text, `"$ref":"#/components/schemas/`) {
		name, _, found := strings.Cut(part, `"`)
		if _, known := doc.Components.Schemas[name]; found && name != "{" && !known && !strings.HasPrefix(part, "{") {
			t.Errorf("nothing is called %s", name)
		}
	}
}

// TestExamplesAreTaken sends the example of a fraction where it stands.
func TestExamplesAreTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, 201, "ann", "POST", "/api/accounts", `{"accountName":"a","accountType":"taxable","cashInterest":"`+exampleOf(t, w, "AccountInput", "cashInterest")+`"}`)
	w.must(t, 200, "ann", "PUT", "/api/instruments/VTI", `{"expenseRatio":"`+exampleOf(t, w, "InstrumentInput", "expenseRatio")+`"}`)
}

func exampleOf(t testing.TB, w *world, shape, member string) string {
	t.Helper()
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	examples := doc.Components.Schemas[shape].Properties[member].Examples
	if len(examples) == 0 {
		t.Fatalf("%s of %s has no example", member, shape)
	}
	text, _ := examples[0].(string)
	return text
}
