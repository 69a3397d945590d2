package postgres_test

import (
	"database/sql"
	"database/sql/driver"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/storetest"
)

// crowd is enough rows of many people that reading a whole table costs more
// than an index.
const crowd = `
INSERT INTO users (clerk_user_id, display_name, email, created_at, updated_at)
	SELECT 'p' || n, '', '', 1, 1 FROM generate_series(1, 3000) AS n;
INSERT INTO accounts (id, clerk_user_id, ordinal, account_name, account_purpose, account_type, cash_balance, cash_interest, created_at, updated_at)
	SELECT gen_random_uuid(), clerk_user_id, 0, 'a', '', 'taxable', 0, 0, 1, 1 FROM users, generate_series(1, 2);
INSERT INTO instruments (symbol, name, currency, classification_source, updated_at)
	SELECT 'S' || n, 'S' || n, 'USD', 'placeholder', 1 FROM generate_series(1, 3000) AS n;
INSERT INTO positions (id, account_id, symbol, quantity, created_at, updated_at)
	SELECT gen_random_uuid(), id, 'S' || n, 1, 1, 1 FROM accounts, generate_series(1, 3) AS n;
INSERT INTO analysis_jobs (id, clerk_user_id, status, attempt, failures, lapses, run_after, created_at)
	SELECT gen_random_uuid(), clerk_user_id, 'pending', 0, 0, 0, n, n FROM users, generate_series(1, 1) AS n;
UPDATE analysis_jobs SET status = 'cancelled', completed_at = 1;
INSERT INTO analysis_jobs (id, clerk_user_id, status, attempt, failures, lapses, run_after, created_at)
	SELECT gen_random_uuid(), clerk_user_id, 'pending', 0, 0, 0, 1, 1 FROM users;
UPDATE analysis_jobs SET status = 'running', attempt = 1, started_at = 1, lease_until = 1
	WHERE status = 'pending' AND clerk_user_id < 'p2';
INSERT INTO user_instruments (clerk_user_id, symbol, updated_at) SELECT clerk_user_id, 'S1', 1 FROM users;
INSERT INTO market_prices (symbol, price, price_as_of, source, fetched_at) SELECT symbol, 1, '2026-01-01', 'market', 1 FROM instruments;
INSERT INTO job_parts (job_id, kind, seq, body) SELECT id, 'facts', 0, 'x' FROM analysis_jobs;
INSERT INTO job_spans (job_id, span_id, name, kind, started_at, completed_at, status) SELECT id, 'a', 'n', 'agent', 1, 1, 'ok' FROM analysis_jobs;
INSERT INTO reports (id, clerk_user_id, job_id, report_date, report_summary, report_detail, generated_by, processing_time_ms, hash, engine_version, created_at)
	SELECT gen_random_uuid(), clerk_user_id, id, '2026-01-01', '', '', 'rules', 0, '', '', 1 FROM analysis_jobs;
INSERT INTO retirement (id, clerk_user_id, job_id, estimated_income, summary, detail, created_at)
	SELECT gen_random_uuid(), clerk_user_id, id, 0, '', '', 1 FROM analysis_jobs;
INSERT INTO grants (id, owner, grantee, role, created_at)
	SELECT gen_random_uuid(), 'p' || n, 'p' || n + m, 'viewer', 1 FROM generate_series(1, 2990) AS n, generate_series(1, 5) AS m;
INSERT INTO model_calls (id, clerk_user_id, job_id, attempt, agent, model, prompt, input_hash, input_tokens, output_tokens,
	cache_read_tokens, cache_write_tokens, cost, started_at, duration_ms, outcome)
	SELECT gen_random_uuid(), clerk_user_id, id, 0, 'reporter', 'm', '', 'h', 1, 1, 0, 0, 1, n, 1, 'ok' FROM analysis_jobs, generate_series(1, 3) AS n;
INSERT INTO model_days (clerk_user_id, day, tokens, cost, held_tokens, held_cost)
	SELECT clerk_user_id, DATE '2026-01-01' + n, 0, 0, 0, 0 FROM users, generate_series(1, 3) AS n;
INSERT INTO invitations (id, owner, role, label, owner_name, owner_email, code_hash, created_at, expires_at)
	SELECT gen_random_uuid(), clerk_user_id, 'viewer', '', '', '', clerk_user_id || n, 1, 2 FROM users, generate_series(1, 2) AS n;
INSERT INTO audit_log (id, at, clerk_user_id, actor, act)
	SELECT gen_random_uuid(), n, clerk_user_id, 'self', CASE n % 2 WHEN 0 THEN 'exported' ELSE 'sign_in' END FROM users, generate_series(1, 10) AS n;
ANALYZE;`

