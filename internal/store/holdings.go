package store

import (
	"context"

	"alex"
)

const selectSomeAccounts = `SELECT a.id, a.account_name, a.account_purpose, a.account_type, a.cash_balance, a.cash_interest,
	a.fingerprint, a.last4, p.id, p.symbol, p.quantity, p.as_of_date, p.cost_basis, p.price, p.price_as_of,
	p.price_source, p.printed_value
	FROM accounts a LEFT JOIN positions p ON p.account_id = a.id
	WHERE a.clerk_user_id = $1 AND a.id IN `

// Holdings are those of the accounts that are the person's, with their
// positions and instruments, as of one moment, however many others there are.
// There are at most as many ids as a page holds; one that is of no account, or
// of another's, is passed over.
func (p *Personal) Holdings(ctx context.Context, accounts []alex.ID) (b Belongings, err error) {
	if len(accounts) == 0 {
		return b, nil
	}
	args := []any{p.person}
	for _, id := range accounts {
		if err := checkID(id); err != nil {
			return b, err
		}
		args = append(args, id)
	}
	err = p.view(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanHolding,
			selectSomeAccounts+"("+tuples("%", len(accounts), 2)+") ORDER BY a.ordinal, a.id, p.symbol", args...)
		if err != nil {
			return err
		}
		b.Accounts = gather(rows)
		b.Instruments, err = all(ctx, q, scanOverlaid, selectInstruments, p.person)
		return err
	})
	return b, err
}
