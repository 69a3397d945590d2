package fetch

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// longestAddress is the most bytes of an address.
const longestAddress = 2048

// check reads an address and judges all that can be judged without asking
// anybody. What it returns is written anew from its parts, so that what is asked
// for is what was judged: no fragment, the host in lower case and punycode.
func (f *Fetcher) check(raw string) (*url.URL, error) {
	if len(raw) > longestAddress {
		return nil, refuse(ReasonHost, nil, "the address is longer than %d bytes", longestAddress)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, refuse(ReasonHost, nil, "the address cannot be read")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, refuse(ReasonScheme, nil, "the address begins with neither http:// nor https://")
	}
	if u.User != nil {
		return nil, refuse(ReasonCredentials, nil, "the address has a user's name in it")
	}
	host, err := f.host(u.Hostname())
	if err != nil {
		return nil, err
	}
	port, err := f.port(u)
	if err != nil {
		return nil, err
	}
	if !f.allowed(host) {
		return nil, refuse(ReasonHost, nil, "%s is not one of the sites that may be asked", host)
	}
	at := &url.URL{Scheme: u.Scheme, Host: host, Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}
	if strings.Contains(host, ":") {
		at.Host = "[" + host + "]"
	}
	if port != standardPort(u.Scheme) {
		at.Host = net.JoinHostPort(host, port)
	}
	if at.Path == "" {
		at.Path = "/"
	}
	return at, nil
}

// host is a host's name as it is compared: lower case, punycode, without the dot
// that may end it. Addresses, in whatever form, must be public ones.
func (f *Fetcher) host(name string) (string, error) {
	if at, err := netip.ParseAddr(name); err == nil {
		return f.literal(at)
	}
	name = strings.TrimSuffix(name, ".")
	ascii, err := idna.Lookup.ToASCII(name)
	ascii = strings.TrimSuffix(ascii, ".") // the dot may have been another one
	if err != nil || ascii == "" || len(ascii) > 253 {
		return "", refuse(ReasonHost, err, "the address has no host's name that can be asked")
	}
	if at, err := netip.ParseAddr(ascii); err == nil {
		return f.literal(at)
	}
	if numeric(ascii[strings.LastIndex(ascii, ".")+1:]) {
		return "", refuse(ReasonAddress, nil, "the host is a number")
	}
	return ascii, nil
}

// numeric reports what some resolvers take for the end of an IPv4 address: 1,
// 017, 0x7f. No name ends so.
func numeric(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

func (f *Fetcher) literal(at netip.Addr) (string, error) {
	if at.Zone() != "" {
		return "", refuse(ReasonAddress, nil, "the address is of one network alone")
	}
	at = at.Unmap()
	if err := f.public(at); err != nil {
		return "", err
	}
	return at.String(), nil
}

func (f *Fetcher) port(u *url.URL) (string, error) {
	text := u.Port()
	if text == "" {
		return standardPort(u.Scheme), nil
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n == 0 || !f.anyPort && !slices.Contains(webPorts(), uint16(n)) {
		return "", refuse(ReasonPort, nil, "the address names another port than 80 and 443")
	}
	return strconv.FormatUint(n, 10), nil
}

func webPorts() []uint16 { return []uint16{80, 443} }

func standardPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// allowed reports a host of the list: itself, or below an entry "*.name".
func (f *Fetcher) allowed(host string) bool {
	return slices.ContainsFunc(f.hosts, func(entry string) bool {
		if above, ok := strings.CutPrefix(entry, "*"); ok {
			return strings.HasPrefix(above, ".") && strings.HasSuffix(host, above) && len(host) > len(above)
		}
		return host == entry
	})
}
