package dataapi

import (
	"context"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"alex/internal/store"
)

const (
	// mostRequest is what a request may have beside its headers and the names in
	// it: the service takes 4 MiB.
	mostRequest = 4<<20 - 64<<10
	// oneStage leaves room for the statement around a piece.
	oneStage = mostRequest - 4<<10
)

// stage puts texts that do not fit into one request into settings of the
// transaction, piece by piece, the longest first; the answer is how the statement
// reads them. What is left is small enough, or alex.CodeTooLarge.
func (c *conn) stage(ctx context.Context, s *statement, params []param) (map[int]string, error) {
	total := 0
	for _, part := range s.parts {
		total += escapedSize(part)
	}
	sizes := make([]int, len(params))
	for i, p := range params {
		sizes[i] = p.size()
		total += sizes[i]
	}
	staged := map[int]string{}
	for total > mostRequest {
		longest := slices.Index(sizes, slices.Max(sizes))
		text, ok := params[longest].value.(string)
		if !ok || sizes[longest] == 0 || c.tx == nil {
			return nil, tooMuch("what is written")
		}
		total, sizes[longest] = total-sizes[longest], 0
		name := "alex.part" + strconv.Itoa(longest+1)
		if err := c.keep(ctx, name, text); err != nil {
			return nil, err
		}
		_, cast := hint(params[longest].kind)
		staged[longest+1] = "CAST(current_setting('" + name + "') AS " + cast + ")"
	}
	return staged, nil
}

// keep makes a text a setting of the transaction.
func (c *conn) keep(ctx context.Context, name, text string) error {
	before := "''"
	for _, piece := range cut(text, oneStage) {
		field, err := param{store.KindPlain, piece}.field("piece")
		if err != nil {
			return err
		}
		query := "SELECT length(set_config('" + name + "', " + before + " || :piece, true))"
		if _, err := c.execute(ctx, query, []types.SqlParameter{field}, false); err != nil {
			return err
		}
		before = "current_setting('" + name + "')"
	}
	return nil
}
