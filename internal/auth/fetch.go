package auth

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/MicahParks/jwkset"
)

// largestSet is how many bytes of keys are read; real sets have a few thousand.
const largestSet = 256 << 10

func (r *RemoteKeys) fetch(ctx context.Context) (map[string]crypto.PublicKey, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	response, err := r.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the issuer answers %s", response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, largestSet+1))
	if err != nil {
		return nil, err
	}
	return readKeys(body)
}

// readKeys reads the keys of a JWK Set that can verify tokens here; others,
// and broken ones, are left out. A set without any is refused: an issuer that
// answers so is out of order, and the keys at hand are better.
func readKeys(body []byte) (map[string]crypto.PublicKey, error) {
	if len(body) > largestSet {
		return nil, errors.New("the issuer's keys are too long")
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil {
		return nil, err
	}
	keys := map[string]crypto.PublicKey{}
	for _, raw := range set.Keys {
		if kid, key, err := readKey(raw); err == nil {
			keys[kid] = key
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("the issuer publishes no key that can be used")
	}
	return keys, nil
}

func readKey(raw json.RawMessage) (kid string, key crypto.PublicKey, err error) {
	parsed, err := jwkset.NewJWKFromRawJSON(raw, jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
	if err != nil {
		return "", nil, err
	}
	m := parsed.Marshal()
	switch {
	case m.KID == "":
		return "", nil, errors.New("it has no id")
	case m.USE != "" && m.USE != jwkset.UseSig, m.ALG != "" && m.ALG != jwkset.AlgRS256, !usable(parsed.Key()):
		return "", nil, errors.New("it is not for " + Algorithm)
	}
	return m.KID, parsed.Key(), nil
}
