package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/store"
)

// Overview is how the installation stands, for those who run it.
type Overview struct {
	Version   string    `json:"version" doc:"of Alex"`
	Figures   string    `json:"figures" doc:"versions of what computes: on them a report depends"`
	StartedAt time.Time `json:"startedAt"`

	Database DatabaseState            `json:"database"`
	People   PeopleCounts             `json:"people"`
	Jobs     map[alex.JobStatus]int64 `json:"jobs" nullable:"false"`

	OldestPendingSeconds int64 `json:"oldestPendingSeconds" doc:"how long the job waits that has waited longest; 0: none waits"`
	FailedLastDay        int64 `json:"failedLastDay"`

	Backups  BackupState  `json:"backups"`
	DiskFree *int64       `json:"diskFree" nullable:"true" doc:"bytes where the data are; null: the system does not say"`
	Models   []ModelState `json:"models" nullable:"false"`
}

// DatabaseState is which engine it is, and which schema.
type DatabaseState struct {
	Engine string `json:"engine"`
	Schema int64  `json:"schema" doc:"version of the schema; 0: the serving login may not read it"`
	Latest int64  `json:"latest" doc:"version that this program knows"`
}

// PeopleCounts is how many people there are, by state.
type PeopleCounts struct {
	Active   int64 `json:"active"`
	Disabled int64 `json:"disabled"`
	Demos    int64 `json:"demos"`
}

// BackupState is when backups were made and will be.
type BackupState struct {
	LastVerified *time.Time `json:"lastVerified" nullable:"true"`
	Next         *time.Time `json:"next" nullable:"true" doc:"null: none is planned"`
	Failures     int        `json:"failures" doc:"since the last one that was verified"`
}

const lastDay = 24 * time.Hour

func (s *Server) adminOverview(ctx context.Context, _ *nothing) (*body[Overview], error) {
	now := s.Now()
	state, err := s.Office.State(ctx)
	if err != nil {
		return nil, err
	}
	census, err := s.Store.System().Census(ctx, now.Add(-lastDay))
	if err != nil {
		return nil, err
	}
	o := Overview{
		Version: state.Release, Figures: s.Version, StartedAt: state.StartedAt, Database: DatabaseState{state.Engine, state.Schema, state.Latest},
		People: PeopleCounts{census.Active, census.Disabled, census.Demos}, Jobs: census.Jobs, FailedLastDay: census.Failed,
		Backups:  BackupState{state.LastBackup, state.NextBackup, state.BackupFailures},
		DiskFree: state.DiskFree, Models: append([]ModelState{}, state.Models...),
	}
	if census.OldestPending != nil {
		o.OldestPendingSeconds = max(0, int64(now.Sub(*census.OldestPending)/time.Second))
	}
	return &body[Overview]{o}, nil
}

// AuditBody is an act as operators see it. Person is whose account it was
// about; null where it was nobody's, or where that person is gone.
type AuditBody struct {
	ID      alex.ID           `json:"id" format:"uuid"`
	At      time.Time         `json:"at"`
	Act     alex.Act          `json:"act"`
	Actor   alex.Actor        `json:"actor" doc:"self, system, operator: and the name of the key, person: and a hash, or assistant for a program that a person lets read"`
	Person  *alex.PersonID    `json:"person" nullable:"true"`
	Detail  map[string]string `json:"detail" nullable:"false"`
	Network string            `json:"network"`
}

func auditBody(e alex.AuditEntry) AuditBody {
	b := AuditBody{ID: e.ID, At: e.At, Act: e.Act, Actor: e.Actor, Detail: e.Detail, Network: e.Network}
	if _, program := e.Actor.AccessKey(); program { // its name is the person's own words
		b.Actor = actorAssistant
	}
	if e.PersonID != "" {
		b.Person = &e.PersonID
	}
	return b
}

type getAudit struct {
	PageQuery
	Act    string `query:"act" maxLength:"40" doc:"only this act"`
	Person string `query:"person" maxLength:"255" doc:"only what is about this person, by id"`
}

func (s *Server) adminAudit(ctx context.Context, in *getAudit) (*list[AuditBody], error) {
	page, err := s.Store.System().Audit(ctx, store.AuditFilter{Act: alex.Act(in.Act), Person: alex.PersonID(in.Person)}, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, auditBody), nil
}

type (
	backups struct {
		Body BackupList
	}
	backupStarted struct {
		Body BackupStarted
	}
)

// BackupList is every backup that lies in the folder of this process.
type BackupList struct {
	Items []BackupFile `json:"items" nullable:"false"`
}

// BackupStarted is the backup that was made, or null where it takes longer than
// a request: it goes on.
type BackupStarted struct {
	Backup *BackupFile `json:"backup"`
}

// TransformSchema lets the backup be null.
func (BackupStarted) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["backup"] = orNull(s.Properties["backup"])
	return s
}

func (s *Server) adminBackups(ctx context.Context, _ *nothing) (*backups, error) {
	files, err := s.Office.Backups(ctx)
	return &backups{BackupList{append([]BackupFile{}, files...)}}, err
}

// adminBackup makes a backup, which goes on when the client has gone.
func (s *Server) adminBackup(ctx context.Context, _ *nothing) (*backupStarted, error) {
	file, ended, err := soon(ctx, s.Office.Backup)
	if err != nil || !ended {
		return &backupStarted{}, err
	}
	return &backupStarted{Body: BackupStarted{&file}}, nil
}

// longWork is how long a request waits for what goes on when it does not.
const longWork = 10 * time.Second

// soon is what do answers; ended is false where it takes longer than longWork, or
// than the client waits: then it goes on.
func soon[T any](ctx context.Context, do func(context.Context) (T, error)) (out T, ended bool, err error) {
	type outcome struct {
		out T
		err error
	}
	done := make(chan outcome, 1)
	going := context.WithoutCancel(ctx)
	go func() {
		out, err := do(going)
		done <- outcome{out, err}
	}()
	timer := time.NewTimer(longWork)
	defer timer.Stop()
	select {
	case o := <-done:
		return o.out, true, o.err
	case <-timer.C:
	case <-ctx.Done():
	}
	return out, false, nil
}
