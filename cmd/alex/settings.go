package main

import (
	"context"

	"alex/internal/cloud"
	"alex/internal/config"
)

// settings are those of the environment. Those that name a secret of Secrets Manager
// hold what it holds now; where none does, nobody is asked.
func (c console) settings(ctx context.Context) (config.Config, error) {
	secrets, err := keptSecrets(ctx)
	if err != nil {
		return config.Config{}, err
	}
	environ, err := secrets.Resolve(ctx, config.Environ(c.environ))
	if err != nil {
		return config.Config{}, err
	}
	return config.Load(environ)
}

// keptSecrets are those of the account that the environment says.
func keptSecrets(ctx context.Context) (*cloud.Secrets, error) {
	account, err := cloud.Default(ctx, "")
	if err != nil {
		return nil, err
	}
	return cloud.NewSecrets(account), nil
}
