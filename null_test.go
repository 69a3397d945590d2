package alex_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"alex"

	"github.com/google/go-cmp/cmp"
)

// members are the names that a type's fields declare, and those of its JSON.
func members(t *testing.T, value any) (declared, written map[string]bool) {
	t.Helper()
	declared, written = map[string]bool{}, map[string]bool{}
	for i := range reflect.TypeOf(value).NumField() {
		declared[reflect.TypeOf(value).Field(i).Tag.Get("json")] = true
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatal(err)
	}
	for name := range object {
		written[name] = true
	}
	return declared, written
}

// What writes its own JSON writes every member.
func TestEveryMemberIsWritten(t *testing.T) {
	t.Parallel()
	for _, value := range []any{alex.Import{}, alex.AccountChange{}} {
		if declared, written := members(t, value); !cmp.Equal(declared, written) {
			t.Errorf("%T: %s", value, cmp.Diff(declared, written))
		}
	}
}

func TestImportReadsBack(t *testing.T) {
	t.Parallel()
	for want, i := range map[string]alex.Import{
		`{"file":"","broker":"","asOf":null,"accounts":0,"fileTotal":"0.00","readTotal":"0.00","notHeld":"0.00","rows":0,"line":""}`: {},
		`{"file":"f.csv","broker":"generic","asOf":"2026-10-30","accounts":1,"fileTotal":"3.00","readTotal":"1.00","notHeld":"2.00","rows":4,"line":"l"}`: {
			File: "f.csv", Broker: "generic", AsOf: "2026-10-30", Accounts: 1, FileTotal: alex.MustMoney("3"),
			ReadTotal: alex.MustMoney("1"), NotHeld: alex.MustMoney("2"), Rows: 4, Line: "l",
		},
	} {
		text, err := json.Marshal(i)
		if err != nil || string(text) != want {
			t.Errorf("it is written as %s, %v", text, err)
		}
		var again alex.Import
		if err := json.Unmarshal(text, &again); err != nil || again.AsOf != i.AsOf {
			t.Errorf("%s reads back as %+v, %v", text, again, err)
		}
		if twice, err := json.Marshal(again); err != nil || string(twice) != want {
			t.Errorf("read back it is written as %s, %v", twice, err)
		}
	}
}
