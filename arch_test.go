package alex_test

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// anything marks a row that may import every package except those it names
// after it.
const anything = "*"

// importTable says which packages of this module each package may import in
// its production files. The root (the domain) may be imported by all but the
// front end, so no row names it. A package without a row is refused: add the
// row, with a reason if the pattern is new.
func importTable() map[string][]string {
	table := map[string][]string{
		".":        {},
		"cmd/alex": {"internal/app", "internal/config", "internal/cloud", "internal/lambda"},
		"frontend": {},

		"internal/app":     {anything, "internal/lambda", "cmd/alex"},
		"internal/lambda":  {"internal/app"},
		"internal/cloud":   {"internal/config", "internal/awshttp"},
		"internal/awshttp": {}, // the one HTTP client of AWS's services

		// A request enqueues: the API never sees an agent or a model.
		"internal/api": {
			"internal/auth", "internal/queue", "internal/job", "internal/store", "internal/knowledge",
			"internal/broker", "internal/price", "internal/report", "internal/retirement", "internal/seed",
			"internal/telemetry", "internal/ask", "internal/review",
		},
		// Assistants of people's own read through the API's eyes, and work on facts at
		// the agents' bench; no model is asked.
		"internal/mcp": {"internal/api", "internal/agent", "internal/llm", "internal/report", "internal/retirement", "internal/store", "internal/strictjson"},
		// Questions about one's own plan are answered over the report's facts.
		"internal/ask": {"internal/report", "internal/retirement"},
		"internal/agent": {
			"internal/llm", "internal/report", "internal/retirement", "internal/knowledge", "internal/price",
			"internal/store", "internal/telemetry", "internal/strictjson",
		},
		// It runs a function that internal/app wires.
		"internal/job": {"internal/store", "internal/queue", "internal/telemetry"},
		"internal/research": {
			"internal/llm", "internal/knowledge", "internal/store", "internal/telemetry", "internal/strictjson",
			"internal/research/fetch", "internal/knowledge/extract",
		},
		"internal/report": {"internal/retirement"},

		// It has no production code: it breaks and measures the whole program.
		"internal/drill": {},
		// Nor has this: it leads jobs through simulated lives.
		"internal/job/simulation": {},

		// It runs the tests behind what is promised, and imports none of it.
		"internal/trust": {},
		// It runs the benchmarks, and imports none of what they measure.
		"internal/bench": {},

		// It makes what is given to people, and imports nothing of it.
		"internal/release": {},

		// It measures the agents over fakes of models.
		"internal/eval": {"internal/agent", "internal/llm", "internal/llm/fake", "internal/llm/openai", "internal/report", "internal/retirement", "internal/seed"},

		// It gets public pages: the one package that asks whom a page names.
		"internal/research/fetch": {"internal/telemetry"},

		// The monthly letter: what changed, as an e-mail.
		"internal/review": {"internal/mail"},

		"internal/auth":       {},
		"internal/broker":     {},
		"internal/config":     {},
		"internal/mail":       {},
		"internal/retirement": {},
		"internal/seed":       {},
		"internal/strictjson": {}, // below llm and agent: both read what a model wrote
		"internal/telemetry":  {},
		"internal/store":      {"internal/telemetry"},
		"internal/llm":        {"internal/telemetry", "internal/strictjson"},
		"internal/knowledge":  {"internal/telemetry"},
		// It reads files of others, and knows nothing of where they are kept.
		"internal/knowledge/extract": {},
		"internal/price":             {"internal/telemetry"},
		"internal/queue":             {"internal/telemetry"},

		// These adapters keep or ship rows.
		"internal/auth/local":         {"internal/auth", "internal/mail", "internal/store", "internal/seed"},
		"internal/telemetry/sqlspan":  {"internal/telemetry", "internal/store", "internal/seed"},
		"internal/knowledge/sqlindex": {"internal/knowledge", "internal/store", "internal/seed"},
		// It stands in for Clerk in tests.
		"internal/auth/clerk/clerktest": {},
		"internal/store/storetest":      {"internal/store", "internal/telemetry"}, // the hash that stands for a person
		// It stands in for Amazon SQS in tests.
		"internal/queue/sqs/sqstest": {},
		// It stands in for AWS Lambda in tests.
		"internal/lambda/lambdatest": {},
		// It stands in for the services of AWS that an operator uses.
		"internal/cloud/cloudtest": {},
		// It stands in for the RDS Data API in tests, over PostgreSQL.
		"internal/store/dataapi/dataapitest": {},
		// It copies databases for tests.
		"internal/store/sqlite/sqlitetest": {"internal/store", "internal/store/sqlite", "internal/seed"},
		// It keeps what tests make.
		"internal/goldenfile": {},
		// It starts a PostgreSQL server for tests, and makes the schema there.
		"internal/store/postgres/postgrestest": {"internal/store", "internal/store/postgres"},
		"internal/price/reference":             {"internal/price", "internal/store", "internal/seed"},
		"internal/queue/local":                 {"internal/queue", "internal/store", "internal/seed"},
	}
	maps.Copy(table, adapterRows())
	return table
}

