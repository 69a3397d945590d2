package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// invite offers a role by a code of that hash.
func (b *bench) invite(t testing.TB, owner alex.PersonID, role alex.Role, code string) alex.Grant {
	t.Helper()
	g, err := b.As(owner).Invite(b.ctx, store.NewInvitation{Role: role, Label: "label of " + code, CodeHash: code})
	must(t, err)
	return g
}

// share makes a grant.
func (b *bench) share(t testing.TB, owner, grantee alex.PersonID, role alex.Role) alex.Grant {
	t.Helper()
	code := fmt.Sprint(owner, " to ", grantee)
	b.invite(t, owner, role, code)
	g, err := b.As(grantee).Accept(b.ctx, code)
	must(t, err)
	return g
}

func (b *bench) wantGrants(t testing.TB, what string, person alex.PersonID, want ...alex.Grant) {
	t.Helper()
	list, err := b.As(person).Grants(b.ctx, page(""))
	must(t, err)
	same(t, what, list.Items, want)
}

// sharedAddresses: who has another address is known by it to those they share
// with, whichever way it came, and whoever accepts later.
func sharedAddresses(t *testing.T, b *bench) {
	y := b.System()
	for _, id := range []alex.PersonID{"ann", "bob", "eve", "zed"} {
		b.signUp(t, id)
	}
	b.share(t, "ann", "bob", alex.Viewer)
	b.share(t, "bob", "ann", alex.Editor)
	b.share(t, "eve", "zed", alex.Viewer)
	const (
		sides = `SELECT owner_email, grantee_email FROM grants WHERE 'ann' IN (owner, grantee) ORDER BY owner`
		other = `SELECT owner_email, grantee_email FROM grants WHERE owner = 'eve'`
	)
	before := b.dump(t, other)
	want := func(what, address string) {
		t.Helper()
		same(t, what, b.dump(t, sides), address+"|bob@Example.com|\nbob@Example.com|"+address+"|\n")
		same(t, what+": others", b.dump(t, other), before)
	}
	want("at first", "ann@Example.com")
	b.invite(t, "ann", alex.Viewer, "open")
	must(t, b.addLetter(b.letterOf("ann", "link", "linked@example.com", "linked@example.com")))
	_, err := y.Confirm(b.ctx, "link", b.now)
	must(t, err)
	want("by a link", "linked@example.com")
	same(t, "what is offered", b.dump(t, `SELECT owner_email FROM invitations`), "linked@example.com|\n")
	login, err := y.LoginOf(b.ctx, "ann")
	must(t, err)
	must(t, y.ChangeEmail(b.ctx, login, "Once@example.com", "once@example.com", b.now))
	want("at once", "Once@example.com")
	must(t, y.Hear(b.ctx, store.Heard{Event: "1", Person: "ann", Email: "heard@example.com", At: b.now}))
	want("by an outside issuer", "heard@example.com")
	g, err := b.As("zed").Accept(b.ctx, "open")
	must(t, err)
	same(t, "who accepts later", g.Person.Email, "heard@example.com")
}

