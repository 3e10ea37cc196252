package stat_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/leadline-go/leadline/internal/stat"
)

func ExampleRate() {
	email := stat.Rate{Num: 15, Den: 493} // of 493 leads by e-mail, 15 were won
	fmt.Println(email)

	if value, ok := email.Value(); ok {
		fmt.Printf("%.4f\n", value)
	}
	if lo, hi, ok := email.Wilson(); ok {
		fmt.Printf("%.4f to %.4f\n", lo, hi)
	}

	// Nothing of nothing is not zero.
	data, _ := json.Marshal(stat.Rate{})
	fmt.Println(string(data))
	// Output:
	// 15/493 (3.0 %, 1.9-5.0 %)
	// 0.0304
	// 0.0185 to 0.0496
	// {"num":0,"den":0,"value":null,"lo":null,"hi":null}
}

func ExampleQuantile() {
	answers := []time.Duration{2 * time.Hour, 3 * time.Hour, 5 * time.Hour, 26 * time.Hour}
	median, _ := stat.Quantile(answers, 1, 2)
	p90, _ := stat.Quantile(answers, 9, 10)
	fmt.Println(time.Duration(median), time.Duration(p90))
	// Output: 4h0m0s 19h42m0s
}

// Six offers: four were answered, after so many days; two still wait.
func ExampleKaplanMeier() {
	curve := stat.KaplanMeier([]stat.Spell{
		{Time: 1, Event: true},
		{Time: 2, Event: true},
		{Time: 2, Event: false},
		{Time: 4, Event: true},
		{Time: 7, Event: true},
		{Time: 9, Event: false},
	})
	for _, row := range curve.Rows {
		lo, hi, _ := row.Interval(stat.LogLog)
		fmt.Printf("day %d: %d at risk, %d answered, %.2f still waiting (%.2f-%.2f)\n",
			row.Time, row.AtRisk, row.Events, row.Surv, lo, hi)
	}
	if surv, ok := curve.At(5); ok {
		fmt.Printf("no answer within 5 days: %.2f\n", surv)
	}
	if days, ok := curve.Quantile(0.5); ok {
		fmt.Printf("half are answered within %g days\n", days)
	}
	if lo, hi, ok := curve.QuantileInterval(0.5, stat.LogLog); ok {
		fmt.Printf("which may be %g or %g\n", lo, hi)
	}
	// Output:
	// day 1: 6 at risk, 1 answered, 0.83 still waiting (0.27-0.97)
	// day 2: 5 at risk, 1 answered, 0.67 still waiting (0.19-0.90)
	// day 4: 3 at risk, 1 answered, 0.44 still waiting (0.07-0.78)
	// day 7: 2 at risk, 1 answered, 0.22 still waiting (0.01-0.61)
	// day 9: 1 at risk, 0 answered, 0.22 still waiting (0.01-0.61)
	// no answer within 5 days: 0.44
	// half are answered within 4 days
	// which may be 1 or +Inf
}

// A list of the offers that were open on a day, each with its age then and now.
// One that is answered sooner has less of a chance to be on the list; Entry says
// that nothing was seen of these offers while they were younger.
func ExampleSpell() {
	listed := []stat.Spell{
		{Entry: 1, Time: 3, Event: true},
		{Entry: 2, Time: 4, Event: true},
		{Entry: 5, Time: 8, Event: true},
		{Entry: 1, Time: 9},
	}
	naive := slices.Clone(listed)
	for i := range naive {
		naive[i].Entry = 0
	}
	after4, _ := stat.KaplanMeier(listed).At(4)
	tooHigh, _ := stat.KaplanMeier(naive).At(4)
	fmt.Printf("open after 4 days: %.2f, not %.2f\n", after4, tooHigh)
	// Output: open after 4 days: 0.33, not 0.50
}

// Twelve offers: how many are accepted, how many rejected, within so many days?
func ExampleAalenJohansen() {
	const accepted, rejected, open = 0, 1, stat.Censored
	curve := stat.AalenJohansen([]stat.Exit{
		{Time: 1, Cause: accepted},
		{Time: 2, Cause: rejected},
		{Time: 2, Cause: accepted},
		{Time: 3, Cause: open},
		{Time: 4, Cause: accepted},
		{Time: 4, Cause: rejected},
		{Time: 5, Cause: open},
		{Time: 6, Cause: accepted},
	}, 2)
	for _, day := range []int64{2, 4} {
		if row, ok := curve.At(day); ok {
			fmt.Printf("day %d: %.3f accepted, %.3f rejected, %.3f open\n",
				day, row.Incidence[accepted], row.Incidence[rejected], row.EventFree)
		}
	}
	// Output:
	// day 2: 0.250 accepted, 0.125 rejected, 0.625 open
	// day 4: 0.406 accepted, 0.281 rejected, 0.312 open
}
