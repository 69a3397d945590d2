package local

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"alex"
	"alex/internal/store"
)

const (
	accountFailures = 5  // free attempts at one account
	addressFailures = 50 // free attempts from one address, which many may share
	longestDelay    = 15 * time.Minute
	accountMemory   = 24 * time.Hour // without a failure, then the count begins again
	addressMemory   = time.Hour
)

// gate counts the failures of one attempt's account and address. An empty
// subject is not counted.
type gate struct{ account, address string }

func gateFor(emailKey, ip string) gate {
	return gate{account: store.AccountSubject(emailKey), address: addressSubject(ip)}
}

// addressSubject takes an IPv6 network for one address: a subscriber has a
// whole /64 (RFC 6177).
func addressSubject(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return "ip:" + address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return ""
	}
	return "ip:" + network.String()
}

// check refuses an attempt that comes too early, with alex.CodeThrottled.
func (i *Issuer) check(ctx context.Context, g gate) error {
	until, err := i.Store.System().BlockedUntil(ctx, g.account, g.address)
	if err != nil {
		return err
	}
	wait := until.Sub(i.Now())
	if wait <= 0 {
		return nil
	}
	seconds := (wait + time.Second - 1) / time.Second
	return &alex.Error{
		Code: alex.CodeThrottled, RetryAfter: seconds * time.Second,
		Message: fmt.Sprintf("too many failed attempts; try again in %d seconds", seconds),
	}
}

// fail counts one failure of the account and of the address.
func (i *Issuer) fail(ctx context.Context, g gate) error {
	for _, f := range []store.Failure{
		{Subject: g.account, Forget: accountMemory, Delay: delayAfter(accountFailures)},
		{Subject: g.address, Forget: addressMemory, Delay: delayAfter(addressFailures)},
	} {
		if f.Subject == "" {
			continue
		}
		f.Now = i.Now()
		if err := i.Store.System().CountFailure(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// delayAfter is nothing below a number of failures, then a second, which
// doubles up to a quarter of an hour.
func delayAfter(free int) func(failures int) time.Duration {
	return func(failures int) time.Duration {
		if failures < free {
			return 0
		}
		const doublings = 10 // 1,024 seconds are past the longest
		return min(time.Second<<min(failures-free, doublings), longestDelay)
	}
}
