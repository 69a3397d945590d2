// Package dataapitest stands in for Amazon's RDS Data API in tests: it speaks the
// service's HTTP protocol over a PostgreSQL server, and is as strict as Aurora
// Serverless v2 is documented to be. A parameter has exactly the type that its
// value and its hint say.
package dataapitest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// What the service takes and answers at most, and how long it keeps a transaction.
const (
	MaxRequest  = 4 << 20
	MaxResponse = 1 << 20
	MaxRow      = 64 << 10
	MaxIdle     = 3 * time.Minute
	MaxAge      = 24 * time.Hour
)

// Service is an http.Handler over one cluster. Its fields are set before it is
// used.
type Service struct {
	Cluster   string                                     // its ARN
	Databases map[string]string                          // URLs of PostgreSQL by the names of databases
	Secret    func(arn string) (code, text string)       // what is wrong with a secret; nil: nothing
	Now       func() time.Time                           // nil is time.Now
	Refuse    func(Call) (status int, code, text string) // answers a call in place of the service, where status is not 0
	Lose      func(Call) bool                            // loses the answer of a call that was carried out

	mu           sync.Mutex
	calls        []Call
	idle         map[string][]*pgconn.PgConn // by database
	transactions map[string]*transaction
	begun        int
}

// Call is what was asked for.
type Call struct {
	Operation   string // the path: Execute, BatchExecute, BeginTransaction, …
	SQL         string
	Transaction string
	Bytes       int
	Signed      string // the header Authorization
}

// input holds what the five operations send.
type input struct {
	ResourceArn           string    `json:"resourceArn"`
	SecretArn             string    `json:"secretArn"`
	Database              string    `json:"database"`
	Schema                string    `json:"schema"`
	SQL                   string    `json:"sql"`
	Parameters            []param   `json:"parameters"`
	ParameterSets         [][]param `json:"parameterSets"`
	TransactionID         string    `json:"transactionId"`
	IncludeResultMetadata bool      `json:"includeResultMetadata"`
	ContinueAfterTimeout  bool      `json:"continueAfterTimeout"`
	ResultSetOptions      any       `json:"resultSetOptions"`
	FormatRecordsAs       string    `json:"formatRecordsAs"`
}

// refusal is an answer that is no success.
type refusal struct {
	status     int
	code, text string
}

func bad(text string) *refusal { return &refusal{http.StatusBadRequest, "BadRequestException", text} }

// Calls are those so far.
func (s *Service) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Open is how many transactions are open.
func (s *Service) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.transactions)
}

func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxRequest+1))
	if err != nil {
		return // who asked is gone
	}
	var in input
	call := Call{Operation: r.URL.Path[1:], Bytes: len(body), Signed: r.Header.Get("Authorization")}
	wrong := s.read(r, body, &in)
	call.SQL, call.Transaction = in.SQL, in.TransactionID
	s.mu.Lock()
	s.calls = append(s.calls, call)
	s.mu.Unlock()
	if wrong != nil {
		refuse(w, wrong)
		return
	}
	if s.Refuse != nil {
		if status, code, text := s.Refuse(call); status != 0 {
			refuse(w, &refusal{status, code, text})
			return
		}
	}
	out, wrong := s.answer(r.Context(), call.Operation, in)
	if s.Lose != nil && s.Lose(call) {
		panic(http.ErrAbortHandler)
	}
	if wrong != nil {
		refuse(w, wrong)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out) // who asked may have gone
}

func (s *Service) read(r *http.Request, body []byte, in *input) *refusal {
	switch {
	case r.Method != http.MethodPost:
		return bad("Unsupported method")
	case len(body) > MaxRequest:
		return &refusal{http.StatusRequestEntityTooLarge, "BadRequestException", "Request body is too large"}
	case json.Unmarshal(body, in) != nil:
		return &refusal{http.StatusBadRequest, "SerializationException", "The request is no JSON of this operation"}
	default:
		return nil
	}
}

func (s *Service) answer(ctx context.Context, operation string, in input) (any, *refusal) {
	if in.ResourceArn != s.Cluster {
		return nil, &refusal{http.StatusNotFound, "NotFoundException", "DBCluster is not found"}
	}
	if s.Secret != nil {
		if code, text := s.Secret(in.SecretArn); code != "" {
			return nil, &refusal{http.StatusBadRequest, code, text}
		}
	}
	s.expire()
	switch operation {
	case "BeginTransaction":
		return s.begin(ctx, in)
	case "CommitTransaction":
		return s.end(ctx, in, "COMMIT", "Transaction Committed")
	case "RollbackTransaction":
		return s.end(ctx, in, "ROLLBACK", "Rollback Complete")
	case "Execute":
		return s.execute(ctx, in)
	case "BatchExecute":
		return s.batch(ctx, in)
	default:
		return nil, &refusal{http.StatusNotFound, "UnknownOperationException", ""}
	}
}

func refuse(w http.ResponseWriter, r *refusal) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Amzn-ErrorType", r.code+":http://internal.amazon.com/coral/com.amazonaws.rdsdata/")
	w.WriteHeader(r.status)
	_ = json.NewEncoder(w).Encode(map[string]string{"message": r.text}) // who asked may have gone
}
