package clerk

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"alex"
	"alex/internal/auth"
)

// Webhook reads Clerk's messages. Without Secrets it refuses every one.
type Webhook struct {
	Secrets [][]byte
	Now     func() time.Time
}

var _ auth.Webhook = (*Webhook)(nil)

// user is what of an event is read.
type user struct {
	ID        string `json:"id"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Primary   string `json:"primary_email_address_id"`
	Addresses []struct {
		ID           string `json:"id"`
		Address      string `json:"email_address"`
		Verification struct {
			Status string `json:"status"`
		} `json:"verification"`
	} `json:"email_addresses"`
	UpdatedAt int64 `json:"updated_at"` // milliseconds
}

// Read checks the signature and reads user.created, user.updated and
// user.deleted; every other type is auth.EventOther.
func (w *Webhook) Read(header http.Header, body []byte) (auth.Event, error) {
	id, err := w.verify(header, body)
	if err != nil {
		return auth.Event{}, err
	}
	var message struct {
		Type string          `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &message); err != nil || message.Type == "" {
		return auth.Event{}, alex.Invalid("body", "is no event")
	}
	event := auth.Event{ID: id, Kind: kindOf(message.Type)}
	if event.Kind == auth.EventOther {
		return event, nil
	}
	var u user
	if err := json.Unmarshal(message.Data, &u); err != nil {
		return auth.Event{}, alex.Invalid("body.data", "is no user")
	}
	return u.tell(event)
}

func kindOf(text string) auth.EventKind {
	switch text {
	case "user.created", "user.updated":
		return auth.EventChanged
	case "user.deleted":
		return auth.EventDeleted
	default:
		return auth.EventOther
	}
}

// tell says what the event says of the user.
func (u user) tell(event auth.Event) (auth.Event, error) {
	var problems alex.Problems
	event.Subject = alex.PersonID(u.ID)
	if u.ID == "" {
		problems.Addf("body.data.id", "is empty")
	}
	alex.CheckText(&problems, "body.data.id", u.ID, 255)
	if event.Kind == auth.EventChanged {
		if u.UpdatedAt <= 0 {
			problems.Addf("body.data.updated_at", "is no time")
		}
		event.At = time.UnixMilli(u.UpdatedAt).UTC()
		event.Name, event.Email = u.name(), u.email()
	}
	if err := problems.Err(); err != nil {
		return auth.Event{}, err
	}
	return event, nil
}

// name is empty where it cannot be a name here.
func (u user) name() string {
	name := strings.TrimSpace(strings.TrimSpace(u.FirstName) + " " + strings.TrimSpace(u.LastName))
	if (alex.Person{DisplayName: name}).Validate() != nil {
		return ""
	}
	return name
}

// email is the primary address where it is verified.
func (u user) email() string {
	for _, a := range u.Addresses {
		if a.ID == u.Primary && a.ID != "" && a.Verification.Status == "verified" && (alex.Person{Email: a.Address}).Validate() == nil {
			return a.Address
		}
	}
	return ""
}
