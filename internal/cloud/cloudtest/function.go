package cloudtest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
)

// Function is one of Lambda.
type Function struct {
	Code          []byte
	Environment   map[string]string
	Architectures []string // nil is arm64
	Timeout       int      // seconds
	State, Reason string   // State empty is Active
	Fails         string   // why an update of the code fails, once it was taken

	settling int
	outcome  string
}

// Sum is the code's as Lambda tells it.
func (f *Function) Sum() string {
	sum := sha256.Sum256(f.Code)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func (a *Account) lambda(r *http.Request, body []byte) (func() (reply, *fault), string) {
	name, what, found := strings.Cut(strings.TrimPrefix(r.URL.Path, "/2015-03-31/functions/"), "/")
	operation := map[string]string{"GET configuration": "GetFunctionConfiguration", "PUT code": "UpdateFunctionCode"}[r.Method+" "+what]
	if !found || operation == "" {
		return nil, r.Method + r.URL.Path
	}
	return func() (reply, *fault) {
		f := a.Functions[name]
		if f == nil {
			return reply{}, &fault{http.StatusNotFound, "ResourceNotFoundException", "Function not found: " + name}
		}
		if operation == "UpdateFunctionCode" {
			if f.settling > 0 {
				return reply{}, &fault{http.StatusConflict, "ResourceConflictException", "The operation cannot be performed at this time. An update is in progress."}
			}
			var in struct{ ZipFile []byte }
			if json.Unmarshal(body, &in) != nil || len(in.ZipFile) == 0 {
				return reply{}, &fault{http.StatusBadRequest, "InvalidParameterValueException", "no code"}
			}
			f.Code, f.settling, f.outcome = in.ZipFile, a.Settling, "Successful"
			if f.Fails != "" {
				f.outcome = "Failed"
			}
			return ok(a.configuration(name, f, "InProgress"))
		}
		status := "InProgress"
		if f.settling == 0 {
			status = f.outcome
		} else {
			f.settling--
		}
		return ok(a.configuration(name, f, status))
	}, operation
}

func (a *Account) configuration(name string, f *Function, status string) map[string]any {
	architectures, state := f.Architectures, f.State
	if architectures == nil {
		architectures = []string{"arm64"}
	}
	if state == "" {
		state = "Active"
	}
	if status == "" {
		status = "Successful"
	}
	return map[string]any{
		"FunctionName": name, "FunctionArn": "arn:aws:lambda:" + Region + ":" + Number + ":function:" + name, "CodeSha256": f.Sum(), "CodeSize": len(f.Code),
		"Architectures": architectures, "State": state, "StateReason": f.Reason, "LastUpdateStatus": status, "LastUpdateStatusReason": f.Fails,
		"Timeout": f.Timeout, "Environment": map[string]any{"Variables": f.Environment},
	}
}

// cloudfront answers for the distribution.
func (a *Account) cloudfront(r *http.Request, body []byte) (func() (reply, *fault), string) {
	id, what, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/2020-05-31/distribution/"), "/")
	gone := &fault{http.StatusNotFound, "NoSuchDistribution", "The specified distribution does not exist."}
	switch {
	case r.Method == http.MethodGet && what == "":
		return func() (reply, *fault) {
			if id != a.Distribution {
				return reply{}, gone
			}
			return ok("<Distribution><Id>" + id + "</Id><Status>Deployed</Status><DomainName>d1.cloudfront.net</DomainName><DistributionConfig><CallerReference>c</CallerReference><Comment></Comment><Enabled>true</Enabled></DistributionConfig></Distribution>")
		}, "GetDistribution"
	case r.Method == http.MethodPost && what == "invalidation":
		return func() (reply, *fault) {
			if id != a.Distribution {
				return reply{}, gone
			}
			var paths []string
			for part := range strings.SplitSeq(string(body), "<Path>") {
				if path, _, found := strings.Cut(part, "</Path>"); found {
					paths = append(paths, path)
				}
			}
			a.Invalidations = append(a.Invalidations, paths)
			return reply{http.StatusCreated, "<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>", nil}, nil
		}, "CreateInvalidation"
	}
	return nil, r.Method + r.URL.Path
}
