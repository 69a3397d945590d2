package broker

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"alex"
)

func isXML(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), "<") }

// flexElement is one element of a Flex statement: its attributes are all that
// it has.
type flexElement struct {
	line  int
	attrs map[string]string
}

func (e flexElement) of(names ...string) string {
	for _, n := range names {
		if v := clean(e.attrs[n]); v != "" {
			return v
		}
	}
	return ""
}

// flex is a Flex query's answer taken apart.
type flex struct {
	opt       Options
	period    alex.Date
	seen      map[string]int // how often each element occurs
	bases     map[string]string
	info      map[string]flexElement
	rates     map[string]alex.Decimal
	positions []flexElement
	cash      []flexElement
}

// readFlex reads Interactive Brokers' Flex query as XML, element by element.
func readFlex(text string, opt Options) (*ledger, error) {
	f := flex{opt: opt, seen: map[string]int{}, bases: map[string]string{}, info: map[string]flexElement{}, rates: map[string]alex.Decimal{}}
	if err := f.walk(text); err != nil {
		return nil, err
	}
	if err := f.refuse(); err != nil {
		return nil, err
	}
	l := newLedger("interactive_brokers_flex", "interactive_brokers", opt,
		firstDate(f.period, findDate(opt.Name), opt.AsOf), nil)
	f.addPositions(l)
	f.addCash(l)
	return l, l.needRows()
}

func (f *flex) walk(text string) error {
	d := xml.NewDecoder(strings.NewReader(strings.TrimLeft(text, "\ufeff \n\t")))
	// The text is UTF-8 by now, whatever its declaration says.
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	limit := f.opt.MaxRows
	if limit <= 0 {
		limit = defaultMaxRows
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, _ := d.InputPos()
		if err != nil {
			return alex.Invalid("file", "the XML is broken on line %d", line)
		}
		if start, ok := token.(xml.StartElement); ok {
			f.element(start.Name.Local, flexElement{line: line, attrs: attributes(start)})
		}
		if len(f.positions)+len(f.cash) > limit {
			return alex.Errorf(alex.CodeTooLarge, "the file has more than %d rows, the most that is read", limit)
		}
	}
}

func attributes(start xml.StartElement) map[string]string {
	attrs := make(map[string]string, len(start.Attr))
	for _, a := range start.Attr {
		attrs[a.Name.Local] = a.Value
	}
	return attrs
}

func (f *flex) element(name string, e flexElement) {
	f.seen[name]++
	switch name {
	case "FlexStatement":
		f.period = firstDate(findDate(e.of("toDate")), findDate(e.of("whenGenerated")), f.period)
	case "AccountInformation":
		f.info[e.of("accountId")] = e
		f.bases[e.of("accountId")] = strings.ToUpper(e.of("currency", "baseCurrency"))
	case "ConversionRate":
		if f.bases["rate"] == "" {
			f.bases["rate"] = strings.ToUpper(e.of("toCurrency"))
		}
		learnRate(f.rates, e.of("fromCurrency"), e.of("rate"))
	case "OpenPosition":
		learnRate(f.rates, e.of("currency"), e.of("fxRateToBase"))
		f.positions = append(f.positions, e)
	case "CashReportCurrency":
		f.cash = append(f.cash, e)
	}
}

// refuse says what the document is where it has no positions to read.
func (f *flex) refuse() error {
	switch {
	case len(f.positions) > 0 || len(f.cash) > 0:
		return nil
	case f.seen["Trade"] > 0 || f.seen["CashTransaction"] > 0:
		return alex.Invalid("file", "this is an Interactive Brokers Flex query of trades, a history and not positions: add the section Open Positions (and Cash Report) to the query")
	case f.seen["FlexStatementResponse"] > 0:
		return alex.Invalid("file", "this is an error answer of Interactive Brokers' Flex service, not a statement: run the query again")
	case f.seen["FlexQueryResponse"] > 0:
		return alex.Invalid("file", "this Flex query has no Open Positions: add the section Open Positions (and Cash Report) to the query")
	}
	return alex.Invalid("file", "this is an XML document, but no Interactive Brokers Flex query")
}

// base is the base currency of an account: as stated, or the currency whose
// rate to it is one; dollars where nothing is said.
func (f *flex) base(account string) string {
	if b := firstText(f.bases[account], f.bases["rate"]); b != "" {
		return b
	}
	one := alex.DecimalOf(1)
	if r, ok := f.rates["USD"]; ok && r.Cmp(one) == 0 {
		return "USD"
	}
	for currency, r := range f.rates {
		if r.Cmp(one) == 0 && currency != "USD" {
			return currency
		}
	}
	return "USD"
}
