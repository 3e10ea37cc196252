package evidence

import (
	"slices"
	"strings"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/maturity"
)

// FromSpec measures a lifecycle: one measure for each indicator whose source is spec,
// in the order of the table above, without a window. One without a case is left out.
// The lifecycle need not be one that [lead.Compile] accepts.
func FromSpec(s lead.Spec) []maturity.Measure {
	documented := maturity.Measure{ID: "ev.lm.status_documented"}
	defined := map[lead.Status]bool{}
	for _, st := range s.Statuses {
		documented.Den++
		if strings.TrimSpace(st.Definition.En+st.Definition.De) != "" {
			documented.Num++
			defined[st.Name] = true
		}
	}
	ruled := maturity.Measure{ID: "ev.lm.transition_rules"}
	for _, t := range s.Transitions {
		if t.To == lead.Stay {
			continue // no change of status
		}
		ruled.Den++
		condition := len(t.Guards)+len(t.Needs)+len(t.Reasons) > 0 || defined[t.To]
		if condition && len(t.By) > 0 {
			ruled.Num++
		}
	}
	return slices.DeleteFunc([]maturity.Measure{documented, ruled}, func(m maturity.Measure) bool { return m.Den == 0 })
}
