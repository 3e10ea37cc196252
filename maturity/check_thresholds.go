package maturity

import (
	"fmt"
	"maps"
	"slices"

	"github.com/leadline-go/leadline/internal/specfile"
)

func (c *check) checkThresholds(path string, ind *IndicatorSpec) {
	if (len(ind.AtLeast) > 0) == (len(ind.AtMost) > 0) {
		c.Addf(path, "expected thresholds in one of at_least and at_most")
	}
	c.tighten(specfile.Key(path, "at_least"), ind, ind.AtLeast, func(low, high Decimal) bool { return low <= high })
	c.tighten(specfile.Key(path, "at_most"), ind, ind.AtMost, func(low, high Decimal) bool { return low >= high })
}

// tighten checks that a higher stage does not ask for less than a lower one.
func (c *check) tighten(path string, ind *IndicatorSpec, at map[string]Decimal, ordered func(low, high Decimal) bool) {
	known := []string{stageKey(2), stageKey(3), stageKey(4)}
	for _, key := range slices.Sorted(maps.Keys(at)) {
		if !slices.Contains(known, key) {
			c.UnknownKey(specfile.Key(path, key), "stage", key, known)
			continue
		}
		switch d := at[key]; {
		case ind.Unit == Share && d > 1000:
			c.Addf(specfile.Key(path, key), "expected a share from 0 to 1, found %s%s", d, inPercent(d))
		case ind.Unit != Share && d%1000 != 0:
			c.Addf(specfile.Key(path, key), "expected a whole number, for only a share has parts, found %s", d)
		case d == 0: // which is also what a stage without a number has
			c.Addf(specfile.Key(path, key), "expected a number above 0")
		case ind.Unit == Share && len(ind.AtMost) > 0 && d == 1000:
			c.Addf(specfile.Key(path, key), "no share is above 1")
		}
	}
	before := ""
	for _, key := range known {
		if d, ok := at[key]; !ok || ind.Unit == Share && d > 1000 {
			continue // what is no share has been said, and says nothing about the others
		}
		if before != "" && !ordered(at[before], at[key]) {
			c.Addf(specfile.Key(path, key), "stage %s asks for less than stage %s: %s after %s", key, before, at[key], at[before])
		}
		before = key
	}
}

// inPercent says how to write what was probably meant as a percentage.
func inPercent(d Decimal) string {
	share := d / 100
	switch {
	case d > 100_000 || d%100 != 0:
		return ""
	case share%10 == 0:
		return fmt.Sprintf("; write %s for %s %%", share.fixed(2), d)
	}
	return fmt.Sprintf("; write %s for %s %%", share, d)
}
