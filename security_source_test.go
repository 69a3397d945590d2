package alex_test

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// forbiddenImports are packages that no part of the program needs: each is a
// way past memory safety, into a shell, to a broken hash or cipher, or to a
// format whose reader makes what the text wants.
func forbiddenImports() []string {
	return []string{
		"C", "unsafe", "plugin", "os/exec",
		"crypto/md5", "crypto/sha1", "crypto/des", "crypto/rc4", "crypto/dsa", "crypto/elliptic",
		"encoding/gob", "net/rpc", "net/http/pprof", "expvar", "net/http/cgi",
	}
}

// insecureSource lists what a production file has that it must not: such an
// import, or a TLS client that trusts everybody.
func insecureSource(file sourceFile) (found []string) {
	for _, path := range file.imports() {
		if slices.Contains(forbiddenImports(), path) {
			found = append(found, path)
		}
	}
	ast.Inspect(file.ast, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok && name.Name == "InsecureSkipVerify" {
			found = append(found, name.Name)
		}
		return true
	})
	return found
}

// production reports a file of the program itself: what starts a database or
// functions for tests, or the tests, is not.
func production(file sourceFile) bool {
	switch file.dir() {
	case "internal/store/postgres/postgrestest", "internal/lambda/lambdatest", "internal/trust", "internal/bench", "internal/release":
		return false
	}
	return !file.isTest()
}

func TestForbiddenImports(t *testing.T) {
	t.Parallel()
	for _, file := range readSource(t) {
		for _, what := range insecureSource(file) {
			// The operator's commands build with go and npm and ask terraform, by name.
			if tools := file.path == "internal/cloud/tool.go" && what == "os/exec"; production(file) && !tools {
				t.Errorf("%s has %s", file.path, what)
			}
		}
	}
	bad := parseSource(t, "a.go", "package a\nimport (\n\"crypto/md5\"\n\"crypto/tls\"\n)\nvar x = tls.Config{InsecureSkipVerify: true}")
	if diff := cmp.Diff([]string{"crypto/md5", "InsecureSkipVerify"}, insecureSource(bad)); diff != "" {
		t.Error(diff)
	}
}

// callers are the packages that may open a connection to somebody else, beside
// PostgreSQL's driver, which the import table pins. docs/security-rules.md says whom they call; what eval makes is a client
// whose wire ends in a fake.
func callers() []string {
	return []string{
		"internal/agent/lambdacall", "internal/app", "internal/auth", "internal/auth/oidc", "internal/awshttp", "internal/cloud", "internal/eval",
		"internal/knowledge", "internal/knowledge/bedrock", "internal/knowledge/openai", "internal/knowledge/s3vectors", "internal/knowledge/sagemaker",
		"internal/lambda", "internal/llm", "internal/llm/anthropic", "internal/llm/bedrock", "internal/llm/openai", "internal/mail/smtp",
		"internal/price/polygon", "internal/queue/sqs", "internal/research/fetch", "internal/store/dataapi", "internal/telemetry/otlp",
	}
}

// callsOut reports that a file makes requests or connections.
func callsOut(file sourceFile) (calls bool) {
	ways := map[string][]string{
		"http": {"Client", "DefaultClient", "NewRequest", "NewRequestWithContext", "Get", "Post", "PostForm", "Head", "Transport", "DefaultTransport"},
		"net":  {"Dial", "DialTimeout", "Dialer", "DialTCP", "DialUDP", "LookupHost", "Resolver"},
		"tls":  {"Dial", "DialWithDialer", "Dialer"},
		"smtp": {"SendMail", "Dial", "NewClient"},

		"gomail": {"NewClient"},
	}
	ast.Inspect(file.ast, func(n ast.Node) bool {
		if selected, ok := n.(*ast.SelectorExpr); ok {
			if of, ok := selected.X.(*ast.Ident); ok && slices.Contains(ways[of.Name], selected.Sel.Name) {
				calls = true
			}
		}
		return true
	})
	return calls
}

