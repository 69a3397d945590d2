package postgres_test

import (
	"database/sql"
	"testing"

	"github.com/google/uuid"
)

// fill puts a row of the person into every table that holds anyone's, past the
// store; each id holds the person's name in a column that a test can read.
func fill(t testing.TB, owner *sql.DB, person string) {
	t.Helper()
	account, job, file, document := uuid.NewString(), uuid.NewString(), uuid.NewString(), uuid.NewString()
	for _, s := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO users (clerk_user_id, display_name, email, created_at, updated_at) VALUES ($1, '', '', 1, 1)`, []any{person}},
		{`INSERT INTO instruments (symbol, name, currency, classification_source, updated_at)
			VALUES ('AAA', 'AAA', 'USD', 'placeholder', 1) ON CONFLICT DO NOTHING`, nil},
		{`INSERT INTO user_instruments (clerk_user_id, symbol, updated_at) VALUES ($1, 'AAA', 1)`, []any{person}},
		{`INSERT INTO accounts (id, clerk_user_id, ordinal, account_name, account_purpose, account_type, cash_balance, cash_interest, created_at, updated_at)
			VALUES ($1, $2, 0, 'a', '', 'taxable', 0, 0, 1, 1)`, []any{account, person}},
		{`INSERT INTO positions (id, account_id, symbol, quantity, created_at, updated_at) VALUES ($1, $2, 'AAA', 1, 1, 1)`, []any{uuid.NewString(), account}},
		{`INSERT INTO analysis_jobs (id, clerk_user_id, status, attempt, failures, lapses, run_after, created_at)
			VALUES ($1, $2, 'pending', 0, 0, 0, 1, 1)`, []any{job, person}},
		{`INSERT INTO job_parts (job_id, kind, seq, body) VALUES ($1, 'facts', 0, 'x')`, []any{job}},
		{`INSERT INTO job_spans (job_id, span_id, name, kind, started_at, completed_at, status) VALUES ($1, 'a', 'n', 'agent', 1, 1, 'ok')`, []any{job}},
		{`INSERT INTO reports (id, clerk_user_id, job_id, report_date, report_summary, report_detail, generated_by, processing_time_ms, hash, engine_version, created_at)
			VALUES ($1, $2, $3, '2026-01-01', '', '', 'rules', 0, '', '', 1)`, []any{uuid.NewString(), person, job}},
		{`INSERT INTO retirement (id, clerk_user_id, job_id, estimated_income, summary, detail, created_at)
			VALUES ($1, $2, $3, 0, '', '', 1)`, []any{uuid.NewString(), person, job}},
		{`INSERT INTO idempotency (clerk_user_id, idempotency_key, request_hash, status, location, body, created_at)
			VALUES ($1, 'k', '', 201, '', '', 1)`, []any{person}},
		{`INSERT INTO plans (id, clerk_user_id, ordinal, plan_name, plan, created_at, updated_at) VALUES ($1, $2, 0, 'p', '{}', 1, 1)`, []any{uuid.NewString(), person}},
		{`INSERT INTO imports (id, clerk_user_id, status, summary, created_at) VALUES ($1, $2, 'preview', '{}', 1)`, []any{file, person}},
		{`INSERT INTO import_parts (import_id, kind, seq, body) VALUES ($1, 'accounts', 0, 'x')`, []any{file}},
		{`INSERT INTO portfolio_values (clerk_user_id, as_of, total_value, cash, source, recorded_at) VALUES ($1, '2026-01-01', 1, 1, 'import', 1)`, []any{person}},
		{`INSERT INTO credentials (clerk_user_id, email_key, password_hash, updated_at) VALUES ($1, $2, 'x', 1)`, []any{person, person}},
		{`INSERT INTO second_factors (clerk_user_id, sealed_secret, last_step, created_at) VALUES ($1, 'x', 0, 1)`, []any{person}},
		{`INSERT INTO recovery_codes (clerk_user_id, code_hash) VALUES ($1, 'x')`, []any{person}},
		{`INSERT INTO password_resets (clerk_user_id, token_hash, created_at, expires_at) VALUES ($1, $2, 1, 1)`, []any{person, person}},
		{`INSERT INTO email_confirmations (clerk_user_id, token_hash, email, email_key, created_at, expires_at) VALUES ($1, $2, 'e', 'e', 1, 1)`, []any{person, person}},
		{`INSERT INTO access_keys (id, clerk_user_id, key_name, scopes, key_hash, created_at, expires_at)
			VALUES ($1, $2, 'k', '["report"]', $3, 1, 2)`, []any{uuid.NewString(), person, "key of " + person}},
		{`INSERT INTO identities (issuer, subject, clerk_user_id, created_at) VALUES ('i', $1, $2, 1)`, []any{person, person}},
		{`INSERT INTO model_calls (id, clerk_user_id, attempt, agent, model, prompt, input_hash, input_tokens, output_tokens,
			cache_read_tokens, cache_write_tokens, cost, started_at, duration_ms, outcome)
			VALUES ($1, $2, 0, 'ask', 'm', '', 'h', 1, 0, 0, 0, 1, 1, 1, 'ok')`, []any{uuid.NewString(), person}},
		{`INSERT INTO model_days (clerk_user_id, day, tokens, cost, held_tokens, held_cost) VALUES ($1, '2026-01-01', 1, 1, 0, 0)`, []any{person}},
		{`INSERT INTO reviews (clerk_user_id, month, standing, tries, updated_at) VALUES ($1, '2026-01', 'sent', 1, 1)`, []any{person}},
		{`INSERT INTO audit_log (id, at, clerk_user_id, actor, act) VALUES ($1, 1, $2, 'self', 'exported')`, []any{uuid.NewString(), person}},
		{`INSERT INTO documents (id, clerk_user_id, source, title, origin, content_hash, passages, added_at)
			VALUES ($1, $2, 's', 't', 'person', 'h', 1, 1)`, []any{document, person}},
		{`INSERT INTO passages (document_id, ordinal, clerk_user_id, body) VALUES ($1, 0, $2, 'x')`, []any{document, person}},
		{`INSERT INTO sessions (id, clerk_user_id, token_hash, user_agent, created_at, rotated_at, expires_at)
			VALUES ($1, $2, $3, '', 1, 1, 1)`, []any{uuid.NewString(), person, person}},
		{`INSERT INTO invitations (id, owner, role, label, owner_name, owner_email, code_hash, created_at, expires_at)
			VALUES ($1, $2, 'viewer', '', 'n', 'e', $3, 1, 2)`, []any{uuid.NewString(), person, "code of " + person}},
	} {
		if _, err := owner.ExecContext(t.Context(), s.query, s.args...); err != nil {
			t.Fatal(s.query, err)
		}
	}
}

// households is a database with rows of two persons and of nobody, and the
// serving login's own door to it.
func households(t testing.TB) *sql.DB {
	t.Helper()
	owner, login := serving(t)
	db := connect(t, owner)
	fill(t, db, "me")
	fill(t, db, "other")
	for _, query := range []string{
		`INSERT INTO users (clerk_user_id, display_name, email, created_at, updated_at) VALUES ('third', '', '', 1, 1)`,
		`INSERT INTO grants (id, owner, grantee, role, created_at) VALUES ('0a0b0c0d-0000-4000-8000-000000000101', 'me', 'other', 'viewer', 1), ('0a0b0c0d-0000-4000-8000-000000000102', 'other', 'me', 'viewer', 1), ('0a0b0c0d-0000-4000-8000-000000000103', 'third', 'other', 'viewer', 1)`,
		`INSERT INTO operator_keys (id, key_name, role, key_hash, created_at) VALUES (gen_random_uuid(), 'k', 'operator', 'h', 1)`,
		`INSERT INTO chores (chore, run_after, failures) VALUES ('c', 1, 0)`,
		`INSERT INTO embedder (single, model, dimension, revision) VALUES (1, 'm', 2, 0)`,
		`INSERT INTO documents (id, source, title, origin, content_hash, passages, added_at)
			VALUES ('0a0b0c0d-0000-4000-8000-000000000201', 's', 't', 'research', 'h', 1, 1)`,
		`INSERT INTO passages (document_id, ordinal, body) VALUES ('0a0b0c0d-0000-4000-8000-000000000201', 0, 'x')`,
		`INSERT INTO research_rounds (id, topic, chosen_by, started_at) VALUES ('0a0b0c0d-0000-4000-8000-000000000202', 't', 'person', 1)`,
		`INSERT INTO research_pages (round_id, seq, url, outcome) VALUES ('0a0b0c0d-0000-4000-8000-000000000202', 0, 'u', 'refused')`,
		`INSERT INTO forgotten_documents (id, passages) VALUES (gen_random_uuid(), 1)`,
		`INSERT INTO installation (single, id, key_check) VALUES (1, gen_random_uuid(), 'k')`,
		`INSERT INTO audit_log (id, at, actor, act) VALUES (gen_random_uuid(), 1, 'system', 'backup_made')`,
		`INSERT INTO signing_keys (kid, private_key, created_at) VALUES ('k', 'secret', 1)`,
		`INSERT INTO throttles (subject, failures, blocked_until, updated_at) VALUES ('s', 1, 1, 1)`,
		`INSERT INTO webhook_events (event_id, received_at) VALUES ('e', 1)`,
		`INSERT INTO departed (person_hash, departed_at) VALUES ('h', 1)`,
		`INSERT INTO invites (token_hash, email_key, created_at, expires_at) VALUES ('t', 'e', 1, 1)`,
		`INSERT INTO market_prices (symbol, price, price_as_of, source, fetched_at) VALUES ('AAA', 1, '2026-01-01', 'market', 1)`,
		`INSERT INTO reference_versions (name, version, row_count, updated_at) VALUES ('instruments', 'v', 1, 1)`,
	} {
		if _, err := db.ExecContext(t.Context(), query); err != nil {
			t.Fatal(query, err)
		}
	}
	return connect(t, login)
}

// In every table, "SELECT *" without a condition counts what a role may see:
// -1 stands for a table that is shut.
func TestRowsThatARoleSees(t *testing.T) {
	t.Parallel()
	db := households(t)
	const shut = -1
	for table, want := range map[string]struct{ me, nobody, system int }{
		"users":               {1, 0, 3},
		"user_instruments":    {1, 0, 2},
		"accounts":            {1, 0, shut},
		"positions":           {1, 0, shut},
		"analysis_jobs":       {1, 0, 2},
		"job_parts":           {1, 0, 2},
		"job_spans":           {1, 0, 2},
		"reports":             {1, 0, 2},
		"retirement":          {1, 0, 2},
		"idempotency":         {1, 0, 2},
		"plans":               {1, 0, shut},
		"imports":             {1, 0, 2},
		"import_parts":        {1, 0, shut},
		"portfolio_values":    {1, 0, 2},
		"model_calls":         {1, 0, 2},
		"model_days":          {1, 0, 2},
		"audit_log":           {1, 0, 3},
		"operator_keys":       {shut, shut, 1},
		"chores":              {shut, shut, 1},
		"embedder":            {shut, shut, 1},
		"documents":           {2, 1, 3},
		"passages":            {2, 1, 3},
		"research_rounds":     {shut, shut, 1},
		"research_pages":      {shut, shut, 1},
		"forgotten_documents": {shut, shut, 1},
		"installation":        {shut, shut, 1},
		"credentials":         {shut, shut, 2},
		"second_factors":      {shut, shut, 2},
		"recovery_codes":      {shut, shut, 2},
		"password_resets":     {shut, shut, 2},
		"email_confirmations": {shut, shut, 2},
		"identities":          {1, 0, 2},
		"access_keys":         {shut, shut, 2}, // a person reads all but the hash
		"sessions":            {1, 0, 2},
		"grants":              {2, 0, shut},
		"invitations":         {1, 0, shut},
		"signing_keys":        {shut, shut, 1},
		"throttles":           {shut, shut, 1},
		"invites":             {shut, shut, 1},
		"reviews":             {1, 0, 2},
		"webhook_events":      {shut, shut, 1},
		"departed":            {shut, shut, 1},
		"market_prices":       {1, 1, 1},
		"instruments":         {1, 1, 1},
		"reference_versions":  {1, 1, 1},
		"schema_versions":     {shut, shut, shut},
		"schema_checksums":    {shut, shut, shut},
	} {
		for name, c := range map[string]struct {
			role, person string
			want         int
		}{
			"a person":             {"alex_person", "me", want.me},
			"a person without id":  {"alex_person", "", want.nobody},
			"a person of no rows":  {"alex_person", "unknown", want.nobody},
			"the system":           {"alex_system", "", want.system},
			"the system, with one": {"alex_system", "me", want.system},
		} {
			as(t, db, c.role, c.person, func(tx *sql.Tx) {
				got := shut
				err := tx.QueryRowContext(t.Context(), `SELECT count(*) FROM (SELECT * FROM `+table+`) AS t`).Scan(&got)
				if got != c.want || (err != nil) != (c.want == shut) || err != nil && !denied(err) {
					t.Errorf("%s sees %d rows of %s, want %d (%v)", name, got, table, c.want, err)
				}
			})
		}
	}
}

// Where app.user_id was never set there is nobody.
func TestNobodyIsSet(t *testing.T) {
	t.Parallel()
	db := households(t)
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	var n int
	if _, err := tx.ExecContext(t.Context(), `SET LOCAL ROLE alex_person`); err != nil {
		t.Fatal(err)
	}
	if err := tx.QueryRowContext(t.Context(), `SELECT count(*) FROM accounts`).Scan(&n); err != nil || n != 0 {
		t.Errorf("nobody sees %d accounts (%v)", n, err)
	}
}

// A person's writes reach no row of another, whatever the statement says.
func TestRowsThatAPersonWrites(t *testing.T) {
	t.Parallel()
	db := households(t)
	for name, query := range map[string]string{
		"another's account": `INSERT INTO accounts (id, clerk_user_id, ordinal, account_name, account_purpose, account_type, cash_balance, cash_interest, created_at, updated_at)
			VALUES (gen_random_uuid(), 'other', 0, 'a', '', 'taxable', 0, 0, 1, 1)`,
		"an account given away":   `UPDATE accounts SET clerk_user_id = 'other'`,
		"a position of another's": `UPDATE positions SET account_id = gen_random_uuid()`,
		"another's plan": `INSERT INTO plans (id, clerk_user_id, ordinal, plan_name, plan, created_at, updated_at)
			VALUES (gen_random_uuid(), 'other', 0, 'p', '{}', 1, 1)`,
		"another's word of a symbol": `INSERT INTO user_instruments (clerk_user_id, symbol, updated_at) VALUES ('other', 'AAA', 1)
			ON CONFLICT (clerk_user_id, symbol) DO UPDATE SET name = 'mine'`,
		"another's grant": `INSERT INTO grants (id, owner, grantee, role, created_at) VALUES ('0a0b0c0d-0000-4000-8000-000000000104', 'other', 'third', 'viewer', 1)`,
		"a reference row": `INSERT INTO instruments (symbol, name, currency, classification_source, updated_at)
			VALUES ('BBB', 'mine', 'USD', 'reference', 1)`,
		"a changed reference": `UPDATE instruments SET name = 'mine'`,
		"a changed price":     `UPDATE market_prices SET price = 2`,
		"a person":            `INSERT INTO users (clerk_user_id, display_name, email, created_at, updated_at) VALUES ('me2', '', '', 1, 1)`,
		"no end":              `UPDATE users SET expires_at = NULL`,
		"a password":          `UPDATE credentials SET password_hash = ''`,
		"no second factor":    `DELETE FROM second_factors`,
		"a recovery code":     `INSERT INTO recovery_codes (clerk_user_id, code_hash) VALUES ('me', 'mine')`,
		"a reset":             `UPDATE password_resets SET token_hash = 'mine'`,
		"another address":     `UPDATE email_confirmations SET email = 'mine'`,
		"another's identity":  `UPDATE identities SET subject = 'mine'`,
		"a part of a job":     `UPDATE job_parts SET body = ''`,
		"a span of a job":     `DELETE FROM job_spans`,
		"a report":            `UPDATE reports SET report_summary = ''`,
		"a job's attempt":     `UPDATE analysis_jobs SET attempt = attempt + 1`,
		"a call of a model": `INSERT INTO model_calls (id, clerk_user_id, attempt, agent, model, prompt, input_hash, input_tokens,
			output_tokens, cache_read_tokens, cache_write_tokens, cost, started_at, duration_ms, outcome)
			VALUES (gen_random_uuid(), 'me', 0, 'ask', 'm', '', 'h', 1, 0, 0, 0, 1, 1, 1, 'ok')`,
		"an act of another's": `INSERT INTO audit_log (id, at, clerk_user_id, actor, act) VALUES (gen_random_uuid(), 1, 'third', 'self', 'exported')`,
		"an act of nobody's":  `INSERT INTO audit_log (id, at, actor, act) VALUES (gen_random_uuid(), 1, 'self', 'exported')`,
		"another act":         `UPDATE audit_log SET act = 'erased'`,
		"no acts":             `DELETE FROM audit_log`,
		"a key":               `INSERT INTO operator_keys (id, key_name, role, key_hash, created_at) VALUES (gen_random_uuid(), 'me', 'operator', 'h', 1)`,
		"another's access key": `INSERT INTO access_keys (id, clerk_user_id, key_name, scopes, key_hash, created_at, expires_at)
			VALUES (gen_random_uuid(), 'other', 'k', '["report"]', 'mine', 1, 2)`,
		"a key that lasts":     `UPDATE access_keys SET expires_at = 9`,
		"a key that lets more": `UPDATE access_keys SET scopes = '["portfolio"]'`,
		"the hash of a key":    `SELECT key_hash FROM access_keys`,
		"a chore":              `UPDATE chores SET run_after = 9`,
		"another embedder":     `UPDATE embedder SET model = 'mine'`,
		"a text of everybody's": `INSERT INTO documents (id, source, title, origin, content_hash, passages, added_at)
			VALUES (gen_random_uuid(), 's', 't', 'research', 'mine', 1, 1)`,
		"another word of a text": `UPDATE passages SET body = 'mine'`,
		"no passages":            `DELETE FROM passages`,
		"another title":          `UPDATE documents SET title = 'mine'`,
		"another topic":          `UPDATE research_rounds SET topic = 'mine'`,
		"no pages of a round":    `DELETE FROM research_pages`,
		"what is forgotten":      `DELETE FROM forgotten_documents`,
		"the key's hash":         `UPDATE installation SET key_check = 'mine'`,
		"a cheaper call":         `UPDATE model_calls SET cost = 0`,
		"no log of calls":        `DELETE FROM model_calls`,
		"a cheaper day":          `UPDATE model_days SET cost = 0, held_cost = 0`,
		"no day of models":       `DELETE FROM model_days`,
		"an emptied table":       `TRUNCATE accounts CASCADE`,
		"a new table":            `CREATE TABLE mine (id TEXT)`,
	} {
		as(t, db, "alex_person", "me", func(tx *sql.Tx) {
			if _, err := tx.ExecContext(t.Context(), query); !denied(err) {
				t.Errorf("a person writes %s: %v", name, err)
			}
		})
	}
	for name, query := range map[string]string{
		"all accounts":       `UPDATE accounts SET cash_balance = 1`,
		"all positions":      `UPDATE positions SET quantity = 2`,
		"all verdicts":       `UPDATE reports SET verified_result = 'same', verified_at = 1`,
		"all people":         `UPDATE users SET display_name = 'mine'`,
		"all jobs":           `UPDATE analysis_jobs SET status = 'cancelled', completed_at = 1`,
		"no accounts at all": `DELETE FROM accounts`,
		"no people at all":   `DELETE FROM users`,
		"no sessions at all": `DELETE FROM sessions`,
		"no keys at all":     `DELETE FROM access_keys`,
		"all keys":           `UPDATE access_keys SET revoked_at = 1`,
		"no offers at all":   `DELETE FROM invitations`,
		"no texts at all":    `DELETE FROM documents`,
	} {
		as(t, db, "alex_person", "me", func(tx *sql.Tx) {
			result, err := tx.ExecContext(t.Context(), query)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if n, err := result.RowsAffected(); n != 1 || err != nil {
				t.Errorf("%s reach %d rows, want the person's one (%v)", name, n, err)
			}
		})
	}
}

// A restore brings jobs as they were; nobody else makes one that is not new.
func TestJobsThatAreNotNew(t *testing.T) {
	t.Parallel()
	_, url := open(t)
	db := connect(t, url)
	fill(t, db, "me")
	fill(t, db, "other")
	if _, err := db.ExecContext(t.Context(), `UPDATE analysis_jobs SET status = 'cancelled', completed_at = 1`); err != nil {
		t.Fatal(err)
	}
	for role, taken := range map[string]bool{"alex_person": false, "alex_keeper": true, "owner_of_tests": false} {
		as(t, db, role, "me", func(tx *sql.Tx) {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO analysis_jobs (id, clerk_user_id, status, attempt, failures, lapses,
				run_after, started_at, created_at) VALUES (gen_random_uuid(), 'me', 'running', 3, 0, 0, 1, 1, 1)`)
			if (err == nil) != taken {
				t.Errorf("%s makes a running job: %v", role, err)
			}
		})
	}
}

