package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"alex"
)

const selectOwnInstruments = `SELECT symbol, name, instrument_type, currency, expense_ratio, current_price, price_source,
	price_as_of, allocation_asset_class, allocation_regions, allocation_sectors, classification FROM user_instruments
	WHERE clerk_user_id = $1 AND symbol > $2 ORDER BY symbol LIMIT $3`

// ownInstruments are the person's own rows alone; what they leave open is
// empty.
func (p *Personal) ownInstruments(ctx context.Context, page Page) (List[alex.Instrument], error) {
	return exportPage(ctx, p, page, mark{}, func(q Querier, from mark, limit int) ([]alex.Instrument, error) {
		return all(ctx, q, scanOwnInstrument, selectOwnInstruments, p.person, from.Text, limit)
	}, func(i alex.Instrument) mark { return mark{Text: string(i.Symbol)} })
}

func scanOwnInstrument(rows *sql.Rows) (i alex.Instrument, err error) {
	var name *string
	err = rows.Scan(&i.Symbol, &name, opt(&i.Type), opt(&i.Currency), &i.ExpenseRatio, &i.Price, opt(&i.PriceSource),
		opt(&i.PriceAsOf), JSON{&i.AssetClasses}, JSON{&i.Regions}, JSON{&i.Sectors}, JSON{&i.Classification})
	if name != nil {
		i.Name = *name
	}
	return i, err
}

// exportPage reads a page in a transaction of its own.
func exportPage[T any](ctx context.Context, p *Personal, page Page, first mark,
	rows func(q Querier, from mark, limit int) ([]T, error), at func(T) mark,
) (list List[T], err error) {
	from, limit, err := page.begin(first)
	if err != nil {
		return list, err
	}
	err = p.read(ctx, func(q Querier) error {
		found, err := rows(q, from, limit+1)
		list = paged(found, limit, at)
		return err
	})
	return list, err
}

// projection is a stored projection, whole.
type projection struct {
	alex.Retirement
	SuccessRate *alex.Decimal   `json:"successRate,omitempty"`
	Assumptions string          `json:"assumptions,omitempty"`
	Seed        string          `json:"seed,omitempty"`
	Projection  json.RawMessage `json:"projection,omitempty"`
	CreatedAt   time.Time       `json:"createdAt"`
}

const selectProjections = `SELECT id, estimated_income, summary, detail, chart, success_rate, assumptions, seed, projection,
	created_at FROM retirement WHERE clerk_user_id = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
	ORDER BY created_at DESC, id DESC LIMIT $4`

func (p *Personal) projections(ctx context.Context, page Page) (List[projection], error) {
	return exportPage(ctx, p, page, newest(), func(q Querier, from mark, limit int) ([]projection, error) {
		return all(ctx, q, func(rows *sql.Rows) (r projection, err error) {
			return r, rows.Scan(&r.ID, &r.EstimatedIncome, &r.Summary, &r.Detail, JSON{&r.Chart}, &r.SuccessRate,
				opt(&r.Assumptions), opt(&r.Seed), JSON{&r.Projection}, instant{&r.CreatedAt})
		}, selectProjections, p.person, from.Number, alex.ID(from.Text), limit)
	}, func(r projection) mark { return mark{r.CreatedAt.UnixMicro(), string(r.ID)} })
}

// signIn is a session without its hashes.
type signIn struct {
	ID        alex.ID   `json:"id"`
	UserAgent string    `json:"userAgent"`
	CreatedAt time.Time `json:"createdAt"`
	RotatedAt time.Time `json:"rotatedAt"`
	ExpiresAt time.Time `json:"expiresAt"`
}

const selectSignIns = `SELECT id, user_agent, created_at, rotated_at, expires_at FROM sessions
	WHERE clerk_user_id = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
	ORDER BY created_at DESC, id DESC LIMIT $4`

func (p *Personal) signIns(ctx context.Context, page Page) (List[signIn], error) {
	return exportPage(ctx, p, page, newest(), func(q Querier, from mark, limit int) ([]signIn, error) {
		return all(ctx, q, func(rows *sql.Rows) (s signIn, err error) {
			return s, rows.Scan(&s.ID, &s.UserAgent, instant{&s.CreatedAt}, instant{&s.RotatedAt}, instant{&s.ExpiresAt})
		}, selectSignIns, p.person, from.Number, alex.ID(from.Text), limit)
	}, func(s signIn) mark { return mark{s.CreatedAt.UnixMicro(), string(s.ID)} })
}

