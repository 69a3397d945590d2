// Package knowledge keeps texts by others so that what is near a question in
// meaning can be found again: a text is cleaned and cut into passages, each
// passage becomes a vector, and a question is answered by the passages whose
// vectors point its way.
//
// The database keeps documents and passages; an Embedder makes vectors, and an
// Index ranks them. Vectors of two embedders are never compared: what an index
// was made with is written down, and another embedder is refused until every
// passage has been embedded anew.
package knowledge
