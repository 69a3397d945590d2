package app

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"

	"alex"
	"alex/internal/config"
)

// HealthURL is where the server of a configuration is asked whether it can work, from
// its own machine: an address that stands for all of them is asked on loopback.
func HealthURL(cfg config.Config) (string, error) {
	host, port, err := net.SplitHostPort(cfg.Addr)
	if err != nil || port == "0" {
		return "", alex.Invalid("ALEX_ADDR", "does not say which port is listened on: name the address with --url")
	}
	if at, err := netip.ParseAddr(host); host == "" || err == nil && at.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// AskHealth asks a server once, for five seconds, whether it and its database answer.
func AskHealth(ctx context.Context, cfg config.Config, url string) error {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/api/ready", nil)
	if err != nil {
		return alex.Invalid("url", "is no address such as http://127.0.0.1:8080")
	}
	if secrets := cfg.OriginSecrets(); len(secrets) > 0 {
		r.Header.Set("X-Origin-Secret", secrets[0].Reveal())
	}
	// Its own transport: a proxy of the environment has no business here.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: answerTime + time.Second}
	answer, err := client.Do(r)
	if err != nil {
		return startError{url + " does not answer (" + cause(err) + "): is alex serve running, at the address that ALEX_ADDR names?", err}
	}
	defer func() { _ = answer.Body.Close() }()
	return judged(url, answer)
}

func judged(url string, answer *http.Response) error {
	var said struct{ Status, Detail string }
	_ = json.NewDecoder(io.LimitReader(answer.Body, 64<<10)).Decode(&said) // what is not Alex's says nothing
	if answer.StatusCode == http.StatusOK && said.Status == "ok" {
		return nil
	}
	text := url + " is not ready: it answers " + answer.Status
	if said.Detail != "" {
		text += ", " + said.Detail
	}
	return alex.Errorf(alex.CodeUnavailable, "%s", text)
}
