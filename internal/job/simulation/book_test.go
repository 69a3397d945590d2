package simulation

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"alex"
)

// row is what the database holds of a job.
type row struct {
	person                    alex.PersonID
	status                    alex.JobStatus
	attempt, failures, lapses int
	lease                     sql.NullInt64 // microseconds
	after                     int64
	report                    sql.NullString
	reports                   int
	parts                     string // all of them, in order
	steps                     sql.NullString
}

// holder is who claimed a job last. Excused is one to whom something happened
// since, so that its lease may lapse.
type holder struct {
	process *process
	attempt int
	excused bool
}

// book holds what was seen of the jobs, and what is promised of them.
type book struct {
	world    *world
	db       *sql.DB
	look     *sql.Stmt // whether anything was stored
	all      *sql.Stmt
	version  int64
	rows     map[alex.ID]row
	holders  map[alex.ID]*holder
	numbers  map[alex.ID]int
	made     map[request]alex.ID                // by person and key
	promised map[alex.PersonID]map[alex.ID]bool // what was acknowledged
}

// newBook reads the rows through a connection of its own.
func newBook(ctx context.Context, w *world, db *sql.DB) (b *book, err error) {
	b = &book{
		world: w, db: db, rows: map[alex.ID]row{}, holders: map[alex.ID]*holder{}, numbers: map[alex.ID]int{},
		made: map[request]alex.ID{}, promised: map[alex.PersonID]map[alex.ID]bool{},
	}
	if b.look, err = db.PrepareContext(ctx, `PRAGMA data_version`); err != nil {
		return nil, err
	}
	if b.all, err = db.PrepareContext(ctx, selectRows); err != nil {
		return nil, err
	}
	_, _, err = b.read()
	return b, err
}

func (b *book) number(id alex.ID) int { return b.numbers[id] }

func (b *book) promise(person alex.PersonID, id alex.ID) {
	b.world.mu.Lock()
	defer b.world.mu.Unlock()
	if b.promised[person] == nil {
		b.promised[person] = map[alex.ID]bool{}
	}
	b.promised[person][id] = true
}

func (b *book) excuse(p *process) {
	for _, h := range b.holders {
		h.excused = h.excused || h.process == p
	}
}

func (b *book) excuseAll() {
	for _, h := range b.holders {
		h.excused = true
	}
}

const selectRows = `SELECT id, clerk_user_id, status, attempt, failures, lapses, lease_until, run_after, report_id, steps,
	(SELECT count(*) FROM reports r WHERE r.job_id = j.id),
	coalesce((SELECT group_concat(kind || ' ' || body, '; ') FROM
		(SELECT kind, body FROM job_parts p WHERE p.job_id = j.id AND kind <> 'report' ORDER BY kind, seq)), '')
	FROM analysis_jobs j`

// read answers the rows, and whether anything was stored since the last time.
func (b *book) read() (rows map[alex.ID]row, stored bool, err error) {
	ctx := context.Background()
	var version int64
	if err := b.look.QueryRowContext(ctx).Scan(&version); err != nil || version == b.version {
		return b.rows, false, err
	}
	b.version = version
	found, err := b.all.QueryContext(ctx)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = found.Close() }()
	rows = map[alex.ID]row{}
	for found.Next() {
		var id alex.ID
		var r row
		if err := found.Scan(&id, &r.person, &r.status, &r.attempt, &r.failures, &r.lapses, &r.lease, &r.after, &r.report,
			&r.steps, &r.reports, &r.parts); err != nil {
			return nil, false, err
		}
		rows[id] = r
	}
	return rows, true, found.Err()
}

// open names the jobs that have not ended.
func (b *book) open() string {
	var open []string
	for _, id := range b.ordered(b.rows) {
		if r := b.rows[id]; !r.status.Ended() {
			open = append(open, fmt.Sprintf("job %d (%s, %s, attempt %d, %d failures, %d lapses)",
				b.number(id), b.world.nature(id), r.status, r.attempt, r.failures, r.lapses))
		}
	}
	return strings.Join(open, ", ")
}

func (b *book) ordered(rows map[alex.ID]row) []alex.ID {
	return slices.SortedFunc(maps.Keys(rows), func(x, y alex.ID) int { return strings.Compare(string(x), string(y)) })
}

