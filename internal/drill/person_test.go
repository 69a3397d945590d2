package drill

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// answer is what came of one request.
type answer struct {
	what   string // method and path
	status int    // 0: none came
	header http.Header
	body   []byte
	begun  time.Time
	took   time.Duration
	err    error
}

func (a answer) String() string {
	return fmt.Sprintf("%s = %d after %v (%v) %.200s", a.what, a.status, a.took.Round(time.Millisecond), a.err, a.body)
}

// person is someone who is signed in.
type person struct {
	url    string
	client *http.Client
	note   func(answer) // sees every answer; may be nil

	token  string
	fresh  time.Time // when the token was given
	cookie *http.Cookie
}

// tokenAge is when a client asks for the next token; tokens are good for a
// minute.
const tokenAge = 45 * time.Second

// visitor opens a demo: a person with the sample household.
func visitor(t testing.TB, url string, client *http.Client) *person {
	t.Helper()
	p := &person{url: url, client: client}
	if a := p.signedIn(t.Context(), "/api/auth/demo"); a.status != http.StatusCreated {
		t.Fatal(a)
	}
	return p
}

// signedIn asks for a token and keeps it.
func (p *person) signedIn(ctx context.Context, path string) answer {
	a := p.send(ctx, "POST", path, "")
	if a.status != http.StatusCreated && a.status != http.StatusOK {
		return a
	}
	var body struct{ AccessToken string }
	a.err = json.Unmarshal(a.body, &body)
	p.token, p.fresh = body.AccessToken, a.begun
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		p.cookie = cookie
	}
	return a
}

// ask sends a request, with a new token where the old one is about to end;
// while there is none, the refusal is the answer.
func (p *person) ask(ctx context.Context, method, path, body string, headers ...string) answer {
	if time.Since(p.fresh) > tokenAge {
		if a := p.signedIn(ctx, "/api/auth/token"); a.status != http.StatusOK {
			return a
		}
	}
	return p.send(ctx, method, path, body, headers...)
}

func (p *person) send(ctx context.Context, method, path, body string, headers ...string) answer {
	a := answer{what: method + " " + path, begun: time.Now()}
	a.err = errors.Join(a.err, p.exchange(ctx, &a, method, path, body, headers))
	a.took = time.Since(a.begun)
	if p.note != nil {
		p.note(a)
	}
	return a
}

func (p *person) exchange(ctx context.Context, a *answer, method, path, body string, headers []string) error {
	request, err := http.NewRequestWithContext(ctx, method, p.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return err
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.token)
	}
	if p.cookie != nil {
		request.AddCookie(p.cookie)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	a.status, a.header = response.StatusCode, response.Header
	a.body, err = io.ReadAll(response.Body)
	return err
}

// must is ask of what has to be answered with a status.
func (p *person) must(t testing.TB, want int, method, path, body string, headers ...string) answer {
	t.Helper()
	a := p.ask(t.Context(), method, path, body, headers...)
	if a.status != want {
		t.Fatalf("want %d: %s", want, a)
	}
	return a
}

// read decodes an answer.
func read[T any](t testing.TB, a answer) (v T) {
	t.Helper()
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%v in %s", err, a)
	}
	return v
}

type page[T any] struct {
	Items      []T
	NextCursor *string
}

// all is every page of a list.
func all[T any](t testing.TB, p *person, path string) (items []T) {
	t.Helper()
	for cursor := ""; ; {
		got := read[page[T]](t, p.must(t, http.StatusOK, "GET", path+"?limit=200&cursor="+cursor, ""))
		items = append(items, got.Items...)
		if got.NextCursor == nil {
			return items
		}
		cursor = *got.NextCursor
	}
}
