// Package strictjson reads the JSON of strangers, models among them, and refuses
// what encoding/json lets through.
package strictjson
