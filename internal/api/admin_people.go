package api

import (
	"context"
	"net/url"
	"time"

	"alex"
	"alex/internal/job"
	"alex/internal/store"
)

// Resident is a person as operators see them: who, whether and how much of
// what, never what it is worth.
type Resident struct {
	ID           alex.PersonID `json:"id"`
	Email        string        `json:"email"`
	DisplayName  string        `json:"displayName"`
	State        string        `json:"state" enum:"active,disabled,demo"`
	CreatedAt    time.Time     `json:"createdAt"`
	DisabledAt   *time.Time    `json:"disabledAt" nullable:"true"`
	LastSeenAt   *time.Time    `json:"lastSeenAt" nullable:"true"`
	HasPassword  bool          `json:"hasPassword"`
	SecondFactor bool          `json:"secondFactor"`
	Accounts     int           `json:"accounts"`
	Positions    int           `json:"positions"`
	Jobs         int           `json:"jobs"`
	Tokens       int           `json:"tokens" doc:"of models this month, in UTC"`
	Cost         alex.Cost     `json:"cost" doc:"of models this month, in dollars"`
	Quotas       Quotas        `json:"quotas"`
}

// Quotas are what one person may use; null is no limit.
type Quotas struct {
	DailyAnalyses *int       `json:"dailyAnalyses" nullable:"true"`
	DailyCost     *alex.Cost `json:"dailyCost" nullable:"true"`
	DailyTokens   *int       `json:"dailyTokens" nullable:"true"`
	Reports       int        `json:"reports" doc:"how many are kept"`
}

func (s *Server) quotas() Quotas {
	q := Quotas{Reports: store.MaxJobs}
	if s.KeptReports > 0 {
		q.Reports = s.KeptReports
	}
	if s.DailyAnalyses > 0 {
		q.DailyAnalyses = &s.DailyAnalyses
	}
	if s.Limits.Cost > 0 {
		q.DailyCost = &s.Limits.Cost
	}
	if s.Limits.Tokens > 0 {
		q.DailyTokens = &s.Limits.Tokens
	}
	return q
}

func (s *Server) resident(r store.Resident) Resident {
	state := "active"
	switch {
	case r.DisabledAt != nil:
		state = "disabled"
	case r.ExpiresAt != nil:
		state = "demo"
	}
	return Resident{
		ID: r.ID, Email: r.Email, DisplayName: r.DisplayName, State: state, CreatedAt: r.CreatedAt, DisabledAt: r.DisabledAt,
		LastSeenAt: r.LastSeenAt, HasPassword: r.HasPassword, SecondFactor: r.SecondFactor, Accounts: r.Accounts, Positions: r.Positions, Jobs: r.Jobs,
		Tokens: r.Month.Tokens, Cost: r.Month.Cost, Quotas: s.quotas(),
	}
}

type getPeople struct {
	PageQuery
	Query string `query:"query" maxLength:"320" doc:"a part of an e-mail address, or an id"`
}

// aPerson names someone by their id, which is opaque text.
type aPerson struct {
	ID string `path:"id" maxLength:"255" doc:"the person's id"`
}

func (p aPerson) id() alex.PersonID { return alex.PersonID(p.ID) }

func (s *Server) adminPeople(ctx context.Context, in *getPeople) (*list[Resident], error) {
	now := s.Now().UTC()
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	page, err := s.Store.System().Residents(ctx, in.Query, month, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, s.resident), nil
}

// Done says that it was done.
type Done struct {
	ID alex.PersonID `json:"id"`
}

// NewPassword is shown once.
type NewPassword struct {
	ID       alex.PersonID `json:"id"`
	Password string        `json:"password"`
}

func (s *Server) adminDisable(ctx context.Context, in *aPerson) (*body[Done], error) {
	return &body[Done]{Done{in.id()}}, s.Store.System().Disable(ctx, in.id(), s.Now())
}

func (s *Server) adminEnable(ctx context.Context, in *aPerson) (*body[Done], error) {
	return &body[Done]{Done{in.id()}}, s.Store.System().Enable(ctx, in.id())
}

