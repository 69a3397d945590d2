package local

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"alex"
	"alex/internal/store"
)

const (
	freeLetters     = 3   // in an hour: to a person, to an address, and to an address from who signs in with it
	freeFromNetwork = 20  // in an hour, of a client's address; and to addresses that are asked for by who signs in with them
	freeFromSite    = 60  // the same of a /48 of IPv6
	mostOfStrangers = 500 // in an hour of the clock, caused by whose own address nobody confirmed, to such addresses
)

// ration is so many letters in an hour, then one each quarter of an hour.
func ration(subject string, free int) store.Ration {
	return store.Ration{Subject: subject, Free: free, Pause: resetPause, Forget: resetMemory}
}

func ofPerson(person alex.PersonID) store.Ration {
	return ration(store.LettersOf(person), freeLetters)
}

// ofNetwork is of what letters from a client's address, and of those from the
// site that has it; it counts nothing where nobody knows where that is.
func ofNetwork(what, clientIP string) (rations []store.Ration) {
	if subject := addressSubject(clientIP); subject != "" {
		rations = append(rations, ration(what+" "+subject, freeFromNetwork))
	}
	if subject := siteSubject(clientIP); subject != "" {
		rations = append(rations, ration(what+" "+subject, freeFromSite))
	}
	return rations
}

// ofStrangers is of what letters of the installation as a whole, and whole again
// with each hour.
func (i *Issuer) ofStrangers(what string) store.Ration {
	now := i.Now()
	hour := now.Truncate(time.Hour)
	return store.Ration{
		Subject: what + " of strangers " + hour.UTC().Format(time.RFC3339), Free: mostOfStrangers,
		Pause: hour.Add(time.Hour).Sub(now), Forget: resetMemory,
	}
}

// byStranger is what a letter counts for that goes to an address which may be
// anybody's.
func byStranger(person alex.PersonID, key, clientIP string) []store.Ration {
	return append(ofNetwork("letters", clientIP), ofPerson(person), toMailbox(key))
}

// askedFor is what a letter counts for that who is signed in asks for: to the
// address that they sign in with it is apart from what others send there. Whose
// own address nobody confirmed is no less a stranger for being signed in.
func (i *Issuer) askedFor(login store.Login, key, clientIP string) []store.Ration {
	rations := byStranger(login.Person, key, clientIP)
	if key == login.EmailKey {
		rations = append(ofNetwork("own letters", clientIP), ofPerson(login.Person), toOwn(key))
	}
	if !login.Verified {
		rations = append(rations, i.ofStrangers("letters"))
	}
	return rations
}

// toMailbox is of letters to an address that is not known to be the person's,
// whoever causes them.
func toMailbox(key string) store.Ration {
	return ration(store.AccountSubject("letters to "+mailbox(key)), freeLetters)
}

// toOwn is of letters that who signs in with an address asks for, whatever
// others have sent there. Who takes a sub-address of another's mailbox gets no
// more of them.
func toOwn(key string) store.Ration {
	if tagged(key) {
		return toMailbox(key)
	}
	return ration(store.AccountSubject("own letters to "+mailbox(key)), freeLetters)
}

// toReset is of links for a new password, to an address that nobody confirmed.
// Nothing else is counted with them, and sub-addresses apart, so that nobody
// keeps the owner from one but by asking for that link itself.
func toReset(key string) store.Ration {
	if tagged(key) {
		return ration(store.AccountSubject("reset letters to sub-addresses of "+mailbox(key)), freeLetters)
	}
	return ration(store.AccountSubject("reset letters to "+mailbox(key)), freeLetters)
}

// tagged says that a key is a sub-address (name+tag@).
func tagged(key string) bool {
	name, _ := parts(key)
	return strings.LastIndexByte(name, '+') > 0
}

// mailbox is the one that an address and all its sub-addresses (name+tag@)
// reach. Gmail has one for all ways of setting dots in a name, under two domains.
func mailbox(key string) string {
	name, domain := parts(key)
	name, _, _ = strings.Cut(name, "+")
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if domain == "gmail.com" {
		name = strings.ReplaceAll(name, ".", "")
	}
	if name == "" || domain == "" {
		return key
	}
	return name + "@" + domain
}

// take counts a letter, or says how long to wait for it, with
// alex.CodeThrottled.
func (i *Issuer) take(ctx context.Context, rations []store.Ration) error {
	return enough(i.Store.System().Take(ctx, i.Now(), rations...))
}

// mayTake is take that counts nothing.
func (i *Issuer) mayTake(ctx context.Context, rations []store.Ration) error {
	for _, r := range rations {
		if err := i.check(ctx, gate{account: r.Subject}); err != nil {
			return enough(err)
		}
	}
	return nil
}

func enough(err error) error {
	e, ok := errors.AsType[*alex.Error](err)
	if !ok || e.Code != alex.CodeThrottled {
		return err
	}
	minutes := (e.RetryAfter + time.Minute - 1) / time.Minute
	return &alex.Error{
		Code: e.Code, RetryAfter: e.RetryAfter,
		Message: fmt.Sprintf("enough letters were sent; ask again in %d minutes", minutes),
	}
}
