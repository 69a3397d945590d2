package retirement

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

func TestWilson(t *testing.T) {
	t.Parallel()
	tests := []struct {
		k, n      int
		low, high float64
	}{
		{8500, 10000, 0.843, 0.857},
		{425, 500, 0.816, 0.879},
		{0, 10000, 0, 0.0003},
		{10000, 10000, 0.9997, 1},
		{5000, 10000, 0.490, 0.510},
	}
	for _, test := range tests {
		low, high := wilson(test.k, test.n)
		if math.Abs(low-test.low) > 0.0005 || math.Abs(high-test.high) > 0.0005 || low > high {
			t.Errorf("%d of %d: %.5f–%.5f, want %.4f–%.4f", test.k, test.n, low, high, test.low, test.high)
		}
	}
}

func TestStandardError(t *testing.T) {
	t.Parallel()
	wantNear(t, "8,500 of 10,000", standardError(8500, 10000), 0.003570714214, 1e-9)
	wantNear(t, "250 of 500", standardError(250, 500), 0.02236067977, 1e-9)
}

func TestQuantilesInterpolate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		values []float64
		p      float64
		want   float64
	}{
		{"one value", []float64{7}, 0.9, 7},
		{"median of two", []float64{1, 2}, 0.5, 1.5},
		{"a quarter of four", []float64{4, 1, 3, 2}, 0.25, 1.75},
		{"an order statistic", []float64{5, 4, 3, 2, 1}, 0.75, 4},
		{"the least", []float64{3, 9, 1}, 0, 1},
		{"the greatest", []float64{3, 9, 1}, 1, 9},
	}
	for _, test := range tests {
		if got := quantiles(test.values, []float64{test.p})[0]; math.Abs(got-test.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// Selecting gives what sorting gives, ties included.
func TestQuantilesEqualThoseOfSorted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.SampledFrom([]int{1, 3, 50, 1_000_000}).Draw(t, "span")
		values := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, span), func(i int) float64 { return float64(i) }), 1, 2000).Draw(t, "values")
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		for i, got := range quantiles(values, bandProbabilities()) {
			h := bandProbabilities()[i] * float64(len(sorted)-1)
			low := int(h)
			want := sorted[low] + (h-float64(low))*(sorted[min(low+1, len(sorted)-1)]-sorted[low])
			if math.Abs(got-want) > 1e-9 {
				t.Fatalf("quantile %v is %v, want %v", bandProbabilities()[i], got, want)
			}
		}
	})
}

func TestCholesky(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		matrix  [][]float64
		refused bool
	}{
		{"identity", [][]float64{{1, 0}, {0, 1}}, false},
		{"plus one", [][]float64{{1, 1}, {1, 1}}, false},
		{"minus one", [][]float64{{1, -1}, {-1, 1}}, false},
		{"two alike and a third", [][]float64{{1, 1, .3}, {1, 1, .3}, {.3, .3, 1}}, false},
		{"singular by 0.6² + 0.8²", [][]float64{{1, 0, .6}, {0, 1, .8}, {.6, .8, 1}}, false},
		{"two alike, a third not", [][]float64{{1, 1, .3}, {1, 1, .4}, {.3, .4, 1}}, true},
		{"impossible triangle", [][]float64{{1, .9, -.9}, {.9, 1, .9}, {-.9, .9, 1}}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lower, err := cholesky(test.matrix)
			if test.refused {
				if alex.CodeOf(err) != alex.CodeInvalid {
					t.Errorf("not refused: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range test.matrix {
				for j, want := range row {
					got := 0.0
					for k := range lower {
						got += lower[i][k] * lower[j][k]
					}
					if math.Abs(got-want) > 1e-9 {
						t.Errorf("L·Lᵀ at %d,%d is %v, want %v", i, j, got, want)
					}
				}
			}
		})
	}
}

// Every matrix that comes from vectors is accepted, singular ones too. Whole
// components keep them from being nearly, but not quite, singular.
func TestCholeskyAcceptsEveryGramMatrix(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rank, n := rapid.IntRange(1, 4).Draw(t, "rank"), rapid.IntRange(1, 7).Draw(t, "n")
		vectors := make([][]float64, n)
		for i := range vectors {
			vectors[i] = rapid.SliceOfN(rapid.Map(rapid.IntRange(-3, 3), func(i int) float64 { return float64(i) }), rank, rank).Draw(t, "v")
			norm := 0.0
			for _, x := range vectors[i] {
				norm += x * x
			}
			if norm == 0 {
				vectors[i][0], norm = 1, 1
			}
			for k := range vectors[i] {
				vectors[i][k] /= math.Sqrt(norm)
			}
		}
		matrix := make([][]float64, n)
		for i := range matrix {
			matrix[i] = make([]float64, n)
			for j := range matrix[i] {
				for k := range rank {
					matrix[i][j] += vectors[i][k] * vectors[j][k]
				}
			}
		}
		if _, err := cholesky(matrix); err != nil {
			t.Fatalf("%v: %v", matrix, err)
		}
	})
}
