// Package extract reads the text of files and of feeds: plain text, Markdown,
// HTML and PDF; RSS, Atom and JSON Feed.
//
// Whoever wrote them is not trusted. What a reader of a page would not see is
// left out, as far as the page alone tells: scripts, comments, hidden elements.
// Time and memory are bounded by the size of what is read, whatever is in it, and
// PDFs are read within a sandbox that has no file, no network and no clock but
// its own.
package extract
