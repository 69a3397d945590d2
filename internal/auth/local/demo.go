package local

import (
	"context"
	"errors"
	"time"

	"alex"
)

// MostDemos is how many demos there may be at a time; fullPause is how long to
// wait for one of them to end.
const (
	MostDemos = 500
	fullPause = 10 * time.Minute
)

// room is alex.CodeThrottled where there are as many demos as there may be. Two
// that begin at once may both be the last.
func (i *Issuer) room(ctx context.Context) error {
	living, err := i.Store.System().Demos(ctx, i.Now())
	if err == nil && living >= MostDemos {
		err = &alex.Error{
			Code: alex.CodeThrottled, RetryAfter: fullPause,
			Message: "there are as many demos as there may be; try again later",
		}
	}
	return err
}

// Demo makes a person of their own with a copy of the sample household, who
// goes after DemoLife, and signs them in. alex.CodeForbidden where demos are
// not offered, alex.CodeThrottled where there are MostDemos already.
func (i *Issuer) Demo(ctx context.Context, userAgent string) (Session, error) {
	if !i.Demos {
		return Session{}, alex.Errorf(alex.CodeForbidden, "there is no demo here")
	}
	if err := i.room(ctx); err != nil {
		return Session{}, err
	}
	id := alex.PersonID("demo_" + i.Store.NewID())
	session, token, err := i.newSession(ctx, id, min(i.DemoLife, i.SessionLife), userAgent)
	if err != nil {
		return Session{}, err
	}
	if err := i.Store.System().AddDemo(ctx, id, session.Now, session.Now.Add(i.DemoLife)); err != nil {
		return Session{}, err
	}
	if err := i.furnish(ctx, id); err != nil {
		// Half a household helps nobody; should this fail too, it ends with the day.
		return Session{}, errors.Join(err, i.Store.As(id).Delete(context.WithoutCancel(ctx)))
	}
	if err := i.Store.System().StartSession(ctx, session); err != nil {
		return Session{}, err
	}
	return i.opened(ctx, session, token)
}

// furnish copies the sample household; the store gives it ids of its own.
func (i *Issuer) furnish(ctx context.Context, id alex.PersonID) error {
	person, accounts := i.Sample()
	person.ID = id
	if err := i.Store.As(id).SavePerson(ctx, person, nil); err != nil {
		return err
	}
	_, err := i.Store.As(id).ApplyImport(ctx, accounts)
	return err
}
