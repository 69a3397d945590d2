package app

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/store/sqlite"
)

// anyone takes every token as the local person's.
type anyone struct{}

func (anyone) Authenticate(context.Context, string) (alex.PersonID, error) { return localPerson, nil }

// analyzedApp has analysed the sample household on a database in a file.
func analyzedApp(t *testing.T) (a *App, j alex.Job, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "alex.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if a, err = New(s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	in, err := Sample()
	if err != nil {
		t.Fatal(err)
	}
	files, err := readFiles(in.Files, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.load(t.Context(), in.Person, files); err != nil {
		t.Fatal(err)
	}
	if j, err = a.runOne(t.Context(), request{AsOf: files.asOf, Imports: files.imports}); err != nil {
		t.Fatal(err)
	}
	return a, j, path
}

func reverified(t *testing.T, a *App, id alex.ID) (v api.Verification) {
	t.Helper()
	if err := json.Unmarshal([]byte(send(t, a, "POST", "/api/reports/"+string(id)+"/verify", "")), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestFreshReportVerifies(t *testing.T) {
	t.Parallel()
	a, j, _ := analyzedApp(t)
	if v := reverified(t, a, j.ReportID); v.Result != alex.VerifySame || len(v.Differences) != 0 {
		t.Errorf("a fresh report is %+v", v)
	}
}

// TestTamperedReports changes what is stored behind the program's back.
func TestTamperedReports(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change string // of part $2, in a JSON path of its own
		part   string
		result alex.VerifyResult
		fact   string
	}{
		"a fact's value":  {`json_set(body, '$.facts[0].value', 'tampered')`, "report", alex.VerifyDifferent, "first"},
		"a fact's text":   {`json_set(body, '$.facts[0].text', 'tampered')`, "report", alex.VerifyDifferent, "first"},
		"a fact removed":  {`json_remove(body, '$.facts[0]')`, "report", alex.VerifyDifferent, "first"},
		"the hash":        {`json_set(body, '$.hash', 'tampered')`, "report", alex.VerifyDifferent, ""},
		"the holdings":    {`json_set(body, '$.accounts[0].cashBalance', '77777.00')`, "snapshot", alex.VerifyDifferent, "any"},
		"the engine":      {`json_set(body, '$.versions.engine', '0.0.0')`, "snapshot", alex.VerifyEngineChanged, ""},
		"the assumptions": {`json_set(body, '$.assumptions', 'cautious')`, "snapshot", alex.VerifyDifferent, "any"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, j, path := analyzedApp(t)
			r, err := a.Store.As(localPerson).Report(t.Context(), j.ReportID)
			if err != nil {
				t.Fatal(err)
			}
			tamper(t, path, c.part, c.change)
			v := reverified(t, a, j.ReportID)
			if v.Result != c.result {
				t.Fatalf("the result is %s, want %s: %+v", v.Result, c.result, v.Differences)
			}
			switch c.fact {
			case "first":
				if len(v.Differences) != 1 || v.Differences[0].Fact != r.Facts[0].ID {
					t.Errorf("the differences are %+v, want that of %s", v.Differences, r.Facts[0].ID)
				}
			case "any":
				if len(v.Differences) < 2 {
					t.Errorf("the differences are %+v", v.Differences)
				}
			}
		})
	}
}

// tamper joins the pieces of a part into one, changed.
func tamper(t *testing.T, path, part, change string) {
	t.Helper()
	db, err := sql.Open("sqlite", sqlite.DSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var body string
	err = db.QueryRowContext(t.Context(), `SELECT `+change+` FROM (SELECT group_concat(body, '') AS body
		FROM (SELECT body FROM job_parts WHERE kind = $1 ORDER BY seq))`, part).Scan(&body)
	if err != nil {
		t.Fatal(err)
	}
	const most = 40_000 // a row of a part holds no more than 48 KiB
	if _, err := db.ExecContext(t.Context(), `DELETE FROM job_parts WHERE kind = $1`, part); err != nil {
		t.Fatal(err)
	}
	runes := []rune(body)
	for seq := 0; len(runes) > 0; seq++ {
		piece := runes[:min(most, len(runes))]
		runes = runes[len(piece):]
		if _, err := db.ExecContext(t.Context(), `INSERT INTO job_parts (job_id, kind, seq, body)
			SELECT id, $1, $2, $3 FROM analysis_jobs`, part, seq, string(piece)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUnknownAssumptionsAreNotGuessed(t *testing.T) {
	t.Parallel()
	a, j, _ := analyzedApp(t)
	s, err := a.frozen(t.Context(), j.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.Assumptions = "mine"
	if facts, err := a.Recompute(t.Context(), s, nil); alex.CodeOf(err) != alex.CodeNotFound {
		t.Errorf("%d facts, %v", len(facts), err)
	}
}

// TestEvidenceOfAnAnalysis opens the pack of a whole report.
func TestEvidenceOfAnAnalysis(t *testing.T) {
	t.Parallel()
	a, j, _ := analyzedApp(t)
	text := send(t, a, "GET", "/api/reports/"+string(j.ReportID)+"/evidence", "")
	archive, err := zip.NewReader(bytes.NewReader([]byte(text)), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		body, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(body)
		if err != nil || len(data) == 0 || strings.HasSuffix(f.Name, ".json") && !json.Valid(data) {
			t.Errorf("%s has %d bytes, %v", f.Name, len(data), err)
		}
	}
	if len(archive.File) < 10 {
		t.Errorf("the pack has %d files", len(archive.File))
	}
	var trace api.Trace
	if err := json.Unmarshal([]byte(send(t, a, "GET", "/api/jobs/"+string(j.ID)+"/trace", "")), &trace); err != nil {
		t.Fatal(err)
	}
	planner := trace.Spans[0].Children[1].Children[0]
	if planner.Name != "planner" || planner.DurationMS == nil || len(planner.Children) < 6 {
		t.Errorf("the planner's span is %+v", planner)
	}
}
