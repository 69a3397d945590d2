package api

import (
	"context"
	"encoding/json"
	"fmt"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// Recompute works the facts of a snapshot out once more, with what the tagger
// found laid over it.
type Recompute func(ctx context.Context, snapshot alex.Snapshot, tags []alex.Instrument) ([]alex.Fact, error)

// Verification is what recomputing a report gave. Another engine may rightly
// give other figures, so that nothing is compared then.
type Verification struct {
	Result      alex.VerifyResult `json:"result"`
	Differences []Difference      `json:"differences" nullable:"false"`
	Versions    VersionsCompare   `json:"versions"`
}

// VersionsCompare are the versions that the report was made by and those of
// this program.
type VersionsCompare struct {
	Stored  alex.Versions `json:"stored"`
	Current alex.Versions `json:"current"`
}

// Difference is one fact that is not as it was: the member of it that differs,
// as stored and as recomputed. A null is a fact that there is not.
type Difference struct {
	Fact       string  `json:"fact"`
	Field      string  `json:"field"`
	Stored     *string `json:"stored"`
	Recomputed *string `json:"recomputed"`
}

// verifyReport recomputes the facts from the stored snapshot, compares them
// with the stored ones, byte for byte, and remembers how the report stands.
func (s *Server) verifyReport(ctx context.Context, in *ByID) (*body[Verification], error) {
	return computed(ctx, s, func(ctx context.Context) (*body[Verification], error) { return s.verified(ctx, in) })
}

func (s *Server) verified(ctx context.Context, in *ByID) (*body[Verification], error) {
	mine := s.mine(ctx)
	r, err := mine.Report(ctx, in.id())
	if err != nil {
		return nil, err
	}
	v, err := s.verification(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := mine.SaveVerified(ctx, alex.ID(in.ID), alex.Verified{Result: v.Result, At: s.Now()}); err != nil {
		return nil, err
	}
	return &body[Verification]{v}, nil
}

func (s *Server) verification(ctx context.Context, r alex.Report) (v Verification, err error) {
	var snapshot alex.Snapshot
	var tags []alex.Instrument
	if err := s.part(ctx, r.JobID, alex.PartSnapshot, &snapshot); err != nil {
		return v, err
	}
	if snapshot.AsOf.IsZero() || s.Recompute == nil {
		return v, alex.Errorf(alex.CodeConflict, "this report cannot be recomputed here: what it was made of is not kept")
	}
	if err := s.part(ctx, r.JobID, alex.PartTags, &tags); err != nil {
		return v, err
	}
	v = Verification{Differences: []Difference{}, Versions: versions(snapshot)}
	if v.Versions.Stored != v.Versions.Current {
		v.Result = alex.VerifyEngineChanged
		return v, nil
	}
	facts, err := s.Recompute(ctx, snapshot, tags)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return v, err
	}
	v.Differences, err = compared(r, facts)
	v.Result = alex.VerifySame
	if len(v.Differences) > 0 {
		v.Result = alex.VerifyDifferent
	}
	return v, err
}

// part reads a part of the person's own job; into stays as it is where the
// part was never kept.
func (s *Server) part(ctx context.Context, job alex.ID, kind alex.PartKind, into any) error {
	text, found, err := s.mine(ctx).Part(ctx, job, kind)
	if err != nil || !found {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("part %s of job %s: %w", kind, job, err)
	}
	return nil
}

// versions compares those that decide a recomputation. The reference is not
// among them: a snapshot holds the rows of it that it needs.
func versions(s alex.Snapshot) VersionsCompare {
	return VersionsCompare{
		Stored:  alex.Versions{Engine: s.Versions.Engine, Facts: s.Versions.Facts, Reference: s.Versions.Reference},
		Current: alex.Versions{Engine: retirement.EngineVersion, Facts: report.FactsVersion, Reference: s.Versions.Reference},
	}
}

// compared lists what differs. A fact that a model had computed is worked out
// once more, from its source over the recomputed ones.
func compared(r alex.Report, recomputed []alex.Fact) ([]Difference, error) {
	sheet, err := report.NewSheet(recomputed)
	if err != nil {
		return nil, err
	}
	again := map[string]alex.Fact{}
	for _, f := range recomputed {
		again[f.ID] = f
	}
	list := []Difference{}
	for _, stored := range r.Facts {
		fact, found := again[stored.ID]
		if report.IsComputed(stored) {
			fact, err = report.Recomputed(sheet, stored)
			found = err == nil
		}
		delete(again, stored.ID)
		list = append(list, differs(stored, fact, found)...)
	}
	for _, f := range recomputed {
		if _, added := again[f.ID]; added {
			list = append(list, Difference{Fact: f.ID, Field: "value", Recomputed: &f.Value})
		}
	}
	if hash := sheet.Hash(); len(list) == 0 && hash != r.Hash {
		list = append(list, Difference{Field: "hash", Stored: &r.Hash, Recomputed: &hash})
	}
	return list, nil
}

// differs names the first member that differs.
func differs(stored, again alex.Fact, found bool) []Difference {
	if !found {
		return []Difference{{Fact: stored.ID, Field: "value", Stored: &stored.Value}}
	}
	for _, member := range []struct{ name, was, is string }{
		{"value", stored.Value, again.Value},
		{"text", stored.Text, again.Text},
		{"unit", string(stored.Unit), string(again.Unit)},
		{"label", stored.Label, again.Label},
		{"source", stored.Source, again.Source},
		{"asOf", string(stored.AsOf), string(again.AsOf)},
	} {
		if member.was != member.is {
			return []Difference{{Fact: stored.ID, Field: member.name, Stored: &member.was, Recomputed: &member.is}}
		}
	}
	return nil
}
