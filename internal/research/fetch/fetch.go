package fetch

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"
)

// mostRedirects are followed from one address.
const mostRedirects = 5

// Options say what may be asked, and how. What is zero has the default that
// stands beside it.
type Options struct {
	Hosts   []string      // names that may be asked, in lower case and punycode; "*.example.org" is all below it
	Agent   string        // User-Agent, such as "Alex/1.0 (+https://example.org)"; robots.txt is read for what stands before "/"
	Every   time.Duration // least time between two requests to one host; 1 s
	Bytes   int64         // most bytes of one answer, decompressed; 4 MiB
	Timeout time.Duration // of one page with its redirects, waiting for one's turn not counted; 15 s

	// Private lets private and loopback addresses and any port pass. It is for
	// the tests of this program alone: with it nothing protects the own network.
	Private bool

	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)         // the system's resolver
	Dial    func(ctx context.Context, network, address string) (net.Conn, error) // the network; called with an IP address that was judged
	Now     func() time.Time                                                     // time.Now
	Log     *slog.Logger                                                         // none; a line has the host, never the address
}

// Fetcher gets pages of allowed sites, and of no others. It may be used by many
// at once.
type Fetcher struct {
	hosts          []string
	agent, product string
	every, timeout time.Duration
	bytes          int64
	private        bool
	anyPort        bool
	guard          *ssrf.Guardian
	resolve        func(context.Context, string) ([]netip.Addr, error)
	hook           func(context.Context, string, string) (net.Conn, error)
	wire           *http.Transport
	now            func() time.Time
	log            *slog.Logger

	mu    sync.Mutex
	sites map[string]*site
}

// New makes a Fetcher.
func New(o Options) *Fetcher { return build(o, webPorts()...) }

// build is New for given ports; none are all.
func build(o Options, ports ...uint16) *Fetcher {
	f := &Fetcher{
		agent: orElse(o.Agent, "Alex"), every: orElse(o.Every, time.Second), timeout: orElse(o.Timeout, 15*time.Second),
		bytes: orElse(o.Bytes, 4<<20), private: o.Private, anyPort: o.Private || len(ports) == 0, guard: newGuard(ports...),
		resolve: o.Resolve, hook: o.Dial, now: o.Now, log: o.Log, sites: map[string]*site{},
	}
	for _, host := range o.Hosts {
		f.hosts = append(f.hosts, strings.ToLower(strings.TrimSpace(host)))
	}
	f.product, _, _ = strings.Cut(f.agent, "/")
	f.product, _, _ = strings.Cut(f.product, " ")
	if f.resolve == nil {
		f.resolve = lookUp
	}
	if f.now == nil {
		f.now = time.Now
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	f.wire = f.newWire()
	return f
}

func orElse[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Close ends the connections that wait to be used again.
func (f *Fetcher) Close() { f.wire.CloseIdleConnections() }

// Page is what a site answered.
type Page struct {
	URL          string // of the last redirect
	Type         string // media type in lower case, without parameters
	Body         []byte // texts are UTF-8, whatever they came in
	ETag         string // as sent, empty where it was not
	LastModified string // the same
	FetchedAt    time.Time
}

// Get gets a page. Its errors are *Refused, or that of a ctx that was cancelled.
func (f *Fetcher) Get(ctx context.Context, address string) (Page, error) {
	page, err := f.get(ctx, address)
	if err != nil {
		f.log.InfoContext(ctx, "page refused", "reason", string(ReasonOf(err)), "error", err)
		return Page{}, err
	}
	f.log.DebugContext(ctx, "page fetched", "type", page.Type, "bytes", len(page.Body))
	return page, nil
}

func (f *Fetcher) get(ctx context.Context, address string) (Page, error) {
	got, err := f.follow(ctx, address, &request{most: f.bytes, text: true, left: f.timeout, may: f.permit})
	if err != nil {
		return Page{}, err
	}
	if got.status != http.StatusOK {
		r := refuse(ReasonStatus, nil, "%s answers %d", got.url.Hostname(), got.status)
		r.Status = got.status
		return Page{}, r
	}
	kind, body, err := decode(got)
	if err != nil {
		return Page{}, err
	}
	return Page{
		URL: got.url.String(), Type: kind, Body: body, FetchedAt: f.now(),
		ETag: got.header.Get("ETag"), LastModified: got.header.Get("Last-Modified"),
	}, nil
}

// request is what is asked for on one way through redirects.
type request struct {
	most int64                                 // bytes of a body
	cut  bool                                  // a longer body is cut, not refused
	text bool                                  // a type that is not taken is refused before its body is read
	left time.Duration                         // of the time for the network
	may  func(context.Context, *url.URL) error // asked before each request; may be nil
}

// follow asks for an address and where it leads to. Each step is judged as the
// first.
func (f *Fetcher) follow(ctx context.Context, address string, r *request) (answer, error) {
	for range mostRedirects + 1 {
		at, err := f.check(address)
		if err != nil {
			return answer{}, err
		}
		if r.may != nil {
			if err := r.may(ctx, at); err != nil {
				return answer{}, err
			}
		}
		if err := f.turn(ctx, at.Hostname()); err != nil {
			return answer{}, err
		}
		got, err := f.ask(ctx, at, r)
		if err != nil || got.next == "" {
			return got, err
		}
		next, err := url.Parse(got.next)
		if err != nil {
			return answer{}, refuse(ReasonHost, nil, "a redirect leads to what cannot be read")
		}
		address = at.ResolveReference(next).String()
	}
	return answer{}, refuse(ReasonRedirects, nil, "the page is redirected more than %d times", mostRedirects)
}
