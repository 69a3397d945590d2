package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// public is an address that no test connects to: the hook leads it to a server
// of the test.
const public = "93.184.215.14"

// trick is an address that leads inside, and why it is refused where its name
// may be asked.
type trick struct {
	host   string // or a whole address, where it has "://"
	reason Reason
}

// tricks are forms of addresses that are not public. Their names are resolved
// by what calls everything 127.0.0.1.
func tricks() []trick {
	return []trick{
		// IPv4, as written
		{"127.0.0.1", ReasonAddress},
		{"127.0.0.2", ReasonAddress},
		{"127.255.255.254", ReasonAddress},
		{"0.0.0.0", ReasonAddress},
		{"0.1.2.3", ReasonAddress},
		{"10.0.0.1", ReasonAddress},
		{"10.255.255.255", ReasonAddress},
		{"100.64.0.1", ReasonAddress},
		{"100.100.100.200", ReasonAddress}, // a cloud's metadata
		{"169.254.169.254", ReasonAddress}, // most clouds' metadata
		{"169.254.170.2", ReasonAddress},
		{"168.63.129.16", ReasonAddress}, // a cloud's own, public by its number
		{"172.16.0.1", ReasonAddress},
		{"172.31.255.255", ReasonAddress},
		{"192.0.0.192", ReasonAddress},
		{"192.0.2.1", ReasonAddress},
		{"192.88.99.1", ReasonAddress},
		{"192.168.0.1", ReasonAddress},
		{"198.18.0.1", ReasonAddress},
		{"198.51.100.1", ReasonAddress},
		{"203.0.113.1", ReasonAddress},
		{"224.0.0.1", ReasonAddress},
		{"240.0.0.1", ReasonAddress},
		{"255.255.255.255", ReasonAddress},
		{"127.0.0.1.", ReasonAddress},
		// IPv4, as old resolvers read it
		{"2130706433", ReasonAddress},
		{"017700000001", ReasonAddress},
		{"0x7f000001", ReasonAddress},
		{"0X7F000001", ReasonAddress},
		{"0177.0.0.1", ReasonAddress},
		{"0177.0.0.01", ReasonAddress},
		{"0x7f.0x0.0x0.0x1", ReasonAddress},
		{"0x7f.1", ReasonAddress},
		{"127.1", ReasonAddress},
		{"127.0.1", ReasonAddress},
		{"127.0x1", ReasonAddress},
		{"0", ReasonAddress},
		{"00", ReasonAddress},
		{"0x", ReasonAddress},
		{"1", ReasonAddress},
		{"4294967296", ReasonAddress},
		{"256.256.256.256", ReasonAddress},
		{"0251.0376.0251.0376", ReasonAddress},
		{"2852039166", ReasonAddress},
		{"0xA9FEA9FE", ReasonAddress},
		{"169.254.43518", ReasonAddress},
		{"1.2.3.4.5", ReasonAddress},
		// IPv6
		{"[::1]", ReasonAddress},
		{"[::]", ReasonAddress},
		{"[0:0:0:0:0:0:0:1]", ReasonAddress},
		{"[0000:0000:0000:0000:0000:0000:0000:0001]", ReasonAddress},
		{"[fe80::1]", ReasonAddress},
		{"[fe80::1%25eth0]", ReasonAddress},
		{"[::1%25lo]", ReasonAddress},
		{"[fc00::1]", ReasonAddress},
		{"[fd00::1]", ReasonAddress},
		{"[fd00:ec2::254]", ReasonAddress}, // a cloud's metadata
		{"[fec0::1]", ReasonAddress},
		{"[ff02::1]", ReasonAddress},
		{"[100::1]", ReasonAddress},
		{"[2001:db8::1]", ReasonAddress},
		{"[3fff::1]", ReasonAddress},
		{"[5f00::1]", ReasonAddress},
		// IPv6 that carries IPv4
		{"[::ffff:127.0.0.1]", ReasonAddress},
		{"[::ffff:7f00:1]", ReasonAddress},
		{"[::FFFF:169.254.169.254]", ReasonAddress},
		{"[0:0:0:0:0:ffff:10.0.0.1]", ReasonAddress},
		{"[::127.0.0.1]", ReasonAddress},
		{"[::ffff:0:127.0.0.1]", ReasonAddress},
		{"[64:ff9b::127.0.0.1]", ReasonAddress},
		{"[64:ff9b::a9fe:a9fe]", ReasonAddress},
		{"[64:ff9b:1::7f00:1]", ReasonAddress},
		{"[2002:7f00:1::]", ReasonAddress},
		{"[2002:a9fe:a9fe::1]", ReasonAddress},
		{"[2001:0:4136:e378:8000:63bf:3fff:fdd2]", ReasonAddress}, // Teredo
		{"[2001:0:7f00:1::]", ReasonAddress},
		// Unicode
		{"127。0。0。1", ReasonAddress},
		{"127．0．0．1", ReasonAddress},
		{"１２７.０.０.１", ReasonAddress},
		{"①②⑦.⓪.⓪.①", ReasonAddress},
		{"１６９。２５４。１６９。２５４", ReasonAddress},
		{"0ⓧ7f000001", ReasonAddress},
		{"ｌｏｃａｌｈｏｓｔ", ReasonAddress},
		{"loc\u00adalhost", ReasonAddress},
		// names
		{"localhost", ReasonAddress},
		{"LOCALHOST", ReasonAddress},
		{"localhost.", ReasonAddress},
		{"localhost。", ReasonAddress},
		{"inside.example", ReasonAddress},
		{"127.0.0.1.inside.example", ReasonAddress},
		{"INSIDE.example.", ReasonAddress},
		// what is no host's name
		{"127.0.0.1%00.inside.example", ReasonHost},
		{"%31%32%37.0.0.1", ReasonHost},
		{"127.0.0.1\\.inside.example", ReasonHost},
		{"inside.example\u2024", ReasonHost},
		{"in side.example", ReasonHost},
		{"[::1", ReasonHost},
		{"[v1.::1]", ReasonHost},
		{"-inside.example", ReasonHost},
		{"..", ReasonHost},
		{"", ReasonHost},
		// what stands before and around it
		{"http://user@127.0.0.1/", ReasonCredentials},
		{"http://user:word@inside.example/", ReasonCredentials},
		{"http://inside.example@127.0.0.1/", ReasonCredentials},
		{"http://@inside.example/", ReasonCredentials},
		{"http://inside.example:22/", ReasonPort},
		{"https://inside.example:8080/", ReasonPort},
		{"http://inside.example:0/", ReasonPort},
		{"http://inside.example:65616/", ReasonPort},
		{"file:///etc/passwd", ReasonScheme},
		{"file://localhost/etc/passwd", ReasonScheme},
		{"gopher://127.0.0.1:6379/_INFO", ReasonScheme},
		{"ftp://inside.example/", ReasonScheme},
		{"dict://127.0.0.1:11211/", ReasonScheme},
		{"ldap://127.0.0.1/", ReasonScheme},
		{"jar:http://inside.example!/", ReasonScheme},
		{"data:text/plain,hello", ReasonScheme},
		{"javascript:alert(1)", ReasonScheme},
		{"ws://inside.example/", ReasonScheme},
		{"http:127.0.0.1/", ReasonHost},
		{"http:///127.0.0.1/", ReasonHost},
		{"http://inside.example\r\nHost:other/", ReasonHost},
	}
}