// Of what is shared the system writes addresses and ends it, and nothing else.
func TestTheSystemSharesNothing(t *testing.T) {
	t.Parallel()
	db := households(t)
	for statement, allowed := range map[string]bool{
		`UPDATE grants SET owner_email = 'x' WHERE owner = 'me'`:        true,
		`UPDATE grants SET grantee_email = 'x' WHERE grantee = 'me'`:    true,
		`UPDATE invitations SET owner_email = 'x' WHERE owner = 'me'`:   true,
		`UPDATE grants SET role = 'editor'`:                             false,
		`UPDATE grants SET grantee = 'other'`:                           false,
		`UPDATE invitations SET code_hash = 'x'`:                        false,
		`SELECT code_hash FROM invitations`:                             false,
		`SELECT grantee_name FROM grants`:                               false,
		`DELETE FROM grants WHERE owner = 'me' RETURNING owner`:         true,
		`DELETE FROM invitations WHERE owner = 'me'`:                    true,
		`INSERT INTO grants (owner, grantee) VALUES ('other', 'me')`:    false,
		`INSERT INTO invitations (owner, code_hash) VALUES ('me', 'x')`: false,
	} {
		as(t, db, "alex_system", "", func(tx *sql.Tx) {
			if _, err := tx.ExecContext(t.Context(), statement); (err == nil) != allowed || err != nil && !denied(err) {
				t.Errorf("%s: %v", statement, err)
			}
		})
	}
}

