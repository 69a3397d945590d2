package research

import (
	_ "embed"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"alex"
)

// Kind is how a source is read.
type Kind string

// A source is a feed, or a page that lists others by links.
const (
	KindFeed Kind = "feed"
	KindPage Kind = "page"
)

// Source is where the researcher looks.
type Source struct {
	Name string
	URL  string
	Kind Kind
}

// Bounds of sources.
const (
	mostSources       = 100
	longestSourceName = 100 // characters
)

//go:embed sources.txt
var embedded string

// Default is the list that comes with the program; DefaultText is it as a file.
func Default() []Source {
	list, err := Sources(embedded)
	if err != nil {
		panic(err) // a defect of the embedded file
	}
	return list
}

// DefaultText is the list that comes with the program, as a file.
func DefaultText() string { return embedded }

// Sources reads a file of sources: one a line, as "feed https://… Name" or
// "page https://… Name"; empty lines and those that begin with # say nothing. Its
// errors name the line and are alex.CodeInvalid.
func Sources(text string) ([]Source, error) {
	var list []Source
	var problems alex.Problems
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		s, wrong := source(line)
		if wrong == "" && slices.ContainsFunc(list, func(other Source) bool { return other.URL == s.URL }) {
			wrong = "the address stands twice"
		}
		if wrong != "" {
			problems.Addf("sources", "line %d: %s", number, wrong)
			continue
		}
		list = append(list, s)
	}
	switch {
	case problems.Err() == nil && len(list) == 0:
		problems.Addf("sources", "has no source")
	case len(list) > mostSources:
		problems.Addf("sources", "has %d sources; the most is %d", len(list), mostSources)
	}
	return list, problems.Err()
}

// source reads one line, and says what is wrong with it.
func source(line string) (s Source, wrong string) {
	fields := strings.Fields(line)
	s.Kind = Kind(fields[0])
	if s.Kind != KindFeed && s.Kind != KindPage {
		return s, "begins with neither feed nor page"
	}
	if len(fields) < 3 {
		return s, "is not a kind, an address and a name"
	}
	s.Name = strings.Join(fields[2:], " ")
	u, err := url.Parse(fields[1])
	switch {
	case err != nil || u.Hostname() == "" || len(fields[1]) > alex.MostDocumentSource:
		return s, "the address cannot be read"
	case u.Scheme != "https":
		return s, "the address does not begin with https://"
	case u.User != nil:
		return s, "the address has a user's name in it"
	case u.Port() != "" && u.Port() != "443":
		return s, "the address names a port"
	case !utf8.ValidString(s.Name) || utf8.RuneCountInString(s.Name) > longestSourceName:
		return s, "the name is longer than 100 characters, or no text"
	}
	u.Fragment, u.RawFragment = "", ""
	s.URL = u.String()
	return s, ""
}

// Hosts are those that have to be asked for these sources, sorted: their own, with
// and without www before it, since many a site sends from one to the other.
func Hosts(sources []Source) []string {
	var hosts []string
	for _, s := range sources {
		u, err := url.Parse(s.URL)
		if err != nil {
			continue
		}
		host := strings.ToLower(u.Hostname())
		if bare, www := strings.CutPrefix(host, "www."); www {
			hosts = append(hosts, bare)
		} else if host != "" {
			hosts = append(hosts, "www."+host)
		}
		hosts = append(hosts, host)
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}
