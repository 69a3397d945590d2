package cloud

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"alex"
)

const (
	lookEvery = 2 * time.Second // between looks while lines are followed
	lateTime  = time.Minute     // that a line may come after those that are younger
	mostLines = 100_000         // of one look
	longest   = 1 << 20         // bytes of a line; CloudWatch keeps 1 MB
)

// Logs are the lines of a target's functions in CloudWatch.
type Logs struct {
	account *Account
	client  *cloudwatchlogs.Client
	prefix  string
	roles   []string
}

// Logs is those of the functions PREFIX-ROLE; no roles are all that there are.
func (a *Account) Logs(prefix string, roles []string) (*Logs, error) {
	for _, role := range roles {
		if !isRole(role) {
			return nil, alex.Invalid("role", "%s is no role of a function: %s", role, strings.Join(Roles(), ", "))
		}
	}
	if len(roles) == 0 {
		roles = Roles()
	}
	return &Logs{a, cloudwatchlogs.NewFromConfig(a.aws), prefix, roles}, nil
}

func (l *Logs) group(role string) string { return "/aws/lambda/" + l.prefix + "-" + role }

// Read hands each line from since on to show, in the order of their time, and answers
// the roles that have no log yet.
func (l *Logs) Read(ctx context.Context, since time.Time, show func(Line) error) (silent []string, err error) {
	f := follower{logs: l, since: since, seen: map[string]time.Time{}}
	return f.look(ctx, show)
}

// Follow does as Read and goes on until ctx ends, which is no error. While CloudWatch is
// away or asked too often it waits, and tell hears of it; each line is shown once.
func (l *Logs) Follow(ctx context.Context, since time.Time, show func(Line) error, tell func(error)) error {
	f := follower{logs: l, since: since, seen: map[string]time.Time{}}
	for {
		_, err := f.look(ctx, show)
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // who follows ends it
		case alex.CodeOf(err) == alex.CodeUnavailable:
			tell(err)
		case err != nil:
			return err
		}
		if l.account.wait(ctx, lookEvery) != nil {
			return nil
		}
	}
}

// follower looks at the groups again and again.
type follower struct {
	logs  *Logs
	since time.Time
	seen  map[string]time.Time // events that were shown, by id
}

// look shows what is new in all groups. Nothing is shown where one of them cannot be
// read: what is new comes with the next look, in order.
func (f *follower) look(ctx context.Context, show func(Line) error) (silent []string, err error) {
	var lines []Line
	for _, role := range f.logs.roles {
		found, err := f.group(ctx, role)
		switch {
		case alex.CodeOf(err) == alex.CodeNotFound:
			silent = append(silent, role)
			continue
		case err != nil:
			return nil, err
		}
		if lines = append(lines, found...); len(lines) > mostLines {
			return nil, alex.Errorf(alex.CodeTooLarge, "there are more than %d lines: ask for a shorter time with --since, or for fewer roles", mostLines)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return a.Time.Compare(b.Time) })
	newest := f.since.Add(lateTime)
	for _, line := range lines {
		if err := show(line); err != nil {
			return nil, err
		}
		f.seen[line.ID] = line.Time
		if line.Time.After(newest) {
			newest = line.Time
		}
	}
	f.since = newest.Add(-lateTime)
	for id, at := range f.seen {
		if at.Before(f.since.Add(-lateTime)) {
			delete(f.seen, id)
		}
	}
	return silent, nil
}

// group is what is new of one role.
func (f *follower) group(ctx context.Context, role string) ([]Line, error) {
	name := f.logs.group(role)
	in := &cloudwatchlogs.FilterLogEventsInput{LogGroupName: &name, StartTime: aws.Int64(f.since.UnixMilli())}
	var lines []Line
	taken := map[string]bool{}
	for more := true; more && len(lines) <= mostLines; more = in.NextToken != nil {
		page, err := f.logs.client.FilterLogEvents(ctx, in)
		if err != nil {
			return nil, failed(ctx, call{"logs:FilterLogEvents", "log group " + name}, err)
		}
		in.NextToken = page.NextToken
		for _, e := range page.Events {
			id := name + " " + aws.ToString(e.EventId)
			if _, shown := f.seen[id]; shown || taken[id] {
				continue
			}
			taken[id] = true
			// The event's own time orders the lines: it decides what the next look asks for.
			at := time.UnixMilli(aws.ToInt64(e.Timestamp)).UTC()
			line := ParseLine(aws.ToString(e.Message), role, at)
			line.ID, line.Role, line.Time = id, role, at
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// ReadLog hands the lines of a log that is a file, or comes through a pipe, to show.
// With wait it goes on at the end until wait fails, which is no error: the file may
// grow. A line too long is cut.
func ReadLog(r io.Reader, show func(Line) error, wait func() error) error {
	lines := bufio.NewReaderSize(r, 64<<10)
	var part strings.Builder
	for {
		text, err := lines.ReadString('\n')
		if part.Len() < longest {
			part.WriteString(text[:min(len(text), longest-part.Len())])
		}
		if err == nil || errors.Is(err, io.EOF) && wait == nil && part.Len() > 0 {
			if said := strings.TrimSpace(part.String()); said != "" {
				if err := show(ParseLine(said, "alex", time.Time{})); err != nil {
					return err
				}
			}
			part.Reset()
		}
		switch {
		case errors.Is(err, io.EOF) && wait == nil:
			return nil
		case errors.Is(err, io.EOF):
			if wait() != nil {
				return nil
			}
		case err != nil:
			return fmt.Errorf("the log: %w", err)
		}
	}
}
