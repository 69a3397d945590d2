// Command pocketbase is PocketBase with Alex's two tables of positions, for
// BenchmarkBesidePocketBase: the same owner's rule, the same unique index, and a
// database that waits for the disk at every commit, as Alex's does.
//
//	pocketbase serve --http 127.0.0.1:PORT --dir FOLDER
//
// It prints the token of an owner and the id of their account, in one line, as the
// server begins.
package main

import (
	"fmt"
	"log"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

// pragmas are PocketBase's own but for synchronous, which it leaves at NORMAL: a
// commit may then be lost with the machine.
const pragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)" +
	"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)"

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{
		HideStartBanner: true,
		DBConnect:       func(path string) (*dbx.DB, error) { return dbx.Open("sqlite", path+pragmas) },
	})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil // asks for a first operator, on the output
		if err := furnish(e.App); err != nil {
			return err
		}
		return e.Next()
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// furnish makes the tables, an owner and their account.
func furnish(app core.App) error {
	people, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	accounts, positions := tables(people.Id)
	if err := app.Save(accounts); err != nil {
		return err
	}
	positions.Fields.Add(&core.RelationField{Name: "account", CollectionId: accounts.Id, MaxSelect: 1, Required: true})
	positions.AddIndex("one_of_a_symbol", true, "account, symbol", "")
	if err := app.Save(positions); err != nil {
		return err
	}
	owner := core.NewRecord(people)
	owner.SetEmail("owner@example.org")
	owner.SetPassword("a long password")
	if err := app.Save(owner); err != nil {
		return err
	}
	account := core.NewRecord(accounts)
	account.Set("owner", owner.Id)
	account.Set("name", "Account")
	if err := app.Save(account); err != nil {
		return err
	}
	token, err := owner.NewAuthToken()
	if err != nil {
		return err
	}
	fmt.Println(strings.Join([]string{token, account.Id}, " "))
	return nil
}

// tables are the two collections, each guarded by its owner's rule; positions still
// want the field of their account.
func tables(people string) (accounts, positions *core.Collection) {
	accounts = core.NewBaseCollection("accounts")
	accounts.Fields.Add(
		&core.RelationField{Name: "owner", CollectionId: people, MaxSelect: 1, Required: true},
		&core.TextField{Name: "name", Required: true, Max: 200},
	)
	guard(accounts, "owner = @request.auth.id")
	positions = core.NewBaseCollection("positions")
	positions.Fields.Add(
		&core.TextField{Name: "symbol", Required: true, Max: 20},
		&core.NumberField{Name: "quantity", Required: true},
		&core.NumberField{Name: "price"},
		&core.AutodateField{Name: "created", OnCreate: true},
	)
	guard(positions, "account.owner = @request.auth.id")
	return accounts, positions
}

func guard(c *core.Collection, rule string) {
	c.ListRule, c.ViewRule, c.CreateRule = &rule, &rule, &rule
}
