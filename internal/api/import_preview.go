package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"alex"
	"alex/internal/broker"
	"alex/internal/store"
)

type postPreview struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"multipart/form-data"`
}

// PreviewBody is what a file holds and what importing it would do.
type PreviewBody struct {
	PreviewID alex.ID              `json:"previewId"`
	File      string               `json:"file"`
	Broker    string               `json:"broker"`
	AsOf      *alex.Date           `json:"asOf" nullable:"true" doc:"null where the file gives no date"`
	Accounts  []alex.AccountChange `json:"accounts" nullable:"false"`
	Rows      []ImportRow          `json:"rows" nullable:"false"`
	FileTotal alex.Money           `json:"fileTotal"`
	ReadTotal alex.Money           `json:"readTotal"`
	NotHeld   alex.Money           `json:"notHeld"`
	Line      string               `json:"line" doc:"the reconciliation in words"`
	Warnings  []string             `json:"warnings" nullable:"false"`
}

func (s *Server) previewImport(ctx context.Context, in *postPreview) (*body[PreviewBody], error) {
	ctx, cancel := context.WithTimeout(ctx, s.patience())
	defer cancel()
	if err := s.readHere(ctx); err != nil {
		return nil, err
	}
	up, err := readUpload(in.ContentType, in.RawBody)
	if err != nil {
		return nil, err
	}
	file, err := s.readFile(up)
	if unknown, ok := errors.AsType[*broker.UnknownLayout](err); ok {
		return nil, s.unknownLayout(ctx, up, unknown, err)
	}
	if err != nil {
		return nil, err
	}
	current, err := s.mine(ctx).Accounts(ctx)
	if err != nil {
		return nil, err
	}
	kept := keptOf(file, up.mapping)
	in.RawBody, up.text, file.Rows = nil, nil, nil // each is as large as the file
	saved, err := s.savePreview(ctx, file, kept)
	if err != nil {
		return nil, err
	}
	line := saved.Summary
	var asOf *alex.Date
	if !line.AsOf.IsZero() {
		asOf = &line.AsOf
	}
	return &body[PreviewBody]{PreviewBody{
		PreviewID: saved.ID, File: line.File, Broker: line.Broker, AsOf: asOf,
		Accounts: alex.CompareAccounts(current, file.Accounts), Rows: kept.Rows,
		FileTotal: line.FileTotal, ReadTotal: line.ReadTotal, NotHeld: line.NotHeld, Line: line.Line, Warnings: kept.Warnings,
	}}, nil
}

// readFile reads by the layouts that Alex knows, and by the mapping what none
// of them fits.
func (s *Server) readFile(up upload) (broker.File, error) {
	opt := broker.Options{Name: up.name, HashKey: s.AccountKey}
	file, err := broker.Read(bytes.NewReader(up.text), opt)
	if _, unknown := errors.AsType[*broker.UnknownLayout](err); unknown && len(up.mapping.Columns) > 0 {
		opt.Mapping = &up.mapping
		file, err = broker.Read(bytes.NewReader(up.text), opt)
	}
	return file, fileError(err)
}

func (s *Server) savePreview(ctx context.Context, file broker.File, kept keptFile) (store.Import, error) {
	shown, err := json.Marshal(kept)
	if err != nil {
		return store.Import{}, err
	}
	return s.mine(ctx).SavePreview(ctx, file.Summary(), store.Preview{Accounts: file.Accounts, Names: file.Names, Body: shown})
}

// unknownLayout offers a mapping to complete, and keeps the file so that it
// can be imported with it.
func (s *Server) unknownLayout(ctx context.Context, up upload, unknown *broker.UnknownLayout, err error) error {
	p := problemOf(ctx, err)
	p.Code, p.Mapping, p.Columns = codeLayout, &unknown.Offer, unknown.Seen
	if len(s.AccountKey) == 0 {
		return p
	}
	sealed, err := s.seal(ctx, up)
	if err != nil {
		return err
	}
	shown, err := json.Marshal(keptFile{Sealed: sealed})
	if err != nil {
		return err
	}
	saved, err := s.mine(ctx).SaveSealed(ctx, p.Detail, shown)
	if err != nil {
		return err
	}
	p.PreviewID = saved.ID
	return p
}
