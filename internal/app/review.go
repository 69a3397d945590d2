package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/mail"
	"alex/internal/review"
	"alex/internal/store"
)

const (
	lettersEvery = time.Minute
	letterLease  = 10 * time.Minute // of one who is about to write it
	letterAgain  = time.Hour        // after a refusal
)

// letters sends the monthly reviews.
type letters struct {
	app     *App
	base    string // where people reach Alex
	key     []byte // seals what stops them
	givenUp string // the month whose letters were given up last
}

func (a *App) letters(ctx context.Context, cfg config.Config) (*letters, error) {
	key, err := accountKey(ctx, a.Store.System(), cfg)
	return &letters{app: a, base: cfg.PublicURL, key: key}, err
}

// keep sends what is due until ctx ends. Every process may do it: a letter is
// claimed in the database.
func (l *letters) keep(ctx context.Context) {
	ticker := time.NewTicker(lettersEvery)
	defer ticker.Stop()
	for {
		if err := l.send(ctx); err != nil && ctx.Err() == nil {
			l.app.Runner.Log.LogAttrs(ctx, slog.LevelError, "sending the monthly reviews failed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// send sends every letter that is due now.
func (l *letters) send(ctx context.Context) error {
	now, system := l.app.Now(), l.app.Store.System()
	month := review.MonthOf(now)
	due, past := review.Due(now)
	if past && l.givenUp != month {
		if _, err := system.GiveUpReviews(ctx, month, now); err != nil {
			return err
		}
		l.givenUp = month
	}
	for due && ctx.Err() == nil {
		claimed, ok, err := system.ClaimReview(ctx, month, now, letterLease)
		if err != nil || !ok {
			return err
		}
		if err := l.one(ctx, claimed); err != nil && !errors.Is(err, alex.ErrFenced) {
			return err
		}
	}
	return nil
}

// one writes a letter and sends it, where there is anything to say.
func (l *letters) one(ctx context.Context, c store.ClaimedReview) error {
	now, system := l.app.Now(), l.app.Store.System()
	who, stands, changes, err := l.look(ctx, c.Person)
	if err != nil {
		return err
	}
	if len(changes) == 0 || !who.MonthlyReview || !who.EmailVerified {
		return system.EndReview(ctx, c, store.ReviewQuiet, stands, now)
	}
	token, err := review.Seal(l.key, c.Person)
	if err != nil {
		return err
	}
	// Before it is handed over: who dies here has sent none rather than two.
	if err := system.SendingReview(ctx, c, stands, now); err != nil {
		return err
	}
	sent := l.app.Mail.Send(ctx, review.Letter(who.Email, now.UTC(), changes, l.base, token))
	ctx = context.WithoutCancel(ctx)
	switch {
	case sent == nil, errors.Is(sent, mail.ErrUncertain):
		return system.EndReview(ctx, c, store.ReviewSent, stands, now)
	case alex.CodeOf(sent) == alex.CodeInvalid:
		return system.EndReview(ctx, c, store.ReviewFailed, nil, now)
	default:
		return system.RetryReview(ctx, c, now.Add(letterAgain), now)
	}
}

// look is how a person's checks stand, and what has changed of them. Who has no
// account has no checks.
func (l *letters) look(ctx context.Context, id alex.PersonID) (who alex.Person, stands review.Standing, changes []string, err error) {
	mine := l.app.Store.As(id)
	held, err := mine.Belongings(ctx)
	if err != nil || len(held.Accounts) == 0 {
		return held.Person, nil, nil, err
	}
	report, reported, err := lastReport(ctx, mine)
	if err != nil {
		return who, nil, nil, err
	}
	past, err := mine.Reviews(ctx)
	if err != nil {
		return who, nil, nil, err
	}
	before, written := lastLetter(past)
	today, day := alex.DateOf(l.app.Now().UTC()), alex.Date("")
	if !reported.IsZero() {
		day = alex.DateOf(reported.UTC())
	}
	stands = review.Stand(alex.NewPortfolio(today, held.Person, held.Accounts, held.Book()), day, today)
	return held.Person, stands, review.Changes(review.Baseline(before, written, report.Facts, reported), stands), nil
}

// lastReport is the person's last report, and when it was made; the zero time
// where there is none.
func lastReport(ctx context.Context, mine *store.Personal) (report alex.Report, made time.Time, err error) {
	list, err := mine.Reports(ctx, store.Page{Limit: 1})
	if err != nil || len(list.Items) == 0 {
		return report, made, err
	}
	if report, err = mine.Report(ctx, list.Items[0].ID); err != nil {
		return report, made, err
	}
	if report.GeneratedAt != nil {
		made = *report.GeneratedAt
	}
	return report, made, nil
}

// lastLetter is how the checks stood when somebody last looked at them for a
// letter.
func lastLetter(past []store.Review) (review.Standing, time.Time) {
	for _, r := range past {
		if len(r.Checks) > 0 {
			return r.Checks, r.UpdatedAt
		}
	}
	return nil, time.Time{}
}