func (c trick) address(port string) string {
	if strings.Contains(c.host, ":") && !strings.HasPrefix(c.host, "[") {
		return c.host
	}
	return "http://" + c.host + ":" + port + "/"
}

// counted is a listener of this machine that counts who connects.
func counted(t *testing.T) (port string, connects *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	connects = &atomic.Int64{}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			connects.Add(1)
			_ = c.Close()
		}
	}()
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port, connects
}

// loopback resolves every name to this machine.
func loopback(context.Context, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1"), netip.MustParseAddr("::ffff:127.0.0.1")}, nil
}

// everything names all hosts of the tricks as hosts that may be asked.
func everything() []string {
	return []string{"localhost", "inside.example", "*.inside.example", "127.0.0.1", "2130706433", "0x7f000001", "::1", "169.254.169.254"}
}

func TestTricksAreRefused(t *testing.T) {
	t.Parallel()
	port, connects := counted(t)
	if n := len(tricks()); n < 60 {
		t.Fatalf("there are %d tricks, fewer than 60", n)
	}
	open := build(Options{Hosts: everything(), Resolve: loopback, Every: time.Nanosecond})
	closed := New(Options{Hosts: []string{"www.example"}, Every: time.Nanosecond, Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
		t.Errorf("%s was looked up", host)
		return nil, errors.New("no")
	}})
	web := New(Options{Hosts: everything(), Resolve: loopback, Every: time.Nanosecond})
	for _, c := range tricks() {
		if f := open; c.reason == ReasonPort {
			mustRefuse(t, web, c.address(port), ReasonPort)
		} else {
			mustRefuseRobots(t, f, c.address(port), c.reason)
		}
		if _, err := closed.Get(t.Context(), c.address("80")); ReasonOf(err) == "" {
			t.Errorf("%q passes a list of other hosts: %v", c.host, err)
		}
	}
	if n := connects.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	own := build(Options{Private: true, Hosts: everything(), Resolve: loopback, Every: time.Nanosecond})
	_, _ = own.Get(t.Context(), "http://inside.example:"+port+"/")
	if connects.Load() == 0 {
		t.Error("the listener counts nobody")
	}
	t.Attr("measured", fmt.Sprintf("forms=%d connects=0", len(tricks())))
}

