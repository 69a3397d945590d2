package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"alex"
	"alex/internal/broker"
	"alex/internal/store"
)

// ImportInput says which preview to import, without which rows, and with which
// types of accounts where the file was misread. Mapping reads a file whose layout
// was not known; the preview of any other file has been read already.
type ImportInput struct {
	PreviewID    string         `json:"previewId" format:"uuid"`
	Exclude      []string       `json:"exclude,omitempty" maxItems:"20000" doc:"ids of rows of the preview: the file is imported as if they did not stand in it"`
	AccountTypes []TypedAccount `json:"accountTypes,omitempty" maxItems:"20000" doc:"how new accounts are taxed, where the preview says another type; known accounts keep theirs"`
	Mapping      MappingInput   `json:"mapping,omitempty"`
}

// TypedAccount says how one account of a preview is taxed.
type TypedAccount struct {
	Account int              `json:"account" minimum:"0" doc:"its place among the preview's accounts, from 0"`
	Type    alex.AccountType `json:"accountType"`
}

// MappingInput names the column of each field; none is no mapping.
type MappingInput struct {
	Columns map[string]string `json:"columns,omitempty"`
}

type postImport struct {
	Keyed
	Body ImportInput
}

func (s *Server) commitImport(ctx context.Context, in *postImport) (*created[ImportBody], error) {
	return create(ctx, s, creation[store.Import, ImportBody]{
		Checks: true,
		Keyed:  in.Keyed, Route: "import", Asked: in.Body,
		Do:       func(p *store.Personal) (store.Import, error) { return s.apply(ctx, p, in.Body) },
		View:     importBody,
		Location: func(i store.Import) string { return "/api/imports/" + string(i.ID) },
	})
}

func (s *Server) apply(ctx context.Context, p *store.Personal, in ImportInput) (store.Import, error) {
	leave, err := s.importing(ctx)
	if err != nil {
		return store.Import{}, err
	}
	defer leave()
	saved, preview, kept, err := s.kept(ctx, alex.ID(in.PreviewID))
	if err != nil {
		return saved, relocated(err, func(string) string { return "body.previewId" })
	}
	mapping := broker.Mapping(in.Mapping)
	switch {
	case len(kept.Sealed) > 0:
		return s.applySealed(ctx, p, saved, kept.Sealed, in)
	case len(mapping.Columns) > 0 && len(kept.Mapping.Columns) > 0 && !maps.Equal(mapping.Columns, kept.Mapping.Columns):
		return saved, alex.Invalid("mapping", "the preview was read with another one: preview the file again with this one")
	}
	accounts, err := s.typed(ctx, preview.Accounts, in.AccountTypes)
	if err != nil {
		return saved, err
	}
	chosen, leftOut, err := kept.without(accounts, in.Exclude)
	if err != nil {
		return saved, err
	}
	if leftOut == 0 {
		return p.ApplyPreview(ctx, saved.ID, chosen)
	}
	return p.ApplyPart(ctx, saved.ID, chosen, broker.PartSummary(saved.Summary, chosen, leftOut))
}

// applySealed imports a file of an unknown layout, read with its mapping, under
// the id that it was kept by.
func (s *Server) applySealed(ctx context.Context, p *store.Personal, saved store.Import, sealed []byte, in ImportInput) (store.Import, error) {
	mapping := broker.Mapping(in.Mapping)
	file, err := s.readSealed(ctx, sealed, mapping)
	if err != nil {
		return saved, err
	}
	if file.Accounts, err = s.typed(ctx, file.Accounts, in.AccountTypes); err != nil {
		return saved, err
	}
	kept := keptOf(file, mapping)
	chosen, leftOut, err := kept.without(file.Accounts, in.Exclude)
	if err != nil {
		return saved, err
	}
	shown, err := json.Marshal(kept)
	if err != nil {
		return saved, err
	}
	summary := file.Summary()
	if leftOut > 0 {
		summary = broker.PartSummary(summary, chosen, leftOut)
	}
	return p.ApplyUnsealed(ctx, saved.ID, chosen, summary, store.Preview{Accounts: file.Accounts, Names: file.Names, Body: shown})
}

// typed are the accounts with the types that a person has said. Another type of a
// known account is refused: its own is the person's already.
func (s *Server) typed(ctx context.Context, accounts []alex.Account, types []TypedAccount) ([]alex.Account, error) {
	if len(types) == 0 {
		return accounts, nil
	}
	current, err := s.mine(ctx).Accounts(ctx)
	if err != nil {
		return nil, err
	}
	accounts = slices.Clone(accounts)
	var problems alex.Problems
	seen := make(map[int]bool, len(types))
	for i, t := range types {
		location := fmt.Sprintf("accountTypes[%d].account", i)
		if t.Account >= len(accounts) {
			problems.Addf(location, "is no account of this preview, which has %d", len(accounts))
			continue
		}
		if seen[t.Account] {
			problems.Addf(location, "is named twice")
			continue
		}
		seen[t.Account] = true
		if known, ok := alex.MatchAccount(current, accounts[t.Account]); ok && known.Type != t.Type {
			problems.Addf(location, "is known already and keeps its type: change that account instead")
			continue
		}
		accounts[t.Account].Type = t.Type
	}
	return accounts, problems.Err()
}

// readSealed reads a file of an unknown layout with its mapping.
func (s *Server) readSealed(ctx context.Context, sealed []byte, mapping broker.Mapping) (broker.File, error) {
	up, err := s.unseal(ctx, sealed)
	if err != nil {
		return broker.File{}, err
	}
	up.mapping = mapping
	file, err := s.readFile(up)
	if unknown, ok := errors.AsType[*broker.UnknownLayout](err); ok {
		p := problemOf(ctx, err)
		p.Code, p.Mapping, p.Columns = codeLayout, &unknown.Offer, unknown.Seen
		return file, p
	}
	return file, err
}

// without is what the file says without the rows that are left out: of merged
// rows their own part goes. An account is left out too, and so stays as it is,
// when rows of it are and no row of it is held any more. leftOut counts the
// rows that would have been held.
func (k keptFile) without(accounts []alex.Account, exclude []string) (chosen []alex.Account, leftOut int, err error) {
	if len(exclude) == 0 {
		return accounts, 0, nil
	}
	out, err := k.named(exclude)
	if err != nil {
		return nil, 0, err
	}
	touched, left := make([]bool, len(accounts)), make([]bool, len(accounts))
	var shares []broker.Share
	for i, share := range k.Shares {
		switch {
		case share == nil:
		case out[i]:
			touched[share.Account] = true
			leftOut++
		default:
			left[share.Account] = true
			shares = append(shares, *share)
		}
	}
	if accounts, err = broker.Gather(accounts, shares); err != nil {
		return nil, 0, err
	}
	for i, a := range accounts {
		if left[i] || !touched[i] {
			chosen = append(chosen, a)
		}
	}
	if len(chosen) == 0 {
		return nil, 0, alex.Invalid("exclude", "leaves nothing to import")
	}
	return chosen, leftOut, nil
}

// named are the places of the rows that ids name.
func (k keptFile) named(ids []string) (map[int]bool, error) {
	place := make(map[string]int, len(k.Rows))
	for i, row := range k.Rows {
		place[row.ID] = i
	}
	var problems alex.Problems
	out := make(map[int]bool, len(ids))
	for i, id := range ids {
		at, known := place[id]
		if !known {
			problems.Addf(fmt.Sprintf("exclude[%d]", i), "is no row of this preview")
			continue
		}
		out[at] = true
	}
	return out, problems.Err()
}
