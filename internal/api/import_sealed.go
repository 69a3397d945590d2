package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"
	"io"

	"alex"
)

// A file of an unknown layout may spell account numbers anywhere, and no full
// number is stored; so while it waits for its mapping it is kept encrypted,
// and only its owner's requests open it.
func (s *Server) cipher() (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s.AccountKey, nil, "alex positions file 1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

type sealedFile struct {
	Name string `json:"name"`
	Text []byte `json:"text"`
}

func (s *Server) seal(ctx context.Context, up upload) ([]byte, error) {
	aead, err := s.cipher()
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if err := json.NewEncoder(w).Encode(sealedFile{up.name, up.text}); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, packed.Bytes(), []byte(person(ctx))), nil
}

// unseal is the file that seal sealed for the same person under the same key.
func (s *Server) unseal(ctx context.Context, sealed []byte) (up upload, err error) {
	aead, err := s.cipher()
	if err != nil {
		return up, err
	}
	packed, err := aead.Open(nil, nil, sealed, []byte(person(ctx)))
	if err != nil {
		return up, alex.Errorf(alex.CodeConflict, "this preview cannot be opened any more: upload the file again")
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return up, err
	}
	var file sealedFile
	if err := json.NewDecoder(io.LimitReader(r, 2*maxUpload)).Decode(&file); err != nil {
		return up, err
	}
	return upload{name: file.Name, text: file.Text}, nil
}
