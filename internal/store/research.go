package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"alex"
)

// Who chose what a round is about.
const (
	ChosenByPerson   = "person"
	ChosenByOperator = "operator"
	ChosenBySchedule = "schedule"
)

// What became of a page of a round.
const (
	PageStored   = "stored"
	PageKnown    = "known"     // its text was kept before
	PageRefused  = "refused"   // for Reason
	PageOffTopic = "off_topic" // it is not about the topic
)

// ResearchRound is one search for texts about a topic. EndedAt is nil while it
// goes on; Error is a sentence for operators, empty where it came to its end.
type ResearchRound struct {
	ID        alex.ID        `json:"id"`
	Topic     string         `json:"topic"`
	ChosenBy  string         `json:"chosenBy"`
	StartedAt time.Time      `json:"startedAt"`
	EndedAt   *time.Time     `json:"endedAt,omitempty"`
	Error     string         `json:"error,omitempty"`
	Pages     []ResearchPage `json:"pages"`
}

// ResearchPage is a page that a round asked for. Reason is a word, such as
// "robots" or "too_short"; Document is empty where none was kept, or where it
// was forgotten since.
type ResearchPage struct {
	URL      string  `json:"url"`
	Outcome  string  `json:"outcome"`
	Reason   string  `json:"reason,omitempty"`
	Document alex.ID `json:"documentId,omitempty"`
}

// Bounds of what is kept of research.
const (
	MostRounds        = 200
	mostRoundPages    = 200
	longestTopic      = 300
	longestRoundError = 300
	longestPageReason = 40
	brokenOff         = "the program ended before the round did"
)

const (
	endBroken   = `UPDATE research_rounds SET ended_at = $1, error = $2 WHERE ended_at IS NULL`
	insertRound = `INSERT INTO research_rounds (id, topic, chosen_by, started_at) VALUES ($1, $2, $3, $4)`
	trimRounds  = `DELETE FROM research_rounds WHERE id NOT IN (SELECT id FROM research_rounds ORDER BY started_at DESC, id DESC LIMIT $1)`
)

// BeginRound writes down that a round begins; where an operator chose it, in the
// log of acts too. Rounds that never ended end: who
// begins one holds the chore, so that whoever began them is gone. Of rounds
// before, the newest stay, MostRounds in all.
func (y *System) BeginRound(ctx context.Context, topic, chosenBy string) (r ResearchRound, err error) {
	var problems alex.Problems
	if topic == "" {
		problems.Addf("topic", "is empty")
	}
	alex.CheckText(&problems, "topic", topic, longestTopic)
	if !slices.Contains([]string{ChosenByPerson, ChosenByOperator, ChosenBySchedule}, chosenBy) {
		problems.Addf("chosenBy", "%q is nobody who chooses", chosenBy)
	}
	if err := problems.Err(); err != nil {
		return r, err
	}
	err = y.write(ctx, func(q Querier) error {
		now := y.store.micros()
		r = ResearchRound{ID: y.store.NewID(), Topic: topic, ChosenBy: chosenBy, StartedAt: time.UnixMicro(now).UTC(), Pages: []ResearchPage{}}
		if _, err := q.ExecContext(ctx, endBroken, now, brokenOff); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, insertRound, r.ID, topic, chosenBy, now); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, trimRounds, MostRounds); err != nil || chosenBy != ChosenByOperator {
			return err
		}
		return y.note(ctx, q, "", alex.ActResearchBegun, nil) // and not of what: that may be what somebody holds
	})
	return r, err
}

const (
	endRound = `UPDATE research_rounds SET ended_at = $2, error = $3 WHERE id = $1 AND ended_at IS NULL`

	// A document that was forgotten meanwhile is none.
	insertRoundPage = `INSERT INTO research_pages (round_id, seq, url, outcome, reason, document_id)
		VALUES ($1, $2, $3, $4, $5, (SELECT d.id FROM documents d WHERE d.id = $6))`
)

