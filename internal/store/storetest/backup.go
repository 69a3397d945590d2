package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// A row of every table that no method of this suite fills; the texts are such
// as a careless format would lose.
var moreRows = []string{
	`INSERT INTO grants (id, owner, grantee, role, created_at) VALUES ('0a0b0c0d-0000-4000-8000-000000000101', 'done', 'failed', 'viewer', 1)`,
	`INSERT INTO idempotency (clerk_user_id, idempotency_key, request_hash, status, location, body, created_at)
		VALUES ('done', 'k1', 'h', 201, '', '', 1), ('done', 'k2', 'h', 200, '/x', '{"a" : "<&>"}', 2)`,
	`INSERT INTO plans (id, clerk_user_id, ordinal, plan_name, plan, created_at, updated_at)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000001', 'done', -1, 'Früh "in" Rente', '{"currentAge":58,"retirementAge":65,"horizonAge":95,"balance":"1","allocation":{"equity":100},"annualSpending":"1"}', 1, 2)`,
	`INSERT INTO imports (id, clerk_user_id, status, summary, created_at, applied_at, undone_at)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000002', 'done', 'undone', '{"rows":3}', 1, 2, 3)`,
	`INSERT INTO import_parts (import_id, kind, seq, body)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000002', 'before', 0, 'line one
line two	[null] {"rows":{}}')`,
	`INSERT INTO portfolio_values (clerk_user_id, as_of, total_value, cash, source, recorded_at)
		VALUES ('done', '2026-02-28', '123456789012345678.90', '-0.01', 'report', 9007199254740993)`,
	`INSERT INTO credentials (clerk_user_id, email_key, password_hash, updated_at) VALUES ('done', 'd@example.com', '$argon2id$', 1)`,
	`INSERT INTO sessions (id, clerk_user_id, token_hash, previous_hash, user_agent, created_at, rotated_at, expires_at)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000003', 'done', 't', NULL, '', 1, 1, 9223372036854775807)`,
	`INSERT INTO signing_keys (kid, private_key, created_at, retired_at) VALUES ('k', '-----BEGIN', 1, NULL)`,
	`INSERT INTO throttles (subject, failures, blocked_until, updated_at) VALUES ('1.2.3.4', 3, 1, 1)`,
	`INSERT INTO invites (token_hash, email_key, created_at, expires_at, used_at) VALUES ('i', 'e', 1, 2, NULL)`,
	`INSERT INTO second_factors (clerk_user_id, sealed_secret, last_step, created_at, enabled_at) VALUES ('done', 's', 9007199254740993, 1, 2)`,
	`INSERT INTO recovery_codes (clerk_user_id, code_hash) VALUES ('done', 'h1'), ('done', 'h2')`,
	`INSERT INTO password_resets (clerk_user_id, token_hash, created_at, expires_at) VALUES ('done', 'r', 1, 9007199254740993)`,
	`INSERT INTO email_confirmations (clerk_user_id, token_hash, email, email_key, created_at, expires_at)
		VALUES ('done', 'c', 'D@example.com', 'd@example.com', 1, 9007199254740993)`,
	`INSERT INTO identities (issuer, subject, clerk_user_id, created_at) VALUES ('https://a.example', 'a "b"', 'done', 1)`,
	`INSERT INTO model_calls (id, clerk_user_id, job_id, attempt, agent, model, prompt, input_hash, input_tokens, output_tokens,
		cache_read_tokens, cache_write_tokens, cost, started_at, duration_ms, outcome)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000004', 'failed', NULL, 0, 'ask', 'a:"b"', '', 'h', 0, 0, 0, 1, 9007199254740993, 1, 0, 'ok')`,
	`INSERT INTO model_days (clerk_user_id, day, tokens, cost, held_tokens, held_cost)
		VALUES ('failed', '2026-02-28', 1, 9007199254740993, 7, 9007199254740995)`,
	`INSERT INTO webhook_events (event_id, received_at) VALUES ('msg_1', 9007199254740993)`,
	`INSERT INTO departed (person_hash, departed_at, closed_at) VALUES ('h1', 1, NULL), ('h2', 1, 2)`,
	`INSERT INTO reviews (clerk_user_id, month, standing, tries, due_at, checks, updated_at)
		VALUES ('done', '2026-02', 'sent', 1, NULL, '{"fees":"warn"}', 1), ('done', '2026-03', 'trying', 2, 5, NULL, 1)`,
	`UPDATE users SET issuer_name = 'Ann', issuer_updated_at = 3, email_verified_at = 4, monthly_review_at = 5 WHERE clerk_user_id = 'done'`,
	`INSERT INTO operator_keys (id, key_name, role, key_hash, created_at) VALUES ('0a0b0c0d-0000-4000-8000-000000000005', 'ops', 'operator', 'h', 1)`,
	`INSERT INTO access_keys (id, clerk_user_id, key_name, scopes, key_hash, created_at, expires_at)
		VALUES ('0a0b0c0d-0000-4000-8000-00000000000d', 'done', 'laptop', '["portfolio"]', 'h', 1, 9007199254740993)`,
	`INSERT INTO chores (chore, run_after, failures) VALUES ('backup', 7, 1)`,
	`INSERT INTO installation (single, id, key_check) VALUES (1, '0a0b0c0d-0000-4000-8000-000000000007', 'k')`,
	`INSERT INTO audit_log (id, at, actor, act, detail) VALUES ('0a0b0c0d-0000-4000-8000-000000000006', 7, 'system', 'backup_made', '{"bytes":"7"}')`,
	`INSERT INTO embedder (single, model, dimension, revision) VALUES (1, 'words-1', 2, 9007199254740993)`,
	`INSERT INTO documents (id, clerk_user_id, source, title, published_on, summary, labels, origin, content_hash, passages, added_at, indexed_at)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000008', NULL, 'https://example.org/a?b="c"', 'T', '2026-02-28', 'S.', '{"a":"<&>"}', 'research', 'h', 1, 1, 2),
		('0a0b0c0d-0000-4000-8000-000000000009', 'done', 'mine', 'T', NULL, NULL, NULL, 'person', 'h', 1, 9007199254740993, NULL)`,
	`INSERT INTO passages (document_id, ordinal, clerk_user_id, body, vector, revision)
		VALUES ('0a0b0c0d-0000-4000-8000-000000000008', 0, NULL, 'line one
line two', 'AAAA', 9007199254740993), ('0a0b0c0d-0000-4000-8000-000000000009', 0, 'done', '[null]', NULL, NULL)`,
	`INSERT INTO research_rounds (id, topic, chosen_by, started_at, ended_at, error)
		VALUES ('0a0b0c0d-0000-4000-8000-00000000000a', 'bonds', 'schedule', 1, 2, 'broke off'), ('0a0b0c0d-0000-4000-8000-00000000000b', 'rates', 'person', 3, NULL, NULL)`,
	`INSERT INTO research_pages (round_id, seq, url, outcome, reason, document_id)
		VALUES ('0a0b0c0d-0000-4000-8000-00000000000a', 0, 'https://example.org/a', 'stored', NULL, '0a0b0c0d-0000-4000-8000-000000000008'),
		('0a0b0c0d-0000-4000-8000-00000000000a', 1, 'https://example.org/b', 'refused', 'robots', NULL)`,
	`INSERT INTO forgotten_documents (id, passages) VALUES ('0a0b0c0d-0000-4000-8000-00000000000c', 3)`,
	`UPDATE users SET expires_at = 5 WHERE clerk_user_id = 'failed'`,
}

