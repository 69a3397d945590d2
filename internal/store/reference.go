package store

import (
	"context"
	"database/sql"
	"errors"

	"alex"
)

const upsertReference = `INSERT INTO instruments (symbol, name, instrument_type, currency, expense_ratio, current_price,
	price_source, price_as_of, allocation_asset_class, allocation_regions, allocation_sectors, classification_source,
	classification, updated_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'reference', $12, $13)
	ON CONFLICT (symbol) DO UPDATE SET name = excluded.name, instrument_type = excluded.instrument_type,
	currency = excluded.currency, expense_ratio = excluded.expense_ratio, current_price = excluded.current_price,
	price_source = excluded.price_source, price_as_of = excluded.price_as_of,
	allocation_asset_class = excluded.allocation_asset_class, allocation_regions = excluded.allocation_regions,
	allocation_sectors = excluded.allocation_sectors, classification_source = excluded.classification_source,
	classification = excluded.classification, updated_at = excluded.updated_at`

const upsertReferenceVersion = `INSERT INTO reference_versions (name, version, row_count, updated_at)
	VALUES ('instruments', $1, $2, $3)
	ON CONFLICT (name) DO UPDATE SET version = excluded.version, row_count = excluded.row_count,
	updated_at = excluded.updated_at`

// SeedInstruments stores the reference instruments of a release and its
// version, all or none. It may run any number of times; each instrument must
// be valid and classified.
func (y *System) SeedInstruments(ctx context.Context, instruments []alex.Instrument, version string) error {
	if err := validReference(instruments); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		now := y.store.micros()
		for _, i := range instruments {
			i.Classification.Source = alex.SourceReference
			if _, err := q.ExecContext(ctx, upsertReference, i.Symbol, i.Name, opt(&i.Type), i.Currency, i.ExpenseRatio,
				i.Price, opt(&i.PriceSource), opt(&i.PriceAsOf), JSON{i.AssetClasses}, JSON{i.Regions}, JSON{i.Sectors},
				JSON{i.Classification}, now); err != nil {
				return err
			}
		}
		_, err := q.ExecContext(ctx, upsertReferenceVersion, version, len(instruments), now)
		return err
	})
}

func validReference(instruments []alex.Instrument) error {
	var problems alex.Problems
	seen := make(map[alex.Symbol]bool, len(instruments))
	for n, i := range instruments {
		location := "instruments" + index(n)
		problems.Join(location, validInstrument(i))
		if !i.WhollyClassified() || i.Name == "" || i.Type == "" {
			problems.Addf(location, "%s lacks a name, a type or a whole classification", i.Symbol)
		}
		if seen[i.Symbol] {
			problems.Addf(location, "%s stands twice", i.Symbol)
		}
		seen[i.Symbol] = true
	}
	return problems.Err()
}

// Reference is the state of the reference instruments.
type Reference struct {
	Version string // of the last seed; empty before
	Seeded  int    // rows of that seed
	Rows    int    // rows there are
}

const selectReference = `SELECT coalesce(max(version), ''), coalesce(max(row_count), 0),
	(SELECT count(*) FROM instruments WHERE classification_source = 'reference')
	FROM reference_versions WHERE name = 'instruments'`

// Reference counts the reference instruments and names their version.
func (y *System) Reference(ctx context.Context) (r Reference, err error) {
	err = y.read(ctx, func(q Querier) error {
		return q.QueryRowContext(ctx, selectReference).Scan(&r.Version, &r.Seeded, &r.Rows)
	})
	return r, err
}

const selectReferenceInstrument = `SELECT i.symbol, i.name, i.instrument_type, i.currency, i.expense_ratio, i.current_price,
	i.price_source, i.price_as_of, i.allocation_asset_class, i.allocation_regions, i.allocation_sectors, i.classification
	FROM instruments i WHERE i.symbol = $1 AND i.classification_source = 'reference'`

// Instrument is one reference instrument; alex.CodeNotFound where there is none.
func (y *System) Instrument(ctx context.Context, symbol alex.Symbol) (i alex.Instrument, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectReferenceInstrument, symbol).Scan(&i.Symbol, &i.Name, opt(&i.Type), &i.Currency,
			&i.ExpenseRatio, &i.Price, opt(&i.PriceSource), opt(&i.PriceAsOf), JSON{&i.AssetClasses}, JSON{&i.Regions},
			JSON{&i.Sectors}, JSON{&i.Classification})
		if errors.Is(err, sql.ErrNoRows) {
			return alex.Errorf(alex.CodeNotFound, "no reference instrument has this symbol")
		}
		return err
	})
	return i, err
}
