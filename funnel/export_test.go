package funnel

// Unchecked makes a Funnel of a Spec that Compile may refuse: reports that come from
// elsewhere, as JSON say, can have any names.
func Unchecked(s Spec) (*Funnel, error) { return newFunnel(s) }
