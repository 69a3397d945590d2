package storetest

import (
	"context"
	"testing"

	"alex"
)

// waiting writers give up when their context ends, and readers never wait.
func waiting(t *testing.T, b *bench) {
	p := b.person(t, "user_a")
	a := b.account(t, p)
	_, err := p.UpdateAccount(b.ctx, a, func(alex.Account) error {
		ctx, cancel := context.WithCancel(b.ctx)
		cancel()
		_, err := p.CreateAccount(ctx, household())
		wantCode(t, "a write that is given up", err, alex.CodeUnavailable)
		_, err = p.Accounts(b.ctx)
		return err
	})
	must(t, err)
	list, err := p.Accounts(b.ctx)
	must(t, err)
	same(t, "the accounts afterwards", list, []alex.Account{a})
}
