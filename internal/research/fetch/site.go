package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/time/rate"
)

const (
	robotsKept   = time.Hour
	robotsFailed = 5 * time.Minute // until a robots.txt that could not be had is asked for again
	longestDelay = 30 * time.Second
	mostSites    = 1000 // that are remembered
)

// site is a host that was asked.
type site struct {
	pace *rate.Limiter
	gate chan struct{} // holds one: who reads or gets the rules
	kept map[string]rules
}

// rules are a robots.txt of one scheme, host and port.
type rules struct {
	robots robots
	err    error // why it could not be had
	until  time.Time
}

func (f *Fetcher) site(host string) *site {
	f.mu.Lock()
	defer f.mu.Unlock()
	if known := f.sites[host]; known != nil {
		return known
	}
	if len(f.sites) >= mostSites {
		f.forget()
	}
	s := &site{pace: rate.NewLimiter(rate.Every(f.every), 1), gate: make(chan struct{}, 1), kept: map[string]rules{}}
	f.sites[host] = s
	return s
}

// forget drops the sites that nobody waits for.
func (f *Fetcher) forget() {
	for host, s := range f.sites {
		if len(s.gate) == 0 && s.pace.Tokens() >= 1 {
			delete(f.sites, host)
		}
	}
}

// turn waits until the host may be asked again.
func (f *Fetcher) turn(ctx context.Context, host string) error {
	if err := f.site(host).pace.Wait(ctx); err != nil {
		if errors.Is(ctx.Err(), context.Canceled) {
			return ctx.Err()
		}
		return refuse(ReasonTimeout, err, "%s may not be asked again so soon", host)
	}
	return nil
}

// permit refuses what the site's robots.txt forbids, and takes over the delay
// that it asks for.
func (f *Fetcher) permit(ctx context.Context, at *url.URL) error {
	s := f.site(at.Hostname())
	select {
	case s.gate <- struct{}{}:
		defer func() { <-s.gate }()
	case <-ctx.Done():
		return unreached(ctx, at.Hostname(), ctx.Err())
	}
	origin := at.Scheme + "://" + at.Host
	known, ok := s.kept[origin]
	if !ok || !f.now().Before(known.until) {
		known = f.rules(ctx, origin)
		if ctx.Err() != nil && known.err != nil {
			return unreached(ctx, at.Hostname(), ctx.Err()) // the site is not to blame
		}
		s.kept[origin] = known
	}
	if known.err != nil {
		return refuse(ReasonRobots, known.err, "robots.txt of %s could not be had", at.Hostname())
	}
	s.pace.SetLimit(rate.Every(max(f.every, min(known.robots.delay, longestDelay))))
	if !known.robots.allows(at.RequestURI()) {
		return refuse(ReasonRobots, nil, "robots.txt of %s asks not to read this page", at.Hostname())
	}
	return nil
}

// rules gets a robots.txt. A site that has none, or lets nobody have it, forbids
// nothing; one that is out of order forbids everything (RFC 9309, 2.3.1).
func (f *Fetcher) rules(ctx context.Context, origin string) rules {
	got, err := f.follow(ctx, origin+"/robots.txt", &request{most: mostRobots, cut: true, left: f.timeout})
	switch {
	case err == nil && got.status == http.StatusOK:
		return rules{robots: parseRobots(got.body, f.product), until: f.now().Add(robotsKept)}
	case err == nil && got.status >= 400 && got.status < 500:
		return rules{until: f.now().Add(robotsKept)}
	case err == nil:
		err = refuse(ReasonStatus, nil, "it answers %d", got.status)
	}
	return rules{err: err, until: f.now().Add(robotsFailed)}
}
