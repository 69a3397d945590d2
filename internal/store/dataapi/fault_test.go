package dataapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/store/dataapi"
	"alex/internal/store/dataapi/dataapitest"
)

// Of all calls, half are throttled: everything is done, once, and the waits stay
// short.
func TestHalfThrottled(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	var n, throttled atomic.Int64
	service.Refuse = func(dataapitest.Call) (int, string, string) {
		if n.Add(1)*2654435761%1024 < 512 { // half, in no order
			throttled.Add(1)
			return http.StatusBadRequest, "ThrottlingException", "Rate exceeded"
		}
		return 0, "", ""
	}
	var slept atomic.Int64
	s := openBy(t, options(service, func(d time.Duration) { slept.Add(int64(d)) }))
	const people = 20
	for i := range people {
		id := alex.PersonID(fmt.Sprint("p", i))
		if err := write(t.Context(), s, id, 3); err != nil {
			t.Fatal(err)
		}
		if a, err := s.As(id).Accounts(t.Context()); err != nil || len(a) != 1 || len(a[0].Positions) != 3 {
			t.Fatalf("%s has %v, %v", id, a, err)
		}
	}
	calls := int64(len(service.Calls()))
	if share := float64(throttled.Load()) / float64(calls); share < 0.4 || share > 0.6 {
		t.Fatalf("%v of the calls were throttled", share)
	}
	if longest := time.Duration(calls) * time.Second / 4; time.Duration(slept.Load()) > longest {
		t.Errorf("%d calls waited %v", calls, time.Duration(slept.Load()))
	}
	t.Attr("measured", fmt.Sprintf("calls=%d throttled=%d waited=%v", calls, throttled.Load(), time.Duration(slept.Load()).Round(time.Second)))
}

func write(ctx context.Context, s *store.Store, id alex.PersonID, positions int) error {
	if _, err := s.System().EnsurePerson(ctx, id, "", ""); err != nil {
		return err
	}
	account := alex.Account{Name: "a", Type: alex.Taxable}
	for n := range positions {
		account.Positions = append(account.Positions, alex.Position{Symbol: alex.Symbol(fmt.Sprint("S", n)), Quantity: alex.DecimalOf(1)})
	}
	_, err := s.As(id).CreateAccount(ctx, account)
	return err
}

// A database that resumes answers so a few times, and then the call succeeds.
func TestResuming(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	var left atomic.Int64
	left.Store(3)
	service.Refuse = func(dataapitest.Call) (int, string, string) {
		if left.Add(-1) >= 0 {
			return http.StatusBadRequest, "DatabaseResumingException", "The Aurora DB instance db-0 is resuming after being auto-paused. Please wait a few seconds and try again."
		}
		return 0, "", ""
	}
	s := open(t, service)
	left.Store(3)
	if err := write(t.Context(), s, "p", 1); err != nil {
		t.Error(err)
	}
	left.Store(1 << 40)
	var slept time.Duration
	_, err := dataapi.Open(t.Context(), address, options(service, func(d time.Duration) { slept += d }))
	if alex.CodeOf(err) != alex.CodeUnavailable || !strings.Contains(err.Error(), "resuming") || slept < 45*time.Second || slept > time.Minute {
		t.Errorf("a database that does not come back = %v after %v", err, slept)
	}
}

// While a secret is rotated, the old password is refused for some seconds.
func TestRotatedSecret(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ code, text string }{
		"the database refuses": {"DatabaseErrorException", `FATAL: password authentication failed for user "alex"; SQLState: 28P01`},
		"as version 1 says it": {"BadRequestException", `FATAL: password authentication failed for user "alex"`},
		"the service refuses":  {"InvalidSecretException", "The Secrets Manager secret used with the request isn't valid"},
		"no version is there":  {"SecretsErrorException", "There was a problem with the Secrets Manager secret"},
	} {
		service := standIn(t, server.Database(t))
		var wrong atomic.Int64
		service.Secret = func(arn string) (string, string) {
			if arn != secret || wrong.Add(-1) >= 0 {
				return c.code, c.text
			}
			return "", ""
		}
		s := open(t, service)
		if err := write(t.Context(), s, "before", 1); err != nil {
			t.Fatal(err)
		}
		wrong.Store(4) // it is flipped under the running program
		if err := write(t.Context(), s, "after", 1); err != nil {
			t.Errorf("where %s: %v", name, err)
		}
		wrong.Store(1 << 40)
		_, err := dataapi.Open(t.Context(), address, options(service, nil))
		if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), "secret") {
			t.Errorf("for good, where %s: %v", name, err)
		}
	}
}

