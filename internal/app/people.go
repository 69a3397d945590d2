package app

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"alex"
	"alex/internal/auth/local"
	"alex/internal/config"
	"alex/internal/mail"
	"alex/internal/store"
)

// Member is a person as an operator sees them: who and whether, never what
// they own. State is active, disabled, demo, or "no password" where nobody can
// sign in as them.
type Member struct {
	store.Member
	State string `json:"state"`
}

// Invitation lets the owner of an e-mail address sign up, once. Link is empty
// where Alex does not know how people reach it; Note says why it may not be
// needed, or may not work.
type Invitation struct {
	Email   string    `json:"email"`
	Token   string    `json:"token"`
	Link    string    `json:"link,omitempty"`
	Expires time.Time `json:"expiresAt"`
	Note    string    `json:"note,omitempty"`
	Mailed  bool      `json:"mailed"` // it was sent to the address
}

// People is where an operator looks after people.
type People struct {
	store  *store.Store
	issuer *local.Issuer
	cfg    config.Config
	mail   mail.Sender // nil sends no e-mail
	actor  alex.Actor  // empty is whoever the context names
}

// OpenPeople opens the configured database, which has to be there.
func OpenPeople(ctx context.Context, cfg config.Config) (People, error) {
	if err := isThere(cfg); err != nil {
		return People{}, err
	}
	s, err := openStore(ctx, cfg, cfg.DatabaseURL)
	if err != nil {
		return People{}, err
	}
	p := People{store: s, actor: alex.CommandLine, issuer: local.New(s, ""), cfg: cfg}
	if p.mail, err = newMail(cfg, time.Now); err != nil {
		return People{}, errors.Join(err, s.Close())
	}
	p.issuer.Mail, p.issuer.PublicURL = p.mail, cfg.PublicURL
	if err := p.fits(ctx); err != nil {
		return People{}, errors.Join(err, s.Close())
	}
	return p, nil
}

// fits refuses a database that is empty or of another release. On PostgreSQL
// the login that serves cannot read the version.
func (p People) fits(ctx context.Context) error {
	if isDataAPI(p.cfg) { // where each table that is looked at is a call
		return p.store.UpToDate(ctx)
	}
	there, err := p.store.Inhabited(ctx)
	switch {
	case err != nil:
		return err
	case !there:
		return alex.Errorf(alex.CodeUnavailable, "the database is empty: alex serve fills it, or alex migrate")
	case isPostgres(p.cfg):
		return nil
	}
	applied, known, err := p.store.Version(ctx)
	if err == nil && applied != known {
		err = alex.Errorf(alex.CodeConflict, "the database has schema version %d, but this program knows %d: %s", applied, known, mend(applied, known))
	}
	return err
}

// mend is what to do about a schema of another version.
func mend(applied, known int64) string {
	if applied > known {
		return "use a newer release"
	}
	return "run alex migrate, or start alex serve"
}

// Close sends what people are told, and closes the database.
func (p People) Close() error {
	p.issuer.Wait()
	return p.store.Close()
}

// All are all people, in the order in which they came.
func (p People) All(ctx context.Context) ([]Member, error) {
	members := []Member{}
	for page := (store.Page{Limit: store.MaxLimit}); ; {
		list, err := p.issuer.List(ctx, page)
		if err != nil {
			return nil, err
		}
		for _, m := range list.Items {
			members = append(members, Member{m, p.state(m)})
		}
		if page.Cursor = list.Next; page.Cursor == "" {
			return members, nil
		}
	}
}

func (p People) state(m store.Member) string {
	switch {
	case m.DisabledAt != nil:
		return "disabled"
	case m.ExpiresAt != nil:
		return "demo"
	case !m.HasPassword && !m.SingleSignOn && p.cfg.Auth == "local":
		return "no password"
	default:
		return "active"
	}
}

// find is the one person with an id or an e-mail address.
func (p People) find(ctx context.Context, who string) (found Member, err error) {
	who = strings.TrimSpace(who)
	members, err := p.All(ctx)
	if err != nil {
		return found, err
	}
	count := 0
	for _, m := range members {
		if string(m.ID) == who {
			return m, nil
		}
		if who != "" && strings.EqualFold(m.Email, who) {
			found = m
			count++
		}
	}
	switch count {
	case 0:
		return found, alex.Errorf(alex.CodeNotFound, "there is nobody with the e-mail address or id %q; alex user list shows everyone", who)
	case 1:
		return found, nil
	default:
		return Member{}, alex.Errorf(alex.CodeConflict, "%d people have the e-mail address %q; name the id (alex user list)", count, who)
	}
}

