package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
)

var everyTable = map[string]string{
	"users":              `SELECT count(*) FROM users`,
	"user_instruments":   `SELECT count(*) FROM user_instruments`,
	"accounts":           `SELECT count(*) FROM accounts`,
	"positions":          `SELECT count(*) FROM positions`,
	"analysis_jobs":      `SELECT count(*) FROM analysis_jobs`,
	"job_parts":          `SELECT count(*) FROM job_parts`,
	"job_spans":          `SELECT count(*) FROM job_spans`,
	"reports":            `SELECT count(*) FROM reports`,
	"retirement":         `SELECT count(*) FROM retirement`,
	"grants":             `SELECT count(*) FROM grants`,
	"invitations":        `SELECT count(*) FROM invitations`,
	"instruments":        `SELECT count(*) FROM instruments`,
	"idempotency":        `SELECT count(*) FROM idempotency`,
	"plans":              `SELECT count(*) FROM plans`,
	"imports":            `SELECT count(*) FROM imports`,
	"import_parts":       `SELECT count(*) FROM import_parts`,
	"portfolio_values":   `SELECT count(*) FROM portfolio_values`,
	"reference_versions": `SELECT count(*) FROM reference_versions`,
	"model_calls":        `SELECT count(*) FROM model_calls`,
	"model_days":         `SELECT count(*) FROM model_days`,
	"documents":          `SELECT count(*) FROM documents`,
	"passages":           `SELECT count(*) FROM passages`,
}

func (b *bench) count(t testing.TB, table string) (n int) {
	t.Helper()
	must(t, b.raw.QueryRowContext(b.ctx, everyTable[table]).Scan(&n))
	return n
}

// fill gives a person a row in every table that is theirs.
func (b *bench) fill(t testing.TB, id alex.PersonID) {
	t.Helper()
	p := b.person(t, id)
	b.account(t, p)
	must(t, p.SaveOwnInstrument(b.ctx, tag("SOFI", alex.SourceUser), nil))
	_, err := p.Once("filled", "h", seen).CreatePlan(b.ctx, namedPlan("Filled"))
	must(t, err)
	saved := b.preview(t, p)
	_, err = p.ApplyPreview(b.ctx, saved.ID, filePreview().Accounts[:1])
	must(t, err)
	b.invite(t, id, alex.Viewer, "code of "+string(id))
	b.document(t, id, "of "+string(id))
	job := b.jobIn(t, id, alex.JobCompleted)
	b.called(t, b.modelCall(id, job))
	must(t, b.System().SaveSpans(b.ctx, job, []store.Span{span("of "+string(id), b.now)}))
}

func cascade(t *testing.T, b *bench) {
	b.fill(t, "user_a")
	b.fill(t, "user_b")
	_, err := b.raw.ExecContext(b.ctx, `INSERT INTO grants (id, owner, grantee, role, created_at)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000101', 'user_a', 'user_b', 'viewer', 1), ('0a0b0c0d-0000-4000-8000-000000000102', 'user_b', 'user_a', 'editor', 1)`)
	must(t, err)
	for table := range everyTable {
		if table != "reference_versions" && b.count(t, table) == 0 {
			t.Errorf("%s is empty: this test proves nothing of it", table)
		}
	}
	must(t, b.As("user_a").Delete(b.ctx))
	list, err := b.As("user_b").Accounts(b.ctx)
	must(t, err)
	if len(list) != 1 {
		t.Errorf("the other person has %d accounts", len(list))
	}
	must(t, b.As("user_b").Delete(b.ctx))
	for table := range everyTable {
		if n := b.count(t, table); n != 0 && table != "instruments" {
			t.Errorf("%d rows of %s outlive their person", n, table)
		}
	}
	wantProblems(t, b, store.Expected{})
}

