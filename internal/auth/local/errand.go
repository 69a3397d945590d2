package local

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"alex"
	"alex/internal/mail"
	"alex/internal/store"
)

// Of each queue: what strangers cause has queues of its own, and keeps nothing
// else waiting.
const (
	errandsAtOnce = 2
	mostErrands   = 64 // that run or wait; more are dropped
	errandTime    = 30 * time.Second
)

// errands are e-mails on their way, which nobody waits for.
type errands struct {
	group   sync.WaitGroup
	held    chan struct{} // a place for each that runs or waits
	running chan struct{} // a place for each that runs
}

func newErrands() *errands {
	return &errands{held: make(chan struct{}, mostErrands), running: make(chan struct{}, errandsAtOnce)}
}

// place keeps one for an errand that is run or left then; false where too much
// waits already.
func (e *errands) place() bool {
	select {
	case e.held <- struct{}{}:
		return true
	default:
		return false
	}
}

func (e *errands) leave() { <-e.held }

// errand does something after the answer, soon; where too much waits already it
// is dropped.
func (i *Issuer) errand(e *errands, do func(context.Context) error) {
	if !e.place() {
		i.tell(errors.New("too many e-mails wait; one was dropped"))
		return
	}
	i.run(e, do)
}

// queues are all that there are: what one begins on another comes before that.
func (i *Issuer) queues() []*errands { return []*errands{i.asked, i.resets, i.errands, i.strange} }

// run does an errand that has a place.
func (i *Issuer) run(e *errands, do func(context.Context) error) {
	i.begun.Add(1)
	e.group.Go(func() {
		defer e.leave()
		e.running <- struct{}{}
		defer func() { <-e.running }()
		ctx, cancel := context.WithTimeout(context.Background(), errandTime)
		defer cancel()
		if err := do(ctx); err != nil {
			i.tell(err)
		}
	})
}

// afterwards is time for what follows a letter that was not sent, however long
// that took.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), errandTime)
}

func (i *Issuer) tell(err error) {
	if i.Log != nil {
		i.Log.LogAttrs(context.Background(), slog.LevelError, "an e-mail of sign-in was not sent", slog.Any("error", err))
	}
}

// Begun is how many errands have begun since the start. Who waits for one has to wait
// as long for each: how long one takes says whether there is an account.
func (i *Issuer) Begun() int64 { return i.begun.Load() }

// Wait returns when the e-mails that were begun are sent, or have failed: each
// takes half a minute at most, and the link of before is put back soon.
func (i *Issuer) Wait() {
	for _, e := range i.queues() {
		e.group.Wait()
	}
}

// notify tells a person what was done to their account, as well as it can.
func (i *Issuer) notify(login store.Login, subject, text string) {
	text += "\n\nIf that was not you, ask for a new password at once"
	if i.PublicURL != "" {
		text += " at " + i.PublicURL + "/sign-in"
	}
	i.inform(login.Verified, mail.Message{To: login.Email, Subject: subject, Text: text + ", or write to whoever runs Alex.\n"})
}

// inform always writes to an address that is known to be the person's; any other
// may be a stranger's, and gets no more than all may send there.
func (i *Issuer) inform(known bool, m mail.Message) {
	switch {
	case i.Mail == nil || m.To == "":
	case known:
		i.errand(i.errands, func(ctx context.Context) error { return i.Mail.Send(ctx, m) })
	default:
		i.errand(i.strange, func(ctx context.Context) error {
			key, _ := keyOf(m.To)
			err := i.take(ctx, []store.Ration{toMailbox(key), i.ofStrangers("letters")})
			if alex.CodeOf(err) == alex.CodeThrottled {
				return nil
			}
			if err != nil {
				return err
			}
			return i.Mail.Send(ctx, m)
		})
	}
}
