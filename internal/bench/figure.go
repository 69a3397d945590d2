package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// figures are the measurements by "package/path Name/of/it unit", as benchmarks
// report them, and what the heads of the files say by "bench commit" and the like.
type figures struct {
	values map[string]float64
	about  map[string]string
}

// readKept reads what was kept; a file that is not there yet has no figures.
func readKept(root string) (figures, error) {
	f := figures{values: map[string]float64{}, about: map[string]string{}}
	for of, name := range map[string]string{"bench": keptBench, "load": keptLoad} {
		if err := f.read(root, of, name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return f, fmt.Errorf("%s: %w", name, err)
		}
	}
	return f, nil
}

// cores ends a name: how many processors the benchmark had.
var cores = regexp.MustCompile(`-\d+$`)

func (f figures) read(root, of, name string) error {
	file, err := os.Open(filepath.Join(root, name))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	reader := benchfmt.NewReader(file, name)
	for reader.Scan() {
		switch record := reader.Result().(type) {
		case *benchfmt.Result:
			f.add(of, record)
		case *benchfmt.SyntaxError:
			return record
		}
	}
	return reader.Err()
}

func (f figures) add(of string, r *benchfmt.Result) {
	name := strings.TrimPrefix(r.GetConfig("pkg"), "alex/") + " " + cores.ReplaceAllString(string(r.Name), "")
	for _, v := range r.Values {
		value, unit := v.Value, v.Unit
		if v.OrigUnit != "" { // as it was printed
			value, unit = v.OrigValue, v.OrigUnit
		}
		f.values[name+" "+unit] = value
	}
	for _, key := range []string{"commit", "date", "toolchain", "cores", "cpu"} {
		if said := r.GetConfig(key); said != "" {
			f.about[of+" "+key] = said
		}
	}
}
