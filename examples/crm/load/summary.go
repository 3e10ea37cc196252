package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// summary is what was seen: how long answers took, by what was asked for, and what
// went wrong.
type summary struct {
	times  map[string][]time.Duration
	errors []string
}

func (s *summary) took(what string, d time.Duration) {
	if s.times == nil {
		s.times = map[string][]time.Duration{}
	}
	s.times[what] = append(s.times[what], d)
}

func (s *summary) fail(what string, err error) {
	s.errors = append(s.errors, what+": "+err.Error())
}

func (s *summary) add(t *summary) {
	for what, all := range t.times {
		for _, d := range all {
			s.took(what, d)
		}
	}
	s.errors = append(s.errors, t.errors...)
}

// mostErrors is how many errors are told in full.
const mostErrors = 10

// write tells what was seen; errors make it one.
func (s *summary) write(w io.Writer, o options) error {
	var b strings.Builder
	n := 0
	var all []time.Duration
	fmt.Fprintf(&b, "%-28s %8s %9s %9s %9s\n", "", "answers", "p50", "p99", "slowest")
	line := func(what string, times []time.Duration) {
		slices.Sort(times)
		fmt.Fprintf(&b, "%-28s %8d %9s %9s %9s\n", what, len(times), short(times[(len(times)-1)/2]), short(times[(len(times)-1)*99/100]), short(times[len(times)-1]))
	}
	for _, what := range slices.Sorted(maps.Keys(s.times)) {
		line(what, s.times[what])
		all = append(all, s.times[what]...)
		n += len(s.times[what])
	}
	if n > 0 {
		line("all", all)
	}
	fmt.Fprintf(&b, "%d users for %v, %.0f answers a second, %d errors\n", o.users, o.lasts, float64(n)/o.lasts.Seconds(), len(s.errors))
	for _, e := range s.errors[:min(len(s.errors), mostErrors)] {
		fmt.Fprintln(&b, e)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	switch {
	case len(s.errors) > 0:
		return fmt.Errorf("load: %d of %d requests were errors", len(s.errors), n+len(s.errors))
	case n == 0:
		return errors.New("load: there was no answer")
	}
	return nil
}

func short(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}
