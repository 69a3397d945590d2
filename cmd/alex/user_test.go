package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/totp"
)

// listed are the people of a list as JSON, each as "e-mail state".
func listed(t *testing.T, text string) (people []string, ids map[string]string) {
	t.Helper()
	var list struct {
		People []struct{ ID, Email, State, CreatedAt string }
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	ids = map[string]string{}
	for _, p := range list.People {
		if p.CreatedAt == "" {
			t.Errorf("%s came at no time", p.ID)
		}
		people = append(people, strings.TrimSpace(p.Email+" "+p.State))
		ids[p.Email] = p.ID
	}
	return people, ids
}

// TestUserCommands looks after people whom a server has signed up.
func TestUserCommands(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, dir)
	for _, email := range []string{"ann@example.org", "bob@example.org"} {
		s.signUp(t, email)
	}
	s.post(t, 201, "/api/auth/demo", "")

	people, ids := listed(t, done(t, dir, "user", "list", "--json"))
	if diff := cmp.Diff([]string{"ann@example.org active", "bob@example.org active", "demo"}, people); diff != "" {
		t.Errorf("the people (-want +got): %s", diff)
	}
	table := done(t, dir, "user", "list")
	for _, want := range []string{"E-MAIL ", " NAME ", " STATE ", " SINCE\n", "ann@example.org ", ids["bob@example.org"]} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}

	if out := done(t, dir, "user", "disable", " ANN@example.org "); !strings.Contains(out, "ann@example.org ("+ids["ann@example.org"]+") is disabled") {
		t.Errorf("disabling says %q", out)
	}
	s.post(t, 401, "/api/auth/sign-in", `{"email":"ann@example.org","password":"`+password+`"}`)
	people, _ = listed(t, done(t, dir, "user", "list", "--json"))
	if people[0] != "ann@example.org disabled" {
		t.Errorf("after she was disabled, Ann is %q", people[0])
	}
	done(t, dir, "user", "enable", ids["ann@example.org"])
	s.post(t, 200, "/api/auth/sign-in", `{"email":"ann@example.org","password":"`+password+`"}`)

	fresh := newPassword(t, done(t, dir, "user", "reset-password", "ann@example.org"))
	s.post(t, 401, "/api/auth/sign-in", `{"email":"ann@example.org","password":"`+password+`"}`)
	s.post(t, 200, "/api/auth/sign-in", `{"email":"ann@example.org","password":"`+fresh+`"}`)

	if got := invoke(t, dir, "", "user", "delete", "bob@example.org"); got.code != exitUsage || !strings.Contains(got.err, "--confirm") {
		t.Errorf("deleting without confirmation: exit code %d, %q", got.code, got.err)
	}
	done(t, dir, "user", "delete", "bob@example.org", "--confirm")
	people, _ = listed(t, done(t, dir, "user", "list", "--json"))
	if slices.ContainsFunc(people, func(p string) bool { return strings.HasPrefix(p, "bob") }) {
		t.Errorf("after Bob was deleted there are %v", people)
	}
}

// TestResetSecondFactorCommand lets in who lost the device and the codes.
func TestResetSecondFactorCommand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, dir)
	s.signUp(t, "ann@example.org")
	body := `{"email":"ann@example.org","password":"` + password + `"}`
	var in struct{ AccessToken string }
	decoded(t, s.post(t, 200, "/api/auth/sign-in", body), &in)
	var offer struct{ Secret string }
	decoded(t, s.postAs(t, in.AccessToken, 200, "/api/user/second-factor", `{"password":"`+password+`"}`), &offer)
	code, err := totp.GenerateCode(offer.Secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s.postAs(t, in.AccessToken, 200, "/api/user/second-factor/confirm", `{"code":"`+code+`"}`)
	s.post(t, 401, "/api/auth/sign-in", body)
	if out := done(t, dir, "user", "list", "--json"); !strings.Contains(out, `"secondFactor": true`) {
		t.Errorf("the list is %s", out)
	}
	if out := done(t, dir, "user", "reset-second-factor", "ann@example.org"); !strings.Contains(out, "has no second factor any more and is signed out everywhere") {
		t.Errorf("it says %q", out)
	}
	s.post(t, 200, "/api/auth/sign-in", body)
	s.postAs(t, in.AccessToken, 401, "/api/user/second-factor", `{"password":"`+password+`"}`)
	if got := invoke(t, dir, "", "user", "reset-second-factor", "nobody@example.org"); got.code == 0 {
		t.Error("nobody's is reset")
	}
}

