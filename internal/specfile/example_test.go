package specfile_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/internal/specfile"
)

// A package has a struct for its spec, which Read fills, and a function that
// looks for what Read cannot know. Both report in the same way.
func Example() {
	type stage struct {
		Name     string   `json:"name"`
		Statuses []string `json:"statuses" spec:"one"`
	}
	type funnel struct {
		Source specfile.Source `json:"-"`
		Name   string          `json:"name"`
		Stages []stage         `json:"stages"`
	}
	const file = `name: b2b
stages:
  - {name: qualified, statuses: mql}
  - {name: accepted, statuses: [sal, sqll]}
`
	var spec funnel
	source, err := specfile.Read(strings.NewReader(file), "funnel.yaml", &spec)
	if err != nil {
		fmt.Println(err)
		return
	}
	spec.Source = source

	statuses := []string{"mql", "sal", "sql"}
	check := spec.Source.Check()
	for i, stage := range spec.Stages {
		for j, status := range stage.Statuses {
			if !slices.Contains(statuses, status) {
				path := specfile.Key(specfile.Index("stages", i), "statuses")
				check.Unknown(specfile.Index(path, j), "status", status, statuses)
			}
		}
	}
	fmt.Println(check.Err())
	// Output:
	// funnel.yaml:4:38: stages[1].statuses[1]: unknown status "sqll" (did you mean "sql"?)
	//    4 |   - {name: accepted, statuses: [sal, sqll]}
	//                                             ^
}