func migrations(t *testing.T, b *bench) {
	applied, known, err := b.Version(b.ctx)
	must(t, err)
	if applied == 0 || applied != known {
		t.Errorf("Version() = %d, %d after Migrate", applied, known)
	}
	b.fill(t, "user_a")
	must(t, b.Migrate(b.ctx))
	if b.count(t, "positions") == 0 {
		t.Error("migrating twice lost rows")
	}
	for version := known; version > 0; version-- {
		must(t, b.MigrateDown(b.ctx, version-1))
		must(t, b.Migrate(b.ctx))
		wantProblems(t, b, store.Expected{})
		must(t, b.MigrateDown(b.ctx, version-1))
	}
	schema, err := b.Describe(b.ctx)
	must(t, err)
	if len(schema.Tables) != 0 || len(schema.Triggers) != 0 {
		t.Errorf("all the way down there is still %+v", schema)
	}
	must(t, b.Migrate(b.ctx))

	_, err = b.raw.ExecContext(b.ctx, `UPDATE schema_checksums SET sha256 = 'tampered' WHERE version = 1`)
	must(t, err)
	err = b.Migrate(b.ctx)
	wantCode(t, "a migration that was changed after it was applied", err, alex.CodeConflict)
	must(t, b.Reset(b.ctx, true))
	_, err = b.raw.ExecContext(b.ctx, `INSERT INTO schema_versions (version_id, is_applied) VALUES (99999, TRUE)`)
	must(t, err)
	wantCode(t, "a database of a newer release", b.Migrate(b.ctx), alex.CodeConflict)
}

func reset(t *testing.T, b *bench) {
	var hashes [3]string
	for i := range hashes {
		b.fill(t, "user_a")
		must(t, b.Reset(b.ctx, true))
		if n := b.count(t, "users"); n != 0 {
			t.Errorf("%d people survive a reset", n)
		}
		b.seed(t)
		hashes[i] = b.hash(t)
	}
	if hashes[0] != hashes[1] || hashes[1] != hashes[2] {
		t.Errorf("three resets differ: %v", hashes)
	}
	wantProblems(t, b, store.Expected{Version: "v1", Rows: 2})
	must(t, b.Reset(b.ctx, false))
	if n := b.count(t, "instruments"); n != 2 {
		t.Errorf("a reset without dropping leaves %d instruments", n)
	}
}

// hash is over all reference rows.
func (b *bench) hash(t testing.TB) string {
	t.Helper()
	sum := sha256.Sum256([]byte(b.dump(t, `SELECT symbol, name, instrument_type, currency, expense_ratio, current_price,
		allocation_regions, allocation_sectors, allocation_asset_class, classification, updated_at FROM instruments ORDER BY symbol`)))
	return hex.EncodeToString(sum[:])
}

// dump is every cell that a query answers, as text.
func (b *bench) dump(t testing.TB, query string) string {
	t.Helper()
	rows, err := b.raw.QueryContext(b.ctx, query)
	must(t, err)
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	must(t, err)
	var text strings.Builder
	for rows.Next() {
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(any)
		}
		must(t, rows.Scan(cells...))
		for _, cell := range cells {
			value := *cell.(*any)
			if data, bytes := value.([]byte); bytes {
				value = string(data)
			}
			_, _ = fmt.Fprintf(&text, "%v|", value)
		}
		text.WriteByte('\n')
	}
	must(t, rows.Err())
	return text.String()
}

func wantProblems(t testing.TB, b *bench, expected store.Expected, checks ...string) {
	t.Helper()
	problems, err := b.Verify(b.ctx, expected)
	must(t, err)
	got := []string{}
	for _, p := range problems {
		if len(got) == 0 || got[len(got)-1] != p.Check {
			got = append(got, p.Check)
		}
	}
	if strings.Join(got, " ") != strings.Join(checks, " ") {
		t.Errorf("Verify() found %v, want checks %v to fail", problems, checks)
	}
}

func verify(t *testing.T, b *bench) {
	b.seed(t)
	b.fill(t, "user_a")
	wantProblems(t, b, store.Expected{Version: "v1", Rows: 2})
	wantProblems(t, b, store.Expected{Version: "v2", Rows: 2}, "reference")
	wantProblems(t, b, store.Expected{Version: "v1", Rows: 3}, "reference")
	_, err := b.raw.ExecContext(b.ctx, `DELETE FROM reports`)
	must(t, err)
	wantProblems(t, b, store.Expected{}, "jobs")
	must(t, b.As("user_a").Delete(b.ctx))
	_, err = b.raw.ExecContext(b.ctx, `DROP INDEX idx_accounts_user`)
	must(t, err)
	_, err = b.raw.ExecContext(b.ctx, `CREATE TABLE intruder (id TEXT)`)
	must(t, err)
	problems, err := b.Verify(b.ctx, store.Expected{})
	must(t, err)
	if len(problems) != 2 || problems[0].Where != "accounts" || problems[1].Where != "intruder" {
		t.Errorf("Verify() = %v, want the lost index and the intruder", problems)
	}
}