// unshared: who takes an address that nobody had confirmed, by a link for a new
// password, shares nothing that somebody else agreed to; the second time nothing
// ends.
func unshared(t *testing.T, b *bench) {
	y := b.System()
	for _, id := range []alex.PersonID{"ann", "bob", "eve", "zed"} {
		b.signUp(t, id)
	}
	reset := func(hash string) {
		t.Helper()
		must(t, b.addReset(store.NewReset{Person: "ann", EmailKey: "ann@example.com", TokenHash: hash, Now: b.now, Expires: b.now.Add(time.Hour)}))
		must(t, y.UseReset(b.ctx, "ann", hash, "hash of ann", b.now))
	}
	b.share(t, "ann", "bob", alex.Editor)
	b.share(t, "eve", "ann", alex.Viewer)
	b.share(t, "eve", "zed", alex.Viewer)
	b.invite(t, "ann", alex.Editor, "open 1")
	b.invite(t, "ann", alex.Viewer, "open 2")
	b.invite(t, "eve", alex.Viewer, "of another")
	reset("first")
	const left = `SELECT owner, grantee FROM grants UNION ALL SELECT owner, code_hash FROM invitations ORDER BY 1, 2`
	same(t, "what is left", b.dump(t, left), "eve|of another|\neve|zed|\n")
	refusedCode(t, b, "bob", "open 1")
	for person, want := range map[alex.PersonID][]string{
		"ann": {"grant_ended self ann", "grant_ended self ann", "grant_ended self ann", "grant_ended self ann"},
		"bob": nil,
		"eve": {"grant_ended " + string(alex.PersonActor(telemetry.PersonHash("ann"))) + " eve"},
		"zed": nil,
	} {
		same(t, "the log of "+string(person), b.acts(t, store.AuditFilter{Person: person, Act: alex.ActGrantEnded}), want)
	}
	b.share(t, "ann", "bob", alex.Viewer)
	b.invite(t, "ann", alex.Viewer, "open 3")
	reset("second")
	same(t, "after another link", b.dump(t, left), "ann|bob|\nann|open 3|\neve|of another|\neve|zed|\n")
}

// grants follow an invitation until it is a grant that one of the two ends.
func grants(t *testing.T, b *bench) {
	for _, id := range []alex.PersonID{"ann", "bob", "eve"} {
		b.person(t, id)
	}
	made, ends := b.now, b.now.Add(alex.InvitationLife)
	offered := b.invite(t, "ann", alex.Editor, "code")
	same(t, "what inviting answers", offered, alex.Grant{
		ID: offered.ID, Direction: alex.Given, Role: alex.Editor, Status: alex.GrantInvited, Label: "label of code",
		CreatedAt: made, ExpiresAt: &ends,
	})
	b.wantGrants(t, "the invitation", "ann", offered)
	b.wantGrants(t, "what others see of it", "eve")
	_, err := b.As("ann").Accept(b.ctx, "code")
	wantField(t, "one's own code", err, "code")
	wrong := refusedCode(t, b, "eve", "another code")

	b.now = b.now.Add(time.Hour)
	received, err := b.As("bob").Accept(b.ctx, "code")
	must(t, err)
	same(t, "what accepting answers", received, alex.Grant{
		ID: offered.ID, Direction: alex.Received, Role: alex.Editor, Status: alex.GrantActive, CreatedAt: b.now,
		Person: &alex.GrantPerson{ID: "ann", DisplayName: "Name of ann", Email: "ann@example.com"},
	})
	b.wantGrants(t, "the grantee's side", "bob", received)
	b.wantGrants(t, "the owner's side", "ann", alex.Grant{
		ID: offered.ID, Direction: alex.Given, Role: alex.Editor, Status: alex.GrantActive, Label: "label of code", CreatedAt: b.now,
		Person: &alex.GrantPerson{ID: "bob", DisplayName: "Name of bob", Email: "bob@example.com"},
	})
	b.wantGrants(t, "a stranger's side", "eve")
	for what, code := range map[string]string{"a used code": "code", "no code": ""} {
		if got := refusedCode(t, b, "eve", code); got != wrong {
			t.Errorf("%s is answered %q, a wrong one %q", what, got, wrong)
		}
	}

	b.invite(t, "ann", alex.Viewer, "again")
	_, err = b.As("bob").Accept(b.ctx, "again")
	wantCode(t, "a second grant of one owner's", err, alex.CodeConflict)
	b.now = b.now.Add(alex.InvitationLife)
	if got := refusedCode(t, b, "eve", "again"); got != wrong {
		t.Errorf("an expired code is answered %q, a wrong one %q", got, wrong)
	}
	list, err := b.As("ann").Grants(b.ctx, page(""))
	must(t, err)
	if len(list.Items) != 1 {
		t.Errorf("an expired invitation is shown: %v", list.Items)
	}
	wantCode(t, "a stranger ends it", b.As("eve").EndGrant(b.ctx, offered.ID), alex.CodeForbidden)
	wantCode(t, "ending no id", b.As("ann").EndGrant(b.ctx, "x"), alex.CodeInvalid)
	must(t, b.As("bob").EndGrant(b.ctx, offered.ID))
	wantCode(t, "leaving twice", b.As("bob").EndGrant(b.ctx, offered.ID), alex.CodeForbidden)
	b.wantGrants(t, "what is left", "ann")
}

