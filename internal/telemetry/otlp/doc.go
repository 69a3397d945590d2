// Package otlp sends spans to LangFuse over OTLP/HTTP.
package otlp
