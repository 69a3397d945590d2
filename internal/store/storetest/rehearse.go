package storetest

import (
	"bytes"
	"io"
	"testing"

	"alex"
	"alex/internal/store"
)

// rehearsals restore a backup on trial, also one of an older schema, and find a
// row that is not the backup's.
func rehearsals(t *testing.T, b *bench) {
	b.everything(t)
	rehearse := func(file []byte) error {
		fresh := newEmptyBench(t, b.open)
		return fresh.Rehearse(b.ctx, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file)), nil })
	}
	whole := b.backup(t)
	must(t, rehearse(whole))
	cut := bytes.Clone(whole[:len(whole)-30])
	wantCode(t, "a backup that is cut short", rehearse(cut), alex.CodeInvalid)

	digests, err := store.Digests(b.ctx, bytes.NewReader(whole))
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `UPDATE accounts SET account_purpose = 'other' WHERE ordinal = 0`)
	must(t, err)
	after, err := store.Digests(b.ctx, bytes.NewReader(b.backup(t)))
	must(t, err)
	for table := range digests {
		if changed := digests[table] != after[table]; changed != (table == "accounts") {
			t.Errorf("%s: the digest differs: %v", table, changed)
		}
	}

	const older = 12 // of an earlier release
	must(t, b.MigrateDown(b.ctx, older))
	people, applied, known, err := b.Settled(b.ctx)
	must(t, err)
	if !people || applied != older || known <= older {
		t.Errorf("Settled() = %v, %d, %d", people, applied, known)
	}
	var file bytes.Buffer
	_, err = b.Backup(b.ctx, &file)
	wantCode(t, "a backup of an older schema, by the usual way", err, alex.CodeConflict)
	file.Reset()
	info, err := b.BackupBefore(b.ctx, &file)
	must(t, err)
	same(t, "its schema", info.SchemaVersion, int64(older))
	must(t, rehearse(file.Bytes()))
	must(t, b.Migrate(b.ctx))
	_, err = newEmptyBench(t, b.open).Restore(b.ctx, bytes.NewReader(file.Bytes()))
	wantCode(t, "a restore of an older schema", err, alex.CodeInvalid)
}

// newEmptyBench is a bench whose schema is all the way down.
func newEmptyBench(t testing.TB, open Open) *bench {
	t.Helper()
	fresh := newBench(t, open)
	must(t, fresh.MigrateDown(fresh.ctx, 0))
	return fresh
}
