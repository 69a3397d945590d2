package api_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// mutated is a document that something is wrong with; mostly.
func (g *generator) mutated(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) > 0 && g.often(70) {
			name := one(g, slices.Sorted(maps.Keys(v))...)
			changed := maps.Clone(v)
			switch g.IntN(4) {
			case 0:
				delete(changed, name)
			default:
				changed[name] = g.mutated(v[name])
			}
			return changed
		}
		changed := maps.Clone(v)
		changed[one(g, "id", "userId", "createdAt", "ACCOUNTNAME", "", "a.b", "\u202e", "__proto__", "value", "rows", strings.Repeat("k", 5000))] = g.anything(2)
		return changed
	case []any:
		if len(v) > 0 && g.often(60) {
			changed := slices.Clone(v)
			i := g.IntN(len(v))
			changed[i] = g.mutated(v[i])
			return changed
		}
		return one[any](g, append(slices.Clone(v), g.anything(2)), slices.Repeat([]any{"VTI"}, 20_001), map[string]any{}, nil)
	default:
		return g.anything(3)
	}
}

// broken is a text that is no good JSON any more; mostly.
func (g *generator) broken(text []byte) []byte {
	at := g.IntN(len(text) + 1)
	insert := func(what string) []byte { return slices.Concat(text[:at], []byte(what), text[at:]) }
	doubled := func() []byte { // every member stands twice
		return bytes.Replace(text, []byte("{"), []byte(`{`+strings.Trim(string(text), "{}")+`,`), 1)
	}
	switch g.IntN(12) {
	case 0:
		return text[:at]
	case 1:
		return insert("\x00")
	case 2:
		return insert("\xff\xfe")
	case 3:
		return append([]byte("\ufeff"), text...)
	case 4:
		return doubled()
	case 5:
		return append(slices.Clone(text), text...)
	case 6:
		return []byte(strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000))
	case 7:
		return []byte(strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500))
	case 8:
		return insert(one(g, ",", "//", "NaN", `\ud800`, `"\ud800"`, "\u2028", "'", "{", "]"))
	case 9:
		return bytes.Repeat([]byte(" "), 1<<20+one(g, -1, 0, 1))
	case 10:
		return []byte(one(g, "null", "[]", "{}", "0", `""`, "true", "", " ", "undefined", "<xml/>"))
	default:
		return bytes.ReplaceAll(text, []byte(`"`), []byte(one(g, "'", `\"`, "“")))
	}
}

// headers are odd ones that a client may send.
func (g *generator) headers() (list []string) {
	odd := []string{
		"If-Match: *", "If-Match: \"x\"", "If-Match: " + strings.Repeat("a", 400), "If-Match: " + strings.Repeat("a", 401), "If-Match: ,,,W/",
		"If-None-Match: *", "If-None-Match: W/\"x\"", "If-None-Match: " + strings.Repeat("\"", 400), "If-None-Match: " + strings.Repeat("a", 401),
		"Idempotency-Key: " + strings.Repeat("k", 255), "Idempotency-Key: " + strings.Repeat("k", 256), "Idempotency-Key: \tä", "Idempotency-Key: \xff\xfe",
		"Idempotency-Key: one", "Idempotency-Key: two", "Accept: text/html", "Accept: */*;q=0", "Accept: \x7f", "Accept: application/cbor",
		"Accept-Encoding: gzip, br", "Content-Encoding: gzip", "Content-Encoding: identity", "Content-Encoding: \xff", "Range: bytes=0-1",
		"Expect: 100-continue", "X-HTTP-Method-Override: DELETE", "X-Forwarded-For: " + strings.Repeat("1.2.3.4,", 500), "Forwarded: for=\"",
		"Origin: null", "Origin: https://evil.example", "Cookie: alex_refresh=\x01", "Cookie: " + strings.Repeat("a=b;", 2000), "Last-Event-ID: " + strings.Repeat("9", 101),
		"Content-Type: application/json; charset=utf-16", "Content-Type: application/json;;", "Content-Type: text/plain", "Content-Type: ",
		"Content-Type: application/merge-patch+json", "Content-Type: application/xml", "Content-Type: application/cbor", "Content-Type: /", "Content-Type: multipart/form-data",
		"Content-Type: multipart/form-data; boundary=" + strings.Repeat("b", 100), "Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked",
		"User-Agent: \xff", "User-Agent: " + strings.Repeat("u", 9000), "Authorization: Bearer", "Authorization: Bearer a.b.c", "TE: trailers", "Connection: Upgrade",
	}
	for g.often(40) {
		list = append(list, one(g, odd...))
	}
	return list
}

func encoded(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil { // numbers past what JSON has
		return []byte("1e99999")
	}
	return text
}
