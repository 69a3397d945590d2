package clerk_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/clerk"
)

// The example of Standard Webhooks, which all its libraries are tested with.
const (
	vectorSecret    = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	vectorID        = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	vectorTime      = 1614265330
	vectorBody      = `{"test": 2432232314}`
	vectorSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
)

const otherSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"

func webhook(t testing.TB, setting string) *clerk.Webhook {
	t.Helper()
	secrets, err := clerk.Secrets(setting)
	if err != nil {
		t.Fatal(err)
	}
	return &clerk.Webhook{Secrets: secrets, Now: func() time.Time { return time.Unix(vectorTime, 0) }}
}

func headers(prefix, id string, at any, signature string) http.Header {
	h := http.Header{}
	h.Set(prefix+"-Id", id)
	h.Set(prefix+"-Timestamp", fmt.Sprint(at))
	h.Set(prefix+"-Signature", signature)
	return h
}

// signature is a good one.
func signature(secret, id string, at any, body string) string {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%v.%s", id, at, body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// TestVector holds the signature against the published example: it is good, so
// that what is refused is the body, which is no event.
func TestVector(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"svix", "webhook", "Svix", "WEBHOOK"} {
		_, err := webhook(t, vectorSecret).Read(headers(prefix, vectorID, vectorTime, vectorSignature), []byte(vectorBody))
		if alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("%s: %v, want a refused body", prefix, err)
		}
	}
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	const body = `{"type":"session.created","data":{}}`
	sign := func(secret, id string, at any) string { return signature(secret, id, at, body) }
	good := sign(vectorSecret, "m", vectorTime)
	type c struct {
		secrets string
		header  http.Header
		body    string
		passes  bool
	}
	cases := map[string]c{
		"good":                       {vectorSecret, headers("svix", "m", vectorTime, good), body, true},
		"the other headers":          {vectorSecret, headers("webhook", "m", vectorTime, good), body, true},
		"the second of two secrets":  {otherSecret + " " + vectorSecret, headers("svix", "m", vectorTime, good), body, true},
		"between commas":             {otherSecret + "," + vectorSecret + ",", headers("svix", "m", vectorTime, good), body, true},
		"the second signature":       {vectorSecret, headers("svix", "m", vectorTime, sign(otherSecret, "m", vectorTime)+" "+good), body, true},
		"beside a later version":     {vectorSecret, headers("svix", "m", vectorTime, "v2,abc v1a,xyz "+good), body, true},
		"five minutes ago":           {vectorSecret, headers("svix", "m", vectorTime-300, sign(vectorSecret, "m", vectorTime-300)), body, true},
		"in five minutes":            {vectorSecret, headers("svix", "m", vectorTime+300, sign(vectorSecret, "m", vectorTime+300)), body, true},
		"older":                      {vectorSecret, headers("svix", "m", vectorTime-301, sign(vectorSecret, "m", vectorTime-301)), body, false},
		"later":                      {vectorSecret, headers("svix", "m", vectorTime+301, sign(vectorSecret, "m", vectorTime+301)), body, false},
		"no secret":                  {"", headers("svix", "m", vectorTime, good), body, false},
		"no secret, signed with one": {"", headers("svix", "m", vectorTime, signature("whsec_", "m", vectorTime, body)), body, false},
		"another secret":             {otherSecret, headers("svix", "m", vectorTime, good), body, false},
		"another body":               {vectorSecret, headers("svix", "m", vectorTime, good), body + " ", false},
		"another id":                 {vectorSecret, headers("svix", "n", vectorTime, good), body, false},
		"another time":               {vectorSecret, headers("svix", "m", vectorTime+1, good), body, false},
		"a moved dot":                {vectorSecret, headers("svix", "m."+fmt.Sprint(vectorTime), "", good), body, false},
		"a time that is no number":   {vectorSecret, headers("svix", "m", "now", sign(vectorSecret, "m", "now")), body, false},
		"a time with a plus":         {vectorSecret, headers("svix", "m", "x1614265330", sign(vectorSecret, "m", "x1614265330")), body, false},
		"a time past all":            {vectorSecret, headers("svix", "m", "9223372036854775807", sign(vectorSecret, "m", "9223372036854775807")), body, false},
		"a time before all":          {vectorSecret, headers("svix", "m", "-9223372036854775808", sign(vectorSecret, "m", "-9223372036854775808")), body, false},
		"no id":                      {vectorSecret, headers("svix", "", vectorTime, sign(vectorSecret, "", vectorTime)), body, false},
		"a long id":                  {vectorSecret, headers("svix", strings.Repeat("m", 256), vectorTime, sign(vectorSecret, strings.Repeat("m", 256), vectorTime)), body, false},
		"no time":                    {vectorSecret, headers("svix", "m", "", sign(vectorSecret, "m", "")), body, false},
		"no signature":               {vectorSecret, headers("svix", "m", vectorTime, ""), body, false},
		"no version":                 {vectorSecret, headers("svix", "m", vectorTime, strings.TrimPrefix(good, "v1,")), body, false},
		"version 2":                  {vectorSecret, headers("svix", "m", vectorTime, "v2"+good[2:]), body, false},
		"a cut signature":            {vectorSecret, headers("svix", "m", vectorTime, good[:20]), body, false},
		"an empty one":               {vectorSecret, headers("svix", "m", vectorTime, "v1,"), body, false},
		"commas between":             {vectorSecret, headers("svix", "m", vectorTime, "v1,x,"+good), body, false},
		"past twenty":                {vectorSecret, headers("svix", "m", vectorTime, strings.Repeat("v1,AAAA ", 20)+good), body, false},
		"nothing":                    {vectorSecret, http.Header{}, body, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event, err := webhook(t, c.secrets).Read(c.header, []byte(c.body))
			switch {
			case c.passes && (err != nil || event.Kind != auth.EventOther):
				t.Errorf("refused: %v", err)
			case !c.passes && (alex.CodeOf(err) != alex.CodeUnauthorized || event != auth.Event{}):
				t.Errorf("answered %v, %v", event, err)
			}
			if got := errors.Is(err, auth.ErrNoSecret); got != (c.secrets == "") {
				t.Errorf("without a secret: %v", got)
			}
		})
	}
	t.Attr("measured", fmt.Sprintf("%d rows of signatures", len(cases)))
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	for setting, n := range map[string]int{
		"": 0, " , ": 0, vectorSecret: 1, vectorSecret + " " + otherSecret: 2, vectorSecret + ",\n" + otherSecret + ",": 2,
		"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw": -1, "whsec_": -1, "whsec_!": -1, "whsec_AAAA": -1, vectorSecret + " hunter2": -1, "sk_test_x": -1,
	} {
		secrets, err := clerk.Secrets(setting)
		if n < 0 && alex.CodeOf(err) != alex.CodeInvalid || n >= 0 && (err != nil || len(secrets) != n) {
			t.Errorf("Secrets(%q) = %d, %v", setting, len(secrets), err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Error("the error tells the secret")
		}
	}
}