// everything is a database with rows in every table, a job in each state among
// them.
func (b *bench) everything(t testing.TB) {
	t.Helper()
	b.seed(t)
	b.fill(t, "done")
	must(t, b.As("done").SavePerson(b.ctx, fullPerson("done"), nil))
	b.jobIn(t, "failed", alex.JobFailed)
	b.jobIn(t, "cancelled", alex.JobCancelled)
	b.jobIn(t, "pending", alex.JobPending)
	j, _, err := b.person(t, "running").CreateJob(b.ctx, store.JobRequest{Data: []byte(`{"note":"x"}`)})
	must(t, err)
	j, ok, err := b.System().ClaimJob(b.ctx, j.ID, b.now, time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	must(t, b.System().SavePart(b.ctx, store.HeldBy(j), alex.PartFacts, []byte(`["\u2028 👵 é"]`)))
	a := household()
	a.Name, a.Fingerprint = "Konto \"4\"\n<script>", ""
	a.Positions = append(a.Positions, alex.Position{Symbol: "SECRET", Quantity: alex.MustDecimal("99999999999.00000001")})
	_, err = b.As("running").CreateAccount(b.ctx, a)
	must(t, err)
	must(t, b.System().SaveMarketPrices(b.ctx, twoPrices(b)))
	for _, statement := range moreRows {
		_, err := b.raw.ExecContext(b.ctx, statement)
		must(t, err)
	}
}

// rows is every cell of every table, by table, in the order of the keys.
func (b *bench) rows(t testing.TB) map[string]string {
	t.Helper()
	schema, err := b.Describe(b.ctx)
	must(t, err)
	tables := map[string]string{}
	for _, table := range schema.Tables {
		var columns, key []string
		for _, c := range table.Columns {
			columns = append(columns, c.Name)
			if c.PrimaryKey > 0 {
				key = append(key, c.Name)
			}
		}
		tables[table.Name] = b.dump(t, "SELECT "+strings.Join(columns, ", ")+" FROM "+table.Name+" ORDER BY "+strings.Join(key, ", "))
	}
	return tables
}

func (b *bench) backup(t testing.TB) []byte {
	t.Helper()
	var file bytes.Buffer
	info, err := b.Backup(b.ctx, &file)
	must(t, err)
	verified, err := store.VerifyBackup(b.ctx, bytes.NewReader(file.Bytes()))
	must(t, err)
	same(t, "what VerifyBackup reads", verified, info)
	return file.Bytes()
}

// restored is what a restore makes of rows: all of them, but for what lets
// people in.
func restored(rows map[string]string) {
	for _, table := range []string{"sessions", "signing_keys", "invites", "invitations", "throttles", "password_resets", "email_confirmations", "operator_keys", "access_keys"} {
		rows[table] = ""
	}
}

func backups(t *testing.T, b *bench) {
	b.everything(t)
	want := b.rows(t)
	for name, text := range want {
		if text == "" {
			t.Errorf("%s is empty: this test proves nothing of it", name)
		}
	}
	file := b.backup(t)
	if !bytes.Equal(file, b.backup(t)) {
		t.Error("two backups of the same rows differ")
	}
	fresh := newBench(t, b.open)
	fresh.seed(t) // a fresh installation has reference rows and keys of its own
	_, err := fresh.raw.ExecContext(fresh.ctx, `INSERT INTO signing_keys (kid, private_key, created_at) VALUES ('k', 'own', 7)`)
	must(t, err)
	info, err := fresh.Restore(fresh.ctx, bytes.NewReader(file))
	must(t, err)
	if info.Rows["users"] != 5 || info.Rows["analysis_jobs"] != 5 || info.Engine != b.Engine() || !info.CreatedAt.Equal(b.now) {
		t.Errorf("Restore() = %+v", info)
	}
	restored(want)
	same(t, "the rows", fresh.rows(t), want)
	wantProblems(t, fresh, store.Expected{Version: "v1", Rows: 2})
	if !bytes.Equal(fresh.backup(t), fresh.backup(t)) {
		t.Error("two backups of the restored rows differ")
	}
	fresh.lives(t)
}

// lives looks that a restored database works, and guards itself, as ever.
func (b *bench) lives(t testing.TB) {
	t.Helper()
	claimed := 0
	for at := b.now.Add(time.Hour); ; claimed++ {
		j, ok, err := b.System().Claim(b.ctx, at, time.Minute)
		must(t, err)
		if !ok {
			break
		}
		_, err = b.System().Complete(b.ctx, store.HeldBy(j), result(), at)
		must(t, err)
	}
	if claimed != 2 {
		t.Errorf("%d jobs go on after a restore, want the pending one and the one that was running", claimed)
	}
	_, err := b.raw.ExecContext(b.ctx, `UPDATE analysis_jobs SET status = 'pending', completed_at = NULL, report_id = NULL, error_message = NULL`)
	if err == nil {
		t.Error("after a restore an ended job begins again")
	}
}

func refusedRestores(t *testing.T, b *bench) {
	b.everything(t)
	file, before := b.backup(t), b.rows(t)
	_, err := b.Restore(b.ctx, bytes.NewReader(file))
	wantCode(t, "a restore over people", err, alex.CodeConflict)
	same(t, "the rows after it", b.rows(t), before)

	fresh := newBench(t, b.open)
	fresh.seed(t)
	empty := fresh.rows(t)
	for name, r := range map[string]io.Reader{
		"nothing":      strings.NewReader(""),
		"no backup":    strings.NewReader("positions,of,a,broker\n"),
		"half of it":   bytes.NewReader(file[:len(file)/2]),
		"all but one":  bytes.NewReader(file[:len(file)-1]),
		"one too many": io.MultiReader(bytes.NewReader(file), strings.NewReader("x")),
		"twice":        io.MultiReader(bytes.NewReader(file), bytes.NewReader(file)),
	} {
		_, err := fresh.Restore(fresh.ctx, r)
		wantCode(t, "a restore of "+name, err, alex.CodeInvalid)
		same(t, "the rows after "+name, fresh.rows(t), empty)
	}
	cancelled, cancel := context.WithCancel(fresh.ctx)
	cancel()
	_, err = fresh.Restore(cancelled, bytes.NewReader(file))
	wantCode(t, "a restore that nobody waits for", err, alex.CodeUnavailable)
	_, err = fresh.Restore(fresh.ctx, bytes.NewReader(file))
	must(t, err)
	restored(before)
	same(t, "the rows after a restore at last", fresh.rows(t), before)

	must(t, fresh.MigrateDown(fresh.ctx, 1))
	_, err = fresh.Backup(fresh.ctx, io.Discard)
	wantCode(t, "a backup of an old schema", err, alex.CodeConflict)
}

// brokenRestores breaks every call of a restore, and of a backup, in turn.
func brokenRestores(t *testing.T, b *bench) {
	b.account(t, b.person(t, "user_a"))
	file := b.backup(t)
	b.breakBackups(t)
	fresh := newBench(t, b.open)
	empty := fresh.rows(t)
	n, broken := 1, true
	for ; broken; n++ {
		begun, seen := false, 0
		fresh.driver.Break(func(c Call) error { // what comes before is the migration's, which tries again
			if begun = begun || strings.Contains(c.SQL, "FROM users"); begun {
				seen++
			}
			if seen == n {
				return errBroken
			}
			return nil
		}, nil)
		_, err := fresh.Restore(fresh.ctx, bytes.NewReader(file))
		fresh.driver.Break(nil, nil)
		if broken = err != nil; broken && !errors.Is(err, errBroken) {
			t.Fatalf("with call %d broken: %v", n, err)
		}
		if broken {
			same(t, "the rows", fresh.rows(t), empty)
		}
	}
	if n < 30 {
		t.Errorf("only %d calls were broken", n)
	}
	same(t, "the rows at last", fresh.rows(t), b.rows(t))
}

func (b *bench) breakBackups(t testing.TB) {
	t.Helper()
	for n := 1; ; n++ {
		b.driver.FailAt(n, errBroken)
		_, err := b.Backup(b.ctx, io.Discard)
		b.driver.Break(nil, nil)
		if err == nil {
			return
		}
		if !errors.Is(err, errBroken) {
			t.Fatalf("a backup with call %d broken: %v", n, err)
		}
	}
}

// backupBesideWriters takes backups while accounts of two positions come and
// go: each backup has whole accounts only.
func backupBesideWriters(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	ctx, stop := context.WithCancel(b.ctx)
	var writers sync.WaitGroup
	writers.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			a := household()
			a.Fingerprint = ""
			made, err := p.CreateAccount(b.ctx, a)
			if err == nil && (n%2 == 0 || n > alex.MaxAccounts) {
				err = p.DeleteAccount(b.ctx, made.ID, nil)
			}
			if err != nil {
				t.Errorf("a writer beside a backup: %v", err)
				return
			}
		}
	})
	for range 5 {
		var file bytes.Buffer
		info, err := b.Backup(b.ctx, &file)
		if err != nil || info.Rows["positions"] != 2*info.Rows["accounts"] {
			t.Errorf("%d accounts with %d positions, %v", info.Rows["accounts"], info.Rows["positions"], err)
		}
		fresh := newBench(t, b.open)
		if _, err := fresh.Restore(b.ctx, &file); err != nil {
			t.Errorf("a backup beside writers does not restore: %v", err)
		}
	}
	stop()
	writers.Wait()
}
