package storetest

import (
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// guards tries to write past the store: the database itself refuses.
func guards(t *testing.T, b *bench) {
	b.seed(t)
	p := b.person(t, "user_a")
	a := b.account(t, p)
	_, c := b.claimed(t, "user_a")
	must(t, b.System().SavePart(b.ctx, c, alex.PartFacts, []byte("[]")))
	must(t, p.SaveOwnInstrument(b.ctx, tag("SOFI", alex.SourceUser), nil))
	for name, sql := range map[string]string{
		"weights of 99":               `UPDATE instruments SET allocation_asset_class = '{"equity":99}' WHERE symbol = 'SPY'`,
		"weights of 100.0001":         `UPDATE instruments SET allocation_regions = '{"asia":60,"europe":40.0001}' WHERE symbol = 'SPY'`,
		"weights that are text":       `UPDATE instruments SET allocation_sectors = '{"energy":"100"}' WHERE symbol = 'SPY'`,
		"a weight below zero":         `UPDATE instruments SET allocation_sectors = '{"energy":110,"other":-10}' WHERE symbol = 'SPY'`,
		"no weights":                  `UPDATE instruments SET allocation_sectors = '{}' WHERE symbol = 'SPY'`,
		"a list of weights":           `UPDATE instruments SET allocation_sectors = '[100]' WHERE symbol = 'SPY'`,
		"no JSON":                     `UPDATE instruments SET allocation_sectors = 'abc' WHERE symbol = 'SPY'`,
		"a person's weights of 99":    `UPDATE user_instruments SET allocation_regions = '{"asia":99}'`,
		"targets of 99":               `UPDATE users SET asset_class_targets = '{"equity":99}'`,
		"a new row of 99":             `INSERT INTO instruments (symbol, name, currency, allocation_asset_class, classification_source, updated_at) VALUES ('AAA', 'a', 'USD', '{"equity":99}', 'reference', 1)`,
		"a placeholder with a name":   `INSERT INTO instruments (symbol, name, currency, classification_source, updated_at) VALUES ('AAB', 'my lover''s firm', 'USD', 'placeholder', 1)`,
		"a symbol with spaces":        `INSERT INTO instruments (symbol, name, currency, classification_source, updated_at) VALUES ('A B', 'A B', 'USD', 'placeholder', 1)`,
		"a quantity of zero":          `UPDATE positions SET quantity = '0'`,
		"a negative quantity":         `UPDATE positions SET quantity = '-1'`,
		"a quantity in words":         `UPDATE positions SET quantity = 'abc'`,
		"nine decimals, 13 digits":    `UPDATE positions SET quantity = '1234567890123.123456789'`,
		"a price of zero":             `UPDATE positions SET price = '0'`,
		"cash past its column":        `UPDATE accounts SET cash_balance = '10000000000.00'`,
		"cash in words":               `UPDATE accounts SET cash_balance = 'much'`,
		"interest past its column":    `UPDATE accounts SET cash_interest = '10'`,
		"an unknown account type":     `UPDATE accounts SET account_type = 'offshore'`,
		"no account name":             `UPDATE accounts SET account_name = ''`,
		"a position of no account":    `UPDATE positions SET account_id = '0a0b0c0d-0000-4000-8000-000000000000'`,
		"a position of no symbol":     `UPDATE positions SET symbol = 'NOWHERE'`,
		"deleting what is held":       `DELETE FROM instruments WHERE symbol = 'SPY'`,
		"an unknown status":           `UPDATE analysis_jobs SET status = 'sleeping'`,
		"a completion without report": `UPDATE analysis_jobs SET status = 'completed', completed_at = 1, lease_until = NULL`,
		"a failure without words":     `UPDATE analysis_jobs SET status = 'failed', completed_at = 1, lease_until = NULL`,
		"two grants to oneself":       `INSERT INTO grants (id, owner, grantee, role, created_at) VALUES ('0a0b0c0d-0000-4000-8000-000000000101', 'user_a', 'user_a', 'viewer', 1)`,
	} {
		if _, err := b.raw.ExecContext(b.ctx, sql); err == nil {
			t.Errorf("the database took %s", name)
		}
	}
	if _, err := b.raw.ExecContext(b.ctx, `UPDATE job_parts SET body = $1`, strings.Repeat("é", store.PartSize/2+1)); err == nil {
		t.Error("the database took a part past its size")
	}
	list, err := p.Accounts(b.ctx)
	must(t, err)
	same(t, "the accounts afterwards", list, []alex.Account{a})
}

// transitions tries every step between two states of a job, in SQL.
func transitions(t *testing.T, b *bench) {
	allowed := map[alex.JobStatus][]alex.JobStatus{
		alex.JobPending: {alex.JobPending, alex.JobRunning, alex.JobCancelled},
		alex.JobRunning: {alex.JobRunning, alex.JobCompleted, alex.JobFailed, alex.JobCancelled},
	}
	every := []alex.JobStatus{alex.JobPending, alex.JobRunning, alex.JobCompleted, alex.JobFailed, alex.JobCancelled}
	for _, from := range every {
		for _, to := range every {
			id := b.jobIn(t, alex.PersonID(string(from)+"_"+string(to)), from)
			_, err := b.raw.ExecContext(b.ctx, moveTo(to), id)
			legal := false
			for _, s := range allowed[from] {
				legal = legal || s == to
			}
			if legal != (err == nil) {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
	id := b.jobIn(t, "again", alex.JobRunning)
	for name, sql := range map[string]string{
		"an attempt taken back":  `UPDATE analysis_jobs SET attempt = attempt - 1 WHERE id = $1`,
		"two attempts at once":   `UPDATE analysis_jobs SET attempt = attempt + 2 WHERE id = $1`,
		"another person's job":   `UPDATE analysis_jobs SET clerk_user_id = 'pending_pending' WHERE id = $1`,
		"another birth":          `UPDATE analysis_jobs SET created_at = 0 WHERE id = $1`,
		"an end with an attempt": `UPDATE analysis_jobs SET status = 'cancelled', attempt = attempt + 1, completed_at = 1, lease_until = NULL WHERE id = $1`,
	} {
		if _, err := b.raw.ExecContext(b.ctx, sql, id); err == nil {
			t.Errorf("the database took %s", name)
		}
	}
	if _, err := b.raw.ExecContext(b.ctx, `INSERT INTO analysis_jobs (id, clerk_user_id, status, attempt, failures, lapses,
		run_after, created_at, started_at) VALUES ($1, 'again', 'running', 0, 0, 0, 1, 1, 1)`, b.NewID()); err == nil {
		t.Error("the database took a job born running")
	}
}

// moveTo makes the step, with all that the columns of the state ask for.
func moveTo(status alex.JobStatus) string {
	switch status {
	case alex.JobPending:
		return `UPDATE analysis_jobs SET status = 'pending', completed_at = NULL, lease_until = NULL, report_id = NULL, error_message = NULL WHERE id = $1`
	case alex.JobRunning:
		return `UPDATE analysis_jobs SET status = 'running', attempt = attempt + 1, started_at = 1, completed_at = NULL, report_id = NULL, error_message = NULL WHERE id = $1`
	case alex.JobCompleted:
		return `UPDATE analysis_jobs SET status = 'completed', started_at = 1, completed_at = 1, lease_until = NULL, report_id = id, error_message = NULL WHERE id = $1`
	case alex.JobFailed:
		return `UPDATE analysis_jobs SET status = 'failed', started_at = 1, completed_at = 1, lease_until = NULL, report_id = NULL, error_message = 'x' WHERE id = $1`
	default:
		return `UPDATE analysis_jobs SET status = 'cancelled', completed_at = 1, lease_until = NULL, report_id = NULL, error_message = NULL WHERE id = $1`
	}
}

// jobIn leads a job to a state by the store's own ways.
func (b *bench) jobIn(t testing.TB, person alex.PersonID, status alex.JobStatus) alex.ID {
	t.Helper()
	p := b.person(t, person)
	j, _, err := p.CreateJob(b.ctx, store.JobRequest{})
	must(t, err)
	if status == alex.JobPending {
		return j.ID
	}
	if status == alex.JobCancelled {
		_, err = p.CancelJob(b.ctx, j.ID)
		must(t, err)
		return j.ID
	}
	j, ok, err := b.System().ClaimJob(b.ctx, j.ID, b.now, time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	switch status {
	case alex.JobCompleted:
		_, err = b.System().Complete(b.ctx, store.HeldBy(j), result(), b.now)
	case alex.JobFailed:
		err = b.System().Fail(b.ctx, store.HeldBy(j), "no", b.now)
	}
	must(t, err)
	return j.ID
}