// people are bodies as Clerk sends them, cut to what matters.
const created = `{"data":{"birthday":"","created_at":1654012591514,"email_addresses":[
	{"email_address":"other@example.org","id":"idn_1","verification":{"status":"verified","strategy":"from_oauth_google"}},
	{"email_address":"example@example.org","id":"idn_29w83yL7CwVlJXylYLxcslromF1","linked_to":[],"object":"email_address","verification":{"status":"verified","strategy":"ticket"}}],
	"external_id":"567772","first_name":"Example","id":"user_29w83sxmDNGwOuEthce5gg56FcC","last_name":"Example","object":"user",
	"primary_email_address_id":"idn_29w83yL7CwVlJXylYLxcslromF1","updated_at":1654012591835},
	"instance_id":"ins_123","object":"event","timestamp":1654012591835,"type":"user.created"}`

func TestEvents(t *testing.T) {
	t.Parallel()
	const id = "user_29w83sxmDNGwOuEthce5gg56FcC"
	at := time.UnixMilli(1654012591835).UTC()
	edit := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(created) }
	changed := auth.Event{ID: "m", Kind: auth.EventChanged, Subject: id, Email: "example@example.org", Name: "Example Example", At: at}
	with := func(change func(*auth.Event)) auth.Event {
		e := changed
		change(&e)
		return e
	}
	noMail := with(func(e *auth.Event) { e.Email = "" })
	for name, c := range map[string]struct {
		body string
		want auth.Event // the zero event: refused
	}{
		"created":               {created, changed},
		"updated":               {edit("user.created", "user.updated"), changed},
		"deleted":               {`{"data":{"deleted":true,"id":"` + id + `","object":"user"},"object":"event","type":"user.deleted"}`, auth.Event{ID: "m", Kind: auth.EventDeleted, Subject: id}},
		"of no concern":         {`{"data":null,"type":"organization.created"}`, auth.Event{ID: "m", Kind: auth.EventOther}},
		"a first name alone":    {edit(`"last_name":"Example"`, `"last_name":null`), with(func(e *auth.Event) { e.Name = "Example" })},
		"no name":               {edit(`"first_name":"Example"`, `"first_name":null`, `"last_name":"Example"`, `"x":1`), with(func(e *auth.Event) { e.Name = "" })},
		"a name too long":       {edit(`"first_name":"Example"`, `"first_name":"`+strings.Repeat("x", 300)+`"`), with(func(e *auth.Event) { e.Name = "" })},
		"not verified":          {edit(`"status":"verified","strategy":"ticket"`, `"status":"unverified"`), noMail},
		"no verification":       {edit(`"verification":{"status":"verified","strategy":"ticket"}`, `"verification":null`), noMail},
		"no primary":            {edit(`"primary_email_address_id":"idn_29w83yL7CwVlJXylYLxcslromF1"`, `"primary_email_address_id":null`), noMail},
		"no address":            {edit("example@example.org", ""), noMail},
		"no id":                 {edit(`"id":"`+id+`"`, `"id":""`), auth.Event{}},
		"an id that is no text": {edit(`"id":"`+id+`"`, `"id":7`), auth.Event{}},
		"an id with NUL":        {edit(id, `a\u0000`), auth.Event{}},
		"a long id":             {edit(id, strings.Repeat("u", 256)), auth.Event{}},
		"no time":               {edit(`"updated_at":1654012591835`, `"x":1`), auth.Event{}},
		"a time in words":       {edit(`"updated_at":1654012591835`, `"updated_at":"now"`), auth.Event{}},
		"no data":               {`{"type":"user.created"}`, auth.Event{}},
		"data that is a list":   {`{"type":"user.created","data":[]}`, auth.Event{}},
		"a deletion of nobody":  {`{"type":"user.deleted","data":{}}`, auth.Event{}},
		"no type":               {`{"data":{}}`, auth.Event{}},
		"no JSON":               {`user.created`, auth.Event{}},
		"nothing":               {``, auth.Event{}},
		"two values":            {created + created, auth.Event{}},
		"deep":                  {strings.Repeat("[", 100_000), auth.Event{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := webhook(t, vectorSecret).Read(headers("svix", "m", vectorTime, signature(vectorSecret, "m", vectorTime, c.body)), []byte(c.body))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			want := alex.Code("")
			if (c.want == auth.Event{}) {
				want = alex.CodeInvalid
			}
			if alex.CodeOf(err) != want {
				t.Errorf("%v, want %q", err, want)
			}
		})
	}
}

