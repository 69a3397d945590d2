package simulation

import (
	"fmt"
	"strings"
	"testing"
)

// swap replaces a piece of every statement that has it, and all of marks.
func swap(old, by string, marks ...string) func(string) string {
	return func(query string) string {
		for _, mark := range marks {
			if !strings.Contains(query, mark) {
				return query
			}
		}
		return strings.ReplaceAll(query, old, by)
	}
}

const (
	unguarded  = `DROP TRIGGER analysis_jobs_update` // the database's own wall
	unfenced   = `AND $2 IS NOT NULL`
	fence      = `AND attempt = $2`
	lives      = `status IN ('pending', 'running')`
	copied     = `CREATE TABLE other_reports AS SELECT * FROM reports`
	completing = `SET status = 'completed'`
)

// A simulator that finds no defect proves nothing: each of these is found
// within a few seeds. The database refuses some of them by itself; its wall is
// then taken down first.
func TestDefectsAreFound(t *testing.T) {
	t.Parallel()
	const within = 100
	for name, m := range map[string]mutation{
		"no write is fenced":              {rewrite: swap(fence, unfenced)},
		"parts are not fenced":            {rewrite: swap(fence, unfenced, "SET attempt = attempt")},
		"the end is not fenced":           {rewrite: swap(fence, unfenced, completing)},
		"writes after giving back":        {rewrite: swap(" AND lease_until IS NOT NULL", "", "WHERE id = $1", fence)},
		"a claim adds nothing to attempt": {rewrite: swap("attempt = attempt + 1", "attempt = attempt"), schema: []string{unguarded}},
		"a claim adds two to attempt":     {rewrite: swap("attempt = attempt + 1", "attempt = attempt + 2"), schema: []string{unguarded}},
		"a claim takes what is held":      {rewrite: swap("OR run_after <= $1", "OR run_after <= $1 + 9000000", "attempt = attempt + 1")},
		"a claim forgets lost jobs":       {rewrite: swap("OR run_after <= $1", "OR (lease_until IS NULL AND run_after <= $1)", "attempt = attempt + 1")},
		"a heartbeat renews nothing":      {rewrite: swap("SET lease_until = $3, run_after = $3", "SET lease_until = lease_until, run_after = coalesce(run_after, $3)")},
		"the sweeper forgets":             {rewrite: swap("status = 'running' AND lease_until <= $1", "status = 'pending' AND lease_until <= $1")},
		"the sweeper is too early":        {rewrite: swap("lapses >= $3", "lapses >= $3 - 17", "SET status = 'failed', completed_at = $1")},
		"lapses are not counted":          {rewrite: swap("THEN 0 ELSE 1 END", "THEN 0 ELSE 0 END")},
		"failures are not counted":        {rewrite: swap("failures = failures + 1, run_after", "run_after")},
		"a retry keeps the lease":         {rewrite: swap("run_after = $3, lease_until = NULL", "run_after = $3", "failures + 1")},
		"a release counts as a failure":   {rewrite: swap("SET run_after = $3, lease_until = NULL", "SET failures = failures + 1, run_after = $3, lease_until = NULL")},
		"a report is written twice": {
			rewrite: swap("status = 'running' AND lease_until IS NOT NULL\n\tRETURNING", "status IN ('running', 'completed')\n\tRETURNING", completing),
			schema:  []string{unguarded, copied, `DROP TABLE reports`, `ALTER TABLE other_reports RENAME TO reports`},
		},
		"an ended job is cancelled": {
			rewrite: swap("SET status = 'cancelled', completed_at = $3, lease_until = NULL\n\tWHERE id = $1 AND clerk_user_id = $2 AND "+lives,
				"SET status = 'cancelled', completed_at = $3, lease_until = NULL, report_id = NULL, error_message = NULL\n\tWHERE id = $1 AND clerk_user_id = $2"),
			schema: []string{unguarded},
		},
		"two jobs of one person":        {rewrite: swap(lives, "status = 'pending'", "WHERE clerk_user_id = $1"), schema: []string{`DROP INDEX idx_jobs_active`}},
		"a key is not heeded":           {keyless: true},
		"statements commit one by one":  {torn: true},
		"a commit that fails is a fact": {sticky: true},
		"a part is not kept":            {rewrite: swap("VALUES ($1, $2, $3, $4)", "SELECT $1, $2, $3, $4 WHERE $2 <> 'plan'", "INSERT INTO job_parts")},
		"old jobs go":                   {rewrite: swap("completed_at IS NOT NULL AND id IN (", "completed_at IS NOT NULL AND id NOT IN (", "DELETE FROM analysis_jobs")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := empty(t)
			for seed := range uint64(within) {
				if l := live(t, database, seed, m); l.broken != "" {
					t.Attr("measured", fmt.Sprintf("seeds=%d", seed+1))
					t.Logf("found with %d seeds: %s", seed+1, l.broken)
					return
				}
			}
			t.Errorf("not found within %d seeds", within)
		})
	}
}
