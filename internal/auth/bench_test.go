package auth_test

import "testing"

// BenchmarkVerify is what every request with a token costs.
func BenchmarkVerify(b *testing.B) {
	v, token := verifier(), good().signed(b, issuerKey())
	for b.Loop() {
		if _, err := v.Verify(b.Context(), token); err != nil {
			b.Fatal(err)
		}
	}
}
