package report

import (
	"bytes"
	_ "embed" // for the page's template and style
	"fmt"
	"html/template"
	"regexp"
	"slices"

	"alex"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// Page is the whole report as one HTML file that loads nothing: the style is
// inside, the charts are inline SVG, and there is no script. Every figure that
// a section binds to a fact leads to that fact in the table at the end. It
// prints with a first page that stands alone, and the same report has the same
// bytes. A chart with a number that cannot be read is refused with its place,
// as charts[i].data[k].value.
func Page(r alex.Report) ([]byte, error) {
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return nil, fmt.Errorf("the page's template: %w", err)
	}
	view, err := newPageView(r)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, view); err != nil {
		return nil, fmt.Errorf("render the page: %w", err)
	}
	return out.Bytes(), nil
}

// pageView is what the template shows.
type pageView struct {
	Title    string
	AsOf     string
	Style    template.CSS
	Sections []sectionView
	Facts    []factView
	Engine   string
	Hash     string
}

type sectionView struct {
	Key, Anchor, Class, Title string
	Body                      template.HTML
	Before, After             []figureView
	Author                    string
	Break                     bool // a new page begins here in print
}

type factView struct {
	ID, Label, Text, Source, AsOf string
}

// The first page of the print holds these sections and no others.
var firstPage = regexp.MustCompile(`^(glance|choices)$`)

func newPageView(r alex.Report) (*pageView, error) {
	figures, err := drawFigures(r.Charts)
	if err != nil {
		return nil, err
	}
	v := &pageView{Title: Title, Style: template.CSS(pageCSS), Engine: visible(r.EngineVersion), Hash: visible(r.Hash)}
	if !r.AsOf.IsZero() {
		v.AsOf = r.AsOf.Text()
	}
	facts := indexFacts(r.Facts)
	for i, s := range r.Sections {
		section, err := newSectionView(i, s, facts)
		if err != nil {
			return nil, fmt.Errorf("section %s: %w", s.Key, err)
		}
		v.Sections = append(v.Sections, section)
	}
	v.place(figures)
	v.breakPage()
	for _, f := range r.Facts {
		v.Facts = append(v.Facts, newFactView(f))
	}
	return v, nil
}

var anchorKey = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func newSectionView(i int, s alex.Section, facts factIndex) (sectionView, error) {
	body, err := facts.sectionHTML(s)
	if err != nil {
		return sectionView{}, err
	}
	v := sectionView{
		Key: s.Key, Anchor: fmt.Sprintf("section-%d", i+1), Title: visible(s.Title),
		Body: template.HTML(body), Author: authorLine(s), // sanitised by HTML
	}
	if anchorKey.MatchString(s.Key) {
		v.Anchor += "-" + s.Key
		v.Class = s.Key
	}
	return v, nil
}

func authorLine(s alex.Section) string {
	switch {
	case s.Author == "":
		return ""
	case s.Key == researchKey:
		return "Chosen by rules; the words are of those who are named"
	case s.Author == alex.AuthorRules:
		return "Written by rules"
	}
	return "Written by rules, with remarks by " + visible(s.Author)
}

func newFactView(f alex.Fact) factView {
	v := factView{ID: visible(f.ID), Label: visible(f.Label), Text: visible(f.Text), Source: visible(f.Source)}
	if !f.AsOf.IsZero() {
		v.AsOf = f.AsOf.Text()
	}
	return v
}

// place puts the figures into their sections, in the order of the section: in
// the appendix below the words, elsewhere the section's first figure above. What
// has no section of its own stands in the appendix, or, without one, in a
// section at the end.
func (v *pageView) place(figures []figureView) {
	const appendix = "method"
	homes := ChartsBySection()
	for i := range v.Sections {
		s := &v.Sections[i]
		for k, key := range homes[s.Key] {
			var own []figureView
			own, figures = take(figures, key)
			if k == 0 && s.Key != appendix {
				s.Before = append(s.Before, own...)
			} else {
				s.After = append(s.After, own...)
			}
		}
	}
	if len(figures) == 0 {
		return
	}
	i := slices.IndexFunc(v.Sections, func(s sectionView) bool { return s.Key == appendix })
	if i < 0 {
		i = len(v.Sections)
		v.Sections = append(v.Sections, sectionView{Key: "charts", Anchor: "section-charts", Title: "Charts"})
	}
	v.Sections[i].After = append(v.Sections[i].After, figures...)
}

// take parts the figures of a key from the others.
func take(figures []figureView, key string) (taken, left []figureView) {
	for _, f := range figures {
		if f.Key == key {
			taken = append(taken, f)
		} else {
			left = append(left, f)
		}
	}
	return taken, left
}

// breakPage lets the print begin a new page behind the sections that stand
// alone.
func (v *pageView) breakPage() {
	for i, s := range v.Sections {
		if i > 0 && !firstPage.MatchString(s.Key) {
			v.Sections[i].Break = firstPage.MatchString(v.Sections[i-1].Key)
			return
		}
	}
}

// Count is the number of facts in words.
func (v *pageView) Count() string {
	if len(v.Facts) == 1 {
		return "1 figure and its source"
	}
	return fmt.Sprintf("%d figures and their sources", len(v.Facts))
}