// EndRound writes down what came of a round and when it ended; alex.ErrFenced
// where it has ended already. Failed is a sentence, empty where nothing is wrong.
func (y *System) EndRound(ctx context.Context, id alex.ID, pages []ResearchPage, failed string) (ended time.Time, err error) {
	if err := checkID(id); err != nil {
		return ended, err
	}
	if err := validPages(pages, failed); err != nil {
		return ended, err
	}
	err = y.write(ctx, func(q Querier) error {
		now := y.store.micros()
		ended = time.UnixMicro(now).UTC()
		n, err := changed(ctx, q, endRound, id, now, opt(&failed))
		if err == nil && n == 0 {
			return alex.ErrFenced
		}
		if err != nil {
			return err
		}
		for i, p := range pages {
			if _, err := q.ExecContext(ctx, insertRoundPage, id, i, p.URL, p.Outcome, opt(&p.Reason), opt(&p.Document)); err != nil {
				return err
			}
		}
		return nil
	})
	return ended, err
}

func validPages(pages []ResearchPage, failed string) error {
	var problems alex.Problems
	alex.CheckText(&problems, "error", failed, longestRoundError)
	if len(pages) > mostRoundPages {
		problems.Addf("pages", "are %d; the most is %d", len(pages), mostRoundPages)
	}
	for i, p := range pages {
		at := "pages" + index(i)
		alex.CheckText(&problems, at+".url", p.URL, alex.MostDocumentSource)
		alex.CheckText(&problems, at+".reason", p.Reason, longestPageReason)
		if !slices.Contains([]string{PageStored, PageKnown, PageRefused, PageOffTopic}, p.Outcome) {
			problems.Addf(at+".outcome", "%q is none", p.Outcome)
		}
	}
	return problems.Err()
}

const (
	selectRounds = `SELECT id, topic, chosen_by, started_at, ended_at, error FROM research_rounds
		WHERE started_at < $1 OR started_at = $1 AND id < $2 ORDER BY started_at DESC, id DESC LIMIT $3`
	selectRoundPages = `SELECT url, outcome, reason, document_id FROM research_pages WHERE round_id = $1 ORDER BY seq`
)

// Rounds is a page of the rounds with their pages, the newest first.
func (y *System) Rounds(ctx context.Context, page Page) (list List[ResearchRound], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of rounds")
	}
	err = y.view(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanRound, selectRounds, from.Number, alex.ID(from.Text), limit+1)
		if err != nil {
			return err
		}
		list = paged(rows, limit, func(r ResearchRound) mark { return mark{r.StartedAt.UnixMicro(), string(r.ID)} })
		for i := range list.Items {
			pages, err := all(ctx, q, scanRoundPage, selectRoundPages, list.Items[i].ID)
			if err != nil {
				return err
			}
			list.Items[i].Pages = append([]ResearchPage{}, pages...)
		}
		return nil
	})
	return list, err
}

func scanRound(rows *sql.Rows) (r ResearchRound, err error) {
	return r, rows.Scan(&r.ID, &r.Topic, &r.ChosenBy, instant{&r.StartedAt}, maybe{&r.EndedAt}, opt(&r.Error))
}

func scanRoundPage(rows *sql.Rows) (p ResearchPage, err error) {
	return p, rows.Scan(&p.URL, &p.Outcome, opt(&p.Reason), opt(&p.Document))
}

const selectLastResearched = `SELECT topic, max(started_at) FROM research_rounds GROUP BY topic`

// LastResearched is when each topic that there are rounds of was looked for last.
func (y *System) LastResearched(ctx context.Context) (last map[string]time.Time, err error) {
	type row struct {
		topic string
		at    time.Time
	}
	err = y.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (r row, err error) {
			return r, rows.Scan(&r.topic, instant{&r.at})
		}, selectLastResearched)
		last = make(map[string]time.Time, len(rows))
		for _, r := range rows {
			last[r.topic] = r.at
		}
		return err
	})
	return last, err
}

// What may be otherwise the next time does not count.
const countKnownPages = `SELECT count(*) FROM research_pages WHERE url = $1 AND (reason IS NULL OR reason NOT IN ('timeout', 'unreachable', 'stopped', 'not_kept'))`

// PageKnown says whether an earlier round has asked for a page, and need not ask
// again: one that was not reached, or not kept, is asked for again.
func (y *System) PageKnown(ctx context.Context, url string) (known bool, err error) {
	err = y.read(ctx, func(q Querier) error {
		var n int
		err := q.QueryRowContext(ctx, countKnownPages, url).Scan(&n)
		known = n > 0
		return err
	})
	return known, err
}
