package api_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"alex/internal/api"
	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite"
	"alex/internal/store/storetest"
)

// few is how many routes lie between two that a payload goes to, in make test.
const few = 61

// every is the part of what TestNothingIsInjected might send that it sends.
var every = flag.Int("every", few, "TestNothingIsInjected sends a payload to one in so many routes; fewer than the usual go to PostgreSQL too")

// parameters are a list of them: how many rows are asked for may differ.
var parameters = regexp.MustCompile(`\$\d+(, \$\d+)*`)

// passages are a list of places: how many were found may differ.
var passages = regexp.MustCompile(`(\(p\.document_id = \$ AND p\.ordinal = \$\))( OR \(p\.document_id = \$ AND p\.ordinal = \$\))+`)

// TestNothingIsInjected puts texts that have a meaning in SQL into every place
// of every request. The database sees the statements that it sees for harmless
// texts, letter for letter, and what is another's stays as it was.
func TestNothingIsInjected(t *testing.T) {
	t.Parallel()
	for name, open := range watchedDatabases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, calls := open(t)
			bob := b.settle(t, "bob")
			known := texts(calls.Count(func() { b.inject(t, "harmless", harmless(), min(*every, 3)) }))
			b.forgetShared(t, bob)
			before := b.view(t, bob)
			b.attempts = 0
			seen := texts(calls.Count(func() { b.inject(t, "payload", injections(), *every) }))
			b.forgetShared(t, bob)
			for text := range seen {
				if !known[text] {
					t.Errorf("the database has seen a statement that is none of the store's: %s", text)
				}
			}
			if diff := cmp.Diff(before, b.view(t, bob)); diff != "" {
				t.Errorf("what is another's is no longer what it was: %s", diff)
			}
			if len(known) < 60 {
				t.Errorf("only %d statements were seen", len(known))
			}
			t.Attr("measured", fmt.Sprintf("payloads=%d requests=%d statements=%d foreign=0 broken=0", len(injections()), b.attempts, len(seen)))
		})
	}
}

// forgetShared takes away the texts that keys have brought for everybody.
func (b *barrage) forgetShared(t testing.TB, h *household) {
	t.Helper()
	for {
		left := 0
		for _, d := range as[api.ListBody[api.DocumentBody]](t, b.by(t, h, "GET", documentsRoute+"?limit=200", "")).Items {
			if d.Own {
				continue
			}
			left++
			if _, err := b.store.System().RemoveDocument(t.Context(), d.ID); err != nil {
				t.Fatal(err)
			}
		}
		if left == 0 {
			return
		}
	}
}

// watchedDatabases are the engines with a driver that keeps every statement.
func watchedDatabases() map[string]func(testing.TB) (*barrage, *storetest.Driver) {
	over := func(t testing.TB, c driver.Connector, engine store.Engine) (*barrage, *storetest.Driver) {
		calls := storetest.Wrap(c)
		return newBarrageOver(t, store.New(sql.OpenDB(driver.Connector(calls)), engine)), calls
	}
	all := map[string]func(testing.TB) (*barrage, *storetest.Driver){
		"SQLite": func(t testing.TB) (*barrage, *storetest.Driver) {
			dsn := strings.Replace(sqlite.DSN(filepath.Join(t.TempDir(), "alex.db")), "FULL", "OFF", 1)
			c, err := sqlite.Connector(dsn)
			if err != nil {
				t.Fatal(err)
			}
			return over(t, c, sqlite.Engine{})
		},
		"PostgreSQL": func(t testing.TB) (*barrage, *storetest.Driver) {
			cfg, err := pgx.ParseConfig(postgrestest.Start(t, postgrestest.Options{}).Empty(t))
			if err != nil {
				t.Fatal(err)
			}
			return over(t, stdlib.GetConnector(*cfg), postgres.Engine{})
		},
	}
	if *every >= few {
		delete(all, "PostgreSQL")
	}
	return all
}

func texts(calls []storetest.Call) map[string]bool {
	seen := map[string]bool{}
	for _, c := range calls {
		seen[passages.ReplaceAllString(parameters.ReplaceAllString(c.SQL, "$$"), "$1")] = true
	}
	return seen
}

