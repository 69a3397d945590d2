package store

import (
	"context"
	"database/sql"
	"errors"

	"alex"
)

// PortfolioValue is what a portfolio was worth on a day: a value, not a
// return, so deposits are in it. Source is ValueOfImport or ValueOfReport.
type PortfolioValue struct {
	AsOf       alex.Date  `json:"asOf"`
	TotalValue alex.Money `json:"totalValue"`
	Cash       alex.Money `json:"cash"`
	Source     string     `json:"source"`
}

// Sources of a portfolio's value.
const (
	ValueOfImport = "import"
	ValueOfReport = "report"
)

// Of one day there is one value: the last that was recorded.
const upsertValue = `INSERT INTO portfolio_values (clerk_user_id, as_of, total_value, cash, source, recorded_at)
	VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (clerk_user_id, as_of) DO UPDATE SET total_value = excluded.total_value, cash = excluded.cash,
	source = excluded.source, recorded_at = excluded.recorded_at`

func putValue(ctx context.Context, q Querier, person alex.PersonID, v PortfolioValue, at int64) error {
	_, err := q.ExecContext(ctx, upsertValue, person, opt(&v.AsOf), v.TotalValue, v.Cash, v.Source, at)
	return err
}

const selectValuesPage = `SELECT as_of, total_value, cash, source FROM portfolio_values
	WHERE clerk_user_id = $1 AND as_of > $2 ORDER BY as_of LIMIT $3`

// After is the cursor of what follows a value.
func After(v PortfolioValue) string { return mark{Text: string(v.AsOf)}.cursor() }

// Values is a page of what the person's portfolio was worth, the oldest first.
func (p *Personal) Values(ctx context.Context, page Page) (list List[PortfolioValue], err error) {
	const beforeAll = "0001-01-01"
	from, limit, err := page.begin(mark{Text: beforeAll})
	if err != nil {
		return list, err
	}
	day, err := alex.ParseDate(from.Text)
	if err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of values")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (v PortfolioValue, err error) {
			return v, rows.Scan(opt(&v.AsOf), &v.TotalValue, &v.Cash, &v.Source)
		}, selectValuesPage, p.person, opt(&day), limit+1)
		list = paged(rows, limit, func(v PortfolioValue) mark { return mark{Text: string(v.AsOf)} })
		return err
	})
	return list, err
}

// recordedValue is a row of the history; At tells it from a later one.
type recordedValue struct {
	PortfolioValue
	At int64 `json:"at"`
}

// recording is the value that an import recorded, and the one before it of the
// same day.
type recording struct {
	Recorded recordedValue  `json:"recorded"`
	Earlier  *recordedValue `json:"earlier,omitempty"`
}

const selectValue = `SELECT as_of, total_value, cash, source, recorded_at FROM portfolio_values
	WHERE clerk_user_id = $1 AND as_of = $2`

func loadValue(ctx context.Context, q Querier, person alex.PersonID, day alex.Date) (v recordedValue, found bool, err error) {
	err = q.QueryRowContext(ctx, selectValue, person, opt(&day)).Scan(opt(&v.AsOf), &v.TotalValue, &v.Cash, &v.Source, &v.At)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, err
}

// recordImported records what the portfolio is worth, as the transaction sees
// it, on the file's day.
func (p *Personal) recordImported(ctx context.Context, q Querier, i Import) error {
	day := i.Summary.AsOf
	if day.IsZero() {
		day = alex.DateOf(p.store.Now().UTC())
	}
	value, err := p.worth(ctx, q, day)
	if err != nil {
		return err
	}
	r := recording{Recorded: recordedValue{value, p.store.micros()}}
	earlier, found, err := loadValue(ctx, q, p.person, day)
	if err != nil {
		return err
	}
	if found {
		r.Earlier = &earlier
	}
	if err := putValue(ctx, q, p.person, value, r.Recorded.At); err != nil {
		return err
	}
	return saveImportPart(ctx, q, i.ID, partValue, r)
}

func (p *Personal) worth(ctx context.Context, q Querier, day alex.Date) (PortfolioValue, error) {
	rows, err := all(ctx, q, scanHolding, selectPortfolio, p.person)
	if err != nil {
		return PortfolioValue{}, err
	}
	held, err := all(ctx, q, scanOverlaid, selectInstruments, p.person)
	if err != nil {
		return PortfolioValue{}, err
	}
	portfolio := alex.NewPortfolio(day, alex.Person{}, gather(rows), alex.Snapshot{Instruments: held}.Book())
	return PortfolioValue{day, portfolio.TotalValue, portfolio.Cash, ValueOfImport}, nil
}

const deleteValue = `DELETE FROM portfolio_values WHERE clerk_user_id = $1 AND as_of = $2 AND recorded_at = $3`

// takeBack leaves a value that was recorded since as it is.
func (p *Personal) takeBack(ctx context.Context, q Querier, r recording) error {
	n, err := changed(ctx, q, deleteValue, p.person, opt(&r.Recorded.AsOf), r.Recorded.At)
	if err != nil || n == 0 || r.Earlier == nil {
		return err
	}
	return putValue(ctx, q, p.person, r.Earlier.PortfolioValue, r.Earlier.At)
}
