package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/broker"
	"alex/internal/report"
)

// evidenceReadme tells how the pack is checked.
const evidenceReadme = `What this report was made of
============================

snapshot.json   everything that was read: holdings, prices with their dates,
                classifications, the profile, and the versions of the code
tags.json       classifications that were made for this report (if there were any)
facts.json      every figure of the report: exact value, text, formula, sources
facts.csv       the same for a spreadsheet; a cell that would be run as a formula
                begins with an apostrophe
sections.json   the text; "template" names the fact behind each figure
charts.json     the pictures' data
trace.json      who did what, when, and at what cost
report.json     the whole report; report.md and report.html are for reading

To recompute: the facts follow from snapshot.json (with tags.json laid over its
instruments) alone. The same engine and facts versions give the same bytes, and
"hash" in report.json is taken over them. In Alex, Verify on the report's page
(POST /api/reports/{id}/verify) does that and names every figure that differs.

This is educational material, not investment advice.
`

// attachment says that an operation answers with a zip file.
func attachment(op *huma.Operation) {
	op.Responses = map[string]*huma.Response{"200": {
		Description: "a zip file", Content: map[string]*huma.MediaType{"application/zip": {
			Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"},
		}},
	}}
}

// entry is one file of the pack.
type entry struct {
	name string
	body []byte
}

// getEvidence reads and renders all that goes in before it answers, so that a
// failure is still a problem; the zip itself is made while it is sent.
func (s *Server) getEvidence(ctx context.Context, in *ByID) (*written, error) {
	r, err := s.mine(ctx).Report(ctx, in.id())
	if err != nil {
		return nil, err
	}
	r.Verified = nil // no part of what it was made of
	pack, err := computed(ctx, s, func(ctx context.Context) ([]entry, error) { return s.pack(ctx, r) })
	if err != nil {
		return nil, err
	}
	return &written{func(c huma.Context) {
		c.SetHeader("Content-Type", "application/zip")
		c.SetHeader("Content-Disposition", `attachment; filename="alex-report-`+string(r.AsOf)+`.zip"`)
		c.SetStatus(http.StatusOK)
		if err := zipped(c.BodyWriter(), pack); err != nil {
			s.log(ctx, slog.LevelWarn, "an evidence pack was not sent whole", "error", err)
			panic(http.ErrAbortHandler) // or the client would take half of it for the whole
		}
	}}, nil
}

func (s *Server) pack(ctx context.Context, r alex.Report) (pack []entry, err error) {
	job, err := s.mine(ctx).Job(ctx, r.JobID)
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		name string
		kind alex.PartKind
	}{{"snapshot.json", alex.PartSnapshot}, {"tags.json", alex.PartTags}} {
		kept := json.RawMessage{}
		if err := s.part(ctx, r.JobID, part.kind, &kept); err != nil {
			return nil, err
		}
		if len(kept) > 0 {
			pack = append(pack, entry{part.name, append(kept, '\n')})
		}
	}
	trace, err := s.traceTree(ctx, job)
	if err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name     string
		document any
	}{
		{"facts.json", r.Facts},
		{"sections.json", r.Sections},
		{"charts.json", r.Charts},
		{"trace.json", trace},
		{"report.json", r},
	} {
		text, err := indented(f.document)
		if err != nil {
			return nil, err
		}
		pack = append(pack, entry{f.name, text})
	}
	return withReadable(ctx, pack, r)
}

// withReadable adds what is for people and spreadsheets.
func withReadable(ctx context.Context, pack []entry, r alex.Report) ([]entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	page, err := report.Page(r)
	if err != nil {
		return nil, err
	}
	table, err := factTable(r.Facts)
	if err != nil {
		return nil, err
	}
	return append(pack,
		entry{"facts.csv", table}, entry{"report.md", []byte(report.Markdown(r))},
		entry{"report.html", page}, entry{"README.txt", []byte(evidenceReadme)}), nil
}

func factTable(facts []alex.Fact) ([]byte, error) {
	var text bytes.Buffer
	table := csv.NewWriter(&text)
	rows := [][]string{{"id", "value", "unit", "text", "label", "source", "asOf"}}
	for _, f := range facts {
		rows = append(rows, []string{f.ID, f.Value, string(f.Unit), f.Text, f.Label, f.Source, string(f.AsOf)})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = broker.NeutraliseCell(row[i])
		}
	}
	err := table.WriteAll(rows)
	return text.Bytes(), err
}

func indented(document any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(document)
	return text.Bytes(), err
}

// zipped writes the pack; the same pack gives the same bytes, so that no file
// has the time of its making.
func zipped(w io.Writer, pack []entry) error {
	archive := zip.NewWriter(w)
	for _, e := range pack {
		file, err := archive.CreateHeader(&zip.FileHeader{
			Name: e.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return err
		}
		if _, err := file.Write(e.body); err != nil {
			return err
		}
	}
	return archive.Close()
}
