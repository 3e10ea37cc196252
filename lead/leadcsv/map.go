package leadcsv

import (
	"io"

	"github.com/leadline-go/leadline/internal/specfile"
	"github.com/leadline-go/leadline/lead"
)

// Map says how one CSV file becomes rows of a lead history, as plain data: a Go
// literal, or YAML or JSON read by [ReadMap]. Columns go by their name in the
// file's header. Nothing in it is checked until [Compile].
//
// A change file has Status and At, a wide file has Milestones.
type Map struct {
	// Lead is the column of the lead's id. An id has 1 to 255 bytes and no
	// control characters.
	Lead string `json:"lead"`

	// Status is the column of the status that a change led to. The values of
	// several columns are joined with "/".
	Status []string `json:"status,omitempty" spec:"one"`

	// At is the time of a change.
	At Time `json:"at,omitzero"`

	// Order is a column that puts changes of equal time in order: values of
	// digits alone, up to 9,223,372,036,854,775,807, as numbers and before all
	// others, which go by their bytes. Without it, and where its values are
	// equal too, the order of the files and of their rows does. Changes of one
	// file that are equal in everything, and in a value of this that is not
	// empty, are one.
	Order string `json:"order,omitempty"`

	// Milestones are the columns of a wide file, in the order in which a lead
	// is meant to pass them.
	Milestones []Milestone `json:"milestones,omitempty"`

	// Labels are columns to keep as labels.
	Labels []string `json:"labels,omitempty" spec:"one"`

	// Zone is the IANA name, such as "Europe/Vienna", of the zone of times
	// that come without one. Empty: UTC.
	Zone string `json:"zone,omitempty"`

	// Where are conditions that a row must meet, every one, to be read.
	Where []Condition `json:"where,omitempty"`

	// Comma is the sign between two fields, such as ";" or a tab.
	// Empty: a comma.
	Comma string `json:"comma,omitempty"`

	// Source is where ReadMap found each part, so that Compile can point at
	// it. The zero value is a Map that was written in Go.
	Source specfile.Source `json:"-"`
}

// Milestone is a column of a wide file: its time, if there is one, is when the
// lead reached the status.
type Milestone struct {
	Status lead.Status `json:"status"` // that the lead reached
	At     Time        `json:"at"`     // when; an empty cell: it did not
}

// Time is a column of times. They may lie in the years 1 to 9999 and are cut to
// the microsecond.
type Time struct {
	Column string `json:"column"` // its name in the header

	// Format is [Unix], [UnixMilli], [RFC3339] or a layout of package time,
	// such as "02.01.2006 15:04".
	Format string `json:"format"`
}

// The formats of a [Time] that have a name.
const (
	Unix      = "unix"    // whole seconds since 1970
	UnixMilli = "unix_ms" // whole milliseconds since 1970
	RFC3339   = "rfc3339" // such as 2026-03-31T16:59:42+02:00
)

// Condition compares a column's value with texts; what is given must hold.
type Condition struct {
	Column string `json:"column"` // its name in the header

	Eq     string   `json:"eq,omitempty"`                // the value is this; for an empty value see In
	In     []string `json:"in,omitempty" spec:"one"`     // the value is one of these; "" is the empty value
	NotIn  []string `json:"not_in,omitempty" spec:"one"` // the value is none of these
	Prefix string   `json:"prefix,omitempty"`            // the value begins with this
}

// ReadMap reads a map in YAML or JSON; name is what messages call the file. It
// reports syntax, unknown keys and wrong types, all at once, as a
// [*lead.SpecError]; whether the map makes sense is for [Compile] to say. Input is
// bounded: 256 KiB, 64 levels, no aliases.
func ReadMap(r io.Reader, name string) (Map, error) {
	var m Map
	src, err := specfile.Read(r, name, &m)
	if err != nil {
		return Map{}, err
	}
	m.Source = src
	return m, nil
}
