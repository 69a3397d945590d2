package lambda_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"alex"
	"alex/internal/lambda"
)

// TestRefuse: Lambda is told why, and what kind of error it is.
func TestRefuse(t *testing.T) {
	t.Parallel()
	said := ""
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		said = r.Method + " " + r.URL.Path + " " + r.Header.Get("Lambda-Runtime-Function-Error-Type") + " " + string(body)
		w.WriteHeader(http.StatusAccepted)
	}))
	defer api.Close()
	at := strings.TrimPrefix(api.URL, "http://")
	if err := lambda.Refuse(t.Context(), at, alex.Invalid("ALEX_ROLE", "is empty")); err != nil {
		t.Fatal(err)
	}
	if want := `POST /2018-06-01/runtime/init/error Alex.invalid {"errorMessage":"ALEX_ROLE: is empty","errorType":"Alex.invalid"}`; said != want {
		t.Errorf("%s", said)
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	for _, nobody := range []string{closed.Addr().String(), "no address"} {
		if err := lambda.Refuse(t.Context(), nobody, errors.New("x")); err == nil || !strings.HasPrefix(err.Error(), "AWS_LAMBDA_RUNTIME_API: ") {
			t.Errorf("%s: %v", nobody, err)
		}
	}
}
