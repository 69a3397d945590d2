package api

import (
	"context"
	"time"

	"alex"
)

// ActivityBody is one act that was done to a person's account. Actor is self,
// system, operator, grantee for who acts for them, or assistant for a program that
// brings one of their access keys, whose name Key is.
type ActivityBody struct {
	ID      alex.ID           `json:"id" format:"uuid"`
	At      time.Time         `json:"at"`
	Act     alex.Act          `json:"act"`
	Actor   string            `json:"actor" enum:"self,system,operator,grantee,assistant"`
	Key     string            `json:"key,omitempty" doc:"the name of the access key of an assistant"`
	Detail  map[string]string `json:"detail" nullable:"false" doc:"kinds and counts, never names or amounts"`
	Network string            `json:"network" doc:"where a sign-in came from, as coarse as a /24 or a /48; else empty"`
}

// actorAssistant is a program that a person lets read by an access key.
const actorAssistant = "assistant"

// activityBody leaves out which operator it was, and which other person.
func activityBody(e alex.AuditEntry) ActivityBody {
	actor := "grantee"
	key, program := e.Actor.AccessKey()
	if _, operator := e.Actor.Operator(); operator {
		actor = "operator"
	} else if program {
		actor = actorAssistant
	} else if e.Actor == alex.ActorSelf || e.Actor == alex.ActorSystem {
		actor = string(e.Actor)
	}
	return ActivityBody{ID: e.ID, At: e.At, Act: e.Act, Actor: actor, Key: key, Detail: e.Detail, Network: e.Network}
}

func (s *Server) listActivity(ctx context.Context, in *PageQuery) (*list[ActivityBody], error) {
	page, err := s.mine(ctx).Activity(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, activityBody), nil
}