func mustRefuse(t *testing.T, f *Fetcher, address string, want Reason) {
	t.Helper()
	_, err := f.Get(t.Context(), address)
	if got := ReasonOf(err); got != want {
		t.Errorf("%q is refused for %q (%v), want %q", address, got, err, want)
	}
}

// mustRefuseRobots looks behind the robots.txt that could not be had: the first
// request to a host is for that.
func mustRefuseRobots(t *testing.T, f *Fetcher, address string, want Reason) {
	t.Helper()
	_, err := f.Get(t.Context(), address)
	got := ReasonOf(err)
	if r, ok := errors.AsType[*Refused](err); ok && r.Reason == ReasonRobots {
		got = ReasonOf(r.Err)
	}
	if got != want {
		t.Errorf("%q is refused for %q (%v), want %q", address, got, err, want)
	}
}

// outside is a fetcher of start.example, which is public and led to a server of
// the test; other names resolve to this machine.
func outside(t *testing.T, handler http.HandlerFunc) *Fetcher {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	f := build(Options{
		Hosts: append(everything(), "start.example"), Every: time.Nanosecond,
		Resolve: func(ctx context.Context, host string) ([]netip.Addr, error) {
			if host == "start.example" {
				return []netip.Addr{netip.MustParseAddr(public)}, nil
			}
			return loopback(ctx, host)
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if address != public+":80" {
				t.Errorf("%s was dialled", address)
			}
			var d net.Dialer
			return d.DialContext(ctx, network, server.Listener.Addr().String())
		},
	}, 80)
	f.anyPort = true // of the address; the guard still knows 80 alone
	t.Cleanup(f.Close)
	return f
}

func TestRedirectsToTricksAreRefused(t *testing.T) {
	t.Parallel()
	port, connects := counted(t)
	f := outside(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header()["Location"] = []string{r.URL.Query().Get("to")}
		w.WriteHeader(http.StatusFound)
	})
	asked := 0
	for _, c := range tricks() {
		if c.reason == ReasonPort || strings.ContainsAny(c.host, "\r\n") {
			continue // the port is the listener's, and no header carries a line's end
		}
		asked++
		to := strings.NewReplacer("%", "%25", "&", "%26", " ", "%20").Replace(c.address(port))
		mustRefuseRobots(t, f, "http://start.example/?to="+to, c.reason)
	}
	if asked < 60 || connects.Load() != 0 {
		t.Errorf("%d tricks were tried, and %d connections made", asked, connects.Load())
	}
}

