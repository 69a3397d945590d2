// Package polygon is the price source over Polygon.io's REST API. One call brings
// the closing prices of every American share of a day, so that the provider never
// learns what anybody holds, and the free plan's five calls a minute serve all.
package polygon
