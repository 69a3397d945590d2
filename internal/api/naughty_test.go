package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// naughty are texts that programs have been known to change, to run or to
// choke on.
func naughty() []string {
	return []string{
		// Spaces, and what looks like nothing.
		" ", "  a  ", "a\tb", "a\nb", "\u00a0", "\u200b", "\u200b\u200c\u200d\u2060\ufeff", "a\u00adb", "\u3000a\u3000", "\u2028\u2029", "\u180e", "\u1680",
		// Directions, combining marks, families, forms of one letter.
		"\u202eevil\u202c", "\u2066a\u2069\u200f", "שלום, world", "مرحبا ١٢٣", "e\u0301 é", "Z" + strings.Repeat("\u0310\u0321\u0353", 40), "🏴\u200d☠️", "👩\u200d👩\u200d👧\u200d👦", "🇩🇪🇫🇷", "👋🏿", "❤️",
		"ﬁ ﬃ ﷺ", "İıſK", "ẞß", "ＦＵＬＬ", "Ⅳ½①", "𝔸𝓑", "\U0010fffd", "\ufffd", "\ufffe", "a\u0000", "a\x7f", "a\x1b[31m", "a\rb", "退職年金 プラン", "🀄\u20e3",
		// Code, mark-up, queries, formulas, formats, paths.
		"'; DROP TABLE accounts; --", "' OR '1'='1", "\"", "\\", "\\u0000", "`$(id)`", "$1 $2 :name ?", "%s%n%d%p", "%00", "{{7*7}}", "${jndi:ldap://x/a}", "{{total.value}}", "{{", "}}",
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "]]>", "<!--", "javascript:alert(1)", "[a](javascript:alert(1))", "&amp;&#x3c;", "| a | b |", "# A title", "**bold**", "```",
		"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "../../etc/passwd", "C:\\con", "a/b", "NUL",
		// Words with a meaning elsewhere.
		"null", "undefined", "NaN", "true", "0", "-0", "1e1000", "0x10", "1,000.00", "2026-02-30", "__proto__", "constructor", "hasOwnProperty", "None", "nil", "[object Object]",
	}
}

// textField is a member of a body that takes any text, and where the answer
// says it again. {text} stands for the text with its quotes, {id} for an id.
type textField struct{ route, member, body string }

func textFields() []textField {
	plan := strings.TrimSuffix(leastPlan, "}")
	fields := []textField{
		{"POST /api/accounts", "accountName", `{"accountName":{text},"accountType":"taxable"}`},
		{"POST /api/accounts", "accountPurpose", `{"accountName":"a","accountType":"taxable","accountPurpose":{text}}`},
		{"PUT /api/accounts/{id}", "accountName", `{"accountName":{text},"accountType":"taxable"}`},
		{"PUT /api/accounts/{id}", "accountPurpose", `{"accountName":"a","accountType":"taxable","accountPurpose":{text}}`},
		{"POST /api/instruments", "name", `{"symbol":"{symbol}","name":{text}}`},
		{"PUT /api/instruments/VTI", "name", `{"name":{text}}`},
		{"PUT /api/user", "displayName", `{"displayName":{text}}`},
		{"PUT /api/user", "partner.name", `{"partner":{"name":{text},"currentAge":50}}`},
		{"PUT /api/user", "incomes.name", `{"incomes":[{"name":{text},"annual":"1","startAge":70}]}`},
		{"PUT /api/user", "spending.name", `{"spending":[{"name":{text},"annual":"1","startAge":70}]}`},
		{"PUT /api/user", "events.name", `{"events":[{"name":{text},"amount":"1","age":70}]}`},
	}
	for _, route := range []string{"POST /api/plans", "PUT /api/plans/{id}"} {
		fields = append(fields,
			textField{route, "name", plan + `,"name":{text}}`},
			textField{route, "partner.name", plan + `,"partner":{"name":{text},"currentAge":50}}`},
			textField{route, "incomes.name", plan + `,"incomes":[{"name":{text},"annual":"1","startAge":70}]}`},
			textField{route, "spending.name", plan + `,"spending":[{"name":{text},"annual":"1","startAge":70}]}`},
			textField{route, "events.name", plan + `,"events":[{"name":{text},"amount":"1","age":70}]}`},
		)
	}
	return fields
}

// TestTextsComeBack gives every text to every field: it is read again as it
// was given, or refused by the field's name.
func TestTextsComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	account := field(t, w.must(t, 201, "ann", "POST", "/api/accounts", ira), "id")
	plan := field(t, w.must(t, 201, "ann", "POST", "/api/plans", leastPlan), "id")
	kept := 0
	for _, f := range textFields() {
		method, path, _ := strings.Cut(f.route, " ")
		path = strings.Replace(strings.Replace(path, "accounts/{id}", "accounts/"+account, 1), "plans/{id}", "plans/"+plan, 1)
		for n, text := range naughty() {
			body := strings.Replace(f.body, "{text}", string(encoded(text)), 1)
			r := w.call(t, "ann", method, path, strings.Replace(body, "{symbol}", fmt.Sprint("S", n), 1))
			switch {
			case r.status == http.StatusUnprocessableEntity && refusable(text) && names422(f.member, r):
			case r.status != http.StatusOK && r.status != http.StatusCreated:
				t.Errorf("%s of %q as %s = %d: %s", f.route, text, f.member, r.status, r.text)
			default:
				kept++
				w.reads(t, f, path, text, r)
			}
		}
	}
	t.Attr("measured", fmt.Sprintf("texts=%d fields=%d kept=%d changed=0", len(naughty()), len(textFields()), kept))
}

