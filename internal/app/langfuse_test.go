package app

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	otlptrace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// langfuseKeys are the environment of who sends to a stand-in for LangFuse.
func langfuseKeys(host string) []string {
	return []string{"LANGFUSE_HOST=" + host, "LANGFUSE_PUBLIC_KEY=pk-lf-public", "LANGFUSE_SECRET_KEY=sk-lf-secret-of-tests", "LANGFUSE_TRACING_ENVIRONMENT=tests"}
}

// receiver takes traces as LangFuse does: it refuses what LangFuse refuses.
type receiver struct {
	*httptest.Server
	mu    sync.Mutex
	spans []*otlptrace.Span
	wrong []string
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(r.take))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) take(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	refuse := func(status int, why string) {
		r.wrong = append(r.wrong, why)
		w.WriteHeader(status)
	}
	public, secret, ok := q.BasicAuth()
	if !ok || public != "pk-lf-public" || secret != "sk-lf-secret-of-tests" {
		refuse(http.StatusUnauthorized, "the keys are not right")
		return
	}
	if q.Method != http.MethodPost || q.URL.Path != "/api/public/otel/v1/traces" {
		refuse(http.StatusNotFound, q.Method+" "+q.URL.Path)
		return
	}
	if q.Header.Get("X-Langfuse-Ingestion-Version") != "4" || q.Header.Get("Content-Type") != "application/x-protobuf" || q.Header.Get("Content-Encoding") != "gzip" {
		refuse(http.StatusBadRequest, "the headers are not right")
		return
	}
	zip, err := gzip.NewReader(q.Body)
	if err != nil {
		refuse(http.StatusBadRequest, err.Error())
		return
	}
	body, err := io.ReadAll(zip)
	if err != nil {
		refuse(http.StatusBadRequest, err.Error())
		return
	}
	var request collector.ExportTraceServiceRequest
	if err := proto.Unmarshal(body, &request); err != nil {
		refuse(http.StatusBadRequest, err.Error())
		return
	}
	for _, resource := range request.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				if len(span.TraceId) != 16 || len(span.SpanId) != 8 {
					refuse(http.StatusBadRequest, "a span has a bad id") // and the batch with it
					return
				}
			}
			r.spans = append(r.spans, scope.Spans...)
		}
	}
}

// got are the spans that came; whatever was refused fails the test.
func (r *receiver) got(t *testing.T) []*otlptrace.Span {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, why := range r.wrong {
		t.Error(why)
	}
	return r.spans
}

func attributesOf(list []*common.KeyValue) map[string]any {
	values := map[string]any{}
	for _, a := range list {
		values[a.Key] = plainValue(a.Value)
	}
	return values
}

// plainValue is a value as JSON would read it.
func plainValue(value *common.AnyValue) any {
	switch v := value.GetValue().(type) {
	case *common.AnyValue_StringValue:
		return v.StringValue
	case *common.AnyValue_IntValue:
		return float64(v.IntValue)
	case *common.AnyValue_BoolValue:
		return v.BoolValue
	case *common.AnyValue_DoubleValue:
		return v.DoubleValue
	case *common.AnyValue_ArrayValue:
		list := []any{}
		for _, item := range v.ArrayValue.Values {
			list = append(list, plainValue(item))
		}
		return list
	default:
		return nil
	}
}