// An answer that is lost is asked for again only where that can do nothing twice.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	s := open(t, service)
	if err := write(t.Context(), s, "p", 1); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		lose func(dataapitest.Call) bool
		do   func() error
		want alex.Code
	}{
		"beginning": {
			func(c dataapitest.Call) bool { return c.Operation == "BeginTransaction" },
			func() error { return write(t.Context(), s, "q", 1) }, "",
		},
		"a read": {
			func(c dataapitest.Call) bool { return strings.Contains(c.SQL, "FROM accounts") },
			func() error { _, err := s.As("p").Accounts(t.Context()); return err }, "",
		},
		"a write": {
			func(c dataapitest.Call) bool { return strings.HasPrefix(c.SQL, "INSERT INTO accounts") },
			func() error { return write(t.Context(), s, "p", 1) }, alex.CodeUnavailable,
		},
		"the end": {
			func(c dataapitest.Call) bool { return c.Operation == "CommitTransaction" },
			func() error { return write(t.Context(), s, "r", 1) }, alex.CodeUnavailable,
		},
	} {
		var once sync.Once
		service.Lose = func(call dataapitest.Call) (lost bool) {
			if c.lose(call) {
				once.Do(func() { lost = true })
			}
			return lost
		}
		if err := c.do(); alex.CodeOf(err) != c.want {
			t.Errorf("the lost answer of %s = %v, want %q", name, err, c.want)
		}
	}
	service.Lose = nil
	for id, want := range map[alex.PersonID]int{"p": 1, "q": 1} {
		if a, err := s.As(id).Accounts(t.Context()); err != nil || len(a) != want {
			t.Errorf("%s has %d accounts, want %d: %v", id, len(a), want, err)
		}
	}
}

// What the service answers, and what the store makes of it.
func TestErrors(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	s := open(t, service)
	for name, c := range map[string]struct {
		status     int
		code, text string
		want       alex.Code
	}{
		"unique":          {400, "DatabaseErrorException", "ERROR: duplicate key value violates unique constraint \"k\"\n  Detail: Key (email)=(hunter2) already exists.; SQLState: 23505", alex.CodeConflict},
		"as version 1":    {400, "BadRequestException", "ERROR: insert or update violates foreign key; SQLState: 23503", alex.CodeConflict},
		"a quoted state":  {400, "DatabaseErrorException", "ERROR: invalid \"SQLState: 23505\"; SQLState: 22P02", alex.CodeInvalid},
		"a quoted login":  {400, "DatabaseErrorException", "ERROR: invalid input \"password authentication failed\"; SQLState: 22P02", alex.CodeInvalid},
		"too slow":        {400, "StatementTimeoutException", "Request timed out", alex.CodeUnavailable},
		"gone":            {404, "TransactionNotFoundException", "Transaction x is not found", alex.CodeUnavailable},
		"gone, version 1": {400, "BadRequestException", "Transaction x is not found", alex.CodeUnavailable},
		"unavailable":     {504, "DatabaseUnavailableException", "The writer isn't available", alex.CodeUnavailable},
		"the service":     {503, "ServiceUnavailableError", "", alex.CodeUnavailable},
		"internal":        {500, "InternalServerErrorException", "", alex.CodeUnavailable},
		"denied":          {403, "AccessDeniedException", "User hunter2 is not authorized", alex.CodeInternal},
		"off":             {400, "HttpEndpointNotEnabledException", "", alex.CodeInternal},
		"no cluster":      {404, "NotFoundException", "", alex.CodeInternal},
		"no database":     {404, "DatabaseNotFoundException", "", alex.CodeInternal},
		"the result":      {400, "UnsupportedResultException", "", alex.CodeInternal},
	} {
		service.Refuse = func(call dataapitest.Call) (int, string, string) {
			if strings.HasPrefix(call.SQL, "INSERT INTO users") {
				return c.status, c.code, c.text
			}
			return 0, "", ""
		}
		_, err := s.System().EnsurePerson(t.Context(), "p", "", "")
		if alex.CodeOf(err) != c.want {
			t.Errorf("%s = %v, want %s", name, err, c.want)
		}
		if f, ok := errors.AsType[*dataapi.Error](err); !ok || f.Code != c.code || strings.Contains(f.Error(), "Detail") {
			t.Errorf("%s lies in the chain as %v", name, f)
		}
	}
}

