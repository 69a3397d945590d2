package dataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"alex"
)

// conn is a connection of database/sql: at most one transaction.
type conn struct {
	to *Connector
	tx *transaction
}

// transaction is one of the service. It ends there by itself when nothing came
// for three minutes; whoever began it may be gone.
type transaction struct {
	of       *conn
	ctx      context.Context // of its beginning, as a driver's Commit has none
	id       string
	readOnly bool
	set      string // SET TRANSACTION that comes first; empty where nothing is to be said
	isolated bool   // set says more than that it reads
	gone     error  // why nothing can be done in it any more
	cursors  int
}

// rollbackTime is how long anybody waits for the end of what is given up.
const rollbackTime = 5 * time.Second

// BeginTx begins a transaction. It may be begun twice, of which one then ends by
// itself, having done nothing. The service has no word for how it reads: the first
// statement says it.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx := &transaction{of: c, ctx: ctx, readOnly: o.ReadOnly}
	var modes []string
	switch level := sql.IsolationLevel(o.Isolation); level {
	case sql.LevelDefault, sql.LevelReadCommitted:
	case sql.LevelRepeatableRead, sql.LevelSerializable:
		modes, tx.isolated = append(modes, "ISOLATION LEVEL "+strings.ToUpper(level.String())), true
	default:
		return nil, fmt.Errorf("PostgreSQL has no isolation level %v", level)
	}
	if o.ReadOnly {
		modes = append(modes, "READ ONLY")
	}
	if len(modes) > 0 {
		tx.set = "SET TRANSACTION " + strings.Join(modes, ", ")
	}
	err := c.to.try(ctx, true, func(ctx context.Context) error {
		out, err := c.to.service.BeginTransaction(ctx, &rdsdata.BeginTransactionInput{
			ResourceArn: &c.to.cluster, SecretArn: &c.to.secret, Database: &c.to.database,
		})
		if err == nil && out.TransactionId != nil {
			tx.id = *out.TransactionId
		}
		return err
	})
	if err == nil && tx.id == "" { // statements would be carried out one by one
		err = &Error{Code: "no transaction", kind: unknown}
	}
	if err != nil {
		return nil, err
	}
	c.tx = tx
	return tx, nil
}

// Begin is BeginTx of the usual kind.
func (c *conn) Begin() (driver.Tx, error) { return c.BeginTx(context.Background(), driver.TxOptions{}) }

// Commit is made once where its outcome is not known: then what was written may
// be there, as with a connection that is lost. What is not committed holds nobody up.
func (t *transaction) Commit() error {
	t.of.tx = nil
	if t.gone != nil {
		return t.gone
	}
	err := t.of.to.try(t.ctx, false, func(ctx context.Context) error {
		_, err := t.of.to.service.CommitTransaction(ctx, &rdsdata.CommitTransactionInput{
			ResourceArn: &t.of.to.cluster, SecretArn: &t.of.to.secret, TransactionId: &t.id,
		})
		return err
	})
	if err != nil {
		t.giveUp()
	}
	return err
}

// Rollback undoes everything. Where the service does not hear of it, it does so
// by itself.
func (t *transaction) Rollback() error {
	t.of.tx = nil
	if t.gone == nil {
		t.giveUp()
	}
	return nil
}

func (t *transaction) giveUp() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), rollbackTime)
	defer cancel()
	_ = t.of.to.try(ctx, true, func(ctx context.Context) error { // it ends by itself too
		_, err := t.of.to.service.RollbackTransaction(ctx, &rdsdata.RollbackTransactionInput{
			ResourceArn: &t.of.to.cluster, SecretArn: &t.of.to.secret, TransactionId: &t.id,
		})
		return err
	})
}

// Ping asks for nothing, which wakes a database that is paused.
func (c *conn) Ping(ctx context.Context) error {
	_, err := c.execute(ctx, "SELECT 1", nil, true)
	return err
}

// ResetSession refuses a connection that is still in a transaction.
func (c *conn) ResetSession(context.Context) error {
	if c.tx != nil {
		return driver.ErrBadConn
	}
	return nil
}

// Close rolls back.
func (c *conn) Close() error {
	if c.tx != nil {
		return c.tx.Rollback()
	}
	return nil
}

// ExecContext runs a statement.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	out, err := c.run(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(out.NumberOfRecordsUpdated), nil
}