// inject puts every text into every place of one in so many routes, now and
// then as somebody new: what one person may have is limited.
func (b *barrage) inject(t testing.TB, who string, payloads []string, every int) {
	t.Helper()
	const aLife = 700 // requests
	lives := 0
	for n, payload := range payloads {
		for r, route := range b.routes {
			if (n+r)%every != 0 {
				continue
			}
			if lives == 0 || b.attempts > lives*aLife {
				if b.ann != nil {
					b.by(t, b.ann, "DELETE", "/api/user", "")
				}
				b.ann = b.settle(t, fmt.Sprint(who, lives))
				lives = b.attempts/aLife + 1
			}
			d := doors()[route]
			brings, byKey := ingestDoors()[route]
			if byKey {
				d = brings
			}
			for i, s := range b.shots(t, route, d, payload, n/every) {
				b.attempts++
				headers := append([]string{"Authorization: Bearer " + b.ann.token, elsewhere(n*101 + i)}, s.headers...)
				if byKey {
					headers = append(headers, fmt.Sprint("X-Api-Key: ingest-key-", n))
				}
				r, err := b.ask(t, s.method, s.path, []byte(s.body), headers)
				if err != nil {
					t.Errorf("%s %s: %v", s.method, s.path, err)
				} else if what := b.judged(b.doc.operations()[route], r); what != "" {
					t.Errorf("%s %.300s %.2000q with %q\n%d %.600s\n%s", s.method, s.path, s.body, s.headers, r.status, r.text, what)
				}
			}
		}
	}
}

// shot is a request with a text in one place.
type shot struct {
	method, path, body string
	headers            []string
}

func (b *barrage) shots(t testing.TB, route string, d door, payload string, n int) (list []shot) {
	t.Helper()
	method, template, _ := strings.Cut(route, " ")
	path := filled(template, b.ann, d)
	body := strings.NewReplacer("{code}", "code", "{instruments}", "VTI").Replace(filled(d.body, b.ann, d))
	plain := []string{"Content-Type: application/json"}
	add := func(path, body string, headers ...string) {
		list = append(list, shot{method, path, body, append(slices.Clone(plain), headers...)})
	}
	for _, p := range b.doc.operations()[route].Parameters {
		switch {
		case p.In == "path" && payload != "":
			add(filled(strings.Replace(template, "{"+p.Name+"}", url.PathEscape(payload), 1), b.ann, d), body)
		case p.In == "query" && method != "DELETE":
			add(path+"?"+url.Values{p.Name: {payload}}.Encode(), body)
			if p.Name == "cursor" {
				cursor := base64.RawURLEncoding.EncodeToString(encoded(map[string]any{"n": 1, "t": payload}))
				add(path+"?cursor="+cursor, body)
			}
		}
	}
	if method == "DELETE" || d.ends {
		return list // with the ids that are right nothing would be left
	}
	if d.upload {
		form, header := form(t, part{"file", payload + ".csv", "account,symbol,quantity,price\n" + payload + "," + payload + ",1,1\nA,VTI,1,1\n"}, part{field: "mapping", text: payload})
		return append(list, shot{method, path, form, []string{header}})
	}
	add(path+"?"+url.Values{payload: {payload}}.Encode(), body)
	header := []string{"Idempotency-Key", "If-Match", "If-None-Match", "Alex-For", "Last-Event-ID", "X-Request-Id", "Cookie"}
	add(path, body, header[n%len(header)]+": "+payload)
	for _, body := range replaced(t, body, payload) {
		add(path, body)
	}
	return list
}

// replaced are a document with the text in the place of each of its values, and
// as the name of one more.
func replaced(t testing.TB, body, payload string) (list []string) {
	t.Helper()
	if body == "" {
		return nil
	}
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	each(v, payload, func(changed any) { list = append(list, string(encoded(changed))) })
	return list
}

// each calls with is for every way to put the text into the document.
func each(v any, payload string, with func(any)) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			each(v[name], payload, func(changed any) {
				whole := maps.Clone(v)
				whole[name] = changed
				with(whole)
			})
		}
		more := maps.Clone(v)
		more[payload] = payload
		with(more)
	case []any:
		for i := range v {
			each(v[i], payload, func(changed any) {
				whole := slices.Clone(v)
				whole[i] = changed
				with(whole)
			})
		}
	default:
		with(payload)
	}
}
