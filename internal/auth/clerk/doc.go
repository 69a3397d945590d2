// Package clerk reads what Clerk says of its people by webhook: the signature
// of Standard Webhooks, which Svix sends for Clerk, and the events of users.
package clerk
