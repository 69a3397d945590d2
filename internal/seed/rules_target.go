package seed

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"alex"
)

// TableDate is the as-of date of the reference table's weights.
const TableDate alex.Date = "2025-06-30"

var (
	targetWord = regexp.MustCompile(`\b(target|trgt|tgt|retirement|retire|ret|freedom|lifepath|lifecycle|life cycle|smartretirement|lifetime|pathway|path|trust|fund|fd|index|idx|portfolio|date)\b`)
	targetYear = regexp.MustCompile(`\b20[1-9][05]\b`)
	defined    = regexp.MustCompile(`\b(term|bulletshares|ibonds|defined maturity|target maturity|munibond|corporate|corp|treasury|muni\w*|bonds?|bd)\b`)
)

// GlideEquity is the share of stocks, in whole percent, of a typical target-date
// fund so many years before its target (negative: after): 90 % until 25 years
// before, then falling in a line to 50 % at the target and 30 % seven years
// after, where it stays. It follows the glide path that Vanguard publishes for
// its Target Retirement series; others differ by up to ten points.
func GlideEquity(years int) int64 {
	switch {
	case years >= 25:
		return 90
	case years >= 0:
		return 50 + int64(years)*40/25
	case years > -7:
		return 50 + int64(years)*20/7
	default:
		return 30
	}
}

// targetDate recognises a fund of a target year and mixes it by GlideEquity:
// stocks 60 % American, bonds 70 % American, the rest international.
func (s subject) targetDate() (rule, bool) {
	year := targetYear.FindString(s.plain)
	if year == "" || !targetWord.MatchString(s.plain) || defined.MatchString(s.plain) || companySuffix.MatchString(s.plain) {
		return rule{}, false
	}
	target, err := strconv.Atoi(year)
	if err != nil {
		return rule{}, false
	}
	equity := GlideEquity(target - s.asOf.Time().Year())
	home := (equity*60 + (100-equity)*70) / 100
	return rule{
		note:       fmt.Sprintf("target year %d, mixed by the usual glide path", target),
		confidence: 60,
		class:      pair("equity", equity, "fixed_income"),
		regions:    pair("north_america", home, "international"),
		sectors:    mixedSectors(equity),
	}, true
}

// mixedSectors are the sectors of a fund of so many percent of diversified
// stocks, the rest in bonds of the aggregate index.
func mixedSectors(equity int64) string {
	issuers, err := parseWeights[alex.Sector](aggregate)
	if err != nil || equity >= 100 {
		return diversified
	}
	keys := slices.SortedFunc(maps.Keys(issuers), func(a, b alex.Sector) int {
		return issuers[b].Cmp(issuers[a].Decimal)
	})
	bonds := alex.PercentOf100(100 - equity)
	shares := make([]alex.Decimal, len(keys))
	for k, key := range keys {
		shares[k] = bonds.Mul(issuers[key].Fraction())
	}
	parts := []string{fmt.Sprintf("diversified:%d", equity)}
	for k, share := range alex.Apportion(shares, bonds.Decimal, 0) {
		parts = append(parts, fmt.Sprintf("%s:%s", keys[k], share))
	}
	return strings.Join(parts, "|")
}

// pair is the weights of two keys that share 100 percent; share lies between.
func pair(first string, share int64, second string) string {
	return fmt.Sprintf("%s:%d|%s:%d", first, share, second, 100-share)
}
