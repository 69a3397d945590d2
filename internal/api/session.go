package api

import (
	"context"
	"time"

	"alex"
)

// Sessioner is an Authenticator that knows of which session a token is.
type Sessioner interface {
	SessionOf(ctx context.Context, token string) (alex.ID, error)
}

// SessionBody is one place where a person is signed in. Current is the one that
// asks; userAgent is how its program called itself, which may be anything.
type SessionBody struct {
	ID         alex.ID   `json:"id" format:"uuid"`
	UserAgent  string    `json:"userAgent"`
	CreatedAt  time.Time `json:"createdAt"`
	LastUsedAt time.Time `json:"lastUsedAt" doc:"when its cookie last gave an access token"`
	ExpiresAt  time.Time `json:"expiresAt"`
	Current    bool      `json:"current"`
}

type getSessions struct {
	Token string `header:"Authorization" hidden:"true"`
}

// listSessions lists all that are open, the newest first: they are few.
func (s *Server) listSessions(ctx context.Context, in *getSessions) (*list[SessionBody], error) {
	current, err := s.sessionOf(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	sessions, err := s.mine(ctx).Sessions(ctx)
	if err != nil {
		return nil, err
	}
	out := &list[SessionBody]{Body: ListBody[SessionBody]{Items: make([]SessionBody, len(sessions))}}
	for i, one := range sessions {
		out.Body.Items[i] = SessionBody{
			ID: one.ID, UserAgent: one.UserAgent, CreatedAt: one.CreatedAt, LastUsedAt: one.UsedAt, ExpiresAt: one.ExpiresAt,
			Current: one.ID == current,
		}
	}
	return out, nil
}

// endSession signs out there, or here: its tokens open nothing from then on.
func (s *Server) endSession(ctx context.Context, in *ByID) (*nothing, error) {
	return nil, s.mine(ctx).EndSession(ctx, in.id())
}
