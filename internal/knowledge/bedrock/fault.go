package bedrock

import (
	"context"

	"alex/internal/knowledge/awsfault"
)

// failed is what err means.
func (e *Embedder) failed(ctx context.Context, err error) error {
	return awsfault.Read(ctx, e.model.Name, err, 0, e.now())
}
