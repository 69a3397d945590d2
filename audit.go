package alex

import (
	"strings"
	"time"
)

// Act is what somebody did to a person's account or to the installation, as
// the log of acts keeps it.
type Act string

// The acts of people, of the program, and of those who run it.
const (
	ActSignUp           Act = "sign_up"
	ActSignIn           Act = "sign_in"
	ActSignInFailed     Act = "sign_in_failed" // of an account that there is
	ActSignOut          Act = "sign_out"
	ActSessionEnded     Act = "session_ended"
	ActRefreshReuse     Act = "refresh_reuse" // an old token of a living session, which ended it
	ActPasswordChanged  Act = "password_changed"
	ActPasswordReset    Act = "password_reset"
	ActEmailConfirmed   Act = "email_confirmed"
	ActEmailChanged     Act = "email_changed"
	ActSecondFactorOn   Act = "second_factor_on"
	ActSecondFactorOff  Act = "second_factor_off"
	ActRecoveryCodeUsed Act = "recovery_code_used"
	ActRecoveryCodesNew Act = "recovery_codes_replaced"
	ActIdentitySynced   Act = "identity_synced" // another name or address, from whoever signs them in
	ActIdentityLinked   Act = "identity_linked" // known from then on by another issuer
	ActExported         Act = "exported"
	ActErased           Act = "erased" // of nobody any more
	ActPortfolioCleared Act = "portfolio_cleared"
	ActGrantInvited     Act = "grant_invited"
	ActGrantAccepted    Act = "grant_accepted"
	ActGrantEnded       Act = "grant_ended"
	ActGranteeChanged   Act = "grantee_changed"
	ActUserInvited      Act = "user_invited"
	ActInviteRevoked    Act = "invite_revoked"
	ActUserDisabled     Act = "user_disabled"
	ActUserEnabled      Act = "user_enabled"
	ActJobRedriven      Act = "job_redriven"
	ActKeyCreated       Act = "key_created"
	ActKeyRevoked       Act = "key_revoked"
	ActKeyReplaced      Act = "account_key_replaced"
	ActKeyRotated       Act = "signing_key_rotated"
	ActBackupMade       Act = "backup_made"
	ActBackupFailed     Act = "backup_failed"
	ActRestored         Act = "restored"
	ActResearchBegun    Act = "research_begun"
	ActDocumentRemoved  Act = "document_removed" // of everybody's
	ActAccessKeyMade    Act = "access_key_made"
	ActAccessKeyEnded   Act = "access_key_ended"
	ActAssistantCalled  Act = "assistant_called" // by an access key; of which tool, and what came of it
	ActLeftOut          Act = "acts_left_out"    // more of one act by one actor than MostActs
)

// Known lists every act.
func (Act) Known() []Act {
	return []Act{
		ActSignUp, ActSignIn, ActSignInFailed, ActSignOut, ActSessionEnded, ActRefreshReuse, ActPasswordChanged, ActPasswordReset,
		ActEmailConfirmed, ActEmailChanged,
		ActSecondFactorOn, ActSecondFactorOff, ActRecoveryCodeUsed, ActRecoveryCodesNew, ActIdentitySynced, ActIdentityLinked, ActExported, ActErased,
		ActPortfolioCleared, ActGrantInvited, ActGrantAccepted, ActGrantEnded, ActGranteeChanged, ActUserInvited, ActInviteRevoked,
		ActUserDisabled, ActUserEnabled, ActJobRedriven, ActKeyCreated, ActKeyRevoked, ActKeyReplaced, ActKeyRotated, ActBackupMade, ActBackupFailed, ActRestored,
		ActResearchBegun, ActDocumentRemoved, ActAccessKeyMade, ActAccessKeyEnded, ActAssistantCalled, ActLeftOut,
	}
}

// Actor is who did something: ActorSelf, ActorSystem, ActorDemo, OperatorActor,
// PersonActor or KeyActor.
type Actor string

// The person whose data it is, and the program by itself. ActorDemo is a demo that
// erases itself: whoever comes by can make and erase as many as they like.
const (
	ActorSelf   Actor = "self"
	ActorSystem Actor = "system"
	ActorDemo   Actor = "demo"
)

const (
	operatorPrefix = "operator:"
	personPrefix   = "person:"
	accessPrefix   = "key:"
)

// CommandLine is the actor of the alex command.
const CommandLine Actor = operatorPrefix + "command line"

// OperatorActor is who runs Alex, by the name of their key.
func OperatorActor(name string) Actor { return Actor(operatorPrefix + name) }

// PersonActor is another person, by the hash that stands for them in logs.
func PersonActor(hash string) Actor { return Actor(personPrefix + hash) }

// KeyActor is a program that a person lets read, by the name of its access key.
func KeyActor(name string) Actor { return Actor(accessPrefix + name) }

// AccessKey is the name of the access key of a program; empty and false for anybody
// else.
func (a Actor) AccessKey() (name string, is bool) {
	if name, is = strings.CutPrefix(string(a), accessPrefix); is {
		return name, true
	}
	return "", false
}

// Operator is the name of the key of an operator; false for anybody else.
func (a Actor) Operator() (name string, is bool) { return strings.CutPrefix(string(a), operatorPrefix) }

// AuditEntry is one act, as it was written down for good. PersonID is whose
// account it was about; empty where it was nobody's. Detail holds kinds and
// counts, never a name, an e-mail address or an amount of money. Network is
// where a sign-in came from, as coarse as a /24 of IPv4 or a /48 of IPv6; empty
// for all else.
type AuditEntry struct {
	ID       ID                `json:"id"`
	At       time.Time         `json:"at"`
	PersonID PersonID          `json:"-"`
	Actor    Actor             `json:"actor"`
	Act      Act               `json:"act"`
	Detail   map[string]string `json:"detail"`
	Network  string            `json:"network,omitempty"`
}

// MostActs is how many of one act by one actor are written down of a person on a
// day in UTC, and of what grantees change, how many at one route, of what assistants
// call, how many of one tool and outcome by all keys together; those of operators
// aside. Then one entry of the same actor says that more were left out. By kinds, so
// that nobody hides a new password behind a thousand exports, nor an editor what
// they delete behind what they change.
const MostActs = 250

// MostActsOfNobody is MostActs of what is about nobody, such as the erasure of a
// demo. That of anybody else is always written down.
const MostActsOfNobody = 1000

// LeastAuditDays is how long an entry stays at least: the database itself
// refuses to forget one sooner.
const LeastAuditDays = 30
