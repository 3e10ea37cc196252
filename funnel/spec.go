package funnel

import (
	"cmp"
	"io"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

// Spec describes a funnel as plain data: written as a Go literal, made from a
// lifecycle by [FromLifecycle], or read from YAML or JSON by [ReadSpec]. Nothing
// in it is checked until [Compile]. Names of all kinds are printable texts of at most
// 64 characters, without outer spaces.
type Spec struct {
	Name     string `json:"name"`               // for the head of a report, in its identity: no "@" and no "+"
	Revision int    `json:"revision,omitempty"` // counts the changes of this Spec; 0 stands for 1

	// Stages is the funnel, from its mouth to its end.
	Stages []StageSpec `json:"stages"`

	// Void lists the statuses of leads that never were any: duplicates, spam,
	// tests. A lead that is in one at [Options.AsOf] is left out of the figures.
	Void []lead.Status `json:"void,omitempty" spec:"one"`

	// Known lists all statuses that rows may have. If it is not empty, rows
	// with another one are reported as [UnknownStatus].
	Known []lead.Status `json:"known,omitempty" spec:"one"`

	// Terminal lists statuses that no lead leaves. A row that does so is
	// reported as [AfterTerminal], provided that Known is given.
	Terminal []lead.Status `json:"terminal,omitempty" spec:"one"`

	// Renamed maps older names of statuses to those of today. Rows that carry
	// an older name are read as if they carried the new one.
	Renamed map[lead.Status]lead.Status `json:"renamed,omitempty"`

	// Titles are titles of statuses, for people. A status without one goes by that of the
	// stage that it makes up alone, or else by its name. See [Report.Titles].
	Titles map[lead.Status]lead.Text `json:"titles,omitempty"`

	// Match names other rules for a lead's way through the stages. Nil: a lead that
	// enters a stage has reached those before it.
	Match *MatchSpec `json:"match,omitempty"`

	// HandOff says how leads are handed over, for [Report.HandOff]. Nil: not at all.
	HandOff *HandOffSpec `json:"handoff,omitempty"`

	// Goals are how many leads are to come to a stage, for [Report.Goals].
	Goals []GoalSpec `json:"goals,omitempty"`

	// Amount is the label that holds what a won lead is worth: a decimal such as
	// "1200.50", all in one currency. For [Report.Velocity].
	Amount string `json:"amount,omitempty"`

	// Source is where ReadSpec found each part, so that Compile can point at
	// it. The zero value is a Spec that was written in Go.
	Source specfile.Source `json:"-"`
}

// StageSpec is one stage of a funnel.
type StageSpec struct {
	Name  string    `json:"name"`           // unique
	Title lead.Text `json:"title,omitzero"` // for people; empty: Name

	// Statuses are the statuses of the stage; each belongs to one stage at
	// most. Statuses in no stage count in the transitions and in time only.
	Statuses []lead.Status `json:"statuses,omitempty" spec:"one"`

	// Events make any row that has one of them an entry into the stage, whatever
	// its status. They go with [Spec.Match] only.
	Events []lead.Event `json:"events,omitempty" spec:"one"`
}

// ReadSpec reads a funnel in YAML or JSON; name is what messages call the file.
// Only name and stages must be there; without a revision it is 1.
//
// It reports syntax, unknown keys and wrong types, all at once, as a
// [*SpecError]; whether the funnel makes sense is for [Compile] to say. Input is
// bounded: 256 KiB, 64 levels, no aliases; Compile wants at most 500 stages and some
// thousand names.
func ReadSpec(r io.Reader, name string) (Spec, error) {
	var s Spec
	src, err := specfile.Read(r, name, &s)
	if err != nil {
		return Spec{}, err
	}
	s.Source = src
	s.Revision = cmp.Or(s.Revision, 1)
	return s, nil
}