// QueryContext runs a statement that answers rows.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if c.reads(ctx, query) {
		return c.pieces(ctx, query, args)
	}
	out, err := c.run(ctx, query, args)
	if err == nil {
		return rowsOf(out)
	}
	if f, ok := errors.AsType[*Error](err); ok && f.kind == tooLarge {
		return c.again(ctx, query, args, f)
	}
	return nil, err
}

// run makes a query ready and carries it out.
func (c *conn) run(ctx context.Context, query string, args []driver.NamedValue) (*rdsdata.ExecuteStatementOutput, error) {
	text, list, err := c.ready(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return c.execute(ctx, text, list, c.to.statement(query).reads)
}

// ready says how the transaction reads, where that was not said, puts what is too
// long for one request into the database, and answers the query as the service wants
// it.
func (c *conn) ready(ctx context.Context, query string, args []driver.NamedValue) (text string, list []types.SqlParameter, err error) {
	params, says := c.params(args)
	if err := c.begun(ctx, says); err != nil {
		return "", nil, err
	}
	s := c.to.statement(query)
	staged, err := c.stage(ctx, s, params)
	if err != nil {
		return "", nil, err
	}
	return s.fill(params, staged)
}

// params are the arguments; says reports that one of them says whether the
// transaction only reads.
func (c *conn) params(args []driver.NamedValue) (list []param, says bool) {
	list = make([]param, len(args))
	for i, arg := range args {
		switch v := arg.Value.(type) {
		case param:
			list[i] = v
		case readOnly:
			says, list[i].value = true, "off"
			if c.tx != nil && c.tx.readOnly {
				list[i].value = "on"
			}
		default:
			list[i].value = v
		}
	}
	return list, says
}

func (c *conn) begun(ctx context.Context, says bool) error {
	if c.tx == nil || c.tx.set == "" {
		return nil
	}
	if !says || c.tx.isolated {
		if _, err := c.execute(ctx, c.tx.set, nil, true); err != nil {
			return err
		}
	}
	c.tx.set = ""
	return nil
}

// execute makes the call. What only reads may be carried out twice, but not in a
// transaction that writes, where a read can lock. Where the outcome is not known the
// transaction is given up, and so it is where the service may have ended it.
func (c *conn) execute(ctx context.Context, text string, list []types.SqlParameter, reads bool) (out *rdsdata.ExecuteStatementOutput, err error) {
	in := &rdsdata.ExecuteStatementInput{
		ResourceArn: &c.to.cluster, SecretArn: &c.to.secret, Database: &c.to.database,
		Sql: &text, Parameters: list, IncludeResultMetadata: true,
	}
	safe := reads
	if c.tx != nil {
		if c.tx.gone != nil {
			return nil, c.tx.gone
		}
		in.TransactionId, safe = &c.tx.id, reads && c.tx.readOnly
	}
	err = c.to.try(ctx, safe, func(ctx context.Context) error {
		out, err = c.to.service.ExecuteStatement(ctx, in)
		return err
	})
	if err != nil && c.tx != nil && ends(err) {
		c.tx.gone = err
		c.tx.giveUp()
	}
	return out, err
}

// ends reports an error after which nothing is known of the transaction; a call that
// its caller gave up may still be carried out.
func ends(err error) bool {
	f, answered := errors.AsType[*Error](err)
	return !answered || f.kind == unknown || f.kind == lost || f.kind == tooLarge
}

// again is a query that answered too much: within a transaction the store runs
// the whole of it once more.
func (c *conn) again(ctx context.Context, query string, args []driver.NamedValue, f *Error) (driver.Rows, error) {
	if !c.to.statement(query).reads {
		return nil, tooMuch("what a statement answers")
	}
	c.to.remember(query, nil)
	if c.tx != nil {
		return nil, f
	}
	return c.pieces(ctx, query, args)
}

func tooMuch(what string) error {
	return alex.Errorf(alex.CodeTooLarge, "%s is more than the Data API carries: 64 KiB in a row and 1 MiB in an answer, 4 MiB in a request", what)
}

// PrepareContext keeps the query: the service prepares nothing.
func (c *conn) PrepareContext(_ context.Context, query string) (driver.Stmt, error) {
	return prepared{c, query}, nil
}

// Prepare is PrepareContext.
func (c *conn) Prepare(query string) (driver.Stmt, error) { return prepared{c, query}, nil }
