package cloud

import "fmt"

// Prices of AWS by its list, for Aurora in us-east-1, in US dollars, as the table of
// docs/costs.md has them: recalled, and of that table's date. Other regions cost up to a
// third more.
const (
	PriceDate     = "2026-08"
	PriceACUHour  = 0.12  // of one Aurora Capacity Unit for an hour, Serverless v2
	PriceStorage  = 0.10  // of a GB in the database for a month
	PriceSnapshot = 0.021 // of a GB in a snapshot for a month
	MonthHours    = 730
)

// Bill is what a database costs a month at its present setting.
type Bill struct {
	Least, Most float64 // dollars: at the lowest capacity always, and at the highest always
	Stopped     bool    // only storage is paid
}

func (s Status) bill() Bill {
	storage := float64(max(0, s.StorageGB)) * PriceStorage
	if s.State != "available" && s.State != "starting" {
		return Bill{storage, storage, true}
	}
	n := float64(max(1, len(s.Instances)))
	return Bill{Least: n*s.Min*PriceACUHour*MonthHours + storage, Most: n*s.Max*PriceACUHour*MonthHours + storage}
}

// Dollars is an amount as people read it.
func Dollars(amount float64) string { return fmt.Sprintf("$%.2f", amount) }
