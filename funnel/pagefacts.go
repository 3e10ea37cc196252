package funnel

import "strings"

// facts are the counts, and in a sentence those that are zero: what is left out is told
// even where nothing is.
func (c *Counts) facts() (list []pageFact, none string) {
	var leads []string
	list = append(list, pageFact{Name: "leads in the report", Value: humanCount(c.Leads)})
	for _, f := range []struct {
		name, reason string
		n            int64
	}{
		{"left out as void", "void", c.Void},
		{"left out, in no stage", "in no stage", c.NoStage},
		{"outside this period", "outside this period", c.Outside},
	} {
		if f.n == 0 {
			leads = append(leads, f.reason)
			continue
		}
		list = append(list, pageFact{Name: f.name, Value: humanCount(f.n)})
	}
	list = append(list, pageFact{Name: "rows of these leads", Value: humanCount(c.Rows)})
	var says []string
	if n := len(leads); n > 0 {
		text := leads[n-1]
		if n > 1 {
			text = strings.Join(leads[:n-1], ", ") + " or " + text
		}
		says = append(says, "No lead was "+text+".")
	}
	if c.Duplicates == 0 {
		says = append(says, "No row was read twice.")
	} else {
		list = append(list, pageFact{Name: "rows read twice, counted once", Value: humanCount(c.Duplicates)})
	}
	return list, strings.Join(says, " ")
}
