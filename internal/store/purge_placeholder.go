package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"alex"
)

// Chosen and locked first, and looked at again when they are deleted: on an
// engine of many writers someone may begin to hold one in between. The engine's
// ClaimLock, often empty, ends the choice.
const selectUnused = `SELECT i.symbol FROM instruments i
	WHERE i.classification_source = 'placeholder' AND i.updated_at < $1
	AND NOT EXISTS (SELECT 1 FROM positions p WHERE p.symbol = i.symbol)
	AND NOT EXISTS (SELECT 1 FROM user_instruments u WHERE u.symbol = i.symbol)
	ORDER BY i.updated_at, i.symbol LIMIT $2`

const deleteUnused = `DELETE FROM instruments WHERE classification_source = 'placeholder'
	AND NOT EXISTS (SELECT 1 FROM positions p WHERE p.symbol = instruments.symbol)
	AND NOT EXISTS (SELECT 1 FROM user_instruments u WHERE u.symbol = instruments.symbol)
	AND symbol IN `

// PurgePlaceholders deletes symbols that were made before a time, and that
// nobody holds nor has said anything of, with their market prices; it says how
// many. Each hundred goes in a transaction of its own.
func (y *System) PurgePlaceholders(ctx context.Context, before time.Time) (total int64, err error) {
	for {
		chosen, deleted, err := y.purgeUnused(ctx, before)
		total += deleted
		if err != nil || chosen < rowsAtOnce {
			return total, err
		}
	}
}

func (y *System) purgeUnused(ctx context.Context, before time.Time) (chosen int, deleted int64, err error) {
	err = y.write(ctx, func(q Querier) error {
		symbols, err := all(ctx, q, scanSymbol, selectUnused+y.store.claimLock(), before.UnixMicro(), rowsAtOnce)
		if chosen, deleted = len(symbols), 0; err != nil || chosen == 0 {
			return err
		}
		args := make([]any, len(symbols))
		for n, symbol := range symbols {
			args[n] = symbol
		}
		query := deleteUnused + tuples("("+list("%", len(symbols))+")", 1, 1)
		deleted, err = changed(ctx, q, query, args...)
		return err
	})
	return chosen, deleted, err
}

// list is an item so many times, with commas between.
func list(item string, times int) string {
	return strings.Join(slices.Repeat([]string{item}, times), ", ")
}

func scanSymbol(rows *sql.Rows) (symbol alex.Symbol, err error) { return symbol, rows.Scan(&symbol) }
