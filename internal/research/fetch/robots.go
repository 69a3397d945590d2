package fetch

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// mostRobots are the bytes of a robots.txt that are read, the least that RFC 9309
// asks for.
const mostRobots = 500 << 10

// robots are the rules of a robots.txt for one product; none forbid nothing.
type robots struct {
	lines []robotsLine
	delay time.Duration // between two requests; 0 where it names none
}

type robotsLine struct {
	allow bool
	path  string // "*" is any text, "$" at the end is the end
}

// parseRobots reads the rules for a product, or those for everybody where it has
// none of its own. Lines that it does not know are skipped. Groups of one name
// are one (RFC 9309, 2.2.1).
func parseRobots(body []byte, product string) robots {
	var own, all robots
	var named, forOwn, forAll, inRules bool
	for line := range bytes.FieldsFuncSeq(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		key, value, ok := robotsField(line)
		if !ok {
			continue
		}
		if key == "user-agent" {
			if inRules {
				forOwn, forAll, inRules = false, false, false
			}
			forOwn = forOwn || strings.EqualFold(token(value), product)
			forAll = forAll || value == "*"
			named = named || forOwn
			continue
		}
		inRules = true
		if forOwn {
			own.add(key, value)
		}
		if forAll {
			all.add(key, value)
		}
	}
	if named {
		return own
	}
	return all
}

func robotsField(line []byte) (key, value string, ok bool) {
	text, _, _ := bytes.Cut(bytes.TrimPrefix(line, []byte("\uFEFF")), []byte("#"))
	name, rest, ok := bytes.Cut(text, []byte(":"))
	if !ok {
		return "", "", false
	}
	key = strings.ToLower(string(bytes.TrimSpace(name)))
	switch key {
	case "user-agent", "allow", "disallow", "crawl-delay":
		return key, string(bytes.TrimSpace(rest)), true
	}
	return "", "", false
}

// token is a product's name without its version.
func token(agent string) string {
	name, _, _ := strings.Cut(agent, "/")
	return strings.TrimSpace(name)
}

func (r *robots) add(key, value string) {
	if key == "crawl-delay" {
		seconds, err := strconv.ParseFloat(value, 64)
		if err == nil && seconds > 0 { // false for what is no number
			r.delay = time.Duration(math.Min(seconds, longestDelay.Seconds()) * float64(time.Second))
		}
		return
	}
	if value != "" { // an empty one says nothing
		if value[0] != '/' && value[0] != '*' {
			value = "/" + value // a common slip
		}
		r.lines = append(r.lines, robotsLine{allow: key == "allow", path: normalPath(value)})
	}
}

// allows reports a path, with its query, that may be read: the longest rule that
// fits decides, and of two that are as long the one that allows.
func (r *robots) allows(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	path = normalPath(path)
	longest, allow := -1, true
	for _, line := range r.lines {
		if len(line.path) < longest || len(line.path) == longest && !line.allow || !fits(path, line.path) {
			continue
		}
		longest, allow = len(line.path), line.allow
	}
	return allow
}

// normalPath writes a path so that two spellings of it are one: characters that
// need no escape without one, all others with one in upper case.
func normalPath(path string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				i += 2
				if c = byte(n); !unreserved(c) {
					b.Write([]byte{'%', digits[c>>4], digits[c&15]})
					continue
				}
			}
		}
		if c <= ' ' || c >= 0x7f {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// fits reports that a path begins with what a rule says. It looks at each part
// between stars once, the first place where it stands being the best.
func fits(path, rule string) bool {
	rule, ended := strings.CutSuffix(rule, "$")
	parts := strings.Split(rule, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return !ended || rest == ""
	}
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	if ended {
		return strings.HasSuffix(rest, last)
	}
	return strings.Contains(rest, last)
}
