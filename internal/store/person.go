package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"time"

	"alex"
)

const selectPerson = `SELECT clerk_user_id, display_name, email, birth_date, years_until_retirement,
	target_retirement_income, asset_class_targets, region_targets, profile, monthly_review_at, email_verified_at
	FROM users WHERE clerk_user_id = $1`

// scanPerson lays the columns over the profile, which holds all the rest.
func scanPerson(row *sql.Row) (alex.Person, error) {
	var c, p alex.Person
	var asked, verified *time.Time
	err := row.Scan(&c.ID, &c.DisplayName, &c.Email, opt(&c.BirthDate), &c.YearsUntilRetirement,
		&c.TargetRetirementIncome, JSON{&c.AssetClassTargets}, JSON{&c.RegionTargets}, JSON{&p},
		maybe{&asked}, maybe{&verified})
	p.MonthlyReview, p.EmailVerified = asked != nil, verified != nil
	p.ID, p.DisplayName, p.Email, p.BirthDate = c.ID, c.DisplayName, c.Email, c.BirthDate
	p.YearsUntilRetirement, p.TargetRetirementIncome = c.YearsUntilRetirement, c.TargetRetirementIncome
	p.AssetClassTargets, p.RegionTargets = c.AssetClassTargets, c.RegionTargets
	return p, err
}

// profileOf is what of a person has no column of its own.
func profileOf(p alex.Person) alex.Person {
	p.ID, p.DisplayName, p.Email, p.BirthDate = "", "", "", ""
	p.YearsUntilRetirement, p.TargetRetirementIncome = nil, nil
	p.AssetClassTargets, p.RegionTargets = nil, nil
	p.MonthlyReview, p.EmailVerified = false, false
	return p
}

func loadPerson(ctx context.Context, q Querier, id alex.PersonID) (alex.Person, error) {
	p, err := scanPerson(q.QueryRowContext(ctx, selectPerson, id))
	if errors.Is(err, sql.ErrNoRows) {
		return p, alex.Errorf(alex.CodeNotFound, "this person has no record")
	}
	return p, err
}

// Person is the person's own record; alex.CodeNotFound before the first
// sign-in and after deletion.
func (p *Personal) Person(ctx context.Context) (person alex.Person, err error) {
	err = p.read(ctx, func(q Querier) error {
		person, err = loadPerson(ctx, q, p.person)
		return err
	})
	return person, err
}

const updatePerson = `UPDATE users SET display_name = $2, email = CASE WHEN $3 = '' THEN email ELSE $3 END, birth_date = $4, years_until_retirement = $5,
	target_retirement_income = $6, asset_class_targets = $7, region_targets = $8, profile = $9, updated_at = $10,
	monthly_review_at = CASE WHEN $11 THEN coalesce(monthly_review_at, $10) ELSE NULL END
	WHERE clerk_user_id = $1`

// SavePerson replaces the person's record; an e-mail address that is left out
// stays, and so do the marks on options (see MarkChoice). If unless is not nil it sees the stored record first, in the same
// transaction, and its error stops the write.
func (p *Personal) SavePerson(ctx context.Context, person alex.Person, unless func(alex.Person) error) error {
	if err := validPerson(person); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error {
		stored, err := loadPerson(ctx, q, p.person)
		if err != nil {
			return err
		}
		if unless != nil {
			if err := unless(stored); err != nil {
				return err
			}
		}
		kept := person
		kept.Marks = stored.Marks // they have a door of their own
		if kept.Email == stored.Email {
			kept.Email = "" // another transaction may be about to change it
		}
		return p.savePerson(ctx, q, kept)
	})
}

// MarkChoice keeps what the person says of an option, or forgets it where mark
// is nil.
func (p *Personal) MarkChoice(ctx context.Context, key string, mark *alex.ChoiceMark) error {
	return p.write(ctx, func(q Querier) error {
		person, err := loadPerson(ctx, q, p.person)
		if err != nil {
			return err
		}
		marks := maps.Clone(person.Marks)
		switch {
		case mark == nil:
			delete(marks, key)
		case marks == nil:
			marks = map[string]alex.ChoiceMark{key: *mark}
		default:
			marks[key] = *mark
		}
		if len(marks) > alex.MaxMarks {
			return alex.Errorf(alex.CodeConflict, "there are %d marks already; clear some first", alex.MaxMarks)
		}
		person.Marks, person.Email = marks, ""
		return p.savePerson(ctx, q, person)
	})
}

// savePerson leaves an e-mail address that is empty as it is.
func (p *Personal) savePerson(ctx context.Context, q Querier, person alex.Person) error {
	return own(ctx, q, updatePerson, p.person, person.DisplayName, person.Email, opt(&person.BirthDate),
		person.YearsUntilRetirement, person.TargetRetirementIncome, JSON{person.AssetClassTargets},
		JSON{person.RegionTargets}, JSON{profileOf(person)}, p.store.micros(), person.MonthlyReview)
}

func validPerson(person alex.Person) error {
	var problems alex.Problems
	problems.Join("", person.Validate())
	problems.Join("", checkDate("birthDate", person.BirthDate))
	problems.Join("", checkWeights("assetClassTargets", person.AssetClassTargets))
	problems.Join("", checkWeights("regionTargets", person.RegionTargets))
	return problems.Err()
}

const ensurePerson = `INSERT INTO users (clerk_user_id, display_name, email, created_at, updated_at)
	VALUES ($1, $2, $3, $4, $4)
	ON CONFLICT (clerk_user_id) DO UPDATE SET
	display_name = CASE WHEN excluded.display_name = '' THEN users.display_name ELSE excluded.display_name END,
	email = CASE WHEN excluded.email = '' THEN users.email ELSE excluded.email END,
	updated_at = excluded.updated_at`

// EnsurePerson makes the record of someone who has signed in, or brings its
// name and e-mail up to date where they are given, and answers the record.
func (y *System) EnsurePerson(ctx context.Context, id alex.PersonID, name, email string) (person alex.Person, err error) {
	var problems alex.Problems
	if id == "" {
		problems.Addf("id", "is empty")
	}
	alex.CheckText(&problems, "id", string(id), 255)
	problems.Join("", alex.Person{DisplayName: name, Email: email}.Validate())
	if err := problems.Err(); err != nil {
		return alex.Person{}, err
	}
	err = y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, ensurePerson, id, name, email, y.store.micros()); err != nil {
			return err
		}
		person, err = loadPerson(ctx, q, id)
		return err
	})
	return person, err
}
