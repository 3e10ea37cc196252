package funnel_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// rowsOf makes a history of bytes, six for a row: lead, version, status, day,
// label and what is odd.
func rowsOf(data []byte) []lead.Transition {
	statuses := []lead.Status{"a", "b", "c", "d", "old a", "void", "\x1b[2J", "=1"}
	var rows []lead.Transition
	for ; len(data) >= 6; data = data[6:] {
		r := lead.Transition{
			LeadID: string('a' + rune(data[0]%4)), Version: int64(data[1] % 8), To: statuses[data[2]%8],
			At: day(float64(data[3])/8 - 2), Inferred: data[5]&1 != 0,
		}
		switch data[5] >> 4 {
		case 1:
			r.At = time.Time{}
		case 2:
			r.At = time.Unix(int64(data[3])<<55, 0) // any time that there is
		case 3:
			r.LeadID = strings.Repeat(r.LeadID, int(data[4]))
		}
		if data[4] > 0 {
			r.Labels = map[string]string{"by": string(rune(data[4]))}
		}
		rows = append(rows, r)
	}
	return rows
}

func FuzzReport(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x10\x00\x00\x00\x02\x01\x18\x00\x00\x01\x01\x00\x20\x41\x01"), uint8(0))
	f.Add([]byte("\x00\x01\x01\x10\x00\x00\x00\x02\x00\x08\x02\x00\x00\x03\x02\x30\x00\x10"), uint8(7))
	f.Add([]byte("\x00\x01\x01\x10\x00\x00\x00\x01\x00\x10\x02\x20\x01\x07\x06\xff\x00\x25"), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, options uint8) {
		o := funnel.Options{AsOf: day(20), By: "by", ByLast: options&1 != 0, MaxSegments: int(options >> 6)}
		if options&2 != 0 {
			o.Basis = funnel.Activity
		}
		if options&4 != 0 {
			o.From, o.To = day(1), day(5)
		}
		r, err := oddities(t).Report(seq(rowsOf(data)), o)
		if err != nil {
			if !errors.Is(err, funnel.ErrInvalidRow) && !errors.Is(err, funnel.ErrDuplicate) {
				t.Fatalf("got %v, want an error about rows", err)
			}
			return
		}
		for _, s := range r.Stages {
			if s.Skipped > s.Reached || s.Reached > r.Counts.Leads || s.Entered > r.Counts.Leads || s.Joined > s.Reached {
				t.Errorf("%s: %+v of %d leads", s.Name, s, r.Counts.Leads)
			}
			if d := s.TimeToNext; d != nil && d.P50 != nil && (*d.P50 < 0 || *d.P90 < *d.P50) {
				t.Errorf("%s: times %s", s.Name, days(d))
			}
		}
		renderings(t, r)
	})
}
