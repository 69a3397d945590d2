package broker

import "testing"

const (
	statementHead = "Account Information,Header,Field Name,Field Value\nAccount Information,Data,Account,U0000001\n"
	positionsHead = "Open Positions,Header,DataDiscriminator,Asset Category,Currency,Symbol,Quantity,Mult,Cost Price,Cost Basis,Close Price,Value,Unrealized P/L,Code\n"
	cashHead      = "Cash Report,Header,Currency Summary,Currency,Total,Securities,Futures,\n"
)

func TestActivityQuirks(t *testing.T) {
	t.Parallel()
	const untyped = "! the file does not say how it is taxed, so taken as taxable: Interactive Brokers account ending 0001\n"
	runLayouts(t, map[string]layoutCase{
		"lots where there is no summary, totals as data": {
			statementHead + positionsHead + "Open Positions,Data,Lot,Stocks,USD,VTI,1,,250,250,300,300,50,\nOpen Positions,Data,Lot,Stocks,USD,VTI,2,,250,500,300,600,100,\nOpen Positions,Data,Total,,,,,,,750,,900,150,\n",
			`
interactive_brokers 2026-10-30 file 900.00 read 900.00 not held 0.00
Interactive Brokers account ending 0001 (taxable) …0001 cash 0.00
  VTI 3 × 300 = 900.00 cost 750.00
line 5 duplicate position: the symbol stands twice in this account: merged with line 4
` + untyped,
		},
		"no rate": {
			statementHead + positionsHead + "Open Positions,Data,Summary,Stocks,CAD,XEQT,10,1,32,320,42,420,100,\nOpen Positions,Data,Summary,Stocks,USD,VTI,1,1,250,250,300,300,50,\n" + cashHead + "Cash Report,Data,Ending Cash,CAD,50,50,0,\nCash Report,Data,Ending Cash,USD,-7.005,-7.005,0,\n",
			`
interactive_brokers 2026-10-30 file 293.00 read 293.00 not held 0.00
Interactive Brokers account ending 0001 (taxable) …0001 cash -7.00
  XEQT 10 × none = none cost none
  VTI 1 × 300 = 300.00 cost 250.00
line 4 warning position: priced in CAD (420), for which the file gives no rate: held at the price that Alex knows of it, or without one
line 7 warning not_held: cash in CAD, for which the file gives no rate
` + untyped,
		},
		"the rate between two totals": {
			statementHead + positionsHead + "Open Positions,Data,Summary,Stocks,CAD,XEQT,10,1,32,320,42,420,100,\nOpen Positions,Total,,Stocks,CAD,,,,,320,,420,100,\nOpen Positions,Total,,Stocks,USD,,,,,240,,315,75,\n",
			`
interactive_brokers 2026-10-30 file 315.00 read 315.00 not held 0.00
Interactive Brokers account ending 0001 (taxable) …0001 cash 0.00
  XEQT 10 × 31.5 = 315.00 cost 240.00
line 4 valid position: converted from CAD at 0.75, the file's own rate
` + untyped,
		},
		"base currency is not the dollar": {
			"Account Information,Header,Field Name,Field Value\nAccount Information,Data,Account,U0000001\nAccount Information,Data,Base Currency,EUR\n" + positionsHead + "Open Positions,Data,Summary,Stocks,EUR,VWCE,10,1,100,1000,120,1200,200,\nOpen Positions,Data,Summary,Stocks,USD,VTI,1,1,250,250,300,300,50,\n" + cashHead + "Cash Report,Data,Ending Cash,Base Currency Summary,180,180,0,\nCash Report,Data,Ending Cash,EUR,100,100,0,\nCash Report,Data,Ending Cash,USD,100,100,0,\nBase Currency Exchange Rate,Header,Currency,Rate\nBase Currency Exchange Rate,Data,USD,0.8\n",
			`
interactive_brokers 2026-10-30 file 2025.00 read 2025.00 not held 0.00
Interactive Brokers account ending 0001 (taxable) …0001 cash 225.00
  VWCE 10 × 150 = 1500.00 cost 1250.00
  VTI 1 × 300 = 300.00 cost 250.00
line 5 valid position: converted from EUR at 1.25, the file's own rate
line 9 valid cash: converted from EUR at 1.25, the file's own rate
` + untyped,
		},
		"several accounts, shorts in their own section": {
			"Account Information,Header,Field Name,Field Value\nAccount Information,Data,Account,U0000001 (Custom Consolidated)\nLong Open Positions,Header,DataDiscriminator,Asset Category,Currency,Account,Symbol,Quantity,Multiplier,Cost Basis,Close Price,Value,% of NAV\nLong Open Positions,Data,Summary,Stocks,USD,U0000001,VTI,1,1,250,300,300,10\nLong Open Positions,Data,Summary,Stocks,USD,U0000002,BND,\"1,000\",1,,70,\"70,000\",90\nShort Open Positions,Header,DataDiscriminator,Asset Category,Currency,Account,Symbol,Quantity,Multiplier,Cost Basis,Close Price,Value,% of NAV\nShort Open Positions,Data,Summary,Stocks,USD,U0000002,TSLA,-1,1,,400,-400,1\n",
			`
interactive_brokers 2026-10-30 file 69900.00 read 70300.00 not held -400.00
Interactive Brokers account ending 0001 (taxable) …0001 cash 0.00
  VTI 1 × 300 = 300.00 cost 250.00
Interactive Brokers account ending 0002 (taxable) …0002 cash 0.00
  BND 1000 × 70 = 70000.00 cost none
line 7 skipped not_held: short positions are not held
! the file does not say how it is taxed, so taken as taxable: Interactive Brokers account ending 0001, Interactive Brokers account ending 0002
`,
		},
	})
}

