package broker

import (
	"strings"

	"alex"
)

// snapshots knows the dates of a file with a date in each row. A symbol that
// stands in an account on two dates makes the file a series of snapshots, of
// which only each account's latest counts.
type snapshots struct {
	series bool
	latest map[string]alex.Date // by account text
	last   alex.Date
}

func newSnapshots(t table, records []record) snapshots {
	s := snapshots{latest: map[string]alex.Date{}}
	if !t.columns.has(fieldDate) {
		return s
	}
	seen := map[[2]string]alex.Date{}
	for _, rec := range records {
		d := findDate(t.columns.of(rec, fieldDate))
		if d == "" {
			continue
		}
		key := [2]string{snapshotAccount(t, rec), t.columns.of(rec, fieldSymbol)}
		if other, ok := seen[key]; ok && other != d {
			s.series = true
		}
		seen[key] = d
		s.latest[key[0]] = max(s.latest[key[0]], d)
		s.last = max(s.last, d)
	}
	return s
}

func snapshotAccount(t table, rec record) string {
	return strings.ToLower(t.columns.of(rec, fieldNumber) + "|" + t.columns.of(rec, fieldAccount))
}

func (s snapshots) outdated(t table, rec record) bool {
	d := findDate(t.columns.of(rec, fieldDate))
	return s.series && d != "" && d < s.latest[snapshotAccount(t, rec)]
}