// The log of model calls is not the system's to change, nor the keeper's, who
// restores it, nor the owner's: only the erasure of a person ends their rows.
func TestTheLogOfModelCallsStays(t *testing.T) {
	t.Parallel()
	_, url := open(t)
	db := connect(t, url)
	fill(t, db, "me")
	fill(t, db, "other")
	for _, role := range []string{"alex_person", "alex_system", "alex_keeper", "owner_of_tests"} {
		for name, statement := range map[string]string{
			"a change": `UPDATE model_calls SET cost = 0`, "a deletion": `DELETE FROM model_calls`,
			"an emptying": `TRUNCATE model_calls`, "an emptying of all": `TRUNCATE users CASCADE`,
		} {
			as(t, db, role, "me", func(tx *sql.Tx) {
				if _, err := tx.ExecContext(t.Context(), statement); err == nil {
					t.Errorf("%s: %s is taken", role, name)
				}
			})
		}
	}
	for _, role := range []string{"alex_person", "alex_system", "alex_keeper"} {
		as(t, db, role, "me", func(tx *sql.Tx) {
			if _, err := tx.ExecContext(t.Context(), `DELETE FROM users WHERE clerk_user_id = 'me'`); err != nil {
				t.Errorf("%s cannot erase a person: %v", role, err)
			}
		})
	}
}
