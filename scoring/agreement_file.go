package scoring

import (
	"fmt"
	"time"
)

// agreementFile is an [Agreement] as a file has it.
type agreementFile struct {
	Criteria   string          `json:"criteria"`
	From       moment          `json:"from"`
	Signatures []signatureFile `json:"signatures"`
}

type signatureFile struct {
	Name string `json:"name"`
	Side Side   `json:"side"`
	At   moment `json:"at"`
}

func (f *agreementFile) agreement() Agreement {
	a := Agreement{Criteria: f.Criteria, From: f.From.Time}
	for _, s := range f.Signatures {
		a.Signatures = append(a.Signatures, Signature{s.Name, s.Side, s.At.Time})
	}
	return a
}

const wantTime = "expected a time such as 2026-03-02T09:00:00Z or a date"

// moment is a time as people write it.
type moment struct{ time.Time }

// UnmarshalText reads RFC 3339, or a date, which is its midnight in UTC.
func (m *moment) UnmarshalText(text []byte) error {
	t, err := parseTime(string(text))
	if err != nil {
		return fmt.Errorf(wantTime+", found %.40q", text)
	}
	m.Time = t
	return nil
}
