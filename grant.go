package alex

import (
	"strings"
	"time"
)

// MaxInvitations is how many open invitations a person may have.
const MaxInvitations = 20

// InvitationLife is how long the code of an invitation is good.
const InvitationLife = 7 * 24 * time.Hour

// Role is what a grant lets its grantee do with what is the owner's.
type Role string

// A viewer reads; an editor also writes.
const (
	Viewer Role = "viewer"
	Editor Role = "editor"
)

// Known lists every role.
func (Role) Known() []Role { return []Role{Viewer, Editor} }

// Covers reports that who has the role may do what asks for the other one.
// Nothing covers what is no role.
func (r Role) Covers(asked Role) bool {
	return r == Editor && (asked == Viewer || asked == Editor) || r == Viewer && asked == Viewer
}

// Validate refuses what is no role.
func (r Role) Validate(location string) error {
	if r != Viewer && r != Editor {
		return Invalid(location, "%q is no role; the roles are viewer and editor", clip(string(r)))
	}
	return nil
}

// GrantDirection says on which side of a grant one stands.
type GrantDirection string

// One gives access to what is one's own, or has received it to another's.
const (
	Given    GrantDirection = "given"
	Received GrantDirection = "received"
)

// Known lists every direction.
func (GrantDirection) Known() []GrantDirection { return []GrantDirection{Given, Received} }

// GrantStatus says whether a grant is one already.
type GrantStatus string

// An invitation waits for who brings its code; an active grant gives access.
const (
	GrantInvited GrantStatus = "invited"
	GrantActive  GrantStatus = "active"
)

// Known lists every status.
func (GrantStatus) Known() []GrantStatus { return []GrantStatus{GrantInvited, GrantActive} }

// Grant is access of one person to what is another's, or the invitation to it,
// as one of the two sees it. Label is the owner's own word for it, which the
// grantee is not shown. Person is the other one, and Expires the end of the
// code: each is nil for the other kind.
type Grant struct {
	ID        ID             `json:"id"`
	Direction GrantDirection `json:"direction"`
	Role      Role           `json:"role"`
	Status    GrantStatus    `json:"status"`
	Label     string         `json:"label"`
	Person    *GrantPerson   `json:"person"`
	CreatedAt time.Time      `json:"createdAt"`
	ExpiresAt *time.Time     `json:"expiresAt"`
}

// GrantPerson is the other side of a grant, as it was when both agreed.
type GrantPerson struct {
	ID          PersonID `json:"id"`
	DisplayName string   `json:"displayName"`
	Email       string   `json:"email"`
}

// ValidInvitation refuses an invitation that cannot be kept, by field.
func ValidInvitation(role Role, label string) error {
	var p Problems
	p.Join("", role.Validate("role"))
	CheckText(&p, "label", label, 255)
	if label != "" && strings.TrimSpace(label) == "" {
		p.Addf("label", "is nothing but spaces; leave it out")
	}
	return p.Err()
}
