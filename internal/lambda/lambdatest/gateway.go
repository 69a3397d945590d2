package lambdatest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// Gateway is an HTTP API in front of a function, as an http.Handler: it sends each
// request as an event in the payload format 2.0, and answers what comes back.
type Gateway struct {
	// Invoke is as that of *Function.
	Invoke func(ctx context.Context, event []byte, headers http.Header) (Answer, error)
	// Says are headers that the network in front of it adds.
	Says map[string]string
}

type gatewayEvent struct {
	Version        string            `json:"version"`
	RouteKey       string            `json:"routeKey"`
	RawPath        string            `json:"rawPath"`
	RawQueryString string            `json:"rawQueryString"`
	Cookies        []string          `json:"cookies,omitempty"`
	Headers        map[string]string `json:"headers"`
	RequestContext gatewayContext    `json:"requestContext"`
	Body           string            `json:"body,omitempty"`
	Base64         bool              `json:"isBase64Encoded"`
}

type gatewayContext struct {
	APIID      string      `json:"apiId"`
	DomainName string      `json:"domainName"`
	RequestID  string      `json:"requestId"`
	Stage      string      `json:"stage"`
	Time       string      `json:"time"`
	HTTP       gatewayHTTP `json:"http"`
}

type gatewayHTTP struct {
	Method   string `json:"method"`
	Path     string `json:"path"`
	Protocol string `json:"protocol"`
	SourceIP string `json:"sourceIp"`
}

type gatewayAnswer struct {
	StatusCode int               `json:"statusCode"`
	Headers    map[string]string `json:"headers"`
	Cookies    []string          `json:"cookies"`
	Body       string            `json:"body"`
	Base64     bool              `json:"isBase64Encoded"`
}

// ServeHTTP answers 502 where the function fails, and 503 where it ends, as the
// service does.
func (g Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // who asked has gone
	}
	e := gatewayEvent{
		Version: "2.0", RouteKey: "$default", RawPath: r.URL.EscapedPath(), RawQueryString: r.URL.RawQuery, Headers: map[string]string{},
		RequestContext: gatewayContext{APIID: "stand-in", DomainName: r.Host, RequestID: "stand-in", Stage: "$default", Time: time.Now().UTC().Format(time.RFC3339)},
		Body:           string(body),
	}
	e.RequestContext.HTTP = gatewayHTTP{Method: r.Method, Path: r.URL.Path, Protocol: r.Proto}
	if e.RequestContext.HTTP.SourceIP, _, err = net.SplitHostPort(r.RemoteAddr); err != nil {
		e.RequestContext.HTTP.SourceIP = r.RemoteAddr
	}
	for name, values := range r.Header { // the service writes names in small letters, and a list with commas
		e.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	if cookie := e.Headers["cookie"]; cookie != "" {
		e.Cookies = strings.Split(cookie, "; ")
		delete(e.Headers, "cookie")
	}
	e.Headers["host"] = r.Host
	maps.Copy(e.Headers, g.Says)
	if !utf8.Valid(body) {
		e.Body, e.Base64 = base64.StdEncoding.EncodeToString(body), true
	}
	event, err := json.Marshal(e)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer, err := g.Invoke(r.Context(), event, nil)
	var out gatewayAnswer
	switch {
	case err != nil:
		http.Error(w, `{"message":"Service Unavailable"}`, http.StatusServiceUnavailable)
		return
	case answer.Kind != "response" || json.Unmarshal(answer.Body, &out) != nil || out.StatusCode == 0:
		http.Error(w, `{"message":"Internal Server Error"}`, http.StatusBadGateway)
		return
	}
	for name, value := range out.Headers {
		w.Header().Set(name, value)
	}
	for _, cookie := range out.Cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	text := []byte(out.Body)
	if out.Base64 {
		if text, err = base64.StdEncoding.DecodeString(out.Body); err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
	}
	w.WriteHeader(out.StatusCode)
	_, _ = w.Write(text) // who asked may have gone
}
