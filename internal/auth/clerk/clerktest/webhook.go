package clerktest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Secret signs the messages of Message.
const Secret = "whsec_c3RhbmQtaW4gZm9yIGNsZXJrIQ=="

// Message is a message as Clerk sends it at a moment, signed with Secret. Where
// it goes is the caller's to add.
func Message(id string, at time.Time, body string) http.Header {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(Secret, "whsec_"))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + stamp + "." + body))
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("Svix-Id", id)
	h.Set("Svix-Timestamp", stamp)
	h.Set("Svix-Signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return h
}

// Changed is the body of user.created and user.updated, with a verified
// address.
func Changed(kind, user, name, email string, at time.Time) string {
	return body("user."+kind, map[string]any{
		"id": user, "object": "user", "first_name": name, "last_name": nil, "primary_email_address_id": "idn_1",
		"email_addresses": []any{map[string]any{
			"id": "idn_1", "email_address": email, "verification": map[string]any{"status": "verified", "strategy": "from_oauth_google"},
		}},
		"updated_at": at.UnixMilli(),
	})
}

// Deleted is the body of user.deleted.
func Deleted(user string) string {
	return body("user.deleted", map[string]any{"id": user, "object": "user", "deleted": true})
}

func body(kind string, data map[string]any) string {
	text, _ := json.Marshal(map[string]any{"type": kind, "object": "event", "data": data})
	return string(text)
}
