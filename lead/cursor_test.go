package lead

import (
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestACursorHoldsItsPlace(t *testing.T) {
	for _, want := range []Position{
		{LeadID: "L", Version: 1},
		{LeadID: "ä\"<", Version: 1 << 62, Due: noon.Add(time.Microsecond)},
		{LeadID: "L", Version: 1, Due: time.Unix(0, 0).UTC()},
		{LeadID: "L", Version: 1, Due: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)},
	} {
		got, err := CursorOf(Transition{LeadID: want.LeadID, Version: want.Version, Due: want.Due}).Position()
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}

func TestAForeignCursorIsRefused(t *testing.T) {
	for _, raw := range []string{"", "x", `{}`, `{"i":"L"}`, `{"i":"","v":1}`, `{"i":"L","v":0}`, `{"i":"L","v":1} garbage`, `{"i":"L","v":1,"x":2}`} {
		for _, c := range []Cursor{Cursor(raw), Cursor(base64.RawURLEncoding.EncodeToString([]byte(raw)))} {
			if c == "" {
				continue // no cursor at all
			}
			if err := (Query{After: c}).Check(); !errors.Is(err, ErrInvalidQuery) {
				t.Errorf("%q: %v", raw, err)
			}
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("eyJpIjoiTCIsInYiOjF9")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := Cursor(text).Position(); err == nil {
			if back := CursorOf(Transition{LeadID: p.LeadID, Version: p.Version, Due: p.Due}); back != Cursor(text) {
				t.Errorf("%q became %q", text, back)
			}
		}
	})
}
