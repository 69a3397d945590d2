package cloud_test

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alex/internal/cloud"
)

// costs is docs/costs.md: its three tables by the name of their first column.
type costs struct {
	*testing.T
	text     string
	price    map[string]*big.Rat
	quantity map[string][]*big.Rat // in each state
}

const states = 4 // quiet, idle, 1 and 1,000 households

// table is the rows below a heading that begins with a name, without the heading.
func (c costs) table(first string) (rows [][]string) {
	c.Helper()
	_, rest, found := strings.Cut(c.text, "\n| "+first+" |")
	if !found {
		c.Fatalf("there is no table of each %s", first)
	}
	for n, line := range strings.Split(rest, "\n") {
		switch {
		case n < 2:
		case !strings.HasPrefix(line, "| "):
			return rows
		default:
			cells := strings.Split(strings.Trim(line, "| "), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

func (c costs) number(text string) *big.Rat {
	c.Helper()
	n, ok := new(big.Rat).SetString(strings.ReplaceAll(text, ",", ""))
	if !ok {
		c.Fatalf("%q is no number", text)
	}
	return n
}

// worth is a sum of products of numbers and quantities, in a state.
func (c costs) worth(formula string, state int) *big.Rat {
	c.Helper()
	sum := new(big.Rat)
	for term := range strings.SplitSeq(formula, " + ") {
		product := big.NewRat(1, 1)
		for factor := range strings.SplitSeq(term, " × ") {
			if values, known := c.quantity[factor]; known {
				product.Mul(product, values[state])
			} else {
				product.Mul(product, c.number(factor))
			}
		}
		sum.Add(sum, product)
	}
	return sum
}

func readCosts(t *testing.T) costs {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), "docs", "costs.md"))
	if err != nil {
		t.Fatal(err)
	}
	c := costs{T: t, text: string(text), price: map[string]*big.Rat{}, quantity: map[string][]*big.Rat{}}
	for _, row := range c.table("price") {
		c.price[row[0]] = c.number(row[2])
	}
	for _, row := range c.table("quantity") {
		name, how, cells := row[0], row[2], row[3:]
		if len(cells) != states {
			t.Fatalf("%s has %d states", name, len(cells))
		}
		values := make([]*big.Rat, states)
		for i := range cells {
			values[i] = c.number(cells[i])
			if how == "given" {
				continue
			}
			if want := c.worth(how, i); values[i].Cmp(want) != 0 {
				t.Errorf("%s in state %d is %s, and %s is %s", name, i, cells[i], how, want.FloatString(9))
			}
		}
		c.quantity[name] = values
	}
	return c
}

// TestCostsDocumentIsRight recomputes every figure of docs/costs.md from the prices, the
// quantities and the free amounts that stand in it.
func TestCostsDocumentIsRight(t *testing.T) {
	t.Parallel()
	c := readCosts(t)
	sums, lines, used := make([]*big.Rat, states), 0, map[string]bool{}
	for i := range sums {
		sums[i] = new(big.Rat)
	}
	for _, row := range c.table("line") {
		cells := row[len(row)-states:]
		total := strings.HasPrefix(row[0], "**")
		for i := range states {
			want := sums[i]
			if !total {
				price, known := c.price[row[3]]
				if !known {
					t.Fatalf("%s has the price %q, which stands nowhere", row[0], row[3])
				}
				used[row[3]] = true
				paid := c.worth(row[1], i)
				if paid.Sub(paid, c.number(row[2])); paid.Sign() < 0 {
					paid.SetInt64(0)
				}
				want = paid.Mul(paid, price)
				sums[i].Add(sums[i], want)
			}
			if got := want.FloatString(2); got != strings.ReplaceAll(cells[i], ",", "") {
				t.Errorf("%s in state %d is %s, and comes to %s", row[0], i, cells[i], got)
			}
		}
		if !total {
			lines++
		}
	}
	if lines < 20 || len(used) < 18 || len(c.quantity) < 15 {
		t.Errorf("only %d lines, %d prices and %d quantities were computed", lines, len(used), len(c.quantity))
	}
	for name := range c.price {
		if !used[name] && name != "aurora-snapshot" {
			t.Errorf("the price %s is used nowhere", name)
		}
	}
	t.Attr("measured", fmt.Sprintf("%d lines, %d prices, %d quantities, each recomputed in %d states", lines, len(used), len(c.quantity), states))
}

// TestPricesAreThoseOfTheDocument, so that alex cost status says the same.
func TestPricesAreThoseOfTheDocument(t *testing.T) {
	t.Parallel()
	c := readCosts(t)
	for name, price := range map[string]float64{"aurora-acu": cloud.PriceACUHour, "aurora-storage": cloud.PriceStorage, "aurora-snapshot": cloud.PriceSnapshot} {
		if got, _ := c.price[name].Float64(); got != price {
			t.Errorf("%s is %v in the program and %v in the document", name, price, got)
		}
	}
	if !strings.Contains(c.text, "as of "+cloud.PriceDate+",") || !strings.Contains(c.text, fmt.Sprintf("0.5 ACU × %d hours", cloud.MonthHours)) || !strings.Contains(c.text, "They are recalled") {
		t.Error("the document does not say when and whence its prices are")
	}
}
