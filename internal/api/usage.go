package api

import (
	"context"

	"alex"
	"alex/internal/store"
)

// Usage is what a person's analyses have used of models, the newest first.
// Without a model all of it is zero.
type Usage struct {
	Months []MonthUsage `json:"months" nullable:"false"`
	Jobs   []JobUsage   `json:"jobs" nullable:"false" doc:"the newest 50"`
	Limit  *alex.Cost   `json:"limit" nullable:"true" doc:"a day; null: there is none"`
}

// MonthUsage is what the jobs that were asked for in a month have used.
type MonthUsage struct {
	Month string `json:"month" example:"2026-11"`
	Spent
	ByAgent map[alex.Agent]Spent `json:"byAgent"`
}

// JobUsage is what one job has used.
type JobUsage struct {
	JobID alex.ID `json:"jobId"`
	Spent
}

// Spent is an amount of tokens and what they cost, in dollars.
type Spent struct {
	Tokens int       `json:"tokens"`
	Cost   alex.Cost `json:"cost"`
}

func (s Spent) plus(more Spent) Spent { return Spent{s.Tokens + more.Tokens, s.Cost + more.Cost} }

const (
	usageMonths = 24 // how far back usage is added up
	usageJobs   = 50 // how many jobs are listed one by one
	monthFormat = "2006-01"
)

// getUsage adds up in Go, page by page: money is never summed in SQL.
func (s *Server) getUsage(ctx context.Context, _ *nothing) (*body[Usage], error) {
	now := s.Now().UTC()
	since := now.AddDate(0, -usageMonths, 0)
	u := Usage{Months: []MonthUsage{newMonth(now.Format(monthFormat))}, Jobs: []JobUsage{}}
	for cursor, more := "", true; more; {
		page, err := s.mine(ctx).Jobs(ctx, store.Page{Cursor: cursor, Limit: store.MaxLimit})
		if err != nil {
			return nil, err
		}
		for _, j := range page.Items {
			if j.CreatedAt.Before(since) {
				return &body[Usage]{u}, nil
			}
			u.add(j)
		}
		cursor, more = page.Next, page.Next != ""
	}
	return &body[Usage]{u}, nil
}

func newMonth(name string) MonthUsage {
	m := MonthUsage{Month: name, ByAgent: map[alex.Agent]Spent{}}
	for _, agent := range []alex.Agent{alex.Planner, alex.Tagger, alex.Reporter, alex.Charter, alex.RetirementPlanner} {
		m.ByAgent[agent] = Spent{}
	}
	return m
}

// add takes in a job; jobs come with the newest first.
func (u *Usage) add(j alex.Job) {
	month := u.month(j.CreatedAt.Format(monthFormat))
	var all Spent
	for _, step := range j.Steps {
		spent := Spent{step.Tokens, step.Cost}
		month.ByAgent[step.Agent] = month.ByAgent[step.Agent].plus(spent)
		all = all.plus(spent)
	}
	month.Spent = month.plus(all)
	if len(u.Jobs) < usageJobs {
		u.Jobs = append(u.Jobs, JobUsage{j.ID, all})
	}
}

// month is the last one, or a new one behind it.
func (u *Usage) month(name string) *MonthUsage {
	for i := range u.Months {
		if u.Months[i].Month == name {
			return &u.Months[i]
		}
	}
	u.Months = append(u.Months, newMonth(name))
	return &u.Months[len(u.Months)-1]
}
