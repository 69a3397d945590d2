package retirement

import (
	"math"

	"alex"
)

// Rounding leaves pivots of this size where the exact ones are zero; a pivot
// that small after an ill-conditioned one says nothing.
const (
	pivotTolerance    = 1e-8
	residualTolerance = 1e-4 // |a_ij| ≤ √(a_ii·a_jj) in a semi-definite remainder
)

// cholesky is the lower-triangular L with L·Lᵀ = matrix. Singular matrices
// (correlation ±1) give zero columns; a matrix that is not positive
// semi-definite is refused.
func cholesky(matrix [][]float64) ([][]float64, error) {
	n := len(matrix)
	lower := make([][]float64, n)
	for i := range lower {
		lower[i] = make([]float64, n)
	}
	for j := range n {
		pivot := remainder(matrix, lower, j, j)
		if pivot < -pivotTolerance {
			return nil, notSemiDefinite()
		}
		if pivot > pivotTolerance {
			lower[j][j] = math.Sqrt(pivot)
		}
		for i := j + 1; i < n; i++ {
			rest := remainder(matrix, lower, i, j)
			switch {
			case lower[j][j] > 0:
				lower[i][j] = rest / lower[j][j]
			case math.Abs(rest) > residualTolerance:
				return nil, notSemiDefinite()
			}
		}
	}
	return lower, nil
}

func remainder(matrix, lower [][]float64, i, j int) float64 {
	rest := matrix[i][j]
	for k := range j {
		rest -= float64(lower[i][k] * lower[j][k])
	}
	return rest
}

func notSemiDefinite() error {
	return alex.Invalid("correlations",
		"the matrix is not positive semi-definite: no returns can have these correlations together")
}