// grant is what one person may do with the rows of another. Who the other one
// is stays with them, but for the id; a label is its writer's alone.
type grant struct {
	ID        alex.ID       `json:"id"`
	Owner     alex.PersonID `json:"owner"`
	Grantee   alex.PersonID `json:"grantee"`
	Role      alex.Role     `json:"role"`
	Label     string        `json:"label,omitempty"`
	CreatedAt time.Time     `json:"createdAt"`
}

const selectGranted = `SELECT id, owner, grantee, role, label, created_at FROM grants WHERE owner = $1 OR grantee = $1
	ORDER BY owner, grantee`

// granted are those that the person gave and got: few, so they are one page.
func (p *Personal) granted(ctx context.Context, _ Page) (list List[grant], err error) {
	err = p.read(ctx, func(q Querier) error {
		list.Items, err = all(ctx, q, func(rows *sql.Rows) (g grant, err error) {
			err = rows.Scan(&g.ID, &g.Owner, &g.Grantee, &g.Role, &g.Label, instant{&g.CreatedAt})
			if g.Owner != p.person {
				g.Label = ""
			}
			return g, err
		}, selectGranted, p.person)
		return err
	})
	return list, err
}

// offer is an invitation without the hash of its code.
type offer struct {
	ID        alex.ID   `json:"id"`
	Role      alex.Role `json:"role"`
	Label     string    `json:"label,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	ExpiresAt time.Time `json:"expiresAt"`
}

const selectOffers = `SELECT id, role, label, created_at, expires_at FROM invitations WHERE owner = $1 ORDER BY created_at, id`

// invited are the person's invitations: alex.MaxInvitations and a few that are
// over.
func (p *Personal) invited(ctx context.Context, _ Page) (list List[offer], err error) {
	err = p.read(ctx, func(q Querier) error {
		list.Items, err = all(ctx, q, func(rows *sql.Rows) (o offer, err error) {
			return o, rows.Scan(&o.ID, &o.Role, &o.Label, instant{&o.CreatedAt}, instant{&o.ExpiresAt})
		}, selectOffers, p.person)
		return err
	})
	return list, err
}

// exportedDocument is a document of the person's own with its text: passages
// begin with the end of the one before.
type exportedDocument struct {
	alex.Document
	Labels map[string]string `json:"labels,omitempty"`
	Text   []string          `json:"text"`
}

const (
	selectOwnDocuments = `SELECT ` + documentColumns + ` FROM documents
	WHERE clerk_user_id = $1 AND (added_at < $2 OR added_at = $2 AND id < $3) ORDER BY added_at DESC, id DESC LIMIT $4`
	selectOwnLabels = `SELECT labels FROM documents WHERE id = $1 AND clerk_user_id = $2`
	selectOwnBodies = `SELECT body FROM passages WHERE document_id = $1 AND clerk_user_id = $2 ORDER BY ordinal`
)

// ownDocuments are those that the person brought.
func (p *Personal) ownDocuments(ctx context.Context, page Page) (List[alex.Document], error) {
	return exportPage(ctx, p, page, newest(), func(q Querier, from mark, limit int) ([]alex.Document, error) {
		return all(ctx, q, scanDocument, selectOwnDocuments, p.person, from.Number, alex.ID(from.Text), limit)
	}, func(d alex.Document) mark { return mark{d.AddedAt.UnixMicro(), string(d.ID)} })
}

func (p *Personal) exportDocument(ctx context.Context, d alex.Document) (exportedDocument, error) {
	e := exportedDocument{Document: d}
	err := p.view(ctx, func(q Querier) (err error) {
		err = q.QueryRowContext(ctx, selectOwnLabels, d.ID, p.person).Scan(JSON{&e.Labels})
		if errors.Is(err, sql.ErrNoRows) {
			return alex.ErrForbidden
		}
		if err == nil {
			e.Text, err = all(ctx, q, scanBody, selectOwnBodies, d.ID, p.person)
		}
		return err
	})
	return e, err
}
