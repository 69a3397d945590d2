package api

import (
	"context"
	"time"

	"alex"
)

// Office is what those who run Alex do beyond the rows of the store.
type Office interface {
	// Admit says who brings a key, for the log of acts. alex.CodeUnauthorized
	// for what is no good key, alex.CodeForbidden for one of another role,
	// alex.CodeThrottled after too many failures from the client's address.
	Admit(ctx context.Context, key, clientIP string) (alex.Actor, error)

	// Invite lets the owner of an e-mail address sign up, once; ResetPassword
	// gives a person another password. What they answer is shown once. Where
	// someone else signs people in they are alex.CodeInvalid.
	Invite(ctx context.Context, email string) (Invited, error)
	ResetPassword(ctx context.Context, person alex.PersonID) (password string, err error)

	// SignOut ends every session of a person; alex.CodeConflict where someone
	// else keeps them.
	SignOut(ctx context.Context, person alex.PersonID) error

	// Backups are those that Alex made by itself, the newest first. Backup makes
	// another; alex.CodeConflict while one is being made.
	Backups(ctx context.Context) ([]BackupFile, error)
	Backup(ctx context.Context) (BackupFile, error)

	State(ctx context.Context) (OfficeState, error)
}

// Invited is an invitation as it is shown once.
type Invited struct {
	Email     string    `json:"email"`
	Token     string    `json:"token"`
	Link      string    `json:"link" doc:"empty where it is not known how people reach Alex"`
	ExpiresAt time.Time `json:"expiresAt"`
	Note      string    `json:"note" doc:"why it may not be needed, or may not work; may be empty"`
	Mailed    bool      `json:"mailed"`
}

// BackupFile is a backup that Alex made by itself.
type BackupFile struct {
	Name            string    `json:"name"`
	CreatedAt       time.Time `json:"createdAt"`
	Bytes           int64     `json:"bytes"`
	BeforeMigration bool      `json:"beforeMigration"`
	Verified        *bool     `json:"verified" doc:"it reads back whole; null: nobody has looked yet"`
}

// OfficeState is how the installation stands.
type OfficeState struct {
	Release   string // version of Alex
	StartedAt time.Time

	Engine         string
	Schema, Latest int64 // versions; 0 where the serving login may not read them

	LastBackup, NextBackup *time.Time
	BackupFailures         int // since the last success
	DiskFree               *int64
	Models                 []ModelState
}

// ModelState is how a model that is configured answers at the moment.
type ModelState struct {
	Model string `json:"model"`
	Open  bool   `json:"open" doc:"it is not asked for a while, after too many failures"`
}
