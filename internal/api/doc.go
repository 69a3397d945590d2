// Package api is Alex over HTTP: every route in one list, handlers by noun,
// problem+json for every error, and an OpenAPI 3.1 document made of the same
// Go types that the handlers read and write.
//
// A request passes, in this order: request id and security headers, CORS, the
// limit by address, the limit of the body, the route, the token, the limit by
// person, the schema, the handler. A request computes or enqueues; it never
// runs an agent.
package api
