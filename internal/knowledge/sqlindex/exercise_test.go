package sqlindex_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/knowledgetest"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// TestExercise holds the index to the port. A document goes from it with its row.
func TestExercise(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		knowledgetest.Exercise(t, func(t *testing.T) knowledgetest.Fixture {
			t.Helper()
			return fixture(t, sqlitetest.Open(t))
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		knowledgetest.Exercise(t, func(t *testing.T) knowledgetest.Fixture {
			t.Helper()
			return fixture(t, server.Open(t))
		})
	})
}

func fixture(t *testing.T, s *store.Store) knowledgetest.Fixture {
	t.Helper()
	keeper, made := sqlindex.Keeper(s), atomic.Int64{}
	if _, err := keeper.Settle(t.Context(), knowledgetest.Model()); err != nil {
		t.Fatal(err)
	}
	return knowledgetest.Fixture{
		Index: sqlindex.New(s, knowledgetest.Model()),
		Document: func(t *testing.T, tenant knowledge.Tenant, passages int) alex.ID {
			t.Helper()
			if tenant != "" {
				person(t, s, tenant)
			}
			d, err := keeper.Add(t.Context(), knowledge.NewDocument{
				Tenant: tenant, Source: "s", Title: "T", Origin: alex.OriginIngest,
				ContentHash: fmt.Sprintf("%064x", made.Add(1)), Passages: slices.Repeat([]string{"words"}, passages),
			})
			if err != nil {
				t.Fatal(err)
			}
			return d.ID
		},
		Remove: func(ctx context.Context, tenant knowledge.Tenant, id alex.ID, _ int) error {
			if tenant == knowledge.Everybody {
				_, err := keeper.Forget(ctx, id)
				return err
			}
			_, err := keeper.Remove(ctx, tenant, id)
			return err
		},
	}
}
