// Package cloudtest stands in for the services of AWS that an operator of Alex
// uses, in tests: one http.Handler that speaks each one's own protocol.
package cloudtest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Number is the account's, Region where all of it is.
const (
	Number = "123456789012"
	Region = "eu-central-1"
)

// Account is an http.Handler. Its fields are set before it is used; while it is, Do
// guards them.
type Account struct {
	Now func() time.Time // nil is time.Now

	// Refuse answers a call instead of the account, where status is not 0; n counts
	// the calls of the action, from 1.
	Refuse func(action string, n int) (status int, code, message string)

	Secrets   map[string]string    // by ARN
	Functions map[string]*Function // by name
	Settling  int                  // looks at a function after its code changed until the change is done

	Bucket  string
	Objects map[string]*Object // by key
	Page    int                // of lists; 0 is 1000

	Distribution  string // its id
	Invalidations [][]string

	Clusters  map[string]*Cluster  // by id
	Snapshots map[string]*Snapshot // by id
	Slow      int                  // looks at a cluster until what was begun is done
	Capacity  float64              // that CloudWatch tells; below 0: it has no figure
	Resuming  int                  // statements that are refused while the cluster resumes

	Logs map[string][]Event // by log group

	Queues    map[string]map[string]string // attributes by name
	Endpoints map[string]string            // of SageMaker: their status, by name
	Indexes   map[string]int               // of S3 Vectors: their dimension, by BUCKET/INDEX
	Models    map[string]bool              // of Bedrock: whether access was granted, by id

	mu    sync.Mutex
	calls []string
}

// Calls are the actions that were asked for, as policies name them.
func (a *Account) Calls() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.calls)
}

// Count is how often an action was asked for.
func (a *Account) Count(action string) (n int) {
	for _, c := range a.Calls() {
		if c == action {
			n++
		}
	}
	return n
}

// Do reads or changes the account while it is used.
func (a *Account) Do(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}

var scope = regexp.MustCompile(`Credential=[^/]+/[0-9]{8}/([a-z0-9-]*)/([a-z0-9-]+)/aws4_request`)

// reply is an answer in the protocol of its service.
type reply struct {
	status int
	body   any // what JSON is made of; a string is XML
	header http.Header
}

func ok(body any) (reply, *fault) { return reply{status: http.StatusOK, body: body}, nil }

// fault is a refusal by a service itself.
type fault struct {
	status  int
	code    string
	message string
}

func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	signed := scope.FindStringSubmatch(r.Header.Get("Authorization"))
	body, err := io.ReadAll(r.Body)
	if signed == nil || err != nil {
		http.Error(w, "the call is not signed", http.StatusBadRequest)
		return
	}
	service := signed[2]
	a.mu.Lock()
	defer a.mu.Unlock()
	do, operation := a.route(service, r, body)
	action := service + ":" + operation
	a.calls = append(a.calls, action)
	n := 0
	for _, c := range a.calls {
		if c == action {
			n++
		}
	}
	if a.Refuse != nil {
		if status, code, message := a.Refuse(action, n); status != 0 {
			refuse(w, service, &fault{status, code, message})
			return
		}
	}
	if do == nil {
		refuse(w, service, &fault{http.StatusNotImplemented, "UnknownOperation", action})
		return
	}
	answer, refused := do()
	if refused != nil {
		refuse(w, service, refused)
		return
	}
	write(w, service, answer)
}

// route finds what to do for a call, and the operation's name.
func (a *Account) route(service string, r *http.Request, body []byte) (func() (reply, *fault), string) {
	if _, operation, found := strings.Cut(r.Header.Get("X-Amz-Target"), "."); found {
		return a.target(service, operation, body), operation
	}
	switch service {
	case "s3":
		return a.s3(r, body)
	case "lambda":
		return a.lambda(r, body)
	case "cloudfront":
		return a.cloudfront(r, body)
	case "rds", "sts", "monitoring":
		return a.query(service, body)
	case "s3vectors", "rds-data", "bedrock":
		return a.rest(service, r, body)
	}
	return nil, r.Method + r.URL.Path
}

func refuse(w http.ResponseWriter, service string, f *fault) {
	var body any
	switch service {
	case "s3":
		body = xmlError(f)
	case "rds", "sts", "cloudfront", "monitoring":
		body = "<ErrorResponse>" + xmlError(f) + "<RequestId>r</RequestId></ErrorResponse>"
	default:
		body = map[string]string{"__type": f.code, "message": f.message}
	}
	write(w, service, reply{f.status, body, http.Header{"X-Amzn-Errortype": {f.code}}})
}

func xmlError(f *fault) string {
	return "<Error><Type>Sender</Type><Code>" + escape(f.code) + "</Code><Message>" + escape(f.message) + "</Message></Error>"
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder cannot fail
	return b.String()
}

func write(w http.ResponseWriter, service string, r reply) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	body, isXML := r.body.(string)
	switch {
	case r.body == nil:
		w.WriteHeader(r.status)
		return
	case isXML:
		w.Header().Set("Content-Type", "text/xml")
	default:
		kind := "application/json"
		if service == "secretsmanager" || service == "logs" || service == "sqs" || service == "sagemaker" {
			kind = "application/x-amz-json-1.1"
		}
		w.Header().Set("Content-Type", kind)
		text, err := json.Marshal(r.body)
		if err != nil {
			panic(err) // what is marshalled stands in this package
		}
		body = string(text)
	}
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, body) // a client that went away
}

func (a *Account) time() time.Time {
	if a.Now == nil {
		return time.Now()
	}
	return a.Now()
}

// Denied is what AWS says to who may not do something.
func Denied(action, resource string) (status int, code, message string) {
	return http.StatusForbidden, "AccessDeniedException", fmt.Sprintf(
		"User: arn:aws:sts::%s:assumed-role/hunter2/session is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action", Number, action, resource, action)
}
