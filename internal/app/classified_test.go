package app_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"alex"
	"alex/internal/app"
)

// TestClassifiedShare wants 95 % of the dollars of the sample files and
// households to be of known asset class, by the reference and the rules.
func TestClassifiedShare(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../testdata/brokers/*.*")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(households, "*", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var total, classified alex.Money
	read := 0
	for _, name := range append(files, more...) {
		out, err := app.Analyze(context.Background(), app.Analysis{Files: []app.PositionsFile{onDisk(name)}})
		if alex.CodeOf(err) == alex.CodeInvalid {
			continue // a history, or a layout that needs a mapping
		}
		if err != nil {
			t.Fatal(err)
		}
		read++
		unknown := alex.Exposed(out.Portfolio.ByAssetClass, alex.KeyUnclassified)
		known := out.Portfolio.TotalValue.Sub(unknown)
		total, classified = total.Add(out.Portfolio.TotalValue), classified.Add(known)
		if unknown.Sign() > 0 {
			t.Logf("%s: %s of %s unclassified", filepath.Base(name), unknown.Cents(), out.Portfolio.TotalValue.Cents())
		}
	}
	share := classified.PercentOf(total)
	t.Logf("%s of %s in %d files is classified: %s %%", classified.Cents(), total.Cents(), read, share.Fixed(2))
	if read < 20 || share.Cmp(alex.DecimalOf(95)) < 0 {
		t.Errorf("%s %% of the dollars of %d files is classified, want 95 of 20", share.Fixed(2), read)
	}
}

func onDisk(name string) app.PositionsFile {
	return app.PositionsFile{Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) }}
}
