package store

import (
	"context"
	"database/sql"
	"strconv"

	"alex"
)

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

// One query, so that accounts and positions are of one moment.
const selectPortfolio = `SELECT a.id, a.account_name, a.account_purpose, a.account_type, a.cash_balance, a.cash_interest,
	a.fingerprint, a.last4, p.id, p.symbol, p.quantity, p.as_of_date, p.cost_basis, p.price, p.price_as_of,
	p.price_source, p.printed_value
	FROM accounts a LEFT JOIN positions p ON p.account_id = a.id
	WHERE a.clerk_user_id = $1 ORDER BY a.ordinal, a.id, p.symbol`

const selectAccount = `SELECT a.id, a.account_name, a.account_purpose, a.account_type, a.cash_balance, a.cash_interest,
	a.fingerprint, a.last4, p.id, p.symbol, p.quantity, p.as_of_date, p.cost_basis, p.price, p.price_as_of,
	p.price_source, p.printed_value
	FROM accounts a LEFT JOIN positions p ON p.account_id = a.id
	WHERE a.clerk_user_id = $1 AND a.id = $2 ORDER BY p.symbol`

// scanHolding reads an account and one of its positions; an account without
// positions comes with none.
func scanHolding(rows *sql.Rows) (alex.Account, error) {
	var a alex.Account
	var pos alex.Position
	var quantity *alex.Decimal
	err := rows.Scan(&a.ID, &a.Name, &a.Purpose, &a.Type, &a.CashBalance, &a.CashInterest,
		opt(&a.Fingerprint), opt(&a.Last4), opt(&pos.ID), opt(&pos.Symbol), &quantity, opt(&pos.AsOf), &pos.CostBasis,
		&pos.Price, opt(&pos.PriceAsOf), opt(&pos.PriceSource), &pos.Printed)
	a.Positions = []alex.Position{}
	if quantity != nil {
		pos.AccountID, pos.Quantity = a.ID, *quantity
		a.Positions = append(a.Positions, pos)
	}
	return a, err
}

// gather joins the rows of each account, which follow one another.
func gather(rows []alex.Account) []alex.Account {
	accounts := []alex.Account{}
	for _, row := range rows {
		if last := len(accounts) - 1; last >= 0 && accounts[last].ID == row.ID {
			accounts[last].Positions = append(accounts[last].Positions, row.Positions...)
			continue
		}
		accounts = append(accounts, row)
	}
	return accounts
}

// Accounts are all the person's accounts in their order, each with its
// positions by symbol, as of one moment.
func (p *Personal) Accounts(ctx context.Context) (accounts []alex.Account, err error) {
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanHolding, selectPortfolio, p.person)
		accounts = gather(rows)
		return err
	})
	return accounts, err
}

// Account is one account with its positions by symbol.
func (p *Personal) Account(ctx context.Context, id alex.ID) (account alex.Account, err error) {
	err = p.read(ctx, func(q Querier) error {
		account, err = loadAccount(ctx, q, p.person, id)
		return err
	})
	return account, err
}

func loadAccount(ctx context.Context, q Querier, person alex.PersonID, id alex.ID) (alex.Account, error) {
	if err := checkID(id); err != nil {
		return alex.Account{}, err
	}
	rows, err := all(ctx, q, scanHolding, selectAccount, person, id)
	if err != nil {
		return alex.Account{}, err
	}
	if len(rows) == 0 {
		return alex.Account{}, alex.ErrForbidden
	}
	return gather(rows)[0], nil
}

type numberedAccount struct {
	account alex.Account
	ordinal int64
}

const selectAccountsPage = `SELECT ordinal, id, account_name, account_purpose, account_type, cash_balance, cash_interest,
	fingerprint, last4 FROM accounts
	WHERE clerk_user_id = $1 AND (ordinal > $2 OR (ordinal = $2 AND id > $3))
	ORDER BY ordinal, id LIMIT $4`

func scanNumbered(rows *sql.Rows) (n numberedAccount, err error) {
	a := &n.account
	a.Positions = []alex.Position{}
	return n, rows.Scan(&n.ordinal, &a.ID, &a.Name, &a.Purpose, &a.Type, &a.CashBalance, &a.CashInterest,
		opt(&a.Fingerprint), opt(&a.Last4))
}

// AccountsPage is a page of the person's accounts without their positions.
func (p *Personal) AccountsPage(ctx context.Context, page Page) (list List[alex.Account], err error) {
	from, limit, err := page.begin(mark{Number: -1, Text: lowestID})
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of accounts")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanNumbered, selectAccountsPage, p.person, from.Number, alex.ID(from.Text), limit+1)
		numbered := paged(rows, limit, func(n numberedAccount) mark { return mark{n.ordinal, string(n.account.ID)} })
		list = List[alex.Account]{Items: make([]alex.Account, len(numbered.Items)), Next: numbered.Next}
		for i, n := range numbered.Items {
			list.Items[i] = n.account
		}
		return err
	})
	return list, err
}
