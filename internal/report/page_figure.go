package report

import (
	"fmt"
	"html/template"

	"alex"
)

// figureView is one chart with its words and the table of its numbers.
type figureView struct {
	Key, Title, Caption string
	Kind                alex.ChartType
	Picture             template.HTML
	Head                []string
	Rows                [][]string
	Foot                []string // sums, where the points are parts of a whole
	Note                string
}

func drawFigures(charts []alex.Chart) ([]figureView, error) {
	var figures []figureView
	var problems alex.Problems
	for i, c := range charts {
		figure, err := newFigureView(c)
		problems.Join(fmt.Sprintf("charts[%d]", i), err)
		figures = append(figures, figure)
	}
	return figures, problems.Err()
}

func newFigureView(c alex.Chart) (figureView, error) {
	picture, err := SVG(c)
	if err != nil {
		return figureView{}, err
	}
	p, err := newPlot(c)
	if err != nil {
		return figureView{}, err
	}
	f := figureView{Key: c.Key, Title: visible(c.Title), Caption: visible(c.Caption), Kind: c.Type}
	f.Picture = template.HTML(picture) // SVG escapes every name
	if c.Type == alex.Fan {
		return f, f.fanTable(c)
	}
	f.table(p)
	return f, nil
}

// table lists the points of anything but a fan, and the sums of parts.
func (f *figureView) table(p *plot) {
	f.Head = []string{"Name", "Value"}
	parts, targets := p.parts() && len(p.points) > 0, p.hasTargets()
	if parts {
		f.Head = append(f.Head, "Share")
	}
	if targets {
		f.Head = append(f.Head, "Target")
	}
	for _, at := range p.points {
		row := []string{visible(at.name), at.tableFigure()}
		if parts {
			row = append(row, shareText(*at.share))
		}
		if targets {
			row = append(row, optionalShare(at.target))
		}
		f.Rows = append(f.Rows, row)
	}
	if parts {
		f.Foot = p.sums()
	}
	if c := p.chart.Reference; c != nil {
		f.Note = visible(c.Name) + ": " + p.reference.Text() + "."
	}
}

// tableFigure is the value of a point in the table beside its chart.
func (at plotPoint) tableFigure() string {
	switch {
	case at.unit != alex.UnitPoints:
		return at.amount.Text()
	case at.noise:
		return signedPoints(at.amount) + ", within the noise"
	default:
		return signedPoints(at.amount)
	}
}

// sums are the totals of the columns of parts of a whole.
func (p *plot) sums() []string {
	var shares, targets alex.Percent
	for _, at := range p.points {
		shares = shares.Add(*at.share)
		if at.target != nil {
			targets = targets.Add(*at.target)
		}
	}
	sums := []string{"All", p.total().Text(), shareText(shares)}
	if p.hasTargets() {
		sums = append(sums, shareText(targets))
	}
	return sums
}

func optionalShare(share *alex.Percent) string {
	if share == nil {
		return "–"
	}
	return shareText(*share)
}

// fanTable lists the percentiles by age.
func (f *figureView) fanTable(c alex.Chart) error {
	f.Head = []string{"Age", "5", "10", "25", "Middle", "75", "90", "95"}
	f.Note = "Each column says how many in a hundred futures held less at that age."
	var problems alex.Problems
	for i, at := range c.Data {
		row := []string{visible(at.Name)}
		for _, number := range []struct{ name, text string }{
			{"p5", string(at.P5)},
			{"p10", string(at.P10)},
			{"p25", string(at.P25)},
			{"p50", string(at.P50)},
			{"p75", string(at.P75)},
			{"p90", string(at.P90)},
			{"p95", string(at.P95)},
		} {
			if number.text == "" {
				row = append(row, "–")
				continue
			}
			row = append(row, readAmount(&problems, fmt.Sprintf("data[%d].%s", i, number.name), number.text).Text())
		}
		f.Rows = append(f.Rows, row)
	}
	return problems.Err()
}
