package app

import (
	"context"
	"log/slog"
	"sync"

	"alex"
	"alex/internal/config"
	models "alex/internal/llm/bedrock"
	"alex/internal/queue"
	"alex/internal/queue/local"
	"alex/internal/queue/sqs"
	"alex/internal/store/postgres"
	"alex/internal/telemetry"
)

// openWake opens what wakes the workers: the queue of SQS that is set, or else
// they hear of the jobs of their own process and, on PostgreSQL, of others.
// Whatever becomes of it, they look for jobs themselves.
func (a *App) openWake(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	if cfg.QueueURL != "" {
		return a.openQueue(ctx, cfg, log)
	}
	a.wake = local.New(workers)
	a.Runner.Queue = a.wake
	return a.listen(ctx, cfg)
}

// newQueue is the queue of SQS that is set. It asks nobody.
func newQueue(ctx context.Context, cfg config.Config, log *slog.Logger) (*sqs.Queue, error) {
	region, ok := cfg.QueueRegion()
	if !ok {
		return nil, alex.Invalid("ALEX_QUEUE_URL", "cannot be read")
	}
	settings, err := models.Default(ctx, region)
	return sqs.New(sqs.Options{URL: cfg.QueueURL, AWS: settings, Log: log}), err
}

// openQueue opens a queue of SQS. It is asked for messages while a worker waits
// for one, until the store is closed.
func (a *App) openQueue(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	q, err := newQueue(ctx, cfg, log)
	if err != nil {
		return err
	}
	a.wake, a.Runner.Queue = q, q
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	var group sync.WaitGroup
	group.Go(func() { q.Run(running) })
	a.Store.OnClose(func() error {
		stop()
		group.Wait()
		return nil
	})
	return nil
}

// listen wakes this process's workers for the jobs that others add.
func (a *App) listen(ctx context.Context, cfg config.Config) error {
	if !isPostgres(cfg) {
		return nil
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	listener, err := postgres.Listen(running, cfg.DatabaseURL.Reveal())
	if err != nil {
		stop()
		return err
	}
	go func() {
		for {
			job, err := listener.Next(running)
			if err != nil {
				return
			}
			_ = a.wake.Send(running, queue.Message{Job: job}) // the row is the outbox
		}
	}()
	a.Store.OnClose(func() error {
		stop()
		listener.Close()
		return nil
	})
	return nil
}

// awaken wakes a worker, here or elsewhere. Where that fails one finds the row.
func (a *App) awaken(ctx context.Context, job alex.ID) {
	err := a.wake.Send(ctx, queue.Message{Job: job, Trace: telemetry.Traceparent(ctx)}) // the row is the outbox
	if err != nil && a.Runner.Log != nil {
		a.Runner.Log.LogAttrs(ctx, slog.LevelWarn, "no worker was woken, one finds the job by itself", slog.String("job", string(job)), slog.Any("error", err))
	}
}
