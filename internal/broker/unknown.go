package broker

import (
	"encoding/json"
	"fmt"
	"strings"

	"alex"
)

// UnknownLayout reports a table whose layout is not known. Offer is a mapping
// filled in as far as the headers were understood.
type UnknownLayout struct {
	Seen  []string // the first line that looks like a header
	Offer Mapping
}

// Error ends with the mapping as JSON, ready to be completed and saved.
func (u *UnknownLayout) Error() string {
	offer, err := json.Marshal(u.Offer)
	if err != nil {
		return "complete a mapping of its columns"
	}
	return "complete this mapping, save it as a file and name it with --mapping: " + string(offer)
}

// offerSynonyms are all headers that are understood, the generic ones first;
// they are offered, not used without asking.
func offerSynonyms() synonyms {
	s := genericSynonyms()
	for field, more := range map[string][]string{
		fieldAccount:     {"accountnumber", "portfolio", "depot", "konto", "compte", "cuenta", "clientaccountid"},
		fieldAccountType: {"registration", "kontoart"},
		fieldSymbol:      {"tickersymbol", "tickercode", "stockcode", "fundcode", "instrument", "isin", "cusip", "securityid", "kürzel", "wkn", "símbolo", "symbole", "stock"},
		fieldName:        {"security", "investmentname", "fundname", "holding", "wertpapier", "bezeichnung", "libellé", "valor", "nombre", "company", "asset"},
		fieldQuantity:    {"qtyquantity", "noofunits", "numberofunits", "noofshares", "numberofshares", "position", "stück", "stk", "anzahl", "nominale", "bestand", "quantité", "cantidad", "amount", "holdings"},
		fieldPrice:       {"lastprice", "closingprice", "closingpx", "px", "unitvalue", "shareprice", "closeprice", "markprice", "currentprice", "marketprice", "nav", "kurs", "cours", "precio"},
		fieldValue:       {"mktvalmarketvalue", "mktval", "mktvalue", "positionvalue", "balance", "worth", "worthtoday", "currentworth", "total", "marktwert", "kurswert", "wert", "valeur", "valorisation", "valordemercado"},
		fieldCostBasis:   {"bookvalue", "bookcost", "cost", "purchasevalue", "einstandswert", "kaufwert", "prixderevient"},
		fieldCurrency:    {"curr", "währung", "whg", "devise", "moneda"},
		fieldDate:        {"valuationdate", "pricedate", "reportdate", "datum", "stand", "fecha"},
	} {
		s[field] = append(s[field], more...)
	}
	return s
}

// unknownLayout says what src looks like.
func unknownLayout(src source) error {
	rec := headerLike(src.records)
	u := &UnknownLayout{Offer: offer(rec)}
	for _, c := range rec.cells {
		if c != "" {
			u.Seen = append(u.Seen, clip(maskRuns(c)))
		}
	}
	return &alex.Error{
		Code:    alex.CodeInvalid,
		Message: fmt.Sprintf("this is no positions file that Alex knows; line %d has the columns %s", rec.line, strings.Join(quoted(u.Seen), ", ")),
		Fields:  []alex.FieldError{{Location: "file", Message: "the layout is unknown; give a mapping of its columns"}},
		Err:     u,
	}
}

func quoted(texts []string) []string {
	const most = 40
	var q []string
	for i, t := range texts {
		if i == most {
			return append(q, "…")
		}
		q = append(q, fmt.Sprintf("%q", t))
	}
	return q
}

// headerLike is the record with the most known headers; else the first with
// three words and no number; else the first.
func headerLike(records []record) record {
	best, known, words := records[0], 0, newVocabulary()
	for _, rec := range records[:min(len(records), 100)] {
		if n := words.count(rec); n > known {
			best, known = rec, n
		}
	}
	if known > 1 {
		return best
	}
	for _, rec := range records {
		if rec.filled() >= 3 && !hasNumber(rec) {
			return rec
		}
	}
	return records[0]
}

func hasNumber(rec record) bool {
	for _, c := range rec.cells {
		if a, err := (numberFormat{}).parse(c); err == nil && a.value != nil {
			return true
		}
	}
	return false
}

func offer(rec record) Mapping {
	m := Mapping{Columns: map[string]string{}}
	set := headersOf(rec)
	for field, i := range offerSynonyms().pick(set) {
		if field == fieldNumber {
			continue
		}
		m.Columns[field] = maskRuns(rec.cell(i))
	}
	return m
}
