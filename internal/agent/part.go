package agent

import (
	"context"
	"encoding/json"
	"fmt"

	"alex"
)

// kept loads a part of the case, or makes and keeps it. Either way into is
// read from the kept JSON, so that a job taken up again works on exactly what
// the first claim worked on.
func kept[T any](ctx context.Context, c Case, kind alex.PartKind, into *T, do func(context.Context) (T, error)) error {
	body, found, err := c.LoadPart(ctx, kind)
	if err != nil {
		return err
	}
	if found && json.Unmarshal(body, into) != nil {
		found = false // of another release: it is made again
	}
	if !found {
		*into = *new(T)
		made, err := do(ctx)
		if err != nil {
			return err
		}
		if body, err = json.Marshal(made); err != nil {
			return err
		}
		if err := c.SavePart(ctx, kind, body); err != nil {
			return err
		}
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("part %s: %w", kind, err)
	}
	return nil
}

func save(ctx context.Context, c Case, kind alex.PartKind, part any) error {
	body, err := json.Marshal(part)
	if err != nil {
		return err
	}
	return c.SavePart(ctx, kind, body)
}
