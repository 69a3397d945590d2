package auth

import (
	"errors"
	"net/http"
	"time"

	"alex"
)

// EventKind is what an event says of its person.
type EventKind string

// Kinds of events; every other is of no concern.
const (
	EventChanged EventKind = "changed" // the person is there, as the event says
	EventDeleted EventKind = "deleted"
	EventOther   EventKind = "other"
)

// Event is what an issuer says of a person in a message that it signed. ID is
// the same for every delivery. Email is a verified address, empty where there is
// none; Name may be empty. At is when the issuer last changed the person, by its
// own clock; it is the zero time of a deletion.
type Event struct {
	ID          string
	Kind        EventKind
	Subject     alex.PersonID
	Email, Name string
	At          time.Time
}

// Webhook reads the messages of an issuer. One that is not signed by it, or not
// now, is alex.CodeUnauthorized; one that it signed and that cannot be read is
// alex.CodeInvalid. Of an EventOther the kind alone is told.
type Webhook interface {
	Read(header http.Header, body []byte) (Event, error)
}

// ErrNoSecret is within the error of a Webhook that has no secret to check
// signatures with: it refuses every message.
var ErrNoSecret = errors.New("there is no webhook secret")
