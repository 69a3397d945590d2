package config

import (
	"net/url"
	"regexp"
	"strings"
)

// A standard queue of SQS by its URL, and the path of one. A queue that keeps an
// order ends in .fifo and wants more of its senders.
var (
	queueURL  = regexp.MustCompile(`^https://sqs(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-[0-9]{1,2})\.amazonaws\.com(?:\.cn)?(/.*)$`)
	queuePath = regexp.MustCompile(`^/[0-9]{12}/[A-Za-z0-9_-]{1,80}$`)
)

// QueueRegion reads ALEX_QUEUE_URL: the region of a queue at AWS, empty where none
// is set or a stand-in is on this machine; false where it cannot be read.
func (c Config) QueueRegion() (region string, ok bool) {
	if c.QueueURL == "" {
		return "", true
	}
	if at := queueURL.FindStringSubmatch(c.QueueURL); at != nil {
		return at[1], queuePath.MatchString(at[2])
	}
	u, err := url.Parse(c.QueueURL)
	return "", err == nil && u.Scheme == "http" && onLoopback(u.Host) && queuePath.MatchString(u.Path) && u.String() == "http://"+u.Host+u.Path
}

// SpecialistFunctions reads ALEX_SPECIALISTS: what the names of the functions begin
// with, empty where there are none; false where it cannot be read.
func (c Config) SpecialistFunctions() (prefix string, ok bool) {
	if c.Specialists == "" {
		return "", true
	}
	prefix, ok = strings.CutPrefix(c.Specialists, "lambda:")
	return prefix, ok && functionPrefix.MatchString(prefix)
}

// A name of a function has 64 characters at most, and "-retirement" has eleven.
var functionPrefix = regexp.MustCompile(`^[a-zA-Z0-9-_]{1,53}$`)

// queue checks where workers are woken, and who helps them.
func (p *problems) queue(c Config) {
	if _, ok := c.SpecialistFunctions(); !ok {
		p.Addf("ALEX_SPECIALISTS", "is not lambda:PREFIX")
	}
	if _, ok := c.QueueRegion(); !ok {
		p.Addf("ALEX_QUEUE_URL", "is not the URL of a standard queue, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME (http:// to this machine alone)")
	}
}
