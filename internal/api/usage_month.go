package api

import (
	"cmp"
	"slices"
	"time"

	"alex"
	"alex/internal/store"
)

// months are those in which there were calls or jobs, and the one that it is
// now, the newest first.
func months(used store.ModelUsage, now time.Time) []MonthUsage {
	list := []MonthUsage{newMonth(now.Format(monthFormat))}
	for _, m := range used.Months {
		at, more := monthIn(&list, m.Month), spentOf(m.Spent)
		at.ByAgent[m.Agent] = more
		at.Spent = Spent{at.Calls + more.Calls, at.Tokens + more.Tokens, at.Cost + more.Cost, at.Priced && more.Priced}
	}
	for _, job := range used.Jobs {
		monthIn(&list, job.CreatedAt.Format(monthFormat))
	}
	slices.SortFunc(list, func(a, b MonthUsage) int { return cmp.Compare(b.Month, a.Month) })
	return list
}

func newMonth(name string) MonthUsage {
	m := MonthUsage{Month: name, Spent: spentOf(store.Spent{}), ByAgent: map[alex.Agent]Spent{}}
	for _, agent := range []alex.Agent{
		alex.Planner, alex.Tagger, alex.Reporter, alex.Charter, alex.RetirementPlanner, alex.Judge, alex.Asker,
	} {
		m.ByAgent[agent] = m.Spent
	}
	return m
}

// monthIn is the month in a list, to whose end it comes where it is missing.
func monthIn(list *[]MonthUsage, name string) *MonthUsage {
	at := slices.IndexFunc(*list, func(m MonthUsage) bool { return m.Month == name })
	if at < 0 {
		at = len(*list)
		*list = append(*list, newMonth(name))
	}
	return &(*list)[at]
}