// Invite makes an invitation; its token is shown here, and to nobody but the
// owner of the address, to whom it is sent where mailed is wanted and there is a
// mail server. One that could not be sent is good all the same: Note says why.
func (p People) Invite(ctx context.Context, email string, mailed bool) (Invitation, error) {
	if err := p.local("invited"); err != nil {
		return Invitation{}, err
	}
	token, err := p.issuer.Invite(p.acting(ctx), email)
	if err != nil {
		return Invitation{}, err
	}
	i := Invitation{Email: strings.TrimSpace(email), Token: token, Expires: p.issuer.Now().Add(p.issuer.InviteLife).UTC()}
	if base := p.base(); base != "" {
		i.Link = base + "/sign-up#" + url.Values{"invite": {token}, "email": {i.Email}}.Encode()
	}
	switch p.cfg.Signup {
	case local.SignupOpen:
		i.Note = "ALEX_SIGNUP is open: anyone may sign up, without an invitation too."
	case local.SignupClosed:
		i.Note = "ALEX_SIGNUP is closed: the invitation is good once it is set to invite."
	}
	if !mailed || p.mail == nil || i.Link == "" {
		return i, nil
	}
	if err := p.mail.Send(ctx, invitationLetter(i)); err != nil {
		i.Note = strings.TrimSpace("It was not sent: " + err.Error() + ". " + i.Note)
		return i, nil
	}
	i.Mailed = true
	return i, nil
}

// local refuses what another issuer does.
func (p People) local(what string) error {
	if p.cfg.Auth == "local" {
		return nil
	}
	return alex.Errorf(alex.CodeInvalid,
		"ALEX_AUTH is %s: people are %s there; here they can be listed, disabled, enabled and deleted", p.cfg.Auth, what)
}

// base is how people reach Alex, as far as that is known.
func (p People) base() string {
	if p.cfg.PublicURL != "" {
		return p.cfg.PublicURL
	}
	host, port, err := net.SplitHostPort(p.cfg.Addr)
	if err != nil || port == "0" {
		return ""
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Disable shuts a person out and ends their sessions; what they own stays.
func (p People) Disable(ctx context.Context, who string) (Member, error) {
	return p.change(ctx, who, p.issuer.Disable)
}

// Enable lets a person in again.
func (p People) Enable(ctx context.Context, who string) (Member, error) {
	return p.change(ctx, who, p.issuer.Enable)
}

// Delete erases a person and everything that is theirs.
func (p People) Delete(ctx context.Context, who string) (Member, error) {
	return p.change(ctx, who, p.issuer.Delete)
}

// ResetPassword gives a person a new password, which is shown here and nowhere
// else, and ends their sessions.
func (p People) ResetPassword(ctx context.Context, who string) (m Member, password string, err error) {
	if err := p.local("given new passwords"); err != nil {
		return m, "", err
	}
	m, err = p.change(ctx, who, func(ctx context.Context, id string) error {
		password, err = p.issuer.ResetPassword(ctx, id)
		return err
	})
	return m, password, err
}

// ResetSecondFactor turns off the second factor of who lost the device and the
// recovery codes, and ends their sessions.
func (p People) ResetSecondFactor(ctx context.Context, who string) (Member, error) {
	if err := p.local("given another second factor"); err != nil {
		return Member{}, err
	}
	return p.change(ctx, who, p.issuer.ResetSecondFactor)
}

// acting names who does it, for the log of acts.
func (p People) acting(ctx context.Context) context.Context {
	if p.actor == "" {
		return ctx
	}
	return store.ActingAs(ctx, p.actor)
}

func (p People) change(ctx context.Context, who string, do func(context.Context, string) error) (Member, error) {
	m, err := p.find(ctx, who)
	if err != nil {
		return m, err
	}
	return m, do(p.acting(ctx), string(m.ID))
}
