package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing/fstest"
)

const insertVersion = `INSERT INTO ` + versionTable + ` (version_id, is_applied) VALUES ($1, TRUE)`

// layBaseline makes the schema of an empty database at once, and reports whether it
// did: not where the engine has no baseline, or one of other migrations than files.
func (s *Store) layBaseline(ctx context.Context, files fstest.MapFS) (isLaid bool, err error) {
	engine, ok := s.engine.(Baseliner)
	if !ok || !strings.HasPrefix(engine.Baseline(), baselineHead(files)) {
		return false, nil
	}
	if is, err := s.isEmpty(ctx, s.db); err != nil || !is {
		return false, err
	}
	err = s.unscoped(ctx, func(q Querier) error {
		if isLaid, err = s.isEmpty(ctx, q); err != nil || !isLaid { // another process was first
			return err
		}
		if _, err := q.ExecContext(ctx, engine.Baseline()); err != nil {
			return err
		}
		names, err := fileNames(files)
		if err != nil {
			return err
		}
		// The migration tool counts from a version 0, that of an empty database.
		for _, version := range append([]int64{0}, slices.Sorted(maps.Keys(names))...) {
			if _, err := q.ExecContext(ctx, insertVersion, version); err != nil {
				return err
			}
		}
		return record(ctx, q, files, names)
	})
	return isLaid && err == nil, err
}

// isEmpty reports whether a database has no table, where the engine can have a baseline.
func (s *Store) isEmpty(ctx context.Context, q Querier) (is bool, err error) {
	engine, ok := s.engine.(Baseliner)
	if !ok {
		return false, nil
	}
	return is, q.QueryRowContext(ctx, engine.EmptyQuery()).Scan(&is)
}

// baselineHead is the first line of the baseline that those migrations make.
func baselineHead(files fstest.MapFS) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		_, _ = fmt.Fprintf(sum, "%s %s\n", checksum(files, name), name) // a hash takes everything
	}
	return "-- What the migrations make whose sum is " + hex.EncodeToString(sum.Sum(nil)) + ".\n"
}

// BaselineHead is the first line of an engine's baseline: without it, or with that of
// other migrations, the baseline is left alone.
func BaselineHead(engine Engine) (string, error) {
	files, err := rendered(engine)
	return baselineHead(files), err
}
