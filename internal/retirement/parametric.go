package retirement

import "alex"

// parametric draws correlated lognormal returns. Every future has a stream of
// its own, PCG(seed, path); each year draws one normal for every class of the
// set in name order and one for inflation, whatever a plan holds.
type parametric struct {
	names   []alex.AssetClass
	drift   []float64   // by column: the log return's mean
	loading [][]float64 // by column: σ times its row of the Cholesky factor
	seed    uint64
	normals *ziggurat
	exp     *exponential
	rows    []float64 // drift and loading in the order of use: see lay
}

func newParametric(a Assumptions, seed uint64) (*parametric, error) {
	factor, err := cholesky(a.correlationMatrix())
	if err != nil {
		return nil, err
	}
	exp := newExponential()
	p := &parametric{names: a.classNames(), seed: seed, normals: newZiggurat(exp), exp: exp}
	for i, class := range p.names {
		p.add(a.Classes[class].logParameters(), factor[i][:i+1], 1)
	}
	p.add(a.Inflation.logParameters(), factor[len(p.names)], -1)
	p.lay()
	return p, nil
}

// add appends a column: e^{sign·x} of a log return x.
func (p *parametric) add(l lognormal, row []float64, sign float64) {
	loading := make([]float64, len(row))
	for k, x := range row {
		loading[k] = sign * l.sigma * x
	}
	p.drift, p.loading = append(p.drift, sign*l.mu), append(p.loading, loading)
}

func (p *parametric) classes() []alex.AssetClass { return p.names }

// lay puts the parameters in a row, the last column's first: the loading of its
// own normal, the drift, then the loadings of the normals before it.
func (p *parametric) lay() {
	for i := len(p.drift) - 1; i >= 0; i-- {
		p.rows = append(p.rows, p.loading[i][i], p.drift[i])
		p.rows = append(p.rows, p.loading[i][:i]...)
	}
}

func (p *parametric) draw(first int, out []wide) {
	for lane := range lanes {
		p.normals.fill(&stream{p.seed, uint64(first + lane)}, out, lane)
	}
	p.grow(out)
}

// growPlain is grow without vector instructions.
func (p *parametric) growPlain(out []wide) {
	columns := len(p.drift)
	for at := 0; at < len(out); at += columns {
		p.growYear(out[at : at+columns])
	}
}

// growYear works from the last column down, since each needs the normals of
// those before it.
func (p *parametric) growYear(year []wide) {
	for i := len(year) - 1; i >= 0; i-- {
		x := &year[i]
		own := p.loading[i][i]
		for lane := range x {
			x[lane] = p.drift[i] + float64(own*x[lane])
		}
		for k, loading := range p.loading[i][:i] {
			z := &year[k]
			for lane := range x {
				x[lane] += float64(loading * z[lane])
			}
		}
		p.exp.raise(x)
	}
}
