// Package knowledgetest holds adapters to the ports of the knowledge package.
package knowledgetest
