package api_test

import (
	"context"
	"strings"
	"sync"
	"time"

	"alex"
	"alex/internal/api"
)

// desk stands in for those who keep keys and backups: "key-of-X" is operator
// X's, and "ingest-key" is for another role.
type desk struct {
	mu      sync.Mutex
	made    []api.BackupFile
	invited []string
}

func (*desk) Admit(_ context.Context, key, _ string) (alex.Actor, error) {
	name, good := strings.CutPrefix(key, "key-of-")
	switch {
	case good:
		return alex.OperatorActor(name), nil
	case key == "ingest-key":
		return "", alex.Errorf(alex.CodeForbidden, "this key is for ingest, not for this")
	default:
		return "", alex.Errorf(alex.CodeUnauthorized, "this key is not good")
	}
}

func (d *desk) Invite(_ context.Context, email string) (api.Invited, error) {
	if !strings.Contains(email, "@") {
		return api.Invited{}, alex.Invalid("email", "is no e-mail address")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.invited = append(d.invited, email)
	return api.Invited{Email: email, Token: "a token", ExpiresAt: time.Unix(1, 0).UTC()}, nil
}

func (*desk) ResetPassword(context.Context, alex.PersonID) (string, error) { return "new words", nil }

func (*desk) SignOut(context.Context, alex.PersonID) error { return nil }

func (d *desk) Backups(context.Context) ([]api.BackupFile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]api.BackupFile{}, d.made...), nil
}

func (d *desk) Backup(context.Context) (api.BackupFile, error) {
	whole := true
	file := api.BackupFile{Name: "alex-20261102T090000.000000Z.backup", CreatedAt: time.Unix(1, 0).UTC(), Bytes: 7, Verified: &whole}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.made = append(d.made, file)
	return file, nil
}

func (*desk) State(context.Context) (api.OfficeState, error) {
	return api.OfficeState{Release: "v1.2.3", StartedAt: time.Unix(1, 0).UTC(), Engine: "sqlite", Schema: 16, Latest: 16}, nil
}
