package broker

import (
	"io"

	"alex"
)

// Limits that apply where Options does not say otherwise.
const (
	defaultMaxBytes = 5 << 20
	defaultMaxRows  = 20_000
)

// Options says how to read one file. The zero value reads every known layout.
type Options struct {
	Name     string    // the file's name: a source of its date
	Mapping  *Mapping  // reads a layout that is not known
	AsOf     alex.Date // the date where the file gives none
	HashKey  []byte    // keys Account.Fingerprint; without it there are none
	Book     alex.Book // prices known beside the file's, told of where it gives none; nil: they are not known here
	MaxBytes int64     // 5 MiB unless set
	MaxRows  int       // 20,000 unless set
}

// Mapping names the column of each field of an unknown layout. Fields are
// account, accountType, symbol, name, quantity, price, value, costBasis,
// currency and date; a position needs quantity and one of symbol and name.
type Mapping struct {
	Columns map[string]string `json:"columns"` // field → header
}

// File is what one positions file says.
type File struct {
	Name     string                 `json:"-"`      // the file's own, without account numbers
	Broker   string                 `json:"broker"` // fidelity, schwab, vanguard, interactive_brokers, interactive_brokers_flex, generic, mapping
	AsOf     alex.Date              `json:"asOf,omitempty"`
	Accounts []alex.Account         `json:"accounts"`
	Names    map[alex.Symbol]string `json:"names"` // descriptions
	Rows     []Row                  `json:"rows"`
	Totals   Totals                 `json:"totals"`
	Warnings []string               `json:"warnings,omitempty"`
}

// Statuses of a row.
const (
	StatusValid     = "valid"
	StatusWarning   = "warning"   // held, but look at the reason
	StatusError     = "error"     // a value is missing or cannot be read
	StatusDuplicate = "duplicate" // merged with an earlier row of its account
	StatusSkipped   = "skipped"   // cannot be held
)

// What became of a row.
const (
	HeldPosition = "position"
	HeldCash     = "cash"
	HeldNot      = "not_held"
)

// Row is one line of the file and what became of it. Price and Value are US
// dollars; Value is nil where the file gives no dollar value.
type Row struct {
	Line        int           `json:"line"`
	Account     string        `json:"account"` // the name of its account in File.Accounts
	Symbol      string        `json:"symbol"`
	Description string        `json:"description"`
	Quantity    *alex.Decimal `json:"quantity"`
	Price       *alex.Decimal `json:"price"`
	Value       *alex.Money   `json:"value"`
	Status      string        `json:"status"`
	Reason      string        `json:"reason,omitempty"`
	Held        string        `json:"held"`
	Share       *Share        `json:"-"` // nil where Held is HeldNot
}

// Read reads one positions file. A file that is no positions file, or whose
// layout is unknown, is a CodeInvalid error that says what was seen (an
// unknown layout also carries an *UnknownLayout); one past the limits is
// CodeTooLarge. Rows that cannot be read are rows of the result, not errors.
func Read(r io.Reader, opt Options) (File, error) {
	l, err := read(r, opt)
	if err != nil {
		return File{}, err
	}
	f := l.file()
	f.Name = limitText(l.redact.text()(opt.Name), 255)
	return f, nil
}

func read(r io.Reader, opt Options) (*ledger, error) {
	text, err := readText(r, opt)
	if err != nil {
		return nil, err
	}
	l, err := readLayout(text, opt)
	if err == nil && len(l.rows) > opt.mostRows() {
		return nil, tooManyRows(opt.mostRows())
	}
	return l, err
}

func (o Options) mostRows() int {
	if o.MaxRows > 0 {
		return o.MaxRows
	}
	return defaultMaxRows
}

func tooManyRows(most int) error {
	return alex.Errorf(alex.CodeTooLarge, "the file has more than the %d rows that are read", most)
}

func readLayout(text string, opt Options) (*ledger, error) {
	if isXML(text) {
		return readFlex(text, opt)
	}
	src, err := parseSource(text, opt)
	if err != nil {
		return nil, err
	}
	if opt.Mapping != nil {
		return readMapping(src, *opt.Mapping)
	}
	return detect(src)
}

// detect reads src by the first layout that one of its records announces.
func detect(src source) (*ledger, error) {
	if isActivityStatement(src) {
		return readActivity(src)
	}
	for i, rec := range src.records {
		set := headersOf(rec)
		if message := historyMessage(set); message != "" {
			return nil, alex.Errorf(alex.CodeInvalid, "%s", message)
		}
		switch {
		case isFidelity(set):
			return readFidelity(src, i)
		case isSchwab(set, src.records[:i]):
			return readSchwab(src, i)
		case isVanguard(set):
			return readVanguard(src, i)
		case isGeneric(set, rec):
			return readGeneric(src, i)
		}
	}
	return nil, unknownLayout(src)
}
