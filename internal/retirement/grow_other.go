//go:build !amd64

package retirement

// grow turns years of normals into growth factors, in place.
func (p *parametric) grow(out []wide) { p.growPlain(out) }
