package seed

import (
	"regexp"

	"alex"
)

var (
	coupon   = regexp.MustCompile(`\d+(\.\d+)?\s*%`)
	maturity = regexp.MustCompile(`\b(\d{1,2}/\d{1,2}/(\d{2}|\d{4})|\d{4}-\d{2}-\d{2})\b`)
	dueWord  = regexp.MustCompile(`\b(bond|note|nts|notes|bds|deb|debs|debenture) (due|matur\w*)\b|\b(due|mat|matures) (0?[1-9]|1[0-2]) \d{1,2} (\d{4}|\d{2})\b`)
	treasury = regexp.MustCompile(`\b(treasury|treas|us t(reasury)? ?(bond|note|nts|bds))\b`)
	bill     = regexp.MustCompile(`\b(t ?bills?|treas(ury)? bills?|bill)\b`)
	namedUST = regexp.MustCompile(`\b((united states|u s|us) treas(ury)?|treas(ury)?) (bills?|notes?|nts?|bonds?|bds?|sec|strips?|infl\w*)\b|\bus treas(ury)?$`)
	deposit  = regexp.MustCompile(`\b(certificate of deposit|cert of dep(osit)?|ctf dep)\b`)
	cdWord   = regexp.MustCompile(`\b(cd|c d|fdic)\b`)
	pool     = regexp.MustCompile(`\b(gnma|fnma|fhlmc|ginnie mae|fannie mae|freddie mac|mtg|mortgage)\b`)
	agency   = regexp.MustCompile(`\b(fhlb|ffcb|federal (home ln|home loan|farm)|tva|tennessee valley)\b`)
	local    = regexp.MustCompile(`\b(state|st of|cnty|county|city|town|sch|school|dist|district|auth|authority|rev|muni\w*|go bds?|gen oblig|univ|university|hwy|tpk|wtr|swr|port of|commonwealth|transn?|redev)\b`)
)

// singleBond recognises one bond, note, bill or certificate of deposit: by a
// coupon beside a maturity, by "bond due", or by what the Treasury calls its
// own.
//
// A bill is cash, as a fund of bills is. A certificate of deposit is fixed
// income of a bank: its money comes back at its date, not on demand.
func (s subject) singleBond() (rule, bool) {
	dated := coupon.MatchString(s.raw) && maturity.MatchString(s.raw)
	isBond := dated || dueWord.MatchString(s.plain) || cusip.MatchString(string(s.symbol)) && maturity.MatchString(s.raw)
	isBill := namedUST.MatchString(s.plain) && bill.MatchString(s.plain)
	isUST := namedUST.MatchString(s.plain) && !s.isFund()
	isDeposit := deposit.MatchString(s.plain) || isBond && cdWord.MatchString(s.plain)
	switch {
	case isBill && !s.isFund():
		r := oneBond("a Treasury bill is cash", "treasury:100", 65)
		r.class = onlyCash
		return r, true
	case isDeposit:
		return oneBond("a certificate of deposit is fixed income", "corporate:100", 60), true
	case isUST:
		return oneBond("a Treasury bond or note", "treasury:100", 70), true
	case !isBond:
		return rule{}, false
	}
	return s.issuer(), true
}

// issuer tells the bond's issuer type by its words; a company's is assumed.
func (s subject) issuer() rule {
	switch {
	case treasury.MatchString(s.plain):
		return oneBond("a Treasury bond or note", "treasury:100", 70)
	case pool.MatchString(s.plain):
		return oneBond("a bond of a mortgage agency", "mortgage:100", 60)
	case agency.MatchString(s.plain):
		return oneBond("a bond of a federal agency", "government_related:100", 60)
	case local.MatchString(s.plain) && !companySuffix.MatchString(s.plain):
		return oneBond("a municipal bond", "government_related:100", 60)
	}
	return oneBond("a dated bond of a company", "corporate:100", 55)
}

func oneBond(note, sectors string, confidence int64) rule {
	return rule{note: note, kind: alex.Bond, confidence: confidence, class: onlyBonds, regions: northAmerica, sectors: sectors}
}
