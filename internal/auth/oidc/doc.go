// Package oidc lets people sign in at another issuer by OpenID Connect, and
// brings them back.
package oidc
