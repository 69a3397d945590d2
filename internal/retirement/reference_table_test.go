package retirement

import (
	"math"
	"testing"
)

func TestUniformLifetimeTable(t *testing.T) {
	t.Parallel()
	for age, want := range map[int]float64{
		72: 27.4, 73: 26.5, 74: 25.5, 75: 24.6, 80: 20.2, 85: 16, 90: 12.2, 95: 8.9, 100: 6.4, 110: 3.5, 119: 2.3, 120: 2, 130: 2,
	} {
		if got := uniformLifetime(age); got != want {
			t.Errorf("the divisor at %d is %v, want %v", age, got, want)
		}
	}
	for age := 72; age <= 121; age++ {
		if got, want := uniformLifetime(age), publishedDivisor(age); got != want {
			t.Errorf("the divisor at %d is %v, published %v", age, got, want)
		}
	}
}

func TestFirstDistribution(t *testing.T) {
	t.Parallel()
	for born, want := range map[int]int{1938: 72, 1950: 72, 1951: 73, 1959: 73, 1960: 75, 1985: 75} {
		if got := firstDistribution(born); got != want {
			t.Errorf("born in %d distributions begin at %d, want %d", born, got, want)
		}
	}
}

// The percentages that the Social Security Administration prints for those born
// in 1954 (full retirement age 66), 1955–59 and from 1960 on (67).
func TestClaimFactors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		age, born int
		want      float64
	}{
		{62, 1960, .70},
		{63, 1960, .75},
		{64, 1960, .80},
		{65, 1960, .8667},
		{66, 1960, .9333},
		{67, 1960, 1},
		{68, 1960, 1.08},
		{70, 1960, 1.24},
		{75, 1960, 1.24},
		{62, 1980, .70},
		{70, 0, 1.24},
		{62, 1954, .75},
		{66, 1954, 1},
		{70, 1954, 1.32},
		{62, 1943, .75},
		{62, 1955, .7417},
		{67, 1955, 1.0667},
		{62, 1957, .7250},
		{66, 1957, .9667},
		{62, 1959, .7083},
		{70, 1959, 1.2533},
		{65, 1937, 1},
		{62, 1937, .80},
		{70, 1937, 1.325},
		{70, 1929, 1.225},
		{66, 1942, 1.0125},
		{70, 1920, 1.15},
	} {
		if got := claimFactor(test.age, test.born); math.Abs(got-test.want) > 5e-5 {
			t.Errorf("claimed at %d, born in %d, %.4f of the benefit is paid, want %.4f", test.age, test.born, got, test.want)
		}
	}
}
