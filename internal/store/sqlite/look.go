package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/store"
)

// Look opens the database in the file at path for reading alone: it makes no
// file and changes none, whether or not another process writes. alex.CodeNotFound
// where there is no file.
func Look(ctx context.Context, path string) (*store.Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, &alex.Error{Code: alex.CodeNotFound, Message: "there is no database file", Err: err}
	}
	options := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)", "query_only(1)", "trusted_schema(0)"}}
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		options.Set("immutable", "1") // nobody has it open, and the log need not be made
	}
	name := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	return open(ctx, (&url.URL{Scheme: "file", Opaque: name, RawQuery: options.Encode()}).String())
}