// adapterRows are the adapters that import their port and nothing else, never
// another adapter, and the suites that exercise a port.
func adapterRows() map[string][]string {
	rows := map[string][]string{}
	for port, adapters := range map[string][]string{
		"internal/agent":     {"lambdacall"},
		"internal/auth":      {"clerk", "oidc"},
		"internal/mail":      {"smtp"},
		"internal/knowledge": {"lexical", "sagemaker", "bedrock", "openai", "s3vectors", "knowledgetest"},
		"internal/llm":       {"anthropic", "bedrock", "openai", "llmtest", "fake"},
		"internal/price":     {"polygon"},
		"internal/queue":     {"sqs"},
		"internal/store":     {"sqlite", "postgres", "dataapi"},
		"internal/telemetry": {"otlp"},
	} {
		for _, name := range adapters {
			rows[path.Join(port, name)] = []string{port}
		}
	}
	// It is PostgreSQL behind another door: the same dialect, migrations and guards.
	rows["internal/store/dataapi"] = append(rows["internal/store/dataapi"], "internal/store/postgres")
	// Services of AWS are asked alike.
	for _, name := range []string{
		"internal/agent/lambdacall", "internal/queue/sqs", "internal/store/dataapi", "internal/llm/bedrock",
		"internal/knowledge/sagemaker", "internal/knowledge/bedrock", "internal/knowledge/s3vectors",
	} {
		rows[name] = append(rows[name], "internal/awshttp")
	}
	// And fail alike.
	rows["internal/knowledge/awsfault"] = []string{"internal/knowledge"}
	for _, name := range []string{"sagemaker", "bedrock", "s3vectors"} {
		rows["internal/knowledge/"+name] = append(rows["internal/knowledge/"+name], "internal/knowledge/awsfault")
	}
	return rows
}

// pin says that an import path, and all below it, belongs to a few places.
type pin struct {
	path string
	in   []string // packages; with a trailing "/..." all below as well
}

func pins() []pin {
	return []pin{
		{"database/sql/driver", []string{".", "internal/store/..."}}, // the root's Value methods
		{"database/sql", []string{"internal/store/..."}},
		{"github.com/anthropics", []string{"internal/llm/anthropic"}},
		{"github.com/modelcontextprotocol", []string{"internal/mcp"}},
		{"github.com/openai", []string{"internal/llm/openai", "internal/knowledge/openai"}},
		{"github.com/aws", []string{
			"internal/app", "internal/cloud", "internal/lambda",
			"internal/agent/lambdacall", "internal/knowledge/bedrock", "internal/knowledge/s3vectors",
			"internal/knowledge/sagemaker", "internal/knowledge/awsfault", "internal/llm/bedrock", "internal/queue/sqs", "internal/store/dataapi",
		}},
		{"github.com/shopspring/decimal", []string{"."}},
		{"math/rand", []string{"internal/retirement", "internal/job", "internal/eval"}}, // internal/job: retry jitter; internal/eval: fakes
		{"crypto/rand", []string{"internal/auth/...", "internal/app"}},
		{"go.opentelemetry.io/otel/sdk", []string{"internal/telemetry/..."}},
		{"go.opentelemetry.io/otel/exporters", []string{"internal/telemetry/..."}},
		// internal/store: fstest.MapFS, the standard library's only file system in memory
		{"testing/fstest", []string{"internal/store", "internal/store/storetest"}},
		{"testing", []string{"internal/goldenfile", "internal/store/storetest", "internal/store/postgres/postgrestest", "internal/store/sqlite/sqlitetest", "internal/llm/llmtest", "internal/knowledge/knowledgetest"}},
	}
}

// rootImports are the packages that the domain may use: the standard library
// without I/O, clocks aside (time is there for dates), and the decimal library.
func rootImports() []string {
	return []string{
		"bytes", "cmp", "context", "crypto/sha256", "database/sql/driver", "encoding", "encoding/hex",
		"encoding/json", "errors", "fmt", "hash", "iter", "maps", "math", "math/big", "math/bits", "regexp",
		"slices", "sort", "strconv", "strings", "time", "unicode", "unicode/utf8",
		"github.com/shopspring/decimal",
	}
}

// brokenRules lists what the imports, by package, do against the tables above.
func brokenRules(imports map[string][]string) []string {
	var broken []string
	table := importTable()
	for _, from := range slices.Sorted(maps.Keys(imports)) {
		row, known := table[from]
		if !known {
			broken = append(broken, fmt.Sprintf("%s has no row in the import table", from))
			continue
		}
		for _, target := range imports[from] {
			if reason := refusal(from, row, target); reason != "" {
				broken = append(broken, fmt.Sprintf("%s may not import %s: %s", from, target, reason))
			}
		}
	}
	return broken
}