// No error of a URL that does not work holds what somebody wrote there.
func TestURLsThatAreRefused(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	const password = "hunter2"
	for name, c := range map[string]struct {
		url  string
		want alex.Code
	}{
		"words":              {"the database", alex.CodeInvalid},
		"another scheme":     {"postgres://alex?cluster=" + cluster + "&secret=" + secret, alex.CodeInvalid},
		"no database":        {"rdsdata://?cluster=" + cluster + "&secret=" + secret, alex.CodeInvalid},
		"a password":         {"rdsdata://alex:" + password + "@alex?cluster=" + cluster + "&secret=" + secret, alex.CodeInvalid},
		"a path":             {"rdsdata://alex/" + password + "?cluster=" + cluster + "&secret=" + secret, alex.CodeInvalid},
		"no cluster":         {"rdsdata://alex?secret=" + secret, alex.CodeInvalid},
		"no secret":          {"rdsdata://alex?cluster=" + cluster, alex.CodeInvalid},
		"a cluster's name":   {"rdsdata://alex?cluster=" + password + "&secret=" + secret, alex.CodeInvalid},
		"a secret itself":    {"rdsdata://alex?cluster=" + cluster + "&secret=" + password, alex.CodeInvalid},
		"more":               {address + "&password=" + password, alex.CodeInvalid},
		"twice":              {address + "&secret=" + secret, alex.CodeInvalid},
		"no such cluster":    {strings.Replace(address, "alex-test", "other", 1), alex.CodeInvalid},
		"no such database":   {strings.Replace(address, "//alex?", "//other?", 1), alex.CodeInvalid},
		"nobody there":       {address, alex.CodeUnavailable},
		"no credentials":     {address, alex.CodeInvalid},
		"it works after all": {address, ""},
	} {
		o := options(service, nil)
		switch name {
		case "nobody there":
			o.HTTP = &http.Client{Transport: direct{http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })}}
		case "no credentials":
			o.AWS.Credentials = nil
		}
		s, err := dataapi.Open(t.Context(), c.url, o)
		if alex.CodeOf(err) != c.want {
			t.Errorf("Open() with %s = %v, want code %s", name, err, c.want)
		}
		if err == nil {
			_ = s.Close()
			continue
		}
		if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, password) {
			t.Errorf("Open() with %s says what was written: %s", name, text)
		}
	}
}

// A call on the wire is a signed POST, to where the SDK's own settings lead.
func TestOnTheWire(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	web := httptest.NewServer(service)
	defer web.Close()
	o := dataapi.Options{AWS: settings()}
	o.AWS.BaseEndpoint = &web.URL
	s := openBy(t, o)
	if err := write(t.Context(), s, "p", 2); err != nil {
		t.Fatal(err)
	}
	for _, c := range service.Calls() {
		if !strings.HasPrefix(c.Signed, "AWS4-HMAC-SHA256 Credential=secret-id/") || !strings.Contains(c.Signed, "/eu-central-1/rds-data/aws4_request") {
			t.Errorf("%s is signed %q", c.Operation, c.Signed)
		}
	}
}
