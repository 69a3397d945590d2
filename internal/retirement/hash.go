package retirement

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"alex"
)

// defaultSeed belongs to the assumptions and the engine, not to the plan:
// changing a plan must not re-roll the noise.
func defaultSeed(a Assumptions) (uint64, error) {
	canonical, err := json.Marshal(a)
	if err != nil {
		return 0, fmt.Errorf("hash the assumptions: %w", err)
	}
	sum := sha256.Sum256(append([]byte(EngineVersion+"\n"), canonical...))
	return binary.BigEndian.Uint64(sum[:8]), nil
}

// inputsHash is the SHA-256, in hex, of all that decides a projection.
func inputsHash(plan alex.Plan, o Options) (string, error) {
	canonical, err := json.Marshal(struct {
		Engine, Mode, Timing string
		Paths                int
		Seed                 uint64
		Assumptions          Assumptions
		Plan                 alex.Plan
	}{EngineVersion, o.Mode, o.Timing, o.Paths, *o.Seed, o.Assumptions, plan})
	if err != nil {
		return "", fmt.Errorf("hash the inputs: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
