package retirement

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"alex"
)

// defaultSeed belongs to what futures are made of, the assumptions or the
// series, and the engine, not to the plan: changing a plan must not re-roll the
// noise.
func defaultSeed(source any) (uint64, error) {
	canonical, err := json.Marshal(source)
	if err != nil {
		return 0, fmt.Errorf("hash what futures are made of: %w", err)
	}
	sum := sha256.Sum256(append([]byte(EngineVersion+"\n"), canonical...))
	return binary.BigEndian.Uint64(sum[:8]), nil
}

// inputsHash is the SHA-256, in hex, of all that decides a projection. Other
// methods take what the projection itself does not: the series or the
// assumptions.
func inputsHash(plan alex.Plan, o Options) (string, error) {
	var detail Detail
	var others []any
	if o.Detail != DetailQuick {
		detail = o.Detail
	}
	if o.Detail == DetailFull {
		others = []any{o.Assumptions, o.Series}
	}
	canonical, err := json.Marshal(struct {
		Engine, Mode, Timing string
		Paths                int
		Seed                 uint64
		Source               any
		Plan                 alex.Plan
		Detail               Detail `json:",omitempty"`
		Others               []any  `json:",omitempty"`
	}{EngineVersion, o.Mode, o.Timing, o.Paths, *o.Seed, o.source(), plan, detail, others})
	if err != nil {
		return "", fmt.Errorf("hash the inputs: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
