package broker

// historyMessage recognises files of transactions and says where the
// positions are; empty for anything else.
func historyMessage(set headers) string {
	const history = ", a history of transactions and not positions: "
	switch {
	case set.has("rundate", "action"):
		return "this is a Fidelity account history" + history + "in Fidelity open Positions, then Download; the file is called Portfolio_Positions_….csv"
	case set.has("action", "feescomm"):
		return "this is a Schwab transactions file" + history + "in Schwab open Accounts, Positions, then Export; the file's name has -Positions- in it"
	case set.has("action", "time", "noofshares"):
		return "this is a Trading 212 export" + history + "Trading 212 has no positions download; list symbol, quantity and price in a CSV instead"
	case set.has("buysell", "tradedate"), set.has("buysell", "tradeprice"):
		return "this is an Interactive Brokers Flex query of trades" + history + "add the section Open Positions to the query, or download an Activity Statement as CSV"
	case set.has("tradedate", "transactiontype"):
		return "this is a Vanguard transactions file" + history + "in Vanguard download account holdings as CSV; the table of positions stands first in that file"
	case set.any("date", "tradedate", "time", "datetime", "transactiondate") &&
		set.any("action", "activitytype", "transactiontype", "buysell", "type") &&
		set.any("fee", "fees", "commission", "commissions", "amount"):
		return "this is a transactions file" + history + "download the positions or holdings from the broker instead"
	}
	return ""
}
