package auth

import "strings"

// Bearer is the token in the value of an Authorization header (RFC 6750, 2.1).
// The scheme's case does not matter; anything but one token is refused with
// alex.CodeUnauthorized.
func Bearer(header string) (string, error) {
	if header == "" {
		return "", refused("sign in first", nil)
	}
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimLeft(token, " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" || strings.ContainsAny(token, " \t,") {
		return "", refused("the Authorization header does not hold one bearer token", nil)
	}
	return token, nil
}
