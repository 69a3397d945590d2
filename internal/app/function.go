package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"alex"
	"alex/internal/agent/lambdacall"
	"alex/internal/api"
	"alex/internal/config"
	"alex/internal/knowledge"
	"alex/internal/queue"
	"alex/internal/queue/sqs"
	"alex/internal/telemetry"
)

// Function is Alex as a function of AWS Lambda. Nothing of it goes on between two
// events but what is begun anew at the next: no worker, no housekeeping.
type Function struct {
	app   *App
	cfg   config.Config
	queue *sqs.Queue // nil where none is set
	emf   *telemetry.EMF
	posts *letters // nil where no e-mail is sent

	posted int64 // e-mails that had begun when it settled last
	pause  func(time.Duration)
}

// OpenFunction opens Alex for the events of a function. It asks nobody but the
// database, which has to be up to date: functions do not migrate it. Metrics are
// written to the log that CloudWatch keeps of the function.
func OpenFunction(ctx context.Context, cfg config.Config, log *slog.Logger, metrics io.Writer) (*Function, error) {
	a, err := openMigrated(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	f := &Function{app: a, cfg: cfg, emf: telemetry.NewEMF(a.Metrics, metrics, time.Now), pause: time.Sleep}
	if err := f.open(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return f, nil
}

func (f *Function) open(ctx context.Context) (err error) {
	a := f.app
	a.wake = silent{}
	if a.Research != nil {
		a.Research.Elsewhere = true
	}
	if f.cfg.QueueURL != "" {
		if f.queue, err = newQueue(ctx, f.cfg, a.Runner.Log); err != nil {
			return err
		}
		a.wake = f.queue
	}
	if a.Mail != nil && f.cfg.Role == "sweeper" {
		f.posts, err = a.letters(ctx, f.cfg)
	}
	return err
}

// silent wakes nobody.
type silent struct{}

func (silent) Send(context.Context, queue.Message) error { return nil }

func (silent) Receive(ctx context.Context) (queue.Message, error) {
	<-ctx.Done()
	return queue.Message{}, ctx.Err()
}

// Close closes the database.
func (f *Function) Close() error { return f.app.Close() }

// Settle gives what is on its way two seconds: spans to those who take them, and
// e-mails; then it writes what was counted. It is to be called before a function may
// be frozen. What is not taken is taken later, or counted as dropped. The answer waits
// for it: where e-mails have begun it takes the two seconds whatever becomes of them,
// or it would tell who asks for a new password whether there is an account.
func (f *Function) Settle(ctx context.Context) {
	_ = f.app.Tracing.ForceFlush(ctx)
	if f.app.posting != nil {
		if f.app.posted() != f.posted {
			f.pause(lastWait)
			f.posted = f.app.posted() // one may begin another
		} else {
			within(lastWait, f.app.posting) // of an event before
		}
	}
	if err := f.emf.Write(f.cfg.Role == "sweeper"); err != nil {
		f.app.Runner.Log.LogAttrs(ctx, slog.LevelWarn, "metrics were not written", slog.Any("error", err))
	}
}

const lastWait = 2 * time.Second

// apiPatience is less than the 30 seconds of an HTTP API, and as long as it can be: a
// database that sleeps takes a while to wake.
const apiPatience = 28 * time.Second

// Handler is the API as it is configured. Its streams say how things stand, and
// end.
func (f *Function) Handler(ctx context.Context) (http.Handler, error) {
	if f.queue == nil && f.cfg.Role == "api" {
		return nil, alex.Invalid("ALEX_QUEUE_URL", "is empty: a function wakes others through it")
	}
	server, err := f.app.server(ctx, f.cfg, f.app.Runner.Log, nil)
	if err != nil {
		return nil, err
	}
	server.Hub.Brief, server.Patience = true, apiPatience
	return server.Handler(), nil
}

// Batch is what SQS's messages are handed over in, and Failed says which of them
// failed.
type (
	Batch  = sqs.Event
	Failed = sqs.Outcome
)

// giveBack is how long before its deadline a function gives a job back.
const giveBack = 30 * time.Second

// Work works the jobs that a batch of messages names, one after the other, and
// answers which of the messages failed; those come again soon. A job that is done,
// or cannot be claimed for another reason, is not worked, and its message is done
// with. A job that the deadline of ctx leaves no time for is given back with what is
// finished of it, and goes on by the message that follows.
func (f *Function) Work(ctx context.Context, b Batch) Failed {
	working := ctx
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		working, cancel = context.WithDeadline(ctx, deadline.Add(-giveBack))
		defer cancel()
	}
	failed := f.app.workBatch(working, b, f.queue)
	if f.queue != nil {
		f.queue.Return(ctx, b, failed)
	}
	return failed
}

// Call is what an agent's function is invoked with.
type Call = lambdacall.Call

// Assist is as that of App.
func (f *Function) Assist(ctx context.Context, who alex.Agent, call Call) ([]byte, error) {
	return f.app.Assist(ctx, who, call)
}

// Ingest keeps a text for everybody, as POST /api/ingest does, and answers the id
// of its document.
func (f *Function) Ingest(ctx context.Context, event []byte) (alex.ID, error) {
	var in api.IngestInput
	if err := json.Unmarshal(event, &in); err != nil {
		return "", alex.Invalid("event", "is no text with what is said of it: {\"text\": …, \"metadata\": {\"source\": …, \"title\": …, \"date\": …}}")
	}
	d, err := f.app.Library.Add(ctx, knowledge.Everybody, knowledge.Text{
		Source: in.Metadata.Source, Title: in.Metadata.Title, PublishedOn: in.Metadata.Date, Labels: in.Metadata.Labels,
		Origin: alex.OriginIngest, Body: in.Text,
	})
	return d.ID, err
}

// Swept is what a sweep came to.
type Swept struct {
	Failed int64 `json:"failed"` // jobs whose workers died too often
	Sent   int   `json:"sent"`   // messages of jobs that nobody works
}

// mostSent is how many jobs a sweep tells the queue of: the next comes in a minute.
const mostSent = 100

// Sweep does once what a server does all the time: it ends jobs whose workers died
// too often, tells the queue of those that are due where no message waits in it,
// clears away what has expired, makes found the texts that wait, forgets old ones, and
// sends the letters that are due.
func (f *Function) Sweep(ctx context.Context) (swept Swept, err error) {
	a := f.app
	swept.Failed, err = a.Runner.Sweep(ctx)
	sent, unsent := f.resend(ctx)
	swept.Sent = sent
	err = errors.Join(err, unsent, a.clear(ctx))
	a.catchTexts(ctx)
	a.expireTexts(ctx)
	if f.posts != nil {
		err = errors.Join(err, f.posts.send(ctx))
	}
	return swept, err
}

// resend tells the queue of jobs that are due. While messages wait, workers are
// only busy: more of them would not be of use.
func (f *Function) resend(ctx context.Context) (sent int, err error) {
	if f.queue == nil {
		return 0, nil
	}
	due, err := f.app.Store.System().DueJobs(ctx, f.app.Now(), mostSent)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	if n, err := f.queue.Waiting(ctx); err != nil || n > 0 {
		return 0, err
	}
	for _, job := range due {
		if err := f.queue.Send(ctx, queue.Message{Job: job}); err != nil {
			return sent, err
		}
		sent++
	}
	return sent, nil
}

// WorkBatch works the jobs of a batch, and answers which messages failed.
func (a *App) WorkBatch(ctx context.Context, e sqs.Event) sqs.Outcome {
	return a.workBatch(ctx, e, nil)
}

// lookAgain is when a message follows one whose job has not ended: a worker that dies
// has been missed by then for a lease.
const lookAgain = time.Minute

// goOn has a job that was given back, or has just ended, tried again at once.
func goOn(ctx context.Context, q *sqs.Queue, m queue.Message) error {
	if q == nil {
		return errors.New("its time is over, and its job goes on at another try")
	}
	return q.Send(ctx, m)
}

// workBatch works the jobs of a batch. Where there is a queue, a message of a job that
// has not ended sends the next one before it begins, so that a job goes on whoever
// dies, and nobody has to look for it in the database meanwhile, which can sleep. One
// that another follows is done with whatever becomes of it: if it came again too, it
// would send a next one each time, and each of those as many.
func (a *App) workBatch(ctx context.Context, e sqs.Event, q *sqs.Queue) sqs.Outcome {
	work := func(ctx context.Context, m queue.Message) error {
		open, err := a.Store.System().JobOpen(ctx, m.Job)
		if err != nil || !open {
			return err
		}
		follows := false
		if q != nil {
			if err := q.SendLater(ctx, m, lookAgain); err != nil {
				a.Runner.Log.LogAttrs(ctx, slog.LevelWarn, "no message follows, the sweeper finds the job", slog.String("job", string(m.Job)), slog.Any("error", err))
			} else {
				follows = true
			}
		}
		ran, err := a.Runner.RunMessage(ctx, m)
		if ran && err == nil && ctx.Err() != nil {
			err = goOn(context.WithoutCancel(ctx), q, m)
		}
		if err != nil && follows {
			a.Runner.Log.LogAttrs(ctx, slog.LevelError, "a job was not worked, its next message tries again", slog.String("job", string(m.Job)), slog.Any("error", err))
			return nil
		}
		return err
	}
	return sqs.Batch(ctx, e, work, func(id string, err error) {
		a.Runner.Log.LogAttrs(ctx, slog.LevelError, "a message failed", slog.String("message", id), slog.Any("error", err))
	})
}
