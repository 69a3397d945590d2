package s3vectors_test

import (
	"cmp"
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"alex/internal/knowledge"
	"alex/internal/knowledge/s3vectors"
)

// fake is an S3 Vectors that has one index, and finds exactly.
type fake struct {
	t         *testing.T
	dimension int
	metric    string
	blind     []string // keys of metadata that it cannot filter by

	mu      sync.Mutex
	vectors map[string]stored
	asked   []string                          // operations
	refuse  func(w http.ResponseWriter) bool  // instead of an answer, but to GetIndex
	change  func(answer map[string]any)       // of a question
	sizes   []int                             // vectors or keys of each call
	filters []map[string]any                  // of questions
	bodies  map[string]map[string]interface{} // the last one of each operation
}

type stored struct {
	data     []float64
	metadata map[string]any
}

// open is an index over a fake of its own.
func open(t *testing.T, model knowledge.Model) (*s3vectors.Index, *fake) {
	t.Helper()
	f := &fake{t: t, dimension: model.Dimension, metric: "cosine", vectors: map[string]stored{}, bodies: map[string]map[string]any{}}
	api := httptest.NewServer(f)
	t.Cleanup(api.Close)
	return s3vectors.New(s3vectors.Options{Bucket: "alex", Name: "passages", Model: model, AWS: config(), Endpoint: api.URL, Now: now}), f
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var sent map[string]any
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		f.t.Error(err)
	}
	signed := r.Header.Get("Authorization")
	if !strings.HasPrefix(signed, "AWS4-HMAC-SHA256 Credential=secret-id/") || !strings.Contains(signed, "/eu-central-1/s3vectors/aws4_request") {
		f.t.Errorf("it is signed %q", signed)
	}
	if r.Method != http.MethodPost || sent["vectorBucketName"] != "alex" || sent["indexName"] != "passages" {
		f.t.Errorf("%s %s %v", r.Method, r.URL, sent)
	}
	f.asked = append(f.asked, r.URL.Path)
	f.bodies[r.URL.Path] = sent
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path != "/GetIndex" && f.refuse != nil && f.refuse(w) {
		return
	}
	answer := map[string]any{}
	switch r.URL.Path {
	case "/GetIndex":
		answer["index"] = map[string]any{
			"vectorBucketName": "alex", "indexName": "passages", "indexArn": "arn", "creationTime": 1.0, "dataType": "float32",
			"dimension": f.dimension, "distanceMetric": f.metric, "metadataConfiguration": map[string]any{"nonFilterableMetadataKeys": f.blind},
		}
	case "/PutVectors":
		f.put(sent["vectors"].([]any))
	case "/DeleteVectors":
		keys := sent["keys"].([]any)
		f.sizes = append(f.sizes, len(keys))
		for _, key := range keys {
			delete(f.vectors, key.(string))
		}
	case "/QueryVectors":
		answer = f.query(sent)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		f.t.Error(err)
	}
}

func numbers(v any) (list []float64) {
	for _, x := range v.(map[string]any)["float32"].([]any) {
		list = append(list, x.(float64))
	}
	return list
}

func (f *fake) put(vectors []any) {
	f.sizes = append(f.sizes, len(vectors))
	for _, v := range vectors {
		v := v.(map[string]any)
		data := numbers(v["data"])
		if len(data) != f.dimension || len(vectors) > 500 {
			f.t.Errorf("%d vectors of %d numbers are put", len(vectors), len(data))
		}
		f.vectors[v["key"].(string)] = stored{data, v["metadata"].(map[string]any)}
	}
}

// query ranks what its filter lets through.
func (f *fake) query(sent map[string]any) map[string]any {
	filter, _ := sent["filter"].(map[string]any)
	f.filters = append(f.filters, filter)
	question := numbers(sent["queryVector"])
	var found []map[string]any
	for key, v := range f.vectors {
		if lets(filter, v.metadata) {
			found = append(found, map[string]any{"key": key, "distance": 1 - cosine(question, v.data), "metadata": v.metadata})
		}
	}
	slices.SortFunc(found, func(a, b map[string]any) int {
		return cmp.Compare(a["distance"].(float64), b["distance"].(float64))
	})
	found = found[:min(len(found), int(sent["topK"].(float64)))]
	answer := map[string]any{"distanceMetric": f.metric, "vectors": found}
	if f.change != nil {
		f.change(answer)
	}
	return answer
}

// lets reports metadata that a filter of $and, $in and $eq lets through.
func lets(filter, metadata map[string]any) bool {
	for key, rule := range filter {
		if key == "$and" {
			for _, part := range rule.([]any) {
				if !lets(part.(map[string]any), metadata) {
					return false
				}
			}
			continue
		}
		for operator, value := range rule.(map[string]any) {
			switch {
			case operator == "$in" && slices.Contains(value.([]any), metadata[key]):
			case operator == "$eq" && value == metadata[key]:
			default:
				return false
			}
		}
	}
	return true
}

func cosine(a, b []float64) float64 {
	var dot, x, y float64
	for i := range a {
		dot, x, y = dot+a[i]*b[i], x+a[i]*a[i], y+b[i]*b[i]
	}
	return dot / math.Sqrt(x*y)
}
