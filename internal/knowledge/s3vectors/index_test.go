package s3vectors_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/knowledgetest"
	"alex/internal/knowledge/s3vectors"
)

const key = "secret-key"

func now() time.Time { return time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC) }

func config() aws.Config {
	return aws.Config{
		Region: "eu-central-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "secret-id", SecretAccessKey: key}, nil
		}),
	}
}

func two() knowledge.Model { return knowledge.Model{Name: "m", Dimension: 2} }

func entries(document alex.ID, vectors ...knowledge.Vector) (list []knowledge.Entry) {
	for i, v := range vectors {
		list = append(list, knowledge.Entry{Place: knowledge.Place{Document: document, Ordinal: i}, Vector: v})
	}
	return list
}

func TestExercise(t *testing.T) {
	t.Parallel()
	knowledgetest.Exercise(t, func(t *testing.T) knowledgetest.Fixture {
		t.Helper()
		x, _ := open(t, knowledgetest.Model())
		made := 0
		return knowledgetest.Fixture{Index: x, Document: func(*testing.T, knowledge.Tenant, int) alex.ID {
			made++
			return alex.ID(fmt.Sprintf("00000000-0000-4000-8000-%012d", made))
		}}
	})
}

// TestWire: keys, metadata and the filter, as they are sent.
func TestWire(t *testing.T) {
	t.Parallel()
	x, f := open(t, two())
	if err := x.Put(t.Context(), "everybody", "d1", entries("d1", knowledge.Vector{1, 0}, knowledge.Vector{0, 1})); err != nil {
		t.Fatal(err)
	}
	if err := x.Put(t.Context(), knowledge.Everybody, "d2", entries("d2", knowledge.Vector{0.6, 0.8})); err != nil {
		t.Fatal(err)
	}
	metadata := map[string]any{"tenant": "everybody", "model": "m", "document": "d2"}
	if diff := cmp.Diff([]any{map[string]any{
		"key": "d2/0", "data": map[string]any{"float32": []any{0.6, 0.8}}, "metadata": metadata,
	}}, f.bodies["/PutVectors"]["vectors"]); diff != "" {
		t.Error(diff)
	}
	if got := f.vectors["d1/1"].metadata["tenant"]; got != "person:everybody" {
		t.Errorf("somebody called everybody is written %v", got)
	}
	got, err := x.Nearest(t.Context(), "ann", knowledge.Vector{1, 0}, 3)
	if len(got) != 1 || err != nil || got[0].Place != (knowledge.Place{Document: "d2"}) || got[0].Score < 0.599 || got[0].Score > 0.601 {
		t.Errorf("%+v %v", got, err)
	}
	asked := f.bodies["/QueryVectors"]
	if asked["topK"] != 3.0 || asked["returnDistance"] != true || asked["returnMetadata"] != true {
		t.Errorf("%v", asked)
	}
	_, err = x.Nearest(t.Context(), "", knowledge.Vector{1, 0}, 1)
	of := func(tenants ...any) map[string]any {
		return map[string]any{"$and": []any{
			map[string]any{"tenant": map[string]any{"$in": tenants}}, map[string]any{"model": map[string]any{"$eq": "m"}},
		}}
	}
	if diff := cmp.Diff([]map[string]any{of("everybody", "person:ann"), of("everybody")}, f.filters); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if err := x.Remove(t.Context(), "everybody", "d1", 2); err != nil || len(f.vectors) != 1 {
		t.Errorf("%d are left: %v", len(f.vectors), err)
	}
	if diff := cmp.Diff([]string{"/GetIndex", "/PutVectors", "/PutVectors", "/QueryVectors", "/QueryVectors", "/DeleteVectors"}, f.asked); diff != "" {
		t.Error(diff)
	}
}

// TestManyVectors go 500 a call, and fewer where they are long.
func TestManyVectors(t *testing.T) {
	t.Parallel()
	for dimension, want := range map[int][]int{2: {500, 500, 3}, 4096: {292, 292, 292, 127}} {
		x, f := open(t, knowledge.Model{Name: "m", Dimension: dimension})
		vector := make(knowledge.Vector, dimension)
		vector[0] = 1
		list := make([]knowledge.Vector, 1003)
		for i := range list {
			list[i] = vector
		}
		if err := x.Put(t.Context(), "", "d", entries("d", list...)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, f.sizes); diff != "" || len(f.vectors) != 1003 {
			t.Errorf("%d are put: %s", len(f.vectors), diff)
		}
		f.sizes = nil
		if err := x.Remove(t.Context(), "", "d", 1003); err != nil || len(f.vectors) != 0 {
			t.Errorf("%d are left: %v", len(f.vectors), err)
		}
		if diff := cmp.Diff([]int{500, 500, 3}, f.sizes); diff != "" {
			t.Error(diff)
		}
	}
}

// TestAnotherKindOfIndex is refused by its name before anything is put or found.
func TestAnotherKindOfIndex(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(*fake){
		"its vectors have 3 numbers, and not 2":  func(f *fake) { f.dimension = 3 },
		"it measures by euclidean, and not":      func(f *fake) { f.metric = "euclidean" },
		"it cannot filter by tenant":             func(f *fake) { f.blind = []string{"tenant"} },
		"it cannot filter by model, and not one": func(f *fake) { f.blind = []string{"text", "model"} },
	} {
		x, f := open(t, two())
		change(f)
		_, err := x.Nearest(t.Context(), "", knowledge.Vector{1, 0}, 1)
		for _, err := range []error{err, x.Put(t.Context(), "", "d", entries("d", knowledge.Vector{1, 0}))} {
			if alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "alex/passages") {
				t.Errorf("%v", err)
			}
		}
		if diff := cmp.Diff([]string{"/GetIndex", "/GetIndex"}, f.asked); diff != "" {
			t.Error(diff)
		}
	}
	x, f := open(t, two())
	err := x.Put(t.Context(), "", "d", entries("d", knowledge.Vector{1, 0}, knowledge.Vector{1, 0, 0}))
	if alex.CodeOf(err) != alex.CodeInternal || !strings.Contains(err.Error(), "3 numbers does not go into") || len(f.asked) > 0 {
		t.Errorf("%v", err)
	}
}

