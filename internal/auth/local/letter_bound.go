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
	mostOfStrangers = 500 // in an hour of the clock, caused by who is not signed in, to addresses that nobody confirmed
)

// ration is so many letters in an hour, then one each quarter of an hour.
func ration(subject string, free int) store.Ration {
	return store.Ration{Subject: subject, Free: free, Pause: resetPause, Forget: resetMemory}
}

func ofPerson(person alex.PersonID) store.Ration {
	return ration(store.AccountSubject("letters of "+string(person)), freeLetters)
}

// ofNetwork is of what letters from a client's address; it counts nothing where
// nobody knows where that is.
func ofNetwork(what, clientIP string) store.Ration {
	subject := addressSubject(clientIP)
	if subject != "" {
		subject = what + " " + subject
	}
	return ration(subject, freeFromNetwork)
}

// ofStrangers is of the installation as a whole, and whole again with each hour.
func (i *Issuer) ofStrangers() store.Ration {
	now := i.Now()
	hour := now.Truncate(time.Hour)
	return store.Ration{
		Subject: "letters of strangers " + hour.UTC().Format(time.RFC3339), Free: mostOfStrangers,
		Pause: hour.Add(time.Hour).Sub(now), Forget: resetMemory,
	}
}

// byStranger is what a letter counts for that goes to an address which may be
// anybody's.
func byStranger(person alex.PersonID, key, clientIP string) []store.Ration {
	return []store.Ration{ofPerson(person), toMailbox(key), ofNetwork("letters", clientIP)}
}

// askedFor is what a letter counts for that who is signed in asks for: to the
// address that they sign in with it is apart from what others send there.
func askedFor(login store.Login, key, clientIP string) []store.Ration {
	if key != login.EmailKey {
		return byStranger(login.Person, key, clientIP)
	}
	return []store.Ration{ofPerson(login.Person), toOwn(key), ofNetwork("own letters", clientIP)}
}

// toMailbox is of letters to an address that is not known to be the person's,
// whoever causes them.
func toMailbox(email string) store.Ration {
	return ration(store.AccountSubject("letters to "+mailbox(email)), freeLetters)
}

// toOwn is of letters that who signs in with an address asks for, whatever
// others have sent there. Who takes a sub-address of another's mailbox gets no
// more of them.
func toOwn(key string) store.Ration {
	if mailbox(key) != key {
		return toMailbox(key)
	}
	return ration(store.AccountSubject("own letters to "+key), freeLetters)
}

// mailbox is the one that an address and all its sub-addresses (name+tag@) reach.
func mailbox(email string) string {
	key := strings.ToLower(email)
	at := strings.LastIndexByte(key, '@')
	if at < 0 {
		return key
	}
	name, _, _ := strings.Cut(key[:at], "+")
	if name == "" {
		return key
	}
	return name + key[at:]
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