// FuzzWebhook: nothing but what the secret signed passes, and what is signed is
// an event or is refused.
func FuzzWebhook(f *testing.F) {
	w := webhook(f, vectorSecret)
	f.Add(vectorID, fmt.Sprint(vectorTime), vectorSignature, vectorBody)
	f.Add("m", fmt.Sprint(vectorTime), signature(vectorSecret, "m", vectorTime, created), created)
	f.Add("m", "", "v1,", `{"type":"user.deleted","data":{"id":"x"}}`)
	f.Add("m", "+1614265330", "v1,AAAA v2,x", `{"type":"user.updated","data":{"id":"x","updated_at":1e300}}`)
	f.Fuzz(func(t *testing.T, id, at, given, body string) {
		event, err := w.Read(headers("webhook", id, at, given), []byte(body))
		signs := strings.Contains(given, signature(vectorSecret, id, at, body))
		if !signs && (alex.CodeOf(err) != alex.CodeUnauthorized || event != auth.Event{}) {
			t.Errorf("an unsigned message passes as %v, %v", event, err)
		}
		event, err = w.Read(headers("svix", "m", vectorTime, signature(vectorSecret, "m", vectorTime, body)), []byte(body))
		switch {
		case err != nil && (alex.CodeOf(err) != alex.CodeInvalid || event != auth.Event{}):
			t.Errorf("a signed message is answered %v, %v", event, err)
		case err == nil && event.Kind != auth.EventOther && (event.Subject == "" || event.Kind == auth.EventChanged && event.At.IsZero()):
			t.Errorf("half an event: %v", event)
		}
	})
}
