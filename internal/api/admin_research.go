package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/store"
)

// Research is the rounds that look for texts, for operators.
type Research interface {
	// Begin has a round look for texts about a topic, of Alex's own choice where
	// it is empty, and answers the round as it begins; it goes on when ctx
	// ends. Who begins it stands in ctx, for the log of acts.
	// alex.CodeConflict while another goes on, alex.CodeInvalid for a topic that
	// is none.
	Begin(ctx context.Context, topic string) (store.ResearchRound, error)

	// Plan is the pause between rounds, 0 where none is planned, and when the
	// next is due.
	Plan(ctx context.Context) (every time.Duration, next *time.Time, err error)
}

// ResearchState is the plan of research, what was found, and the rounds, the
// newest first.
type ResearchState struct {
	Every     int64                 `json:"every" doc:"seconds between rounds; 0: none is planned"`
	Next      *time.Time            `json:"next" nullable:"true" doc:"when the next round is due; null: none is planned"`
	Embedder  EmbedderBody          `json:"embedder"`
	Documents map[alex.Origin]int64 `json:"documents" nullable:"false" doc:"how many there are of everybody's, by origin"`

	Items      []RoundBody `json:"items" nullable:"false"`
	NextCursor *string     `json:"nextCursor"`
}

// RoundBody is one search for texts about a topic.
type RoundBody struct {
	ID        alex.ID     `json:"id" format:"uuid"`
	Topic     string      `json:"topic"`
	ChosenBy  string      `json:"chosenBy" enum:"person,operator,schedule"`
	StartedAt time.Time   `json:"startedAt"`
	EndedAt   *time.Time  `json:"endedAt" nullable:"true" doc:"null while it goes on"`
	Error     string      `json:"error" doc:"why it broke off; empty where it did not"`
	Pages     []RoundPage `json:"pages" nullable:"false"`
}

// RoundPage is a page that a round asked for.
type RoundPage struct {
	URL        string   `json:"url"`
	Outcome    string   `json:"outcome" enum:"stored,known,refused,off_topic"`
	Reason     string   `json:"reason" doc:"why it was refused, as a word; may be empty"`
	DocumentID *alex.ID `json:"documentId" format:"uuid" nullable:"true" doc:"what is kept of it; null: nothing, or no more"`
}

func roundBody(r store.ResearchRound) RoundBody {
	b := RoundBody{r.ID, r.Topic, r.ChosenBy, r.StartedAt, r.EndedAt, r.Error, make([]RoundPage, len(r.Pages))}
	for i, p := range r.Pages {
		b.Pages[i] = RoundPage{URL: p.URL, Outcome: p.Outcome, Reason: p.Reason}
		if p.Document != "" {
			b.Pages[i].DocumentID = &p.Document
		}
	}
	return b
}

func (s *Server) adminResearch(ctx context.Context, in *PageQuery) (*body[ResearchState], error) {
	every, next, err := s.Research.Plan(ctx)
	if err != nil {
		return nil, err
	}
	rounds, err := s.Store.System().Rounds(ctx, in.page())
	if err != nil {
		return nil, err
	}
	counts, err := s.Store.System().DocumentCounts(ctx)
	if err != nil {
		return nil, err
	}
	shown := listed(rounds, roundBody).Body
	return &body[ResearchState]{ResearchState{
		Every: int64(every / time.Second), Next: next, Embedder: s.embedder(), Documents: counts,
		Items: shown.Items, NextCursor: shown.NextCursor,
	}}, nil
}

// ResearchInput says what a round is to be about.
type ResearchInput struct {
	Topic string `json:"topic,omitempty" maxLength:"200" doc:"of Alex's own choice unless said"`
}

// RoundStarted is the round as it begins, or null where even that takes longer than
// a request. What becomes of it is listed.
type RoundStarted struct {
	Round *RoundBody `json:"round"`
}

// TransformSchema lets the round be null.
func (RoundStarted) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["round"] = orNull(s.Properties["round"])
	return s
}

type postResearch struct{ Body *ResearchInput }

// adminBeginResearch begins a round, which goes on when the client has gone.
func (s *Server) adminBeginResearch(ctx context.Context, in *postResearch) (*body[RoundStarted], error) {
	var asked ResearchInput
	if in.Body != nil {
		asked = *in.Body
	}
	var problems alex.Problems
	alex.CheckText(&problems, "topic", asked.Topic, 200)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	round, ended, err := soon(ctx, func(ctx context.Context) (store.ResearchRound, error) { return s.Research.Begin(ctx, asked.Topic) })
	if err != nil || !ended {
		return &body[RoundStarted]{}, err
	}
	shown := roundBody(round)
	return &body[RoundStarted]{RoundStarted{&shown}}, nil
}

// adminForget takes a document of everybody's away.
func (s *Server) adminForget(ctx context.Context, in *ByID) (*nothing, error) {
	return nil, s.Library.Forget(ctx, in.id())
}
