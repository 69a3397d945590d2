package local

import "testing"

// BenchmarkHash is what one attempt to sign in costs.
func BenchmarkHash(b *testing.B) {
	for b.Loop() {
		argon2id("correct horse battery", DefaultCost(), make([]byte, saltSize))
	}
}
