package lambda

import (
	"context"
	"encoding/json"

	"alex"
	"alex/internal/app"
)

// Ingest keeps texts by others. Who may invoke the function may bring them.
type Ingest struct {
	// Ingest is as that of *app.Function.
	Ingest func(ctx context.Context, event []byte) (alex.ID, error)
}

// Invoke keeps one text, {"text": "…", "metadata": {…}} as POST /api/ingest takes
// it, and answers {"documentId": "…"}. The same text again is the same document.
func (i Ingest) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	id, err := i.Ingest(ctx, event)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]alex.ID{"documentId": id})
}

// Sweeper does each minute what a server does all the time.
type Sweeper struct {
	// Sweep is as that of *app.Function.
	Sweep func(ctx context.Context) (app.Swept, error)
}

// Invoke sweeps once, whatever the event, and answers what it came to.
func (s Sweeper) Invoke(ctx context.Context, _ []byte) ([]byte, error) {
	swept, err := s.Sweep(ctx)
	if err != nil {
		return nil, err
	}
	return json.Marshal(swept)
}