// Every query that runs often finds its rows by an index, with the policies of
// its role in force. The statements are those that the store sends.
func TestQueriesUseIndexes(t *testing.T) {
	t.Parallel()
	url := server.Database(t)
	raw := connect(t, url)
	raw.SetMaxOpenConns(1) // the statement that is explained belongs to a connection
	for statement := range strings.SplitSeq(crowd, ";\n") {
		if _, err := raw.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	watched := storetest.Wrap(connector(t, url))
	s := store.New(sql.OpenDB(driver.Connector(watched)), postgres.Engine{})
	defer func() { _ = s.Close() }()
	p, ctx := s.As("p7"), t.Context()
	accounts, err := p.Accounts(ctx)
	if err != nil || len(accounts) != 2 {
		t.Fatal(accounts, err)
	}
	id, job := accounts[0].ID, alex.ID("0a0b0c0d-0000-4000-8000-000000000000")
	for name, c := range map[string]struct {
		role, index string
		do          func()
	}{
		"Claim":         {"alex_system", "idx_jobs_due", func() { _, _, _ = s.System().Claim(ctx, time.Now(), time.Second) }},
		"DueJobs":       {"alex_system", "idx_jobs_due", func() { _, _ = s.System().DueJobs(ctx, time.Now(), 1) }},
		"Sweep":         {"alex_system", "idx_jobs_status", func() { _, _ = s.System().Sweep(ctx, time.Now(), "x") }},
		"Heartbeat":     {"alex_system", "analysis_jobs_pkey", func() { _ = s.System().Heartbeat(ctx, store.Claimed{Job: job}, time.Now()) }},
		"Part":          {"alex_system", "job_parts_pkey", func() { _, _, _ = s.System().Part(ctx, job, alex.PartFacts) }},
		"own Spans":     {"alex_person", "job_spans_pkey", func() { _, _ = p.Spans(ctx, job) }},
		"own Part":      {"alex_person", "job_parts_pkey", func() { _, _, _ = p.Part(ctx, job, alex.PartFacts) }},
		"Job":           {"alex_person", "analysis_jobs_pkey", func() { _, _ = p.Job(ctx, job) }},
		"Jobs":          {"alex_person", "idx_jobs_user", func() { _, _ = p.Jobs(ctx, store.Page{}) }},
		"Reports":       {"alex_person", "idx_reports_user", func() { _, _ = p.Reports(ctx, store.Page{}) }},
		"Retirement":    {"alex_person", "idx_retirement_user", func() { _, _ = p.LatestRetirement(ctx) }},
		"Accounts":      {"alex_person", "idx_accounts_user", func() { _, _ = p.Accounts(ctx) }},
		"AccountsPage":  {"alex_person", "idx_accounts_user", func() { _, _ = p.AccountsPage(ctx, store.Page{}) }},
		"HoldingsPage":  {"alex_person", "positions_account_id_symbol_key", func() { _, _, _ = p.HoldingsPage(ctx, id, store.Page{}) }},
		"PositionsPage": {"alex_person", "positions_account_id_symbol_key", func() { _, _ = p.PositionsPage(ctx, id, store.Page{}) }},
		"CreateJob":     {"alex_person", "idx_jobs_active", func() { _, _, _ = p.CreateJob(ctx, store.JobRequest{}) }},
		"Held":          {"alex_person", "instruments_pkey", func() { _, _ = p.HeldInstruments(ctx) }},
		"Search":        {"alex_person", "idx_instruments_reference", func() { _, _ = p.Instruments(ctx, "a", store.Page{}) }},
		"Grants":        {"alex_person", "idx_grants_grantee", func() { _, _ = p.Grants(ctx, store.Page{}) }},
		"Accept":        {"alex_person", "invitations_code_hash_key", func() { _, _ = p.Accept(ctx, "y") }},
		"EndGrant":      {"alex_person", "idx_grants_id", func() { _ = p.EndGrant(ctx, job) }},
		"RoleOver":      {"alex_person", "grants_pkey", func() { _, _ = s.RoleOver(ctx, "p6", "p7") }},
		"ModelCalls":    {"alex_person", "idx_model_calls_user", func() { _, _ = p.ModelCalls(ctx, store.Page{}) }},
		"ModelUsage":    {"alex_person", "idx_model_calls_job", func() { _, _ = p.ModelUsage(ctx, time.Now(), "2026-01-02") }},
		"ModelDay":      {"alex_person", "model_days_pkey", func() { _, _ = p.ModelUsage(ctx, time.Now(), "2026-01-02") }},
		"ReserveModel": {"alex_system", "model_days_pkey", func() {
			_ = s.System().ReserveModel(ctx, store.Reservation{Person: "p7", Day: "2026-01-02", Tokens: 1, Cost: 1}, store.Limits{}, store.Limits{})
		}},
		"ReserveModel of a job": {"alex_system", "analysis_jobs_pkey", func() {
			_ = s.System().ReserveModel(ctx, store.Reservation{Person: "p7", Day: "2026-01-02", Job: id}, store.Limits{}, store.Limits{})
		}},
		"Record": {"alex_person", "idx_audit_log_day", func() { _ = p.Record(ctx, alex.ActExported, nil) }},
		"Person": {"alex_person", "users_pkey", func() { _, _ = p.Person(ctx) }},
	} {
		plan := ""
		for _, call := range watched.Count(c.do) {
			if call.SQL != "" && !strings.Contains(call.SQL, "set_config") && !strings.Contains(call.SQL, "pg_notify") {
				plan += explain(t, raw, c.role, call.SQL)
			}
		}
		if !strings.Contains(plan, c.index) {
			t.Errorf("%s does not use %s:\n%s", name, c.index, plan)
		}
		if strings.Contains(plan, "Seq Scan") {
			t.Errorf("%s reads a whole table:\n%s", name, plan)
		}
	}
}

// explain asks for the plan of any parameters, as a prepared statement may get
// it.
func explain(t *testing.T, db *sql.DB, role, query string) string {
	t.Helper()
	var plan strings.Builder
	defer func() { // not by the driver, which would keep it
		if _, err := db.ExecContext(t.Context(), "DEALLOCATE asked"); err != nil {
			t.Error(err)
		}
	}()
	as(t, db, role, "p7", func(tx *sql.Tx) {
		for _, statement := range []string{
			"SET LOCAL plan_cache_mode = force_generic_plan",
			"PREPARE asked AS " + query,
		} {
			if _, err := tx.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(query, err)
			}
		}
		rows, err := tx.QueryContext(t.Context(), "EXPLAIN EXECUTE asked"+nulls(query))
		if err != nil {
			t.Fatal(query, err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			plan.WriteString(line + "\n")
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	})
	return plan.String()
}

// nulls are as many parameters as the query has: the highest $n.
func nulls(query string) string {
	highest := 0
	for _, part := range strings.Split(query, "$")[1:] {
		n := 0
		for _, digit := range part {
			if digit < '0' || digit > '9' {
				break
			}
			n = n*10 + int(digit-'0')
		}
		highest = max(highest, n)
	}
	if highest == 0 {
		return ""
	}
	return "(" + strings.Repeat("NULL, ", highest-1) + "NULL)"
}