func TestFlexQuirks(t *testing.T) {
	t.Parallel()
	const untyped = "! the file does not say how it is taxed, so taken as taxable: Interactive Brokers account ending 4567\n"
	runLayouts(t, map[string]layoutCase{
		"older attributes, no value, lots only": {
			`<FlexQueryResponse><FlexStatement accountId="U1234567" toDate="20261029"><OpenPosition accountId="U1234567" assetClass="STK" currency="USD" symbol="VTI" quantity="2" markPrice="300" levelOfDetail="LOT"/><OpenPosition accountId="U1234567" assetClass="FUT" currency="USD" symbol="ESZ6" quantity="1" markPrice="6000" multiplier="50"/></FlexStatement></FlexQueryResponse>`,
			`
interactive_brokers_flex 2026-10-29 file 300000.00 read 0.00 not held 300000.00
Interactive Brokers account ending 4567 (taxable) …4567 cash 0.00
line 1 skipped not_held: futures are not held
` + untyped,
		},
		"euro base by its rate of one": {
			"<FlexQueryResponse>\n<OpenPosition accountId=\"U1234567\" currency=\"EUR\" fxRateToBase=\"1\" symbol=\"VWCE\" position=\"10\" markPrice=\"120\" positionValue=\"1200\"/>\n<OpenPosition accountId=\"U1234567\" currency=\"USD\" fxRateToBase=\"0.8\" symbol=\"VTI\" position=\"1\" markPrice=\"300\" positionValue=\"300\"/>\n</FlexQueryResponse>",
			`
interactive_brokers_flex 2026-10-30 file 1800.00 read 1800.00 not held 0.00
Interactive Brokers account ending 4567 (taxable) …4567 cash 0.00
  VWCE 10 × 150 = 1500.00 cost none
  VTI 1 × 300 = 300.00 cost none
line 2 valid position: converted from EUR at 1.25, the file's own rate
` + untyped,
		},
		"conversion rates and cash by currency": {
			"<FlexQueryResponse>\n<ConversionRate fromCurrency=\"GBP\" toCurrency=\"USD\" rate=\"1.25\"/>\n<CashReportCurrency accountId=\"U1234567\" currency=\"GBP\" endingCash=\"100\"/>\n<CashReportCurrency accountId=\"U1234567\" currency=\"USD\" endingCash=\"bad\"/>\n</FlexQueryResponse>",
			`
interactive_brokers_flex 2026-10-30 file 125.00 read 125.00 not held 0.00
Interactive Brokers account ending 4567 (taxable) …4567 cash 125.00
line 3 valid cash: converted from GBP at 1.25, the file's own rate
line 4 error not_held: value: "bad" is not a number
` + untyped,
		},
	})
}
