package api

import (
	"context"

	"alex"
	"alex/internal/store"
)

// AccountInput is what a person says of an account.
type AccountInput struct {
	Name         string           `json:"accountName" minLength:"1" maxLength:"255"`
	Purpose      string           `json:"accountPurpose,omitempty" maxLength:"2000"`
	Type         alex.AccountType `json:"accountType"`
	CashBalance  alex.Money       `json:"cashBalance,omitempty"`
	CashInterest alex.Decimal     `json:"cashInterest,omitempty" example:"0.0450" doc:"a fraction a year: 0.0450 is 4.5 %"`
}

func (in AccountInput) account() alex.Account {
	return alex.Account{
		Name: in.Name, Purpose: in.Purpose, Type: in.Type, CashBalance: in.CashBalance, CashInterest: in.CashInterest,
	}
}

type (
	postAccount struct {
		Keyed
		Body AccountInput
	}
	putAccount struct {
		ByID
		WhenMatching
		Body AccountInput
	}
	getByID struct {
		ByID
		UnlessMatching
	}
)

// AccountBody is an account with its positions and its value.
type AccountBody struct {
	alex.ValuedAccount
	CashInterest rate `json:"cashInterest"`
}

func valued(a alex.Account, book alex.Book) AccountBody {
	shown := alex.NewPortfolio("", alex.Person{}, []alex.Account{a}, book).Accounts[0]
	return AccountBody{shown, rate{shown.CashInterest}}
}

// rate is a fraction a year, shown with its four decimals.
type rate struct{ alex.Decimal }

func (r rate) MarshalJSON() ([]byte, error) { return []byte(`"` + r.Fixed(4) + `"`), nil }

func (s *Server) listAccounts(ctx context.Context, in *PageQuery) (*list[AccountBody], error) {
	page, err := s.mine(ctx).AccountsPage(ctx, in.page())
	if err != nil {
		return nil, err
	}
	held, err := s.mine(ctx).Holdings(ctx, idsOf(page.Items))
	if err != nil {
		return nil, err
	}
	book, positions := held.Book(), map[alex.ID][]alex.Position{}
	for _, a := range held.Accounts {
		positions[a.ID] = a.Positions
	}
	return listed(page, func(a alex.Account) AccountBody {
		a.Positions = positions[a.ID]
		return valued(a, book)
	}), nil
}

func idsOf(accounts []alex.Account) []alex.ID {
	ids := make([]alex.ID, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	return ids
}

func (s *Server) createAccount(ctx context.Context, in *postAccount) (*created[AccountBody], error) {
	return create(ctx, s, creation[alex.Account, AccountBody]{
		Keyed: in.Keyed, Route: "accounts", Asked: in.Body,
		Do:       func(p *store.Personal) (alex.Account, error) { return p.CreateAccount(ctx, in.Body.account()) },
		View:     func(a alex.Account) AccountBody { return valued(a, nil) },
		Location: func(a alex.Account) string { return "/api/accounts/" + string(a.ID) },
	})
}

func (s *Server) getAccount(ctx context.Context, in *getByID) (*tagged[AccountBody], error) {
	held, err := s.mine(ctx).Holding(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return answer(valued(held.Accounts[0], held.Book()), in.UnlessMatching), nil
}

// putAccount compares with what the client saw: the account with the values
// of its positions, which the instruments give.
func (s *Server) putAccount(ctx context.Context, in *putAccount) (*tagged[AccountBody], error) {
	held, err := s.mine(ctx).Holding(ctx, in.id())
	if err != nil {
		return nil, err
	}
	book, a := held.Book(), in.Body.account()
	a.ID = in.id()
	updated, err := s.mine(ctx).UpdateAccount(ctx, a, func(stored alex.Account) error {
		return unchanged(ctx, in.WhenMatching, valued(stored, book))
	})
	if err != nil {
		return nil, err
	}
	return answer(valued(updated, book), UnlessMatching{}), nil
}

func (s *Server) deleteAccount(ctx context.Context, in *deleteByID) (*nothing, error) {
	if in.IfMatch == "" {
		return nil, s.mine(ctx).DeleteAccount(ctx, in.id(), nil)
	}
	held, err := s.mine(ctx).Holding(ctx, in.id())
	if err != nil {
		return nil, err
	}
	book := held.Book()
	return nil, s.mine(ctx).DeleteAccount(ctx, in.id(), func(stored alex.Account) error {
		return unchanged(ctx, in.WhenMatching, valued(stored, book))
	})
}
