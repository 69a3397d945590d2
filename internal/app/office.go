package app

import (
	"context"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/auth/local"
	"alex/internal/config"
	"alex/internal/store"
)

// office is what operators do by the API.
type office struct {
	people  People
	keys    *local.Issuer
	backups *Backups
	models  Models
	begun   time.Time
}

func (a *App) office(cfg config.Config, issuer *local.Issuer) api.Office {
	return &office{
		people: People{store: a.Store, issuer: issuer, cfg: cfg, mail: a.Mail}, keys: issuer, backups: a.Backups, models: a.Models, begun: a.Now().UTC(),
	}
}

// Admit verifies an operator's key, or the token of the configuration.
func (o *office) Admit(ctx context.Context, key, clientIP string) (alex.Actor, error) {
	return o.keys.Admit(ctx, key, o.people.cfg.AdminToken.Reveal(), clientIP)
}

// Invite makes an invitation, and mails it where Alex can.
func (o *office) Invite(ctx context.Context, email string) (api.Invited, error) {
	made, err := o.people.Invite(ctx, email, true)
	return api.Invited{Email: made.Email, Token: made.Token, Link: made.Link, ExpiresAt: made.Expires, Note: made.Note, Mailed: made.Mailed}, err
}

// ResetPassword gives a person another password, where Alex signs people in.
func (o *office) ResetPassword(ctx context.Context, person alex.PersonID) (string, error) {
	if err := o.people.local("given new passwords"); err != nil {
		return "", err
	}
	return o.people.issuer.ResetPassword(ctx, string(person))
}

// SignOut ends a person's sessions, where Alex keeps them.
func (o *office) SignOut(ctx context.Context, person alex.PersonID) error {
	if cfg := o.people.cfg; cfg.Auth != "local" {
		return alex.Errorf(alex.CodeConflict, "people sign in at %s: end their sessions there, or disable them here", cfg.ClerkIssuer)
	}
	return o.people.store.System().EndSessions(ctx, person)
}

// Backups lists those of this process's folder.
func (o *office) Backups(ctx context.Context) ([]api.BackupFile, error) {
	files, err := o.backups.List(ctx)
	list := make([]api.BackupFile, len(files))
	for i, file := range files {
		list[i] = shownBackup(file)
	}
	return list, err
}

// Backup makes another one.
func (o *office) Backup(ctx context.Context) (api.BackupFile, error) {
	file, err := o.backups.Make(ctx)
	return shownBackup(file), err
}

func shownBackup(f BackupFile) api.BackupFile {
	return api.BackupFile{Name: f.Name, CreatedAt: f.CreatedAt, Bytes: f.Bytes, BeforeMigration: f.BeforeMigration, Verified: f.Verified}
}

// State is how the installation stands.
func (o *office) State(ctx context.Context) (state api.OfficeState, err error) {
	state = api.OfficeState{Release: Release(), StartedAt: o.begun, Engine: o.people.store.Engine(), Models: o.models.states()}
	if state.LastBackup, state.NextBackup, state.BackupFailures, err = o.backups.Plan(ctx); err != nil {
		return state, err
	}
	if state.Schema, state.Latest, err = o.version(ctx); err != nil {
		return state, err
	}
	if free, known := freeSpace(existing(o.people.cfg.Data)); known {
		bytes := int64(min(free, 1<<62)) //nolint:gosec // it fits
		state.DiskFree = &bytes
	}
	return state, nil
}

// version is not the serving login's to read on PostgreSQL; there it is what
// this program has brought it to.
func (o *office) version(ctx context.Context) (applied, known int64, err error) {
	if !isPostgres(o.people.cfg) {
		return o.people.store.Version(ctx)
	}
	known, err = store.SchemaVersion()
	return known, known, err
}
