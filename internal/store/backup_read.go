package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"strconv"
	"time"

	"alex"
)

const (
	backupFormat  = "alex-backup"
	backupVersion = 1
	maxBackupLine = 24 * maxCell // a row has at most four such cells, each up to six times as long when it is escaped
	maxTables     = 1000         // both bound what a hostile file can cost
)

type backupHeader struct {
	Format        string    `json:"format"`
	Version       int       `json:"version"`
	SchemaVersion int64     `json:"schemaVersion"`
	Engine        string    `json:"engine"`
	CreatedAt     time.Time `json:"createdAt"`
}

type backupTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
}

type backupFooter struct {
	Rows   map[string]int64 `json:"rows"`
	SHA256 string           `json:"sha256"`
}

func headerOf(i BackupInfo) backupHeader {
	return backupHeader{backupFormat, backupVersion, i.SchemaVersion, i.Engine, i.CreatedAt}
}

func footerOf(i BackupInfo) backupFooter { return backupFooter{i.Rows, i.SHA256} }

// backupVisitor is told what a backup holds, line by line. Nothing of it may
// last before the whole has been read: only the footer proves it.
type backupVisitor interface {
	header(BackupInfo) error
	table(name string, columns []string) error
	row(ctx context.Context, cells []any) error
}

// VerifyBackup reads a backup to its end and checks its form, its number of
// rows and its hash, in bounded memory and without a database.
func VerifyBackup(ctx context.Context, r io.Reader) (BackupInfo, error) {
	return readBackup(ctx, r, anyBackup{})
}

// anyBackup takes everything.
type anyBackup struct{}

func (anyBackup) header(BackupInfo) error          { return nil }
func (anyBackup) table(string, []string) error     { return nil }
func (anyBackup) row(context.Context, []any) error { return nil }

func damaged(format string, args ...any) error {
	e := alex.Errorf(alex.CodeInvalid, format, args...)
	e.Message = "the backup is damaged: " + e.Message
	return e
}

// backupReader reads the lines of a backup.
type backupReader struct {
	raw     *bufio.Reader
	zip     *gzip.Reader
	lines   *bufio.Reader
	long    []byte // a line beyond the buffer of lines
	sum     hash.Hash
	info    BackupInfo
	current backupTable
}

func readBackup(ctx context.Context, r io.Reader, v backupVisitor) (BackupInfo, error) {
	b, err := openBackup(r)
	if err != nil {
		return BackupInfo{}, err
	}
	if err := b.header(v); err != nil {
		return BackupInfo{}, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return BackupInfo{}, err
		}
		line, err := b.next()
		if err != nil {
			return BackupInfo{}, err
		}
		if bytes.HasPrefix(line, []byte(`{"rows":`)) {
			return b.info, b.footer(line)
		}
		b.sum.Write(line)
		if err := b.body(ctx, line, v); err != nil {
			return BackupInfo{}, err
		}
	}
}

func openBackup(r io.Reader) (*backupReader, error) {
	raw := bufio.NewReader(r)
	unzipped, err := gzip.NewReader(raw)
	if err != nil {
		return nil, &alex.Error{Code: alex.CodeInvalid, Message: "this is no backup of Alex", Err: err}
	}
	unzipped.Multistream(false)
	return &backupReader{
		raw: raw, zip: unzipped, lines: bufio.NewReaderSize(unzipped, 64<<10), sum: sha256.New(),
		info: BackupInfo{Rows: map[string]int64{}},
	}, nil
}

// next is one line with its end; it stands until the line after.
func (b *backupReader) next() ([]byte, error) {
	b.long = b.long[:0]
	for {
		part, err := b.lines.ReadSlice('\n')
		if err == nil && len(b.long) == 0 {
			return part, nil
		}
		b.long = append(b.long, part...)
		switch {
		case len(b.long) > maxBackupLine:
			return nil, damaged("a line is too long")
		case err == nil:
			return b.long, nil
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil, damaged("it is cut short")
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, &alex.Error{Code: alex.CodeInvalid, Message: "the backup cannot be read", Err: err}
		}
	}
}

func (b *backupReader) header(v backupVisitor) error {
	line, err := b.next()
	if err != nil {
		return err
	}
	var h backupHeader
	if err := json.Unmarshal(line, &h); err != nil || h.Format != backupFormat {
		return alex.Errorf(alex.CodeInvalid, "this is no backup of Alex")
	}
	if h.Version != backupVersion {
		return alex.Errorf(alex.CodeInvalid, "the backup has format %d, this program reads %d: use the release that made it, or a newer one", h.Version, backupVersion)
	}
	b.sum.Write(line)
	b.info.SchemaVersion, b.info.Engine, b.info.CreatedAt = h.SchemaVersion, h.Engine, h.CreatedAt
	return v.header(b.info)
}

// body reads the head of a table, or a row of the table before it.
func (b *backupReader) body(ctx context.Context, line []byte, v backupVisitor) error {
	if line[0] == '[' {
		return b.row(ctx, line, v)
	}
	var t backupTable
	if err := json.Unmarshal(line, &t); err != nil || t.Table == "" || len(t.Columns) == 0 {
		return damaged("a line is neither a table nor a row")
	}
	if _, twice := b.info.Rows[t.Table]; twice || len(b.info.Rows) == maxTables {
		return damaged("a table stands twice, or there are too many")
	}
	b.current, b.info.Rows[t.Table] = t, 0
	return v.table(t.Table, t.Columns)
}

func (b *backupReader) row(ctx context.Context, line []byte, v backupVisitor) error {
	var cells []backupCell
	if err := json.Unmarshal(line, &cells); err != nil || b.current.Table == "" || len(cells) != len(b.current.Columns) {
		return damaged("a row does not fit its table")
	}
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = c.value
	}
	b.info.Rows[b.current.Table]++
	return v.row(ctx, values)
}

// footer compares the last line with what was read, byte for byte, and wants
// nothing behind it.
func (b *backupReader) footer(line []byte) error {
	b.info.SHA256 = hex.EncodeToString(b.sum.Sum(nil))
	want, err := json.Marshal(footerOf(b.info))
	if err != nil {
		return err
	}
	if !bytes.Equal(bytes.TrimSuffix(line, []byte("\n")), want) {
		return damaged("its rows are not those that were written")
	}
	if _, err := b.lines.ReadByte(); !errors.Is(err, io.EOF) {
		return damaged("something stands behind its end")
	}
	if _, err := b.raw.ReadByte(); !errors.Is(err, io.EOF) {
		return damaged("something stands behind its end")
	}
	return nil
}

// backupCell is text, null or a whole number.
type backupCell struct{ value any }

// UnmarshalJSON refuses every other kind of cell.
func (c *backupCell) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case 'n':
		c.value = nil
		return nil
	case '"':
		var text string
		err := json.Unmarshal(data, &text)
		c.value = text
		return err
	}
	number, err := strconv.ParseInt(string(data), 10, 64)
	c.value = number
	return err
}
