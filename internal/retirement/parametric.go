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
}

func newParametric(a Assumptions, seed uint64) (*parametric, error) {
	factor, err := cholesky(a.correlationMatrix())
	if err != nil {
		return nil, err
	}
	p := &parametric{names: a.classNames(), seed: seed, normals: newZiggurat(), exp: newExponential()}
	for i, class := range p.names {
		p.add(a.Classes[class].logParameters(), factor[i][:i+1], 1)
	}
	p.add(a.Inflation.logParameters(), factor[len(p.names)], -1)
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

func (p *parametric) draw(first int, out []wide) {
	for lane := range lanes {
		p.normals.fill(&stream{p.seed, uint64(first + lane)}, out, lane)
	}
	columns := len(p.drift)
	for at := 0; at < len(out); at += columns {
		p.grow(out[at : at+columns])
	}
}

// grow turns one year's normals into growth factors, in place: from the last
// column down, since each needs the normals of those before it.
func (p *parametric) grow(year []wide) {
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
