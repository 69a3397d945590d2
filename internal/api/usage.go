package api

import (
	"context"
	"time"

	"alex"
	"alex/internal/store"
)

// Usage is what has been used of models for a person, the newest first, by the
// log of their calls. Without a model all of it is zero.
type Usage struct {
	Months     []MonthUsage `json:"months" nullable:"false"`
	Jobs       []JobUsage   `json:"jobs" nullable:"false" doc:"the newest 50"`
	Today      TodayUsage   `json:"today"`
	Limit      *alex.Cost   `json:"limit" nullable:"true" doc:"a day; null: there is none"`
	TokenLimit *int         `json:"tokenLimit" nullable:"true" doc:"a day; null: there is none"`
	Analyses   int          `json:"analysesToday" doc:"that were asked for, in UTC"`
	Daily      *int         `json:"analysisLimit" nullable:"true" doc:"a day; null: there is none"`
	ResetsAt   time.Time    `json:"resetsAt" doc:"when the limits of a day begin anew: midnight in UTC"`
}

// MonthUsage is what was used in a month in UTC. A month in which jobs asked no
// model has only zeros.
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

// Spent is a number of calls, their tokens and what they cost, in dollars.
type Spent struct {
	Calls  int       `json:"calls"`
	Tokens int       `json:"tokens"`
	Cost   alex.Cost `json:"cost"`
	Priced bool      `json:"priced" doc:"false: of some calls no price is known, and they count as nothing"`
}

func spentOf(s store.Spent) Spent { return Spent{s.Calls, s.Tokens, s.Cost, s.Unpriced == 0} }

// TodayUsage is what the limits of a day are compared with. What is held counts
// as spent until its call ends, or the day does.
type TodayUsage struct {
	Tokens     int       `json:"tokens"`
	Cost       alex.Cost `json:"cost"`
	Priced     bool      `json:"priced" doc:"false: of some calls no price is known, and they count as nothing"`
	HeldTokens int       `json:"heldTokens" doc:"for calls that are under way or never came to an end, the most that they can use"`
	HeldCost   alex.Cost `json:"heldCost" doc:"for those calls, the most that they can cost"`
}

const (
	usageMonths = 24 // how far back usage is added up
	usageJobs   = 50 // how many jobs are listed one by one
	monthFormat = "2006-01"
)

func (s *Server) getUsage(ctx context.Context, _ *nothing) (*body[Usage], error) {
	now := s.Now().UTC()
	used, err := s.mine(ctx).ModelUsage(ctx, now.AddDate(0, -usageMonths, 0), alex.DateOf(now))
	if err != nil {
		return nil, err
	}
	u := usageOf(used, now)
	for _, job := range used.Jobs { // all of them, also those that asked no model
		if !job.CreatedAt.Before(alex.DateOf(now).Time()) {
			u.Analyses++
		}
	}
	if s.DailyAnalyses > 0 {
		u.Daily = &s.DailyAnalyses
	}
	if s.Limits.Cost > 0 {
		u.Limit = &s.Limits.Cost
	}
	if s.Limits.Tokens > 0 {
		u.TokenLimit = &s.Limits.Tokens
	}
	return &body[Usage]{u}, nil
}

// usageOf has a month for each in which there were calls or jobs, and for the
// one that it is now.
func usageOf(used store.ModelUsage, now time.Time) Usage {
	u := Usage{
		Months: months(used, now), Jobs: []JobUsage{},
		Today:    TodayUsage{used.Today.Tokens, used.Today.Cost, used.UnpricedToday == 0, used.Today.HeldTokens, used.Today.HeldCost},
		ResetsAt: alex.DateOf(now).Time().AddDate(0, 0, 1),
	}
	for _, job := range used.Jobs[:min(len(used.Jobs), usageJobs)] {
		u.Jobs = append(u.Jobs, JobUsage{job.Job, spentOf(job.Spent)})
	}
	return u
}
