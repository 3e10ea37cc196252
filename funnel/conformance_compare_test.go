package funnel_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// check returns what does not hold of the case.
func (c *conformanceCase) check() error {
	spec, rows, err := c.history()
	if err != nil {
		return err
	}
	f, err := funnel.Compile(spec)
	if err != nil {
		return err
	}
	s := &subject{f: f, rows: rows}
	if c.From != "" {
		from, errFrom := moment(c.From)
		to, errTo := moment(c.To)
		if errFrom != nil || errTo != nil {
			return fmt.Errorf("bad dates %q, %q", c.From, c.To)
		}
		s.options.From, s.options.To = from, to.Add(time.Second) // To is in
	}
	if c.Breakdown != nil {
		s.options.By = "breakdown"
	}
	switch c.Kind {
	case "window_funnel_level":
		r, err := s.report(rows)
		if err != nil {
			return err
		}
		var level int64
		for _, st := range r.Stages {
			level += st.Reached
		}
		return different("level", *c.Expect.Level, level)
	case "steps":
		return c.checkSteps(s)
	case "time_to_convert":
		return c.checkTimes(s)
	case "trends":
		return c.checkPeriods(s)
	}
	return fmt.Errorf("unknown kind %q", c.Kind)
}

// subject is a funnel with its rows.
type subject struct {
	f       *funnel.Funnel
	rows    []lead.Transition
	options funnel.Options
}

func (s *subject) report(rows []lead.Transition) (*funnel.Report, error) {
	o := s.options
	o.AsOf = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	return s.f.Report(seq(rows), o)
}

// each reports on every lead by itself.
func (s *subject) each() (map[string]*funnel.Report, error) {
	out := map[string]*funnel.Report{}
	for _, row := range s.rows {
		if out[row.LeadID] != nil {
			continue
		}
		r, err := s.report(slices.DeleteFunc(slices.Clone(s.rows), func(r lead.Transition) bool { return r.LeadID != row.LeadID }))
		if err != nil {
			return nil, err
		}
		out[row.LeadID] = r
	}
	return out, nil
}

func moment(text string) (time.Time, error) {
	if t, err := time.Parse(time.DateTime, text); err == nil {
		return t, nil
	}
	return time.Parse(time.DateOnly, text)
}

func different(what string, want, got any) error {
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("%s (-want +got):\n%s", what, diff)
	}
	return nil
}

func (c *conformanceCase) checkSteps(s *subject) error {
	r, err := s.report(s.rows)
	if err != nil {
		return err
	}
	x := &c.Expect
	if len(x.RawMean) > 0 {
		if err := json.Unmarshal(x.RawMean, &x.Mean); err != nil {
			return err
		}
	}
	if len(x.Count)+len(x.Mean)+len(x.Median)+len(x.LeadsAtStep)+len(x.ByBreakdown) == 0 {
		return fmt.Errorf("the case expects nothing that is compared")
	}
	for key, want := range x.Count {
		if err := different("count "+key, want, r.Stages[stepNumber(key)].Reached); err != nil {
			return err
		}
	}
	for key, want := range x.Mean {
		if err := different("mean "+key, want, timeTo(r.Stages, stepNumber(key)).Mean); err != nil {
			return err
		}
	}
	for key, want := range x.Median {
		if err := different("median "+key, want, timeTo(r.Stages, stepNumber(key)).P50); err != nil {
			return err
		}
	}
	for _, b := range x.ByBreakdown {
		i := slices.IndexFunc(r.Segments, func(s funnel.Segment) bool { return s.Value == b.Value[0] })
		if i < 0 {
			return fmt.Errorf("no segment %q", b.Value)
		}
		stages := r.Segments[i].Stages
		for k := range b.Count {
			err := different(fmt.Sprint("segment ", b.Value, " step ", k),
				[]any{b.Count[k], b.Mean[k], b.Median[k]},
				[]any{stages[k].Reached, timeTo(stages, k).Mean, timeTo(stages, k).P50})
			if err != nil {
				return err
			}
		}
	}
	if len(x.ByBreakdown) > 0 && len(x.ByBreakdown) != len(r.Segments) {
		return fmt.Errorf("want %d segments, got %d", len(x.ByBreakdown), len(r.Segments))
	}
	each, err := s.each()
	if err != nil {
		return err
	}
	for _, at := range x.LeadsAtStep {
		got := []string{}
		for id, r := range each {
			if r.Stages[at.Step-1].Reached == 0 || at.Breakdown != nil && at.Breakdown != any(r.Segments[0].Value) {
				continue
			}
			got = append(got, id)
		}
		slices.Sort(got)
		slices.Sort(at.Leads)
		if err := different(fmt.Sprint("leads at step ", at.Step, " ", at.Breakdown), at.Leads, got); err != nil {
			return err
		}
	}
	return nil
}

