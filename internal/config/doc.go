// Package config reads the settings of Alex from environment variables: one
// struct with their names, defaults and meaning, checked before anything
// starts. No message about a setting repeats its value.
package config
