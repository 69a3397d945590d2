package api

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/broker"
)

const (
	maxFile    = 5 << 20
	maxMapping = 64 << 10
)

// upload is what the form of a preview holds.
type upload struct {
	name    string
	text    []byte
	mapping broker.Mapping // of no columns where the form gives none
}

// uploads describes the form, and lets it come slowly: the work begins when
// all of it is there.
func (s *Server) uploads(api huma.API) func(*huma.Operation) {
	return func(op *huma.Operation) {
		describeUpload(op)
		op.Middlewares = append(op.Middlewares, s.oneFile(api))
	}
}

func describeUpload(op *huma.Operation) {
	op.MaxBodyBytes, op.BodyReadTimeout, op.SkipValidateBody = maxUpload+1, uploadTimeout, true
	mark(op, streams, true)
	op.RequestBody = &huma.RequestBody{
		Required: true,
		Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"file"},
			Properties: map[string]*huma.Schema{
				"file":    {Type: huma.TypeString, Format: "binary", Description: "a broker's positions file of at most 5 MiB and 20,000 rows"},
				"mapping": {Type: huma.TypeString, Description: `JSON such as {"columns":{"symbol":"Ticker","quantity":"Units"}}, for a layout that is not known`},
			},
		}}},
	}
}

// readUpload takes the form apart: one file, and perhaps a mapping.
func readUpload(contentType string, form []byte) (u upload, err error) {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || media != "multipart/form-data" {
		return u, alex.Errorf(codeMediaType, "send the file as multipart/form-data, in the field file")
	}
	parts := multipart.NewReader(bytes.NewReader(form), params["boundary"])
	files := 0
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF { //nolint:errorlint // the end of the form; a wrapped one is that of a form cut short
			break
		}
		if err != nil {
			return u, alex.Errorf(codeMalformed, "the form cannot be read: it is broken, or its boundary is not the one in the Content-Type")
		}
		if part.FormName() == "file" {
			files++
		}
		if err := u.take(part); err != nil {
			return u, err
		}
	}
	if files != 1 {
		return u, alex.Invalid("file", "the form has %d files; give one, in the field file", files)
	}
	return u, nil
}

func (u *upload) take(part *multipart.Part) (err error) {
	switch part.FormName() {
	case "file":
		u.name = printable(part.FileName())
		u.text, err = partText(part, maxFile, "the file is larger than 5 MiB, the most that is read")
	case "mapping":
		var text []byte
		if text, err = partText(part, maxMapping, "the mapping is larger than 64 KiB"); err == nil {
			u.mapping, err = parseMapping(text)
		}
	default:
		err = alex.Invalid("body", "the form has a field that is neither file nor mapping")
	}
	return err
}

// printable is a file's name without what does not print.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, name)
}

func partText(part *multipart.Part, most int64, tooLarge string) ([]byte, error) {
	if encoding := part.Header.Get("Content-Transfer-Encoding"); encoding != "" && !identity(encoding) {
		return nil, alex.Errorf(codeMediaType, "parts of the form are taken as they are, without a transfer encoding")
	}
	text, err := io.ReadAll(io.LimitReader(part, most+1))
	switch {
	case err != nil:
		return nil, alex.Errorf(codeMalformed, "the form ends before its last boundary")
	case int64(len(text)) > most:
		return nil, alex.Errorf(alex.CodeTooLarge, "%s", tooLarge)
	}
	return text, nil
}

func identity(encoding string) bool {
	encoding = strings.ToLower(encoding)
	return encoding == "7bit" || encoding == "8bit" || encoding == "binary"
}

// parseMapping reads a mapping strictly; null, {} and nothing name no column.
func parseMapping(text []byte) (m broker.Mapping, err error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return m, nil
	}
	if err := checkJSON(text); err != nil {
		return m, alex.Invalid("mapping", "is not JSON: %v", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return m, alex.Invalid("mapping", `is not of the form {"columns":{"symbol":"Ticker","quantity":"Units"}}`)
	}
	return m, nil
}

// fileError is the error about a file as this route answers it: too many rows
// are no fault of the upload's size.
func fileError(err error) error {
	if statusOf(alex.CodeOf(err)) == http.StatusRequestEntityTooLarge {
		return alex.Invalid("file", "%v", err)
	}
	return err
}
