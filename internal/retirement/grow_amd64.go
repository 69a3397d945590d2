package retirement

import "golang.org/x/sys/cpu"

// grow turns years of normals into growth factors, in place. Processors with
// AVX2 (nearly all since 2013) do it for four futures at once, with the same
// bits.
func (p *parametric) grow(out []wide) {
	if len(out) > 0 && cpu.X86.HasAVX2 {
		growAVX2(&out[0], len(out)/len(p.drift), len(p.drift), &p.rows[0], &p.exp.roots)
		return
	}
	p.growPlain(out)
}

//go:noescape
func growAVX2(out *wide, years, columns int, rows *float64, roots *[128]float64)
