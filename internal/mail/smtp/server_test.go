package smtp_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is a mail server on loopback that answers as it is told to.
type server struct {
	net.Listener
	tls     *tls.Config
	starts  bool              // it offers STARTTLS
	wraps   bool              // it speaks TLS from the first byte
	auth    string            // the line of its AUTH extension; empty: none
	replies map[string]string // by verb, in place of the usual; "-" says nothing at all

	ended chan struct{} // one for each connection that is over

	mu    sync.Mutex
	lines []string // what clients said, passwords included
	mails []string
}

func newServer(t *testing.T, change func(*server)) *server {
	t.Helper()
	s := &server{tls: certificate(t), replies: map[string]string{}, ended: make(chan struct{}, 10)}
	if change != nil {
		change(s)
	}
	var err error
	if s.Listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	go func() {
		for {
			conn, err := s.Accept()
			if err != nil {
				return
			}
			if s.wraps {
				conn = tls.Server(conn, s.tls)
			}
			go func() {
				s.talk(conn)
				s.ended <- struct{}{}
			}()
		}
	}()
	return s
}

// certificate is one for 127.0.0.1, signed by itself.
func certificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, RootCAs: roots, MinVersion: tls.VersionTLS12}
}

func (s *server) said(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, line)
}

// heard is everything that clients said, one line each.
func (s *server) heard() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.lines, "\n")
}

func (s *server) mail(t *testing.T) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.mails) != 1 {
		t.Fatalf("%d e-mails came", len(s.mails))
	}
	return s.mails[0]
}

func (s *server) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	in, secure := bufio.NewReader(conn), s.wraps
	say := func(text string) { _, _ = conn.Write([]byte(text + "\r\n")) }
	say("220 stand-in")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		s.said(line)
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if reply, told := s.replies[verb]; told {
			if reply != "-" {
				say(reply)
			}
			continue
		}
		switch verb {
		case "EHLO":
			say("250-stand-in")
			if s.starts && !secure {
				say("250-STARTTLS")
			}
			if s.auth != "" {
				say("250-AUTH " + s.auth)
			}
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go on")
			conn = tls.Server(conn, s.tls)
			in, secure = bufio.NewReader(conn), true
		case "AUTH":
			say("235 welcome")
		case "DATA":
			say("354 go on")
			text := s.body(in)
			if reply, told := s.replies["."]; told {
				if reply != "-" {
					say(reply)
				}
				continue
			}
			s.mu.Lock()
			s.mails = append(s.mails, text)
			s.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *server) body(in *bufio.Reader) string {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return text.String()
		}
		text.WriteString(line)
	}
}
