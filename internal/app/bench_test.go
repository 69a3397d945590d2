package app_test

import (
	"context"
	"path/filepath"
	"testing"

	"alex/internal/app"
)

func BenchmarkAnalyzeHousehold(b *testing.B) {
	in := household(b, filepath.Join(households, "near-retirement-couple"))
	for b.Loop() {
		if _, err := app.Analyze(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
}