func refusal(from string, row []string, target string) string {
	if inside, ok := modulePackage(target); ok {
		if rowAllows(from, row, inside) {
			return ""
		}
		return "the import table does not allow it"
	}
	if from == "." && !slices.Contains(rootImports(), target) {
		return "the root does no I/O"
	}
	for _, p := range pins() {
		if !covers(p.path+"/...", target) {
			continue
		}
		if slices.ContainsFunc(p.in, func(place string) bool { return covers(place, from) }) {
			return ""
		}
		return "it is pinned to " + strings.Join(p.in, ", ")
	}
	return ""
}

// modulePackage is the folder of a package of this module, "." for the root.
func modulePackage(importPath string) (string, bool) {
	if importPath == "alex" {
		return ".", true
	}
	return strings.CutPrefix(importPath, "alex/")
}

func rowAllows(from string, row []string, target string) bool {
	if target == "." {
		return from != "frontend"
	}
	if len(row) > 0 && row[0] == anything {
		return !slices.Contains(row[1:], target)
	}
	return slices.Contains(row, target)
}

// covers reports that target is pattern, or lies below a pattern that ends in
// "/...".
func covers(pattern, target string) bool {
	base, deep := strings.CutSuffix(pattern, "/...")
	return target == base || deep && strings.HasPrefix(target, base+"/")
}

func TestImportRules(t *testing.T) {
	t.Parallel()
	imports := map[string][]string{}
	for _, file := range readSource(t) {
		if !file.isTest() {
			imports[file.dir()] = append(imports[file.dir()], file.imports()...)
		}
	}
	for _, rule := range brokenRules(imports) {
		t.Error(rule)
	}
}

func TestImportRulesCatchViolations(t *testing.T) {
	t.Parallel()
	const table, noIO = "the import table does not allow it", "the root does no I/O"
	cases := []struct{ name, from, target, reason string }{
		{"the root may use strings", ".", "strings", ""},
		{"the root may use the decimal library", ".", "github.com/shopspring/decimal", ""},
		{"the root may name driver.Value", ".", "database/sql/driver", ""},
		{"the root does not read files", ".", "os", noIO},
		{"the root does not query", ".", "database/sql", noIO},
		{"the root imports no package of the program", ".", "alex/internal/store", table},
		{"every package may use the domain", "internal/seed", "alex", ""},
		{"the front end uses nothing", "frontend", "alex", table},
		{"app may choose an adapter", "internal/app", "alex/internal/store/sqlite", ""},
		{"app stays below its callers", "internal/app", "alex/internal/lambda", table},
		{"a request never runs an agent", "internal/api", "alex/internal/agent", table},
		{"a port does not import its adapter", "internal/store", "alex/internal/store/sqlite", table},
		{"an adapter imports no other", "internal/llm/openai", "alex/internal/llm/bedrock", table},
		{"an adapter imports its port", "internal/llm/openai", "alex/internal/llm", ""},
		{"the report does not read rows", "internal/report", "alex/internal/store", table},
		{"SQL lies under the store", "internal/store/postgres", "database/sql", ""},
		{"SQL lies nowhere else", "internal/job", "database/sql", "it is pinned to internal/store/..."},
		{"AWS is reached by its adapters", "internal/queue/sqs", "github.com/aws/aws-sdk-go-v2/service/sqs", ""},
		{
			"decimals come from the root", "internal/report", "github.com/shopspring/decimal",
			"it is pinned to .",
		},
		{
			"chance belongs to the engine", "internal/report", "math/rand/v2",
			"it is pinned to internal/retirement, internal/job, internal/eval",
		},
		{"secrets are made in auth", "internal/auth/local", "crypto/rand", ""},
		{
			"secrets are made nowhere else", "internal/api", "crypto/rand",
			"it is pinned to internal/auth/..., internal/app",
		},
		{"anyone may record spans", "internal/job", "go.opentelemetry.io/otel/trace", ""},
		{
			"telemetry alone exports them", "internal/job", "go.opentelemetry.io/otel/sdk/trace",
			"it is pinned to internal/telemetry/...",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var want []string
			if c.reason != "" {
				want = []string{c.from + " may not import " + c.target + ": " + c.reason}
			}
			got := brokenRules(map[string][]string{c.from: {c.target}})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("a package without a row", func(t *testing.T) {
		t.Parallel()
		want := []string{"internal/misc has no row in the import table"}
		if diff := cmp.Diff(want, brokenRules(map[string][]string{"internal/misc": nil})); diff != "" {
			t.Error(diff)
		}
	})
}
