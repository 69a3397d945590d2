// Package dataapi opens Alex's store in an Aurora PostgreSQL cluster over
// Amazon's RDS Data API: a driver whose connections are calls of HTTPS.
package dataapi
