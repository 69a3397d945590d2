package fetch

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

const (
	longestConnect = 5 * time.Second // to one of a host's addresses
	mostAddresses  = 8               // of one host that are tried
	mostHeader     = 64 << 10
)

// newGuard knows which addresses are public: those that no registry of IANA has
// for a special purpose, forms of IPv6 that carry an IPv4 address among them.
// One address that is public by its number is a cloud's own (168.63.129.16,
// Azure); the others' lie in private ranges.
func newGuard(ports ...uint16) *ssrf.Guardian {
	return ssrf.New(ssrf.WithPorts(ports...), ssrf.WithDeniedV4Prefixes(netip.MustParsePrefix("168.63.129.16/32")))
}

// newWire is HTTP/1.1 and 2 without a proxy, over connections that were judged.
func (f *Fetcher) newWire() *http.Transport {
	return &http.Transport{
		Proxy:                  nil, // whatever the environment says
		DialContext:            f.dial,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    longestConnect,
		MaxResponseHeaderBytes: mostHeader,
		MaxIdleConns:           16,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        time.Minute,
	}
}

// dial connects to the first address of a host that is public and answers, IPv4
// first: a broken IPv6 is common, and then slow to be found out.
func (f *Fetcher) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, err
	}
	found, err := f.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	var last error = refuse(ReasonUnreachable, nil, "%s has no address", host)
	for _, at := range found {
		if err := f.public(at); err != nil {
			last = err
			continue
		}
		connection, err := f.connect(ctx, network, netip.AddrPortFrom(at, uint16(number)).String())
		if err == nil {
			return connection, nil
		}
		if last = err; ctx.Err() != nil {
			break
		}
	}
	return nil, last
}

// addresses are those of a host, public ones and others.
func (f *Fetcher) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if at, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{at}, nil
	}
	found, err := f.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	list := make([]netip.Addr, 0, len(found))
	for _, at := range found {
		list = append(list, at.Unmap())
	}
	slices.SortStableFunc(list, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	return list[:min(len(list), mostAddresses)], nil
}

// connect makes a connection that the guard lets pass as it is made: what the
// kernel is asked for is what is judged, and no name stands between the two.
func (f *Fetcher) connect(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, longestConnect)
	defer cancel()
	if f.hook != nil {
		if err := f.control("tcp4", address, nil); err != nil {
			return nil, err
		}
		return f.hook(ctx, network, address)
	}
	return f.dialer().DialContext(ctx, network, address)
}

func (f *Fetcher) dialer() *net.Dialer { return &net.Dialer{Control: f.control} }

// control is called with the very address, before the kernel is asked.
func (f *Fetcher) control(network, address string, raw syscall.RawConn) error {
	if f.private {
		return nil
	}
	if err := f.guard.Safe(network, address, raw); err != nil {
		return refuse(ReasonAddress, err, "the site's address is not a public one")
	}
	return nil
}

// public refuses an address of a network that is not public.
func (f *Fetcher) public(at netip.Addr) error {
	if f.private {
		return nil
	}
	if err := f.guard.SafeAddr(at); err != nil {
		return refuse(ReasonAddress, err, "the site's address is not a public one")
	}
	return nil
}

func lookUp(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}