// TestNamesThatChange: what a name meant a moment ago is not what it is judged by.
func TestNamesThatChange(t *testing.T) {
	t.Parallel()
	_, connects := counted(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /no\n"))
	}))
	t.Cleanup(server.Close)
	var looks, dials atomic.Int64
	f := New(Options{
		Hosts: []string{"turning.example"}, Every: time.Nanosecond,
		Resolve: func(context.Context, string) ([]netip.Addr, error) {
			if looks.Add(1) == 1 {
				return []netip.Addr{netip.MustParseAddr(public)}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("10.0.0.1")}, nil
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			dials.Add(1)
			if address != public+":80" {
				t.Errorf("%s was dialled", address)
			}
			var d net.Dialer
			return d.DialContext(ctx, network, server.Listener.Addr().String())
		},
	})
	mustRefuse(t, f, "http://turning.example/page", ReasonAddress)
	if looks.Load() != 2 || dials.Load() != 1 || connects.Load() != 0 {
		t.Errorf("%d looks and %d connections, %d of them inside", looks.Load(), dials.Load(), connects.Load())
	}
}

// TestTwoAnswers: a name that is public and private at once leads to the public
// address alone.
func TestTwoAnswers(t *testing.T) {
	t.Parallel()
	var dialled []string
	f := New(Options{
		Hosts: []string{"both.example"}, Every: time.Nanosecond,
		Resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{
				netip.MustParseAddr("::1"), netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr(public), netip.MustParseAddr("169.254.169.254"),
			}, nil
		},
		Dial: func(_ context.Context, _, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return nil, errors.New("nobody answers")
		},
	})
	mustRefuse(t, f, "http://both.example/", ReasonRobots)
	if len(dialled) != 1 || dialled[0] != public+":80" {
		t.Errorf("dialled were %v", dialled)
	}
}

// TestConnectionIsJudgedAsItIsMade: the last word is that of the dialler itself,
// whoever calls it with whatever.
func TestConnectionIsJudgedAsItIsMade(t *testing.T) {
	t.Parallel()
	port, connects := counted(t)
	for _, f := range []*Fetcher{build(Options{}), New(Options{})} {
		for _, host := range []string{"127.0.0.1", "::ffff:127.0.0.1", "localhost", "0.0.0.0", "::1", "::"} {
			c, err := f.dialer().DialContext(t.Context(), "tcp", net.JoinHostPort(host, port))
			if err == nil {
				_ = c.Close()
				t.Errorf("%s was reached", host)
			}
		}
	}
	if n := connects.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

func TestHostsThatMayBeAsked(t *testing.T) {
	t.Parallel()
	f := New(Options{Hosts: []string{"www.example.org", " News.Example ", "*.example.com", "*", "xn--bcher-kva.example", public}})
	for address, want := range map[string]string{
		"https://www.example.org":                                     "https://www.example.org/",
		"HTTPS://WWW.Example.ORG.:443/a?b=c#d":                        "https://www.example.org/a?b=c",
		"http://news.example:80/x%2Fy":                                "http://news.example/x%2Fy",
		"http://news.example:443/":                                    "http://news.example:443/",
		"https://a.b.example.com//two":                                "https://a.b.example.com//two",
		"https://bücher.example/":                                     "https://xn--bcher-kva.example/",
		"https://BÜCHER。example/":                                     "https://xn--bcher-kva.example/",
		"https://" + public + "/":                                     "https://" + public + "/",
		"https://[::ffff:" + public + "]/":                            "https://" + public + "/",
		"https://example.org/":                                        "",
		"https://example.com/":                                        "",
		"https://.example.com/":                                       "",
		"https://wwwexample.com/":                                     "",
		"https://www.example.org.evil.example/":                       "",
		"https://www.example.org%2eevil.example":                      "",
		"https://8.8.8.8/":                                            "",
		"https://news.example/" + strings.Repeat("a", longestAddress): "",
	} {
		u, err := f.check(address)
		if got := ""; want == "" && ReasonOf(err) != ReasonHost || err == nil && u.String() != want {
			if err == nil {
				got = u.String()
			}
			t.Errorf("%q becomes %q (%v), want %q", address, got, err, want)
		}
		if want != "" && err != nil {
			t.Errorf("%q is refused: %v", address, err)
		}
	}
}
