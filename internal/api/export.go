package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"alex"
)

// exportTimeout is how long all of an export may take.
const exportTimeout = 5 * time.Minute

// downloads says that an answer is sent piece by piece, as JSON.
func downloads(op *huma.Operation) {
	mark(op, streams, true)
	op.Responses = map[string]*huma.Response{"200": {
		Description: "one object: exportedAt, person, and a list for each kind of thing that is the person's",
		Content:     map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}},
	}}
}

// export sends everything page by page.
func (s *Server) export(ctx context.Context, _ *nothing) (*huma.StreamResponse, error) {
	mine := s.mine(ctx)
	if _, err := mine.Person(ctx); err != nil {
		return nil, err
	}
	if err := mine.Record(ctx, alex.ActExported, nil); err != nil {
		return nil, err
	}
	collect := mine.Export
	return &huma.StreamResponse{Body: func(hctx huma.Context) { s.send(hctx, collect) }}, nil
}

// collector hands on the members of an export, each in one piece or several.
type collector func(context.Context, func(name string, value any) error) error

// send answers with all that is collected. What fails before the first byte is
// a problem as ever; what fails later ends the connection, so that half an
// export never looks whole.
func (s *Server) send(hctx huma.Context, collect collector) {
	r, w := humago.Unwrap(hctx)
	ctx, cancel := context.WithTimeout(hctx.Context(), exportTimeout)
	defer cancel()
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportTimeout)) // not every connection has deadlines
	now := s.Now().UTC()
	out := &download{ResponseWriter: w, name: "alex-export-" + string(alex.DateOf(now)) + ".json"}
	e := exporter{to: bufio.NewWriterSize(out, 1<<16)}
	err := e.write(ctx, now, collect)
	switch {
	case err == nil:
	case out.begun:
		s.log(ctx, slog.LevelError, "an export broke off", "error", err)
		panic(http.ErrAbortHandler)
	default:
		writeProblem(w, r, s.refused(ctx, err))
	}
}

// download sets the headers of a file with its first byte.
type download struct {
	http.ResponseWriter
	name  string
	begun bool
}

func (d *download) Write(data []byte) (int, error) {
	if !d.begun {
		d.begun = true
		d.Header().Set("Content-Type", "application/json")
		d.Header().Set("Content-Disposition", `attachment; filename="`+d.name+`"`)
	}
	return d.ResponseWriter.Write(data)
}

// exporter writes one object whose members come in pieces: slices of one name
// in a row are one list.
type exporter struct {
	to     *bufio.Writer
	member string // that is being written
	list   bool   // it is a list, still open
	filled bool   // and has an item
}

func (e *exporter) write(ctx context.Context, now time.Time, collect collector) error {
	if err := e.add("exportedAt", now); err != nil {
		return err
	}
	if err := collect(ctx, e.add); err != nil {
		return err
	}
	e.close()
	_, _ = e.to.WriteString("}\n") // Flush tells
	return e.to.Flush()
}

func (e *exporter) add(member string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	items, isList := bytes.CutPrefix(text, []byte("["))
	if member != e.member {
		e.open(member, isList)
	}
	if !isList {
		_, err = e.to.Write(text)
		return err
	}
	if items = bytes.TrimSuffix(items, []byte("]")); len(items) == 0 {
		return nil
	}
	if e.filled {
		_ = e.to.WriteByte(',') // the next write tells
	}
	e.filled = true
	_, err = e.to.Write(items)
	return err
}

// open ends the member before and begins another. A buffered writer keeps its
// first error, which the next write tells.
func (e *exporter) open(member string, isList bool) {
	before := byte(',')
	if e.member == "" {
		before = '{'
	}
	e.close()
	e.member, e.list, e.filled = member, isList, false
	name, _ := json.Marshal(member) // text always marshals
	_ = e.to.WriteByte(before)
	_, _ = e.to.Write(append(name, ':'))
	if isList {
		_ = e.to.WriteByte('[')
	}
}

func (e *exporter) close() {
	if e.list {
		_ = e.to.WriteByte(']')
	}
	e.list = false
}
