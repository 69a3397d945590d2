package telemetry

import (
	"slices"

	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// finished is a span as it leaves: summed, without texts where they may not be
// recorded, and scrubbed.
type finished struct {
	sdk.ReadOnlySpan
	name       string
	attributes []attribute.KeyValue
	events     []sdk.Event
	status     sdk.Status
	agent      string // whose work it is
}

func (f finished) Name() string                     { return f.name }
func (f finished) Attributes() []attribute.KeyValue { return f.attributes }
func (f finished) Events() []sdk.Event              { return f.events }
func (f finished) Status() sdk.Status               { return f.status }

func (p *pipeline) finish(s sdk.ReadOnlySpan, n *node) finished {
	clean := func(text string) string { return n.job.hidden(p.scrubber.Text(text)) }
	attributes := slices.Concat(s.Attributes(), n.job.attributes())
	kind := kindOf(attribute.NewSet(attributes...))
	if kind == ObserveAgent || n.root == n && kind != ObserveGeneration {
		attributes = append(attributes, n.sum.attributes()...)
	}
	f := finished{ReadOnlySpan: s, name: clean(s.Name()), status: s.Status(), attributes: cleaned(attributes, n.text, clean)}
	if n.agent != nil {
		f.agent = n.agent.name
	}
	f.status.Description = clean(f.status.Description)
	for _, e := range s.Events() {
		e.Name, e.Attributes = clean(e.Name), cleaned(e.Attributes, n.text, clean)
		f.events = append(f.events, e)
	}
	return f
}

// cleaned are attributes in the order of their keys, the last of each key, with
// every text cleaned.
func cleaned(attributes []attribute.KeyValue, text bool, clean func(string) string) []attribute.KeyValue {
	set := attribute.NewSet(attributes...)
	list := make([]attribute.KeyValue, 0, set.Len())
	for _, a := range set.ToSlice() {
		if textKeys[string(a.Key)] && !text {
			continue
		}
		switch a.Value.Type() {
		case attribute.STRING:
			a.Value = attribute.StringValue(clean(a.Value.AsString()))
		case attribute.STRINGSLICE:
			texts := a.Value.AsStringSlice()
			for i := range texts {
				texts[i] = clean(texts[i])
			}
			a.Value = attribute.StringSliceValue(texts)
		default: // numbers and truths hold no text
		}
		list = append(list, a)
	}
	return list
}
