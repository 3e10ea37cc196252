// Customrule scores leads of a type of your own with rules from a file, one of which
// is written in Go. The points of all stand in the file, where everybody can read
// them. To do the same in your program:
//
//  1. Tag the fields of your lead type that rules may ask for ([Lead]). What may be
//     missing is a pointer.
//  2. Write what they are worth into a rule file (rules.yaml). A condition that no
//     file can say is a function ([orderedBefore]), which a rule there uses by name; a
//     text beside it says in words what it checks.
//  3. Compile the two when the program starts ([newModel]); then Score, or let
//     Qualify guard an event of your lifecycle.
//  4. Test the file as you test code (main_test.go): who must qualify, and who not.
//
// A rule that an administrator types while the program runs is text in CEL instead of
// a function. The module scoring/celrule makes a custom rule of it: see its Example.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/leadline-go/leadline/examples/internal/cli"
	"github.com/leadline-go/leadline/scoring"
)

// Lead is your own type. A tag gives a field the name that the rule file uses; a
// nil pointer means that nobody knows.
type Lead struct {
	Company    string
	Industry   string             `score:"industry"`
	Employees  *int               `score:"employees"`
	Consent    *bool              `score:"consent"`
	Activities []scoring.Activity `score:",activities"`
	Orders     int                // no tag: for Go alone
}

//go:embed rules.yaml
var rules []byte

// orderedBefore is the rule that the file calls ordered_before. An error means that
// it cannot tell; the lead is not scored then, and the error names the rule.
//
// Nobody can sign what stands in Go alone. So whoever changes the function raises the
// version in what it says of itself: a signature of the old one is then void.
func orderedBefore(l Lead, _ time.Time) (bool, error) {
	if l.Orders < 0 {
		return false, errors.New("the number of orders is not loaded")
	}
	return l.Orders > 0, nil
}

// newModel checks the rules against Lead: a misspelt field fails here, when the
// program starts, and not at the first lead.
func newModel() (*scoring.Model[Lead], error) {
	spec, err := scoring.ReadSpec(bytes.NewReader(rules), "rules.yaml")
	if err != nil {
		return nil, err
	}
	return scoring.Compile(spec, scoring.Bindings[Lead]{
		Custom: scoring.Custom[Lead]{"ordered_before": orderedBefore},
		Texts:  map[string]string{"ordered_before": "has ordered before (version 1)"},
	})
}

const usage = `customrule scores three invented leads by the rules of rules.yaml, which is part of the
program, and says where the points of each come from. It is a program to read.

  customrule [-h]

  -h   this text

Exit codes: 0; 2 if the flags are not as they should be; 1 for all else.

Example: what a change of rules.yaml makes of these leads

  go run ./examples/customrule
`

func main() { cli.Main(run) }

// run is the program.
func run(_ context.Context, args []string, stdout, stderr io.Writer) int {
	return cli.Code(score(args, stdout), usage, stdout, stderr)
}

func score(args []string, stdout io.Writer) error {
	if err := cli.NewFlags("customrule").Parse(args); err != nil {
		return err
	}
	model, err := newModel()
	if err != nil {
		return err
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, l := range []Lead{
		{
			Company: "Donau Guss", Industry: "machinery", Employees: new(400), Consent: new(true), Orders: 2,
			Activities: []scoring.Activity{{Type: "visit", At: now.AddDate(0, 0, -14), Asset: "/pricing"}},
		},
		{Company: "Nord Handel", Industry: "retail", Consent: new(true)}, // nobody knows its size
		{Company: "Rhein Motoren", Industry: "automotive", Employees: new(900), Orders: 1},
	} {
		result, err := model.Score(l, now)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		fmt.Fprintf(&b, "%s\n\n", l.Company)
		if err := result.Explain(scoring.English).WriteText(&b); err != nil {
			return err
		}
		fmt.Fprintln(&b)
		if _, err := b.WriteTo(stdout); err != nil {
			return fmt.Errorf("customrule: writing the scores: %w", err)
		}
	}
	return nil
}
