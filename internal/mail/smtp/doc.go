// Package smtp sends e-mail by a mail server (RFC 5321), encrypted on the way
// there unless the server is in the own network.
package smtp