// check holds what a call has left behind against what is promised.
func (b *book) check(c *call) {
	rows, stored, err := b.read()
	if err != nil {
		b.world.fail("the rows cannot be read: %v", err)
		return
	}
	if !stored {
		return
	}
	if !c.committed {
		b.world.fail("%s has stored something, though: %s", c.operation, c.fate)
		return
	}
	before := b.rows
	b.rows = rows
	changed := 0
	for _, id := range b.ordered(rows) {
		was, known := before[id]
		is := rows[id]
		switch {
		case !known:
			b.created(c, id, is)
		case was != is:
			changed++
			b.world.note("    job %d: %s, attempt %d, %d failures, %d lapses%s", b.number(id), is.status, is.attempt, is.failures, is.lapses, held(is))
			b.changed(c, id, was, is)
		}
		b.whole(id, is)
	}
	if changed > 1 && c.operation != "Sweep" {
		b.world.fail("%s has changed %d jobs", c.operation, changed)
	}
	b.gone(c, before)
	b.active()
	b.kept()
}

func held(r row) string {
	if r.lease.Valid {
		return ", held"
	}
	return ""
}

func (b *book) created(c *call, id alex.ID, is row) {
	b.numbers[id] = len(b.numbers) + 1
	b.world.note("    job %d is new, %s's, %s", b.number(id), is.person, b.world.nature(id))
	b.world.count(func(s *sums) { s.jobs++ })
	if c.operation != "CreateJob" || is.status != alex.JobPending || is.attempt != 0 || is.person != c.request.person {
		b.world.fail("%s has made job %d: %+v", c.operation, b.number(id), is)
	}
	if other, twice := b.made[c.request]; twice {
		b.world.fail("under key %s there are job %d and job %d", c.request.key, b.number(other), b.number(id))
	}
	b.made[c.request] = id
}

// gone looks at what is no longer there: only erasing takes a job away.
func (b *book) gone(c *call, before map[alex.ID]row) {
	for _, id := range b.ordered(before) {
		if _, is := b.rows[id]; is {
			continue
		}
		if was := before[id]; c.operation != "Erase" || was.person != c.request.person {
			b.world.fail("%s has taken away job %d of %s", c.operation, b.number(id), was.person)
		}
	}
	if c.operation != "Erase" {
		return
	}
	for id, r := range b.rows {
		if r.person == c.request.person {
			b.world.fail("job %d outlives %s", b.number(id), r.person)
		}
	}
	maps.DeleteFunc(b.made, func(r request, _ alex.ID) bool { return r.person == c.request.person })
	b.world.mu.Lock()
	defer b.world.mu.Unlock()
	delete(b.promised, c.request.person)
}

// active: a person has one active job at most.
func (b *book) active() {
	active := map[alex.PersonID]int{}
	for _, r := range b.rows {
		if !r.status.Ended() {
			if active[r.person]++; active[r.person] > 1 {
				b.world.fail("%s has two active jobs", r.person)
			}
		}
	}
}

// kept: what was acknowledged is there.
func (b *book) kept() {
	b.world.mu.Lock()
	var lost []alex.ID
	for _, ids := range b.promised {
		for id := range ids {
			if _, is := b.rows[id]; !is {
				lost = append(lost, id)
			}
		}
	}
	b.world.mu.Unlock()
	for _, id := range lost {
		b.world.fail("job %d was acknowledged and is not there", b.number(id))
	}
}

// whole is what holds of a row at any time.
func (b *book) whole(id alex.ID, is row) {
	n := b.number(id)
	if completed := is.status == alex.JobCompleted; completed != (is.reports == 1) || is.reports > 1 || completed != is.report.Valid {
		b.world.fail("job %d is %s with %d reports", n, is.status, is.reports)
	}
	if is.failures > alex.MaxFailures || is.lapses > alex.MaxLapses {
		b.world.fail("job %d has %d failures and %d lapses", n, is.failures, is.lapses)
	}
	if is.status == alex.JobFailed && is.failures != alex.MaxFailures && is.lapses != alex.MaxLapses {
		b.world.fail("job %d has failed after %d failures and %d lapses", n, is.failures, is.lapses)
	}
	if is.status == alex.JobCompleted {
		switch nature := b.world.nature(id); nature {
		case poison, panics, deadly:
			b.world.fail("job %d is completed, and is %s", n, nature)
		}
		for _, kind := range parts() {
			if strings.Count(is.parts, string(kind)+" "+body(id, kind)) != 1 {
				b.world.fail("job %d is completed without its part %s", n, kind)
			}
		}
	}
}

