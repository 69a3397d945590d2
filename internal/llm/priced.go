package llm

import "context"

// Priced says what calls cost by a table, also those that failed after they
// were charged. A model that is not in it costs 0.
func Priced(c Client, p Prices) Client {
	rate, _ := p.Price(c.Model())
	return &priced{c, rate}
}

type priced struct {
	Client
	rate Rate
}

func (c *priced) Complete(ctx context.Context, r Request) (Response, error) {
	response, err := c.Client.Complete(ctx, r)
	response.Cost = c.rate.Cost(response.Tokens)
	return response, err
}
