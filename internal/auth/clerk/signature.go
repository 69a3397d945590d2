package clerk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"alex"
	"alex/internal/auth"
)

// Window is how far the time of a message may be from now, before and after.
const Window = 5 * time.Minute

const (
	secretPrefix   = "whsec_"
	shortestSecret = 16 // bytes
	longestID      = 255
	mostSignatures = 20
)

// Secrets reads the signing secrets of a setting: each whsec_ and base64, one
// or more between spaces or commas, so that an old one holds while a new one is
// being set. The error names no secret.
func Secrets(setting string) ([][]byte, error) {
	var secrets [][]byte
	for _, text := range strings.FieldsFunc(setting, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' }) {
		encoded, prefixed := strings.CutPrefix(text, secretPrefix)
		secret, err := base64.StdEncoding.DecodeString(encoded)
		if !prefixed || err != nil || len(secret) < shortestSecret {
			return nil, alex.Invalid("CLERK_WEBHOOK_SECRET", "is not a signing secret that begins with whsec_, or several between spaces")
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}

// verify checks a message as Standard Webhooks has it (standardwebhooks.com,
// specification 1.0.0, "Signature scheme"): v1 is the base64 of HMAC-SHA256 over
// id.timestamp.body. It answers the id.
func (w *Webhook) verify(header http.Header, body []byte) (id string, err error) {
	if len(w.Secrets) == 0 {
		return "", refused(auth.ErrNoSecret)
	}
	prefix := "Svix-"
	if header.Get(prefix+"Id") == "" {
		prefix = "Webhook-"
	}
	id, stamp := header.Get(prefix+"Id"), header.Get(prefix+"Timestamp")
	if id == "" || len(id) > longestID {
		return "", refused(errors.New("the message has no id"))
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return "", refused(errors.New("the message has no time"))
	}
	if age := w.Now().Sub(time.Unix(seconds, 0)); age > Window || age < -Window {
		return "", refused(errors.New("the message is not of now"))
	}
	if !w.signed(id+"."+stamp+".", body, header.Get(prefix+"Signature")) {
		return "", refused(errors.New("no signature is good"))
	}
	return id, nil
}

// signed reports that one of the signatures is by one of the secrets. The list
// is public, a signature is not: each is compared in constant time.
func (w *Webhook) signed(head string, body []byte, signatures string) bool {
	list := strings.Fields(signatures)
	good := false
	for _, secret := range w.Secrets {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(head))
		mac.Write(body)
		want := mac.Sum(nil)
		for _, signature := range list[:min(len(list), mostSignatures)] {
			version, encoded, _ := strings.Cut(signature, ",")
			given, err := base64.StdEncoding.Strict().DecodeString(encoded)
			good = version == "v1" && err == nil && hmac.Equal(want, given) || good
		}
	}
	return good
}

func refused(err error) *alex.Error {
	return &alex.Error{Code: alex.CodeUnauthorized, Message: "the message is not signed as it has to be", Err: err}
}
