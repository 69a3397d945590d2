// Package s3vectors ranks passages whose vectors lie in an index of Amazon S3
// Vectors. The bucket and the index have to exist; what an index finds is
// approximate: now and then it leaves one of the nearest out.
package s3vectors
