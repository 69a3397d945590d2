package sqlite_test

import (
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/store/sqlite"
	"alex/internal/store/storetest"
)

// Every query that runs often finds its rows by an index. The statements are
// those that the store sends.
func TestQueriesUseIndexes(t *testing.T) {
	t.Parallel()
	dsn := sqlite.DSN(filepath.Join(t.TempDir(), "alex.db"))
	connector, err := sqlite.Connector(dsn)
	if err != nil {
		t.Fatal(err)
	}
	watched := storetest.Wrap(connector)
	s := store.New(sql.OpenDB(driver.Connector(watched)), sqlite.Engine{})
	defer func() { _ = s.Close() }()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	raw := sql.OpenDB(connector)
	defer func() { _ = raw.Close() }()
	p, ctx := s.As("p"), t.Context()
	id := alex.ID("0a0b0c0d-0000-4000-8000-000000000000")
	if _, err := s.System().EnsurePerson(ctx, "p", "", ""); err != nil {
		t.Fatal(err)
	}
	saved, err := p.SavePreview(ctx, alex.Import{}, store.Preview{})
	if err != nil {
		t.Fatal(err)
	}
	one := []alex.Position{{Symbol: "SPY", Quantity: alex.DecimalOf(1)}}
	account, err := p.CreateAccount(ctx, alex.Account{Name: "a", Type: alex.Taxable, Positions: one})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		index string
		do    func()
	}{
		"Claim":         {"idx_jobs_due", func() { _, _, _ = s.System().Claim(ctx, time.Now(), time.Second) }},
		"DueJobs":       {"idx_jobs_due", func() { _, _ = s.System().DueJobs(ctx, time.Now(), 1) }},
		"JobCounts":     {"idx_jobs_status", func() { _, _ = s.System().JobCounts(ctx) }},
		"Jobs":          {"idx_jobs_user", func() { _, _ = p.Jobs(ctx, store.Page{}) }},
		"Reports":       {"idx_reports_user", func() { _, _ = p.Reports(ctx, store.Page{}) }},
		"Retirement":    {"idx_retirement_user", func() { _, _ = p.LatestRetirement(ctx) }},
		"Accounts":      {"idx_accounts_user", func() { _, _ = p.Accounts(ctx) }},
		"AccountsPage":  {"idx_accounts_user", func() { _, _ = p.AccountsPage(ctx, store.Page{}) }},
		"HoldingsPage":  {"sqlite_autoindex_positions_2", func() { _, _, _ = p.HoldingsPage(ctx, account.ID, store.Page{}) }},
		"PositionsPage": {"sqlite_autoindex_accounts_1", func() { _, _ = p.PositionsPage(ctx, id, store.Page{}) }},
		"CreateJob":     {"idx_jobs_active", func() { _, _, _ = p.CreateJob(ctx, store.JobRequest{}) }},
		"Plans":         {"idx_plans_user", func() { _, _ = p.Plans(ctx, store.Page{}) }},
		"Imports":       {"idx_imports_user", func() { _, _ = p.Imports(ctx, store.Page{}) }},
		"Preview":       {"sqlite_autoindex_import_parts_1", func() { _, _, _ = p.Preview(ctx, saved.ID) }},
		"Snapshot":      {"idx_reports_user", func() { _, _ = p.Snapshot(ctx) }},
		"Export":        {"idx_sessions_user", func() { _ = p.Export(ctx, func(string, any) error { return nil }) }},
		"Values":        {"sqlite_autoindex_portfolio_values_1", func() { _, _ = p.Values(ctx, store.Page{}) }},
		"PurgeKeys":     {"idx_idempotency_created", func() { _, _ = s.System().PurgeKeys(ctx, time.Unix(0, 0)) }},
		"PurgeSpans":    {"idx_job_spans_completed", func() { _, _ = s.System().PurgeSpans(ctx, time.Unix(0, 0)) }},
		"Spans":         {"sqlite_autoindex_job_spans_1", func() { _, _ = p.Spans(ctx, id) }},
		"SaveSpans":     {"sqlite_autoindex_analysis_jobs_1", func() { _ = s.System().SaveSpans(ctx, id, nil) }},
		"open sessions": {"idx_sessions_expires", func() { _, _ = s.System().Sessions(ctx, time.Now()) }},
		"PurgePreviews": {"idx_imports_previews", func() { _, _ = s.System().PurgePreviews(ctx, time.Unix(0, 0)) }},
		"Sessions":      {"idx_sessions_user", func() { _, _ = p.Sessions(ctx) }},
		"Grants":        {"idx_grants_grantee", func() { _, _ = p.Grants(ctx, store.Page{}) }},
		"PageKnown":     {"idx_research_pages_url", func() { _, _ = s.System().PageKnown(ctx, "u") }},
		"Rounds":        {"idx_research_rounds_started", func() { _, _ = s.System().Rounds(ctx, store.Page{}) }},
		"Record":        {"idx_audit_log_day", func() { _ = p.Record(ctx, alex.ActExported, nil) }},
		"Invite":        {"idx_invitations_owner", func() { _, _ = p.Invite(ctx, store.NewInvitation{Role: alex.Viewer, CodeHash: "x"}) }},
		"Accept":        {"sqlite_autoindex_invitations_2", func() { _, _ = p.Accept(ctx, "y") }},
		"EndGrant":      {"idx_grants_id", func() { _ = p.EndGrant(ctx, id) }},
		"RoleOver":      {"sqlite_autoindex_grants_1", func() { _, _ = s.RoleOver(ctx, "p", "q") }},
		"ModelCalls":    {"idx_model_calls_user", func() { _, _ = p.ModelCalls(ctx, store.Page{}) }},
		"ModelUsage":    {"idx_model_calls_job", func() { _, _ = p.ModelUsage(ctx, time.Now(), "2026-01-02") }},
		"ModelDay":      {"sqlite_autoindex_model_days_1", func() { _, _ = p.ModelUsage(ctx, time.Now(), "2026-01-02") }},
		"ReserveModel": {"sqlite_autoindex_model_days_1", func() {
			_ = s.System().ReserveModel(ctx, store.Reservation{Person: "p", Day: "2026-01-02", Tokens: 1, Cost: 1}, store.Limits{}, store.Limits{})
		}},
		"ReserveModel of a job": {"sqlite_autoindex_analysis_jobs_1", func() {
			_ = s.System().ReserveModel(ctx, store.Reservation{Person: "p", Day: "2026-01-02", Job: id}, store.Limits{}, store.Limits{})
		}},
		"Live":         {"sqlite_autoindex_users_1", func() { _ = s.System().Live(ctx, "p", id, time.Now()) }},
		"Login":        {"sqlite_autoindex_credentials_2", func() { _, _ = s.System().Login(ctx, "p@example.com") }},
		"BlockedUntil": {"sqlite_autoindex_throttles_1", func() { _, _ = s.System().BlockedUntil(ctx, "a", "b") }},
		"ExpireDemos":  {"idx_users_expires", func() { _, _ = s.System().ExpireDemos(ctx, time.Now()) }},
		"Held":         {"sqlite_autoindex_instruments_1", func() { _, _ = p.HeldInstruments(ctx) }},
		"HeldPrices":   {"sqlite_autoindex_market_prices_1", func() { _, _ = p.HeldInstruments(ctx) }},
		"Instrument":   {"sqlite_autoindex_market_prices_1", func() { _, _ = p.Instrument(ctx, "SPY") }},
		"Search":       {"idx_instruments_reference", func() { _, _ = p.Instruments(ctx, "a", store.Page{}) }},
		"Placeholders": {"idx_instruments_placeholders", func() { _, _ = s.System().PurgePlaceholders(ctx, time.Now()) }},
		"MarketPrices": {"sqlite_autoindex_market_prices_1", func() { _, _ = s.System().MarketPrices(ctx, []alex.Symbol{"SPY"}) }},
		"SavePrices": {"sqlite_autoindex_instruments_1", func() {
			_ = s.System().SaveMarketPrices(ctx, []store.MarketPrice{
				{Symbol: "SPY", Price: alex.DecimalOf(1), AsOf: "2026-03-09", Source: alex.SourceMarket},
			})
		}},
	} {
		plan := ""
		for _, call := range watched.Count(c.do) {
			if call.SQL != "" {
				plan += explain(t, raw, call.SQL)
			}
		}
		if !strings.Contains(plan, c.index) {
			t.Errorf("%s does not use %s:\n%s", name, c.index, plan)
		}
		for line := range strings.Lines(plan) {
			if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "INDEX") && !strings.Contains(line, "CONSTANT ROW") {
				t.Errorf("%s reads a whole table: %s", name, line)
			}
		}
	}
}

func explain(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, make([]any, distinct(query))...)
	if err != nil {
		t.Fatal(err, query)
	}
	defer func() { _ = rows.Close() }()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}

// distinct is the number of parameters of a query: the highest $n.
func distinct(query string) int {
	for n := 30; n > 0; n-- {
		if strings.Contains(query, "$"+strconv.Itoa(n)) {
			return n
		}
	}
	return 0
}
