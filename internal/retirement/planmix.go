package retirement

import "alex"

// mixOfRest is the mix of what is classified; up to 20 % unclassified is
// taken to be like it.
func (d *draft) mixOfRest() (alex.ClassAllocation, error) {
	exposure, err := d.classified()
	if err != nil {
		return nil, err
	}
	if len(exposure) == 0 {
		return d.mixOfNothing(), nil
	}
	unclassified := d.unclassified()
	share := unclassified.PercentOf(sum(exposure).Add(unclassified))
	if share.Cmp(alex.DecimalOf(mostUnclassified)) > 0 {
		return nil, &UnclassifiedError{Percent: share, Value: unclassified}
	}
	if unclassified.Sign() > 0 {
		d.assume("allocation", "%s (%s) is unclassified and is simulated as the mix of the rest.",
			unclassified.Text(), share.Text())
	}
	return mixOf(exposure), nil
}

// mixWith counts what is unclassified as one class.
func (d *draft) mixWith(class alex.AssetClass) (alex.ClassAllocation, error) {
	exposure, err := d.classified()
	if err != nil {
		return nil, err
	}
	if len(exposure) == 0 {
		return d.mixOfNothing(), nil
	}
	if unclassified := d.unclassified(); unclassified.Sign() > 0 {
		d.assume("allocation", "%s is unclassified; the range shows it once as cash and once as equity.", unclassified.Text())
		exposure[class] = exposure[class].Add(unclassified)
	}
	return mixOf(exposure), nil
}

// classified are the positive exposures by class; none where there is no
// wealth at all. Value of which nothing is classified is refused.
func (d *draft) classified() (map[alex.AssetClass]alex.Money, error) {
	exposure := map[alex.AssetClass]alex.Money{}
	for _, class := range sortedKeys(d.in.Exposure) {
		amount := d.in.Exposure[class]
		switch {
		case amount.Sign() < 0:
			d.assume("allocation", "A net exposure of %s to %s is left out of the mix.", amount.Text(), class)
		case amount.Sign() > 0:
			exposure[class] = amount
		}
	}
	if len(exposure) == 0 && (d.unclassified().Sign() > 0 || d.total().Sign() > 0) {
		return nil, alex.Invalid("allocation",
			"nothing of the value (%s) is classified by asset class", d.total().Text())
	}
	return exposure, nil
}

func (d *draft) unclassified() alex.Money {
	if d.in.Unclassified.Sign() < 0 {
		return alex.Money{}
	}
	return d.in.Unclassified
}

// mixOfNothing is how later savings of someone without wealth are invested:
// as their targets say, else 60/40.
func (d *draft) mixOfNothing() alex.ClassAllocation {
	if targets := d.in.Person.AssetClassTargets; len(targets) > 0 {
		d.assume("allocation", "There is nothing invested yet; savings are simulated at your target mix.")
		return targets
	}
	d.assume("allocation", "There is nothing invested yet; savings are simulated as 60%% equity and 40%% fixed income.")
	return alex.ClassAllocation{alex.Equity: alex.PercentOf100(60), alex.FixedIncome: alex.PercentOf100(40)}
}

// mixOf normalises positive exposures to exactly 100 percent in hundredths,
// by largest remainder.
func mixOf(exposure map[alex.AssetClass]alex.Money) alex.ClassAllocation {
	whole := sum(exposure)
	classes := sortedKeys(exposure)
	parts := make([]alex.Decimal, len(classes))
	for i, class := range classes {
		hundredfold := exposure[class].Decimal().Mul(alex.DecimalOf(100))
		parts[i] = hundredfold.Div(whole.Decimal(), 12)
	}
	mix := alex.ClassAllocation{}
	for i, weight := range alex.Apportion(parts, alex.DecimalOf(100), 2) {
		if weight.Sign() > 0 {
			mix[classes[i]] = alex.Percent{Decimal: weight}
		}
	}
	return mix
}

func sum(exposure map[alex.AssetClass]alex.Money) alex.Money {
	var total alex.Money
	for _, class := range sortedKeys(exposure) {
		total = total.Add(exposure[class])
	}
	return total
}
