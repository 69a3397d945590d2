package broker

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"alex"

	"github.com/google/go-cmp/cmp"
)

func asUnknown(err error) (*UnknownLayout, bool) {
	var u *UnknownLayout
	ok := errors.As(err, &u)
	return u, ok
}

func readString(text string) (File, error) {
	return Read(strings.NewReader(text), Options{HashKey: []byte("k"), AsOf: "2026-10-30"})
}

func TestUnknownLayoutOffersAMapping(t *testing.T) {
	t.Parallel()
	const text = "Auszug vom 30.10.2026\n\nDepot;Wertpapier;Ticker;Stück;Kurs;Marktwert;Notiz\n12345678;Vanguard Total Stock;VTI;12,5;338,42;4.230,25;x\n"
	_, err := readString(text)
	u, ok := asUnknown(err)
	if !ok || alex.CodeOf(err) != alex.CodeInvalid {
		t.Fatalf("got %v, want an unknown layout", err)
	}
	want := &UnknownLayout{
		Seen: []string{"Depot", "Wertpapier", "Ticker", "Stück", "Kurs", "Marktwert", "Notiz"},
		Offer: Mapping{Columns: map[string]string{
			"account": "Depot", "name": "Wertpapier", "symbol": "Ticker", "quantity": "Stück", "price": "Kurs", "value": "Marktwert",
		}},
	}
	if diff := cmp.Diff(want, u); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.Contains(err.Error(), `line 3 has the columns "Depot", "Wertpapier"`) {
		t.Errorf("message %q does not say what was seen", err)
	}
}

func TestOfferedMappingReadsTheFile(t *testing.T) {
	t.Parallel()
	const text = "Portfolio,Security,Instrument,Holdings,NAV,Worth\nMine,Apple,AAPL,10,268.15,2681.50\n"
	_, err := readString(text)
	u, ok := asUnknown(err)
	if !ok {
		t.Fatalf("got %v, want an unknown layout", err)
	}
	_, offered, _ := strings.Cut(u.Error(), "--mapping: ")
	var m Mapping
	if err := json.Unmarshal([]byte(offered), &m); err != nil {
		t.Fatalf("the error does not end with a mapping: %v", err)
	}
	f, err := Read(strings.NewReader(text), Options{Mapping: &m})
	if err != nil {
		t.Fatal(err)
	}
	if f.Broker != "mapping" || f.Totals.Read.String() != "2681.50" || f.Accounts[0].Name != "Mine" {
		t.Errorf("got %s", f.Line())
	}
}

func TestUnknownLayoutMasksNumbers(t *testing.T) {
	t.Parallel()
	_, err := readString("Statement for 123456789,foo,bar\nx,y,z\n")
	if err == nil || strings.Contains(err.Error(), "123456789") {
		t.Errorf("got %v", err)
	}
}

func TestMappingIsChecked(t *testing.T) {
	t.Parallel()
	const text = "Ticker,Units,Worth\nVTI,1,338.42\n"
	for name, tc := range map[string]struct {
		columns map[string]string
		want    string
	}{
		"no quantity":       {map[string]string{"symbol": "Ticker"}, "mapping.columns.quantity"},
		"no symbol or name": {map[string]string{"quantity": "Units"}, "mapping.columns.symbol"},
		"no such field":     {map[string]string{"symbol": "Ticker", "quantity": "Units", "colour": "Worth"}, "mapping.columns.colour"},
		"no such column":    {map[string]string{"symbol": "Ticker", "quantity": "Shares"}, `the file has no column "Shares"`},
		"blank header":      {map[string]string{"symbol": " ", "quantity": "Units"}, "names no header"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(strings.NewReader(text), Options{Mapping: &Mapping{Columns: tc.columns}})
			if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}