// TestWhoCallsOut: a package that begins to call somebody is seen here, and gets
// its line in docs/security-rules.md.
func TestWhoCallsOut(t *testing.T) {
	t.Parallel()
	var found []string
	for _, file := range readSource(t) {
		if production(file) && callsOut(file) {
			found = append(found, file.dir())
		}
	}
	slices.Sort(found)
	if diff := cmp.Diff(callers(), slices.Compact(found)); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]bool{
		"import \"net\"\nvar d net.Dialer": true, "import \"net/http\"\nvar _ = http.DefaultClient": true, "import \"net/http\"\nvar h http.Handler": false,
		"import gomail \"github.com/wneessen/go-mail\"\nvar c, _ = gomail.NewClient(\"x\")": true,
	} {
		if got := callsOut(parseSource(t, "a.go", "package a\n"+text)); got != want {
			t.Errorf("%q calls out: %v", text, got)
		}
	}
}

// sinks are the ways in which a page can be made to run or to render a text.
var sinks = regexp.MustCompile(`dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|createContextualFragment|document\.write|\beval\(|new Function\(|` +
	`srcDoc|postMessage\(|addEventListener\(\s*['"]message['"]|rehype-raw|javascript:`)

// pageSource reads the page's own files, without its tests.
func pageSource(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range repositoryPaths(t) {
		if regexp.MustCompile(`^frontend/src/.+\.tsx?$`).MatchString(name) && !strings.Contains(name, ".test.") && !strings.Contains(name, "/src/test/") {
			files[name] = readText(t, name)
		}
	}
	if len(files) < 100 {
		t.Fatalf("%d files of the page were found", len(files))
	}
	return files
}

// TestPageRunsNoText: nothing in the page takes a text for mark-up, for a
// program, or for a message of another page.
func TestPageRunsNoText(t *testing.T) {
	t.Parallel()
	for name, text := range pageSource(t) {
		if found := sinks.FindString(text); found != "" {
			t.Errorf("%s has %s", name, found)
		}
	}
	for text, bad := range map[string]bool{
		`<p dangerouslySetInnerHTML={{ __html: x }} />`: true, `e.innerHTML = x`: true, `eval(x)`: true, `w.postMessage(x)`: true,
		`addEventListener('message', f)`: true, `retrieval(x)`: false, `e.textContent = x`: false,
	} {
		if sinks.MatchString(text) != bad {
			t.Errorf("%q is judged wrongly", text)
		}
	}
}

var (
	passwordField = regexp.MustCompile(`(?s)<PasswordInput\b.*?/>|type="password"`)
	forManagers   = regexp.MustCompile(`autoComplete="(?:current|new)-password"`)
	againstThem   = regexp.MustCompile(`\bonPaste\b|autoComplete="off"`)
)

// passwordFaults counts the fields for passwords of a file, and lists those that
// a password manager is not told of, or that take no pasted text.
func passwordFaults(text string) (fields int, faults []string) {
	for _, field := range passwordField.FindAllString(text, -1) {
		fields++
		if !forManagers.MatchString(field) || againstThem.MatchString(field) {
			faults = append(faults, field)
		}
	}
	return fields, faults
}

// TestPasswordFields: what is typed into each is masked, may be pasted, and may
// be kept by a password manager.
func TestPasswordFields(t *testing.T) {
	t.Parallel()
	fields := 0
	for name, text := range pageSource(t) {
		n, faults := passwordFaults(text)
		fields += n
		for _, fault := range faults {
			t.Errorf("%s: %s", name, fault)
		}
		if regexp.MustCompile(`(?s)<TextInput\b[^>]*getInputProps\('\w*[pP]assword\w*'\)`).MatchString(text) {
			t.Errorf("%s shows a password as it is typed", name)
		}
	}
	if fields < 2 {
		t.Errorf("%d fields for passwords were found", fields)
	}
	for text, want := range map[string]int{
		`<PasswordInput label="x" />`:                                        1,
		`<PasswordInput autoComplete="off" />`:                               1,
		`<PasswordInput autoComplete="new-password" onPaste={f} />`:          1,
		"<PasswordInput\n autoComplete=\"new-password\"\n />":                0,
		`<input type="password" />`:                                          1,
		`<TextInput autoComplete="off" /><PasswordInput autoComplete="x" />`: 1,
	} {
		if _, faults := passwordFaults(text); len(faults) != want {
			t.Errorf("%q has the faults %q", text, faults)
		}
	}
}