// changed holds one step of a job's life against those that there are.
func (b *book) changed(c *call, id alex.ID, was, is row) {
	n, now := b.number(id), time.Now().Add(c.process.skew).UnixMicro()
	wrong := func(what string) {
		b.world.fail("%s by %s: %s: job %d was %+v and is %+v", c.operation, c.process.name, what, n, was, is)
	}
	if was.status.Ended() {
		wrong("the job had ended")
	}
	if !strings.HasPrefix(is.parts, was.parts) && c.operation != "SavePart" {
		wrong("a part is gone")
	}
	rise := row{attempt: is.attempt - was.attempt, failures: is.failures - was.failures, lapses: is.lapses - was.lapses}
	switch c.operation {
	case "Claim", "ClaimJob":
		b.claimed(c, id, was, is, rise, wrong)
		return
	case "CancelJob":
		if was.person != c.request.person || is.status != alex.JobCancelled || rise != (row{}) {
			wrong("this is no cancellation")
		}
		return
	case "Sweep":
		if !was.lease.Valid || was.lease.Int64 > now || is.status != alex.JobFailed || is.lapses != alex.MaxLapses || rise != (row{lapses: 1}) {
			wrong("there was nothing to sweep")
		}
		b.world.count(func(s *sums) { s.failed, s.lapses = s.failed+1, s.lapses+1 })
		return
	}
	h := b.holders[id]
	if h == nil || h.process != c.process || h.attempt != was.attempt || !was.lease.Valid {
		wrong("it does not hold the job")
		return
	}
	b.written(c, was, is, rise, wrong)
}

func (b *book) claimed(c *call, id alex.ID, was, is row, rise row, wrong func(string)) {
	if is.status != alex.JobRunning || !is.lease.Valid || rise.attempt != 1 || rise.failures != 0 {
		wrong("this is no claim")
		return
	}
	now := is.lease.Int64 - lease.Microseconds()
	if was.status == alex.JobRunning && was.after > now {
		wrong("the job is another's, or not due yet")
	}
	if lapsed := was.lease.Valid; lapsed != (rise.lapses == 1) {
		wrong("a lapse is miscounted")
	} else if lapsed {
		b.world.count(func(s *sums) { s.lapses++ })
		if h := b.holders[id]; h != nil && !h.excused && !b.world.weather.skew {
			wrong("it was claimed from a worker to whom nothing had happened")
		}
	}
	b.holders[id] = &holder{c.process, is.attempt, c.fate != done}
}

// written is a write of who holds the job.
func (b *book) written(c *call, was, is, rise row, wrong func(string)) {
	running, want := is.status == alex.JobRunning, row{}
	switch c.operation {
	case "Heartbeat":
		if !running || !is.lease.Valid || is.lease.Int64 <= was.lease.Int64 {
			wrong("the lease is not renewed")
		}
	case "SaveSteps", "SavePart":
		if !running || is.lease != was.lease {
			wrong("more than parts and steps has changed")
		}
	case "Release":
		if !running || is.lease.Valid {
			wrong("the job was not given back")
		}
	case "Retry":
		if want.failures = 1; !running || is.lease.Valid {
			wrong("the job was not given back")
		}
	case "Fail":
		want.failures = 1
		if is.status != alex.JobFailed {
			wrong("the job has not failed")
		}
		b.world.count(func(s *sums) { s.failed++ })
	case "Complete":
		if is.status != alex.JobCompleted {
			wrong("the job is not completed")
		}
		b.world.count(func(s *sums) { s.completed++ })
	default:
		wrong("nobody expects this of it")
	}
	if rise != want {
		wrong("a count is wrong")
	}
}