func stepNumber(key string) int {
	k := -1
	_, _ = fmt.Sscan(key, &k)
	return k
}

// timeTo is the time that step k took from the one before it.
func timeTo(stages []funnel.Stage, k int) funnel.Durations {
	if k == 0 {
		return funnel.Durations{}
	}
	return *stages[k-1].TimeToNext
}

// checkTimes compares the mean time of a step, and how many leads took how long by the
// bins of the case.
func (c *conformanceCase) checkTimes(s *subject) error {
	r, err := s.report(s.rows)
	if err != nil {
		return err
	}
	if *c.ToStep != *c.FromStep+1 {
		return fmt.Errorf("from step %d to %d is more than one", *c.FromStep, *c.ToStep)
	}
	var mean float64
	if err := json.Unmarshal(c.Expect.RawMean, &mean); err != nil {
		return err
	}
	if err := different("mean", &mean, timeTo(r.Stages, *c.ToStep).Mean); err != nil {
		return err
	}
	each, err := s.each()
	if err != nil {
		return err
	}
	bins := c.Expect.Bins
	got := make([][2]float64, len(bins))
	for i := range bins {
		got[i][0] = bins[i][0]
		end := math.Inf(1)
		if i+1 < len(bins) {
			end = bins[i+1][0]
		}
		for _, r := range each {
			if v := timeTo(r.Stages, *c.ToStep).P50; v != nil && *v >= bins[i][0] && *v < end {
				got[i][1]++
			}
		}
	}
	return different("bins", bins, got)
}

// trendPeriod is one row of a trend.
type trendPeriod struct {
	From int64    `json:"reached_from_step_count"`
	To   int64    `json:"reached_to_step_count"`
	Rate *float64 `json:"conversion_rate"` // per cent; nil: 0 of 0
}

// checkPeriods compares the cohorts of each period.
func (c *conformanceCase) checkPeriods(s *subject) error {
	begin, end := s.options.From, s.options.To
	var periods []trendPeriod
	if c.Interval == "month" {
		begin = time.Date(begin.Year(), begin.Month(), 1, 0, 0, 0, 0, time.UTC)
	} else {
		begin = begin.Truncate(24 * time.Hour)
	}
	for begin.Before(end) {
		next := begin.AddDate(0, 0, 1)
		if c.Interval == "month" {
			next = begin.AddDate(0, 1, 0)
		}
		s.options.From, s.options.To = begin, next
		r, err := s.report(s.rows)
		if err != nil {
			return err
		}
		last := r.Stages[len(r.Stages)-1]
		p := trendPeriod{From: r.Stages[0].Reached, To: last.Reached, Rate: new(float64)}
		if v, ok := last.Cumulative.Value(); ok {
			*p.Rate = 100 * v
		}
		periods = append(periods, p)
		begin = next
	}
	if len(c.Expect.Periods) == 0 {
		return fmt.Errorf("the case expects no periods")
	}
	for _, want := range c.Expect.Periods {
		if len(want.Path) == 0 {
			var all []trendPeriod
			if err := json.Unmarshal(want.Value, &all); err != nil {
				return err
			}
			if err := different("periods", all, periods); err != nil {
				return err
			}
			continue
		}
		i, field := int(want.Path[0].(float64)), want.Path[1].(string)
		if field == "is_period_final" {
			continue // it is not a figure, but whether the period was over
		}
		if i >= len(periods) {
			return fmt.Errorf("no period %d", i)
		}
		var v float64
		if err := json.Unmarshal(want.Value, &v); err != nil {
			return err
		}
		got := map[string]float64{
			"reached_from_step_count": float64(periods[i].From),
			"reached_to_step_count":   float64(periods[i].To),
			"conversion_rate":         *periods[i].Rate,
		}
		if err := different(fmt.Sprint("period ", i, " ", field), v, got[field]); err != nil {
			return err
		}
	}
	return nil
}
