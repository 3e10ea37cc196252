package lead

import (
	_ "embed"
	"strings"
)

//go:embed standard.yaml
var standardYAML string

// Standard returns the lifecycle of a B2B company in which marketing hands leads
// over to sales, with titles and definitions in English and German. Its text is
// standard.yaml beside this file.
//
// Statuses: inquiry, engaged, mql, sal, sql, converted, won, lost, recycled,
// disqualified, void. It names no guard: [Spec.Guard] adds one, as in
// spec.Guard("qualify", "criteria").
func Standard() Spec {
	s, err := ReadSpec(strings.NewReader(standardYAML), "standard.yaml")
	if err != nil {
		panic(err) // embedded text, read by every test
	}
	return s
}
