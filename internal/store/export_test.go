package store

// ExactColumns are the columns of exact numbers with what they make of "1.50".
func ExactColumns() (map[string]string, error) {
	columns, err := exactColumns()
	forms := map[string]string{}
	for column, form := range columns {
		forms[column], _ = form("1.50")
	}
	return forms, err
}

// ByForeignKeys are the tables in the order of a restore.
func ByForeignKeys(tables []Table) ([]Table, error) { return byForeignKeys(tables) }
