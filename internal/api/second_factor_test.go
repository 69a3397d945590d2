package api_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"alex/internal/store/sqlite/sqlitetest"
)

// arenaOf is an arena in which one person lives, with a session.
func arenaOf(t *testing.T, name string) (*arena, *household) {
	t.Helper()
	s := sqlitetest.Seeded(t)
	a := newEmptyArena(t, s)
	s.Now = func() time.Time { return a.now }
	h := &household{name: name}
	h.token = field(t, a.must(t, 201, "", "POST", "/api/auth/sign-up", login(name)), "accessToken")
	return a, h
}

// said asks, holds the answer to the document, and wants a status.
func (a *arena) said(t *testing.T, h *household, want int, method, path, body string) reply {
	t.Helper()
	r := a.by(t, h, method, path, body)
	if r.status != want {
		t.Fatalf("%s %s = %d, want %d: %s", method, path, r.status, want, r.text)
	}
	if r.status == 200 {
		if b := a.doc.answered(a.doc.Paths[path][strings.ToLower(method)], r, as[any](t, r)); b != "" {
			t.Errorf("%s %s: %s", method, path, b)
		}
	}
	return r
}

// TestSecondFactorRoutes turns it on, signs in with it and turns it off, as a
// browser does.
func TestSecondFactorRoutes(t *testing.T) {
	t.Parallel()
	const at = "/api/user/second-factor"
	a, h := arenaOf(t, "ann")
	own := `{"password":"the long words of ann"}`
	if r := a.said(t, h, 200, "GET", at, ""); strings.TrimSpace(r.text) != `{"enabled":false,"recoveryCodesLeft":0,"hasPassword":true}` {
		t.Errorf("before it is on: %s", r.text)
	}
	if r := a.said(t, h, 422, "POST", at, `{"password":"not the password"}`); !strings.Contains(r.text, `"body.password"`) {
		t.Error(r.text)
	}
	offer := a.said(t, h, 200, "POST", at, own)
	secret := field(t, offer, "secret")
	picture, isPicture := strings.CutPrefix(field(t, offer, "picture"), "data:image/png;base64,")
	if data, err := base64.StdEncoding.DecodeString(picture); err != nil || !isPicture || !strings.HasPrefix(string(data), "\x89PNG") {
		t.Errorf("the picture is %.40s, %v", picture, err)
	}
	code := func() string {
		t.Helper()
		text, err := totp.GenerateCode(secret, a.now)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	signIn := func(code string) reply {
		t.Helper()
		return a.call(t, "", "POST", "/api/auth/sign-in", strings.TrimSuffix(login("ann"), "}")+`,"code":"`+code+`"}`)
	}
	if r := a.said(t, h, 422, "POST", at+"/confirm", `{"code":"000000"}`); !strings.Contains(r.text, `"body.code"`) {
		t.Error(r.text)
	}
	codes := as[struct{ RecoveryCodes []string }](t, a.said(t, h, 200, "POST", at+"/confirm", `{"code":"`+code()+`"}`)).RecoveryCodes
	if len(codes) != 10 {
		t.Fatalf("the codes are %q", codes)
	}
	a.now = a.now.Add(30 * time.Second)
	for text, want := range map[string]string{"": "second_factor_required", "000000": "second_factor_wrong"} {
		r := signIn(text)
		if r.status != 401 || field(t, r, "code") != want || r.header.Get("Set-Cookie") != "" {
			t.Errorf("signing in with %q = %d %s", text, r.status, r.text)
		}
	}
	in := signIn(code())
	if in.status != 200 || in.header.Get("Set-Cookie") == "" {
		t.Fatalf("signing in with the code = %d %s", in.status, in.text)
	}
	h.token = field(t, in, "accessToken")
	if r := signIn(codes[3]); r.status != 200 {
		t.Errorf("signing in with a recovery code = %d %s", r.status, r.text)
	}
	if r := a.said(t, h, 200, "GET", at, ""); !strings.Contains(r.text, `"recoveryCodesLeft":9`) {
		t.Error(r.text)
	}
	a.said(t, h, 409, "POST", at, own)
	for body, member := range map[string]string{`{"code":"` + codes[4] + `"}`: "body.password", `{"password":"wrong","code":"` + codes[4] + `"}`: "body.password"} {
		if r := a.said(t, h, 422, "POST", at+"/recovery-codes", body); !strings.Contains(r.text, `"`+member) {
			t.Errorf("%s: %s", body, r.text)
		}
	}
	others := as[struct{ RecoveryCodes []string }](t, a.said(t, h, 200, "POST", at+"/recovery-codes", `{"password":"the long words of ann","code":"`+codes[4]+`"}`)).RecoveryCodes
	a.said(t, h, 422, "POST", at+"/off", `{"password":"the long words of ann","code":"`+codes[5]+`"}`)
	a.said(t, h, 204, "POST", at+"/off", `{"password":"the long words of ann","code":"`+others[0]+`"}`)
	if r := signIn(""); r.status != 200 {
		t.Errorf("signing in without = %d %s", r.status, r.text)
	}
}

// TestPasswordRoutes changes a password, and signs out everywhere else.
func TestPasswordRoutes(t *testing.T) {
	t.Parallel()
	a, h := arenaOf(t, "ann")
	a.signIn(t, h)
	sessions := func() int {
		return strings.Count(a.said(t, h, 200, "GET", "/api/sessions", "").text, `"userAgent"`)
	}
	if n := sessions(); n != 2 {
		t.Fatalf("%d sessions", n)
	}
	for body, member := range map[string]string{
		`{"currentPassword":"wrong","password":"the other words of ann"}`:         "body.currentPassword",
		`{"currentPassword":"the long words of ann","password":"short"}`:          "body.password",
		`{"currentPassword":"the long words of ann"}`:                             "body.password",
		`{"currentPassword":"the long words of ann","password":"x","userId":"b"}`: "body.userId",
	} {
		if r := a.said(t, h, 422, "POST", "/api/user/password", body); !strings.Contains(r.text, `"`+member) {
			t.Errorf("%s: %s", body, r.text)
		}
	}
	a.said(t, h, 204, "POST", "/api/user/password", `{"currentPassword":"the long words of ann","password":"the other words of ann"}`)
	if n := sessions(); n != 1 {
		t.Errorf("after a change of the password there are %d sessions", n)
	}
	words := strings.Replace(login("ann"), "long", "other", 1)
	for range 3 {
		a.must(t, 200, "", "POST", "/api/auth/sign-in", words)
	}
	a.said(t, h, 204, "DELETE", "/api/sessions", "")
	list := a.said(t, h, 200, "GET", "/api/sessions", "")
	if n := sessions(); n != 1 || !strings.Contains(list.text, `"current":true`) {
		t.Errorf("what is left: %s", list.text)
	}
}

// TestResetRoutes are of no use where no e-mail is sent.
func TestResetRoutes(t *testing.T) {
	t.Parallel()
	a, _ := arenaOf(t, "ann")
	a.must(t, 403, "", "POST", "/api/auth/reset", `{"email":"ann@example.org"}`)
	a.must(t, 422, "", "POST", "/api/auth/reset", `{}`)
	r := a.must(t, 401, "", "POST", "/api/auth/reset/confirm", `{"token":"x","password":"the other words of ann"}`)
	if strings.Contains(r.text, "ann") {
		t.Error(r.text)
	}
}