// refusable texts are empty to the eye of a program, or have control
// characters.
func refusable(text string) bool {
	return strings.TrimSpace(text) == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r == 0x7f }) ||
		utf8.RuneCountInString(text) > 100
}

func names422(member string, r reply) bool {
	first, rest, nested := strings.Cut(member, ".")
	return strings.Contains(r.text, `"body.`+first) && (!nested || strings.Contains(r.text, rest+`"`))
}

// reads compares the text of an answer, and of what is read afterwards.
func (w *world) reads(t *testing.T, f textField, path, text string, r reply) {
	t.Helper()
	if at := r.header.Get("Location"); at != "" {
		path = at
	}
	again := w.must(t, http.StatusOK, "ann", "GET", path, "")
	for _, answer := range []reply{r, again} {
		if got := member(t, answer, f.member); got != text {
			t.Errorf("%s: %q comes back as %q", f.route, text, got)
		}
	}
	if strings.HasPrefix(f.route, "POST") {
		if strings.Contains(path, "/accounts/") || strings.Contains(path, "/plans/") {
			w.must(t, http.StatusNoContent, "ann", "DELETE", path, "")
		}
	}
}

// member is the text of a member, in the first item of what is a list.
func member(t testing.TB, r reply, path string) string {
	t.Helper()
	var v any = as[map[string]any](t, r)
	for name := range strings.SplitSeq(path, ".") {
		if list, is := v.([]any); is && len(list) > 0 {
			v = list[0]
		}
		object, _ := v.(map[string]any)
		v = object[name]
	}
	text, _ := v.(string)
	return text
}

// TestEveryTextFieldIsTried fails for a new member that takes any text.
func TestEveryTextFieldIsTried(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	tried := []string{
		"POST /api/import exclude", "POST /api/import mapping.columns", // ids and headers of a file, not kept
		"PUT /api/user email",                                                         // never changed
		"PUT /api/user modelsSentTo",                                                  // shown nowhere
		"POST /api/user/password currentPassword", "POST /api/user/password password", // kept as a hash, or not
		"POST /api/user/second-factor password", "POST /api/user/second-factor/off password", "POST /api/user/second-factor/recovery-codes password",
		"POST /api/auth/email email", // read as an address, or refused
		"POST /api/auth/email password", "POST /api/auth/email code", "POST /api/auth/email/confirm token",
		"POST /api/user/second-factor/confirm code", "POST /api/user/second-factor/recovery-codes code", "POST /api/user/second-factor/off code",
		"POST /api/admin/invites email",                                     // an address, or refused
		"POST /api/grants label",                                            // TestLabelsComeBack
		"POST /api/grants/accept code",                                      // not kept
		"POST /api/user/keys name",                                          // of a few signs, or refused
		"POST /api/ask question", "POST /api/ask id", "POST /api/ask value", // TestQuestionsMayBeAnything
		"POST /api/research/documents title", "POST /api/research/documents text", "POST /api/research/documents source", // TestTextsOfDocuments
		"POST /api/ingest text", "POST /api/ingest metadata.source", "POST /api/ingest metadata.title", "POST /api/admin/research topic",
		"PUT /api/reports/{id}/choices key", // one of the report's own, or refused
	}
	for _, f := range textFields() {
		tried = append(tried, strings.Replace(f.route, "/VTI", "/{symbol}", 1)+" "+f.member)
	}
	for route, op := range doc.operations() {
		if op.Body == nil || len(op.Security) == 0 || route == "POST "+projectionRoute { // which keeps nothing
			continue
		}
		for _, place := range doc.freeTexts(op.Body.Content["application/json"].Schema, "") {
			if !slices.Contains(tried, route+" "+place) {
				t.Errorf("%s takes any text as %s, and no test tries it", route, place)
			}
		}
	}
}

// freeTexts are the members of a body that take any text.
func (d document) freeTexts(s schema, at string) (places []string) {
	s = d.resolved(s)
	if rest, more := s.rest(); more {
		places = append(places, d.freeTexts(rest, at)...)
	}
	for name, m := range s.Properties {
		places = append(places, d.freeTexts(m, strings.TrimPrefix(at+"."+name, "."))...)
	}
	if s.Items != nil {
		places = append(places, d.freeTexts(*s.Items, at)...)
	}
	if slices.Contains(s.types(), "string") && s.Pattern == "" && s.Format == "" && len(s.Enum) == 0 {
		places = append(places, at)
	}
	return places
}