func decoded(t *testing.T, text string, out any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), out); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

func newPassword(t *testing.T, text string) string {
	t.Helper()
	found := regexp.MustCompile(`(?m)^  (\S{20,})$`).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no password in %q", text)
	}
	return found[1]
}

// TestUserInvite signs up with an invitation where nobody may without one.
func TestUserInvite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, dir, "ALEX_SIGNUP=invite", "ALEX_PUBLIC_URL=http://alex.example.org")
	s.post(t, 422, "/api/auth/sign-up", `{"email":"ann@example.org","password":"`+password+`"}`)
	got := invokeIn(t, []string{"ALEX_DATA=" + dir + "/data", "ALEX_SIGNUP=invite", "ALEX_PUBLIC_URL=http://alex.example.org"},
		"user", "invite", "ann@example.org", "--json")
	var i struct{ Token, Link, Note, ExpiresAt string }
	if err := json.Unmarshal([]byte(got.out), &i); err != nil || got.code != exitDone {
		t.Fatalf("%v, exit code %d: %s%s", err, got.code, got.out, got.err)
	}
	if want := "http://alex.example.org/sign-up#email=ann%40example.org&invite=" + i.Token; i.Link != want || i.Note != "" || i.ExpiresAt == "" {
		t.Errorf("the invitation is %+v, want the link %s and no note", i, want)
	}
	s.post(t, 201, "/api/auth/sign-up", `{"email":"ann@example.org","password":"`+password+`","invite":"`+i.Token+`"}`)
	s.post(t, 422, "/api/auth/sign-up", `{"email":"eve@example.org","password":"`+password+`","invite":"`+i.Token+`"}`)
	if out := done(t, dir, "user", "invite", "bob@example.org"); !strings.Contains(out, "ALEX_SIGNUP is open") || !strings.Contains(out, "  link   http://127.0.0.1:8080/sign-up#") {
		t.Errorf("an invitation where none is needed reads %q", out)
	}
}

func TestUserRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := invoke(t, dir, "", "user", "list"); got.code != exitFailed || !strings.Contains(got.err, "no database") {
		t.Errorf("without a database: exit code %d, %q", got.code, got.err)
	}
	if files := written(t, dir); len(files) > 0 {
		t.Errorf("looking for people made %v", files)
	}
	done(t, dir, "migrate")
	if out := done(t, dir, "user", "list"); out != "There is nobody yet.\n" {
		t.Errorf("the empty list reads %q", out)
	}
	done(t, dir, "reset", "--with-test-data")
	clerk := []string{
		"ALEX_DATA=" + dir + "/data", "ALEX_AUTH=clerk", "CLERK_ISSUER=https://clerk.example.org", "CLERK_PUBLISHABLE_KEY=pk",
	}
	for _, c := range []struct {
		name    string
		environ []string
		args    []string
		code    int
		want    string
	}{
		{"no action", nil, []string{"user"}, exitUsage, "list"},
		{"nobody", nil, []string{"user", "disable"}, exitUsage, "who"},
		{"a stranger", nil, []string{"user", "disable", "eve@example.org"}, exitFailed, "nobody"},
		{"an empty name", nil, []string{"user", "enable", " "}, exitFailed, "nobody"},
		{"a bad address", nil, []string{"user", "invite", "eve"}, exitFailed, "email"},
		{"no password to reset", nil, []string{"user", "reset-password", "user_test_123"}, exitFailed, "password"},
		{"an invitation to Clerk", clerk, []string{"user", "invite", "eve@example.org"}, exitFailed, "ALEX_AUTH is clerk"},
		{"a password at Clerk", clerk, []string{"user", "reset-password", "user_test_123"}, exitFailed, "ALEX_AUTH is clerk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := invokeIn(t, append([]string{"ALEX_DATA=" + dir + "/data"}, c.environ...), c.args...)
			if got.code != c.code || !strings.Contains(got.err, c.want) {
				t.Errorf("exit code %d, %q; want %d and %q", got.code, got.err, c.code, c.want)
			}
		})
	}
	for _, action := range []string{"disable", "enable"} {
		if got := invokeIn(t, clerk, "user", action, "user_test_123"); got.code != exitDone {
			t.Errorf("%s beside Clerk: exit code %d, %s", action, got.code, got.err)
		}
	}
}
