package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"alex"
	"alex/internal/research"
	"alex/internal/store"
)

// Research looks for texts that reports may quote: by itself when its time has
// come, or when an operator asks. The exported fields are set before it is used.
type Research struct {
	Researcher *research.Researcher
	Every      time.Duration // 0 is off
	Now        func() time.Time
	Log        *slog.Logger
	Store      *store.Store
	Elsewhere  bool // a function of its own leads the rounds; this process may be frozen

	mu     sync.Mutex
	life   context.Context // of the rounds that operators begin; nil before the first
	end    context.CancelFunc
	rounds sync.WaitGroup
}

const (
	researchChore = "research schedule"
	researchLease = 15 * time.Minute // after which another process tries, should this one die
	firstResearch = 5 * time.Minute  // after the first start
	researchAgain = 15 * time.Minute // after a failure
	researchLooks = time.Minute      // between looks for whether a round is due
	roundEnding   = 12 * time.Second // that a round has to write down that it was stopped
)

// Begin begins a round about a topic, of 3 to 200 characters, or about one of
// Alex's own choice where it is empty, and answers it as it begins. The round
// goes on when ctx ends, and ends when the service stops. alex.CodeConflict while
// another one is going on.
func (x *Research) Begin(ctx context.Context, topic string) (store.ResearchRound, error) {
	if x.Elsewhere {
		return store.ResearchRound{}, alex.Errorf(alex.CodeConflict, "a function of its own looks for texts here: by its schedule, or when alex research asks for a round")
	}
	within, done, err := x.enter(ctx)
	if err != nil {
		return store.ResearchRound{}, err
	}
	begun, failed := make(chan store.ResearchRound, 1), make(chan error, 1)
	go func() {
		defer done()
		round, err := x.round(within, topic, begun)
		if round.ID == "" && err != nil {
			x.tell(within, "a round of research that an operator asked for did not begin", err)
		}
		failed <- err
	}()
	select {
	case round := <-begun:
		return round, nil
	case err := <-failed:
		select {
		case round := <-begun: // it was short
			return round, nil
		default:
			return store.ResearchRound{}, err
		}
	case <-ctx.Done():
		return store.ResearchRound{}, ctx.Err()
	}
}

// round leads a round by an operator, and tells when it has begun.
func (x *Research) round(ctx context.Context, topic string, begun chan<- store.ResearchRound) (round store.ResearchRound, err error) {
	defer caught(&err)
	r := *x.Researcher
	r.Keeper = announcing{r.Keeper, begun}
	return r.Round(ctx, topic, store.ChosenByOperator)
}

// announcing tells which round begins.
type announcing struct {
	research.Keeper
	begun chan<- store.ResearchRound
}

func (a announcing) BeginRound(ctx context.Context, topic, chosenBy string) (store.ResearchRound, error) {
	round, err := a.Keeper.BeginRound(ctx, topic, chosenBy)
	if err == nil {
		a.begun <- round
	}
	return round, err
}

// enter is a context for a round that goes on without who asked for it.
func (x *Research) enter(ctx context.Context) (within context.Context, done func(), err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.live()
	if x.life.Err() != nil {
		return nil, nil, alex.Errorf(alex.CodeUnavailable, "the server is stopping")
	}
	x.rounds.Add(1)
	within, cancel := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(x.life, cancel)
	return within, func() {
		forget()
		cancel()
		x.rounds.Done()
	}, nil
}

func (x *Research) live() {
	if x.life == nil {
		x.life, x.end = context.WithCancel(context.Background())
	}
}

// close ends the rounds that go on here, and waits until they are written down,
// but no longer than that takes; none begins any more.
func (x *Research) close() {
	x.mu.Lock()
	x.live()
	x.end()
	x.mu.Unlock()
	if !within(roundEnding, x.rounds.Wait) {
		x.Log.Warn("stopped without waiting any longer for a round of research")
	}
}

// run leads rounds when they are due, until ctx ends, and ends those that
// operators have begun.
func (x *Research) run(ctx context.Context) {
	defer x.close()
	if x.Every <= 0 {
		<-ctx.Done()
		return
	}
	ticker := time.NewTicker(researchLooks)
	defer ticker.Stop()
	for {
		if err := x.makeDue(ctx); err != nil && ctx.Err() == nil {
			x.tell(ctx, "the schedule of research failed", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// makeDue leads a round of Alex's own choice if it is time for one, and nobody
// else does.
func (x *Research) makeDue(ctx context.Context) (err error) {
	defer caught(&err)
	now := x.Now()
	due, err := x.Store.System().TakeChore(ctx, store.Taking{
		Name: researchChore, Now: now, First: now.Add(min(x.Every, firstResearch)), Then: now.Add(min(x.Every, researchLease)),
		Latest: now.Add(max(x.Every, researchLease)),
	})
	if err != nil || !due {
		return err
	}
	_, err = x.Researcher.Round(ctx, "", store.ChosenBySchedule)
	return x.ended(ctx, err)
}

// ended writes down how it went. Where another round goes on, or the service
// stops, the next one is due when the chore was put off to.
func (x *Research) ended(ctx context.Context, failed error) error {
	if alex.CodeOf(failed) == alex.CodeConflict || ctx.Err() != nil {
		return nil
	}
	now, system := x.Now(), x.Store.System()
	if failed != nil {
		if err := system.ChoreFailed(ctx, researchChore, now.Add(min(x.Every, researchAgain))); err != nil {
			return err
		}
		return failed
	}
	return system.ChoreDone(ctx, researchChore, now, now.Add(x.Every))
}

// Plan is how often Alex looks for texts by itself, 0 where it does not, and
// when next, in whichever process; nil where that is not planned.
func (x *Research) Plan(ctx context.Context) (every time.Duration, next *time.Time, err error) {
	if x.Every <= 0 {
		return 0, nil, nil
	}
	c, err := x.Store.System().Chore(ctx, researchChore)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return x.Every, nil, nil
	}
	if err != nil {
		return x.Every, nil, err
	}
	return x.Every, &c.RunAfter, nil
}

func (x *Research) tell(ctx context.Context, what string, err error) {
	if alex.CodeOf(err) != alex.CodeConflict && alex.CodeOf(err) != alex.CodeInvalid {
		x.Log.LogAttrs(ctx, slog.LevelError, what, slog.Any("error", err))
	}
}