func (s *Server) adminSignOut(ctx context.Context, in *aPerson) (*body[Done], error) {
	return &body[Done]{Done{in.id()}}, s.Office.SignOut(ctx, in.id())
}

func (s *Server) adminReset(ctx context.Context, in *aPerson) (*body[NewPassword], error) {
	if _, err := s.Store.System().FindPerson(ctx, in.id(), ""); err != nil {
		return nil, err
	}
	password, err := s.Office.ResetPassword(ctx, in.id())
	return &body[NewPassword]{NewPassword{in.id(), password}}, err
}

// adminErase is refused for who is not there, so that a slip is noticed.
func (s *Server) adminErase(ctx context.Context, in *aPerson) (*nothing, error) {
	if _, err := s.Store.System().FindPerson(ctx, in.id(), ""); err != nil {
		return nil, err
	}
	return nil, s.Store.System().Erase(ctx, in.id())
}

// SentInvite is an invitation to sign up that was made; its token is not told
// again.
type SentInvite struct {
	ID        string     `json:"id"`
	Email     string     `json:"email"`
	CreatedAt time.Time  `json:"createdAt"`
	ExpiresAt time.Time  `json:"expiresAt"`
	UsedAt    *time.Time `json:"usedAt" nullable:"true"`
}

// InviteInput names whom to invite.
type InviteInput struct {
	Email string `json:"email" maxLength:"320"`
}

type (
	postInvite struct {
		Body InviteInput
	}
	madeInvite struct {
		Location string `header:"Location"`
		Body     Invited
	}
	anInvite struct {
		ID string `path:"id" maxLength:"64" doc:"the invitation's id"`
	}
)

func (s *Server) adminInvites(ctx context.Context, in *PageQuery) (*list[SentInvite], error) {
	page, err := s.Store.System().Sent(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, func(i store.Sent) SentInvite { return SentInvite(i) }), nil
}

func (s *Server) adminInvite(ctx context.Context, in *postInvite) (*madeInvite, error) {
	made, err := s.Office.Invite(ctx, in.Body.Email)
	return &madeInvite{Location: "/api/admin/invites?" + url.Values{"limit": {"1"}}.Encode(), Body: made}, err
}

func (s *Server) adminTakeBack(ctx context.Context, in *anInvite) (*nothing, error) {
	return nil, s.Store.System().TakeBack(ctx, in.ID)
}

// AdminJob is a job as operators see it.
type AdminJob struct {
	JobState
	Person   alex.PersonID `json:"person"`
	Failures int           `json:"failures"`
	Lapses   int           `json:"lapses" doc:"leases that ran out"`
}

// ownReason stands for a reason that its person alone may read: it may name what
// they own.
const ownReason = "The reason is about what was analyzed; its person reads it."

func adminJob(j alex.Job) AdminJob {
	state := stateOf(j)
	if state.Error != "" && !job.TellsNothing(state.Error) {
		state.Error = ownReason
	}
	return AdminJob{state, j.PersonID, j.Failures, j.Lapses}
}

type getJobs struct {
	PageQuery
	Status string `query:"status" enum:"pending,running,completed,failed,cancelled" doc:"only jobs with this status"`
}

func (s *Server) adminJobs(ctx context.Context, in *getJobs) (*list[AdminJob], error) {
	page, err := s.Store.System().AllJobs(ctx, alex.JobStatus(in.Status), in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, adminJob), nil
}

// Redriven is the job that does a failed one again. Created is false where it
// was there already.
type Redriven struct {
	Job     AdminJob `json:"job"`
	Created bool     `json:"created"`
}

func (s *Server) adminRedrive(ctx context.Context, in *ByID) (*body[Redriven], error) {
	again, created, err := s.Store.System().Redrive(ctx, in.id())
	if err != nil {
		return nil, err
	}
	if created {
		s.wake(ctx, again.ID)
	}
	return &body[Redriven]{Redriven{adminJob(again), created}}, nil
}