// refusedCode is what is said to a code that opens nothing.
func refusedCode(t testing.TB, b *bench, who alex.PersonID, code string) string {
	t.Helper()
	_, err := b.As(who).Accept(b.ctx, code)
	wantCode(t, "the code "+code, err, alex.CodeNotFound)
	return fmt.Sprint(err)
}

// invitationsRefused holds a person to the most open invitations, and to what
// an invitation may say.
func invitationsRefused(t *testing.T, b *bench) {
	p := b.person(t, "ann")
	b.person(t, "bob")
	var first alex.Grant
	for n := range alex.MaxInvitations {
		if g := b.invite(t, "ann", alex.Viewer, fmt.Sprint("code ", n)); n == 0 {
			first = g
		}
	}
	more := store.NewInvitation{Role: alex.Viewer, CodeHash: "one more"}
	_, err := p.Invite(b.ctx, more)
	wantCode(t, "one invitation more than the most", err, alex.CodeConflict)
	wantCode(t, "another takes it back", b.As("bob").EndGrant(b.ctx, first.ID), alex.CodeForbidden)
	must(t, p.EndGrant(b.ctx, first.ID))
	refusedCode(t, b, "bob", "code 0")
	_, err = p.Invite(b.ctx, more)
	must(t, err)
	b.now = b.now.Add(alex.InvitationLife)
	more.CodeHash = "of a new week"
	_, err = p.Invite(b.ctx, more)
	must(t, err)
	if n := b.count(t, "invitations"); n != 1 {
		t.Errorf("%d invitations are kept, want the one that is open", n)
	}
	for location, in := range map[string]store.NewInvitation{
		"role":  {Role: "owner", CodeHash: "x"},
		"label": {Role: alex.Viewer, Label: "a\x00b", CodeHash: "x"},
	} {
		_, err := p.Invite(b.ctx, in)
		wantField(t, "a bad "+location, err, location)
	}
	_, err = b.As("nobody").Invite(b.ctx, more)
	wantCode(t, "an invitation of nobody", err, alex.CodeNotFound)
	_, err = b.As("nobody").Accept(b.ctx, "of a new week")
	wantCode(t, "nobody accepts", err, alex.CodeNotFound)
}

// acceptRace brings one code by many at once: one has it.
func acceptRace(t *testing.T, b *bench) {
	b.person(t, "ann")
	const rivals = 12
	for n := range rivals {
		b.person(t, rival(n))
	}
	b.invite(t, "ann", alex.Viewer, "code")
	var group sync.WaitGroup
	accepted := make(chan alex.PersonID, 2*rivals)
	for n := range 2 * rivals { // each twice
		group.Go(func() {
			_, err := b.As(rival(n/2)).Accept(b.ctx, "code")
			if err == nil {
				accepted <- rival(n / 2)
			} else if alex.CodeOf(err) != alex.CodeNotFound {
				t.Errorf("a rival: %v", err)
			}
		})
	}
	group.Wait()
	if len(accepted) != 1 || b.count(t, "grants") != 1 || b.count(t, "invitations") != 0 {
		t.Errorf("%d accepted: %d grants, %d invitations", len(accepted), b.count(t, "grants"), b.count(t, "invitations"))
	}
}

func rival(n int) alex.PersonID { return alex.PersonID(fmt.Sprint("rival ", n)) }

