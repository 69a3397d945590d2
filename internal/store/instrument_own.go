package store

import (
	"context"
	"strings"

	"alex"
)

// pattern finds text anywhere, whatever case, with LIKE's own signs escaped.
func pattern(text string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(text)) + "%"
}

// A person's classification replaces any other; without one, a person's earlier
// one is taken back, and a model's or the rules' stays.
const upsertOwnInstrument = `INSERT INTO user_instruments (clerk_user_id, symbol, name, instrument_type, currency,
	expense_ratio, current_price, price_source, price_as_of, allocation_asset_class, allocation_regions,
	allocation_sectors, classification_source, classification, updated_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
	ON CONFLICT (clerk_user_id, symbol) DO UPDATE SET
	name = excluded.name, instrument_type = excluded.instrument_type, currency = excluded.currency,
	expense_ratio = excluded.expense_ratio, current_price = excluded.current_price,
	price_source = excluded.price_source, price_as_of = excluded.price_as_of, updated_at = excluded.updated_at,
	allocation_asset_class = CASE WHEN excluded.classification_source IS NOT NULL
		OR user_instruments.classification_source = 'user' THEN excluded.allocation_asset_class
		ELSE user_instruments.allocation_asset_class END,
	allocation_regions = CASE WHEN excluded.classification_source IS NOT NULL
		OR user_instruments.classification_source = 'user' THEN excluded.allocation_regions
		ELSE user_instruments.allocation_regions END,
	allocation_sectors = CASE WHEN excluded.classification_source IS NOT NULL
		OR user_instruments.classification_source = 'user' THEN excluded.allocation_sectors
		ELSE user_instruments.allocation_sectors END,
	classification = CASE WHEN excluded.classification_source IS NOT NULL
		OR user_instruments.classification_source = 'user' THEN excluded.classification
		ELSE user_instruments.classification END,
	classification_source = CASE WHEN excluded.classification_source IS NOT NULL
		OR user_instruments.classification_source = 'user' THEN excluded.classification_source
		ELSE user_instruments.classification_source END`

// SaveOwnInstrument stores what the person says of a symbol, for that person
// alone: name, type, currency, expense ratio, price (source user unless it is
// given) and, if the instrument has weights, its classification (source user).
// What is left empty falls back to the reference. If unless is not nil it sees
// what the person sees of the symbol first, in the same transaction, and its
// error stops the write; a symbol that the person does not see is then
// alex.CodeNotFound.
func (p *Personal) SaveOwnInstrument(ctx context.Context, i alex.Instrument, unless func(alex.Instrument) error) error {
	if err := validOwn(i); err != nil {
		return err
	}
	_, err := create(ctx, p, func(q Querier) (alex.Instrument, error) {
		if unless != nil {
			seen, err := loadInstrument(ctx, q, p.person, i.Symbol)
			if err == nil {
				err = unless(seen)
			}
			if err != nil {
				return seen, err
			}
		}
		return p.saveOwn(ctx, q, i)
	})
	return err
}

func validOwn(i alex.Instrument) error {
	if i.Currency == "" { // the reference's
		i.Currency = "USD"
	}
	return validInstrument(i)
}

// saveOwn answers what the person then sees of the symbol.
func (p *Personal) saveOwn(ctx context.Context, q Querier, i alex.Instrument) (alex.Instrument, error) {
	var source alex.Source
	if i.Classified() {
		source = alex.SourceUser
		i.Classification = alex.Classification{
			Source: source, Confidence: alex.PercentOf100(100),
			Note: i.Classification.Note, AsOf: i.Classification.AsOf,
		}
	} else {
		i.Classification = alex.Classification{}
	}
	if i.Price != nil && i.PriceSource == "" {
		i.PriceSource = alex.SourceUser
	}
	if err := p.roomForOwn(ctx, q, i.Symbol); err != nil {
		return alex.Instrument{}, err
	}
	now := p.store.micros()
	if _, err := q.ExecContext(ctx, insertPlaceholder, i.Symbol, now); err != nil {
		return alex.Instrument{}, err
	}
	if _, err := q.ExecContext(ctx, upsertOwnInstrument, p.person, i.Symbol, opt(&i.Name), opt(&i.Type), opt(&i.Currency),
		i.ExpenseRatio, i.Price, opt(&i.PriceSource), opt(&i.PriceAsOf), JSON{i.AssetClasses}, JSON{i.Regions},
		JSON{i.Sectors}, opt(&source), classificationOf(i), now); err != nil {
		return alex.Instrument{}, err
	}
	return loadInstrument(ctx, q, p.person, i.Symbol)
}

// classificationOf is NULL where nothing is classified.
func classificationOf(i alex.Instrument) JSON {
	if !i.Classified() {
		return JSON{nil}
	}
	return JSON{i.Classification}
}

const deleteOwnInstrument = `DELETE FROM user_instruments WHERE clerk_user_id = $1 AND symbol = $2`

// ForgetOwnInstrument takes back all that the person has said of a symbol.
func (p *Personal) ForgetOwnInstrument(ctx context.Context, symbol alex.Symbol) error {
	return p.write(ctx, func(q Querier) error {
		_, err := changed(ctx, q, deleteOwnInstrument, p.person, symbol)
		return err
	})
}

// A tag never touches a price, nor what the person has said.
const upsertTag = `INSERT INTO user_instruments (clerk_user_id, symbol, instrument_type, allocation_asset_class,
	allocation_regions, allocation_sectors, classification_source, classification, updated_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
	ON CONFLICT (clerk_user_id, symbol) DO UPDATE SET
	instrument_type = coalesce(user_instruments.instrument_type, excluded.instrument_type),
	allocation_asset_class = excluded.allocation_asset_class, allocation_regions = excluded.allocation_regions,
	allocation_sectors = excluded.allocation_sectors, classification_source = excluded.classification_source,
	classification = excluded.classification, updated_at = excluded.updated_at
	WHERE user_instruments.classification_source IS NULL OR user_instruments.classification_source <> 'user'`

// SaveTags stores classifications made by a model or by rules, for this person
// alone. It never overwrites the person's own, and never stores a price.
func (p *Personal) SaveTags(ctx context.Context, tagged []alex.Instrument) error {
	if err := validTags(tagged); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error { return saveTags(ctx, q, p.person, p.store.micros(), tagged) })
}

func validTags(tagged []alex.Instrument) error {
	var problems alex.Problems
	for n, i := range tagged {
		location := "tags" + index(n)
		problems.Join(location, validInstrument(i))
		if !i.WhollyClassified() {
			problems.Addf(location, "has no whole classification")
		}
		if s := i.Classification.Source; s != alex.SourceModel && s != alex.SourceRules {
			problems.Addf(location+".classification.source", "is neither model nor rules")
		}
	}
	return problems.Err()
}

func saveTags(ctx context.Context, q Querier, person alex.PersonID, now int64, tagged []alex.Instrument) error {
	for _, i := range tagged {
		if _, err := q.ExecContext(ctx, insertPlaceholder, i.Symbol, now); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, upsertTag, person, i.Symbol, opt(&i.Type), JSON{i.AssetClasses}, JSON{i.Regions},
			JSON{i.Sectors}, i.Classification.Source, JSON{i.Classification}, now); err != nil {
			return err
		}
	}
	return nil
}
