package local

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"alex/internal/mail"
)

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

// errand does something after the answer, soon; where too much waits already it
// is dropped.
func (i *Issuer) errand(do func(context.Context) error) {
	e := i.errands
	select {
	case e.held <- struct{}{}:
	default:
		i.tell(errors.New("too many e-mails wait; one was dropped"))
		return
	}
	e.group.Go(func() {
		defer func() { <-e.held }()
		e.running <- struct{}{}
		defer func() { <-e.running }()
		ctx, cancel := context.WithTimeout(context.Background(), errandTime)
		defer cancel()
		if err := do(ctx); err != nil {
			i.tell(err)
		}
	})
}

func (i *Issuer) tell(err error) {
	if i.Log != nil {
		i.Log.LogAttrs(context.Background(), slog.LevelError, "an e-mail of sign-in was not sent", slog.Any("error", err))
	}
}

// Wait returns when the e-mails that were begun are sent, or have failed: each
// takes half a minute at most.
func (i *Issuer) Wait() { i.errands.group.Wait() }

// notify tells a person what was done to their account, as well as it can.
func (i *Issuer) notify(to, subject, text string) {
	if i.Mail == nil || to == "" {
		return
	}
	text += "\n\nIf that was not you, ask for a new password at once"
	if i.PublicURL != "" {
		text += " at " + i.PublicURL + "/sign-in"
	}
	message := mail.Message{To: to, Subject: subject, Text: text + ", or write to whoever runs Alex.\n"}
	i.errand(func(ctx context.Context) error { return i.Mail.Send(ctx, message) })
}
