package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

//go:embed lifecycle.yaml
var lifecycleYAML string

// sunday writes down how leads move, first with some mistakes.
func (c *company) sunday(context.Context) error {
	fmt.Fprintln(&c.out, "One week at an invented company in Vienna: mia is in marketing, ann and bob are in sales.")
	fmt.Fprintln(&c.out, "Times at the left are those of Vienna; the library's own messages are in UTC.")
	c.heading("SUNDAY", "how leads move is written down")
	c.now = c.at(-1, "18:00")
	broken := strings.NewReplacer(
		"to: sal,", "to: sla,", // a status that there is not
		"calendar: office, warn", "calendar: offcie, warn",
		`"2027-12-08"`, `"8.12.2027"`,
	).Replace(lifecycleYAML)
	_, _, err := c.compile(broken)
	wrong, ok := errors.AsType[*lead.SpecError](err)
	if !ok || len(wrong.Problems) != 3 {
		return fmt.Errorf("the broken lifecycle: expected three problems, found: %w", err)
	}
	c.tell("mia writes a lifecycle file late at night. Nothing runs on it; all that is wrong is told at once:")
	c.quote(err.Error())
	if c.spec, c.machine, err = c.compile(lifecycleYAML); err != nil {
		return err
	}
	c.tracker = lead.NewTracker(c.machine, c.store, lead.Config{Now: func() time.Time { return c.now }})
	c.now = c.at(-1, "18:20")
	c.tell("Mended, it compiles: %s, %d statuses, %d transitions, working hours with the holiday on Wednesday.",
		c.machine.ID(), len(c.spec.Statuses), len(c.spec.Transitions))
	return nil
}

// compile makes a lifecycle of a file. The guard that it names is the company's own.
func (c *company) compile(file string) (lead.Spec, *lead.Machine[*Inquiry], error) {
	spec, err := lead.ReadSpec(strings.NewReader(file), "lifecycle.yaml")
	if err != nil {
		return spec, nil, err
	}
	machine, err := lead.Compile(spec, lead.Bindings[*Inquiry]{
		Guards: lead.Guards[*Inquiry]{"criteria": lead.OnSubject(c.criteria)},
	})
	return spec, machine, err
}