// TestAnswersAreChecked: one that shows another's passage shows nothing.
func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	first := func(answer map[string]any) map[string]any { return answer["vectors"].([]map[string]any)[0] }
	for says, change := range map[string]func(map[string]any){
		"another tenant":  func(a map[string]any) { first(a)["metadata"] = map[string]any{"tenant": "person:bob", "model": "m"} },
		"tenant or model": func(a map[string]any) { first(a)["metadata"] = map[string]any{"tenant": "everybody", "model": "old"} },
		"its filter does not hold": func(a map[string]any) {
			first(a)["metadata"] = map[string]any{"tenant": []string{"everybody"}, "model": "m"}
		},
		"does not say whose it is":     func(a map[string]any) { delete(first(a), "metadata") },
		"without a place":              func(a map[string]any) { first(a)["key"] = "d1" },
		"without a place or":           func(a map[string]any) { first(a)["key"] = "d1/-1" },
		"or a distance":                func(a map[string]any) { delete(first(a), "distance") },
		"measures by euclidean":        func(a map[string]any) { a["distanceMetric"] = "euclidean" },
		"2 passages, and not with 1":   func(a map[string]any) { a["vectors"] = append(a["vectors"].([]map[string]any), first(a)) },
		"no document of the kind that": func(a map[string]any) { a["vectors"] = "words" },
	} {
		x, f := open(t, two())
		if err := x.Put(t.Context(), "", "d1", entries("d1", knowledge.Vector{1, 0})); err != nil {
			t.Fatal(err)
		}
		f.change = change
		got, err := x.Nearest(t.Context(), "ann", knowledge.Vector{1, 0}, 1)
		if err == nil || len(got) > 0 || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %+v %v", says, got, err)
		}
	}
	x, f := open(t, two())
	for _, k := range []int{0, 101} {
		if _, err := x.Nearest(t.Context(), "", knowledge.Vector{1, 0}, k); alex.CodeOf(err) != alex.CodeInvalid || !strings.HasPrefix(err.Error(), "k: ") || len(f.asked) > 0 {
			t.Errorf("%d: %v", k, err)
		}
	}
}

// TestFailures: which may pass by themselves, and that none tells what was sent.
func TestFailures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		kind   string
		header string
		code   alex.Code
		wait   time.Duration
		says   string
	}{
		"throttled":     {429, "TooManyRequestsException", "4", alex.CodeUnavailable, 4 * time.Second, "TooManyRequestsException"},
		"away":          {503, "ServiceUnavailableException", "", alex.CodeUnavailable, 10 * time.Second, ""},
		"broken":        {500, "InternalServerException", "", alex.CodeUnavailable, 10 * time.Second, ""},
		"too slow":      {408, "RequestTimeoutException", "", alex.CodeUnavailable, 10 * time.Second, ""},
		"no index":      {404, "NotFoundException", "", alex.CodeInternal, 0, "alex/passages is not there"},
		"no permission": {403, "AccessDeniedException", "", alex.CodeInternal, 0, "may not be asked"},
		"refused":       {400, "ValidationException", "", alex.CodeInternal, 0, "ValidationException"},
		"full":          {402, "ServiceQuotaExceededException", "", alex.CodeInternal, 0, "ServiceQuotaExceededException"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x, f := open(t, two())
			f.refuse = func(w http.ResponseWriter) bool {
				w.Header().Set("X-Amzn-Errortype", c.kind)
				if c.header != "" {
					w.Header().Set("Retry-After", c.header)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, `{"message":"the words `+key+`"}`)
				return true
			}
			_, found := x.Nearest(t.Context(), "", knowledge.Vector{1, 0}, 1)
			for _, err := range []error{
				found, x.Put(t.Context(), "", "d", entries("d", knowledge.Vector{1, 0})), x.Remove(t.Context(), "", "d", 1),
			} {
				e, ok := errors.AsType[*alex.Error](err)
				if !ok || e.Code != c.code || e.RetryAfter != c.wait || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%#v", err)
				}
				if strings.Contains(fmt.Sprint(err), key) || strings.Contains(fmt.Sprint(err), "words") {
					t.Errorf("it tells what was sent: %v", err)
				}
			}
			if diff := cmp.Diff([]string{"/GetIndex", "/QueryVectors", "/PutVectors", "/DeleteVectors"}, f.asked); diff != "" {
				t.Errorf("whoever wants more tries again: %s", diff)
			}
		})
	}
	x := s3vectors.New(s3vectors.Options{Bucket: "alex", Name: "passages", Model: two(), AWS: aws.Config{Region: "eu-central-1"}})
	if _, err := x.Nearest(t.Context(), "", knowledge.Vector{1, 0}, 1); alex.CodeOf(err) != alex.CodeInternal || !strings.Contains(err.Error(), "no credentials of AWS") {
		t.Errorf("%v", err)
	}
	ctx, give := context.WithCancel(t.Context())
	give()
	if _, err := x.Nearest(ctx, "", knowledge.Vector{1, 0}, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}
