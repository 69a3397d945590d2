package api

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"alex"
	"alex/internal/broker"
)

func FuzzUpload(f *testing.F) {
	const header = "multipart/form-data; boundary=b"
	const file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\nsymbol,quantity\r\n"
	for _, form := range []string{
		file + "--b--\r\n", file, file + file + "--b--", "--b--", "", "--b\r\n\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=mapping\r\n\r\n{\"columns\":{\"symbol\":\"a\"}}\r\n" + file + "--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''%00%ff\r\n\r\nx\r\n--b--\r\n",
	} {
		f.Add(header, []byte(form))
	}
	f.Add("multipart/form-data", []byte(file))
	f.Add("text/csv; =", []byte(file))
	f.Fuzz(func(t *testing.T, contentType string, form []byte) {
		up, err := readUpload(contentType, form)
		if err != nil {
			if status := statusOf(alex.CodeOf(err)); status < 400 || status > 422 {
				t.Errorf("%v is answered %d", err, status)
			}
			return
		}
		if !bytes.Contains(form, up.text) || strings.ContainsAny(up.name, "/\x00") || !utf8.ValidString(up.name) {
			t.Errorf("read the file %q, %q", up.name, up.text)
		}
	})
}

func asPerson(t *testing.T, id alex.PersonID) context.Context {
	return context.WithValue(t.Context(), personKey, id)
}

func TestSealedFiles(t *testing.T) {
	t.Parallel()
	s := &Server{AccountKey: []byte("a key")}
	up := upload{name: "f.csv", text: []byte("Depot 123456789\n" + strings.Repeat("x,y\n", 1000)), mapping: broker.Mapping{}}
	sealed, err := s.seal(asPerson(t, "ann"), up)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("123456789")) || len(sealed) > len(up.text) {
		t.Errorf("sealed, the file has %d bytes, open %d", len(sealed), len(up.text))
	}
	got, err := s.unseal(asPerson(t, "ann"), sealed)
	if err != nil || got.name != up.name || !bytes.Equal(got.text, up.text) {
		t.Errorf("opened, the file is %q, %v", got.name, err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)/2] ^= 1
	for name, c := range map[string]struct {
		key    string
		who    alex.PersonID
		sealed []byte
	}{
		"another person": {"a key", "bob", sealed},
		"another key":    {"a new key", "ann", sealed},
		"a changed byte": {"a key", "ann", flipped},
		"a short text":   {"a key", "ann", sealed[:5]},
	} {
		other := &Server{AccountKey: []byte(c.key)}
		if _, err := other.unseal(asPerson(t, c.who), c.sealed); alex.CodeOf(err) != alex.CodeConflict {
			t.Errorf("%s: %v", name, err)
		}
	}
}