// rolesOver asks who may act for whom.
func rolesOver(t *testing.T, b *bench) {
	for _, id := range []alex.PersonID{"ann", "bob", "cal", "eve"} {
		b.person(t, id)
	}
	b.share(t, "ann", "bob", alex.Viewer)
	toCal := b.share(t, "ann", "cal", alex.Editor)
	b.share(t, "bob", "eve", alex.Editor)
	want := map[[2]alex.PersonID]alex.Role{
		{"ann", "bob"}: alex.Viewer, {"ann", "cal"}: alex.Editor, {"bob", "eve"}: alex.Editor,
	}
	look := func(when string) {
		t.Helper()
		everyone := []alex.PersonID{"ann", "bob", "cal", "eve", "nobody", ""}
		for _, owner := range everyone {
			for _, caller := range everyone {
				role, err := b.RoleOver(b.ctx, owner, caller)
				wanted := want[[2]alex.PersonID{owner, caller}]
				if role != wanted || (err == nil) != (wanted != "") || err != nil && err.Error() != alex.ErrForbidden.Error() {
					t.Errorf("%s: %s is %q over what is %s's, want %q (%v)", when, caller, role, owner, wanted, err)
				}
			}
		}
	}
	look("at first")
	must(t, b.As("ann").EndGrant(b.ctx, toCal.ID))
	delete(want, [2]alex.PersonID{"ann", "cal"})
	look("after one was taken back")
	must(t, b.System().Disable(b.ctx, "ann", b.now))
	delete(want, [2]alex.PersonID{"ann", "bob"})
	look("while ann is disabled")
	must(t, b.System().Enable(b.ctx, "ann"))
	want[[2]alex.PersonID{"ann", "bob"}] = alex.Viewer
	look("when ann is back")
	must(t, b.As("bob").Delete(b.ctx))
	clear(want)
	look("without bob")
}

// grantPages reads grants of every kind in pages.
func grantPages(t *testing.T, b *bench) {
	b.person(t, "ann")
	want := map[alex.ID]bool{}
	for n := range 4 {
		b.now = b.now.Add(time.Duration(n%2) * time.Second) // some of one instant
		b.person(t, rival(n))
		want[b.share(t, "ann", rival(n), alex.Viewer).ID] = true
		want[b.share(t, rival(n), "ann", alex.Editor).ID] = true
		want[b.invite(t, "ann", alex.Viewer, fmt.Sprint("open ", n)).ID] = true
	}
	got, before := 0, b.now.Add(time.Hour)
	for cursor := ""; ; {
		list, err := b.As("ann").Grants(b.ctx, store.Page{Cursor: cursor, Limit: 5})
		must(t, err)
		for _, g := range list.Items {
			if got++; !want[g.ID] || g.CreatedAt.After(before) {
				t.Errorf("%v is not the next", g)
			}
			delete(want, g.ID)
			before = g.CreatedAt
		}
		if cursor = list.Next; cursor == "" {
			break
		}
	}
	if got != 12 || len(want) != 0 {
		t.Errorf("%d grants were listed, %d are missing", got, len(want))
	}
	_, err := b.As("ann").Grants(b.ctx, page("bnVsbA"))
	wantCode(t, "a cursor of nothing", err, alex.CodeInvalid)
}

// keyedGrants repeats both creating calls under a key.
func keyedGrants(t *testing.T, b *bench) {
	ann, bob := b.person(t, "ann"), b.person(t, "bob")
	in := store.NewInvitation{Role: alex.Viewer, CodeHash: "first"}
	_, err := ann.Once("k", "h", seen).Invite(b.ctx, in)
	must(t, err)
	in.CodeHash = "second"
	_, err = ann.Once("k", "h", seen).Invite(b.ctx, in)
	_ = wantReplayed(t, "inviting twice", err)
	refusedCode(t, b, "bob", "second")
	_, err = bob.Once("k", "h", seen).Accept(b.ctx, "first")
	must(t, err)
	_, err = bob.Once("k", "h", seen).Accept(b.ctx, "first")
	_ = wantReplayed(t, "accepting twice", err)
	if b.count(t, "grants") != 1 || b.count(t, "invitations") != 0 {
		t.Errorf("%d grants, %d invitations", b.count(t, "grants"), b.count(t, "invitations"))
	}
}
