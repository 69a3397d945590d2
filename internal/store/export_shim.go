package store

import "context"

// Export hands w what is this person's, each collection as one slice or
// several in a row: a stand-in until the whole export is here.
func (p *Personal) Export(ctx context.Context, w func(name string, value any) error) error {
	person, err := p.Person(ctx)
	if err != nil {
		return err
	}
	if err := w("person", person); err != nil {
		return err
	}
	accounts, err := p.Accounts(ctx)
	if err != nil {
		return err
	}
	if err := w("accounts", accounts); err != nil {
		return err
	}
	for page := (Page{Limit: 1}); ; {
		plans, err := p.Plans(ctx, page)
		if err != nil {
			return err
		}
		if err := w("plans", plans.Items); err != nil {
			return err
		}
		if page.Cursor = plans.Next; page.Cursor == "" {
			return nil
		}
	}
}
