// Package report turns facts into what a person reads: it binds every figure
// in a text to a fact, checks the text against the rules for words, and draws
// the result as safe HTML with pictures that need nothing but the file.
//
// Text is written as a template in which {{fact_id}} stands for each figure
// and each word of direction; a Sheet fills the tokens in, and Check says what
// in a template breaks a rule, and where.
package report
