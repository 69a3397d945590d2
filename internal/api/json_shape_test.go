package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestNumbers is about members that are whole numbers or percents: one is taken
// in whatever way it is written, or refused by its name.
func TestNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for number, taken := range map[string]bool{
		"65": true, "65.0": true, "6.5e1": true, "650E-1": true, "65.00000": true, "65.5": false, "1e400": false, "-1e400": false, "1e308": false,
		"9223372036854775808": false, "9007199254740993": false, "-9223372036854775809": false, "0": false, "-65": false, `"65"`: false,
	} {
		r := w.call(t, "ann", "PUT", "/api/user", `{"retirementAge":`+number+`}`)
		if taken && (r.status != http.StatusOK || !strings.Contains(r.text, `"retirementAge":65`)) ||
			!taken && (r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text, `"body.retirementAge"`)) {
			t.Errorf("the age %s: %d %s", number, r.status, r.text)
		}
	}
	for number, taken := range map[string]bool{"15": true, "15.0": true, "1.5e1": true, "15.25": true, "1e400": false, "91": false, `"15"`: false} {
		r := w.call(t, "ann", "PUT", "/api/user", `{"taxPercent":`+number+`}`)
		if taken && r.status != http.StatusOK || !taken && (r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text, `"body.taxPercent"`)) {
			t.Errorf("the percent %s: %d %s", number, r.status, r.text)
		}
	}
}

// Texts as a route that takes any object reads them: what is JSON (RFC 8259)
// comes to the plan's own rules (422), what is not is malformed (400).
func TestShapesOfJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for status, texts := range map[int][]string{http.StatusUnprocessableEntity: jsonTexts(), http.StatusBadRequest: notJSONTexts()} {
		for _, text := range texts {
			for _, route := range []string{projectionRoute, "/api/accounts", "/api/import"} {
				if r := w.call(t, "ann", "POST", route, text); r.status != status {
					t.Errorf("POST %s with %.60q = %d, want %d: %s", route, text, r.status, status, r.text)
				}
			}
		}
	}
}

const projectionRoute = "/api/retirement/projection"

// jsonTexts are single JSON values in UTF-8, no deeper than the limit, each
// key once.
func jsonTexts() []string {
	deep := strings.Repeat("[", 31) + strings.Repeat("]", 31)
	return []string{
		`{}`, "{ }\n", "\t{\r\n}", `[]`, `[1,2.5,-0,1e3,1E+3,0.5e-7]`, `"text"`, `0`, `-0.0`, `true`, `false`,
		`{"":1}`, `{"a":{"a":{"a":1}}}`, `{"a":"\u0061\/\b\f\n\r\t\\\""}`, `{"é":"退職"}`, `{"a":"\ud83d\udc69\u200d"}`,
		`{"a":"\u0000"}`, `{"\u0000":1}`, `{"a":1.7976931348623157e308}`, `{"a":123456789012345678901234567890}`,
		`{"a":"` + strings.Repeat("x", 100_000) + `"}`, `{"a":` + deep + `}`, `{"a":"\u2028\u2029"}`, `{"a":"` + "\u2028\x7f" + `"}`,
		`[[],{},"",0,true,null]`, `{"a":[null]}`, `{"a":"\udead"}`, `{"a":"\ud800\u0061"}`, `{"__proto__":{"a":1}}`,
		`{"a":0.` + strings.Repeat("1", 5000) + `}`, `{"a":1` + strings.Repeat("0", 5000) + `}`, `  ""  `, `[` + strings.Repeat("0,", 5000) + `0]`,
	}
}

// notJSONTexts are no JSON, or JSON that is refused for its form alone.
func notJSONTexts() []string {
	return []string{
		` `, "\n", `{`, `}`, `[`, `]`, `{]`, `[}`, `{"a":1`, `{"a":}`, `{"a"}`, `{"a" 1}`, `{"a",1}`, `{a:1}`, `{'a':1}`, `{1:1}`, `{"a":1,}`, `{,}`,
		`[1,]`, `[,1]`, `[1,,2]`, `[1 2]`, `[1:2]`, `[1`, `["a`, `"a`, `'a'`, "\"a\nb\"", "\"a\tb\"", "\"a\x00b\"", `"\x"`, `"\u12"`, `"\u12G4"`, `"\`, `"\'"`,
		`01`, `-`, `-01`, `+1`, `.5`, `5.`, `1.e3`, `1e`, `1e+`, `0x10`, `1_000`, `1,000`, `NaN`, `Infinity`, `-Infinity`, `１`, `2.e-3`, `--1`, `1e1.5`,
		`True`, `TRUE`, `nul`, `nulll`, `tru e`, `undefined`, `None`, `a`, `*`, `<a/>`, `/* */{}`, `// {}`, `{}//`, `# {}`, `{} {}`, `{}x`, `{},`, `1 1`, `{}[]`,
		"\ufeff{}", "{}\x00", "\x00{}", "\xff\xfe{\x00}\x00", "{\"a\":\"\xff\"}", "{\"a\":\"\xc0\xaf\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"\xe9\":1}", "\u00a0{}", "\u2028{}", "{}\f",
		`{"a":1,"a":1}`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{"A":1,"a":2}`, `{"k":1,"\u212a":2}`, `{"x":{"a":null,"a":null}}`, `[{"a":1,"a":1}]`,
		strings.Repeat("[", 33) + strings.Repeat("]", 33), strings.Repeat("[", 100_000), strings.Repeat(`{"a":`, 33) + "1" + strings.Repeat("}", 33), strings.Repeat(`[{"":`, 50_000),
	}
}
