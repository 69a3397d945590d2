package local

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"alex"
	"alex/internal/store"
)

const (
	accountFailures = 5  // free attempts at one account from one neighbourhood
	strangeFailures = 50 // free attempts at one account from anywhere: few enough to guess nothing, too many to lock its owner out in passing
	addressFailures = 50 // free attempts from one address, which many may share
	longestDelay    = 15 * time.Minute
	accountMemory   = 24 * time.Hour // without a failure, then the count begins again
	addressMemory   = time.Hour
)

// gate counts the failures of one attempt's account, of the account from where
// the client is, and of the client's address. An empty subject is not counted.
type gate struct {
	account, near, address string

	person alex.PersonID // whose account it is, where it is anybody's
}

func gateFor(emailKey, ip string) gate {
	return gate{
		account: store.AccountSubject(emailKey), near: store.AccountSubject(emailKey + " " + neighbourhood(ip)),
		address: addressSubject(ip),
	}
}

// What one household or office has, and a subscriber (RFC 6177); and what the log
// of acts keeps of an address. In bits of its prefix.
const (
	networkBits  = 24 // of IPv4
	ownBits      = 64 // of IPv6
	coarseBits   = 48 // of IPv6
	wholeAddress = 32 // of IPv4
)

// network is the one that an address lies in, at a length of its prefix by the
// kind of address; empty where there is no address.
func network(ip string, bits4, bits6 int) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	address = address.Unmap().WithZone("")
	bits := bits6
	if address.Is4() {
		bits = bits4
	}
	return netip.PrefixFrom(address, bits).Masked().String()
}

// neighbourhood is the network of an address that one household or office has:
// a /24 of IPv4, a /64 of IPv6. What is no address is one of its own.
func neighbourhood(ip string) string { return network(ip, networkBits, ownBits) }

// Coarse is the network of an address as the log of acts keeps it: a /24 of
// IPv4, a /48 of IPv6; empty where there is no address.
func Coarse(ip string) string { return network(ip, networkBits, coarseBits) }

// addressSubject takes an IPv6 network for one address: a subscriber has a
// whole /64.
func addressSubject(ip string) string {
	subject := network(ip, wholeAddress, ownBits)
	if subject == "" {
		return ""
	}
	return "ip:" + strings.TrimSuffix(subject, "/32")
}

// siteSubject is of all networks of a site that has many of its own: a /48 of
// IPv6; empty where there is none.
func siteSubject(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil || address.Unmap().Is4() {
		return ""
	}
	return "ip:" + network(ip, wholeAddress, coarseBits)
}

// check refuses an attempt that comes too early, with alex.CodeThrottled.
func (i *Issuer) check(ctx context.Context, g gate) error {
	until, err := i.Store.System().BlockedUntil(ctx, g.account, g.address)
	if err != nil {
		return err
	}
	near, err := i.Store.System().BlockedUntil(ctx, g.near, "")
	if err != nil {
		return err
	}
	if near.After(until) {
		until = near
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

// fail counts one failure of each of the gate's subjects.
func (i *Issuer) fail(ctx context.Context, g gate) error {
	for _, f := range []store.Failure{
		{Subject: g.near, Forget: accountMemory, Delay: delayAfter(accountFailures)},
		{Subject: g.account, Forget: accountMemory, Delay: delayAfter(strangeFailures)},
		{Subject: g.address, Forget: addressMemory, Delay: delayAfter(addressFailures)},
	} {
		if f.Subject == "" {
			continue
		}
		f.Now = i.Now()
		if f.Subject == g.account {
			f.Person = g.person // in one transaction with the count, as fast as without
		}
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
