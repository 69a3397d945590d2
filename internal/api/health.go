package api

import (
	"context"
	"slices"
	"time"
)

// Health says that the process answers; Ready that it can do its work.
type Health struct {
	Status  string `json:"status" enum:"ok"`
	Version string `json:"version"`
}

func (s *Server) health(context.Context, *nothing) (*body[Health], error) {
	return &body[Health]{Health{Status: "ok", Version: s.Version}}, nil
}

// ready asks the database for as long as a load balancer waits.
func (s *Server) ready(ctx context.Context, _ *nothing) (*body[Health], error) {
	ctx, cancel := context.WithTimeout(ctx, 1500*time.Millisecond)
	defer cancel()
	if err := s.Store.Ping(ctx); err != nil {
		return nil, err
	}
	return s.health(ctx, nil)
}

// SiteConfig tells the page how to sign in and whom to call, so that one build
// of it serves a laptop and a cloud.
type SiteConfig struct {
	Auth     SiteAuth `json:"auth"`
	APIBase  string   `json:"apiBase" doc:"empty: the origin of the page"`
	Demo     bool     `json:"demo"`
	Signup   string   `json:"signup" enum:"open,invite,closed"`
	Models   []Model  `json:"models" nullable:"false" doc:"language models that may write where a person allows it; none: rules write"`
	Mail     bool     `json:"mail" doc:"e-mail can be sent"`
	Research bool     `json:"research,omitempty" doc:"texts by others can be searched, and one's own added"`
	Traces   *Traces  `json:"traces,omitempty" doc:"absent: records of the work stay here"`
}

// Traces are records of the work, where they go beside staying here.
type Traces struct {
	SentTo string `json:"sentTo" example:"cloud.langfuse.com"`
	Texts  bool   `json:"texts" doc:"with what models are sent, and what they answer"`
}

// Model is a language model, and where what it is sent goes.
type Model struct {
	Name   string `json:"name" example:"anthropic:claude-sonnet-4-5"`
	SentTo string `json:"sentTo" example:"api.anthropic.com"`
	Embeds bool   `json:"embeds,omitempty" doc:"it writes nothing: it places texts and questions of research by what they mean"`
}

// places are where what models are sent goes, each once.
func (c SiteConfig) places() []string {
	list := []string{}
	for _, m := range c.Models {
		list = append(list, m.SentTo)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// SiteAuth is who signs people in.
type SiteAuth struct {
	Mode           string      `json:"mode" enum:"local,clerk"`
	PublishableKey string      `json:"publishableKey,omitempty"`
	Reset          bool        `json:"reset" doc:"a lost password can be replaced by e-mail"`
	OIDC           *SiteSignOn `json:"oidc,omitempty" doc:"absent: there is no other issuer to sign in at"`
}

// SiteSignOn is another issuer to sign in at, as its button calls it.
type SiteSignOn struct {
	Name string `json:"name" example:"Single sign-on"`
}

type siteOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         SiteConfig
}

func (s *Server) siteConfig(context.Context, *nothing) (*siteOutput, error) {
	site := s.Site
	site.Models = append([]Model{}, site.Models...)
	site.Research = s.Library != nil
	return &siteOutput{CacheControl: "no-cache", Body: site}, nil
}
