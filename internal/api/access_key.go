package api

import (
	"context"
	"time"

	"alex"
	"alex/internal/store"
)

// Access makes access keys and says whose one is; *local.Issuer is one, and says
// what each of these promises.
type Access interface {
	NewAccessKey(ctx context.Context, door *store.Personal, in alex.AccessKeyRequest) (k alex.AccessKey, key string, err error)
	Opens(ctx context.Context, key, clientIP string) (store.Opened, error)
}

type (
	// KeyInput is an access key that a person wants.
	KeyInput struct {
		Name   string          `json:"name" maxLength:"60" doc:"letters, digits, spaces, dots and hyphens; the log of acts calls it so"`
		Scopes []alex.KeyScope `json:"scopes" nullable:"false" minItems:"1" maxItems:"4" doc:"what it lets read"`
		Days   int             `json:"days,omitempty" minimum:"1" maximum:"365" default:"90" doc:"how long it is good"`
	}
	postKey struct {
		Keyed
		Body KeyInput
	}
)

// KeyBody is an access key, without the key itself.
type KeyBody struct {
	ID         alex.ID         `json:"id" format:"uuid"`
	Name       string          `json:"name"`
	Scopes     []alex.KeyScope `json:"scopes" nullable:"false"`
	CreatedAt  time.Time       `json:"createdAt"`
	ExpiresAt  time.Time       `json:"expiresAt"`
	LastUsedAt *time.Time      `json:"lastUsedAt" doc:"right to the minute; null before the first use"`
	RevokedAt  *time.Time      `json:"revokedAt" doc:"when it was ended before its time; else null"`
}

// NewKeyBody is an access key with the key itself, which is told once: no answer
// that is kept has it, so that a repeated request is answered with null.
type NewKeyBody struct {
	KeyBody
	Key *string `json:"key" doc:"the key; null where the request is repeated: end this one and make another"`
}

// KeyList is the access keys that are good, and the newest that are over.
type KeyList struct {
	Items []KeyBody `json:"items" nullable:"false"`
}

func keyBody(k alex.AccessKey) KeyBody { return KeyBody(k) }

func (s *Server) listKeys(ctx context.Context, _ *nothing) (*body[KeyList], error) {
	keys, err := s.mine(ctx).AccessKeys(ctx)
	if err != nil {
		return nil, err
	}
	out := KeyList{Items: make([]KeyBody, len(keys))}
	for i, k := range keys {
		out.Items[i] = keyBody(k)
	}
	return &body[KeyList]{out}, nil
}

// createKey makes a key. What is kept under an Idempotency-Key is the answer
// without it.
func (s *Server) createKey(ctx context.Context, in *postKey) (*created[NewKeyBody], error) {
	var key string
	out, err := create(ctx, s, creation[alex.AccessKey, NewKeyBody]{
		Keyed: in.Keyed, Route: "user/keys", Asked: in.Body,
		Do: func(door *store.Personal) (k alex.AccessKey, err error) {
			k, key, err = s.Access.NewAccessKey(ctx, door, alex.AccessKeyRequest(in.Body))
			return k, err
		},
		View:     func(k alex.AccessKey) NewKeyBody { return NewKeyBody{KeyBody: keyBody(k)} },
		Location: func(alex.AccessKey) string { return "/api/user/keys" },
	})
	if err == nil && out.Replayed == "" {
		out.Body.Key = &key
	}
	return out, err
}

func (s *Server) endKey(ctx context.Context, in *ByID) (*nothing, error) {
	return nil, s.mine(ctx).EndAccessKey(ctx, in.id())
}
