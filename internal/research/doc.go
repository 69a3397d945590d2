// Package research looks for texts that reports may quote. A round reads the
// feeds and pages of the sources that it is given, takes what is nearest to its
// topic, and keeps each text for everybody with a summary in the text's own words.
//
// Whoever wrote a page is not trusted, and neither is a model: of a page nothing
// is done but to keep it as what it says, and a model only points at sentences.
//
// What people hold decides what is looked for, and stays here: the addresses that
// are asked for are those of the sources, and those that stand in what the sources
// answered. Of holdings a round knows the symbol, its name in the reference and
// its class, neither whose it is nor how much; a model that is set up, and an
// embedder that is elsewhere, are told these as the topic.
package research
