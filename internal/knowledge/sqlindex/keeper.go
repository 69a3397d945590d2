package sqlindex

import (
	"context"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// Keeper keeps documents in a store.
func Keeper(s *store.Store) knowledge.Keeper { return keeper{s} }

type keeper struct{ store *store.Store }

func (k keeper) Settle(ctx context.Context, m knowledge.Model) (knowledge.Model, error) {
	stands, err := k.store.System().SettleEmbedder(ctx, store.Embedder{Model: m.Name, Dimension: m.Dimension})
	return knowledge.Model{Name: stands.Model, Dimension: stands.Dimension}, err
}

func (k keeper) Replace(ctx context.Context, m knowledge.Model) error {
	return k.store.System().ReplaceEmbedder(ctx, store.Embedder{Model: m.Name, Dimension: m.Dimension})
}

func (k keeper) Add(ctx context.Context, n knowledge.NewDocument) (alex.Document, error) {
	return k.store.System().AddDocument(ctx, store.NewDocument(n))
}

func (k keeper) Next(ctx context.Context, id, behind alex.ID) (knowledge.Unindexed, bool, error) {
	u, ok, err := k.store.System().Unindexed(ctx, id, behind)
	return knowledge.Unindexed(u), ok, err
}

func (k keeper) Indexed(ctx context.Context, id alex.ID, by knowledge.Model) error {
	return k.store.System().Indexed(ctx, id, store.Embedder{Model: by.Name, Dimension: by.Dimension})
}

func (k keeper) Remove(ctx context.Context, person alex.PersonID, document alex.ID) (int, error) {
	return k.store.As(person).RemoveDocument(ctx, document)
}

func (k keeper) Forgotten(ctx context.Context) (map[alex.ID]int, error) {
	return k.store.System().Forgotten(ctx)
}

func (k keeper) ForgottenEverywhere(ctx context.Context, document alex.ID) error {
	return k.store.System().ForgottenEverywhere(ctx, document)
}

func (k keeper) Expire(ctx context.Context, before time.Time) (map[alex.ID]int, error) {
	return k.store.System().ExpireResearch(ctx, before)
}

func (k keeper) Forget(ctx context.Context, document alex.ID) (int, error) {
	return k.store.System().RemoveDocument(ctx, document)
}

func (k keeper) Passages(ctx context.Context, person alex.PersonID, places []knowledge.Place) ([]alex.Found, error) {
	list := make([]alex.Passage, len(places))
	for i, p := range places {
		list[i] = alex.Passage{Document: p.Document, Ordinal: p.Ordinal}
	}
	return k.store.As(person).Passages(ctx, list)
}
