package store

import (
	"context"
	"database/sql"

	"alex"
)

// The layers of an instrument: the shared row, the person's own, and the price
// of the market.
const layered = `SELECT i.symbol, i.name, i.instrument_type, i.currency, i.expense_ratio, i.current_price,
	i.price_source, i.price_as_of, i.allocation_asset_class, i.allocation_regions, i.allocation_sectors, i.classification,
	u.name, u.instrument_type, u.currency, u.expense_ratio, u.current_price,
	u.price_source, u.price_as_of, u.allocation_asset_class, u.allocation_regions, u.allocation_sectors, u.classification,
	m.price, m.price_as_of, m.source
	FROM instruments i LEFT JOIN user_instruments u ON u.symbol = i.symbol AND u.clerk_user_id = $1
	LEFT JOIN market_prices m ON m.symbol = i.symbol`

// What is held has its price.
const overlaid = layered + `
	WHERE i.symbol IN `

// What may not be held has the price of the market only for those who hold the
// symbol: there is one where anybody does. So nobody learns what others hold.
const discreet = layered + ` AND m.symbol IN (SELECT p.symbol FROM accounts a
	JOIN positions p ON p.account_id = a.id WHERE a.clerk_user_id = $1)`

const selectInstruments = overlaid + `(SELECT p.symbol FROM positions p JOIN accounts a ON a.id = p.account_id
	WHERE a.clerk_user_id = $1) ORDER BY i.symbol`

// Whose the account is has been asked before.
const selectPageInstruments = overlaid + `(SELECT p.symbol FROM positions p
	WHERE p.account_id = $2 AND p.symbol > $3 AND p.symbol <= $4) ORDER BY i.symbol`

// A placeholder is visible only to those who hold it or have said something of it.
const selectInstrument = discreet + `
	WHERE i.symbol = $2 AND (i.classification_source = 'reference' OR u.symbol IS NOT NULL
	OR EXISTS (SELECT 1 FROM positions p JOIN accounts a ON a.id = p.account_id
	WHERE p.symbol = i.symbol AND a.clerk_user_id = $1))`

// What is visible is gathered first: however many placeholders others have made,
// they are not looked at.
const searchInstruments = discreet + `
	WHERE i.symbol IN (SELECT r.symbol FROM instruments r WHERE r.classification_source = 'reference' AND r.symbol > $3
		UNION SELECT o.symbol FROM user_instruments o WHERE o.clerk_user_id = $1 AND o.symbol > $3
		UNION SELECT p.symbol FROM accounts a JOIN positions p ON p.account_id = a.id
			WHERE a.clerk_user_id = $1 AND p.symbol > $3)
	AND (lower(i.symbol) LIKE $2 ESCAPE '!' OR lower(coalesce(u.name, i.name)) LIKE $2 ESCAPE '!')
	ORDER BY i.symbol LIMIT $4`

// layer is one half of an instrument; every field may be missing.
type layer struct {
	i    alex.Instrument
	name *string
}

func scanOverlaid(rows *sql.Rows) (alex.Instrument, error) {
	var own layer
	var i, market alex.Instrument
	err := rows.Scan(&i.Symbol, &i.Name, opt(&i.Type), &i.Currency, &i.ExpenseRatio, &i.Price,
		opt(&i.PriceSource), opt(&i.PriceAsOf), JSON{&i.AssetClasses}, JSON{&i.Regions}, JSON{&i.Sectors}, JSON{&i.Classification},
		&own.name, opt(&own.i.Type), opt(&own.i.Currency), &own.i.ExpenseRatio, &own.i.Price,
		opt(&own.i.PriceSource), opt(&own.i.PriceAsOf), JSON{&own.i.AssetClasses}, JSON{&own.i.Regions}, JSON{&own.i.Sectors},
		JSON{&own.i.Classification}, &market.Price, opt(&market.PriceAsOf), opt(&market.PriceSource))
	return overlay(i, own, market), err
}

// overlay lays what the person says over what the reference says: whatever is
// the person's own wins, and prices and classifications go whole. Without a
// price of the person's, the newer of the market's and the reference's counts.
func overlay(i alex.Instrument, own layer, market alex.Instrument) alex.Instrument {
	if own.name != nil {
		i.Name = *own.name
	}
	if own.i.Type != "" {
		i.Type = own.i.Type
	}
	if own.i.ExpenseRatio != nil {
		i.ExpenseRatio = own.i.ExpenseRatio
	}
	if own.i.Currency != "" {
		i.Currency = own.i.Currency
	}
	i = priced(i, own.i, market)
	if own.i.Classified() {
		i.AssetClasses, i.Regions, i.Sectors = own.i.AssetClasses, own.i.Regions, own.i.Sectors
		i.Classification = own.i.Classification
	}
	return i
}

// priced chooses the one price of i whole, with its source and date. The market
// trades in US dollars; its price says nothing of an instrument in another
// currency, which only shares the symbol.
func priced(i, own, market alex.Instrument) alex.Instrument {
	if market.Price != nil && i.Currency == "USD" && (i.Price == nil || market.PriceAsOf >= i.PriceAsOf) {
		i.Price, i.PriceSource, i.PriceAsOf = market.Price, market.PriceSource, market.PriceAsOf
	}
	if own.Price != nil {
		i.Price, i.PriceSource, i.PriceAsOf = own.Price, own.PriceSource, own.PriceAsOf
	}
	return i
}

// HeldInstruments are the instruments of the person's positions, overlaid with
// the person's own, by symbol.
func (p *Personal) HeldInstruments(ctx context.Context) (held []alex.Instrument, err error) {
	err = p.read(ctx, func(q Querier) error {
		held, err = all(ctx, q, scanOverlaid, selectInstruments, p.person)
		return err
	})
	return held, err
}

// Instrument is one instrument overlaid with the person's own; a symbol that
// is neither reference nor the person's is alex.CodeNotFound.
func (p *Personal) Instrument(ctx context.Context, symbol alex.Symbol) (i alex.Instrument, err error) {
	err = p.read(ctx, func(q Querier) error {
		i, err = loadInstrument(ctx, q, p.person, symbol)
		return err
	})
	return i, err
}

func loadInstrument(ctx context.Context, q Querier, person alex.PersonID, symbol alex.Symbol) (alex.Instrument, error) {
	found, err := all(ctx, q, scanOverlaid, selectInstrument, person, symbol)
	if err != nil {
		return alex.Instrument{}, err
	}
	if len(found) == 0 {
		return alex.Instrument{}, alex.Errorf(alex.CodeNotFound, "no instrument has this symbol")
	}
	return found[0], nil
}

// Instruments is a page of those whose symbol or name contains text, by
// symbol, overlaid with the person's own.
func (p *Personal) Instruments(ctx context.Context, text string, page Page) (list List[alex.Instrument], err error) {
	from, limit, err := page.begin(mark{})
	if err != nil {
		return list, err
	}
	if err := checkText([]any{text}); err != nil {
		return list, err
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanOverlaid, searchInstruments, p.person, pattern(text), from.Text, limit+1)
		list = paged(rows, limit, func(i alex.Instrument) mark { return mark{Text: string(i.Symbol)} })
		return err
	})
	return list, err
}
