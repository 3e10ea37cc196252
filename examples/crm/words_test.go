package main

import (
	"testing"
	"time"
)

func TestLengthsOfTimeAreToldInTwoUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		59 * time.Second:                "less than a minute",
		12 * time.Minute:                "12 min",
		2 * time.Hour:                   "2 h",
		2*time.Hour + 10*time.Minute:    "2 h 10 min",
		24 * time.Hour:                  "1 d",
		25*time.Hour + 59*time.Minute:   "1 d 1 h",
		49 * time.Hour:                  "2 d 1 h",
		7*24*time.Hour + 23*time.Hour:   "7 d",
		6*24*time.Hour + 30*time.Minute: "6 d",
	} {
		if got := span(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
