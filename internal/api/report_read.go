package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"alex/internal/report"
)

// readable says that an operation answers with text of a kind, not JSON.
func readable(kind string) func(*huma.Operation) {
	return func(op *huma.Operation) {
		op.Responses = map[string]*huma.Response{"200": {
			Description: "the report for reading", Content: map[string]*huma.MediaType{kind: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}}
	}
}

type readableReport struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *Server) reportMarkdown(ctx context.Context, in *ByID) (*readableReport, error) {
	r, err := s.mine(ctx).Report(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return computed(ctx, s, func(context.Context) (*readableReport, error) {
		return &readableReport{"text/markdown; charset=utf-8", []byte(report.Markdown(r))}, nil
	})
}

// reportPage is the report as one page that needs nothing else.
func (s *Server) reportPage(ctx context.Context, in *ByID) (*readableReport, error) {
	r, err := s.mine(ctx).Report(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return computed(ctx, s, func(context.Context) (*readableReport, error) {
		page, err := report.Page(r)
		return &readableReport{"text/html; charset=utf-8", page}, err
	})
}
