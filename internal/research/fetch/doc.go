// Package fetch gets public pages of named sites, and of no others. An address
// is judged before its host is looked up, the host's own addresses are judged
// as a connection is made, and each redirect is judged like a first address, so
// that no page and no name server can turn the program on its own network.
//
// A Fetcher asks seldom and openly: it says who it is, keeps to robots.txt
// (RFC 9309), and takes texts alone, of a bounded size and within a bounded time.
package fetch
