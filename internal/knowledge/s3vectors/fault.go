package s3vectors

import (
	"context"

	"alex/internal/knowledge/awsfault"
)

// failed is what err means.
func (x *Index) failed(ctx context.Context, err error) error {
	return awsfault.Read(ctx, x.who(), err, 0, x.now())
}
