package main

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"text/template"
)

// pageText is the page of all, readmeText the few that the README shows.
var (
	//go:embed page.md
	pageText string
	//go:embed readme.md
	readmeText string
)

// The README's figures stand between these lines.
const (
	readmeFrom = "<!-- measured: go run ./internal/bench -page -->\n"
	readmeTo   = "<!-- end -->\n"
)

// inReadme is the README with other figures.
func inReadme(readme, measured string) (string, error) {
	before, rest, begins := strings.Cut(readme, readmeFrom)
	_, after, ends := strings.Cut(rest, readmeTo)
	if !begins || !ends {
		return "", errors.New("README.md has no place for what is measured")
	}
	return before + readmeFrom + "\n" + measured + "\n" + readmeTo + after, nil
}

// fill is a template with its figures, and what falls short in it.
func (f figures) fill(page string) (text string, short []string, err error) {
	verdict := func(what string, holds bool) string {
		if holds {
			return "holds"
		}
		short = append(short, what)
		return "**falls short**"
	}
	t, err := template.New("page.md").Funcs(template.FuncMap{
		"about": func(of, key string) (string, error) { return f.said(of + " " + key) },
		"figure": func(name, unit string) (string, error) {
			v, err := f.value(name, unit)
			return shown(v), err
		},
		// A row of promises: what, promised, measured, verdict.
		"most": func(what string, bound float64, of, name, unit string) (string, error) {
			v, err := f.value(name, unit)
			return promise(what, "at most", bound, of, v, verdict(what, v <= bound)), err
		},
		"least": func(what string, bound float64, of, name, unit string) (string, error) {
			v, err := f.value(name, unit)
			return promise(what, "at least", bound, of, v, verdict(what, v >= bound)), err
		},
		// A cell for each of several names, or units, that a pattern with a * makes.
		"cells": func(pattern, unit string, each ...string) (string, error) {
			var cells strings.Builder
			for _, one := range each {
				name, unit := strings.Replace(pattern, "*", one, 1), unit
				if unit == "" { // the units differ, not the names
					name, unit = strings.TrimSuffix(pattern, " *"), one
				}
				v, err := f.value(name, unit)
				if err != nil {
					return "", err
				}
				cells.WriteString(" " + shown(v) + " |")
			}
			return cells.String(), nil
		},
	}).Parse(page)
	if err != nil {
		return "", nil, err
	}
	var filled strings.Builder
	err = t.Execute(&filled, nil)
	return filled.String(), short, err
}

func promise(what, how string, bound float64, of string, v float64, verdict string) string {
	of = strings.TrimRight(" "+of, " ")
	return fmt.Sprintf("| %s | %s %s%s | %s%s | %s |", what, how, shown(bound), of, shown(v), of, verdict)
}

func (f figures) value(name, unit string) (float64, error) {
	v, found := f.values[name+" "+unit]
	if !found {
		return 0, fmt.Errorf("nothing has measured %s of %s", unit, name)
	}
	return v, nil
}

func (f figures) said(key string) (string, error) {
	text, found := f.about[key]
	if !found {
		return "", fmt.Errorf("nothing says %s", key)
	}
	return text, nil
}

// shown is a figure to three digits, or to its whole number.
func shown(v float64) string {
	if v == 0 || math.Abs(v) >= 100 {
		return grouped(strconv.FormatFloat(v, 'f', 0, 64))
	}
	digits := max(0, 2-int(math.Floor(math.Log10(math.Abs(v)))))
	text := strconv.FormatFloat(v, 'f', digits, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// grouped puts commas between thousands.
func grouped(whole string) string {
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole
}
