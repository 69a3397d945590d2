package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"alex"
)

const selectInstrumentCells = `SELECT symbol, allocation_asset_class, allocation_regions, allocation_sectors, current_price
	FROM instruments ORDER BY symbol`

func verifyInstruments(ctx context.Context, q Querier) ([]Problem, error) {
	return verifyCells(ctx, q, "instruments", selectInstrumentCells, weights[alex.AssetClass]("allocation_asset_class"),
		weights[alex.Region]("allocation_regions"), weights[alex.Sector]("allocation_sectors"), number("current_price"))
}

const selectOwnCells = `SELECT symbol, allocation_asset_class, allocation_regions, allocation_sectors, current_price
	FROM user_instruments ORDER BY symbol`

func verifyOwnInstruments(ctx context.Context, q Querier) ([]Problem, error) {
	return verifyCells(ctx, q, "user_instruments", selectOwnCells, weights[alex.AssetClass]("allocation_asset_class"),
		weights[alex.Region]("allocation_regions"), weights[alex.Sector]("allocation_sectors"), number("current_price"))
}

const selectPersonCells = `SELECT clerk_user_id, asset_class_targets, region_targets, target_retirement_income, profile
	FROM users ORDER BY clerk_user_id`

func verifyPeople(ctx context.Context, q Querier) ([]Problem, error) {
	return verifyCells(ctx, q, "users", selectPersonCells, weights[alex.AssetClass]("asset_class_targets"),
		weights[alex.Region]("region_targets"), money("target_retirement_income"), profile())
}

const selectAccountCells = `SELECT id, cash_balance, cash_interest FROM accounts ORDER BY id`

func verifyAccounts(ctx context.Context, q Querier) ([]Problem, error) {
	return verifyCells(ctx, q, "accounts", selectAccountCells, money("cash_balance"), number("cash_interest"))
}

const selectPositionCells = `SELECT id, quantity, cost_basis, price, printed_value FROM positions ORDER BY id`

func verifyPositions(ctx context.Context, q Querier) ([]Problem, error) {
	return verifyCells(ctx, q, "positions", selectPositionCells, quantity(), money("cost_basis"), number("price"),
		money("printed_value"))
}

const selectPlanCells = `SELECT id, plan FROM plans ORDER BY id`

func verifyPlans(ctx context.Context, q Querier) ([]Problem, error) {
	return verifyCells(ctx, q, "plans", selectPlanCells, cellCheck{"plans", func(text string) error {
		var plan alex.Plan
		if err := json.Unmarshal([]byte(text), &plan); err != nil {
			return errors.New("plan cannot be read")
		}
		return plan.Validate()
	}})
}

const selectValueCells = `SELECT clerk_user_id, total_value, cash FROM portfolio_values ORDER BY clerk_user_id, as_of`

func verifyValues(ctx context.Context, q Querier) ([]Problem, error) {
	return verifyCells(ctx, q, "portfolio_values", selectValueCells, money("total_value"), money("cash"))
}

// A completed job has its report, and a report is one of a completed job.
const selectUnreported = `SELECT j.id, j.status FROM analysis_jobs j LEFT JOIN reports r ON r.job_id = j.id
	WHERE (j.status = 'completed') <> (r.id IS NOT NULL) OR (r.id IS NOT NULL AND r.id <> j.report_id) ORDER BY j.id`

func verifyJobs(ctx context.Context, q Querier) ([]Problem, error) {
	return all(ctx, q, func(rows *sql.Rows) (p Problem, err error) {
		var id, status string
		err = rows.Scan(&id, &status)
		return Problem{"jobs", "analysis_jobs " + id, "the job is " + status + " and does not match its report"}, err
	}, selectUnreported)
}

// What the days of a person have come to is what the log says. A call counts on
// the day of its hold, which midnight may part from that of its start, so the
// sums of all days are compared.
const selectMiscounted = `SELECT u.clerk_user_id FROM users u
	LEFT JOIN (SELECT clerk_user_id, sum(tokens) AS tokens, sum(cost) AS cost
		FROM model_days GROUP BY clerk_user_id) d ON d.clerk_user_id = u.clerk_user_id
	LEFT JOIN (SELECT clerk_user_id, sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens) AS tokens,
		sum(cost) AS cost FROM model_calls GROUP BY clerk_user_id) c ON c.clerk_user_id = u.clerk_user_id
	WHERE coalesce(d.tokens, 0) <> coalesce(c.tokens, 0) OR coalesce(d.cost, 0) <> coalesce(c.cost, 0)
	ORDER BY u.clerk_user_id`

func verifyModelDays(ctx context.Context, q Querier) ([]Problem, error) {
	return all(ctx, q, func(rows *sql.Rows) (p Problem, err error) {
		var person string
		err = rows.Scan(&person)
		return Problem{"usage", "model_days " + person, "tokens or cost are not those of the person's calls"}, err
	}, selectMiscounted)
}

// The canonical form is the one that the domain writes; engines with exact
// decimals pad it with zeros, so only the value has to survive.
func money(column string) cellCheck {
	return cellCheck{"money", func(text string) error {
		if _, err := alex.ParseMoney(text); err != nil {
			return fmt.Errorf("%s: %w", column, err)
		}
		return nil
	}}
}

func number(column string) cellCheck {
	return cellCheck{"numbers", func(text string) error {
		d, err := alex.ParseDecimal(text)
		if err == nil && d.Sign() < 0 {
			err = errors.New("is negative")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", column, err)
		}
		return nil
	}}
}

func quantity() cellCheck {
	return cellCheck{"numbers", func(text string) error {
		d, err := alex.ParseDecimal(text)
		if err != nil {
			return fmt.Errorf("quantity: %w", err)
		}
		var problems alex.Problems
		alex.CheckQuantity(&problems, "quantity", d)
		return problems.Err()
	}}
}

func profile() cellCheck {
	return cellCheck{"people", func(text string) error {
		var p alex.Person
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			return errors.New("profile cannot be read")
		}
		return p.Validate()
	}}
}
